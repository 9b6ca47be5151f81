"""conformance.py NIANBAO YEAR [OPTION...]: builds a year's report, with options of `build` such as --draft, and holds its files
against independent programs.

The document tree (`build --to document`) says what must be in the files: every text, label and figure, in order."""

import datetime
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import docx
import page
import yaml

import structure
import tree
import word
from tree import tight

nianbao, year, *options = sys.argv[1:]
failures = []


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def hold(what, good, told=""):
    print(("ok      " if good else "FAILED  ") + what + ("" if good else f"\n{told}"))
    if not good:
        failures.append(what)


def data():
    """What is typed in 正文, in pieces between the names of figures that are filled in, without the white space that folding makes."""
    def texts(node):
        if isinstance(node, dict):
            return itertools.chain.from_iterable(texts(value) for key, value in node.items() if key != "标题样式")
        return itertools.chain.from_iterable(map(texts, node)) if isinstance(node, list) else [str(node)] if node else []

    typed = texts(yaml.safe_load((pathlib.Path(year) / "正文.yaml").read_text(encoding="utf-8")))
    return [piece for text in typed for piece in re.split(r"\{\{.*?\}\}", tight(text)) if piece]


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"  expected …{a[max(0, at - 20):at + 40]}…\n  found    …{b[max(0, at - 20):at + 40]}…"


def heads(lines):
    """The text of each run of head rows."""
    runs, run = [], ""
    for what, text in lines:
        if what.startswith("head "):
            run += tight(text)
        elif run and what != "row head":
            runs.append(run)
            run = ""
    return runs


def check_pdf(path, lines):
    expected = "".join(tight(text) for _, text in lines if text)
    raw = run("pdftotext", "-raw", path, "-", check=True).stdout
    found = ""
    for pageful in raw.split("\f"):
        # Page numbers stand outside the text, and so do the heads of a table that are repeated on its next page.
        text = tight("".join(line for line in pageful.split("\n") if not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)))
        repeated = [head for head in heads(lines) if text.startswith(head) and not expected[len(found):].startswith(head)]
        found += text.removeprefix(max(repeated, key=len, default=""))
    hold("PDF: every text in its order (pdftotext)", found == expected, first_difference(expected, found))
    if "--draft" not in options:  # a draft shows gaps in their place
        missing = [words for words in data() if words not in expected] if found == expected else []
        hold("PDF: every text of the data", not missing, "\n".join(missing[:5]))
    else:
        check_notes(path)
    elements, wanted = structure.found(path), structure.expected(lines)
    hold(f"PDF: {len(wanted)} elements as in the tree (pdfinfo -struct-text)", elements == wanted,
         "\n".join(f"  expected {a}\n  found    {b}" for a, b in itertools.zip_longest(wanted, elements) if a != b)[:2000])
    check = run("qpdf", "--check", path)
    hold("PDF: qpdf --check", check.returncode == 0 and "WARNING" not in check.stdout + check.stderr, check.stdout + check.stderr)
    fonts = run("pdffonts", path, check=True).stdout.splitlines()[2:]
    embedded = [re.search(r"(yes|no) +(yes|no) +(yes|no) +\d+ +\d+ *$", line) for line in fonts]
    hold(f"PDF: {len(fonts)} fonts embedded, subset, with Unicode maps",
         fonts and all(found and found.groups() == ("yes", "yes", "yes") for found in embedded), "\n".join(fonts))
    for profile in ("2a", "ua1"):
        result = page.validate_pdf(str(path), profile=profile)
        hold(f"PDF: profile {profile}", result.is_compliant and not result.failures, str(result)[:4000])


def check_notes(path):
    """Every finding that has a mark in the text has one annotation with its number and words, drawn and printed."""
    objects = json.loads(run("qpdf", "--json", "--json-key=qpdf", path, check=True).stdout)["qpdf"][1]
    values = [thing["value"] for thing in objects.values() if isinstance(thing.get("value"), dict)]
    notes = [value for value in values if value.get("/Subtype") == "/Underline"]
    hold(f"PDF: {len(notes)} notes are drawn and printed", all("/N" in note["/AP"] and note["/F"] & 4 for note in notes))
    check = run(nianbao, "build", year, "--to", "pages", *options, check=True).stdout
    wanted = {int(line.split()[1]) for line in check.splitlines() if line.startswith("note ")}
    found = {int(note["/Contents"].removeprefix("u:").split(".")[0]) for note in notes}
    hold(f"PDF: {len(wanted)} findings at their places", found == wanted, f"{found} {wanted}")


def in_rows(expected, names, found):
    """What is expected, with the names of offices that seal side by side joined: they stand in one paragraph."""
    rows = []
    for text in expected:
        if rows and text in names and rows[-1] not in found:
            rows[-1] += text
        else:
            rows.append(text)
    return rows


def check_docx(path, lines):
    for validator, told in word.faults(path):
        hold(f"DOCX: {validator}", not told, told)
    document = docx.Document(str(path))
    expected, tables = [], []
    for what, text in lines:
        kind = what.split()[0]
        if kind == "note" and not what.startswith("note 1/"):
            expected[-1] += tight(text)
        elif kind in ("title", "heading", "paragraph", "annex", "note", "signature", "date"):
            lead = expected.pop() if kind == "paragraph" and expected and expected[-1].startswith("\0") else ""
            expected.append(tight(lead.lstrip("\0") + text))
        elif kind == "lead":
            expected.append("\0" + text)
        elif kind == "table":
            tables.append([])
        elif kind == "row":
            tables[-1].append([])
        elif kind in ("head", "label", "figure"):
            place = re.match(r"(\d+)\+(\d+)x(\d+)", what.split()[1])
            tables[-1][-1].append((*map(int, place.groups()), tight(text)))
    found = [text for text in (tight(paragraph.text) for paragraph in document.paragraphs) if text]
    if any(what == "seal" for what, _ in lines):
        expected = in_rows(expected, [tight(text) for what, text in lines if what == "signature"], found)
    hold("DOCX: every heading and paragraph in its order (python-docx)", found == [text for text in expected if text],
         "\n".join(first_difference(a, b) for a, b in zip(expected, found) if a != b))
    hold("DOCX: every table", len(document.tables) == len(tables))
    for number, (table, rows) in enumerate(zip(document.tables, tables)):
        wrong = [f"row {r} column {c}: {text} / {tight(table.cell(r + down, c + right).text)}"
                 for r, cells in enumerate(rows) for c, columns, deep, text in cells
                 for right in range(columns) for down in range(deep)
                 if tight(table.cell(r + down, c + right).text) != text]
        hold(f"DOCX: every merged cell of table {number + 1}", not wrong and len(table.rows) == len(rows), "\n".join(wrong))


def check_dates(pdf, document):
    """The two files state the same instant, each in its own way."""
    told = run("pdfinfo", "-isodates", pdf, check=True).stdout
    core = docx.Document(str(document)).core_properties
    for name, stated in (("CreationDate", core.created), ("ModDate", core.modified)):
        instant = datetime.datetime.fromisoformat(re.search(rf"^{name}: +(\S+)", told, re.M)[1])
        found = stated.replace(tzinfo=datetime.timezone.utc) if stated.tzinfo is None else stated
        hold(f"both: {name}", instant.timestamp() == found.timestamp(), f"  {instant} and {found}")


def check_origin(pdf, document):
    """The two files say the same of where they come from; each has a digest of its own."""
    told = run("pdfinfo", "-meta", pdf, check=True).stdout
    stated = dict(re.findall(r"<nianbao:(\w+)>(.*?)</nianbao:", told))
    with zipfile.ZipFile(document) as package:
        custom = package.read("docProps/custom.xml").decode("utf-8")
    found = dict(re.findall(r'name="nianbao\.(\w+)"><vt:lpwstr>(.*?)</vt:lpwstr>', custom))
    differing = [name for name in stated.keys() | found.keys() if name != "digest" and stated.get(name) != found.get(name)]
    hold("both: where they come from", "data" in found and not differing, f"  {stated}\n  {found}")


with tempfile.TemporaryDirectory() as folder:
    run(nianbao, "build", year, "-o", folder, *options, check=True)
    lines = tree.read(nianbao, year, *options)
    print(f"{year} {options}: {sum(1 for _, text in lines if text)} texts")
    [pdf], [document] = (list(pathlib.Path(folder).glob("*" + ending)) for ending in (".pdf", ".docx"))
    check_pdf(pdf, lines)
    check_docx(document, lines)
    check_dates(pdf, document)
    check_origin(pdf, document)
print(f"{year} {options}: {'FAILED: ' + '; '.join(failures) if failures else 'all hold'}")
sys.exit(bool(failures))
