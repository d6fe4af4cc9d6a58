"""Whether a letter speaks in a public body's name, and whether it binds the body or gives orders for it.

A promise to try, to ask or to raise something binds nobody; nor does a letter that leaves the decision to those who have it,
or tells of one that they have made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checker.domain import Document
from checker.language.acts import Said, said

# A bargain struck in one word.
_DEAL = re.compile(r"(?:agreed|deal|done)[.!]{1,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a letter says for a body: the sentences that speak in its name, that bind it, that promise, and that order.

    ``has_stake`` says whether anything in it costs or binds; ``reports`` and ``personal`` are words that take it back: a
    decision already made, or a writer who speaks for themselves.
    """

    named: tuple[Said, ...] = ()
    voiced: tuple[Said, ...] = ()
    binding: tuple[Said, ...] = ()
    promising: tuple[Said, ...] = ()
    ordering: tuple[Said, ...] = ()
    reports: tuple[Said, ...] = ()
    personal: tuple[Said, ...] = ()
    has_stake: bool = False

    @property
    def acts(self) -> tuple[Said, ...]:
        """The sentences that bind, promise or order, in the order of the text."""
        return tuple(sorted({*self.binding, *self.promising, *self.ordering}, key=lambda sentence: sentence.start))


def commitment(document: Document, renamed: Callable[[str], str] = str) -> Commitment:
    """What the writer's own words say for a body, of which ``renamed`` turns the own name into "the Authority"."""
    sentences = list(said(document, "commitments", renamed))

    def of(kind: str) -> tuple[Said, ...]:
        return tuple(
            s
            for s in sentences
            if (kind in s.meant or (kind == "binds" and _DEAL.fullmatch(s.text)))
            and not s.every & {"tries", "leaves"}
            and not _is_question(s)
        )

    def bare(kind: str) -> tuple[Said, ...]:
        return tuple(s for s in of(kind) if "reports" not in s.every)

    return Commitment(
        named=of("name"),
        voiced=bare("voice"),
        binding=bare("binds"),
        promising=bare("promises"),
        ordering=bare("orders"),
        reports=_with(sentences, "reports"),
        personal=_with(sentences, "personal"),
        has_stake=bool(_with(sentences, "stake")),
    )


def _with(sentences: Sequence[Said], kind: str) -> tuple[Said, ...]:
    return tuple(s for s in sentences if kind in s.every)


def _is_question(sentence: Said) -> bool:
    return sentence.text.rstrip(" \"'”’)").endswith("?")
