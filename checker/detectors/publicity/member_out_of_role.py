"""A Member quoted or pictured on a subject that lies outside the Member's office.

MWDA 11(g): the role has to fit the subject; the Chair, the Deputy Chair, group leaders and opposition spokespersons have more
room (``wider_scope``). Other protocols name the offices that may speak at all (``may_speak``). Subjects are told by the
vocabulary of the draft and by the names of committees and posts on the roster. A Member who speaks of the ward that the draft
is about, or sits on the committee whose subject it is, is in role; so is whoever the roster does not know: of them nothing is
said. Where a rule names people who may not be shown at all (``not_shown``: candidates before an election), they are looked for,
on the roster or not, and nothing else is: a list that names them with ward and party is a fact and passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.detectors.publicity.publications import Publication, people_of, place, publications
from checker.domain import Case, Evidence, Excuse, Person, Rule
from checker.language import posts, subjects
from checker.language.speakers import People, plain_name
from checker.people import domains

BEHAVIOUR = "member-out-of-role"
_WARD = re.compile(r"\b(?:whose ward|(?:ward|local|divisional) (?:councillor|member)\b(?! for))", re.IGNORECASE)
# The place that somebody stands for, by the text or by the roster.
_STANDS_FOR = re.compile(
    r"\b(?:represents(?: the)?|(?:[Cc]ouncillor|[Mm]ember) for(?: the)?) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)
# The line that gives a column its author, right before the column.
_BYLINE = re.compile(r"(?:\A|\n)(?:By|From) [A-Z][^\n]{3,60}\Z")
# The text itself tells what the Member's committee had to do with the matter.
_HAD_TO_DO = re.compile(
    r"\b(?:committee|panel|board|working (?:group|party)|forum)\b[^.\n]{0,60}?\b(?:that|which|as it|when it)\b[^.\n]{0,20}?"
    r"\b(?:looked (?:at|into)|considered|agreed|approved|scrutinised|examined|oversees?|oversaw|reviewed|recommended|decided"
    r"|discussed|commissioned|paid for|funded|runs?|ran)\b",
    re.IGNORECASE,
)
_PICTURED = re.compile(r"\[picture: [^\]\n]{1,400}\]")
# A line that lists who stands for election, or says that somebody does.
_CANDIDATES = re.compile(r"\b(?:candidates?|nominat(?:ed|ion|ions)|stand(?:s|ing)? for election)\b", re.IGNORECASE)
_LIST_WORDS = 9  # of a line that gives a name, a ward and a party
_AROUND = 350  # characters on either side of a Member's words that tell what they are about
_PASSING = 3  # so many words of other subjects to one of the authority's: that one is in passing
_VISITS = 3  # words of the authority's own subjects in a quotation: it is about them


@dataclass(frozen=True, slots=True)
class _Showing:
    """A Member shown in a publication: quoted or pictured, where, and the words."""

    person: Person
    start: int
    end: int
    is_picture: bool


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that quote or show Members out of their role."""
    people = people_of(case.people)
    if barred := _barred(rule):
        yield from _not_to_be_shown(case, barred)
        return
    covered = _covered(case)
    for publication in publications(case):
        shown = list(_shown(publication, people))
        for person in dict.fromkeys(one.person for one in shown):
            mine = [one for one in shown if one.person == person]
            manner = _manner(publication, person, mine, covered, rule)
            if manner:
                yield _evidence(publication, person, mine, manner, rule)


# --- people who may not be shown ----------------------------------------------------------------------------------------


def _barred(rule: Rule) -> dict[str, str]:
    """The people whom a rule will not have shown, by their names as they are compared."""
    return {plain_name(name): name for name in offices(rule.limits.get("not_shown")) if plain_name(name)}


def _not_to_be_shown(case: Case, barred: Mapping[str, str]) -> Iterator[Evidence]:
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(barred))})(?!\w)", re.IGNORECASE)
    by_name = {plain_name(person.name): person for person in case.people}
    for publication in publications(case):
        found: dict[str, list[tuple[str, int, int]]] = {}
        for name, act, start, end in _seen_of(publication, pattern):
            found.setdefault(name, []).append((act, start, end))
        is_list = len(found) > 2 and all(act == _NAMED for acts in found.values() for act, _, _ in acts)
        for name, acts in found.items():
            if not is_list:
                yield _shown_all_the_same(publication, by_name.get(name) or Person("", barred[name]), acts)


_QUOTED, _PICTURED_ACT, _NAMED = "quoted", "pictured", "named"


def _seen_of(publication: Publication, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, int, int]]:
    """Where one of these people is quoted, pictured, or named with more than name, ward and party."""
    pictures = [match.span() for match in _PICTURED.finditer(publication.text)]
    for speech in publication.spoken:
        called = plain_name(speech.person.name if speech.person else speech.called)
        if speech.is_direct and pattern.fullmatch(called):
            yield called, _QUOTED, speech.start, speech.end
    for match in pattern.finditer(publication.text):
        inside = next((span for span in pictures if span[0] <= match.start() < span[1]), None)
        if inside:
            yield match[0].lower(), _PICTURED_ACT, *inside
        elif not _is_fact(publication.text, match.start(), match.end()):
            yield match[0].lower(), _NAMED, match.start(), match.end()


def _is_fact(text: str, start: int, end: int) -> bool:
    """Whether somebody is named as one who stands for election, or in a line of a list of them."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return len(line.split()) <= _LIST_WORDS or bool(_CANDIDATES.search(line))


def _shown_all_the_same(publication: Publication, person: Person, acts: Sequence[tuple[str, int, int]]) -> Evidence:
    told = list(dict.fromkeys(act for act, _, _ in acts))
    manner = "not-to-be-named" if told == [_NAMED] else "not-to-be-shown"
    return Evidence(
        document=publication.document,
        actor=person if person.email else publication.sender,
        why=f"{place(publication)}{person.name} is {' and '.join(told)}, who is one of those who may not be shown at this time.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            passage for act, start, end in acts for passage in publication.passage(start, end, f"{person.name} is {act} here.")
        ),
        excuses=(
            Excuse("a list of candidates with their wards and parties", False, "the words are no line of such a list"),
            Excuse("an office with more room", False, "no office is exempt from it"),
        ),
        manner=manner,
    )


# --- what a Member's role bears on --------------------------------------------------------------------------------------


def _covered(case: Case) -> frozenset[str]:
    """The subjects of the authority, by its committees and posts and by its own name as its addresses have it."""
    inside = [person for person in case.people if person.is_member or person.is_officer]
    names = [name for person in inside for name in (*person.committees, person.position)]
    return subjects.named_after([*names, *(re.sub(r"[^a-z]+", " ", domain) for domain in sorted(domains(case.people)))])


def _shown(publication: Publication, people: People) -> Iterator[_Showing]:
    for speech in publication.spoken:
        if speech.is_direct and speech.person and speech.person.is_member:
            yield _Showing(speech.person, speech.start, speech.end, is_picture=False)
        elif (
            not speech.is_direct
            and speech.person
            and speech.person.is_member
            and _BYLINE.search(publication.text, 0, speech.start)
        ):
            headings = [mark.start - 1 for mark in publication.marks if mark.kind == "heading" and mark.start > speech.start]
            yield _Showing(speech.person, speech.start, min([speech.end, *headings]), is_picture=False)
    for picture in _PICTURED.finditer(publication.text):
        for _, _, _, person in people.named(picture[0]):
            if person and person.is_member:
                yield _Showing(person, picture.start(), picture.end(), is_picture=True)


def _manner(publication: Publication, person: Person, mine: Sequence[_Showing], covered: frozenset[str], rule: Rule) -> str:
    about = _about(publication, mine)
    if not about:
        return ""
    may_speak = offices(rule.limits.get("may_speak"))
    if may_speak and not rule.limits.get("wider_scope"):
        if not _holds(person, may_speak):
            return "no-speaking-office" if about & covered else ""
        return ""
    if _has_more_room(person, rule) or _is_of_the_ward(publication, person, mine):
        return ""
    said = " ".join(publication.text[one.start : one.end] for one in mine)
    counts = subjects.weights(said)
    business = sum(count for subject, count in counts.items() if subject in covered)
    outside = sum(count for subject, count in counts.items() if subject not in covered and subject != "private")
    is_private = bool(counts.get("private")) and not business
    if business * _PASSING <= outside and (outside or is_private) and _is_outside(publication, mine, covered):
        return "beyond-the-authority"
    if not about & covered or business >= _VISITS or about & subjects.of_office(person):
        return ""
    if "authority" in (name.lower() for name in person.committees) and not is_private and not _has_other_office(person):
        return ""
    return "another-subject-private-words" if is_private else "another-subject" if _has_other_office(person) else ""


def _is_outside(publication: Publication, mine: Sequence[_Showing], covered: frozenset[str]) -> bool:
    """Whether what stands around a Member's words or picture speaks of nothing that is the authority's, or less of it."""
    begins, ends = _item(publication, mine)
    first, last = min(one.start for one in mine), max(one.end for one in mine)
    around = subjects.weights(publication.text[max(begins, first - _AROUND) : min(ends, last + _AROUND)])
    ours = sum(count for subject, count in around.items() if subject in covered)
    others = sum(count for subject, count in around.items() if subject not in covered and subject != "private")
    return others > ours and others > 1


def _about(publication: Publication, mine: Sequence[_Showing]) -> frozenset[str]:
    """What the publication is about where the Member is shown: in a newsletter of many items, the item."""
    begins, ends = _item(publication, mine)
    return frozenset(subjects.main_subjects(publication.text[begins:ends])[:2])


def _item(publication: Publication, mine: Sequence[_Showing]) -> tuple[int, int]:
    """From which place to which the item goes that shows a Member: between headings, where there are several."""
    first, last = min(one.start for one in mine), max(one.end for one in mine)
    headings = sorted(mark.start for mark in publication.marks if mark.kind == "heading")
    if len(headings) > 3:
        begins = max((at for at in headings if at <= first), default=0)
        ends = min((at for at in headings if at > last), default=len(publication.text))
        if ends - begins > 200:
            return begins, ends
    return 0, len(publication.text)


def _has_more_room(person: Person, rule: Rule) -> bool:
    return _holds(person, offices(rule.limits.get("wider_scope")))


def _holds(person: Person, named: Sequence[str]) -> bool:
    position = person.position.lower()
    if holds_any(person, named):
        return True
    if any("group-leader" in office for office in named) and posts.holds(person, "group-leader"):
        return True
    if any("group-leader" in office for office in named) and re.search(
        r"\bgroup leader\b|\bleader of the .{2,40} group\b", position
    ):
        return True
    if any("opposition" in office for office in named) and "opposition" in position:
        return True
    if any("chair" in office and "deputy" not in office and "policy" not in office for office in named):
        is_committees = any(office.startswith("committee") for office in named)
        if is_committees and posts.is_committee_chair(person):
            return True
    # A roster of several years writes the years beside the office: "Chair 2008-2013".
    plain = re.sub(r"[ ,]*(?:from |since |until )?\d{4}(?:-\d{2,4})?", "", position).strip()
    return any(plain == office.replace("-", " ") for office in named)


def _has_other_office(person: Person) -> bool:
    """Whether somebody holds an office with a subject of its own."""
    return bool(subjects.of_office(person))


def _is_of_the_ward(publication: Publication, person: Person, mine: Sequence[_Showing]) -> bool:
    """Whether the Member stands for the place that the item is about, or the text tells of a committee's part in it.

    The text says so, or its headline names the place.
    """
    first, last = min(one.start for one in mine), max(one.end for one in mine)
    beside = publication.text[max(0, first - 300) : last + 120]
    if _WARD.search(beside) or _HAD_TO_DO.search(beside):
        return True
    begins, ends = _item(publication, mine)
    item = publication.text[begins:ends]
    if any(item.count(match["place"]) > 1 for match in _STANDS_FOR.finditer(beside)):
        return True
    headline = item.lstrip().partition("\n")[0]
    return any(match["place"] in headline for match in _STANDS_FOR.finditer(person.position))


_HOW = {
    "beyond-the-authority": "which no committee or post of the authority is named after",
    "another-subject-private-words": "which is another committee's, in words of private life",
    "another-subject": "which is another committee's",
    "no-speaking-office": "without one of the offices that may speak",
}


def _evidence(publication: Publication, person: Person, mine: Sequence[_Showing], manner: str, rule: Rule) -> Evidence:
    about = subjects.main_subjects(publication.text)[:2]
    first = mine[0]
    act = "pictured" if all(one.is_picture for one in mine) else "quoted"
    office = person.position or "no office beyond a seat"
    wider = offices(rule.limits.get("wider_scope"))
    seat = f"{office}; {', '.join(person.committees) or 'no committee'}"
    subject = " and ".join(about) or "a subject"
    text = f"{place(publication)}{person.label} ({seat}) is {act} on {subject}, {_HOW[manner]}."
    return Evidence(
        document=publication.document,
        actor=person,
        why=text[:1].upper() + text[1:],
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            p
            for one in mine
            for p in publication.passage(
                one.start, one.end, f"{person.label} is {'pictured' if one.is_picture else 'quoted'} here."
            )
        ),
        excuses=(
            Excuse(
                "an office with more room",
                False,
                f"the position is “{person.position}”; the protocol names {', '.join(wider) or 'none'}",
            ),
            Excuse(
                "the subject lies within the Member's committees", False, f"committees: {', '.join(person.committees) or 'none'}"
            ),
            Excuse(
                "speaks for the ward that it is about",
                False,
                f"no words beside “{publication.quoted(first.start, first.end)[:40]}” say so",
            ),
        ),
        manner=manner,
    )
