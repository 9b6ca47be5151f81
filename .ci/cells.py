"""cells.py PDF [CELLS]: measures the tables, titles and page numbers of a PDF where poppler finds characters, glyphs and rules, knowing
nothing of the program that made it. CELLS is how many cells of several lines must be there at least.

The rules are those of drawn.py, and GB/T 9704 7.5 of page numbers: dashes 7 mm under the type area, odd ones a character from its right
edge, even ones from its left."""

import collections
import sys

from drawn import HEIGHT, LEFT, MM, NEAR, NEVER_ENDS, NEVER_STARTS, TOP, WIDTH, Pages, Told, is_torn, rows, told

TITLE, NUMBER, LARGEST = 22, 14, 10.5  # points: title, page number, the largest type of tables
RULE = 0.5


def cell(character, upright, level):
    """The box of rules round a character: left, top, right, bottom; nothing outside of tables."""
    left, top, right, bottom = character.ink
    x, y = (left + right) / 2, (top + bottom) / 2
    beside = [rule for rule, start, end in upright if start < y < end]
    along = [rule for rule, start, end in level if start < x < end]
    sides = (max((one for one in beside if one < x), default=None), max((one for one in along if one < y), default=None),
             min((one for one in beside if one > x), default=None), min((one for one in along if one > y), default=None))
    return None if None in sides else sides


def is_out(character, box):
    """Whether the ink of a character touches the rules of its cell."""
    left, top, right, bottom = character.ink
    half = RULE / 2
    return left < box[0] + half - NEAR or top < box[1] + half - NEAR or right > box[2] - half + NEAR or bottom > box[3] - half + NEAR


def is_number(number, line):
    """Whether a line is the page's number, in its place."""
    dashes = [one for one in line if one.sign == "—"]
    place = line[-1].end - (LEFT + WIDTH - NUMBER) if number % 2 else line[0].x - (LEFT + NUMBER)
    return ("".join(one.sign for one in line) == f"—{number}—" and abs(place) < 0.5
            and all(abs(one.ink[1] - (TOP + HEIGHT + 7 * MM)) < 0.5 for one in dashes))


def main(path, wanted="0"):
    pages, verdict = Pages(path), Told()
    hold = verdict.hold
    cells, out, titles, numbers, bare = [], [], [], [], []
    for number in range(1, pages.count + 1):
        characters, upright, level = pages.read(number)
        grouped = collections.defaultdict(list)
        for one in characters:
            if one.size <= LARGEST:
                grouped[cell(one, upright, level)].append(one)
        bare += [(number, line) for line in rows(grouped.pop(None, []))]
        cells += [(number, rows(inside)) for inside in grouped.values()]
        out += [told(number, [one]) for box, inside in grouped.items() for one in inside if is_out(one, box)]
        titles += [(number, line) for line in rows(one for one in characters if one.size == TITLE)]
        numbers.append(rows(one for one in characters if one.size == NUMBER))
    several = [(number, lines) for number, lines in cells if len(lines) > 1]
    hold(f"{len(cells)} cells, {len(several)} of several lines, {wanted} of them wanted", [] if len(several) >= int(wanted) else ["too few"])
    hold("every character is drawn, by one glyph", pages.lost)
    hold("no line of a cell starts with a mark that must not",
         [told(number, line) for number, lines in several for line in lines[1:] if line[0].sign in NEVER_STARTS])
    hold("no line of a cell ends with a mark that must not",
         [told(number, line) for number, lines in several for line in lines[:-1] if line[-1].sign in NEVER_ENDS])
    hold("no number is on two lines of a cell",
         [told(number, one) + " | " + told(number, other) for number, lines in several for one, other in zip(lines, lines[1:]) if is_torn(one, other)])
    hold(f"the characters of a line stand on one baseline to {NEAR} pt",
         [told(number, line) for number, lines in cells for line in lines if max(c.base for c in line) - min(c.base for c in line) > NEAR])
    steps = lambda lines: [other[0].base - one[0].base for one, other in zip(lines, lines[1:])]
    hold(f"the baselines of a cell are the same way apart to {NEAR} pt",
         [told(number, lines[0]) for number, lines in several if max(steps(lines)) - min(steps(lines)) > NEAR])
    hold("the ink of every cell is within its rules", out)
    hold("lines over, under and beside tables start and end as they may",
         [told(number, line) for number, line in bare if line[0].sign in NEVER_STARTS or line[-1].sign in NEVER_ENDS])
    middle = lambda line: (line[0].x + line[-1].end) / 2 - LEFT - WIDTH / 2
    hold("titles stand in the middle and start and end as they may",
         [told(number, line) for number, line in titles if abs(middle(line)) > 0.5 or line[0].sign in NEVER_STARTS or line[-1].sign in NEVER_ENDS])
    hold(f"{len(numbers)} pages have their number, at the outer side and 7 mm under the type area",
         [f"page {number}: {[told(number, line) for line in lines]}" for number, lines in enumerate(numbers, 1)
          if len(lines) != 1 or not is_number(number, lines[0])])
    return verdict.conclude(path)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
