"""Neighbouring sentences of a message whose signs tell together what its writer does.

One sign alone proves nothing: somebody wants a leaflet printed, and the next sentence says for whose campaign. A cluster is gathered
around an anchor, a sentence that shows the act itself; what stands a sentence or two away adds its signs. A sentence that also
shows something innocent (that the thing is declined, that all were served alike) lends none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from checker.language.signs import Line, subject

# A breach needs two signs that say this much together, 0-1; one that says this much is for review.
TWO_SIGNS, ONE_SIGN = 0.8, 0.55


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
