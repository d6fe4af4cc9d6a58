"""The findings that stand under their clauses in three other orders: by date, by person and by conversation, one line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.domain import BREACH, Clause, Conversation, Finding, Person
from checker.report import words

ROWS = 1000  # findings listed on one page, where the lists have pages of their own


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a list: its anchor, the page it is printed on (empty if there is but one), and what it is listed by.

    ``conversation`` is the number of its conversation among the run's, None for a draft and for a message that was not kept.
    """

    finding: Finding
    anchor: str
    page: str
    actor: Person
    home: Clause
    others: tuple[Clause, ...]
    conversation: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together under a name. ``note`` says more; ``page`` is where they are listed, empty for this page."""

    anchor: str
    name: str
    note: str
    lines: tuple[Line, ...]
    page: str = ""

    @property
    def breaches(self) -> int:
        return sum(line.finding.outcome == BREACH for line in self.lines)

    @property
    def reviews(self) -> int:
        return len(self.lines) - self.breaches


@dataclass(frozen=True, slots=True)
class View:
    """One order of the findings: its anchor, what it goes by, and its groups."""

    anchor: str
    by: str
    groups: tuple[Group, ...]


def views(lines: Sequence[Line], conversations: Sequence[Conversation]) -> tuple[View, ...]:
    """The lines in each of the three orders; they come in the order of ``words.in_order``, and keep it within a group."""
    return (
        View("by-date", "date", tuple(_by_month(lines))),
        View("by-person", "person", tuple(_by_person(lines))),
        View("by-conversation", "conversation", tuple(_by_conversation(lines, conversations))),
    )


def _grouped(lines: Iterable[Line], key: Callable[[Line], Hashable]) -> list[tuple[Line, ...]]:
    groups: defaultdict[Hashable, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return [tuple(group) for group in groups.values()]


def _by_person(lines: Sequence[Line]) -> Iterator[Group]:
    def order(group: tuple[Line, ...]) -> tuple[bool, str, str]:
        actor = group[0].actor
        return (not actor.label, actor.label.lower(), actor.email)

    for number, group in enumerate(sorted(_grouped(lines, lambda line: line.finding.actor.lower()), key=order), start=1):
        actor = group[0].actor
        name, office = words.cut(actor.label, 120) or "No one person", words.cut(words.office(actor), 120)
        yield Group(f"list-person-{number}", name, office, group)


def _by_month(lines: Sequence[Line]) -> Iterator[Group]:
    for number, group in enumerate(_grouped(lines, lambda line: words.month(line.finding.date)), start=1):
        yield Group(f"list-month-{number}", words.month(group[0].finding.date), "", group)


def _by_conversation(lines: Sequence[Line], conversations: Sequence[Conversation]) -> Iterator[Group]:
    def key(line: Line) -> Hashable:
        return line.finding.document if line.conversation is None else line.conversation

    for number, group in enumerate(_grouped(lines, key), start=1):
        first = group[0]
        if first.conversation is None:
            yield Group(f"list-conversation-{number}", words.cut(first.finding.document, 120), "by itself", group)
            continue
        messages = conversations[first.conversation].messages
        name = words.cut(messages[0].subject, 120) or "No subject"
        yield Group(f"list-conversation-{number}", name, words.count(len(messages), "message"), group)


def located(view: View) -> View:
    """The view with each group's page, where the lists have pages of their own."""
    first: dict[str, str] = {}
    for page, groups in paged(view):
        for group in groups:
            first.setdefault(group.anchor, page)
    return replace(view, groups=tuple(replace(group, page=first[group.anchor]) for group in view.groups))


def paged(view: View) -> Iterator[tuple[str, tuple[Group, ...]]]:
    """The view's groups on pages of so many lines as ``ROWS`` says, each page with its name; a long group goes on overleaf."""
    page: list[Group] = []
    room, number = ROWS, 1
    for group in view.groups:
        for start in range(0, len(group.lines), ROWS):
            piece = group.lines[start : start + ROWS]
            if len(piece) > room and page:
                yield f"{view.anchor}-{number}.html", tuple(page)
                page, room, number = [], ROWS, number + 1
            more = {"anchor": f"{group.anchor}-{start}", "note": "continued"} if start else {}
            page.append(replace(group, lines=piece, page=f"{view.anchor}-{number}.html", **more))
            room -= len(piece)
    if page:
        yield f"{view.anchor}-{number}.html", tuple(page)
