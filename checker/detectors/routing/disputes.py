"""A quarrel over a report that a Member has ordered, laid before somebody who is not to settle it.

City of London 9(2) sends a disagreement over such a request to the Town Clerk, whoever of the two refers it. Needed are the
request for a report, the disagreement with somebody of the other side, and that a third person is asked to decide. What two
people argue out between themselves, and what an officer asks a senior colleague, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.routing.naming import Named, Names
from checker.domain import OWN, Evidence, Excuse, Message, Person, Rule
from checker.language.phrases import folded
from checker.language.posts import holds_any, posts_of, title_of
from checker.language.sentences import Sentence, sentences

_BEHAVIOUR = "misrouted-complaint"
_MANNER = "report-dispute"
_APPLIES_TO = "report-request-dispute"

_MOST = 200  # sentences of one letter that are looked at
_REPORT = re.compile(r"\breports?\b|\bwritten (?:paper|briefing)\b")
_ORDERED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|request(?:s|ed|ing)?|wants?|wanted|demand(?:s|ed)?|commission(?:s|ed)?|order(?:s|ed)?"
    r"|insist(?:s|ed)?)\b"
)
_DISAGREED = re.compile(
    r"\b(?:disputes?|disagree(?:s|d|ment)?|differ(?:s|ed|ence of opinion)?|at odds|at loggerheads|deadlock(?:ed)?"
    r"|stand-?off|stalemate|quarrel"
    r"|fallen out|(?:cannot|can't|could not|couldn't|unable to|do not|don't) agree|unreasonable|refus(?:es|ed|al|ing)"
    r"|won't (?:do|write|have|accept|prepare|hear)|will not (?:do|write|have|accept|prepare))\b"
)
_SETTLE = re.compile(
    r"\b(?:adjudicat\w+|arbitrat\w+|referee|umpire|(?:make|give|your|a) (?:me |us )?(?:a )?ruling|rule on|rule (?:for|between)"
    r"|(?:decide|judge) (?:between|which of|who is right|who's right)|settle (?:it|this|that|the (?:matter|argument|dispute"
    r"|thing))"
    r"|resolve (?:it|this|the (?:matter|dispute))|(?:have|get) the (?:last|final) word|knock (?:our|some) heads|have the casting"
    r"|back me (?:up)?|take my side|call (?:her|him|them) off|overrule (?:her|him|them)|tell (?:her|him"
    r"|them) (?:that )?(?:it|no|to drop)"
    r"|get (?:her|him|them) to (?:drop|withdraw|do|write|accept))\b"
)
_ASKED = re.compile(r"\?|\b(?:please|would you|could you|can you|will you|you to|i leave it to you|over to you|for you to)\b")
_NOT_MEANT = re.compile(
    r"(?:\b(?:ask|asks|asked|tell|told|let|leave) (?!you\b)[^.;!?]{0,40}\bto|\b(?:not|no need|never|nobody|without)"
    r"|n't)\b[^.;!?]{0,30}$"
)


def disputes(names: Names, message: Message, rule: Rule) -> Iterator[Evidence]:
    """What a letter lays before the wrong person of a quarrel over a report, one piece of evidence at most."""
    routes = _routes(rule)
    third = _third(message)
    if not routes or third is None:
        return
    (excuse,) = _excuses(message, routes)
    said = [
        sentence for zone, text in message.words(OWN) if _SETTLE.search(folded(text)) for sentence in sentences(text, zone.start)
    ]
    asked = next((sentence for sentence in said[:_MOST] if _asks(sentence)), None)
    even = folded(" ".join(sentence.text for sentence in said[:_MOST]))
    if asked is None or not (_REPORT.search(even) and _ORDERED.search(even) and _DISAGREED.search(even)):
        return
    other = _other(names, message, said[:_MOST])
    if other is None or excuse.found:
        return
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} asks {third.label} to settle a disagreement with {other.label()} over a report that was"
        f" asked for; such a disagreement goes to the {title_of(*routes)}.",
        confidence=probability(_BEHAVIOUR, _MANNER),
        passages=(message.passage(asked.start, asked.end, "It is to be settled by the reader."),),
        excuses=(excuse,),
        manner=_MANNER,
    )


def dispute_excuses(message: Message, rule: Rule) -> tuple[Excuse, ...] | None:
    """What would excuse a quarrel laid before the reader; None where no clause speaks of it or no reader could settle it."""
    routes = _routes(rule)
    return _excuses(message, routes) if routes and _third(message) else None


def _excuses(message: Message, routes: tuple[str, ...]) -> tuple[Excuse, ...]:
    right = next((r.person for r in message.recipients if holds_any(r.person, routes)), None)
    why = f"{right.label} is {right.position}" if right else f"nobody whom it went to is {title_of(*routes)} by the roster"
    return (Excuse("the right person is addressed", right is not None, why),)


def _routes(rule: Rule) -> tuple[str, ...]:
    """To whom such a disagreement goes, empty where the protocol says nothing of it."""
    for term in rule.terms or (rule.limits,):
        if term.get("applies_to") == _APPLIES_TO and "route" in term:
            return posts_of(term["route"])
    return ()


def _third(message: Message) -> Person | None:
    """Whom a letter asks: somebody of the authority's, unless it is an officer's to another officer."""
    for person in message.to:
        if person.is_member or (person.is_officer and message.sender.is_member):
            return person
    return None


def _asks(sentence: Sentence) -> bool:
    even = folded(sentence.text)
    match = _SETTLE.search(even)
    return bool(match and _ASKED.search(even) and not _NOT_MEANT.search(even[: match.start()]))


def _other(names: Names, message: Message, said: list[Sentence]) -> Named | None:
    """With whom the writer disagrees: somebody of the other side who is named and not written to."""
    written_to = {person.email for person in message.to}
    for sentence in said:
        for named in names.find(sentence.text):
            across = named.is_member if message.sender.is_officer else named.is_officer
            if across and not (named.person and named.person.email in written_to):
                return named
    return None
