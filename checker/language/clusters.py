"""Neighbouring sentences of a message whose signs tell together what its writer does.

One sign alone proves nothing: somebody wants a leaflet printed, and the next sentence says for whose campaign. A cluster is gathered
around an anchor, a sentence that shows the act itself; what stands a sentence or two away adds its signs. A sentence that also
shows something innocent (that the thing is declined, that all were served alike) lends none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.domain import Document
from checker.language.phrases import folded
from checker.language.signs import Line, Sign, lines, subject

# A breach needs two signs that say this much together, 0-1; one that says this much is for review.
TWO_SIGNS, ONE_SIGN = 0.8, 0.55
# Words that a pattern may span: its gaps together reach from one clause into the next.
FAR = 11


# What somebody else is told to have said or thought: "Cllr Birch thinks that we keep them waiting".
_REPORTED = re.compile(
    r"\b(?:(?:cllr|councillor|alderman|mr|mrs|ms|miss|dr|lord|lady)\.? [\w'-]+(?: [\w'-]+)?|the (?:chair|clerk|director|leader|officer|member|paper|echo|minister)|one|someone|somebody|nobody|everyone|who|which)"
    r" (?:has |have |had |also |then |now |still |rightly |wrongly |even )?(?:accuses?|accused|alleges?|alleged|asks?|asked|assumes?|believes?|believed|claims?|claimed|complains?|complained|feels?|felt|fears?|hears?|heard|hopes?"
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

    What a named person is told to have said is nobody's own act, nor is what a pattern strings together over half a long sentence.
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
    usable = [line for line in lines if not line.every & set(veto)]
    found = Cluster()
    for anchor in usable:
        if not anchor.meant & set(anchors):
            continue
        around = tuple(line for line in usable if abs(line.number - anchor.number) <= reach and line.meant & set(patterns.weights))
        kinds = frozenset(kind for line in around for kind in line.meant if kind in patterns.weights)
        strength = 1 - (1 - patterns.strength(kinds)) * (1 - given)
        if strength > found.strength:
            found = Cluster(around, kinds, strength)
    return found


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
