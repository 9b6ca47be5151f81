"""What stands on the pages of a PDF: characters where poppler's text has them, each with the glyph that its drawing puts there, and
rules. And what the standards say of places on the page and of line ends; nothing here knows the program that made the file.

The rules are GB/T 9704 5.2 (type area, 22 lines of 28 characters), CLREQ 3.1.4 and GB/T 15834 5.1 (what must not start or end a line)."""

import collections
import pathlib
import re
import subprocess

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler

MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
PAPER = 297 * MM
NEAR = 0.05  # points: how far a baseline or a character of the grid may be off

NEVER_STARTS = set("、，。．：；！？”’」』）】〕〗》〉］｝,;!?)]}%‰％℃°′″–－～·/…—")
NEVER_ENDS = set("“‘「『（【〔〖《〈［｛([{")

Character = collections.namedtuple("Character", "sign size x end base ink")  # ink: left, top, right, bottom; y grows down
Glyph = collections.namedtuple("Glyph", "x base ink")


class Pages:
    """The pages of a file."""

    def __init__(self, path):
        self.path = path
        self.document = Poppler.Document.new_from_file(pathlib.Path(path).resolve().as_uri(), None)
        self.count = self.document.get_n_pages()
        self.lost = []  # told: characters without a glyph, glyphs without a character

    def read(self, number):
        """The characters of a page but spaces; its rules, the upright ones (x, top, bottom) and the level ones (y, left, right)."""
        svg = subprocess.run(["pdftocairo", "-svg", "-noshrink", "-nocenter", "-f", str(number), "-l", str(number), self.path, "-"],
                             capture_output=True, text=True, check=True).stdout
        return list(self.characters(number, list(glyphs(svg)))), *rules(svg)

    def characters(self, number, drawn):
        page = self.document.get_page(number - 1)
        text, (_, boxes) = page.get_text(), page.get_text_layout()
        sizes = {index: round(style.font_size, 2) for style in page.get_text_attributes()
                 for index in range(style.start_index, style.end_index + 1)}
        places = collections.defaultdict(list)
        for glyph in drawn:
            places[round(glyph.x)].append(glyph)
        for index, (sign, box) in enumerate(zip(text, boxes)):
            if sign.isspace():
                continue
            near = [glyph for x in (-1, 0, 1) for glyph in places[round(box.x1) + x] if box.y1 < glyph.base < box.y2]
            glyph = min(near, key=lambda one: abs(one.x - box.x1), default=None)
            if glyph is None:
                self.lost.append(f"page {number}: {sign} is not drawn")
                continue
            places[round(glyph.x)].remove(glyph)
            yield Character(sign, sizes[index], glyph.x, box.x2, glyph.base, glyph.ink)
        self.lost += [f"page {number}: a glyph at {glyph.x:.0f}, {glyph.base:.0f} is no character" for left in places.values() for glyph in left]


def glyphs(svg):
    """The glyphs of a drawing; those without outline, the spaces, left out."""
    inks = {}
    for name, outline in re.findall(r'id="(glyph[\d-]+)">\s*<path [^>]*\bd="([^"]*)"', svg):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", outline)]
        if numbers:
            inks[name] = min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])
    for name, x, y in re.findall(r'href="#(glyph[\d-]+)" x="([-\d.]+)" y="([-\d.]+)"', svg):
        if name in inks:
            left, top, right, bottom = inks[name]
            x, y = float(x), float(y)
            yield Glyph(x, y, (x + left, y + top, x + right, y + bottom))


def rules(svg):
    """The upright and the level rules of a drawing."""
    upright, level = [], []
    for line in re.findall(r'<path style="fill:none;[^"]*" d="M ([-\d.]+) ([-\d.]+) L ([-\d.]+) ([-\d.]+) " transform="matrix\(1,0,0,-1,0,', svg):
        x, y, to_x, to_y = map(float, line)
        if x == to_x:
            upright.append((x, PAPER - max(y, to_y), PAPER - min(y, to_y)))
        else:
            level.append((PAPER - y, min(x, to_x), max(x, to_x)))
    return upright, level


def rows(characters):
    """Lines of characters from above, the characters of each from the left: those that stand no further apart in height than half
    their size are on one."""
    found = []
    for character in sorted(characters, key=lambda one: one.base):
        if not found or character.base - found[-1][0].base > character.size / 2:
            found.append([])
        found[-1].append(character)
    return [sorted(row, key=lambda one: one.x) for row in found]


def is_torn(before, after):
    """Whether what is one word stands on two lines: the last characters of a line and the first of the next."""
    last, first = before[-1].sign, after[0].sign
    digits = last.isdigit() and (first.isdigit() or first in "年号%‰℃°％")
    apostrophe = last == "’" and len(before) > 1 and (before[-2].sign + first).isascii() and (before[-2].sign + first).isalpha()
    return digits or apostrophe or last + first in ("——", "……") or (last in "+-±￥〕" and first.isdigit())


class Told:
    """What was held against the pages, and what did not hold."""

    def __init__(self):
        self.failures = []

    def hold(self, what, wrong):
        print(("FAILED  " if wrong else "ok      ") + what + "".join(f"\n        {one}" for one in wrong[:5]))
        if wrong:
            self.failures.append(what)

    def conclude(self, path):
        print(f"{path}: {'FAILED: ' + '; '.join(self.failures) if self.failures else 'all holds'}")
        return bool(self.failures)


def told(number, line):
    return f"page {number}: {''.join(character.sign for character in line)}"
