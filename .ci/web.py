"""web.py NIANBAO YEAR...: looks at the web pages of reports in Chromium, as a reader does, and at their fragments pasted into an
empty page.

For each, at 400 and 1,200 pixels: it says what the document says, word by word; nothing but a table that is announced as such can be
moved sideways; nothing is asked of the network; axe finds nothing. In print: A4, numbered pages, as many digits as in the document,
a table that has a page of its own on one. The Nu checker finds nothing in the HTML and the CSS in it. PICTURES=folder keeps
pictures. Then faults are planted into the pages of the first report, and each must be told."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

import tree
from tree import tight

MODULES = pathlib.Path(__file__).resolve().parent.parent / "target" / "sdk" / "node_modules"
CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
WIDTHS = (400, 1200)
EMPTY = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>空</title></head><body><main>\n{}</main></body></html>\n'
# What a reader sees, element by element, as the browser has it; words that are only heard are none of it.
SEEN = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,p,th,td')].map(element => {
  const box = element.getBoundingClientRect();
  return [element.innerText, box.width > 0 && box.height > 0];
})"""
# What can be moved sideways without being announced, and what goes over the edge of its box.
OVER = """() => {
  const told = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) told.push(`the page is ${wide} pixels wide`);
  const announced = element => element.getAttribute('role') === 'region' && element.tabIndex === 0 && element.hasAttribute('aria-label');
  for (const element of document.querySelectorAll('h1,h2,p,td,div'))
    if (element.scrollWidth > element.clientWidth + 1 && !announced(element))
      told.push(`out of its box: ${element.innerText.slice(0, 20)}`);
  return told;
}"""
AXE = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
  .violations.map(violation => `axe: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 120)}`)"""


def once(pattern, by):
    return lambda page: re.sub(pattern, by, page, count=1)


# A fault, where it is planted, and a word of each line that must tell it.
FAULTS = [
    ("another word in a heading", "page", once(">二、", ">三、"), ["三、"]),
    ("a digit more in a table", "fragment", once(r"(<td[^>]*>)(\d+</td>)", r"\g<1>9\2"), ["'9"]),
    ("a digit more on paper only", "page", once("<main", '<div class="more" style="position:absolute">9</div><main'), ["digits on paper"]),
    ("a figure that does not show", "page", once("<td ", "<td hidden "), ["not to be seen"]),
    ("a table that makes the page wide", "page", lambda page: page.replace("overflow-x:auto", "overflow-x:visible"), ["pixels wide"]),
    ("a wide table that no key can move", "fragment", lambda page: page.replace(' role="region" tabindex="0"', ""),
     ["out of its box", "scrollable-region-focusable"]),
    ("grey type", "fragment", lambda page: page.replace("color:#000", "color:#bbb"), ["color-contrast"]),
    ("a figure under a head that is not there", "page", once(r' headers="[^"]*"', ' headers="nobody"'), ["td-headers-attr", "checker"]),
    ("a page without a language", "page", once(' lang="zh-CN"', ""), ["html-has-lang"]),
    ("something from outside", "page", once("<h1", '<img alt="" src="http://127.0.0.1:9/x.png"><h1'), ["asks for"]),
    ("a table cut by a page", "page", lambda page: page.replace("break-inside:avoid", "").replace("break-before:page", "")
     .replace('class="whole"', 'class="whole" style="padding-top:12cm"'), ["page of its own"]),
    ("pages without numbers", "page", once(r"@page :left.*", ""), ["page numbers"]),
    ("paper of another size", "page", once("size:210mm 297mm", "size:216mm 279mm"), ["not A4"]),
    ("an end of nothing", "page", once("</main>", "</div></main>"), ["checker"]),
    ("a row with a cell too many", "fragment", once("</tr>", "<td>9</td></tr>"), ["checker"]),
    ("a value that CSS does not know", "page", once("text-align:justify", "text-align:justified"), ["checker"]),
    ("a value that CSS does not know", "fragment", once("text-align:justify", "text-align:justified"), ["checker"]),
]


def wanted(nianbao, year):
    """The texts of a report's page in their order, and those of the table with a page of its own."""
    lead, note, texts, whole, inside = "", "", [], [], False
    for what, text in tree.read(nianbao, year):
        kind = what.split()[0]
        inside = what.startswith("table whole") or inside and kind in ("row", "head", "label", "figure")
        if text is None:
            continue
        if kind == "lead":
            lead = text
        elif kind == "note" and len(set(what.split()[1].split("/"))) > 1:
            note += text
        else:
            texts.append(tight(lead + note + text))
            whole += texts[-1:] if inside else []
            lead = note = ""
    return texts, whole


def seen(page, texts):
    """What is wrong with what the browser shows."""
    found = page.evaluate(SEEN)
    faults = [f"not to be seen: {text[:30]}" for text, shows in found if text.strip() and not shows]
    found = [tight(text) for text, _ in found]
    faults += [f"{was!r}, not {text!r}" for was, text in zip(found, texts) if was != text][:3]
    if len(found) != len(texts):
        faults.append(f"{len(found)} texts, not {len(texts)}")
    return faults + page.evaluate(OVER)


def digits(text):
    return len(re.findall(r"[0-9]", text))


def printed(page, texts, whole, folder):
    """What is wrong with the page on paper."""
    file = folder / "print.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    sheets = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
    about = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    faults = [] if "(A4)" in about else ["the paper is not A4"]
    numbers = [re.findall(r"— *(\d+) *—\s*$", sheet) for sheet in sheets]
    if numbers != [[str(number)] for number in range(1, len(sheets) + 1)]:
        faults.append(f"page numbers {numbers}")
    sheets = [re.sub(r"— *\d+ *—\s*$", "", sheet) for sheet in sheets]
    if digits("".join(sheets)) != digits("".join(texts)):
        faults.append(f"{digits(''.join(sheets))} digits on paper, not {digits(''.join(texts))}")
    # So many digits are on no sheet of text.
    if whole and not any(digits(sheet) >= digits("".join(whole)) for sheet in sheets):
        faults.append("no sheet holds the table that has a page of its own")
    return faults


def checked(file):
    """What the Nu checker says of an HTML file and the CSS in it."""
    run = subprocess.run(["java", "-jar", CHECKER, "--format", "gnu", file], capture_output=True, text=True)
    lines = [line for line in run.stderr.splitlines() if re.match(r'^"?file:', line)]
    if run.returncode not in (0, 1) or bool(lines) != bool(run.returncode):
        lines.append(f"ended with {run.returncode}: {run.stderr[-200:]}")
    return [f"checker: {re.sub(r'^[^ ]*/', '', line)}" for line in lines]


def look(browser, html, kind, texts, whole, folder, picture=None):
    """What is wrong with a page, or with a fragment in an empty page."""
    file, faults, asked = folder / f"{kind}.html", [], []
    file.write_text(html if kind == "page" else EMPTY.format(html), encoding="utf-8")
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        faults += [f"at {width} pixels: {fault}" for fault in seen(page, texts)]
        if picture:
            page.screenshot(path=f"{picture}-{kind}-{width}.png", full_page=True)
        if kind == "page" and width == WIDTHS[-1]:
            faults += printed(page, texts, whole, folder)
        page.add_script_tag(path=MODULES / "axe-core" / "axe.min.js")
        faults += [f"at {width} pixels: {fault}" for fault in page.evaluate(AXE)]
        page.close()
    return faults + [f"asks for {url}" for url in asked if url != file.as_uri()] + checked(file)


def prove(browser, files, texts, whole, folder):
    """Whether each fault is told."""
    failed = False
    for name, kind, plant, words in FAULTS:
        html = plant(files[kind])
        assert html != files[kind], f"{name} is planted"
        faults = look(browser, html, kind, texts, whole, folder)
        untold = [word for word in words if not any(word in fault for fault in faults)]
        print(f"{'FAILED  ' if untold else 'ok      '}{name} is told" + "".join(f"\n        not by “{word}”: {faults}" for word in untold))
        failed |= bool(untold)
    return failed


def main(nianbao, *years):
    failed, first, pictures = False, None, os.environ.get("PICTURES")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for number, year in enumerate(years):
            folder = pathlib.Path(name) / str(number)
            subprocess.run([nianbao, "build", year, "-q", "--format", "html", "--fragment", "-o", folder], check=True, capture_output=True)
            [fragment] = folder.glob("*.片段.html")
            [page] = set(folder.glob("*.html")) - {fragment}
            files = {"page": page.read_text(encoding="utf-8"), "fragment": fragment.read_text(encoding="utf-8")}
            texts, whole = wanted(nianbao, year)
            first = first or (files, texts, whole, folder)
            for kind, html in files.items():
                faults = look(browser, html, kind, texts, whole, folder, pictures and f"{pictures}/{number}")
                print(f"{'FAILED  ' if faults else 'ok      '}{year} {kind}: {len(texts)} texts" + "".join(f"\n        {f}" for f in faults))
                failed |= bool(faults)
        failed |= prove(browser, *first)
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
