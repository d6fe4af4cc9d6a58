"""Letters whose sentences were labelled by hand for what they do: the corpora that models of behaviours learn from.

A corpus is a text file, one hand's. A letter opens with ``===``, who writes to whom, then some lines of ``key: words``, a blank
line, and the writer's own words, in which labelled stretches stand in double braces::

    === officer (County Librarian) -> member (Chair, Libraries Sub-Committee), member; cc officer (Director)
    authority: Northmarch County Council
    about: pleads in passing, among other business
    before: When do the papers go out?

    They go out on Thursday. {{officer-lobbying/appeal: I do hope you will feel able to put your hand up for option two.}}

``{{behaviour/act: words}}`` shows a breach, ``{{~behaviour/act: words}}`` looks like one and is none, ``{{/act: words}}`` is a
speech act that no behaviour hangs on. Several behaviours are joined by ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError

ACTS = (
    "advice",
    "appeal",
    "criticism-of-person",
    "criticism-of-work",
    "disclosure",
    "information",
    "instruction",
    "party-content",
    "praise",
    "promise",
    "recommendation",
    "refusal",
    "request",
    "threat",
)
ROLES = ("member", "officer", "adviser", "outsider", "public")

_HEAD = re.compile(r"=== (?P<sender>[^>]+?) -> (?P<rest>.+)")
_PARTY = re.compile(r"(?P<role>[a-z]+)(?: \((?P<position>[^()]{1,160})\))?")
_KEY = re.compile(r"(authority|about|near|before|subject): (.*)")
_MARK = re.compile(r"\{\{(?P<near>~?)(?P<behaviours>[a-z+-]*)(?:/(?P<act>[a-z-]+))?: ?(?P<words>[^{}]+)\}\}")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who writes or is written to: ``role`` is one of ``ROLES``, ``position`` free text."""

    role: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a stretch of a letter does: the behaviours that it shows (or, if ``is_near``, only looks like), and its act."""

    start: int
    end: int
    behaviours: tuple[str, ...]
    act: str = ""
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class LabelledLetter:
    """A letter of the corpora: its own words without the braces, the words that it answers, and its labels."""

    id: str
    hand: str
    authority: str
    sender: Party
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    text: str
    before: str = ""
    subject: str = ""
    about: str = ""
    near: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def shown(self) -> frozenset[str]:
        """The behaviours that this letter shows."""
        return frozenset(b for label in self.labels if not label.is_near for b in label.behaviours)


def read_letters(path: Path, behaviours: frozenset[str]) -> list[LabelledLetter]:
    """The letters of a corpus; ``CheckerError`` names every line that is wrong. ``behaviours`` are the ids that exist."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("===")]
    letters, faults, authority = [], list[str](), ""
    for count, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        try:
            letter = _letter(path.stem, count, lines[start:end], authority, behaviours)
        except ValueError as error:
            faults.append(f"{path.name}:{start + 1}: {error}")
            continue
        authority = letter.authority
        letters.append(letter)
    if faults:
        raise CheckerError("; ".join(faults))
    return letters


def _letter(hand: str, count: int, lines: list[str], authority: str, behaviours: frozenset[str]) -> LabelledLetter:
    head = _HEAD.fullmatch(lines[0].rstrip())
    if not head:
        raise ValueError("a letter opens with '=== ROLE (POSITION) -> ROLE (POSITION), ROLE; cc ROLE'")
    to, _, cc = head["rest"].partition("; cc ")
    keys = {"authority": authority}
    body = 1
    while body < len(lines) and (key := _KEY.fullmatch(lines[body])):
        keys[key[1]] = key[2].strip()
        body += 1
    text, labels = _labelled("\n".join(lines[body:]).strip(), behaviours)
    if not text:
        raise ValueError("the letter has no words")
    near = tuple(word for word in re.split(r"[,+ ]+", keys.get("near", "")) if word)
    if unknown := [id for id in near if id not in behaviours]:
        raise ValueError(f"no behaviour {', '.join(unknown)}")
    return LabelledLetter(
        id=f"{hand}-{count:04}",
        hand=hand,
        authority=keys["authority"],
        sender=next(_parties(head["sender"])),
        to=tuple(_parties(to)),
        cc=tuple(_parties(cc)),
        text=text,
        before=keys.get("before", ""),
        subject=keys.get("subject", ""),
        about=keys.get("about", ""),
        near=near,
        labels=labels,
    )


def _parties(words: str) -> Iterator[Party]:
    place = 0
    while words[place:].strip(" ,"):
        place += len(words[place:]) - len(words[place:].lstrip(" ,"))
        party = _PARTY.match(words, place)
        if not party or party["role"] not in ROLES:
            raise ValueError(f"'{words[place : place + 40]}' is no ROLE (POSITION); roles are {', '.join(ROLES)}")
        yield Party(party["role"], party["position"] or "")
        place = party.end()


def _labelled(marked: str, behaviours: frozenset[str]) -> tuple[str, tuple[Label, ...]]:
    parts, labels, place, length = [], [], 0, 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[place : mark.start()])
        length += mark.start() - place
        ids = tuple(id for id in mark["behaviours"].split("+") if id)
        if unknown := [id for id in ids if id not in behaviours]:
            raise ValueError(f"no behaviour {', '.join(unknown)}")
        if mark["act"] and mark["act"] not in ACTS:
            raise ValueError(f"no speech act {mark['act']}; there are {', '.join(ACTS)}")
        words = mark["words"].rstrip()
        labels.append(Label(length, length + len(words), ids, mark["act"] or "", bool(mark["near"])))
        parts.append(words)
        length += len(words)
        place = mark.end()
    parts.append(marked[place:])
    text = "".join(parts)
    if "{{" in text or "}}" in text:
        raise ValueError(f"a mark is not '{{{{BEHAVIOUR/ACT: words}}}}': {text[max(0, text.find('{{')) :][:60]!r}")
    return text, tuple(labels)
