"""Text that its program wrapped softly (RFC 3676): lines that flow are joined, so that a paragraph is one line again.

A line that ends in a space goes on in the next one of the same quote depth. A line that begins with a space, ``>`` or ``From``
has had one space put before it. Quote marks stay as written, one row before each paragraph; programs that put spaces between
them, which the standard does not, are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_QUOTED = re.compile(r"(?:> ?)+")
_SEPARATOR = "-- "  # of a signature; it never flows (RFC 3676, 4.3)


def is_flowed(parameters: Mapping[str, str]) -> bool:
    """Whether a part's type says that its lines flow."""
    return parameters.get("format", "").strip().lower() == "flowed"


def joined(text: str, parameters: Mapping[str, str]) -> str:
    r"""The text with its flowing lines joined, as these parameters of its type say.

    >>> joined("One \nsentence.\n> Quoted \n> too.\n> > And this.", {"format": "flowed"})
    'One sentence.\n> Quoted too.\n> > And this.'
    """
    return "\n".join(_paragraphs(text, is_space_dropped=parameters.get("delsp", "").strip().lower() == "yes"))


def _paragraphs(text: str, *, is_space_dropped: bool) -> Iterator[str]:
    pieces: list[str] = []
    depth = -1  # of the paragraph that goes on, negative if none does
    for line in text.split("\n"):
        marks, words = _parted(line)
        # A paragraph that is cut short by another depth, a signature or a blank line ends there (RFC 3676, 4.5).
        if depth >= 0 and (marks.count(">") != depth or words == _SEPARATOR or not words.strip()):
            yield "".join(pieces).rstrip(" ")
            depth = -1
        if depth < 0:
            pieces = [marks]
        is_flowing = words.endswith(" ") and words != _SEPARATOR and bool(words.strip())
        pieces.append(words[:-1] if is_flowing and is_space_dropped else words)
        depth = marks.count(">") if is_flowing else -1
        if not is_flowing:
            yield "".join(pieces)
    if depth >= 0:
        yield "".join(pieces).rstrip(" ")


def _parted(line: str) -> tuple[str, str]:
    """The quote marks of a line, with the space behind them, and its words."""
    if quoted := _QUOTED.match(line):
        return quoted[0], line[quoted.end() :]
    return "", line.removeprefix(" ")
