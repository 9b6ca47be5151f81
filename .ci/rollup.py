"""rollup.py NIANBAO FOLDER: makes the data of 65 units in FOLDER, rolls them up, and reckons every figure once more from the files of the
units as PyYAML reads them. Then one figure of one unit is changed, which must be told and traced to it."""

import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from itertools import zip_longest

import yaml

nianbao, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
example = pathlib.Path(__file__).parent.parent / "examples/qinghe/2025/表.yaml"
UNITS, FINE, DIFFERENT = 65, 0, 1


def rollup(*arguments, status=FINE):
    made = subprocess.run([nianbao, "rollup", "单位/*/2025", *arguments], cwd=folder, capture_output=True, text=True)
    assert made.returncode == status, made.stderr
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]


def rows(file):
    """Path → the figures of a row, without the zeros at its end; totals follow from the others and are left out."""
    def walk(value, path):
        if isinstance(value, dict):
            for key in value:
                yield from walk(value[key], (*path, key))
        elif path[-1] != "总计":
            figures = [Decimal(figure) for figure in (value if isinstance(value, list) else [value])]
            while figures and not figures[-1]:
                figures.pop()
            yield ".".join(path), figures
    # As typed: no figure passes through a float.
    return dict(walk(yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader), ()))


def unit(name, times):
    """The tables of the example with every figure multiplied, so that they still add up."""
    year = folder / "单位" / name / "2025"
    year.mkdir(parents=True)
    (year / "报告.yaml").write_text(
        f"报告: {{ 年度: 2025, 机关: {name}, 类别: 政府部门, 署名: {name}, 成文日期: 2026-01-19 }}\n"
        "正文: { 总体情况: 有序。, 存在问题: 不足。, 其他事项: 没有收取信息处理费。 }\n", encoding="utf-8")
    lines = [line.split("#")[0] for line in example.read_text(encoding="utf-8").splitlines()]
    times_each = lambda line: re.sub(r"\d+(\.\d+)?", lambda figure: str(Decimal(figure[0]) * times), line)
    (year / "表.yaml").write_text("\n".join(map(times_each, lines)), encoding="utf-8")


shutil.rmtree(folder, ignore_errors=True)
chance = random.Random(65)
names = [f"第{number}局" for number in range(1, UNITS + 1)]
for name in names:
    unit(name, chance.randint(0, 9))
(folder / "单位/单位.yaml").write_text("单位:\n" + "".join(f"  - {name}\n" for name in names), encoding="utf-8")

rollup("-o", "县/2025")
written, reckoned = rows(folder / "县/2025/表.yaml"), {}
for name in names:
    for path, row in rows(folder / "单位" / name / "2025/表.yaml").items():
        reckoned[path] = [a + b for a, b in zip_longest(reckoned.get(path, []), row, fillvalue=Decimal(0))]
for path in sorted(reckoned.keys() | written.keys()):
    assert reckoned.get(path) == written.get(path), f"{path}: {reckoned.get(path)} reckoned, {written.get(path)} written"
print(f"ok      {len(reckoned)} rows are the sums of {UNITS} units as PyYAML reads them")

# From here on the tables are the government's own: a sum that nobody touched would be brought up to date.
own = folder / "县/2025/表.yaml"
own.write_text(own.read_text(encoding="utf-8") + "# 已核\n", encoding="utf-8")
cell, file = "主动公开.行政处罚", folder / "单位/第41局/2025/表.yaml"
text = re.sub(r"行政处罚: \d+", "行政处罚: 987654", file.read_text(encoding="utf-8"))
file.write_text(text, encoding="utf-8")
[differs] = rollup("-o", "县/2025", "--format", "json", status=DIFFERENT)
assert (differs["path"], Decimal(differs["balance"]["left"])) == (cell, reckoned[cell][0]), differs
*shares, total = rollup("--explain", cell, "--format", "json")
[changed] = [share for share in shares if share["value"] == "987654"]
line = [line.strip() for line in text.splitlines()].index("行政处罚: 987654") + 1
assert (changed["unit"], changed["file"], changed["line"]) == ("第41局", "单位/第41局/2025/表.yaml", line), changed
assert sum(Decimal(share["value"]) for share in shares) == Decimal(total["sum"]) == Decimal(differs["balance"]["right"])
print("ok      a changed figure is told and traced to its unit")
