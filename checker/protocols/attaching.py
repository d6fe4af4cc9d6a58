"""A council's own copy of its protocol, matched to the clauses of a pack, so that reports can quote it word for word.

A pack holds summaries, because the words of a protocol belong to its council. The clauses and the blocks of the copy are laid
side by side in the order of both: numbers that agree weigh most, then whether the words are like those of the summary, and what
lies between two sure matches can only match what lies between them. A number whose text reads like another clause is not
attached. What is not matched is listed with the reason; nothing is quoted that is not in the file.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from checker.domain import CheckerError, Clause, Protocol
from checker.language.sentences import sentences
from checker.protocols.blocks import BULLET, Block, blocks
from checker.protocols.locators import EXACT, LONG, PARAGRAPH, SENTENCE, Place, cut, limb_of, place

# What an alignment is worth. Likeness is a cosine, 0-1; most clauses and their summaries have 0.2 to 0.6 of it.
_LIKENESS = 12.0
_NUMBER, _ITEM, _BULLETS, _NEITHER = 6.0, 4.0, 2.5, 1.0
_UNLIKE_LABELS, _LABEL_MISSING = -6.0, -2.0
_HEADINGS, _HEADING_ON_ONE_SIDE = 2.0, -1.5
_CLAUSE_PASSED_OVER, _BLOCK_PASSED_OVER = -1.0, -0.4

_CLEARLY, _ALIKE = 0.1, 0.2  # how much likelier a block elsewhere is, and how like at all, when a number has surely moved
_NO_WORSE = 0.05  # and how much unlikelier it may be when the number beside it has moved

_SENTENCES = 40  # of a block, after which it is not parted
_PASSES = 3  # how often paragraphs that a reader ran together are parted: a pass parts each but once
_MOST = 3_000_000  # pairs of a clause and a paragraph; the longest protocol has some 60,000

_WORD = re.compile(r"[a-z]{3,}|\d+")
# Words that say nothing of what a clause is about; shorter ones are not looked at.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        and any are been being but can could does for from had has have her his how its may might must not off one other our
        out over own shall should such than that the their them then there these they this those through under was were what
        when where which who whom will with would heading opens paragraph passage section says
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The official words of a clause. ``extent`` is exact, or sentence or paragraph where they hold more than the clause."""

    number: str
    locator: str
    text: str
    extent: str = EXACT


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A clause whose words were not found in the copy, and why."""

    number: str
    locator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A council's copy laid beside a pack: the words found for its clauses, and the clauses without.

    ``file`` and ``sha256`` name the copy. Structure rows have their words too, and are not among the unmatched.
    """

    protocol: str
    wordings: tuple[Wording, ...]
    unmatched: tuple[Unmatched, ...]
    file: str = ""
    sha256: str = ""


def match(protocol: Protocol, text: str, *, file: str = "", sha256: str = "") -> Attached:
    """The words of each clause in a copy's text; ``CheckerError`` if the text is too long to be a protocol."""
    found = blocks(text)
    units = list(_units(protocol.clauses))
    if len(units) * len(found) > _MOST:
        raise CheckerError(f"{len(found):,} paragraphs and {len(units):,} places of the pack are too many to lay side by side.")
    words = _Words(found, units)
    spans = _aligned(units, found, words)
    for _ in range(_PASSES):
        parted = list(_parted(units, spans, found, words))
        if len(parted) == len(found):
            break
        found, words = parted, _Words(parted, units)
        spans = _aligned(units, found, words)
    doubts = dict(_doubts(units, spans, found, words))
    wordings: list[Wording] = []
    unmatched: list[Unmatched] = []
    texts = {unit.place.block: _text(spans[number], found) for number, unit in enumerate(units) if number not in doubts}
    for number, unit in enumerate(units):
        if text_of := texts.get(unit.place.block, ""):
            wordings += _parts(unit, text_of, words)
            continue
        for clause, part in unit.members:
            inside = [texts.get(block, "") for block in _inside(clause, units)]
            if clause.row == "whole" and not part and any(inside):
                wordings.append(Wording(clause.number, clause.locator, "\n".join(filter(None, inside))))
            elif not clause.row:
                reason = doubts.get(number) or _reason(unit, units, spans, found, number)
                unmatched.append(Unmatched(clause.number, clause.locator, reason))
    return Attached(protocol.id, tuple(wordings), tuple(unmatched), file, sha256)


def _parts(unit: _Unit, text: str, words: _Words) -> Iterator[Wording]:
    """The words of each clause that stands in a block, cut out of the block's text where that is sure."""
    cuts = [cut(text, part, [other for _, other in unit.members if other and other != part]) for _, part in unit.members]
    limbs: dict[str, list[int]] = defaultdict(list)
    for number, (_, part) in enumerate(unit.members):
        sentence, limb = limb_of(part)
        if limb and cuts[number][1] == EXACT:
            limbs[sentence].append(number)
    for sentence, numbers in limbs.items():
        pieces = [(cuts[number][0], unit.members[number][0].summary) for number in numbers]
        if not words.are_in_order(pieces):
            whole = cut(text, sentence, [part for _, part in unit.members if part]) if sentence else (text, PARAGRAPH)
            for number in numbers:
                cuts[number] = (whole[0], SENTENCE if sentence and whole[1] == EXACT else PARAGRAPH)
    for (clause, _), (words_of, extent) in zip(unit.members, cuts, strict=True):
        yield Wording(clause.number, clause.locator, words_of, extent)


# --- what is laid side by side ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """The clauses that stand in one block of the text, each with the part of the block that it is."""

    place: Place
    members: tuple[tuple[Clause, str], ...]

    @property
    def is_heading(self) -> bool:
        return all(clause.row == "heading" for clause, _ in self.members)

    @property
    def name(self) -> str:
        return self.place.block


def _units(clauses: Sequence[Clause]) -> Iterator[_Unit]:
    """The units of a protocol, in the order of its text."""
    wholes: dict[str, Place] = {}
    members: dict[str, list[tuple[Clause, str]]] = defaultdict(list)
    places: dict[str, Place] = {}
    for clause in clauses:
        where = place(clause.locator, _nearest(clause.number, wholes))
        if clause.row == "whole":
            wholes[clause.number] = where
        places.setdefault(where.block, where)
        members[where.block].append((clause, where.part))
    for block, where in places.items():
        yield _Unit(where, tuple(members[block]))


def _nearest(number: str, wholes: dict[str, Place]) -> Place | None:
    while "." in number:
        number = number.rpartition(".")[0]
        if number in wholes:
            return wholes[number]
    return None


def _inside(whole: Clause, units: Sequence[_Unit]) -> Iterator[str]:
    for unit in units:
        if any(clause.number.startswith(f"{whole.number}.") for clause, _ in unit.members):
            yield unit.place.block


class _Words:
    """How like the words of a unit's summaries are to those of blocks: the cosine of what is rare in both."""

    def __init__(self, found: Sequence[Block], units: Sequence[_Unit]) -> None:
        self._blocks = [_stems(block.text) for block in found]
        self._units = [_stems(" ".join(_said(unit))) for unit in units]
        times = Counter(word for words in (*self._blocks, *self._units) for word in words)
        total = len(self._blocks) + len(self._units) + 1
        self._weight = {word: math.log(total / count) for word, count in times.items()}
        self._lengths = [self._length(words) for words in self._blocks]
        self._unit_lengths = [self._length(words) for words in self._units]

    def _length(self, words: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight[word] ** 2 for word in sorted(words))) or 1.0

    def likeness(self, unit: int, block: int) -> float:
        shared = self._units[unit] & self._blocks[block]
        if not shared:
            return 0.0
        # Sorted: a sum of floats depends on its order, and that of a set on the process.
        together = sum(self._weight[word] ** 2 for word in sorted(shared))
        return together / (self._unit_lengths[unit] * self._lengths[block])

    def likeness_to(self, unit: int, text: str) -> float:
        """As ``likeness``, to any text of the copy."""
        words = _stems(text)
        shared = sum(self._weight.get(word, 0.0) ** 2 for word in sorted(words & self._units[unit]))
        length = math.sqrt(sum(self._weight.get(word, 0.0) ** 2 for word in sorted(words)))
        return shared / (self._unit_lengths[unit] * length) if shared else 0.0

    def are_in_order(self, pieces: Sequence[tuple[str, str]]) -> bool:
        """Whether each piece of a sentence is more like the summary given with it than any two would be if exchanged."""
        alike = [[self._alike(piece, summary) for _, summary in pieces] for piece, _ in pieces]
        return all(
            alike[one][one] + alike[other][other] > alike[one][other] + alike[other][one]
            for one, other in combinations(range(len(pieces)), 2)
        )

    def _alike(self, text: str, summary: str) -> float:
        one, other = _stems(text), _stems(summary)
        shared = sum(self._weight.get(word, 0.0) ** 2 for word in sorted(one & other))
        return shared / math.sqrt(sum(self._weight.get(word, 1.0) ** 2 for word in sorted(one)) or 1.0)


def _said(unit: _Unit) -> Iterator[str]:
    yield re.sub(
        r"\b(?:section|paragraph|clause|item|footnote|appendix)\b|\([^)]*\)|\d\S*", " ", unit.place.block.rpartition(", ")[2]
    )
    for clause, _ in unit.members:
        if clause.row != "whole" or len(unit.members) == 1:
            yield clause.summary


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text.lower()) if word not in _EMPTY)


def stem(word: str) -> str:
    """The word without its commonest endings, cut to six letters: near enough to tell like from unlike.

    >>> stem("disclosures") == stem("disclose")
    True
    """
    for ending in ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:6].removesuffix("e")


# --- laying side by side -----------------------------------------------------------------------------------------------------


def _aligned(units: Sequence[_Unit], found: Sequence[Block], words: _Words, numbers: float = 1.0) -> list[list[int]]:
    """Which blocks each unit has, by the worthiest alignment that keeps the order of both; a unit may have several in a row."""
    columns = len(found) + 1
    best = [_BLOCK_PASSED_OVER * column for column in range(columns)]  # of the first units and the first blocks
    steps: list[bytes] = []
    for number, unit in enumerate(units):
        passed = _CLAUSE_PASSED_OVER * (0.5 if unit.is_heading else 1.0)
        above = best
        best = [above[0] + passed]
        ending = -math.inf  # the best in which this unit has the block of the column
        row = bytearray(columns)
        for column in range(1, columns):
            block = found[column - 1]
            likeness = words.likeness(number, column - 1)
            started = above[column - 1] + _worth(unit, block, likeness, numbers)
            carried = ending + _carrying(block, found[column - 2] if column > 1 else block, likeness)
            ending = max(started, carried)
            skipped_unit, skipped_block = above[column] + passed, best[column - 1] + _BLOCK_PASSED_OVER
            value = max(ending, skipped_unit, skipped_block)
            row[column] = (0 if value == ending else 1 if value == skipped_unit else 2) | (4 if ending == started else 0)
            best.append(value)
        steps.append(bytes(row))
    return _traced(steps, columns)


def _traced(steps: Sequence[bytes], columns: int) -> list[list[int]]:
    spans: list[list[int]] = [[] for _ in steps]
    unit, column, is_inside = len(steps), columns - 1, False
    while unit > 0 and column > 0:
        step = steps[unit - 1][column]
        if is_inside or step & 3 == 0:
            spans[unit - 1].insert(0, column - 1)
            is_inside = not step & 4
            column -= 1
            unit -= not is_inside
        elif step & 3 == 1:
            unit -= 1
        else:
            column -= 1
    return spans


def _worth(unit: _Unit, block: Block, likeness: float, numbers: float) -> float:
    worth = _LIKENESS * likeness + numbers * _agreement(unit.place.label, block.label)
    if unit.is_heading:
        return worth + (_HEADINGS if block.is_heading else 2 * _HEADING_ON_ONE_SIDE)
    return worth + (_HEADING_ON_ONE_SIDE if block.is_heading else 0.0)


def _parted(units: Sequence[_Unit], spans: Sequence[list[int]], found: Sequence[Block], words: _Words) -> Iterator[Block]:
    """The blocks, those cut in two that seem to be two paragraphs run together, as a PDF without room between them is read.

    That is so where a clause has no block, and the block beside its place divides between two sentences in such a way that
    one part is like this clause and the rest no less like the clause that has the block now.
    """
    cuts: dict[int, int] = {}
    for number, unit in enumerate(units):
        if spans[number] or unit.is_heading:
            continue
        before = next((other for other in range(number - 1, -1, -1) if spans[other]), None)
        after = next((other for other in range(number + 1, len(units)) if spans[other]), None)
        for owner, block in ((before, spans[before][-1] if before is not None else 0), (after, spans[after][0] if after else 0)):
            if owner is None or block in cuts:
                continue
            if cut_at := _parting(number, owner, found[block].text, words, is_after=owner == before):
                cuts[block] = cut_at
                break
    for place_of, whole in enumerate(found):
        if place_of in cuts:
            yield Block(whole.label, whole.text[: cuts[place_of]].strip())
            yield Block("", whole.text[cuts[place_of] :].strip())
        else:
            yield whole


def _parting(unit: int, owner: int, text: str, words: _Words, *, is_after: bool) -> int:
    """Where a block's text parts into its owner's and, after it or before it, another unit's; 0 if it does not."""
    best, found = _ALIKE, 0
    if len(text) > LONG:
        return 0
    whole = words.likeness_to(owner, text)
    for sentence in islice(sentences(text), 1, _SENTENCES):
        own, other = text[: sentence.start], text[sentence.start :]
        if not is_after:
            own, other = other, own
        likeness = words.likeness_to(unit, other)
        if likeness > max(best, words.likeness_to(owner, other)) and words.likeness_to(owner, own) >= whole:
            best, found = likeness, sentence.start
    return found


def _agreement(label: str, found: str) -> float:
    if label and label == found:
        if label == BULLET:
            return _BULLETS
        return _NUMBER if "." in label or label.startswith("fn") else _ITEM
    if label and found:
        return _LABEL_MISSING if BULLET in (label, found) else _UNLIKE_LABELS
    if not label and not found:
        return _NEITHER
    return _LABEL_MISSING if label or found == BULLET else 2 * _LABEL_MISSING


def _carrying(block: Block, before: Block, likeness: float) -> float:
    """What it is worth that a unit goes on in this block: paragraphs under a numbered heading are its text."""
    if block.label or (block.is_heading and not before.is_heading):
        return -8.0
    return _LIKENESS * likeness + (1.5 if before.is_heading else -1.0)


def _doubts(
    units: Sequence[_Unit], spans: Sequence[list[int]], found: Sequence[Block], words: _Words
) -> Iterator[tuple[int, str]]:
    """The units whose number stands over a text that reads like another clause, each with what to say.

    That is how a copy of another edition looks, in which numbers have moved: laid side by side by what they say alone, such
    clauses fall elsewhere, and fit better there. One beside them that fits no better where its number stands has moved too.
    """
    moved: dict[int, tuple[float, int]] = {}
    for number, (unit, span, other) in enumerate(zip(units, spans, _aligned(units, found, words, 0.0), strict=True)):
        if unit.is_heading or not span or not other or set(span) & set(other):
            continue
        own = max(words.likeness(number, block) for block in span)
        likely = max(other, key=lambda block: (words.likeness(number, block), -block))
        if _kind(found[likely].label) == _kind(unit.place.label):
            moved[number] = (words.likeness(number, likely) - own, likely)
    clear = {number for number, (gain, likely) in moved.items() if gain > _CLEARLY and words.likeness(number, likely) > _ALIKE}
    # The words of one item of a list are too few to tell by; when a number has moved, so have those after it.
    sure = {number for number in clear if not units[number].name.endswith(")") or {number - 1, number + 1} & clear}
    for number in (*moved, *reversed(moved)):
        if moved[number][0] > -_NO_WORSE and {number - 1, number + 1} & sure:
            sure.add(number)
    for number in sorted(sure):
        seems = _named(found[moved[number][1]])
        yield number, f"the text under {units[number].name} does not read like our summary; {seems} does"


def _kind(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _named(block: Block) -> str:
    start = block.text if len(block.text) <= 50 else block.text[:50].rpartition(" ")[0] + " …"
    return f"“{block.label + ' ' if block.label else ''}{start}”"


def _text(span: Sequence[int], found: Sequence[Block]) -> str:
    """The words of a unit's blocks; a heading counts only where it is all there is."""
    body = [found[block].text for block in span if not found[block].is_heading]
    return "\n".join(body or [found[block].text for block in span])


def _reason(unit: _Unit, units: Sequence[_Unit], spans: Sequence[list[int]], found: Sequence[Block], number: int) -> str:
    before = next((spans[n][-1] for n in range(number - 1, -1, -1) if spans[n]), None)
    after = next((spans[n][0] for n in range(number + 1, len(units)) if spans[n]), None)
    where = f"{unit.name}: no "
    where += "paragraph" if not unit.place.label else "bullet" if unit.place.label == BULLET else f"'{unit.place.label}'"
    if before is None and after is None:
        return f"{where} like it in the file"
    if before is None:
        return f"{where} like it before {_named(found[after or 0])}"
    if after is None:
        return f"{where} like it after {_named(found[before])}"
    return f"{where} like it between {_named(found[before])} and {_named(found[after])}"
