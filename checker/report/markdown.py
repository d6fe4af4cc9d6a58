"""A report on paper as Markdown (CommonMark 0.31, with the tables of GitHub's), for whoever pastes it into something else.

Text from mail is escaped: nothing in it can become a link, a picture, a heading or HTML, and no address is made live.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from checker.report import highlight, words
from checker.report.paper import Block, Facts, Heading, Letter, Paper, Paragraph, Points, Table, Wording

# CommonMark lets any punctuation of ASCII be escaped; these are those that mean something within a line, and what makes an
# address live in GitHub's dialect.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~@#$^]|(?<=www)\.|(?<=https)[:]|(?<=http)[:]|(?<=ftp)[:]|(?<=mailto)[:]", re.IGNORECASE)
# What means something at the beginning of a line.
_OPENING = re.compile(r"^([ \t]{0,8})(?:([-+=])|(\d{1,9})([.)])(?=\s|$))")


def render(paper: Paper) -> str:
    """The paper as Markdown; the same paper gives the same text."""
    parts = [f"# {_line(paper.title)}", *(_block(block) for block in paper.blocks), f"*{_line(paper.running)}*"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_line(block.text)}"
    if isinstance(block, Paragraph):
        return f"**{_line(block.text)}**" if block.manner in ("lede", "fault") else _line(block.text)
    if isinstance(block, Facts):
        return "\n".join(f"- **{_line(name)}:** {_line(value)}" for name, value in block.pairs)
    if isinstance(block, Points):
        marks = (f"{number}." if block.is_numbered else "-" for number in range(1, len(block.items) + 1))
        return "\n".join(f"{mark} {_line(item)}" for mark, item in zip(marks, block.items, strict=True))
    if isinstance(block, Wording):
        return f"{_quoted(block.text)}\n\n*{_line(block.note)}*"
    if isinstance(block, Letter):
        return "\n".join(_letter(block))
    return "\n".join(_table(block)) if isinstance(block, Table) else ""


def _table(table: Table) -> Iterator[str]:
    yield f"{_line(table.caption)}\n"
    yield _row(table.columns)
    yield "|" + "|".join(" ---: " if column in table.figures else " --- " for column in range(len(table.columns))) + "|"
    for row in table.rows:
        yield _row(row)
    if table.foot:
        yield _row([f"**{_line(cell)}**" if cell else "" for cell in table.foot], is_made=True)


def _row(cells: Sequence[str], *, is_made: bool = False) -> str:
    return "| " + " | ".join(cells if is_made else map(_line, cells)) + " |"


def _letter(letter: Letter) -> Iterator[str]:
    for name, value in letter.headers:
        yield f"> **{_line(name)}:** {_line(value)}  "
    for block in letter.words:
        yield ">"
        if not block.zone:
            yield f"> *{words.count(block.left_out, 'character')} not printed here*"
            continue
        if label := highlight.zone_label(block.zone):
            yield f"> *{_line(words.cut(label, 200))}*\n>"
        yield from _text(block.pieces)


def _text(pieces: Iterable[highlight.Piece]) -> Iterator[str]:
    """The lines of a text, evidence in white square brackets with its label: marks of emphasis could not end in mid-word."""
    text = "".join(map(_piece, pieces))
    lines = [_line_start(line) for line in text.split("\n")]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        # A backslash breaks a line, but at the end of a paragraph it would be one.
        yield f"> {line}\\" if line and after else f"> {line}".rstrip()


def _piece(piece: highlight.Piece) -> str:
    words_of = highlight.plain(piece.text)
    if not piece.is_marked:
        return words_of
    label = f"{', '.join(piece.labels)}: " if piece.labels else ""
    return f"⟦{label}{words_of}⟧"


def _quoted(text: str) -> str:
    lines = highlight.plain(text).split("\n")
    return "\n".join(f"> {_line_start(line)}".rstrip() for line in lines)


def _line(text: str) -> str:
    """A text on one line, escaped."""
    return _line_start(" ".join(highlight.plain(text).split()))


def _line_start(text: str) -> str:
    opening = _OPENING.match(text)
    if opening is None:
        return _escaped(text.lstrip(" \t") if text[:4].isspace() else text)
    rest = _escaped(text[opening.end() :])
    return f"\\{opening[2]}{rest}" if opening[2] else f"{opening[3]}\\{opening[4]}{rest}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
