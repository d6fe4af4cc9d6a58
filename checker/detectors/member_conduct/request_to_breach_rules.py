"""A Member wants an officer to do what a rule, the law or the officer's contract forbids, or to leave a duty of the post undone.

Under some protocols only the duties that the law lays on certain officers are protected (``statutory_officers``): there the
officer addressed has to be one of them. To ask whether a rule allows it, to propose another rule, and to use a waiver that
the rules know are in order.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, limit, weigh
from checker.detectors.mitigation import BESIDE, mitigating
from checker.domain import Case, Conversation, Evidence, Excuse, Rule
from checker.language.posts import holds_any

_BEHAVIOUR = "request-to-breach-rules"
_BREACHES = frozenset({"bends", "evades", "falsifies", "destroys", "leaks", "drops_duty", "no_need"})
_CLEARS = ("lesson", "lawful", "reform", "decided")

_SAID = {
    "bends": "asks that a rule be set aside",
    "evades": "asks that a rule or limit be got round",
    "falsifies": "asks that something untrue be put down or something true left out",
    "destroys": "asks that a record be destroyed or kept back",
    "leaks": "asks for what may not be shown or used",
    "drops_duty": "asks that a duty of the post be left undone",
    "no_need": "calls a required step needless",
    "asked": "asks for something",
    "norm": "tells the rule that stands against it",
    "knows": "shows knowledge of the rule",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters that ask an officer to act against a rule or a duty."""
    for letter in letters(case, "rulebending"):
        if not _is_to_protected(rule, letter):
            continue
        telling = _telling(letter)
        manner = _manner(telling)
        if not manner:
            continue
        yield evidence(
            _BEHAVIOUR,
            letter,
            telling,
            manner,
            tuple(_excuses(letter)),
            said=_SAID,
            here="Here the breach of a rule is asked for.",
        )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "rulebending")
    if letter is None or not _is_to_protected(rule, letter):
        return None
    telling = _telling(letter)
    excuses = tuple(_excuses(letter))
    return mitigating(excuses, BESIDE) if telling.kinds & _BREACHES or _manner(telling) else excuses


def _is_to_protected(rule: Rule, letter: Letter) -> bool:
    """Whether it goes to an officer whose duties the protocol protects: any, or those of the posts that it names."""
    protected = limit(rule.limits.get("statutory_officers"))
    return not protected or any(holds_any(person, protected) for person in letter.officers)


def _telling(letter: Letter) -> Weighed:
    telling = weigh(letter, _BREACHES, cleared_by=_CLEARS)
    if not telling and letter.is_note:
        telling = weigh(letter, ("asked",), cleared_by=_CLEARS)
    return telling


def _manner(telling: Weighed) -> str:
    """How firmly a letter asks for a breach, empty if it does not."""
    breaches = telling.kinds & _BREACHES
    if not breaches:  # anything may be asked: the rule that stands against it must be told, and made light of
        made_light = telling.kinds & {"knows", "minimises", "hidden", "anyway"}
        return "may-ask-for-breach" if "norm" in telling.kinds and made_light else ""
    if telling.strength >= 0.82 and (len(breaches) > 1 or telling.kinds & {"knows", "hidden", "threshold", "norm", "minimises"}):
        return "asks-for-breach"
    if breaches - {"leaks", "no_need"} or (breaches and telling.kinds & {"knows", "hidden", "threshold", "norm", "minimises"}):
        return "may-ask-for-breach"
    return ""


def _excuses(letter: Letter) -> Iterator[Excuse]:
    yield excuse(
        "it stays within the rules, or asks whether it does",
        letter.anywhere(("lawful",)),
        "nothing near keeps it within the rules",
    )
    yield excuse(
        "another rule is proposed to those who make it", letter.anywhere(("reform",)), "no change of the rule is proposed"
    )
    yield excuse(
        "those who may set the rule aside have done so", letter.anywhere(("decided",)), "nobody is said to have allowed it"
    )
