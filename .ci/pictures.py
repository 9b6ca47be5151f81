"""pictures.py NIANBAO YEAR: draws the pages of a report, at most ten, with nianbao and with poppler and compares them.

Poppler draws six times as fine and is averaged, so that where it puts a glyph among its pixels does not matter. A page is compared in
bands as high as a line, that a line less or a wrong character is not lost in the ink of a page. The tolerance is in parts of the ink
of a band: each draws the edges of a stroke in its own way, and there is little else than edges."""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageStat

RESOLUTION, FINER = 110, 6
BAND = 44  # pixels: a pitch of 29 pt
TOLERANCE = 0.15
ASIDE = FINER // 2  # in fine pixels: half a pixel must be told


def ink(picture):
    return ImageStat.Stat(picture).sum[0]


def worst(ours, theirs, least=1000 * 255 / 10):
    """The greatest difference of a band with some ink in it: the ink that one picture has more than the other, in parts of all."""
    def difference(top):
        a, b = (picture.crop((0, top, picture.width, min(top + BAND, picture.height))) for picture in (ours, theirs))
        both = ink(a) + ink(b)
        return ink(ImageChops.difference(a, b)) / both if both > least else 0
    return max(difference(top) for top in range(0, ours.height, BAND))


def averaged(fine, size, right=0):
    """A fine picture in pixels of the size of ours, moved to the right by fine pixels."""
    width, height = size
    return ImageChops.offset(fine, right, 0).crop((0, 0, width * FINER, height * FINER)).resize(size, Image.Resampling.BOX)


nianbao, year = sys.argv[1:]
failed = False
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    subprocess.run([nianbao, "build", year, "-o", folder, "--format", "pdf,png"], check=True, capture_output=True)
    [pdf] = folder.glob("*.pdf")
    pages = sorted(folder.glob("*.[0-9]*.png"), key=lambda file: int(file.suffixes[-2][1:]))[:10]
    for page, file in enumerate(pages, 1):
        ours = ImageChops.invert(Image.open(file).convert("L"))
        subprocess.run(["pdftoppm", "-gray", "-png", "-r", str(RESOLUTION * FINER), "-f", str(page), "-l", str(page), "-singlefile",
                        pdf, folder / "theirs"], check=True)
        fine = ImageChops.invert(Image.open(folder / "theirs.png").convert("L"))
        theirs = averaged(fine, ours.size)
        lines = [top for top in range(0, ours.height, BAND) if ink(ours.crop((0, top, ours.width, top + BAND))) > 0]
        less = theirs.copy()
        less.paste(0, (0, lines[len(lines) // 2], ours.width, lines[len(lines) // 2] + BAND))
        told, moved, lost = worst(ours, theirs), worst(ours, averaged(fine, ours.size, ASIDE)), worst(ours, less)
        good = told <= TOLERANCE < min(moved, lost)
        failed |= not good
        print(f"{'ok      ' if good else 'FAILED  '}page {page}: {told:.3f} of the ink of a band differs, {TOLERANCE} may; "
              f"half a pixel aside {moved:.3f}, a line less {lost:.3f}")
sys.exit(failed or not pages)
