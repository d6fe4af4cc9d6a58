"""A Member asks for information that no duty of the Member's calls for: a trawl, for private or party ends, of one person or of staff.

Need to know is the test where a protocol has one; where it names a purpose (``purpose``) only the end counts; where it asks for
authority in writing (``authority``) or names who must be persuaded first (``route``), one person's case may be seen only so; and where it
allows enquiries for constituents (``constituent_enquiries``) those are in order. ``barred`` names what is closed to every Member.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.member_conduct.letters import Letter, Weighed, addressees, excuse, letters, limit, passages, weigh
from checker.domain import Case, Evidence, Excuse, Rule
from checker.language.posts import holds_any

_BEHAVIOUR = "improper-information-request"
_PEOPLE = frozenset({"person", "identity", "staff"})
_ENDS = frozenset({"private_end", "party_end", "idle"})
_WIDE = frozenset({"trawl", "restricted"})
_NOT_MEANT = ("leaves", "told_on")

_SAID = {
    "trawl": "asks for all there is",
    "idle": "gives no duty as the reason",
    "private_end": "names a private end",
    "party_end": "names a party's end",
    "staff": "asks about an officer's employment or person",
    "person": "asks for one person's case or details",
    "identity": "asks who somebody is",
    "restricted": "asks for papers that are closed",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' requests to officers for information beyond what this protocol's Members need to know."""
    for letter in letters(case, "trawls"):
        manner, telling = _manner(rule, letter)
        if not manner:
            continue
        excuses = tuple(_excuses(rule, letter, telling))
        if any(excuse.found for excuse in excuses):
            continue
        said = list(dict.fromkeys(_SAID[kind] for line in telling.lines for kind in _SAID if kind in line.meant & telling.kinds))
        yield Evidence(
            document=letter.message,
            actor=letter.message.sender,
            why=f"{letter.message.sender.label}, a Member, writes to {addressees(letter.officers)} and {' and '.join(said[:3])}.",
            confidence=probability(_BEHAVIOUR, manner),
            passages=passages(letter.message, telling.lines, "Here the information is asked for, or its end named."),
            excuses=excuses,
            manner=manner,
        )


def _manner(rule: Rule, letter: Letter) -> tuple[str, Weighed]:
    """In which manner information is asked for beyond need, with the sentences that show it; empty if it is not."""
    is_end_only = "purpose" in rule.limits and "test" not in rule.limits
    ends = weigh(letter, _ENDS, cleared_by=(*_NOT_MEANT, "work"), nearby=("declared", "formal"))
    wide = weigh(letter, _WIDE, cleared_by=(*_NOT_MEANT, "own"), nearby=("formal",))
    people = weigh(letter, _PEOPLE, cleared_by=(*_NOT_MEANT, "anonymous", "own"), nearby=("formal",))
    asks = bool(wide or people) or any(letter.near(line, ("wants",), 1) for line in ends.lines)
    published = any(letter.near(line, ("anonymous",), 1) for line in ends.lines)
    if ends.kinds & {"private_end", "party_end"} and asks and not published:
        both = Weighed(
            (*ends.lines, *(line for line in (*wide.lines, *people.lines) if line not in ends.lines)),
            ends.kinds | wide.kinds | people.kinds,
            ends.strength,
        )
        is_firm = bool(wide or people or {"presses", "idle"} & ends.kinds or len(ends.kinds & _ENDS) > 1)
        return ("for-other-ends" if is_firm else "may-be-for-other-ends"), both
    is_known = is_end_only and limit(rule.limits.get("barred")) and "staff" in people.kinds
    if people and (not is_end_only or is_known):
        return (
            "of-persons"
            if len(people.kinds - {"wants"}) > 1 or "authority" in rule.limits or "route" in rule.limits
            else "may-be-of-persons"
        ), people
    if wide and not is_end_only:
        return ("trawls" if wide.strength >= 0.75 else "may-trawl"), wide
    if wide and "idle" in wide.kinds:
        return "may-trawl", wide
    return "", Weighed()


def _excuses(rule: Rule, letter: Letter, telling: Weighed) -> Iterator[Excuse]:
    ends = telling.kinds & {"private_end", "party_end"}
    duty = None if ends else next((found for line in telling.lines if (found := letter.near(line, ("duty",), 3))), None)
    yield excuse(
        "a duty of the Member or business of a committee calls for it", duty, "no committee's business or duty is named for it"
    )
    consent = letter.anywhere(("consent",)) if telling.kinds & _PEOPLE else None
    yield excuse(
        "the person concerned has agreed in writing", consent, "no authority of the person concerned is named or attached"
    )
    route = limit(rule.limits.get("route"))
    cleared = (
        next((person for person in letter.officers if route and holds_any(person, route)), None)
        if telling.kinds & _PEOPLE
        else None
    )
    line = letter.anywhere(("cleared",))
    yield Excuse(
        "the officer who has to be persuaded first is asked or has agreed",
        cleared is not None or line is not None,
        f"{cleared.label} is {cleared.position}" if cleared else excuse("", line, "nobody is said to have agreed to it").why,
    )
    allowed = (
        rule.limits.get("constituent_enquiries") == "allowed"
        and not ends
        and bool(telling.kinds & _PEOPLE)
        and "staff" not in telling.kinds
    )
    yield Excuse(
        "an enquiry for a constituent, which the protocol allows",
        allowed and "constituent" in letter.message.text.lower(),
        "the letter speaks of a constituent" if allowed else "the protocol has no such leave, or it is no enquiry of that sort",
    )
