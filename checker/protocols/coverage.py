"""What of a protocol is checked, clause by clause, and what is not, with the reason in plain words.

Statements are counted; headings, lead-ins and paragraphs that only hold statements are there as structure and are not. A clause
whose breach would show in correspondence or publicity, and that nothing looks for, is a gap, and is called one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from checker.domain import Behaviour, Clause, Protocol, Rule

CHECKED, ROSTER, SETTING, HINT, UNSEEN, IDLE, GAP = "checked", "roster", "setting", "hint", "unseen", "not-in-force", "gap"
STRUCTURE = "structure"

# In the order in which they are told: what a state is called, and what it means.
STATES: Mapping[str, tuple[str, str]] = {
    CHECKED: ("Checked", "Seen from the text, the addresses and the dates alone."),
    ROSTER: ("Checked with a roster", "Seen once it is known who is a Member and who an officer, of which party and office."),
    SETTING: ("Checked with a roster and a setting", "Something else that only the authority knows has to be supplied as well."),
    HINT: ("Only hinted at", "Correspondence can show signs of a breach and not enough to be sure, so it is put up for review."),
    GAP: ("Gap: not checked yet", "A breach could be seen in correspondence or publicity, and nothing looks for it yet."),
    UNSEEN: ("Cannot be told from correspondence", "Keeping it or breaking it leaves no sign in what is read here."),
    IDLE: ("Not in force", "It was proposed and not adopted, and nobody is judged by it."),
}

_SEEN_AS = {"yes": CHECKED, "with-roster": ROSTER, "with-settings": SETTING, "partly": HINT}

# What a user supplies beside the roster, by the limit or the behaviour that calls for it.
_SETTINGS = {
    "complaint_response_working_days": "days on which the authority was closed, beside weekends and bank holidays",
    "acknowledge_working_days": "days on which the authority was closed, beside weekends and bank holidays",
    "reply_working_days": "days on which the authority was closed, beside weekends and bank holidays",
    "holding_reply_latest_working_days": "days on which the authority was closed, beside weekends and bank holidays",
    "hours": "office hours",
    "confidential-disclosure": "a list of confidential papers",
    "late-reply": "days on which the authority was closed, beside weekends and bank holidays",
    "late-complaint-response": "days on which the authority was closed, beside weekends and bank holidays",
    "out-of-hours-contact": "office hours",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: its depth among the others, its state, the behaviours by which it is checked, and why it is as it is.

    ``missing`` are behaviours that it forbids and nothing looks for yet; ``settings`` what a user has to supply.
    """

    clause: Clause
    depth: int
    state: str
    behaviours: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_structure(self) -> bool:
        return self.state == STRUCTURE


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every clause of a protocol in the order of its text, with how far each is checked."""

    protocol: Protocol
    lines: tuple[Line, ...]

    @property
    def statements(self) -> int:
        return sum(not line.is_structure for line in self.lines)

    @property
    def totals(self) -> Mapping[str, int]:
        """How many statements there are of each state, in the order of ``STATES``; every state but those of no clause at all."""
        times = Counter(line.state for line in self.lines)
        return {state: times[state] for state in STATES if times[state] or state != IDLE}

    @property
    def visible(self) -> int:
        """How many statements could be seen to be broken, whether or not anything looks."""
        return sum(self.totals.get(state, 0) for state in (CHECKED, ROSTER, SETTING, HINT, GAP))

    @property
    def looked_at(self) -> int:
        return self.visible - self.totals[GAP]


def coverage(protocol: Protocol, behaviours: Mapping[str, Behaviour]) -> Coverage:
    """How far each clause of a protocol is checked, by the behaviours that there are and those that a detector sees."""
    rules = {rule.behaviour: rule for rule in protocol.rules}
    numbers = {clause.number for clause in protocol.clauses}
    depths: dict[str, int] = {}
    lines = []
    for clause in protocol.clauses:
        parent = _parent(clause.number, numbers)
        depths[clause.number] = depths.get(parent, -1) + 1
        lines.append(_line(clause, depths[clause.number], rules, behaviours))
    return Coverage(protocol, tuple(lines))


def _parent(number: str, numbers: set[str]) -> str:
    while "." in number:
        number = number.rpartition(".")[0]
        if number in numbers:
            return number
    return ""


def _line(clause: Clause, depth: int, rules: Mapping[str, Rule], behaviours: Mapping[str, Behaviour]) -> Line:
    if clause.row:
        return Line(clause, depth, STRUCTURE)
    if clause.limits.get("status") == "proposed":
        return Line(clause, depth, IDLE, reason="It was only proposed, so nothing is judged by it.")
    if clause.visible == "no":
        return Line(clause, depth, UNSEEN, reason=_why_unseen(clause))
    if not clause.behaviours:
        return Line(clause, depth, GAP, reason=f"No behaviour covers it. What would show: {_shows(clause)}")
    seen = [each for each in clause.behaviours if each in behaviours and behaviours[each].is_seen]
    missing = tuple(each for each in clause.behaviours if each not in seen)
    if not seen:
        return Line(clause, depth, GAP, (), missing, reason=f"Nothing looks for this yet. What would show: {_shows(clause)}")
    lacking = {each: _unset(behaviours[each], rules.get(each)) for each in seen}
    judged = tuple(each for each in seen if not lacking[each])
    if not judged:
        unset = sorted({limit.replace("_", " ") for limits in lacking.values() for limit in limits})
        reason = f"The protocol sets no {' and no '.join(unset)}, so there is nothing to measure by."
        return Line(clause, depth, GAP if missing else UNSEEN, (), missing, reason=reason)
    state = _SEEN_AS[clause.visible]
    settings = _settings(clause, judged) if state == SETTING else ()
    return Line(clause, depth, state, judged, missing, settings, _why_seen(clause, judged, rules, behaviours))


def _unset(behaviour: Behaviour, rule: Rule | None) -> list[str]:
    """The limits that a behaviour needs and the protocol does not set."""
    return [limit for limit in behaviour.limits if rule is not None and limit not in rule.limits]


def _settings(clause: Clause, judged: tuple[str, ...]) -> tuple[str, ...]:
    named = clause.limits.get("settings", ())
    listed = [named] if isinstance(named, str) else list(named) if isinstance(named, tuple) else []
    found = [_a(each.replace("-", " ")) for each in listed if each]
    found = found or [_SETTINGS[key] for key in clause.limits if key in _SETTINGS]
    found = found or [_SETTINGS[key] for key in judged if key in _SETTINGS]
    return tuple(dict.fromkeys(found)) or ("what only the authority can say",)


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def _why_seen(clause: Clause, judged: tuple[str, ...], rules: Mapping[str, Rule], behaviours: Mapping[str, Behaviour]) -> str:
    sentences = []
    if clause.kind == "permission":
        sentences.append("A permission: it is looked at as what bounds or excuses the behaviour.")
    else:
        cited = {each: _cited(rules[each]) for each in judged if each in rules}
        firmer = {each: clauses for each, clauses in cited.items() if clause.id not in clauses and clauses}
        if firmer and len(firmer) == len(judged):
            under = dict.fromkeys(clauses[0].partition("/")[2] for clauses in firmer.values())
            sentences.append(f"A breach of it is reported under {' and '.join(under)}.")
        indirect = [each for each in judged if each in clause.indirect]
        if indirect and len(indirect) == len(judged):
            sentences.append("It reaches this only through a general rule of neutrality, so findings are put up for review.")
    if any(_unset(behaviours[each], rules.get(each)) for each in clause.behaviours if each in behaviours):
        sentences.append("Where the protocol gives no figure, nothing is measured.")
    if shows := clause.shows:
        sentences.append(f"What shows: {shows}")
    return " ".join(sentences)


def _cited(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rule.clauses, *(clause for clauses in rule.manners.values() for clause in clauses))))


def _why_unseen(clause: Clause) -> str:
    if clause.limits.get("supplied") == "no":
        return "It rests on another document, which the program does not have."
    if clause.limits.get("deadline") == "none-stated":
        return "It gives no figure, so there is nothing to measure by."
    if clause.kind == "context":
        return "It describes or explains; there is nothing in it to keep or to break."
    if clause.kind == "permission":
        return "It allows something, which nobody can break, and excuses nothing that is looked for."
    if clause.addressee == "authority":
        return "It binds the authority as a body, which does not act in anybody's correspondence."
    if clause.kind == "procedure":
        return "It orders a procedure, whose steps are taken outside correspondence."
    if clause.kind == "expectation":
        return "It asks for an attitude or a way of working, which no message shows to be there or wanting."
    return "Keeping it or breaking it leaves no sign in messages or publicity."


def _shows(clause: Clause) -> str:
    return clause.shows or clause.summary
