"""prove.py NIANBAO FOLDER: plants faults into the stress documents of FOLDER and wants measure.py and cells.py to tell each of them, so
that no check of theirs passes whatever the pages look like."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

nianbao, folder = sys.argv[1:]
here = pathlib.Path(__file__).parent
scratch = pathlib.Path(tempfile.mkdtemp())


def run(*command, **more):
    return subprocess.run(command, capture_output=True, **more)


def built(case, style=lambda text: text):
    """The PDF of a case, its style changed."""
    templates = scratch / "templates"
    run(nianbao, "templates", "--copy", templates, check=True)
    own = (pathlib.Path(folder) / case).parent / "templates"
    if own.exists():
        shutil.copytree(own, templates, dirs_exist_ok=True)
    file = templates / "style" / "gbt9704.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(style(before), encoding="utf-8")
    run(nianbao, "build", f"{folder}/{case}/2025", "-o", scratch / case, "--templates", templates, "--force", check=True)
    file.write_text(before, encoding="utf-8")
    [pdf] = (scratch / case).glob("*.pdf")
    return pdf


def edited(case, edit):
    """The PDF of a case, its streams and objects changed as text."""
    text = run("qpdf", "--qdf", "--object-streams=disable", built(case), "-").stdout
    changed = edit(text)
    assert changed != text, "the fault is planted"
    pdf = scratch / "edited.pdf"
    pdf.write_bytes(run("fix-qdf", input=changed).stdout)
    return pdf


def styled(old, new):
    return lambda text: re.sub(rf"^( *{old})", rf"  {new}", text, count=1, flags=re.M)


LINE = rb"(?m)^1 0 0 1 79\.37 (\d+\.?\d*) Tm$"  # where a line starts at the left edge of the type area
raised = lambda by: lambda text: re.sub(LINE, lambda m: b"1 0 0 1 79.37 %.2f Tm" % (float(m[1]) + by), text, count=1)
raised_run = lambda text: re.sub(rb"(?m)^(1 0 0 1 (?!79\.37)\d+\.?\d*) (\d+\.?\d*) (Tm\n(?:[-\d.]+ Tc\n)?<0.{3}0.{3}> Tj)",
                                 lambda m: m[1] + b" %.2f " % (float(m[2]) + 0.1) + m[3], text, count=1)
moved_line = lambda text: re.sub(LINE, rb"1 0 0 1 76.37 \1 Tm", text, count=1)
moved_glyph = lambda text: re.sub(rb"Tm\n<(0.{3})([0-9a-f]+)> Tj", rb"Tm\n[<\1> -50<\2>] TJ", text)
hidden = lambda text: re.sub(LINE, rb"3 Tr\n\g<0>", text, count=1)
# What the glyphs are said to be: the pages look as before, and what is read from them is another text.
read_as = lambda sign: lambda text: re.sub(rb"(?m)^(<0[0-9a-fA-F]{3}>) <[4-9][0-9A-Fa-f]{3}>$", rb"\1 <" + sign + rb">", text)

# In cells: type of 10.5 pt; lines that start at one place under one another.
moved = lambda type, by: lambda text: re.sub(rb"(?m)^(/F\d+ " + type + rb" Tf\n1 0 0 1 )([\d.]+)", lambda m: m[1] + b"%.2f" % (float(m[2]) + by), text)
raised_in_cell = lambda text: re.sub(rb"(?m)^(/F\d+ 10\.5 Tf\n1 0 0 1 [\d.]+ )([\d.]+)", lambda m: m[1] + b"%.2f" % (float(m[2]) + 0.1), text)
uneven = lambda text: re.sub(rb"(?m)^(1 0 0 1 ([\d.]+) [\d.]+ Tm\n.* T[jJ]\n1 0 0 1 \2 )([\d.]+)( Tm)",
                             lambda m: m[1] + b"%.2f" % (float(m[3]) + 0.1) + m[4], text)

FAULTS = [
    ("a type area further to the left", "汉字", built, styled("left: 28mm", "left: 26mm"), ["no ink"]),
    ("lines of 27 characters", "汉字", built, styled("characters: 28", "characters: 27"), ["22 lines of 28"]),
    ("21 lines a page", "汉字", built, styled("lines: 22", "lines: 21"), ["baselines are whole", "22 lines of 28"]),
    ("a line raised by 0.1 pt", "汉字", edited, raised(0.1), ["baselines are whole"]),
    ("a number raised by 0.1 pt in its line", "生僻字", edited, raised_run, ["the characters of a line"]),
    ("a line out of the type area by 3 pt", "汉字", edited, moved_line, ["no ink"]),
    ("glyphs off the grid by 1 pt", "汉字", edited, moved_glyph, ["22 lines of 28"]),
    ("characters that are not drawn", "汉字", edited, hidden, ["every character is drawn"]),
    ("a mark at the start of lines", "汉字", edited, read_as(b"FF0C"), ["no line starts"]),
    ("a bracket at the end of lines", "汉字", edited, read_as(b"300A"), ["no line ends"]),
    ("a number on two lines", "汉字", edited, read_as(b"0037"), ["no number"]),
    ("a text that is too short", "汉字", built, lambda text: text, ["lines, 10000 wanted", "full pages of nothing but 汉字, 99 wanted"]),
]
IN_CELLS = [
    ("a mark at the start of lines in cells", edited, read_as(b"FF0C"), ["no line of a cell starts"]),
    ("a bracket at the end of lines in cells", edited, read_as(b"300A"), ["no line of a cell ends"]),
    ("a number on two lines of a cell", edited, read_as(b"0037"), ["no number is on two lines of a cell"]),
    ("text of cells moved by 12 pt", edited, moved(rb"10\.5", 12), ["the ink of every cell"]),
    ("a title moved by 1 pt", edited, moved(b"22", 1), ["titles stand in the middle"]),
    ("a text raised by 0.1 pt in its line of a cell", edited, raised_in_cell, ["the characters of a line"]),
    ("every other line of cells raised by 0.1 pt", edited, uneven, ["the baselines of a cell"]),
    ("characters of cells that are not drawn", edited, hidden, ["every character is drawn"]),
    ("page numbers further in", built, styled("outer: 1em", "outer: 2em"), ["pages have their number"]),
    ("page numbers higher", built, styled("below: 7mm", "below: 6mm"), ["pages have their number"]),
    ("too few cells", built, lambda text: text, ["of them wanted"]),
]

missed = []
cases = [(name, "measure.py", case, plant, fault, checks) for name, case, plant, fault, checks in FAULTS]
cases += [(name, "cells.py", "长格/青禾县", plant, fault, checks) for name, plant, fault, checks in IN_CELLS]
for name, measure, case, plant, fault, checks in cases:
    pdf = plant(case, fault)
    wanted = (["10000", "99"] if "wanted" in checks[0] else ["1", "0"])[:2 if measure == "measure.py" else 1]
    told = run("/usr/bin/python3", here / measure, pdf, *wanted, text=True).stdout
    failed = [line for line in told.splitlines() if line.startswith("FAILED")]
    untold = [check for check in checks if not any(check in line for line in failed)]
    print(("FAILED  " if untold else "ok      ") + f"{name} is told" + "".join(f"\n        not by “{check}”" for check in untold))
    missed += untold
sys.exit(bool(missed))
