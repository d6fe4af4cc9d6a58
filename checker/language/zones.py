"""Whose words a message holds: its author's own, quoted or forwarded mail, a signature, a notice nobody wrote.

Only an author's own words can be that author's breach, and quoted mail is evidence of who saw what; so each message is split
once, before any rule looks at it. Zones follow one another and cover the text. ``quotation`` knows what introduces somebody
else's words, ``closing`` how own words end, ``zones.toml`` the words they go by.

Readings chosen. An Outlook block below own words is quoted, as in an answer, unless something says that it is passed on: a
forward marker, the subject of the message that holds it, or own words such as "FYI". What a message does with the first of
its trail it does with all below: an answer to a letter that was itself passed on quotes both, and who passes an answer on
passes on what it answers. Everything below such a block is its author's, to the next block: nothing in plain text could show
that the writer speaks again. Marked lines (``>``) end where the marks end. In doubt a line is the writer's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import compress, count, groupby, pairwise
from operator import itemgetter, ne
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from checker.domain import DISCLAIMER, FORWARDED, OWN, QUOTED, SIGNATURE, Zone
from checker.language.zoning.blocks import Heading
from checker.language.zoning.closing import kinds_of, trailing_notice
from checker.language.zoning.lexicon import any_of, word_set, words
from checker.language.zoning.lines import Line, Stretch, depth_of, read_lines, unmarked, without_marks, words_of
from checker.language.zoning.quotation import heading, may_begin_heading


class _Voice(NamedTuple):
    """Somebody whose words stand in the message, as the heading above them says; number 0 is the writer.

    One that ``opens`` the text, as in a printed message, is to what stands below as a writer is to his trail.
    """

    number: int
    kind: str
    author: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    opens: bool = False


_WRITER = _Voice(0, OWN)


class _Piece(NamedTuple):
    """Lines that follow one another, of one voice and one kind."""

    voice: _Voice
    kind: str
    start: int
    end: int


def split(text: str, *, quoted: Sequence[Stretch] = (), subject: str = "") -> tuple[Zone, ...]:
    r"""The zones of a message's text, in order, without gap or overlap.

    ``quoted`` are stretches (start, end, kind) that HTML markup already showed to be quoted, forwarded or signature;
    ``subject`` is the message's own, which says whether it passes on the block of headers below its words ("FW:").

    >>> [zone.kind for zone in split("I agree.\n\nOn 3 Mar 2026, at 10:12, A Person <a@example.org> wrote:\n> Shall we?")]
    ['own', 'quoted']
    """
    lines = read_lines(text, quoted)
    headings = _headings(lines, text)
    pieces: list[_Piece] = []
    is_end = True  # below a piece there are only notices
    writer = _Voice(0, OWN, subject=subject) if subject else _WRITER
    for piece in reversed(_pieces(lines, headings, text, writer, is_in_markup=bool(quoted))):
        own = lines[piece.start : piece.end] if piece.kind == OWN else ()
        if not any(map(words_of, own)):
            pieces.append(piece)
            continue
        found = kinds_of(own, is_first=piece.start == 0, is_last=is_end or piece.end in headings)
        pieces += reversed(list(_parted(piece, found)))
        is_end = is_end and found.count(DISCLAIMER) == len(found)
    pieces.reverse()
    if pieces and pieces[-1].kind in (QUOTED, FORWARDED) and not _has_notice(pieces):
        pieces = list(_closed(lines, pieces, max(headings, default=0)))
    return tuple(_zones(lines, pieces))


def original(zone: Zone, text: str) -> str:
    """The words of a quoted or forwarded zone without the lines that introduce them and without ``>`` marks."""
    part = text[zone.start : zone.end]
    lines = read_lines(part)
    first = next((index for index, line in enumerate(lines) if line.words), len(lines))
    start = 0
    if first < len(lines):
        found = heading(lines, first, is_sure=True)
        if found and (found.author, found.subject) == (zone.author, zone.subject):
            start = lines[found.end - 1].end
    return "\n".join(without_marks(part[start:])).strip("\n")


# --- whose voice a line is ---------------------------------------------------------------------------------------------


def _headings(lines: list[Line], text: str) -> dict[int, Heading]:
    """The headings by the number of their first line; ``>`` that mark no quotation are given back to their lines."""
    headings: dict[int, Heading] = {}
    end = 0  # of the last heading
    for index in may_begin_heading(lines, text):
        if index >= end and (found := heading(lines, index)):
            headings[index] = found
            end = found.end
    if ">" in text and not any(found.depth > lines[index].depth for index, found in headings.items()):
        for start, end in _marked(lines):
            if not any(index in headings for index in range(start, end)) and _is_mistaken(lines, start, end, text):
                unmarked(lines, range(start, end), text)
    return headings


def _marked(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The runs of marked lines that no markup shows to be quoted."""
    start = -1
    for index, line in enumerate(lines):
        is_marked = line.depth > 0 and not line.hint
        if is_marked and start < 0:
            start = index
        elif not is_marked and start >= 0:
            yield start, index
            start = -1
    if start >= 0:
        yield start, len(lines)


def _is_mistaken(lines: Sequence[Line], start: int, end: int, text: str) -> bool:
    """Whether ``>`` here is "more than", an arrow before the items of a list, or a mailbox's escape of "From"."""
    first = lines[start]
    raw = text[first.start : first.start + 200].lstrip()
    if end - start == 1 and (first.words[:1].isdigit() or first.words[:1] in "£$€=-<" or raw.startswith(">From ")):
        return True
    above = next((lines[i] for i in range(start - 1, max(-1, start - 3), -1) if lines[i].words), None)
    if above is None or above.depth or not above.words.endswith(":") or "@" in above.words:
        return False
    said = {word.strip("\"'(),:").lower() for word in above.words[-200:].split()}
    is_list = all(line.depth == 1 and len(line.words) < 100 for line in lines[start:end] if line.words)
    return is_list and said.isdisjoint(word_set("quotation.lead_in.quoting"))


def _voices(lines: Sequence[Line], headings: dict[int, Heading], text: str, writer: _Voice) -> list[_Voice]:
    """Whose voice each line is. A heading speaks for its depth, until another takes that depth or a shallower one."""
    voices: list[_Voice] = []
    speakers, since = {0: writer}, {0: 0}
    beside: dict[int, _Voice] = {}  # whose words stand unindented beside an indented voice's
    number, index, waiting = 0, 0, 0
    while index < len(lines):
        line = lines[index]
        found = headings.get(index)
        if not line.words:  # blank: with the voice above, but a marked line below the writer's words with the one below
            above = voices[-1] if voices else writer
            if waiting or (line.depth and above is writer):
                waiting += 1
            else:
                voices.append(above)
            index += 1
            continue
        if found:
            number += 1
            parent = _speaker(speakers, line.depth)
            kind = _kind(lines, index, found, parent, since.get(line.depth, index), is_new=line.depth not in speakers)
            voice = _Voice(number, kind, found.author, found.sent, found.to, found.subject, _opens(lines, index))
            speakers = {depth: speaker for depth, speaker in speakers.items() if depth < found.depth} | {found.depth: voice}
            since = {depth: at for depth, at in since.items() if depth < found.depth} | {found.depth: found.end}
            if _is_indented(lines, index, found, text):
                beside[number] = parent
        elif line.depth in speakers:
            voice = speakers[line.depth]
            if voice.number in beside and not text.startswith(("    ", "\t"), line.start):
                voice = beside[voice.number]
        else:
            number += 1
            above = _speaker(speakers, line.depth)
            voice = _Voice(number, above.kind if above is not writer else FORWARDED if line.hint == FORWARDED else QUOTED)
            speakers[line.depth], since[line.depth] = voice, index
        after = found.end if found else index + 1
        voices.extend([voice] * (waiting + after - index))
        index, waiting = after, 0
    voices.extend([voices[-1] if voices else writer] * waiting)
    return voices


def _speaker(speakers: dict[int, _Voice], depth: int) -> _Voice:
    """Who speaks at a depth, or else at the nearest above it."""
    return speakers.get(depth) or speakers[max(at for at in speakers if at <= depth)]


def _pieces(
    lines: Sequence[Line], headings: dict[int, Heading], text: str, writer: _Voice, *, is_in_markup: bool
) -> list[_Piece]:
    """The text as pieces, each of one voice: where no line is marked, each voice goes on to the next heading."""
    is_marked = is_in_markup or (">" in text and any(map(depth_of, lines)))
    if is_marked or any(_is_indented(lines, index, found, text) for index, found in headings.items()):
        voices = _voices(lines, headings, text, writer)
        kinds = [SIGNATURE if v is writer and line.hint == SIGNATURE else v.kind for v, line in zip(voices, lines, strict=True)]
        both = list(zip(voices, kinds, strict=True))
        return [_Piece(*both[start], start, end) for start, end in _stretches(both)]
    pieces: list[_Piece] = []
    voice, start, since = writer, 0, 0
    for number, (index, found) in enumerate(headings.items(), 1):
        if index > start:
            pieces.append(_Piece(voice, voice.kind, start, index))
        kind = _kind(lines, index, found, voice, since, is_new=False)
        voice = _Voice(number, kind, found.author, found.sent, found.to, found.subject, _opens(lines, index))
        start, since = index, found.end
    if start < len(lines):
        pieces.append(_Piece(voice, voice.kind, start, len(lines)))
    return pieces


def _stretches(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Where values that follow one another are equal."""
    if values:
        yield from pairwise([0, *compress(count(1), map(ne, values, values[1:])), len(values)])


def _is_indented(lines: Sequence[Line], at: int, found: Heading, text: str) -> bool:
    """Outlook for Mac sets the words answered four spaces in, under an attribution that is not."""
    below = next((i for i in range(found.end, min(found.end + 2, len(lines))) if lines[i].words), None)
    if below is None or not found.author or found.to or found.subject or found.depth > lines[at].depth:
        return False
    return text.startswith("    ", lines[below].start) and not text.startswith(" ", lines[at].start)


def _kind(lines: Sequence[Line], at: int, found: Heading, parent: _Voice, since: int, *, is_new: bool) -> str:
    """Whether what a heading introduces was passed on, or answered."""
    if parent.kind != OWN and not (parent.opens and parent.kind == QUOTED):
        return parent.kind  # the trail goes where its first letter goes
    line = lines[at]
    if found.kind == FORWARDED or (is_new and line.hint == FORWARDED):
        return FORWARDED
    if is_forward_subject(parent.subject) and (found.to or found.subject or not found.author):
        return FORWARDED  # a block of headers, and no attribution
    above = [other.words for other in lines[max(since, at - 30) : at] if other.words and other.depth == line.depth]
    if not (found.to or found.subject) and sum(map(len, above)) > 80:
        return QUOTED  # an attribution under words of some length is an answer's
    return FORWARDED if _passes_on(above) else QUOTED


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Whether nothing stands above a line."""
    return at == 0 or (at == 1 and not lines[0].words)


def _passes_on(above: Sequence[str]) -> bool:
    for line in above:
        if len(line) < 60 and _passing_line().fullmatch(line.lower()):
            return True
    text = " ".join(" ".join(above)[-500:].lower().split())
    if "below" in text and _answering().search(text):
        return False
    return bool(_passing_phrases().find_matches_as_indexes(text)) and _passing_phrase().search(text) is not None


@cache
def _passing_line() -> re.Pattern[str]:
    return re.compile(rf"(?:[\w.' -]{{1,20}}[,:–-] ?)?(?:{any_of('quotation.passing.line')})[ .,!:…–-]*|(?:fwd?|fw) ?:.*")


@cache
def _passing_phrase() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('quotation.passing.phrase')})(?!\w)")


@cache
def _passing_phrases() -> AhoCorasick:
    """Finds the phrases wherever they stand, within words as well, many times faster than the pattern."""
    return AhoCorasick(list(words("quotation.passing.phrase")), implementation=Implementation.DFA)


@cache
def _answering() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('quotation.passing.answering')})(?!\w)")


# --- zones -------------------------------------------------------------------------------------------------------------


def _parted(piece: _Piece, kinds: Sequence[str]) -> Iterator[_Piece]:
    """The piece as several, where its lines are of these kinds."""
    if kinds.count(piece.kind) == len(kinds):
        yield piece
        return
    for start, end in _stretches(kinds):
        yield _Piece(piece.voice, kinds[start], piece.start + start, piece.start + end)


def _has_notice(pieces: Sequence[_Piece]) -> bool:
    """Whether a notice stands under the writer's words: then one under the words quoted is of their writer's."""
    own = [piece.kind for piece in pieces if piece.voice.number == _WRITER.number]
    return DISCLAIMER in own[1:] and own[-1] == DISCLAIMER


def _closed(lines: Sequence[Line], pieces: Sequence[_Piece], last: int) -> Iterator[_Piece]:
    """A notice at the very end, under unmarked quoted words, is nobody's: a gateway or a list put it there."""
    end = next((line for line in reversed(lines) if line.words), None)
    start = len(lines)
    if end is not None and not end.depth:
        start = trailing_notice(lines, last)
    for piece in pieces:
        if piece.end <= start or piece.voice.number != pieces[-1].voice.number:
            yield piece
            continue
        if piece.start < start:
            yield piece._replace(end=start)
        yield piece._replace(kind=DISCLAIMER, start=max(start, piece.start))


def _zones(lines: Sequence[Line], pieces: Sequence[_Piece]) -> Iterator[Zone]:
    for (voice, kind), same in groupby(pieces, itemgetter(0, 1)):
        alike = list(same)
        where = lines[alike[0].start].start, lines[alike[-1].end - 1].end
        if kind in (QUOTED, FORWARDED):
            yield Zone(kind, *where, voice.author, voice.sent, voice.to, voice.subject)
        else:
            yield Zone(kind, *where)


# --- subjects ----------------------------------------------------------------------------------------------------------


def is_reply_subject(subject: str) -> bool:
    """Whether a subject says that its message answers another: the first prefix counts, past tags of lists and gateways."""
    return _first_prefix(subject) == "reply"


@lru_cache(maxsize=1_024)
def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that its message passes another on."""
    first = _first_prefix(subject)
    return first == "forward" or (not first and subject.rstrip().lower().endswith(("(fwd)", "(fw)")))


def base_subject(subject: str) -> str:
    """What a subject is about: no prefixes, no tags, case folded, space evened.

    >>> base_subject("[EXTERNAL] RE: Fwd: [Members] Bus  shelter (fwd)")
    'bus shelter'
    """
    start = 0
    for kind, end in _prefixes(subject):
        if kind == "tag" and end == len(subject):
            break  # a subject that is all tag
        start = end
    rest = " ".join(subject[start:].casefold().split())
    end = len(rest)
    while rest.endswith(("(fwd)", "(fw)"), 0, end):
        end = rest.rindex("(", 0, end)
        end -= rest.endswith(" ", 0, end)
    return rest[:end]


def _first_prefix(subject: str) -> str:
    return next((kind for kind, _ in _prefixes(subject) if kind != "tag"), "")


def _prefixes(subject: str) -> Iterator[tuple[str, int]]:
    """The prefixes at the front: reply, forward or tag, and where each ends."""
    end = 0
    while found := _prefix().match(subject, end):
        end = found.end()
        yield found.lastgroup or "", end


@cache
def _prefix() -> re.Pattern[str]:
    after = r"\s{0,3}(?:[\[(]\d{1,3}[\])])?\s{0,3}[:：]\s*"
    reply, forward, gateway = (any_of(f"subjects.{name}") for name in ("reply", "forward", "gateway"))
    return re.compile(
        rf"\s*(?:(?P<reply>(?:{reply}){after})|(?P<forward>(?:{forward}){after})"
        rf"|(?P<tag>(?:{gateway}){after}|\[[^\[\]]{{1,60}}\]\s*|\((?:{gateway})\)\s*))",
        re.IGNORECASE,
    )
