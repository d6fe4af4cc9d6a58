"""A council's own copy of its protocol, cut into headings, paragraphs and items, each with the label that it bears.

The text is as the readers of drafts give it, plain or with Markdown's signs. What a page adds (its number, a running head
beside it) is left out, and a paragraph that a page break cut in two is put together. Words stay as they stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.domain import CheckerError

BULLET = "•"
MOST = 3_000  # blocks of one protocol; the longest that comes with the program has 305
LONGEST = 1_000_000  # characters

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000\ufeff]+")
_BULLET = re.compile(r"[-*•–·▪●o][ \t]+(?=\S)")
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?[ \t]+(?=[^a-z\s])")  # "2.5 to 3.5 days" begins no paragraph
_POINT = re.compile(r"(\d{1,2})\.[ \t]+(?=\S)|(\d{1,2})[ \t]+(?=[A-Z][A-Za-z’']{2,}[^.;:]{0,80}$)")
_BRACKET = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,5})\)[ \t]*(?=\S)|([a-z]|[ivx]{2,5})\.[ \t]+(?=\S)")
_NOTE = re.compile(r"([¹²³⁴⁵⁶⁷⁸⁹]{1,2})[ \t]*(?=\S)|\[\^(\d{1,2})\]:?[ \t]*(?=\S)")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_ENDED = re.compile(r"[.:;!?…][\"'”’)*\]]{0,3}[¹²³⁴⁵⁶⁷⁸⁹]{0,2}$|[-–]$")
_UNFINISHED = re.compile(r"\b(?:an?|and|be|by|for|if|in|is|may|must|of|on|or|shall|should|that|the|to|will|with)$")
_BARE_NUMBER = re.compile(r"(?:page[ \t]+)?\d{1,4}(?:[ \t]+of[ \t]+\d{1,4})?", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_WIDEST = 200  # characters of the widest lines that a machine wraps
_HEADING_LENGTH = 90
_PARAGRAPH = 20_000  # characters after which a paragraph is ended, whatever follows
_FULL = 0.8  # of the width of the text: letters differ in width, so lines that are full differ in length


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or item: its label without brackets and stops, and its words on one line.

    ``label`` is ``7.3``, ``7``, ``a``, ``iv``, a bullet, ``fn3`` for a footnote, or empty.
    """

    label: str
    text: str
    is_heading: bool = False


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; ``CheckerError`` for one that is too long to be a protocol."""
    if len(text) > LONGEST:
        raise CheckerError(f"The file has {len(text):,} characters; a protocol has {LONGEST:,} at most.")
    written = [line.expandtabs().rstrip() for line in text.replace("\r", "").split("\n")]
    lines = list(_without_furniture([_SPACES.sub(" ", line).strip() for line in written]))
    width = _width(written)
    full = _FULL * width if width <= _WIDEST else math.inf  # where lines are paragraphs, none is full
    found: list[Block] = []
    above, length = "", 0  # the line right above this one, empty at the start of a paragraph, and its length as written
    for line, as_written in zip(lines, written, strict=True):
        if line:
            block = _block(line)
            is_full = length + 1 + len(line.partition(" ")[0]) > full
            if found and len(found[-1].text) < _PARAGRAPH and _goes_on(found[-1], block, line, above, is_full=is_full):
                found[-1] = Block(found[-1].label, _joined(found[-1].text, _plain(line)))
            else:
                found.append(block)
        above, length = line, len(as_written)
    if len(found) > MOST:
        raise CheckerError(f"The file has {len(found):,} paragraphs; a protocol has {MOST:,} at most.")
    return [block for block in found if block.text]


def _block(line: str) -> Block:
    label, rest = _label(_plain(_HASHES.sub("", line)))
    looks_short = len(rest) <= _HEADING_LENGTH and rest[:1].isupper()
    is_whole = not (rest.endswith(",") or _has_ended(rest) or _UNFINISHED.search(rest[-12:]))
    can_head = not label or (label[0].isdigit() and not line.startswith("(") and not _BULLET.match(line))
    return Block(label, rest, is_heading=looks_short and is_whole and can_head)


def _goes_on(before: Block, block: Block, line: str, above: str, *, is_full: bool) -> bool:
    """Whether a line carries on the block before it.

    A machine ends a line where the next word has no room (``is_full``); a line with room was ended by its writer.
    """
    if line.startswith(("#", "**")) or above.startswith(("#", "**")):
        return False
    if block.label:
        is_dash = bool(above) and block.label == BULLET and line[0] in "-–" and line[2:3].islower()
        is_item = before.label == BULLET or before.label.isalpha()
        return is_dash and is_full and not is_item and not before.is_heading and not _has_ended(before.text)
    if not above:
        return _is_cut(before, block)
    return is_full or line[0].islower() or not (before.is_heading or block.is_heading or _has_ended(before.text))


def _width(lines: Sequence[str]) -> int:
    """The length of all but the longest lines: the width of the text where it is wrapped, and of its paragraphs where not."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 49 // 50] if lengths else 0


def _plain(line: str) -> str:
    """The line without Markdown's emphasis."""
    line = re.sub(r"\*\*|__", "", line)
    return re.sub(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])", "", line).strip()


def _label(line: str) -> tuple[str, str]:
    bullet = _BULLET.match(line)
    rest = line[bullet.end() :] if bullet else line
    if note := _NOTE.match(rest):
        return "fn" + (note[1] or note[2]).translate(_SUPERSCRIPT), rest[note.end() :]
    for pattern in (_DOTTED, _POINT, _BRACKET):
        if label := pattern.match(rest):
            return next(group for group in label.groups() if group), rest[label.end() :].strip()
    return (BULLET, rest) if bullet else ("", rest)


def _has_ended(text: str) -> bool:
    return bool(_ENDED.search(text[-12:]))  # its end alone: paragraphs grow line by line


def _is_cut(before: Block, block: Block) -> bool:
    """Whether a page break cut one paragraph into these two."""
    if before.is_heading or len(before.text) <= 40 or _has_ended(before.text):
        return False
    if before.label.isalpha() and before.text.endswith(","):
        return False  # what stands after the last of several items closes the sentence that led into all of them
    return block.text[:1].islower() or before.text.endswith(",")


def _joined(before: str, after: str) -> str:
    # A hyphen that a line's end put into a word: "respon-" and "sible", not "Vice-" and "Chair".
    if before.endswith("-") and before[-2:-1].islower() and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"


def _without_furniture(lines: Sequence[str]) -> Iterator[str]:
    """The lines without page numbers that stand alone and the running heads beside them."""
    filled = [number for number, line in enumerate(lines) if line]
    times = Counter(line for line in lines if line)
    dropped: set[int] = set()
    for place, number in enumerate(filled):
        if not _BARE_NUMBER.fullmatch(lines[number]):
            continue
        dropped.add(number)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(filled):
                line = lines[filled[beside]]
                if len(line) <= 60 and times[line] > 1:
                    dropped.add(filled[beside])
    for number, line in enumerate(lines):
        yield "" if number in dropped else line.replace("\f", "")
