"""How reports say things: outcomes, likelihoods, moments, offices and amounts, the same wherever they are read.

Moments are those of Europe/London. Names of days and months are ours, because the system's depend on where it runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from checker.calendar import LONDON
from checker.domain import BREACH, Finding, Person, Unread

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROLES = {
    "member": "Member",
    "co-opted-member": "co-opted Member",
    "officer": "officer",
    "political-adviser": "political adviser",
    "external": "outside the authority",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# --- when ----------------------------------------------------------------------------------------------------------------


def in_london(moment: datetime) -> datetime:
    """The moment by London's clock; one without a zone is taken to be London's already."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(LONDON)
    except OverflowError:  # in the first and last hours that a datetime can hold
        return moment


def day(moment: date) -> str:
    """The day in full.

    >>> day(date(2026, 3, 2))
    'Monday 2 March 2026'
    """
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def moment(when: datetime | None) -> str:
    """Day and time by London's clock.

    >>> moment(datetime(2026, 7, 1, 9, 12, tzinfo=UTC))
    'Wednesday 1 July 2026, 10:12'
    """
    if when is None:
        return "no date"
    local = in_london(when)
    return f"{day(local)}, {local.hour:02}:{local.minute:02}"


def short_moment(when: datetime | None) -> str:
    """Day and time for a narrow column.

    >>> short_moment(datetime(2026, 3, 2, 10, 12))
    'Mon 2 Mar 2026, 10:12'
    """
    if when is None:
        return "no date"
    local = in_london(when)
    weekday, month = _DAYS[local.weekday()][:3], _MONTHS[local.month - 1][:3]
    return f"{weekday} {local.day} {month} {local.year}, {local.hour:02}:{local.minute:02}"


def month(when: datetime | None) -> str:
    """The month by London's clock.

    >>> month(datetime(2026, 3, 2, 10, 12))
    'March 2026'
    """
    if when is None:
        return "No date"
    local = in_london(when)
    return f"{_MONTHS[local.month - 1]} {local.year}"


def since_epoch(when: datetime) -> timedelta:
    """How long after 1 January 1970 the moment is, so that moments of any zone, or none, stand in one order."""
    aware = when.replace(tzinfo=LONDON) if when.tzinfo is None else when
    return aware - _EPOCH


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by their document's date, then document, then behaviour; those without a date come last."""

    def key(finding: Finding) -> tuple[bool, timedelta, str, str, tuple[str, ...], str, str]:
        when = timedelta() if finding.date is None else since_epoch(finding.date)
        place = (finding.date is None, when, finding.document, finding.behaviour)
        return (*place, finding.clauses, finding.actor, repr(finding))  # so that no two that differ are ever tied

    return sorted(findings, key=key)


def unread_in_order(unread: Iterable[Unread]) -> list[Unread]:
    """Unread things by where they lie."""
    return sorted(unread, key=lambda thing: (thing.source, thing.reason))


# --- what is said of a finding ---------------------------------------------------------------------------------------------


def outcome(finding: Finding) -> str:
    return "Breach" if finding.outcome == BREACH else "For review"


def likelihood(confidence: float) -> str:
    """What the probability that a fair monitoring officer would uphold a finding amounts to, with the figure.

    Certainty is never claimed: the figure stays between 1 and 99.

    >>> likelihood(0.93)
    'very likely to be upheld (93 in 100)'
    """
    figure = min(99, max(1, round(confidence * 100)))
    bands = (
        (90, "very likely to be upheld"),
        (75, "likely to be upheld"),
        (55, "more likely than not to be upheld"),
        (45, "as likely as not to be upheld"),
        (25, "may be upheld, more likely not"),
        (0, "unlikely to be upheld"),
    )
    words = next(words for least, words in bands if figure >= least)
    return f"{words} ({figure} in 100)"


def title(id: str) -> str:
    """The name to print for an id of the taxonomy.

    >>> title("undisclosed-copying")
    'Undisclosed copying'
    """
    words = id.replace("-", " ")
    return words[:1].upper() + words[1:]


def office(person: Person) -> str:
    """The office a person holds, as the roster has it; empty when nothing is known.

    >>> office(Person("a@b.example", role="member", party="Heath Alliance", position="Deputy Chair"))
    'Deputy Chair, Member, Heath Alliance'
    """
    role = _ROLES.get(person.role, "")
    if person.position.lower() == role.lower():
        role = ""
    return ", ".join(part for part in (person.position, role, person.party) if part)


# --- amounts -----------------------------------------------------------------------------------------------------------------


def count(number: int, one: str, many: str = "") -> str:
    """The number with its noun.

    >>> count(1204, "message"), count(1, "message")
    ('1,204 messages', '1 message')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def tally(findings: Iterable[Finding]) -> str:
    """How many breaches and how many for review.

    >>> tally([])
    'nothing found'
    """
    outcomes = [finding.outcome == BREACH for finding in findings]
    breaches, reviews = outcomes.count(True), outcomes.count(False)
    parts = [count(breaches, "breach", "breaches")] if breaches else []
    if reviews:
        parts.append(f"{reviews:,} for review")
    return ", ".join(parts) or "nothing found"


def size(amount: int) -> str:
    """A file's size as people say it.

    >>> size(999), size(20480)
    ('999 bytes', '20 kB')
    """
    if amount < 1000:
        return count(amount, "byte")
    if amount < 1_000_000:
        return f"{amount / 1000:.0f} kB"
    return f"{amount / 1_000_000:,.1f} MB"


def cut(text: str, length: int) -> str:
    """The text on one line, cut off behind a word with an ellipsis when it is longer than the length.

    >>> cut("The  depot opens in May", 12)
    'The depot…'
    """
    line = " ".join(text[: length * 4 + 100].split())
    if len(line) <= length and len(text) <= length * 4 + 100:
        return line
    start = line[: length - 1]
    return start.rpartition(" ")[0].rstrip(" ,;:–-") + "…" if " " in start else start + "…"
