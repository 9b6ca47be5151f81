"""agreement.py NIANBAO YEAR...: holds our PDF against what LibreOffice makes of our DOCX, both with the carried fonts.

For each report: as many pages, each table on the same pages, each paragraph on the same page but for lines that cross its edge,
and the lines of body paragraphs that hold the same characters. Too few of them fail, and so does a character that LibreOffice
does not draw. Where lines part is counted by cause; VERBOSE=1 prints the lines."""

import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import tree
from tree import tight

# LibreOffice parts an address elsewhere, and some lines are full to a tenth of a point; docs/agreement.md has the figures.
LEAST = 0.9
MARKS = "，、；：。！？”’」』）】〕〗》〉"
CAUSES = {
    "mark": "take in a mark that LibreOffice moves on",
    "more": "take in more than LibreOffice",
    "room": "end before what LibreOffice takes in",
    "follow": "follow one of these",
}
VERBOSE = bool(os.environ.get("VERBOSE"))
ROOT = pathlib.Path(__file__).resolve().parent.parent
XHTML = "{http://www.w3.org/1999/xhtml}"


def build(nianbao, year, folder):
    """The PDF and the DOCX of a report."""
    subprocess.run([nianbao, "build", year, "-q", "--docx-fonts", "shipped", "-o", folder], check=True)
    return next(folder.glob("*.pdf")), next(folder.glob("*.docx"))


def convert(documents, folder):
    """The PDFs that LibreOffice makes, with the carried fonts and no others, and with settings of no user."""
    config = folder / "fonts.conf"
    config.write_text(f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig><dir>{ROOT / "fonts"}</dir><cachedir>{folder / "cache"}</cachedir></fontconfig>""")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf",
         "--outdir", folder, *documents],
        env={**os.environ, "FONTCONFIG_FILE": str(config)}, check=True, capture_output=True)
    return [folder / document.with_suffix(".pdf").name for document in documents]


def lines(pdf):
    """(page, text) of each line that the eye sees, top to bottom, without page numbers."""
    box = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    # Characters that XML cannot hold are no business of this comparison.
    box = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", box)
    pages = xml.etree.ElementTree.fromstring(box).iter(XHTML + "page")
    found = []
    for number, page in enumerate(pages, 1):
        words = [((float(word.get("yMin")) + float(word.get("yMax"))) / 2, float(word.get("xMin")), tight(word.text or ""))
                 for word in page.iter(XHTML + "word")]
        rows = []
        for middle, left, text in sorted(words):
            if not rows or middle - rows[-1][0] > 4:
                rows.append((middle, []))
            rows[-1][1].append((left, text))
        texts = ["".join(text for _, text in sorted(row)) for _, row in rows]
        found += [(number, text) for text in texts if text and not re.fullmatch(r"—\d+—", text)]
    return found


def place(text, found, start):
    """The lines from `start` on that together are a text: first and behind the last; none if they are nowhere."""
    for first in range(start, len(found)):
        rest, last = text, first
        while rest and last < len(found) and rest.startswith(found[last][1]):
            rest = rest.removeprefix(found[last][1])
            last += 1
        if not rest:
            return first, last
    return None


def read(pdf, paragraphs):
    """The lines of each paragraph, None where it is not found; and what stands before each and at the end, in tables: the pages
    and the characters."""
    found, cursor, places, tables = lines(pdf), 0, [], []
    for _, text in paragraphs:
        where = place(text, found, cursor)
        tables.append(table(found[cursor:where[0]]) if where else table([]))
        cursor = where[1] if where else cursor
        places.append(where and found[where[0]:where[1]])
    return places, [*tables, table(found[cursor:])]


def table(rows):
    return sorted({page for page, _ in rows}), collections.Counter("".join(text for _, text in rows))


def page_count(pdf):
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages: +(\d+)", told, re.M)[1])


def starts(placed):
    """Where in the paragraph each line starts and ends."""
    at, spans = 0, []
    for _, text in placed:
        spans.append((at, at + len(text)))
        at += len(text)
    return spans


def parted(mine, other):
    """(cause, line) of each of our lines of a paragraph that theirs has not."""
    ends = dict(starts(other))
    for (start, end), (_, line) in zip(starts(mine), mine):
        if start not in ends:
            yield "follow", line
        elif ends[start] < end:
            yield "mark" if line[-1] in MARKS else "more", line
        elif ends[start] > end:
            yield "room", line


def share(paragraphs, left, right):
    """How many of our body lines there are, and the causes of those that differ, over the paragraphs found in both."""
    body = [(mine, other) for (kind, _), mine, other in zip(paragraphs, left, right) if kind == "paragraph" and mine and other]
    return sum(len(mine) for mine, _ in body), [found for mine, other in body for found in parted(mine, other)]


def compare(year, nianbao, ours, theirs):
    """Prints how far two PDFs agree; what is wrong."""
    paragraphs = list(tree.paragraphs(tree.read(nianbao, year)))
    faults, counts = [], (page_count(ours), page_count(theirs))
    if counts[0] != counts[1]:
        faults.append(f"pages: {counts[0]} and {counts[1]}")
    (left, left_tables), (right, right_tables) = read(ours, paragraphs), read(theirs, paragraphs)
    for (_, text), mine, other in zip(paragraphs, left, right):
        if not mine or not other:
            faults.append(f"{'LibreOffice' if mine else 'our PDF'} lacks characters of: {text[:40]}…")
            continue
        pages, other_pages = ([placed[0][0], placed[-1][0]] for placed in (mine, other))
        if pages[0] > other_pages[1] or pages[1] < other_pages[0]:
            faults.append(f"a paragraph on pages {pages} and {other_pages}: {text[:20]}…")
    for (pages, characters), (other_pages, others) in zip(left_tables, right_tables):
        if pages != other_pages or characters != others:
            faults.append(f"a table on pages {pages} and {other_pages}, without {''.join(characters - others)!r}, "
                          f"with {''.join(others - characters)!r}")
    total, apart = share(paragraphs, left, right)
    equal = total - len(apart)
    figure = f"{equal} of {total} ({equal / max(total, 1):.0%})"
    if equal < LEAST * total:
        faults.append(f"fewer than {LEAST:.0%} of the lines are equal: {figure}")
    causes = collections.Counter(cause for cause, _ in apart)
    print(f"{year}: {counts[0]} pages, {len(paragraphs)} paragraphs, {figure} body lines equal")
    print("  apart: " + ", ".join(f"{causes[cause]} {words}" for cause, words in CAUSES.items()))
    for cause, line in apart if VERBOSE else []:
        print(f"  {cause:8} {line}")
    for fault in faults:
        print(f"  FAILED   {fault}")
    return faults


def main(nianbao, *years):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        built = [build(nianbao, year, folder / str(number)) for number, year in enumerate(years)]
        copies = []
        for number, (_, document) in enumerate(built):
            copies.append(folder / f"{number}.docx")
            copies[-1].symlink_to(document)
        converted = convert(copies, folder)
        faults = [compare(year, nianbao, ours, theirs) for year, (ours, _), theirs in zip(years, built, converted)]
    return any(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
