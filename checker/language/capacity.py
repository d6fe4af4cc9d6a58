"""In which capacity a Member writes: for the authority, for a constituent, for the party, privately, or for another interest.

Told from the address, the subject, the signature and the writer's own words, with the reason. The signs of each capacity are
added up, an explicit one ("in a private capacity") above all. ``is_apart`` says whether the writer keeps another interest apart
from the office; ``weight`` holds the words that lean on the office. Where nothing tells, the capacity is ``unknown``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.domain import SIGNATURE, Message
from checker.language.acts import Said, kinds, said

AUTHORITY, CONSTITUENT, PARTY, PRIVATE, INTEREST, UNKNOWN = "authority", "constituent", "party", "private", "interest", "unknown"

_CALLED = {
    AUTHORITY: "for the authority",
    CONSTITUENT: "for a constituent",
    PARTY: "for the party",
    PRIVATE: "privately",
    INTEREST: "for an interest outside the authority",
}
_PARTY_ADDRESS = re.compile(r"(?:labour|conservative|tory|tories|libdem|greenparty|reform|plaid|association|party)")
_PRIVATE_ADDRESS = re.compile(r"^(?:gmail|hotmail|outlook|yahoo|btinternet|icloud|aol|live|virginmedia|sky|talktalk|protonmail)")
_TRADE = re.compile(
    r"\b(?:ltd|limited|llp|plc|solicitors|associates|consulting|consultants|partners|& (?:sons?|co)|estates|haulage|charity no)\b"
)
_COUNCILLOR = re.compile(r"\b(?:cllr|councillor|alderman|member for|ward|chair of)\b")


@dataclass(frozen=True, slots=True)
class Capacity:
    """The capacity in which somebody writes, why it is told so, and the sentences that led to it.

    ``apart`` are the sentences that keep another interest apart from the office, ``weight`` those that lean on the office,
    ``urged`` those that want something done without asking for it.
    """

    kind: str
    why: str
    signs: tuple[Said, ...] = ()
    apart: tuple[Said, ...] = ()
    weight: tuple[Said, ...] = ()
    urged: tuple[Said, ...] = ()

    @property
    def is_apart(self) -> bool:
        return bool(self.apart)


def capacity(message: Message) -> Capacity:
    """In which capacity a message is written."""
    found = list(said(message, "capacity"))
    told: dict[str, list[Said]] = {kind: [s for s in found if kind in s.meant] for kind in _CALLED}
    marks = {kind: 2.0 * len(sentences) for kind, sentences in told.items()}
    reasons: dict[str, list[str]] = {kind: [f"“{_short(s.text)}”" for s in sentences[:2]] for kind, sentences in told.items()}
    for kind, much, reason in _outer(message):
        marks[kind] += much
        reasons[kind].append(reason)
    apart = tuple(s for s in found if "apart" in s.every)
    weight = tuple(s for s in found if "weight" in s.meant)
    urged = tuple(s for s in found if "urges" in s.meant)
    best = max(marks, key=lambda kind: (marks[kind], -_ORDER.index(kind)))
    if marks[best] < 1:
        return Capacity(UNKNOWN, "nothing tells in which capacity it is written", (), apart, weight, urged)
    return Capacity(best, f"written {_CALLED[best]}: {', '.join(reasons[best][:3])}", tuple(told[best]), apart, weight, urged)


_ORDER = (INTEREST, CONSTITUENT, PARTY, PRIVATE, AUTHORITY)


def _outer(message: Message) -> list[tuple[str, float, str]]:
    """Signs outside the words: the subject, the signature, the address; each with how much it says."""
    signs: list[tuple[str, float, str]] = []
    subject = kinds(message.subject, "capacity")
    signs += [(kind, 1.0, f"the subject “{message.subject[:60]}”") for kind in _CALLED if kind in subject]
    signature = "\n".join(text for _, text in message.words(SIGNATURE)).lower()
    if _TRADE.search(signature):
        signs.append((INTEREST, 2.0, "the signature is a firm's"))
    elif _COUNCILLOR.search(signature):
        signs.append((AUTHORITY, 0.5, "the signature gives the office"))
    domain = message.sender.email.partition("@")[2].lower()
    if _PARTY_ADDRESS.search(domain):
        signs.append((PARTY, 1.0, f"the address is at {domain}"))
    elif _PRIVATE_ADDRESS.match(domain):
        signs.append((PRIVATE, 0.5, f"the address is at {domain}"))
    return signs


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + " …"
