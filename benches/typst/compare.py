"""How long Typst takes for the same report, beside this program, in one run: `pip install typst`, then
`cargo build --release && python3 benches/typst/compare.py`. Options: --reports N (60), --runs N (5), --program FILE.

Both make PDF/A-2a with tags (PDF/UA-1) of the same text and tables in the carried fonts. The reports differ from each other in a
tenth of their characters. What is compared, as the median of the runs:

cold   one report by a process of its own. Typst is a library of Python here: what Python takes to start and to find the library is
       taken off.
batch  all reports; Typst by one process a core, each of which goes through its share with one compiler, so that fonts and whatever
       it remembers are kept.

Seconds by the clock, and those of all cores together."""
import argparse, copy, html.parser, json, os, pathlib, random, re, resource, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLE = ROOT / "examples/ganzhou/2020"


class Page(html.parser.HTMLParser):
    """The web page of a report → its blocks."""

    def __init__(self):
        super().__init__()
        self.title = self.author = ""
        self.blocks, self.text, self.lead, self.cell = [], None, "", None

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "meta" and known.get("name") == "author":
            self.author = known.get("content", "")
        if tag in ("h1", "h2", "p", "th", "td", "title"):
            self.text, self.lead = "", ""
        if tag == "br" and self.text is not None:
            self.text += "\n"
        if tag == "table":
            self.blocks.append({"kind": "table", "widths": [], "cells": []})
        if tag == "col":
            self.blocks[-1]["widths"].append(float(re.search(r"width:([\d.]+)%", known["style"])[1]))
        if tag in ("th", "td"):
            span = lambda key: int(known.get(key, 1))
            self.cell = {"kind": known["class"], "columns": span("colspan"), "rows": span("rowspan")}
        if tag == "div" and known.get("class") == "signature":
            self.blocks.append({"kind": "signature", "lines": []})

    def handle_endtag(self, tag):
        if tag == "title":
            self.title = self.text
        if tag in ("h1", "h2"):
            self.blocks.append({"kind": "heading", "level": int(tag[1]), "text": self.text})
        if tag == "span" and self.text and self.blocks[-1]["kind"] != "table":
            self.lead, self.text = self.text, ""
        if tag == "p":
            if self.blocks[-1]["kind"] == "signature":
                self.blocks[-1]["lines"].append(self.text)
            else:
                self.blocks.append({"kind": "paragraph", "lead": self.lead, "text": self.text})
        if tag in ("th", "td"):
            self.blocks[-1]["cells"].append(self.cell | {"text": self.text})

    def handle_data(self, text):
        if self.text is not None:
            self.text += text


def blocks(page):
    parser = Page()
    parser.feed(page)
    return {"title": parser.title, "author": parser.author, "blocks": parser.blocks}


def vary(folder, target, number):
    """A copy of a year in which a tenth of the characters of the text are others, with the same others throughout."""
    chance = random.Random(number)
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("*.yaml")}
    han = sorted({c for text in texts.values() for c in text if "一" <= c <= "龥"})
    common = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    old = chance.sample(han, len(han) // 10)
    others = dict(zip(old, chance.sample([c for c in common if c not in han], len(old))))
    target.mkdir(parents=True)
    for name, text in texts.items():
        long = lambda line: "".join(
            part if part.startswith("{{") else "".join(others.get(c, c) for c in part) for part in re.split(r"(\{\{.*?\}\})", line))
        lines = [long(line) if len(line) > 70 and "正文:" in text else line for line in text.split("\n")]
        (target / name).write_text("\n".join(lines).replace("甘州区", f"甘州{number}区"), "utf-8")


def timed(*commands):
    """Runs commands at the same time; seconds by the clock and of all cores."""
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    start, before = time.perf_counter(), used()
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for command in commands]
    for process in running:
        _, told = process.communicate()
        if process.returncode:
            raise SystemExit(f"{process.args}: {told.decode()}")
    return time.perf_counter() - start, used() - before


LOOP = """
import sys, typst
compiler = typst.Compiler(sys.argv[1], root=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)
for data in sys.argv[4:]:
    compiler.compile(output=data + ".pdf", format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"])
"""


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=60)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--program", type=pathlib.Path, default=ROOT / "target/release/nianbao")
    asked = asked.parse_args()
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        compare(asked, work)
    finally:
        shutil.rmtree(work)


def compare(asked, work):
    years = [work / f"units/{number}/2020" for number in range(asked.reports)]
    for number, year in enumerate(years):
        vary(EXAMPLE, year, number)
    program, out = str(asked.program), str(work / "out")
    (work / "list").write_text("\n".join(map(str, years)))
    # As web pages, from which Typst's data are taken.
    subprocess.run([program, "build", "--from-file", work / "list", "-o", work / "web", "--format", "html", "-q"], check=True)
    pages = sorted((work / "web").glob("*.html"))
    if len(pages) != asked.reports:
        raise SystemExit(f"{len(pages)} web pages")
    shutil.copy(HERE / "report.typ", work / "report.typ")
    data = []
    for number, page in enumerate(pages):
        (work / f"{number}.json").write_text(json.dumps(blocks(page.read_text("utf-8")), ensure_ascii=False), "utf-8")
        data.append(f"/{number}.json")
    # The loop writes beside the data, whose names are those of the root of the compiler.
    os.chdir(work)
    loop = LOOP.replace('data + ".pdf"', '"." + data + ".pdf"')
    typst = lambda data: [sys.executable, "-c", loop, str(work / "report.typ"), str(work), str(ROOT / "fonts"), *data]
    ours = lambda *folders: [program, "build", *folders, "-o", out, "--format", "pdf", "--rebuild", "-q"]
    cores = os.cpu_count() or 1
    measured = {"python": [], "typst cold": [], "nianbao cold": [], "typst batch": [], "nianbao batch": []}
    for turn in range(asked.runs + 1):
        now = {
            "python": timed([sys.executable, "-c", "import typst"]),
            "typst cold": timed(typst(data[:1])),
            "nianbao cold": timed(ours(str(years[0]))),
            "typst batch": timed(*[typst(data[core::cores]) for core in range(cores)]),
            "nianbao batch": timed(ours("--from-file", str(work / "list"))),
        }
        if turn:  # the first warms the cache of files
            for name, times in now.items():
                measured[name].append(times)
    middle = {name: [statistics.median(run[kind] for run in runs) for kind in (0, 1)] for name, runs in measured.items()}
    middle["typst cold"] = [whole - start for whole, start in zip(middle["typst cold"], middle["python"])]
    middle["typst batch"] = [
        middle["typst batch"][0] - middle["python"][0], middle["typst batch"][1] - middle["python"][1] * cores]
    sizes = [sum(file.stat().st_size for file in files) for files in (work.glob("*.pdf"), (work / "out").glob("*.pdf"))]
    print(f"{'':8}{'Typst':>22}{'nianbao':>22}{'times':>14}")
    for what, count in (("cold", 1), ("batch", asked.reports)):
        (wall, cpu), (own, own_cpu) = middle[f"typst {what}"], middle[f"nianbao {what}"]
        print(f"{what:8}{wall / count * 1e3:10.1f} ms{cpu / count * 1e3:6.1f} cpu{own / count * 1e3:10.1f} ms"
              f"{own_cpu / count * 1e3:6.1f} cpu{wall / own:8.1f}{cpu / own_cpu:6.1f}")
    print(f"{'bytes':8}{sizes[0] // asked.reports:22}{sizes[1] // asked.reports:22}{sizes[0] / sizes[1]:8.2f}")


main()
