"""What a Member presses an officer with: position, insistence, consequences, a word with those above, the officer's post.

``undue-pressure`` and ``coerced-correspondence`` differ in what is wanted; the means are the same, and are weighed here. Also here: what
the officer had said before, for a demand that is put again after a no is heavier than one that is put once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors.respect.aims import Letter
from checker.domain import Conversation, Message
from checker.language.signs import Line, subject
from checker.language.phrases import folded

THREATS = "threats"
# How a threat presses, told of the writer.
MEANS = {
    "post": "puts the officer's post or career into it",
    "or_else": "threatens consequences",
    "reprisal": "promises to hold it against the officer",
    "hint": "hints at consequences",
    "expose": "threatens to show the officer up",
    "isolate": "shuts the officer out",
    "go_above": "threatens to go to those above",
    "power": "reminds the officer who is master",
    "screw": "will hear no answer",
    "ultimatum": "sets an ultimatum",
    "purse": "threatens the officer's budget or service",
}
AFTER_NO = 0.35  # how much it says that the officer had said no before
_NEAR = 3  # sentences between what is wanted and what presses for it
_REFUSED = (
    "cannot", "can't", "not able to", "unable to", "would not be appropriate", "would not be right", "wouldn't be right", "not in a position",
    "my advice", "professional view", "professional advice", "professional judgement", "my recommendation", "have to decline", "must decline",
    "won't be able", "not something that i", "i do not agree", "i don't agree", "not prepared to", "i am afraid", "i'm afraid", "stand by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pressed:
    """A sentence in which something is wanted, and the kinds of pressure in it and near it, each with its sentence."""

    core: Line
    kinds: frozenset[str]
    means: tuple[tuple[str, Line], ...]

    @property
    def pressing(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.means)


def pressed(wanted: Sequence[Line], pressing: Sequence[Line], core: Iterable[str], means: Iterable[str]) -> list[Pressed]:
    """Each sentence that wants something of these kinds, with the means that stand within three sentences of it."""
    found = []
    cores, ways = frozenset(core), frozenset(means)
    for line in wanted:
        if kinds := line.meant & cores:
            near = [
                (kind, other)
                for other in pressing
                if abs(other.number - line.number) <= _NEAR
                for kind in sorted(other.meant & ways)
            ]
            found.append(Pressed(line, kinds, tuple(dict.fromkeys(near))))
    return found


def threats_to(letter: Letter) -> list[Line]:
    """The sentences that threaten the reader, those left out that are of somebody else."""
    found = letter.lines(THREATS)
    aimed = {sign.line.start for sign in letter.aimed(found, tuple(MEANS))}
    return [line for line in found if line.start in aimed and "care" not in line.every]


def strength(kinds: Iterable[tuple[str, int]], *subjects: str) -> float:
    """How much signs of several subjects say together, 0-1, each kind once a sentence and independent of the others."""
    doubt = 1.0
    for kind, _ in sorted(set(kinds)):
        doubt *= 1 - max(subject(name).weights.get(kind, 0.0) for name in subjects)
    return 1 - doubt


def force(parts: Iterable[Pressed], refusal: Message | None, *subjects: str) -> float:
    """How hard letters press, 0-1: the means, each sentence for itself, and a no that went before."""
    means = {(kind, line.number) for part in parts for kind, line in part.means}
    return 1 - (1 - strength(means, *subjects)) * (1 - AFTER_NO if refusal else 1)


def refusal_before(conversation: Conversation, number: int) -> Message | None:
    """The officer's last message to this writer before this one, if it held to a view or said no."""
    message = conversation.messages[number]
    for earlier in reversed(conversation.messages[:number]):
        if earlier.sender.is_officer and message.sender in earlier.visible and not earlier.automatic:
            text = folded(own_text(earlier))
            return earlier if any(words in text for words in _REFUSED) else None
    return None
