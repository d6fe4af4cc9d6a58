"""Neighbouring sentences of a message whose signs tell together what its writer does.

One sign alone proves nothing: somebody wants a leaflet printed, and the next sentence says for whose campaign. A cluster is
gathered around an anchor, a sentence that shows the act itself; what stands a sentence or two away adds its signs. A sentence
that also shows something innocent (that the thing is declined, that all were served alike) lends none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.domain import Document
from checker.language.phrases import folded
from checker.language.signs import Line, Sign, lines, subject

# A breach needs two signs that say this much together, 0-1; one that says this much is for review.
TWO_SIGNS, ONE_SIGN = 0.8, 0.55
# Words that a pattern may span: its gaps together reach from one clause into the next.
FAR = 11
# What only says that something is asked for or agreed to, whatever it is.
LIGHT = ("agrees", "asks")


# What somebody else is told to have said or thought: "Cllr Birch thinks that we keep them waiting".
_REPORTED = re.compile(
    r"\b(?:(?:cllr|councillor|alderman|mr|mrs|ms|miss|dr|lord|lady)\.? [\w'-]+(?: [\w'-]+)?"
    r"|the (?:chair|clerk|director|leader|officer|member|paper|echo|minister)|one|someone|somebody|nobody|everyone|who|which)"
    r" (?:has |have |had |also |then |now |still |rightly |wrongly |even )?"
    r"(?:accuses?|accused|alleges?|alleged|asks?|asked|assumes?|believes?|believed|claims?|claimed"
    r"|complains?|complained|feels?|felt|fears?|hears?|heard|hopes?"
    r"|implie[sd]|insists?|insisted|says?|said|suggests?|suggested|suspects?|tells?|thinks?|thought|told|wrote|writes)\b[^.;!?]{0,120}$"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sentences around an anchor, the lists that they show and mean, and how much these say together, 0-1."""

    lines: tuple[Line, ...] = ()
    kinds: frozenset[str] = frozenset()
    strength: float = 0.0

    def is_sure(self, signs: Collection[str]) -> bool:
        """Whether two of these signs at least bear it out, and all together say enough for a breach."""
        return self.strength >= TWO_SIGNS and len(self.kinds & set(signs)) >= 2

    @property
    def is_told(self) -> bool:
        """Whether it is worth a reader's look."""
        return self.strength >= ONE_SIGN


def read(document: Document, name: str, renamed: Callable[[str], str] = str, *, tokens: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """The sentences of a document's own words in which the patterns of a subject find something, as ``signs.lines`` does.

    What a named person is told to have said is no act of the writer's, nor is what a pattern strings together over half a long
    sentence.
    """
    return tuple(_doubted(line) for line in lines(document, name, renamed, tokens=tokens))


def _doubted(line: Line) -> Line:
    even = folded(line.plain)
    signs = tuple(replace(sign, is_meant=sign.is_meant and _is_own(even, sign)) for sign in line.signs)
    return replace(line, signs=signs) if signs != line.signs else line


def _is_own(even: str, sign: Sign) -> bool:
    return len(sign.words.split()) <= FAR and not _REPORTED.search(even[: sign.start])


def best(
    lines: Sequence[Line], name: str, anchors: Collection[str], *, veto: Collection[str] = (), reach: int = 1, given: float = 0.0
) -> Cluster:
    """The cluster of a subject that says most, the first of equals; an empty one if no anchor is meant.

    ``veto`` are lists that keep a sentence out, ``reach`` is how many sentences away a sign may stand, and ``given`` how much
    what stands outside the message says by itself, 0-1.
    """
    patterns = subject(name)
    usable = [line for line in lines if not line.every & set(veto) and line.meant & set(patterns.weights)]
    numbers = [line.number for line in usable]
    found = Cluster()
    for anchor in usable:
        if not anchor.meant & set(anchors):
            continue
        first, last = bisect_left(numbers, anchor.number - reach), bisect_right(numbers, anchor.number + reach)
        around = tuple(usable[first:last])
        kinds = frozenset(kind for line in around for kind in _apart(line, patterns.weights))
        strength = 1 - (1 - patterns.strength(kinds)) * (1 - given)
        if strength > found.strength:
            found = Cluster(around, kinds, strength)
    return found


def _apart(line: Line, weights: Mapping[str, float]) -> Iterator[str]:
    """The lists that a sentence shows, each in words of its own: what two lists find in the same words is one sign, the heavier.

    That something is asked for, a light sign, may be asked in the very words that say what.
    """
    kept: list[Sign] = []
    signs = [sign for sign in line.signs if sign.is_meant and sign.kind in weights]
    for sign in sorted(signs, key=lambda sign: (-weights[sign.kind], sign.start, -len(sign.words), sign.kind)):
        if sign.kind in LIGHT or not any(_covers(sign, other) for other in kept if other.kind != sign.kind):
            kept.append(sign)
    yield from dict.fromkeys(sign.kind for sign in kept)


def _covers(one: Sign, other: Sign) -> bool:
    """Whether the words of one lie within the words of the other, either way."""
    first, second = (one.start, one.start + len(one.words)), (other.start, other.start + len(other.words))
    within = second[0] <= first[0] and first[1] <= second[1]
    return within or (first[0] <= second[0] and second[1] <= first[1])


def shows(lines: Iterable[Line], *kinds: str) -> Line | None:
    """The first sentence that shows one of these lists, meant or not; None if none does."""
    return next((line for line in lines if line.every & set(kinds)), None)


def short(text: str, length: int = 90) -> str:
    """A sentence cut to be told within another.

    >>> short("Please print  our leaflets.")
    'Please print our leaflets.'
    """
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
