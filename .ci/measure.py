"""measure.py PDF [LINES] [FULL]: measures the text of a PDF where poppler finds characters and ink, knowing nothing of the program that
made it. Told is what stands outside the rules; LINES and FULL are how many lines and how many full pages of nothing but 汉字 must be
there at least, so that no check passes for want of something to look at. Tables, title and page numbers are of other sizes than the
text; those are cells.py's."""

import subprocess
import sys

from drawn import HEIGHT, LEFT, MM, NEAR, NEVER_ENDS, NEVER_STARTS, TOP, WIDTH, Pages, Told, is_torn, rows, told

LINES, CHARACTERS, SIZE = 22, 28, 16
PITCH, STEP = HEIGHT / LINES, WIDTH / CHARACTERS
OVER = 1.25  # points: how far a letter such as j reaches over its own width, at the start of a line out of the type area


def ink(pages):
    """Where the pictures of the pages, a pixel a point, are dark outside the type area, except the page number under it."""
    left, right = int(LEFT - OVER), int(LEFT + WIDTH + OVER) + 1
    top, bottom = int(TOP), int(TOP + HEIGHT) + 1
    number = range(bottom + int(5 * MM), bottom + int(14 * MM))  # GB/T 9704 7.5: its dashes are 7 mm under the type area
    for page in range(1, pages.count + 1):
        picture = subprocess.run(["pdftoppm", "-gray", "-r", "72", "-f", str(page), "-l", str(page), pages.path],
                                 capture_output=True, check=True).stdout
        _, size, _, dots = picture.split(b"\n", 3)
        width, height = map(int, size.split())
        for y in range(height):
            row = dots[y * width:(y + 1) * width]
            outside = row[:left] + row[right:] if top <= y < bottom or y in number else row
            if min(outside) < 255:
                yield f"page {page}: {y / MM:.0f} mm from above, {min(x for x in range(width) if row[x] < 255) / MM:.0f} mm from the left"
                break


def main(path, wanted="1", full="0"):
    pages, verdict = Pages(path), Told()
    hold = verdict.hold
    texts = [rows(one for one in pages.read(number)[0] if one.size == SIZE) for number in range(1, pages.count + 1)]
    numbered = [(number, line) for number, page in enumerate(texts, 1) for line in page]
    hold(f"{len(numbered)} lines, {wanted} wanted", [] if len(numbered) >= int(wanted) else ["too few"])
    hold("every character is drawn, by one glyph", pages.lost)
    hold("no line starts with a mark that must not", [told(*line) for line in numbered if line[1][0].sign in NEVER_STARTS])
    hold("no line ends with a mark that must not", [told(*line) for line in numbered if line[1][-1].sign in NEVER_ENDS])
    going_on = [(one, other) for one, other in zip(numbered, numbered[1:]) if other[1][0].x < LEFT + SIZE]
    hold("no number, 破折号, 省略号 or 文号 is on two lines",
         [told(*one) + " | " + told(*other) for one, other in going_on if is_torn(one[1], other[1])])
    hold(f"the characters of a line stand on one baseline to {NEAR} pt",
         [told(number, line) for number, line in numbered if max(c.base for c in line) - min(c.base for c in line) > NEAR])
    off = lambda one, other: abs((other[0].base - one[0].base) / PITCH - round((other[0].base - one[0].base) / PITCH)) * PITCH
    hold(f"baselines are whole pitches of {PITCH:.3f} pt apart to {NEAR} pt",
         [told(number, line) for number, page in enumerate(texts, 1) for line in page if off(page[0], line) > NEAR])
    is_han = lambda sign: "一" <= sign <= "鿿"
    pure = [(number, page) for number, page in enumerate(texts, 1)
            if len(page) > 1 and all(is_han(c.sign) for line in page for c in line) and page[-1][0].base > TOP + HEIGHT - PITCH]
    hold(f"{len(pure)} full pages of nothing but 汉字, {full} wanted", [] if len(pure) >= int(full) else ["too few"])
    on_grid = lambda line: all(abs(c.x - LEFT - at * STEP) <= NEAR for at, c in enumerate(line))
    hold(f"{LINES} lines of {CHARACTERS} characters on each of them, every one on the grid",
         [f"page {number}: {len(page)} lines" for number, page in pure if len(page) != LINES]
         + [told(number, line) for number, page in pure for line in page if len(line) != CHARACTERS or not on_grid(line)])
    hold("no ink outside the type area", list(ink(pages)))
    return verdict.conclude(path)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
