"""Labelled letters and case sets as examples: what each sentence shows, what it only looks like, and what was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checker.language.likeness import Letter, relation
from checker.language.sentences import Sentence, sentences
from checker.learn.letters import Label, LabelledLetter, Party


@dataclass(frozen=True, slots=True)
class Example:
    """A letter as a model reads it, and for each sentence what it shows and what it only looks like.

    ``asked`` are the behaviours that its hand looked for; of others its labels say nothing.
    """

    source: LabelledLetter
    letter: Letter
    shown: tuple[frozenset[str], ...]
    near: tuple[frozenset[str], ...]
    asked: frozenset[str]

    @property
    def hand(self) -> str:
        return self.source.hand

    @property
    def behaviours(self) -> frozenset[str]:
        """What the letter shows."""
        return frozenset[str]().union(*self.shown)


@dataclass(frozen=True, slots=True)
class Judged:
    """An example and what an encoder and a glance that have not read its hand say: each of shape (sentences, behaviours)."""

    example: Example
    figures: NDArray[np.float32]
    glanced: NDArray[np.float32]


def example(letter: LabelledLetter, asked: frozenset[str]) -> Example:
    """A letter of the corpora as an example."""
    parts = list(sentences(letter.text))
    return Example(
        source=letter,
        letter=Letter(tuple(part.text for part in parts), letter.before, related(letter, has_offices=True)),
        shown=tuple(_labels(part, letter.labels, is_near=False) & asked for part in parts),
        near=tuple(_labels(part, letter.labels, is_near=True) & asked for part in parts),
        asked=asked,
    )


def _labels(part: Sentence, labels: Iterable[Label], *, is_near: bool) -> frozenset[str]:
    alike = (label for label in labels if label.is_near is is_near and _is_same(part, label))
    return frozenset(behaviour for label in alike for behaviour in label.behaviours)


def _is_same(part: Sentence, label: Label) -> bool:
    """Whether a sentence and a label are the same but for where hand and program cut: more than half of the shorter is shared."""
    shared = min(part.end, label.end) - max(part.start, label.start)
    return shared > 0.5 * min(part.end - part.start, label.end - label.start)


def related(letter: LabelledLetter, *, has_offices: bool) -> str:
    """Who writes to whom, in words; without ``has_offices`` their roles alone."""

    def said(party: Party) -> tuple[str, str]:
        return party.role, party.position if has_offices else ""

    return relation(said(letter.sender), [said(party) for party in letter.to], [said(party) for party in letter.cc])
