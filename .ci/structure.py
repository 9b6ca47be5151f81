"""The structure of a PDF as `pdfinfo -struct-text` reads it, and the one that a document tree asks for."""

import re
import subprocess

CELLS = {"head": "TH Column", "label": "TH Row", "figure": "TD"}


def found(path):
    """The elements in reading order: type, scope, spans and the text that stands in it or in its links and marks."""
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
    elements = []
    for line in told.splitlines():
        line = line.strip()
        if element := re.fullmatch(r"(Document|H\d|P|Figure|Table|THead|TBody|TR|TH|TD)( <\d+>)?( \(block\))?:?", line):
            elements.append([element[1], {}, ""])
        elif attribute := re.fullmatch(r"/(Scope|ColSpan|RowSpan) /?(\w+)", line):
            elements[-1][1][attribute[1]] = attribute[2]
        elif len(line) > 1 and line[0] == line[-1] == '"':
            elements[-1][2] += line[1:-1]
        elif not re.fullmatch(r"(Link|Span|Annot).*|Object \d+ \d+|/(Headers|Placement|BBox) .*", line):
            elements.append([line, {}, ""])
    return [show(what, spans.get("Scope", ""), spans.get("ColSpan", "1"), spans.get("RowSpan", "1"), text)
            for what, spans, text in elements]


def expected(lines):
    """The elements for the lines of a document tree, `(what, text)`."""
    elements = ["Document"]
    seals = sum(what == "seal" for what, _ in lines)
    head = None  # whether the row before is one of heads; nothing before the first row of a table
    for what, text in lines:
        kind, *more = what.split()
        if kind == "table":
            elements.append("Table")
            head = opening = None
        elif kind == "row":
            # The heads that open a table are its head; each of its bodies begins with the heads in its midst.
            if head is None:
                opening = what == "row head"
                elements.append("THead" if opening else "TBody")
            elif (what == "row head") != head and (opening or not head):
                elements.append("TBody")
                opening = False
            head = what == "row head"
            elements.append("TR")
        elif kind in ("head", "label", "figure"):
            columns, rows = re.match(r"\d+\+(\d+)x(\d+)", more[0]).groups()
            name, _, scope = CELLS[kind].partition(" ")
            elements.append(show(name, scope, columns, rows, text))
        elif kind in ("heading", "lead"):
            elements.append(show(f"H{int(more[0]) + 1}", "", "1", "1", text))
        elif text is not None:
            elements.append(show("H1" if kind == "title" or what == "annex title" else "P", "", "1", "1", text))
            if kind == "signature" and seals:  # each office has its own behind its name
                elements.append("Figure")
                seals -= 1
    return elements


def show(name, scope, columns, rows, text):
    spans = "" if (columns, rows) == ("1", "1") else f" {columns}x{rows}"
    solid = re.sub(r"\s", "", text)
    return f"{name}{' ' + scope if scope else ''}{spans}" + (f": {solid}" if solid else "")
