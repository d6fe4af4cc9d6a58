"""Perceptual hashes of pictures: numbers that stay nearly the same when a picture is scaled, recompressed or framed anew.

The difference hash (dHash): a picture is cut to what it shows, made grey and scaled to nine by eight; each of 64 bits tells
whether a point is brighter than its neighbour. One hash goes along the rows and one down the columns. Two pictures are alike
when few bits differ. What is printed white on a colour is first turned round, so that it is like the colour on white.

Pictures are hostile: only formats that are no programs are opened, a picture's size is looked at before its points are
unpacked, and whatever a library raises, there is then no hash. Where a child process is given, this is done there (``pictures``).
"""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

# The most points of a picture that is unpacked, and the most bytes of its file.
POINTS, BYTES = 40_000_000, 30_000_000
# Of 64 bits in each direction, so many may differ.
ALIKE, NEAR = 7, 12

_SIDE = 8
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
_LEAST = 12  # points on a side: what is smaller is a bullet or a line
_FLAT = 24  # of 255: a picture that goes from no point to any other by more shows nothing
_FRAME = 24  # of 255: what differs less from the corner is still the ground that a picture stands on
_WORKED = 256  # points on the longer side of the copy that is looked at
_NOISE = 3  # of 255: what a coarse JPEG adds to an even ground
_GREY = 48  # of 255: a colour whose channels lie closer together is none
_SHARE = 0.08  # of a picture's points: what covers less is none of its colours
_SHADES = 4
# What opening a damaged picture can raise, by the library's own account and by trial.
_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    NotImplementedError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is kept of a picture: the hash along its rows, the one down its columns, its shape, and the colours that fill it.

    ``shape`` is width by height in hundredths; ``colours`` are ``#rrggbb``, the fullest first, without greys.
    """

    rows: int
    columns: int
    shape: int
    colours: tuple[str, ...] = ()


def likeness(data: bytes) -> Likeness | None:
    """What to know a picture again by; None for what is no picture, too large, damaged, or shows nothing."""
    if len(data) > BYTES:
        return None
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > POINTS or min(picture.size) < _LEAST:
                return None
            picture.draft("RGB", (_WORKED, _WORKED))  # a JPEG is unpacked no larger than needed
            seen = _on_white(picture)
    except (*_FAULTS, Image.DecompressionBombError):
        return None
    return _likeness(seen)


def distance(one: Likeness, other: Likeness) -> int:
    """By how many bits two pictures differ in the direction in which they differ more; 64 where their shapes do not agree."""
    if not 0.75 <= one.shape / max(1, other.shape) <= 1.34:
        return 64
    return max((one.rows ^ other.rows).bit_count(), (one.columns ^ other.columns).bit_count())


def share_a_colour(one: Likeness, other: Likeness, tolerance: int = 40) -> bool:
    """Whether two pictures have a colour in common, no channel further apart than the tolerance; greys have all."""
    if not one.colours or not other.colours:
        return True
    return any(
        all(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) <= tolerance for i in (1, 3, 5))
        for a in one.colours
        for b in other.colours
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """The first frame of a picture in plain colours, small, with white where it lets the paper through."""
    from PIL import Image

    picture.seek(0)
    picture.load()
    seen = picture.convert("RGBA")
    seen.thumbnail((_WORKED, _WORKED))
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("RGB")


def _likeness(seen: Image.Image) -> Likeness | None:
    from PIL import Image, ImageChops

    ground = Image.new("RGB", seen.size, seen.getpixel((0, 0)))
    differs = ImageChops.difference(seen, ground).convert("L").point(lambda level: 255 if level > _FRAME else 0)
    box = differs.getbbox()
    if box is None or min(box[2] - box[0], box[3] - box[1]) < _SIDE:
        return None
    shown = seen.crop(box)
    grey = shown.convert("L")
    low, high = grey.getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high - low < _FLAT:
        return None
    paper = ground.convert("L").getpixel((0, 0))
    if isinstance(paper, (int, float)) and paper < sum(grey.tobytes()) / (grey.width * grey.height):
        grey = ImageChops.invert(grey)
    rows = _hash(list(grey.resize((_SIDE + 1, _SIDE), Image.Resampling.BOX).tobytes()), along_rows=True)
    columns = _hash(list(grey.resize((_SIDE, _SIDE + 1), Image.Resampling.BOX).tobytes()), along_rows=False)
    return Likeness(rows, columns, round(100 * shown.width / shown.height), _colours(shown))


def _hash(levels: list[int], *, along_rows: bool) -> int:
    """64 bits, each whether a point is brighter than the next along its row, or down its column."""
    width = _SIDE + 1 if along_rows else _SIDE
    step = 1 if along_rows else width
    bits = 0
    for y in range(_SIDE):
        for x in range(_SIDE):
            at = y * width + x
            bits = bits << 1 | (levels[at] > levels[at + step] + _NOISE)
    return bits


def _colours(shown: Image.Image) -> tuple[str, ...]:
    """The colours that fill a good part of a picture, in steps of a sixteenth, the fullest first; no greys."""
    from PIL import Image

    small = shown.resize((32, 32), Image.Resampling.BOX).tobytes()
    counts: dict[tuple[int, int, int], list[int]] = {}
    for at in range(0, len(small), 3):
        red, green, blue = small[at : at + 3]
        if max(red, green, blue) - min(red, green, blue) >= _GREY:
            counts.setdefault((red >> 5, green >> 5, blue >> 5), []).append(at)
    found = []
    for key in sorted(counts, key=lambda key: (-len(counts[key]), key))[:_SHADES]:
        places = counts[key]
        if len(places) >= _SHARE * 32 * 32:
            mean = [sum(small[at + channel] for at in places) // len(places) for channel in range(3)]
            found.append("#{:02x}{:02x}{:02x}".format(*mean))
    return tuple(found)
