"""What a Member presses an officer with: position, insistence, consequences, a word with those above, the officer's post.

``undue-pressure`` and ``coerced-correspondence`` differ in what is wanted; the means are the same, and are weighed here. Also
here: what the officer had said before, for a demand that is put again after a no is heavier than one that is put once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors.respect.aims import Letter
from checker.detectors.routing.naming import Names
from checker.domain import Case, Conversation, Message, Passage
from checker.language.phrases import folded
from checker.language.signs import Line, subject

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


@dataclass(frozen=True, slots=True)
class Pressed:
    """A sentence in which something is wanted, of which kinds, and what presses for it in it and near it."""

    core: Line
    kinds: frozenset[str]
    means: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Leaning:
    """A Member's letter that wants something of an officer: the sentences, what is beside them, and the no that went before.

    ``subject`` is the list of patterns by which it was read.
    """

    letter: Letter
    subject: str
    parts: tuple[Pressed, ...] = ()
    found: tuple[Line, ...] = ()
    refusal: Message | None = None

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset(kind for part in self.parts for kind in part.kinds)

    @property
    def means(self) -> frozenset[str]:
        return frozenset(kind for part in self.parts for kind, _ in part.means)

    @property
    def signs(self) -> int:
        """How many kinds of pressure there are, a no that went before among them."""
        return len(self.means) + bool(self.refusal)

    @property
    def core(self) -> float:
        """How sure it is that something is wanted, 0-1."""
        return subject(self.subject).strength(self.wanted)

    @property
    def force(self) -> float:
        """How hard it presses, 0-1: the means, each kind once a sentence, and the no that went before, as independent signs."""
        doubt = 1 - AFTER_NO if self.refusal else 1.0
        for kind, _ in sorted({(kind, line.number) for part in self.parts for kind, line in part.means}):
            doubt *= 1 - max(subject(name).weights.get(kind, 0.0) for name in (self.subject, THREATS))
        return 1 - doubt

    @property
    def reader(self) -> str:
        """The first officer written to."""
        message = self.letter.message
        return next((p.label for p in (*message.to, *message.bcc) if p.is_officer), "an officer")

    def with_kind(self, kind: str) -> Line | None:
        """The first sentence that shows this kind, meant or not."""
        return next((line for line in self.found if kind in line.every), None)

    def passages(self, wanted: Mapping[str, str], pressing: Mapping[str, str], refused: str) -> Iterator[Passage]:
        """The sentences as evidence, each with what it does, and the officer's no."""
        told: dict[tuple[int, int], list[str]] = {}
        for part in self.parts:
            told.setdefault((part.core.start, part.core.end), []).extend(
                said for kind, said in wanted.items() if kind in part.kinds
            )
            for kind, line in part.means:
                told.setdefault((line.start, line.end), []).append(pressing[kind])
        for (start, end), said in sorted(told.items()):
            yield self.letter.message.passage(start, end, f"It {'; '.join(dict.fromkeys(said))}.")
        if self.refusal is not None:
            yield self.refusal.passage(0, 0, refused)


def letter_to_officers(case: Case, message: Message) -> Letter | None:
    """A message as a Member's letter to officers, None if it is none."""
    return Letter(message, Names(case.people)) if _is_to_officers(message) else None


def _is_to_officers(message: Message) -> bool:
    is_members = message.sender.is_member and not message.automatic
    return is_members and any(p.is_officer for p in (*message.to, *message.bcc))


def letters_to_officers(case: Case) -> Iterator[tuple[Conversation, int, Letter]]:
    """The letters that Members wrote to officers, each with its conversation and its number in it."""
    names = Names(case.people)
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if _is_to_officers(message):
                yield conversation, number, Letter(message, names)


def pressed(wanted: Sequence[Line], pressing: Sequence[Line], core: Iterable[str], means: Iterable[str]) -> tuple[Pressed, ...]:
    """Each sentence that wants something of these kinds, with the means that stand within three sentences of it."""
    found = []
    cores, ways = frozenset(core), frozenset(means)
    for line in wanted:
        if kinds := line.meant & cores:
            close = [other for other in pressing if abs(other.number - line.number) <= _NEAR]
            near = [(kind, other) for other in close for kind in sorted(other.meant & ways)]
            found.append(Pressed(line, kinds, tuple(dict.fromkeys(near))))
    return tuple(found)


def threats_to(letter: Letter) -> list[Line]:
    """The sentences that threaten the reader, those left out that are of somebody else."""
    found = letter.lines(THREATS)
    aimed = {sign.line.start for sign in letter.aimed(found, tuple(MEANS))}
    return [line for line in found if line.start in aimed and "care" not in line.every]


def pressing_anywhere(leaning: Leaning, means: Iterable[str]) -> frozenset[str]:
    """The means beside what is wanted; where the patterns see nothing wanted, those that stand anywhere in the letter."""
    if leaning.parts:
        return leaning.means
    found = [*leaning.found, *threats_to(leaning.letter)]
    return frozenset(kind for line in found for kind in line.meant) & frozenset(means)


def listed(told: Sequence[str]) -> str:
    """What was told, as one clause: "a, b and c"."""
    return "".join(told) if len(told) < 2 else f"{', '.join(told[:-1])} and {told[-1]}"


def refusal_before(conversation: Conversation, number: int) -> Message | None:
    """The officer's last message to this writer before this one, if it held to a view or said no."""
    message = conversation.messages[number]
    for earlier in reversed(conversation.messages[:number]):
        if earlier.sender.is_officer and message.sender in earlier.visible and not earlier.automatic:
            text = folded(own_text(earlier))
            return earlier if any(words in text for words in subject("pressure").table["refused"]) else None
    return None
