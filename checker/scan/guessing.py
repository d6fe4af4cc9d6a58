"""A draft of a roster, guessed from a mailbox: addresses, display names, signatures, salutations, and who is written to as what.

Every guess has its reasons and a confidence. It is for a person to correct: a scan that goes by guesses says so on its first
page, and lets none of them make a breach.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.conversations import own_text
from checker.domain import SIGNATURE, Message, Person
from checker.language.offices import Office, is_shared, office
from checker.people import COLUMNS, Roster, plain_name, roster

# How much a sign says by itself, 0-1; several add up as independent signs.
_SIGNS: Mapping[str, float] = {"signature": 0.8, "name": 0.75, "salutation": 0.6, "address": 0.5, "domain": 0.4}
# A role that signs speak for less than this is left open.
_ENOUGH = 0.4
_SALUTATION = re.compile(r"(?:dear|hi|hello|good (?:morning|afternoon|evening))\s+([^\n,;:!]{2,60})", re.IGNORECASE)
_PROSE = re.compile(r"[a-z][.!?]$|\b(?:you|your|we|is|are|was|were|have|has|please|thanks?)\b", re.IGNORECASE)
_MEMBER_ADDRESS = re.compile(
    r"^(?:cllr|clr|councillor)[._-]?[a-z]|^ald[._-][a-z]|^[a-z.]{0,40}[._-]?(?:cllr|councillor)@|@(?:members?|councillors?)\."
)
# Domains of British public bodies; others are the authority's only if its mail mostly comes from them.
_PUBLIC = (".gov.uk", ".gov.wales", ".llyw.cymru", ".gov.scot", ".police.uk", ".nhs.uk")


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody as a mailbox shows them: the role guessed, how sure, 0-1, and why."""

    person: Person
    confidence: float
    why: str


@dataclass(slots=True)
class _Signs:
    """What was seen of one address. ``roles`` counts, by role and kind of sign, the words that spoke for it."""

    names: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    received: int = 0
    roles: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    positions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    parties: Counter[str] = field(default_factory=Counter)

    def take(self, found: Office, sign: str, told: str) -> None:
        if found.kind:
            self.roles[found.kind][sign] = min(told, self.roles[found.kind].get(sign, told))
            if found.position and sign != "salutation":
                self.positions[(found.kind, found.position, found.seniority)] += 1
        if found.party:
            self.parties[found.party] += 1


class Guesser:
    """Takes messages, in any order, and gives a guess for every address that sent or received one."""

    def __init__(self) -> None:
        self._signs: defaultdict[str, _Signs] = defaultdict(_Signs)

    def take(self, message: Message) -> None:
        """Learn what a message shows of its sender and of those it goes to."""
        sender = message.sender
        if not sender.email or message.automatic:
            return
        signs = self._signs[sender.email]
        signs.sent += 1
        self._named(sender)
        for line in _signature(message):
            signs.take(office(line), "signature", f"signs as “{line[:80]}”")
        for recipient in message.recipients:
            self._signs[recipient.person.email].received += 1
            self._named(recipient.person)
        if len(message.to) == 1 and (greeted := _SALUTATION.match(own_text(message).lstrip())):
            self._signs[message.to[0].email].take(office(greeted[1]), "salutation", f"is addressed as “{greeted[1].strip()}”")

    def _named(self, person: Person) -> None:
        if person.name and "@" not in person.name:
            signs = self._signs[person.email]
            signs.names[person.name] += 1
            signs.take(office(person.name), "name", f"goes by the name “{person.name[:80]}”")

    def guesses(self) -> list[Guess]:
        """The people, those of the authority first, by what they sent and received."""
        home = self._home()
        found = [
            _guess(email, signs, home) for email, signs in self._signs.items() if "@" in email and (signs.sent or signs.received)
        ]
        order = {"member": 0, "co-opted-member": 1, "officer": 2, "political-adviser": 3, "external": 4}
        counts = {email: signs.sent + signs.received for email, signs in self._signs.items()}
        return sorted(found, key=lambda g: (order[g.person.role], -counts[g.person.email], g.person.email))

    def _home(self) -> frozenset[str]:
        """The domains of the authority: those of a public body that mail comes from, else the one that most mail comes from."""
        sent: Counter[str] = Counter()
        for email, signs in self._signs.items():
            sent[email.rpartition("@")[2]] += signs.sent
        total = sum(sent.values())
        public = {domain for domain, number in sent.items() if domain.endswith(_PUBLIC) and number * 10 > total}
        most = max(sorted(sent), key=sent.__getitem__, default="")
        return frozenset(public or ({most} if sent[most] * 4 > total else set()))


def _signature(message: Message) -> Sequence[str]:
    """The lines of a message's signature, and the last ones of its own words, where many people's signatures stand."""
    lines = [line.strip() for _, text in message.words(SIGNATURE) for line in text.splitlines()]
    last = [line.strip() for line in own_text(message).rstrip().splitlines()[-4:]]
    return [line for line in (*last, *lines) if 2 < len(line) <= 90 and not _is_prose(line)]


def _is_prose(line: str) -> bool:
    """Whether a line is said to somebody, and is no signature whatever titles it names."""
    return len(line.split()) > 10 or line.endswith(",") or bool(_SALUTATION.match(line) or _PROSE.search(line))


def _guess(email: str, signs: _Signs, home: frozenset[str]) -> Guess:
    domain = email.rpartition("@")[2]
    is_home = any(domain == own or domain.endswith(f".{own}") for own in home)
    if _MEMBER_ADDRESS.search(email):
        signs.roles["member"].setdefault("address", f"has the address of a Member, {email}")
    if is_home:
        signs.roles["officer"].setdefault("domain", f"writes from {domain}, the authority’s own domain")
    elif domain:
        signs.roles["external"].setdefault("domain", f"writes from {domain}, which is not the authority’s domain")
    if is_shared(email) and is_home:
        signs.roles["officer"].setdefault("address", f"is a shared mailbox by its address, {email}")
    scores = {role: _together(told) for role, told in signs.roles.items()}
    # An officer's title in another domain is an officer of somebody else.
    if not is_home and home and scores.get("officer", 0) <= scores.get("external", 0) + 0.5:
        scores.pop("officer", None)
    role = max(sorted(scores), key=lambda role: (scores[role], role == "member"), default="external")
    if scores.get(role, 0) < _ENOUGH:
        role = "external"
    others = max((score for other, score in scores.items() if other != role), default=0.0)
    confidence = round(max(0.05, scores.get(role, 0.3) * (1 - others / 2)), 2)
    position, seniority = next(
        ((post, rank) for (kind, post, rank), _ in signs.positions.most_common() if kind == role and post), ("", "")
    )
    person = Person(
        email=email,
        name=_name(signs.names),
        role=role,
        party=signs.parties.most_common(1)[0][0] if role == "member" and signs.parties else "",
        position=position if role != "external" else "",
        seniority=(seniority or "junior") if role == "officer" else "",
        guess="; ".join(told for _, told in _by_weight(signs.roles.get(role, {}))) or "nothing shows an office",
    )
    return Guess(person, confidence, person.guess)


def _by_weight(told: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(told.items(), key=lambda pair: (-_SIGNS[pair[0]], pair[0]))


def _together(told: Mapping[str, str]) -> float:
    doubt = 1.0
    for sign in told:
        doubt *= 1 - _SIGNS[sign]
    return 1 - doubt


def _name(names: Counter[str]) -> str:
    """The name that is written most, of those that are one name the fullest."""
    if not names:
        return ""
    most, _ = max(names.items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]))
    same = [name for name in names if plain_name(name) == plain_name(most)]
    return max(same, key=lambda name: (names[name], len(name), name))


def as_roster(guesses: Iterable[Guess]) -> Roster:
    """The guesses as the roster that a scan goes by when nobody gave one."""
    return roster(guess.person for guess in guesses)


def as_csv(guesses: Iterable[Guess]) -> str:
    """The draft as a roster's CSV, with two columns more that say how sure each guess is, and why."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*COLUMNS, "confidence", "why"))
    for guess in guesses:
        person = guess.person
        cells = (person.email, person.name, person.role, person.party, person.position, person.seniority, "")
        rows.writerow([*(_harmless(cell) for cell in cells), guess.confidence, _harmless(guess.why)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = " ".join(cell.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
