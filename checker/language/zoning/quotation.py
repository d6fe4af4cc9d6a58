"""The lines that introduce quoted or forwarded mail: whose words follow, sent when, to whom, about what.

There is no standard for them. Known here are the blocks of header lines that Outlook, Apple Mail, Thunderbird, Gmail, Yahoo,
Samsung and BlackBerry write, with or without a line drawn above; the blocks of Lotus Notes, which begin with a bare name and
time, and its grids; and attributions ("On 3 March 2026 at 10:12, A Person wrote:") on up to four lines. A memorandum's "To:
all Members" and a sentence that begins "On Tuesday the committee wrote:" are none of these: what makes a heading is a time,
an address, or marks of quotation below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from checker.domain import FORWARDED, QUOTED
from checker.language.zoning.attributions import attribution_at, may_end_attribution, opener
from checker.language.zoning.blocks import WHEN, Heading, block_at, from_block, is_label, may_be_notes, notes_at, tidy
from checker.language.zoning.grids import COLUMN, boxed_at, columns_at, names_recipients
from checker.language.zoning.lexicon import word_set, words
from checker.language.zoning.lines import Line, depth_below, is_rule, next_line, words_of

_LINE = 3_000  # characters: nothing longer is a heading
# How a drawn line begins: with one sign twice, whatever follows, or with three of the signs that lines are drawn with.
_SIGNS = frozenset("-_=*+~#>")
_DRAWN = frozenset(sign + sign for sign in _SIGNS) | {"|-"}
_RULED = frozenset("".join(signs) for signs in product("-_=*+~#", "-_=*+~#.·•—– ", "-_=*+~#.·•—– "))
_BEGINNINGS = _DRAWN | {ruled[:2] for ruled in _RULED}
_DATE = re.compile(r"\d[/.-]\d{1,2}[/.-]\d{2}")  # as Notes writes it
_ABOVE = 4  # lines, with its own, over which an attribution runs that ends in a line, and a block of Notes before its date


def may_begin_heading(lines: Sequence[Line], text: str) -> list[int]:
    """The lines of a text at which a heading may begin, in order: at all others ``heading`` finds none.

    Cheap tests of every line, so that the dear ones need only be made of few.
    """
    every = list(map(words_of, lines))
    heads = [line[:2] for line in every]
    found = set[int]()
    if not _BEGINNINGS.isdisjoint(heads):
        drawn = [at for at, head in enumerate(heads) if head in _BEGINNINGS]
        found.update(at for at in drawn if heads[at] in _DRAWN or every[at][:3] in _RULED)
    for at in [at for at, line in enumerate(every) if ":" in line]:
        line = every[at]
        if is_label(line):
            found.add(at)
        last = line[-1]
        if last in ":*" and line.endswith((":", ":*")):
            first = max(0, at - _ABOVE + 1)
            if "begin" in line.lower():
                found.add(at)
            if may_end_attribution(" ".join(every[first : at + 1])):
                found.update(range(first, at + 1))
        # A time, with its date beside it, or above it.
        if (last in "Mm" or last.isdigit() or line[0].isdigit()) and (_DATE.search(line) or (at and _DATE.search(every[at - 1]))):
            found.update(range(max(0, at - _ABOVE + 1), at + 1))
    if "   To" in text or "To" in every:
        for at in [at for at, line in enumerate(every) if names_recipients(line)]:
            found.update(range(max(0, at - COLUMN + 1), at + 1))
    return sorted(found)


def heading(lines: Sequence[Line], at: int, *, is_sure: bool = False) -> Heading | None:
    """The heading that begins at a line, if one does; ``is_sure`` when the caller knows that one should."""
    line = lines[at].words
    if not line or len(line) > _LINE:
        return None
    if line[0] in "-_=*+~#>Bb(" and (ruled := _ruled(lines, at)):
        return ruled
    block = block_at(lines, at) if ":" in line[:24] else None
    if block and (is_sure or block.is_mail) and not (block.is_nameless and _opens(lines, at)):
        return from_block(lines, at, block)
    if line.startswith("|-") and (boxed := boxed_at(lines, at)):
        return from_block(lines, at, boxed)
    if columns := columns_at(lines, at):
        return from_block(lines, at, columns)
    below = lines[at + 1].words if at + 1 < len(lines) else ""
    if may_be_notes(line, below) and (notes := notes_at(lines, at)):
        return from_block(lines, at, notes)
    if line.endswith((":", ":*")) or below.endswith(":") or opener().match(line.lstrip("-*_> \t")) or line[:4].isdigit():
        return attribution_at(lines, at, is_sure=is_sure)
    return None


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Whether nothing stands above a line: what would introduce an answered message is then the writer's own note."""
    return not any(other.words for other in lines[max(0, at - 3) : at])


def _ruled(lines: Sequence[Line], at: int) -> Heading | None:
    """A heading under a line such as ``-----Original Message-----``, or under a plain rule with a block below it."""
    line = lines[at].words
    if line.startswith(">>>") and line.endswith(">>>"):
        return _groupwise(lines, at)
    if is_rule(line):
        below = next_line(lines, at + 1)
        if below < len(lines) and (found := block_at(lines, below)) and found.is_mail and found.first == "from":
            return None if _closes(lines, at) else from_block(lines, at, found)
        return None
    kind, end = _announced(lines, at)
    if not kind:
        return None
    for _ in range(3):  # a line drawn above another: "Forwarded by ..." over "Original Message"
        below = next_line(lines, end)
        if below >= len(lines):
            break
        again, after = _announced(lines, below)
        if not again:
            break
        kind, end = (FORWARDED if FORWARDED in (kind, again) else kind), after
    if below < len(lines):
        found = block_at(lines, below)
        if (found and found.fields) or (found := notes_at(lines, below)):
            return from_block(lines, at, found, kind)
        if attribution := attribution_at(lines, below, is_sure=False):
            return attribution._replace(kind=kind)
    return Heading(end, depth_below(lines, end, lines[at].depth), kind)


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Whether a rule ends what an equal one above it begins, as about a notice: right under words, and over a blank line."""
    if not at or not lines[at - 1].words or lines[at + 1].words:
        return False
    return any(line.words == lines[at].words for line in lines[max(0, at - 30) : at])


def _announced(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """What a drawn line with words says of the message below (quoted, forwarded, or nothing), and the line after it."""
    line = lines[at].words
    if len(line) > 400:
        return "", at
    bare = " ".join(line.strip("-_=*+~#<>().: \t").lower().split())
    is_drawn = line[:2] in ("--", "__", "==", "**", "++", "~~", "##")  # one dash alone marks an entry of a list
    if bare in word_set("quotation.passed_on") and (is_drawn or (line.endswith(":") and bare.startswith("begin"))):
        return FORWARDED, at + 1
    if not is_drawn:
        return "", at
    if bare in word_set("quotation.answered"):
        return QUOTED, at + 1
    if not bare.startswith(words("quotation.passed_on_by")):
        return "", at
    end = at + 1
    while end < min(len(lines), at + 4) and not line.endswith(("--", "==", "__", "**")):
        line = lines[end].words
        if not line.endswith(("--", "==")) and not _is_date_only(line):
            break
        end += 1
    return FORWARDED, end


def _is_date_only(line: str) -> bool:
    return len(line) < 30 and re.fullmatch(r"[\d/.: -]{2,25}(?:[AP]M)?[ -]*|[AP]M[ -]*", line) is not None


def _groupwise(lines: Sequence[Line], at: int) -> Heading | None:
    inside = lines[at].words.strip("> ")
    when = WHEN.search(inside.replace("AM", " AM").replace("PM", " PM"))
    if not when:
        return None
    author = inside[: when.start()].strip(" ,")
    return Heading(at + 1, lines[at].depth, QUOTED, tidy(author), inside[when.start() :].strip())
