"""measure.py PDF [LINES] [FULL]: measures the pages of a PDF where poppler finds characters and ink, knowing nothing of the program
that made it. Told is what stands outside the rules; LINES and FULL are how many lines and how many full pages of nothing but 汉字 must
be there at least, so that no check passes for want of something to look at.

The rules are GB/T 9704 5.2 (type area, 22 lines of 28 characters), CLREQ 3.1.4 and GB/T 15834 5.1 (what must not start or end a line)."""

import collections
import pathlib
import re
import subprocess
import sys

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler

MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
LINES, CHARACTERS, SIZE = 22, 28, 16
PITCH, STEP = HEIGHT / LINES, WIDTH / CHARACTERS
NEAR = 0.05  # points: how far a baseline or a character of the grid may be off

NEVER_STARTS = set("、，。．：；！？”’」』）】〕〗》〉］｝,;!?)]}%‰％℃°′″–－～·/…—")
NEVER_ENDS = set("“‘「『（【〔〖《〈［｛([{")
OVER = 1.25  # points: how far a letter such as j reaches over its own width, at the start of a line out of the type area

Character = collections.namedtuple("Character", "sign x base")
failures = []


def hold(what, wrong):
    print(("FAILED  " if wrong else "ok      ") + what + "".join(f"\n        {one}" for one in wrong[:5]))
    if wrong:
        failures.append(what)


def origins(number):
    """Where the origins of the glyphs of a page are; glyphs without outline, the spaces, left out."""
    svg = subprocess.run(["pdftocairo", "-svg", "-noshrink", "-nocenter", "-f", str(number), "-l", str(number), path, "-"],
                         capture_output=True, text=True, check=True).stdout
    blank = set(re.findall(r'id="(glyph[\d-]+)">\s*<path [^>]*\bd=""', svg))
    uses = re.findall(r'href="#(glyph[\d-]+)" x="([-\d.]+)" y="([-\d.]+)"', svg)
    return [(float(x), float(y)) for glyph, x, y in uses if glyph not in blank]


def lines(number):
    """The lines of text of a page from above: the characters of each from the left. Which they are poppler's boxes tell, where exactly
    they stand its drawing. Tables, title and page number are of other sizes than the text and left out."""
    page = document.get_page(number - 1)
    text, (_, boxes) = page.get_text(), page.get_text_layout()
    styles = [style for style in page.get_text_attributes() if round(style.font_size, 2) == SIZE]
    at = (index for style in styles for index in range(style.start_index, style.end_index + 1))
    rows = []
    for box, sign in sorted(((boxes[index], text[index]) for index in at if not text[index].isspace()), key=lambda one: one[0].y2):
        if not rows or box.y2 - rows[-1][0][0].y2 > SIZE / 2:
            rows.append([])
        rows[-1].append((box, sign))
    drawn = origins(number)
    for row in rows:
        row.sort(key=lambda one: one[0].x1)
        low, high = row[0][0].y1, max(box.y2 for box, _ in row)
        places = sorted((x, y) for x, y in drawn if low < y < high)
        signs = [sign for _, sign in row]
        if len(places) != len(signs):
            lost.append(f"page {number}: {len(places)} glyphs for {''.join(signs)}")
        yield [Character(sign, *place) for sign, place in zip(signs, places)]


def told(number, line):
    return f"page {number}: {''.join(character.sign for character in line)}"


def is_torn(before, after):
    """Whether what is one word stands on two lines: the last characters of a line and the first of the next."""
    last, first = before[-1].sign, after[0].sign
    digits = last.isdigit() and (first.isdigit() or first in "年号%‰℃°％")
    return digits or last + first in ("——", "……") or (last in "+-±￥〕" and first.isdigit())


def ink(pages):
    """Where the pictures of the pages, a pixel a point, are dark outside the type area, except the page number under it."""
    left, right = int(LEFT - OVER), int(LEFT + WIDTH + OVER) + 1
    top, bottom = int(TOP), int(TOP + HEIGHT) + 1
    number = range(bottom + int(5 * MM), bottom + int(14 * MM))  # GB/T 9704 7.5: its dashes are 7 mm under the type area
    for page in range(1, pages + 1):
        picture = subprocess.run(["pdftoppm", "-gray", "-r", "72", "-f", str(page), "-l", str(page), path],
                                 capture_output=True, check=True).stdout
        _, size, _, dots = picture.split(b"\n", 3)
        width, height = map(int, size.split())
        for y in range(height):
            row = dots[y * width:(y + 1) * width]
            outside = row[:left] + row[right:] if top <= y < bottom or y in number else row
            if min(outside) < 255:
                yield f"page {page}: {y / MM:.0f} mm from above, {min(x for x in range(width) if row[x] < 255) / MM:.0f} mm from the left"
                break


path = sys.argv[1]
wanted, full = (int(argument) for argument in (sys.argv[2:] + ["1", "0"][len(sys.argv) - 2:]))
document = Poppler.Document.new_from_file(pathlib.Path(path).resolve().as_uri(), None)
lost = []
pages = [list(lines(number)) for number in range(1, document.get_n_pages() + 1)]
numbered = [(number, line) for number, page in enumerate(pages, 1) for line in page]

hold(f"{len(numbered)} lines, {wanted} wanted", [] if len(numbered) >= wanted else ["too few"])
hold("every character is drawn, by one glyph", lost)
hold("no line starts with a mark that must not", [told(*line) for line in numbered if line[1][0].sign in NEVER_STARTS])
hold("no line ends with a mark that must not", [told(*line) for line in numbered if line[1][-1].sign in NEVER_ENDS])
going_on = [(one, other) for one, other in zip(numbered, numbered[1:]) if other[1][0].x < LEFT + SIZE]
hold("no number, 破折号, 省略号 or 文号 is on two lines",
     [told(*one) + " | " + told(*other) for one, other in going_on if is_torn(one[1], other[1])])
hold(f"the characters of a line stand on one baseline to {NEAR} pt",
     [told(number, line) for number, line in numbered if max(c.base for c in line) - min(c.base for c in line) > NEAR])
off = lambda one, other: abs((other[0].base - one[0].base) / PITCH - round((other[0].base - one[0].base) / PITCH)) * PITCH
hold(f"baselines are whole pitches of {PITCH:.3f} pt apart to {NEAR} pt",
     [told(number, line) for number, page in enumerate(pages, 1) for line in page if off(page[0], line) > NEAR])
is_han = lambda sign: "一" <= sign <= "鿿"
pure = [(number, page) for number, page in enumerate(pages, 1)
        if len(page) > 1 and all(is_han(c.sign) for line in page for c in line) and page[-1][0].base > TOP + HEIGHT - PITCH]
hold(f"{len(pure)} full pages of nothing but 汉字, {full} wanted", [] if len(pure) >= full else ["too few"])
on_grid = lambda line: all(abs(c.x - LEFT - at * STEP) <= NEAR for at, c in enumerate(line))
hold(f"{LINES} lines of {CHARACTERS} characters on each of them, every one on the grid",
     [f"page {number}: {len(page)} lines" for number, page in pure if len(page) != LINES]
     + [told(number, line) for number, page in pure for line in page if len(line) != CHARACTERS or not on_grid(line)])
hold("no ink outside the type area", list(ink(len(pages))))
print(f"{path}: {'FAILED: ' + '; '.join(failures) if failures else 'all holds'}")
sys.exit(bool(failures))
