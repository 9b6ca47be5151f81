"""broken.py EXAMPLE FOLDER: a copy of an example with gaps and errors of every kind, of which only a draft can be made."""

import pathlib
import shutil
import sys

example, folder = map(pathlib.Path, sys.argv[1:])

# (file, what stands there, what comes in its place)
FAULTS = [
    ("报告.yaml", "  署名: 青禾县人民政府办公室\n", ""),
    ("报告.yaml", "成文日期: 2026-03-12", "成文日期: 2026-13-12"),
    ("报告.yaml", "机关: 青禾县", "机关: ~"),
    ("报告.yaml", '邮政编码: "000000"', "邮政编码: [1]"),
    ("报告.yaml", "门户网站: 13925", "门户网站: 一万"),
    ("表.yaml", "规章: [0, 0, 0] ", '规章: ["", "", "/"] '),
    ("表.yaml", "行政许可: 51037", "行政许可: 五万"),
    ("表.yaml", "行政处罚: 3012", "行政处罚: ~"),
    ("表.yaml", "新收: [72, 9, 0, 1, 8, 1]", "新收: [72, 9, ~, 1, 8, 1]"),
    ("表.yaml", "    总计: [73, 9, 0, 1, 8, 1]", "    总计: [73, 8, 0, 1, 8, 1]"),
    ("表.yaml", "  复议后起诉: [1, 0, 1, 1]\n", ""),
    ("正文.yaml", "2025年，青禾县围绕", "今年，青禾县😀围绕{{#if}}<甲>&"),
    ("正文.yaml", "{{主动公开.行政事业性收费}}万元", "{{主动公开.行政事业性收}}万元"),
]

shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(example, folder)
for file, sound, broken in FAULTS:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert sound in text, f"{file} has no longer: {sound}"
    path.write_text(text.replace(sound, broken, 1), encoding="utf-8")
text = (folder / "正文.yaml").read_text(encoding="utf-8")
(folder / "正文.yaml").write_text(text[:text.index("\n  其他事项")] + "\n", encoding="utf-8")
