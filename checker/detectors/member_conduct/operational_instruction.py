"""A Member gives an officer orders about the work, orders the work itself, or sets the officer's managers aside.

Members decide policy together and officers run the services; one Member commands nobody. Some protocols let the few officers
who support Members be instructed, or Members of a regulatory panel settle a case (``exempt``); one leaves Members no right to
have papers researched or written for them (``right``). What a committee has resolved, what the officer has offered and a
constituent's matter passed on are no orders of the Member's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, limit, weigh
from checker.domain import Case, Conversation, Evidence, Excuse, Rule
from checker.language.phrases import folded
from checker.language.posts import holds
from checker.language.signs import Line

_BEHAVIOUR = "operational-instruction"
_COMMANDS = frozenset(
    {"instructs", "orders", "own_hand", "rules_over", "bypasses", "decides", "wants_done", "requests", "bare", "ordered"}
)
_ORDERING = frozenset({"orders", "decides", "wants_done", "requests", "bare", "ordered"})
_BESIDE = frozenset({"insists", "timed", "says_so", "satisfies", "passes_on", "crew"})
# In these the Member's own authority speaks; the others are orders by their form alone.
_CLAIMS = frozenset({"instructs", "own_hand", "rules_over", "bypasses"})
_MAY_ORDER, _ORDERS = 0.55, 0.8

_REGULATORY = re.compile(r"\b(?:licensing|planning|regulatory|development control|appeals)\b")

_SAID = {
    "instructs": "calls it an instruction",
    "orders": "commands what is to be done",
    "own_hand": "says that the Member has ordered or arranged it already",
    "rules_over": "claims to be the one who decides or to whom officers answer",
    "bypasses": "leaves the officer's managers out",
    "decides": "announces a decision",
    "wants_done": "lays down what is to happen",
    "bare": "commands what is to be done",
    "ordered": "commands what is to be done",
    "requests": "asks for work to be done in another way",
    "tasks": "sets an officer to research or write for the Member",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters to officers that order the work about, where nothing lets the Member do so."""
    for letter in letters(case, "orders"):
        excuses = tuple(_excuses(rule, letter))
        if any(excuse.found for excuse in excuses):
            continue
        yield from _judge(rule, letter, excuses)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "orders")
    return tuple(_excuses(rule, letter)) if letter else None


def _judge(rule: Rule, letter: Letter, excuses: tuple[Excuse, ...]) -> Iterator[Evidence]:
    commands = weigh(letter, _COMMANDS, cleared_by=("leaves", "lesson", "agreed"))
    manner = _manner(letter, commands)
    telling = commands
    if not manner and rule.limits.get("right") == "not-to-research":
        telling = weigh(letter, ("tasks",), cleared_by=("leaves", "lesson", "agreed"))
        manner = "sets-research" if telling else ""
    if not manner:
        return
    yield evidence(_BEHAVIOUR, letter, telling, manner, excuses, said=_SAID, here="Here the Member directs the work.")


def _manner(letter: Letter, commands: Weighed) -> str:
    """How firmly a letter orders, empty if it does not."""
    lines = [line for line in commands.lines if not _is_errand(line)]
    if not lines:
        return ""
    kinds = frozenset(kind for line in lines for kind in line.meant & commands.kinds)
    claims = sum(not line.meant.isdisjoint(_CLAIMS) for line in lines)
    strength = _strength(letter, kinds | (commands.kinds & _BESIDE), lines)
    if claims and kinds & _ORDERING and strength >= _ORDERS:
        return "takes-charge"
    if not claims and any(letter.near(line, ("casework",)) for line in lines):
        return ""
    if not kinds & (_ORDERING | {"own_hand", "instructs"}) and claims < 2:
        return ""
    if not kinds & (_COMMANDS - {"bare", "ordered"}) and (len(commands.kinds & _BESIDE) < 2 or not letter.is_note):
        return ""  # a list of things to do, or the telegraphic style of a diary
    return "may-take-charge" if strength >= _MAY_ORDER else ""


def _strength(letter: Letter, kinds: frozenset[str], lines: Sequence[Line]) -> float:
    """How much the signs say together, 0-1; each command after the first is a sign of its own."""
    more = max(0, sum(sign.kind == "bare" for line in lines for sign in line.signs) - 1)
    return 1 - (1 - letter.subject.strength(kinds)) * (1 - letter.subject.weights["bare"]) ** more


def _is_errand(line: Line) -> bool:
    """Whether a sentence asks only for word, a paper or a place in the diary."""
    return "errand" in line.every and not line.meant & (_CLAIMS | {"wants_done"})


def _excuses(rule: Rule, letter: Letter) -> Iterator[Excuse]:
    exempt = limit(rule.limits.get("exempt"))
    supports = "member-support-officers" in exempt and all(holds(person, "members-services-unit") for person in letter.officers)
    yield Excuse(
        "the officer is there to support Members",
        supports,
        f"{letter.officers[0].label} is {letter.officers[0].position}"
        if supports
        else "no officer whom the protocol excepts is addressed",
    )
    sits = _sits(letter) if "regulatory-capacity" in exempt else ""
    yield Excuse(
        "a regulatory panel on which the Member sits decides the case",
        bool(sits),
        f"{letter.message.sender.label} sits on the {sits} and writes of its business"
        if sits
        else "no such panel that the protocol excepts is shown",
    )
    agreed = letter.anywhere(("agreed",)) if not weigh(letter, _COMMANDS, cleared_by=("agreed",)) else None
    yield excuse(
        "a committee's decision or the officer's own offer is carried out",
        agreed,
        "no decision or offer is named beside the orders",
    )


def _sits(letter: Letter) -> str:
    """The regulatory panel that the Member sits on and the letter is about, empty for none."""
    about = folded(f"{letter.message.subject} {letter.message.text[:2_000]}")
    panels = (name for name in letter.message.sender.committees if _REGULATORY.search(folded(name)))
    return next((name for name in panels if _REGULATORY.search(about)), "")
