"""What each clause of a council's own protocol probably is: whom it binds, of which kind, with which limits, against what.

Everything here is a suggestion with a confidence and the words that led to it; a person confirms it. Whom a clause binds is
told by its grammar (``checker.language.addressees``), its limits by rule, its kind and its behaviours by trained weights and cues
(``checker.language.clauses``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from checker.domain import Limit
from checker.language.addressees import bound
from checker.language.clauses import Guess, Weights, cued, features, strength
from checker.language.limits import Found, limits
from checker.protocols.faults import known_limits
from checker.protocols.importing.rows import Row

# How often each way of telling the addressee was right over the five protocols and three invented ones, with five cases more of
# which four are right; the rules were written with seven of the eight in view (models/clauses/card.md).
_TOLD = {
    "above": 0.86, "act": 0.84, "agent": 0.9, "anywhere": 0.67, "authority": 0.91, "before": 0.56, "carried": 0.92,
    "control": 0.91, "definition": 0.92, "denied": 0.86, "embedded": 0.94, "entitled": 0.91, "expected": 0.98, "joined": 0.78,
    "lead": 0.98, "maker": 0.69, "owner": 0.84, "reader": 0.81, "served": 0.87, "subject": 0.92, "text": 0.76, "thing": 0.77,
    "timed": 0.67, "vested": 0.86, "we": 0.88,
}  # fmt: skip
_PARTY = {"member": "member", "officer": "officer", "both": "both", "authority": "authority", "other": "other", "none": "both"}
_KIND_OF_STRENGTH = {
    "forbids": "prohibition",
    "requires": "duty",
    "expects": "expectation",
    "allows": "permission",
    "states": "duty",
    "none": "context",
}
# What a figure of days is about: the behaviour that breaks it.
_TIMED = {
    "acknowledge_working_days": "late-acknowledgement",
    "complaint_response_working_days": "late-complaint-response",
    "holding_reply_latest_working_days": "late-reply",
    "reply_working_days": "late-reply",
}
_FIRM = ("no", "partly", "with-settings", "with-roster", "yes")
# From which probability a behaviour is said without a cue, and how sure a cue alone is.
_SAID, _CUED = 0.5, 0.55


@dataclass(frozen=True, slots=True)
class SuggestedClause:
    """A clause as suggested; ``start`` and ``end`` are its place in the document's text.

    ``guesses`` hold, for each key that was judged, what was judged, how sure that is (0-1) and the words that led to it.
    """

    number: str
    locator: str
    row: str
    text: str
    start: int
    end: int
    addressee: str
    kind: str
    limits: Mapping[str, Limit]
    behaviours: tuple[str, ...]
    visible: str
    guesses: Mapping[str, tuple[Guess, ...]]
    unsaid: tuple[Found, ...] = ()


def suggested(rows: Sequence[Row], behaviours: Collection[str], weights: Weights | None) -> list[SuggestedClause]:
    """A suggestion for every row; a paragraph that holds several norms takes up those of its parts."""
    clauses = [_suggested(row, behaviours, weights) for row in rows]
    for at, row in enumerate(rows):
        if row.row == "whole":
            parts = [clauses[n] for n in range(at + 1, len(rows)) if rows[n].is_part and _is_below(rows[n], row)]
            clauses[at] = _whole(clauses[at], parts)
    return clauses


def _is_below(part: Row, whole: Row) -> bool:
    return part.number.rpartition(".")[0] == whole.number


def _whole(clause: SuggestedClause, parts: Sequence[SuggestedClause]) -> SuggestedClause:
    named = tuple(sorted({b for part in parts for b in part.behaviours}))
    firmest = max((part.visible for part in parts if part.behaviours), key=_FIRM.index, default="no")
    addressees = {part.addressee for part in parts}
    who = next(iter(addressees)) if len(addressees) == 1 else "both"
    return replace(clause, addressee=who, behaviours=named, visible=firmest)


def _suggested(row: Row, behaviours: Collection[str], weights: Weights | None) -> SuggestedClause:
    who, how = bound(row.text, row.context, row.before)
    addressee = Guess(_PARTY[who], _TOLD.get(how, 0.5), (how,))
    if row.row:
        label = "other" if row.row == "heading" else addressee.label
        return SuggestedClause(
            row.number, row.locator, row.row, row.text, row.start, row.end, label, "context", MappingProxyType({}), (), "no",
            MappingProxyType({}),
        )  # fmt: skip
    found = features(row.text, row.context)
    set_limits = limits(row.text, row.context)
    kind = _kind(row.text, set_limits, found, weights)
    named = _behaviours(row, set_limits, found, behaviours, weights)
    usual = weights.visible if weights is not None else {}
    visible = max((usual.get(guess.label, "partly") for guess in named), key=_FIRM.index, default="no")
    kept: dict[str, Limit] = {}
    for one in set_limits:
        if one.key in known_limits():
            kept.setdefault(one.key, one.value)
    if kind.label == "deadline" and not any(key.endswith("_working_days") for key in kept):
        kept["deadline"] = "none-stated"
    return SuggestedClause(
        number=row.number,
        locator=row.locator,
        row="",
        text=row.text,
        start=row.start,
        end=row.end,
        addressee=addressee.label,
        kind=kind.label,
        limits=MappingProxyType(kept),
        behaviours=tuple(sorted(guess.label for guess in named)),
        visible=visible,
        guesses=MappingProxyType(
            {
                "addressee": (addressee,),
                "kind": (kind,),
                "limits": tuple(Guess(one.key, one.confidence, (one.words,)) for one in set_limits if one.key in kept),
                "behaviours": tuple(sorted(named, key=lambda guess: (-guess.confidence, guess.label))),
            }
        ),
        unsaid=tuple(one for one in set_limits if one.key not in kept),
    )


def _kind(text: str, set_limits: Sequence[Found], found: Mapping[str, float], weights: Weights | None) -> Guess:
    timed = next((one for one in set_limits if one.key in _TIMED), None)
    if timed is not None:
        return Guess("deadline", timed.confidence, (timed.words,))
    if weights is None:
        return Guess(_KIND_OF_STRENGTH[strength(text)], 0.5, ())
    scores = {label: weights.score("kind", label, found) for label in weights.tasks["kind"]}
    label = max(sorted(scores), key=lambda name: scores[name][0])
    return Guess(label, scores[label][0], _words(scores[label][1]))


def _behaviours(
    row: Row, set_limits: Sequence[Found], found: Mapping[str, float], known: Collection[str], weights: Weights | None
) -> list[Guess]:
    guesses: dict[str, Guess] = {}
    cues = cued(row.text, f"{row.context[-1] if row.context else ''} {row.text}")
    tasks = weights.tasks["behaviour"] if weights is not None else {}
    for behaviour in sorted({*cues, *tasks}):
        probability, words = (
            weights.score("behaviour", behaviour, found) if weights is not None and behaviour in tasks else (0.0, ())
        )
        if behaviour in cues:
            guesses[behaviour] = Guess(behaviour, max(_CUED, min(0.95, 0.5 + probability / 2)), cues[behaviour])
        elif probability >= _SAID:
            guesses[behaviour] = Guess(behaviour, probability, _words(words))
    timed = {_TIMED[one.key] for one in set_limits if one.key in _TIMED}
    if timed:  # a figure says which of the three it is
        guesses = {id: guess for id, guess in guesses.items() if id not in _TIMED.values() or id in timed}
    for one in set_limits:
        behaviour = _TIMED.get(one.key, "")
        if behaviour:
            guesses[behaviour] = Guess(behaviour, one.confidence, (one.words,))
    return [guess for behaviour, guess in guesses.items() if behaviour in known]


def _words(names: Sequence[str]) -> tuple[str, ...]:
    """The words among features, longest runs first."""
    words = (name.partition(":")[2] for name in names if name.startswith(("w:", "c:")))
    return tuple(word for word in words if any(len(each) > 3 for each in word.split()))[:3]
