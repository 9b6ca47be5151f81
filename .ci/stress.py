"""stress.py EXAMPLE FOLDER: writes data folders that try the pages harder than a real report does, the same ones every time.

Tables and figures are those of EXAMPLE, the text is generated:
  200页     a narrative of about 200 pages: paragraphs of every length, headings of every level
  10000行   more than 10,000 lines with every mark, number, address and quotation there is
  生僻字    a page of rare characters, which come from other faces in the middle of a line
  汉字      pages of nothing but 汉字, which must stand on the grid
  长格      a table over many pages with texts of up to 300 characters in its cells, from a layout of its own
  联合      a report of five offices, each with its seal, and links in its text"""

import html
import json
import pathlib
import re
import shutil
import struct
import sys
import zlib

import chance

HAN = ("政府信息主动公开申请办理答复群众企业乡镇部门机关平台网站栏目文件政策解读回应关切监督保障培训考核评议目录清单时限程序登记审查"
       "保密移交归档检索服务窗口大厅电话来信走访调查整理汇总分类标注更新维护检查通报整改落实推进完善优化规范加强提高建立健全制定修订"
       "印发实施组织开展协调配合指导督促教育卫生交通水利农业林业环境住房就业社保养老救助扶持创新发展改革管理安全应急消防气象统计财政"
       "预算决算采购招标项目资金补贴收费许可处罚强制复议诉讼结果维持纠正意见建议问题不足原因措施计划目标任务责任分工进度成效经验典型")
RARE = ("𬇕𬇙𬇹𬉼𬍛𬒈𬕂𬘓𬙂𬜬𬞟𬣙𬤊𬨂𬩽𬬩𬭁𬮱𬯀𬱖𬳵𬴂𬶋𬷕𬸘𬹼𬺈𠅤𠙶𡐓𣲗𤧛𥔲𦈡𧿹𨐈𩽾𪟝𪩘𪾢𫄧𫍯𫐄𫓶𫖮𫗧𫘜𫚕𫛭𫞩𫟅𫢸𫫇𫭟𫮃𫰛𫵷𫶇𫷷𫸩"  # of 通用规范汉字表
        "㐀㐁㐂㐃㐄㐅㐆㐇㐈㐉㐊㐋㐌㐍㐎㐏㐐㐑㐒㐓丂丄丅丆丒丗丟丠両丣並丩丮丯丱丳丵丷丼乀乁乄乆乊乑乕乗乚乛乢乣乤乥乧乨乪乫乬乭乮"  # CJK Extension A, traditional
        "𠀋𠀡𠀾𠁆𠁎𠁨𠂆𠂇𠂉𠂊𠂔𠂢𠂤𠂰𠃊𠃋𠃌𠃍𠃑𠃮𪧦𪷿𫝆𫝑𫝓𫝚𫝜𫝥𫝶𫝷𭕄𮉸𮕩𮛪𰻝𰻞𱁬"                                            # Extensions B to G
        "豈更車賈滑串句龜契金喇奈懶癩羅蘿螺裸邏樂丽你兔再冤冬割勇勺卉"                                                  # compatibility forms
        "①②③⑳⑴⒈Ⅰ☆★○●◎□■△▲→←↑↓※℃‰㈠㎡々〇")
OPENING, CLOSING = "“‘「『（【〔〖《〈［", "”’」』）】〕〗》〉］"
UNITS = ["年", "件", "条", "万元", "%", "‰", "℃", "％", "个", "号", "°", "公里"]
WORDS = ["OA", "APP", "email", "Excel", "PDF", "WPS", "government", "information", "disclosure", "e-mail", "it’s", "office’s"]


class Dice(chance.Dice):
    """Choices of the characters and numbers of these texts."""

    han_of = HAN

    def number(self):
        return f"{self.upto(0, 10 ** self.upto(1, 7))}" + self.of(["", "", f".{self.upto(10, 99)}"])


def sentence(dice):
    """A plain sentence."""
    clauses = [dice.han(4, 15) for _ in range(dice.upto(1, 4))]
    if dice.upto(0, 2) == 0:
        clauses[-1] += dice.number() + dice.of(["件", "条", "个", "次"])
    return "，".join(clauses) + "。"


def paragraph(dice):
    return "".join(sentence(dice) for _ in range(dice.upto(1, 18)))


def address(dice):
    name = lambda: "".join(dice.of("abcdefghijklmnopqrstuvwxyz") for _ in range(dice.upto(2, 9)))
    return dice.of([lambda: f"http://www.{name()}.gov.cn/{name()}/{dice.upto(2010, 2025)}/{name()}.html?id={dice.upto(1, 999)}&p=1",
                    lambda: f"https://{name()}.gov.cn/{name()}-{name()}/", lambda: f"{name()}_{name()}@{name()}.gov.cn"])()


def piece(dice, depth=0):
    """A piece of text in which a mark of any kind stands."""
    han = dice.han(1, 9)
    other = dice.han(1, 6)
    kinds = [
        lambda: han + dice.of("，、；：。！？"),
        lambda: han + dice.number() + dice.of(UNITS) + other,
        lambda: f"{han}{dice.of(['+', '-', '±', '￥'])}{dice.number()}{dice.of(['', '%', '件'])}{dice.of('，。；')}",
        lambda: f"{han}——{other}",
        lambda: f"{han}……{dice.of(['', '。', other])}",
        lambda: f"{han}〔{dice.upto(2000, 2025)}〕{dice.upto(1, 300)}号{other}",
        lambda: f"{han}{dice.of('·/～－–')}{other}",
        lambda: f"{han}{dice.upto(1, 9)}～{dice.upto(10, 99)}{dice.of('件次℃')}，",
        lambda: f"{han}{dice.upto(100, 999)}-{dice.upto(1000000, 9999999)}，",
        lambda: f"{han}{dice.of(WORDS)}{other}",
        lambda: f"{dice.of(WORDS)} {dice.of(WORDS)} {dice.of(WORDS)}{dice.of('，。')}",
        lambda: f"{han}{dice.upto(2008, 2025)}年{dice.upto(1, 12)}月{dice.upto(1, 28)}日{other}",
    ]
    if depth < 3:
        pair = dice.upto(0, len(OPENING) - 1)
        inner = lambda: "".join(piece(dice, depth + 1) for _ in range(dice.upto(1, 2)))
        kinds += [lambda: OPENING[pair] + inner() + CLOSING[pair] + dice.of(["", "", "，", "。", "、"])] * 6
    if depth == 0:
        kinds += [lambda: f"{han}（网址：{address(dice)}）。", lambda: f"{han}{address(dice)}，{other}"]
    return dice.of(kinds)()


def of_every_kind(dice):
    return dice.han(1, 3) + "".join(piece(dice) for _ in range(dice.upto(4, 60))) + "止。"


def headed(dice, depth, paragraphs):
    """A heading with its text, headings of the levels below among it."""
    text = [paragraph(dice) for _ in range(dice.upto(2, paragraphs))]
    if depth < 2:
        text += [headed(dice, depth + 1, paragraphs) for _ in range(dice.upto(0, 3))]
    return {"标题": dice.han(4, 14), "正文": text}


def narrative(texts):
    """The text of a report; `texts` is what stands under the first heading."""
    return {"引言": "本报告的文字由程序生成，用来试验排版。", "总体情况": texts, "复议诉讼": "本年度没有别的情况。",
            "存在问题": ["生成的文字没有意义。"], "其他事项": ["没有其他事项。"]}


def length(texts):
    """How many characters stand in texts, the rest of a paragraph's last line counted with them."""
    return sum(len(text) + 16 if isinstance(text, str) else 24 + length(text["正文"]) for text in texts)


def grow(part, characters):
    """As many parts as give so many characters."""
    texts = []
    while length(texts) < characters:
        texts.append(part())
    return texts


def rare(dice):
    """Every rare character between common ones, alone and several together."""
    left = list(RARE)
    text = ""
    while left:
        text += dice.han(1, 7)
        for _ in range(min(len(left), dice.upto(1, 4))):
            text += left.pop(0)
        text += dice.of(["", "", "", "，", f"{dice.upto(1, 99)}件"])
    return text + "。"


def table(dice, rows):
    """The mark-up of a table: columns of 2, 3 and 5 parts with texts that no row gets higher than a page for."""
    def cell(kind, longest):
        text = of_every_kind(dice)[:dice.upto(1, longest)]
        return f"<{kind}>{html.escape(text)}</{kind}>"

    head = "<tr><th>类别</th><th>事项</th><th>说明</th></tr>"
    body = "".join(f"<tr>{cell('th', 40)}{cell('td', 120)}{cell('td', 300)}</tr>" for _ in range(rows))
    columns = "".join(f'<col width="{width}"/>' for width in (2, 3, 5))
    return f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>\n"


def ring(side):
    """A red ring on a transparent ground, as PNG."""
    red, clear = b"\xc8\x00\x00\xff", b"\x00\x00\x00\x00"
    inside = lambda x, y: 0.8 < ((x + 0.5) * 2 / side - 1) ** 2 + ((y + 0.5) * 2 / side - 1) ** 2 < 1
    rows = b"".join(b"\x00" + b"".join(red if inside(x, y) else clear for x in range(side)) for y in range(side))
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def join(year):
    """Lets five offices sign the report of a folder, each with its seal."""
    offices = ["青禾县人民政府办公室", "青禾县财政局", "青禾县教育局", "青禾县自然资源局", "青禾县市场监督管理局"]
    (year / "印章.png").write_bytes(ring(420))
    report = year / "报告.yaml"
    seals = [f"  署名: {json.dumps(offices, ensure_ascii=False)}", f"  印章: {json.dumps(['印章.png'] * len(offices), ensure_ascii=False)}"]
    text = re.sub(r"(?m)^  署名:.*\n", "", report.read_text(encoding="utf-8"))
    report.write_text(re.sub(r"(?m)^报告:.*\n", lambda found: found[0] + "\n".join(seals) + "\n", text), encoding="utf-8")


long, lines, odd, plain, cells = (Dice(seed) for seed in (200, 10000, 3, 28, 300))
CASES = {
    "200页": narrative(grow(lambda: headed(long, 0, 6), 204 * 22 * 28)),
    "10000行": narrative(grow(lambda: of_every_kind(lines), 13600 * 28)),
    "生僻字": narrative([rare(odd)]),
    "汉字": narrative([plain.han(28 * 22 * 4, 28 * 22 * 4)]),
    "长格/青禾县": narrative(["表格的文字也由程序生成。"]),
    "联合": narrative(["五个机关联合发布本报告。"]),
}

example, folder = map(pathlib.Path, sys.argv[1:])
for name, text in CASES.items():
    year = folder / name / example.name
    shutil.rmtree(year, ignore_errors=True)
    year.mkdir(parents=True)
    for file in ("报告.yaml", "表.yaml"):
        shutil.copy(example / file, year)
    # JSON is YAML; so no text needs care for what YAML would make of it.
    (year / "正文.yaml").write_text(json.dumps({"正文": text}, ensure_ascii=False, indent=1), encoding="utf-8")
    if name == "联合":
        join(year)

# The layout with the long cells in it, found beside the office's folder before the carried one.
layout = pathlib.Path(__file__).resolve().parent.parent / "templates/2021/report.hbs"
own = folder / "长格/templates/2021"
own.mkdir(parents=True, exist_ok=True)
before, signature, after = layout.read_text(encoding="utf-8").partition('<section class="signature">')
(own / "report.hbs").write_text(before + table(cells, 120) + signature + after, encoding="utf-8")
