"""A Member asks for information that no duty calls for: a trawl, for private or party ends, of one person or of staff.

Need to know is the test where a protocol has one; where it names a purpose (``purpose``) only the end counts; where it asks
for authority in writing (``authority``) or names who must be persuaded first (``route``), one person's case may be seen only
so; and where it allows enquiries for constituents (``constituent_enquiries``) those are in order. ``barred`` names what is
closed to every Member.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, limit, weigh
from checker.domain import Case, Conversation, Evidence, Excuse, Rule
from checker.language.posts import holds_any

_BEHAVIOUR = "improper-information-request"
_PEOPLE = frozenset({"person", "identity", "staff"})
_ENDS = frozenset({"private_end", "party_end", "idle"})
_WIDE = frozenset({"trawl", "restricted"})
_NOT_MEANT = ("leaves", "told_on")
_TRAWLS = 0.75

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
        yield evidence(
            _BEHAVIOUR, letter, telling, manner, excuses, said=_SAID, here="Here the information is asked for, or its end named."
        )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "trawls")
    if letter is None:
        return None
    manner, telling = _manner(rule, letter)
    if telling and not manner:
        return None  # only the end counts, and it is asked for with none
    return tuple(_excuses(rule, letter, telling))


def _manner(rule: Rule, letter: Letter) -> tuple[str, Weighed]:
    """In which manner information is asked for beyond need, with the sentences that show it; empty if it is not."""
    wide = weigh(letter, _WIDE, cleared_by=(*_NOT_MEANT, "own"), nearby=("formal",))
    people = weigh(letter, _PEOPLE, cleared_by=(*_NOT_MEANT, "anonymous", "own"), nearby=("formal",))
    ends = _ends(letter, is_asked=bool(wide or people))
    if ends:
        lines = dict.fromkeys((*ends.lines, *wide.lines, *people.lines))
        both = Weighed(tuple(lines), ends.kinds | wide.kinds | people.kinds, ends.strength)
        is_firm = bool(wide or people) or "presses" in ends.kinds or len(ends.kinds & _ENDS) > 1
        return ("for-other-ends" if is_firm else "may-be-for-other-ends"), both
    if "purpose" in rule.limits and "test" not in rule.limits:  # the end alone counts, and what is closed to every Member
        if "staff" in people.kinds and limit(rule.limits.get("barred")):
            return "of-persons", people
        return ("may-trawl", wide) if "idle" in wide.kinds else ("", wide or people)
    if people:
        has_way = "authority" in rule.limits or "route" in rule.limits
        return ("of-persons" if has_way or len(people.kinds - {"wants"}) > 1 else "may-be-of-persons"), people
    if wide:
        return ("trawls" if wide.strength >= _TRAWLS else "may-trawl"), wide
    return "", wide


def _ends(letter: Letter, *, is_asked: bool) -> Weighed:
    """The private or party end that a request names; nothing where no information is asked for, or only what is public."""
    ends = weigh(letter, _ENDS, cleared_by=(*_NOT_MEANT, "work"), nearby=("declared", "formal"))
    if not ends.kinds & {"private_end", "party_end"} or any(letter.near(line, ("anonymous",), 1) for line in ends.lines):
        return Weighed()
    return ends if is_asked or any(letter.near(line, ("wants",), 1) for line in ends.lines) else Weighed()


def _excuses(rule: Rule, letter: Letter, telling: Weighed) -> Iterator[Excuse]:
    kinds = telling.kinds or letter.kinds
    ends = kinds & {"private_end", "party_end"}
    lines = telling.lines or letter.lines
    duty = None if ends else next((found for line in lines if (found := letter.near(line, ("duty",), 3))), None)
    yield excuse(
        "a duty of the Member or business of a committee calls for it", duty, "no committee's business or duty is named for it"
    )
    consent = letter.anywhere(("consent",)) if kinds & _PEOPLE else None
    yield excuse(
        "the person concerned has agreed in writing", consent, "no authority of the person concerned is named or attached"
    )
    route = limit(rule.limits.get("route"))
    cleared = (
        next((person for person in letter.officers if route and holds_any(person, route)), None) if kinds & _PEOPLE else None
    )
    line = letter.anywhere(("cleared",))
    yield Excuse(
        "the officer who has to be persuaded first is asked or has agreed",
        cleared is not None or line is not None,
        f"{cleared.label} is {cleared.position}" if cleared else excuse("", line, "nobody is said to have agreed to it").why,
    )
    allowed = (
        rule.limits.get("constituent_enquiries") == "allowed" and not ends and bool(kinds & _PEOPLE) and "staff" not in kinds
    )
    yield Excuse(
        "an enquiry for a constituent, which the protocol allows",
        allowed and "constituent" in letter.message.text.lower(),
        "the letter speaks of a constituent" if allowed else "the protocol has no such leave, or it is no enquiry of that sort",
    )
