"""units.py FOLDER COUNT: the reports of COUNT units for a batch, the same ones every time; one in a hundred is broken.

Names, figures and lengths vary: from one page of text to eight, figures that add up in rows and columns, seven ways to be broken.
FOLDER gets a folder `单位…/2025` for each, `units.txt` with all of them for `--from-file`, and `broken.txt` with those that must be
refused and the code that must be told of each.

units.py --verify FOLDER REPORT: holds the JSON of `nianbao build --report REPORT` against `broken.txt`, and asks `nianbao check` for
the codes."""

import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / ".ci"))
import chance  # noqa: E402

HAN = ("政府信息主动公开办理答复群众企业乡镇部门机关平台网站栏目文件政策解读回应关切监督保障培训目录清单时限程序登记审查移交归档检索服务窗口"
       "大厅走访调查整理汇总分类标注更新维护检查通报整改落实推进完善优化规范加强提高建立健全制定印发实施组织协调配合指导教育卫生交通水利"
       "农业林业环境住房就业社保养老救助扶持创新发展改革管理安全应急消防气象统计财政预算决算采购招标项目资金补贴收费")
PEOPLE = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
RESULTS = {
    "予以公开": None, "部分公开": None,
    "不予公开": ["属于国家秘密", "其他法律行政法规禁止公开", "危及三安全一稳定", "保护第三方合法权益", "属于三类内部事务信息",
             "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项"],
    "无法提供": ["本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确"],
    "不予处理": ["信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求行政机关确认或重新出具已获取信息"],
    "其他处理": ["逾期不补正", "逾期不缴费", "其他"],
}
ROWS = [f"{group}.{row}" for group, rows in RESULTS.items() if rows for row in rows]


class Dice(chance.Dice):
    """Choices of the characters of these texts, which no lint takes for words of the form."""

    han_of = HAN


def sentence(dice):
    clauses = [dice.han(4, 15) for _ in range(dice.upto(1, 4))]
    return "，".join(clauses) + "。"


def paragraph(dice):
    return "".join(sentence(dice) for _ in range(dice.upto(2, 6)))


def split(dice, total, names):
    """A total dealt out to names."""
    parts = dict.fromkeys(names, 0)
    for _ in range(total):
        parts[dice.of(names)] += 1
    return parts


def requests(dice):
    """The rows of table 三, which add up in each column: new and carried over are answered or carried on."""
    size = dice.of([0, 3, 12, 40])
    totals = {people: dice.upto(0, size) for people in PEOPLE}
    taken = {people: split(dice, total, ["新收", "上年结转"]) for people, total in totals.items()}
    dealt = {people: split(dice, total, ["予以公开", "部分公开", "结转下年度"] + ROWS) for people, total in totals.items()}
    row = lambda key, of: f"[{', '.join(str(of[people][key]) for people in PEOPLE)}]"
    lines = ["申请:", f"  新收: {row('新收', taken)}", f"  上年结转: {row('上年结转', taken)}", "  办理结果:"]
    for group, rows in RESULTS.items():
        if rows is None:
            lines.append(f"    {group}: {row(group, dealt)}")
        else:
            lines.append(f"    {group}:")
            lines += [f"      {name}: {row(f'{group}.{name}', dealt)}" for name in rows]
    return "\n".join(lines + [f"  结转下年度: {row('结转下年度', dealt)}", ""])


def report(dice, name):
    """A unit's data by file."""
    meta = f"""报告:
  年度: 2025
  机关: {name}
  类别: 政府部门
  署名: {name}
  成文日期: 2026-01-{dice.upto(10, 30)}
  联系方式:
    单位: {name}办公室
    地址: 示例市{dice.han(2, 3)}路{dice.upto(1, 400)}号
    邮政编码: "{dice.upto(100000, 899999)}"
    联系电话: 0000-{dice.upto(2000000, 8999999)}

数字:
  网站: {dice.upto(10, 90000)}
  新媒体: {dice.upto(10, 90000)}
  收办: = 申请.新收.总计 + 申请.上年结转.总计
"""
    paragraphs = "\n".join(f"    - {paragraph(dice)}" for _ in range(dice.of([1, 3, 8, 20])))
    text = f"""正文:
  引言: 根据《中华人民共和国政府信息公开条例》，现将{name}2025年的政府信息公开工作报告如下。{sentence(dice)}
  总体情况:
    - 标题: {dice.han(6, 18)}
      正文: 网站发布 {{{{数字.网站}}}} 条，新媒体发布 {{{{数字.新媒体}}}} 条。{paragraph(dice)}
    - 标题: {dice.han(6, 18)}
      正文: 新收申请 {{{{申请.新收.总计}}}} 件，上年结转 {{{{申请.上年结转.总计}}}} 件，共 {{{{数字.收办}}}} 件。
{paragraphs}
  存在问题:
    - {paragraph(dice)}
    - {paragraph(dice)}
  其他事项: 本年度没有收取信息处理费。
"""
    tables = f"""主动公开:
  规章: 0
  行政规范性文件: [{dice.upto(0, 20)}, {dice.upto(0, 9)}, {dice.upto(20, 300)}]
  行政许可: {dice.upto(0, 90000)}
  行政处罚: {dice.upto(0, 9000)}
  行政强制: {dice.upto(0, 900)}
  行政事业性收费: {dice.upto(0, 90000)}.{dice.upto(1000, 9999)}

{requests(dice)}
复议诉讼:
  行政复议: [{dice.upto(0, 9)}, {dice.upto(0, 3)}, 0, {dice.upto(0, 2)}]
  未经复议直接起诉: [{dice.upto(0, 5)}, 0, 0, {dice.upto(0, 2)}]
  复议后起诉: 0
"""
    return {"报告.yaml": meta, "正文.yaml": text, "表.yaml": tables}


def replaced(files, name, old, new):
    assert old in files[name], (name, old)
    files[name] = files[name].replace(old, new, 1)


# What is done to a broken unit: the code that must be told, the file, what stands there and what is put in its place.
BREAKS = [
    ("sum-mismatch", "表.yaml", "  结转下年度: [", "  结转下年度: [9"),
    ("missing-figure", "表.yaml", "  复议后起诉: 0\n", ""),
    ("unknown-key", "报告.yaml", "  署名: ", "  落款: 示例\n  署名: "),
    ("unknown-name", "正文.yaml", "{{数字.收办}}", "{{数字.收到}}"),
    ("missing-glyph", "正文.yaml", "本年度没有收取", "🀄本年度没有收取"),
    ("yaml-syntax", "表.yaml", "  行政复议: [", "  行政复议: [[,"),
    ("bad-figure", "表.yaml", "  行政许可: ", "  行政许可: 约"),
]


def write(root, count):
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    units, broken = [], []
    for at in range(count):
        dice = Dice(at)
        files = report(dice, f"示例市{dice.han(2, 6)}局第{at + 1}分局")
        folder = root / f"单位{at + 1:05}" / "2025"
        folder.mkdir(parents=True)
        if at % 100 == 37:
            code, name, old, new = BREAKS[at // 100 % len(BREAKS)]
            replaced(files, name, old, new)
            broken.append(f"{folder}\t{code}")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        units.append(str(folder))
    (root / "units.txt").write_text("\n".join(units) + "\n", encoding="utf-8")
    (root / "broken.txt").write_text("\n".join(broken) + "\n", encoding="utf-8")


def verify(root, report):
    expected = dict(line.split("\t") for line in (root / "broken.txt").read_text(encoding="utf-8").splitlines())
    units = json.loads(report.read_text(encoding="utf-8"))["units"]
    refused = {unit["folder"] for unit in units if unit["errors"]}
    written = {unit["folder"] for unit in units if unit["files"]}
    assert refused == set(expected), f"refused and not broken, or broken and not refused: {refused ^ set(expected)}"
    everyone = set((root / "units.txt").read_text(encoding="utf-8").split())
    assert written == everyone - refused, f"neither refused nor written, or both: {written ^ (everyone - refused)}"
    for folder, code in expected.items():
        told = subprocess.run(["target/release/nianbao", "check", "--format", "short", folder], capture_output=True, text=True).stdout
        codes = {line.split("[", 1)[1].split("]")[0] for line in told.splitlines() if ": error[" in line}
        assert codes == {code}, f"{folder}: {codes} told, {code} is wrong"
    print(f"{len(written)} written, {len(refused)} refused, each for what is wrong with it")


if __name__ == "__main__":
    if sys.argv[1] == "--verify":
        verify(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        write(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
