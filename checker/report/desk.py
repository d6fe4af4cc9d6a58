"""What is known of drafts at the writer's desk, beside the findings: wordings to try, advice, and what is held back.

The findings of a run are what the protocol forbids. Everything here leaves them as they are: a wording is offered and never
put in, advice is no breach of anything, and a finding that is held back is still told, with who answers for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from types import MappingProxyType

from checker.domain import BREACH, Clause, Finding, Passage, Protocol, Run, Source


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of a draft and neutral words that could stand in its place; no words mean that it is better left out."""

    document: str
    start: int
    end: int
    sentence: str
    instead: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for one finding: how such a thing is put neutrally, and wordings that the check finds nothing in."""

    advice: str
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at before a draft goes out that is no breach of the protocol: its kind, in words, and where it stands."""

    document: str
    source: Source
    kind: str
    text: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """Somebody's decision that a finding may stand: which, why, who answers for it, its last day, and its line in the file."""

    fingerprint: str
    reason: str
    owner: str
    expires: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A finding that is held back, and by which decision."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Desk:
    """Drafts as they were checked: the run without what is held back, offers by a finding's id, notes, and stale decisions.

    ``stale`` says of each decision that has run out, or that holds nothing back, what is to be done about it.
    """

    run: Run
    offers: Mapping[str, Offer] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()
    held: tuple[Held, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        return not any(finding.outcome == BREACH for finding in self.run.findings)


def cited(clause: Clause, protocol: Protocol) -> str:
    """What a clause is called where several rulebooks stand side by side: by its number, or by its id in any but the first."""
    return clause.number if clause.id == f"{protocol.id}/{clause.number}" else clause.id


def fingerprint(finding: Finding) -> str:
    """What names a finding of a draft from one check to the next, wherever the draft's folder lies and however it was given.

    It changes when the words that count, the file's name or the protocol do: then the decision has to be made again. Where
    ``Finding.id`` holds the path from the folder that was given, this holds the file's name alone.
    """
    quotes = "\x1f".join(" ".join(passage.quote.split()).lower() for passage in finding.evidence)
    parts = (finding.protocol, finding.behaviour, PurePath(finding.document).name, finding.actor, quotes)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
