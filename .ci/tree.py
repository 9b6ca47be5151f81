"""The document tree of a report, as `build --to document` prints it: what must be in the files."""

import itertools
import re
import subprocess

TEXT = re.compile(
    r" *(title|heading \d|lead \d|paragraph|annex|annex label|annex title|note \d+/\d+|signature|date"
    r"|(?:head|label|figure) \S+ \w+(?:\+\d)?)(?: \[[^]]*\])?: (.*)")


def tight(text):
    return re.sub(r"\s", "", text)


def read(nianbao, year, *options):
    """The lines of the tree: (what, text), where a text is without mark-up; annexes with what the program puts before them."""
    command = [nianbao, "build", "--to", "document", year, *options]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = []
    for line in dump.splitlines()[1:]:
        found = TEXT.match(line)
        if found:
            text = re.sub(r"<([^<>]*) → [^<>]*>", r"\1", found[2])
            text = re.sub(r"[|⟦⟧]", "", text)
            lines.append((found[1], text))
        else:
            lines.append((line.strip().split(" [")[0], None))
    return list(numbered(lines))


def numbered(lines):
    """The lines, those of 附件说明 with what the program puts before the names."""
    count = sum(what == "annex" for what, _ in lines)
    numbers = itertools.count(1)
    for what, text in lines:
        if what == "annex":
            number = next(numbers)
            text = ("附件：" if number == 1 else "") + (f"{number}." if count > 1 else "") + text
        yield what, text


def paragraphs(lines):
    """(what, text) of what is a paragraph of Word outside tables: a heading that runs in belongs to its paragraph."""
    lead = ""
    for what, text in lines:
        kind = what.split()[0]
        if kind == "lead":
            lead = text
        elif kind in ("title", "heading", "paragraph", "annex", "signature", "date"):
            yield kind, tight(lead + text)
            lead = ""
