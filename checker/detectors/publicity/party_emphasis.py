"""The party of a Member made much of: named again and again, or made large, coloured, a heading, or set beside a picture.

MWDA 11(c): one mention that is incidental and low-key may pass, and no more. Every mention is weighed by how it looks and where
it stands; how many quiet ones pass is the protocol's to say (``party_mentions_max``). What is said for or against a party is
party-promotion or party-denigration and is left to them. Tables of seats, history, and leaders' titles are no emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.publicity.opinions import opinions
from checker.detectors.publicity.publications import Publication, people_of, place, publications
from checker.domain import Case, Evidence, Excuse, Mark, Rule
from checker.language import party_talk
from checker.language.parties import PartySigns
from checker.language.party_talk import Naming
from checker.language.speakers import People

BEHAVIOUR = "party-emphasis"

_LARGE = 1.35  # times the size of the body text
_USUAL = 12.0  # points, where a file does not say how large its text is
_MEMBER = re.compile(
    r"\b(?:councillors?|cllrs?|members?|chair(?:man|woman)?|deputy chair|alderman|team|mayor|spokes(?:man|woman|person))\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"\b(?:your|our)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_LINES = 120  # characters between a party's name that has a line to itself and the Member's beside it
_LEADS = re.compile(
    r"\b(?:leaders?|leads|led|whip|secretary|chairs?|members?|spokes\w+) (?:of|for) (?:the )?\Z|\b(?:leads|led|leading) the \Z",
    re.IGNORECASE,
)
_GROUP = re.compile(r"['’]?s? (?:group|party)\b", re.IGNORECASE)
_HISTORY = re.compile(r"\b(?:1[6-9]\d\d|20[01]\d|then under|former(?:ly)?|in those days|at the time|until \d{4})\b")
_SEATS = re.compile(r"\b\d+ (?:seats?|members?|councillors?)\b|\bseats?\b|(?:: ?|\b)\d{1,2}[,;.\n]", re.IGNORECASE)
_GREY = 40  # of 255: channels closer than this are black, white or a grey


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a Member's party is named, how heavily (1 is a quiet word of running text), and what makes it heavy."""

    party: str
    start: int
    end: int
    weight: float
    by: tuple[str, ...]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that make much of the party a Member belongs to."""
    signs = party_talk.signs_of(person.party for person in case.people)
    people = people_of(case.people)
    allowed = rule.limits.get("party_mentions_max", 1)
    for publication in publications(case):
        mentions = weighed(publication, signs, people)
        for party in dict.fromkeys(mention.party for mention in mentions):
            mine = [mention for mention in mentions if mention.party == party]
            manner = _manner(mine, mentions, int(allowed) if isinstance(allowed, int | float) else 1)
            if manner:
                yield _evidence(publication, mine, manner, people, int(allowed) if isinstance(allowed, int | float) else 1)


def weighed(publication: Publication, signs: PartySigns, people: People) -> list[Mention]:
    """The mentions of Members' parties in a publication, each with its weight."""
    text = publication.text
    named = [one for one in party_talk.namings(text, signs) if not one.is_leader]
    if not named:
        return []
    judged = [(one.statement.start, one.statement.end) for one in opinions(publication, signs)]
    guidance = [(s.start, s.end) for s in party_talk.statements(text, signs) if s.is_guidance]
    body = _body_size(publication.marks, text)
    members = [
        (start, end)
        for start, end, called, person in people.named(text)
        if (person and person.is_member) or called.startswith(("C", "Ald"))
    ]
    mentions = []
    for naming in named:
        if any(start <= naming.start < end for start, end in (*judged, *guidance)):
            continue
        if _is_a_members(text, naming, members) and not _is_count_or_history(text, naming):
            mentions.append(_weigh(publication, naming, body))
    return mentions


def _is_a_members(text: str, naming: Naming, members: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention tells somebody's party: beside a Member's name, or before "councillor" or after "your"."""
    line_start, line_end = text.rfind("\n", 0, naming.start) + 1, text.find("\n", naming.end)
    line_end = len(text) if line_end < 0 else line_end
    after = text[naming.end : naming.end + 40]
    is_office = re.match(
        r"(?:['’]s)? (?:[\w-]+ )?(?:councillors?|cllrs?|members?|chair|deputy chair|team|mayor|alderman|spokes\w+|candidate)\b",
        after,
        re.IGNORECASE,
    )
    if is_office or _WHOSE.search(text[max(0, naming.start - 40) : naming.start]):
        return True
    near = [
        1
        for start, end in members
        if line_start <= start < line_end and (0 <= naming.start - end <= 80 or 0 <= start - naming.end <= 80)
    ]
    if near:
        return True
    if not text[line_start : naming.start].strip() and not text[naming.end : line_end].strip():
        return any(-_LINES <= start - naming.end <= _LINES or -_LINES <= naming.start - end <= _LINES for start, end in members)
    sentence = text[max(line_start, text.rfind(". ", 0, naming.start) + 1) : naming.end + 60]
    return bool(re.search(r"\b(?:he|she|his|her|seat|elected|joined|member)\b", sentence, re.IGNORECASE)) and bool(members)


def _is_count_or_history(text: str, naming: Naming) -> bool:
    before, after = text[max(0, naming.start - 60) : naming.start], text[naming.end : naming.end + 40]
    if re.match(r"(?: group| party)?:? (?:\(?\d{1,2}\b)", after) or re.search(r"\b\d{1,2} \Z", before):
        return True
    if re.match(r"(?:-controlled| control| government)", after):
        return True
    line = text[text.rfind("\n", 0, naming.start) + 1 : naming.end]
    return bool(re.match(r"(?:1[89]|20)\d\d: ", line))


def _weigh(publication: Publication, naming: Naming, body: float) -> Mention:
    text, by, weight = publication.text, [], 1.0
    here = [mark for mark in publication.marks if mark.start <= naming.start < mark.end]
    heading = any(mark.kind == "heading" for mark in here)
    size = max((_number(mark.value) for mark in here if mark.kind == "size"), default=0.0)
    if heading:
        by.append("in a heading")
        weight += 1.5
    if size >= body * _LARGE and not (heading and size < body * 1.9):
        by.append(f"at {size:g} points where the text is {body:g}")
        weight += 1.5
    name = text[naming.start : naming.end]
    line_start, line_end = text.rfind("\n", 0, naming.start) + 1, text.find("\n", naming.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if name.isupper() and len(name) > 4:
        by.append("in capitals")
        weight += 1.0 if line.isupper() and not heading else 1.5
    if any(
        mark.kind in ("colour", "background") and _is_colourful(mark.value) and mark.end - mark.start < 0.5 * len(text)
        for mark in here
    ):
        by.append("in colour")
        weight += 0.0 if heading and size < body * _LARGE and not name.isupper() else 1.0
    if any(mark.kind == "bold" and mark.end - mark.start < 200 for mark in here) and not heading:
        by.append("in bold")
        weight += 0.5
    picture = next(
        (
            m
            for m in publication.marks
            if m.kind == "picture" and (-120 < naming.start - m.end < 60 or m.start <= naming.start < m.end)
        ),
        None,
    )
    if picture is not None:
        by.append("beside a picture")
        weight += 0.5
    if not publication.marks and line_start == 0 and line_end >= 0 and len(line) < 120:
        by.append("in the headline")
        weight += 1.0
    before, after = text[max(0, naming.start - 40) : naming.start], text[naming.end : naming.end + 12]
    if _LEADS.search(before) and (_GROUP.match(after) or "group" in name.lower()):
        weight = max(0.5, weight - 0.5)  # a leader's title
    return Mention(naming.party, naming.start, naming.end, weight, tuple(by))


def _body_size(marks: Sequence[Mark], text: str) -> float:
    """The size in which most of a text is set."""
    sizes: dict[float, int] = {}
    for mark in marks:
        if mark.kind == "size" and (size := _number(mark.value)):
            sizes[size] = sizes.get(size, 0) + mark.end - mark.start
    if not sizes or sum(sizes.values()) * 2 < len(text):
        return _USUAL
    return max(sizes, key=lambda size: (sizes[size], -size))


def _number(value: str) -> float:
    return float(value) if re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", value) else 0.0


def _is_colourful(value: str) -> bool:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return False
    channels = [int(value[i : i + 2], 16) for i in (1, 3, 5)]
    return max(channels) - min(channels) > _GREY


def _manner(mine: Sequence[Mention], all_: Sequence[Mention], allowed: int) -> str:
    """How a party is made much of; empty if it is not: several signs make a breach, one mention too many is for review."""
    heaviest = max(mention.weight for mention in mine)
    total = sum(mention.weight for mention in mine)
    others = [sum(m.weight for m in all_ if m.party == other) for other in {m.party for m in all_} - {mine[0].party}]
    if any(weight >= total * 0.6 for weight in others):  # all are named alike
        return ""
    if heaviest >= 2.5:
        return "made-prominent"
    if len(mine) >= allowed + 2 and total >= allowed + 2:
        return "repeated"
    if len(mine) > allowed and total >= allowed + 1.5:
        return "repeated" if heaviest >= 2 else "one-too-many"
    return "one-too-many" if (len(mine) > allowed and total > allowed) or heaviest >= 2 else ""


def _evidence(publication: Publication, mine: Sequence[Mention], manner: str, people: People, allowed: int) -> Evidence:
    heaviest = max(mine, key=lambda mention: (mention.weight, -mention.start))
    text = publication.text
    line_start, line_end = text.rfind("\n", 0, heaviest.start) + 1, text.find("\n", heaviest.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    who = next((person for _, _, _, person in people.named(line) if person and person.is_member), None)
    looks = f", {' and '.join(heaviest.by)}" if heaviest.by else ""
    times = "once" if len(mine) == 1 else f"{len(mine)} times"
    quiet = "one quiet mention" if allowed == 1 else f"{allowed} quiet mentions"
    total = sum(mention.weight for mention in mine)
    shown = f"“{publication.quoted(heaviest.start, heaviest.end)}” stands {times} as a Member's party{looks}"
    return Evidence(
        document=publication.document,
        actor=who or publication.sender,
        why=f"{place(publication)}{shown}: weight {total:g} where {quiet} may pass.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(p for m in mine for p in publication.passage(m.start, m.end, _why(m))),
        excuses=(
            Excuse("one incidental and low-key mention", False, f"{len(mine)} of weight {total:g} were counted"),
            Excuse("parties named alike", False, "no other party is named as heavily"),
            Excuse("a count of seats, a title or history", False, "such mentions are not counted"),
        ),
        manner=manner,
    )


def _why(mention: Mention) -> str:
    looks = f", {' and '.join(mention.by)}" if mention.by else " in running text"
    return f"A Member's party is named{looks} (weight {mention.weight:g})."
