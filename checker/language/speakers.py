"""Who says what in a draft: quotations and reported words, each given to its speaker.

A speaker is named before the words ("Cllr X, Chair of the Panel, commented:"), after them (", said Councillor X"), by a pronoun
("she added"), by an office alone ("said the Deputy Chair"), or by the line that gives a column or a speech its author. Words
that nobody is named for are the authority's own. Names are looked up among the people given; who is in none of their rows keeps
the name.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from checker.domain import Person

_MOST = 400  # quotations of one text
_LONGEST = 4_000  # characters of one quotation: a mark that is never closed ends with its paragraph
_NAME = r"[A-Z][\w'’-]{0,30}(?: (?:[A-Z]\.|[A-Z][\w'’-]{1,30}|de|van|von|ap)){0,3}"
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?![ \t]*\n))*")
_CLOSES = {'"': '"', "“": "”", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of a text that is somebody's words. ``called`` is what the text calls them, ``person`` who they are, if known.

    ``is_direct`` is False for words that are only reported ("X said that ...").
    """

    start: int
    end: int
    called: str
    person: Person | None
    is_direct: bool = True


@functools.cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads(resources.files("checker.language").joinpath("speakers.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_lists()[name], key=lambda word: (-len(word), word)))


@functools.cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<title>{_any('titles')})\.? (?P<name>{_NAME})")


@functools.cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('says')})\b")


@functools.cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he [Cc]ouncillor)(?: also| then)? (?:{_any('says')})\b|\b(?:{_any('says')}) (?:he|she)\b"
    )


@functools.cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"\b[Tt]he (?P<office>{_any('offices')})\b", re.IGNORECASE)


@functools.cache
def _byline() -> re.Pattern[str]:
    """A line or a note that gives a text its author."""
    titles = _any("titles")
    return re.compile(
        rf"(?:^|[\[\n.] ?)(?P<act>{_any('bylines')}):? (?P<title>{titles})\.? (?P<name>{_NAME})(?=[\s,.;:\])]|$)", re.IGNORECASE
    )


def plain_name(name: str) -> str:
    """A name without titles and brackets, in lower case, so that the ways of writing it meet.

    >>> plain_name("Cllr. Jo Smith (Labour)")
    'jo smith'
    """
    bare = re.sub(r"\([^()]{0,60}\)", " ", name)
    return " ".join(re.sub(rf"^\s*(?:(?:{_any('titles')})\.? )+", "", bare, flags=re.IGNORECASE).lower().split())


class People:
    """The people of a roster by the names that a draft may call them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._all = tuple(people)
        self._by_name: dict[str, list[Person]] = {}
        for person in people:
            even = plain_name(person.name)
            for name in {even, even.split()[-1]} if even else ():
                self._by_name.setdefault(name, []).append(person)
        names = sorted({p.name for p in people if " " in p.name.strip()}, key=lambda name: (-len(name), name))
        bare = [re.escape(re.sub(r"^(?:Cllr|Councillor|Ald|Mr|Mrs|Ms|Dr)\.? ", "", name)) for name in names]
        self._full = re.compile(rf"(?<!\w)(?:{'|'.join(bare)})(?!\w)") if bare else None

    def called(self, name: str, *, is_member: bool) -> Person | None:
        """The one person whom a name means; after a Member's title a Member alone."""
        even = plain_name(re.sub(r"['’]s$", "", name))
        words = even.split()
        for candidate in (even, " ".join(words[:3]), " ".join(words[:2]), *(words[:1] if is_member else ())):
            known = self._by_name.get(candidate, []) if candidate else []
            fit = {p.email: p for p in known if p.is_member or not is_member}
            if len(fit) == 1:
                return next(iter(fit.values()))
        return None

    def in_office(self, office: str) -> Person | None:
        """The one Member whose position begins with an office."""
        even = office.lower().replace("chairman", "chair").replace("chairwoman", "chair").replace("vice-chair", "deputy chair")
        fit = [p for p in self._all if p.is_member and re.split(r"[;,]| \d{4}", p.position.lower())[0].strip() == even]
        return fit[0] if len({p.email for p in fit}) == 1 else None

    def named(self, text: str) -> Iterator[tuple[int, int, str, Person | None]]:
        """Everybody named in a text: place, what they are called, who they are."""
        seen: list[tuple[int, int]] = []
        for match in _titled().finditer(text):
            is_member = match["title"] in _lists()["members"]
            seen.append(match.span())
            yield match.start(), match.end(), match[0], self.called(match["name"], is_member=is_member)
        for match in self._full.finditer(text) if self._full else ():
            if not any(start <= match.start() < end for start, end in seen):
                yield match.start(), match.end(), match[0], self.called(match[0], is_member=False)


def speeches(text: str, people: People) -> list[Speech]:
    """What is somebody's words in a text, in order. What a column or a speech holds beyond its quotations comes last, whole."""
    found: list[Speech] = []
    last: tuple[str, Person | None] = ("", None)
    introduced: tuple[str, Person | None] = ("", None)
    for paragraph in _PARAGRAPH.finditer(text):
        body, offset = paragraph[0], paragraph.start()
        quotations = list(_quotations(body))
        outside = _without(body, quotations)
        speaker = _speaker(outside, people, last)
        if quotations:
            who = speaker or (introduced if introduced[0] else last if body[:1] in "\"“‘'" else ("", None))
            for start, end in quotations[:_MOST]:
                near = _nearest(outside, start, end, people) or who
                found.append(Speech(offset + start, offset + end, near[0], near[1]))
            last = who if who[0] else last
            introduced = who if outside.rstrip().endswith(":") or not body.rstrip().endswith(('"', "”", "’")) else ("", None)
        elif speaker and _says().search(outside):
            found.append(Speech(offset, paragraph.end(), speaker[0], speaker[1], is_direct=False))
            last = speaker
            introduced = speaker if body.rstrip().endswith(":") else ("", None)
        else:
            introduced = ("", None)
            last = speaker or last
    if author := _author(text, people):
        found.append(Speech(author[2], len(text), author[0], author[1], is_direct=False))
    return found


def said_by(spoken: Sequence[Speech], start: int, end: int) -> Speech | None:
    """Whose words a stretch of text is: the narrowest speech that holds its middle or begins within it."""
    middle = (start + end) // 2
    holding = [one for one in spoken if one.start <= middle < one.end or (one.is_direct and start <= one.start < end)]
    return min(holding, key=lambda one: (not one.is_direct, one.end - one.start, one.start), default=None)


def _quotations(body: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks in a paragraph; a quotation that runs on into the next has no mark at its end."""
    at = 0
    while at < len(body):
        mark = body[at]
        opens = mark in _CLOSES and (at == 0 or body[at - 1] in " \n\t([-–—:") and body[at + 1 : at + 2].strip()
        if not opens:
            at += 1
            continue
        close = body.find(_CLOSES[mark], at + 1, at + _LONGEST)
        while mark == "‘" and close >= 0 and body[close + 1 : close + 2].isalpha():
            close = body.find(_CLOSES[mark], close + 1, at + _LONGEST)
        end = close + 1 if close >= 0 else min(len(body), at + _LONGEST)
        if end - at > 14 or body[at + 1 : end].count(" ") >= 2:
            yield at, end
        at = end


def _without(body: str, quotations: Sequence[tuple[int, int]]) -> str:
    """The paragraph with its quotations blanked, so that places stay."""
    for start, end in quotations:
        body = body[:start] + "¶" * (end - start) + body[end:]
    return body


def _speaker(outside: str, people: People, last: tuple[str, Person | None]) -> tuple[str, Person | None] | None:
    """Who speaks in a paragraph, by what stands outside its quotations: a name near a verb of saying, an office, a pronoun."""
    named = sorted(people.named(outside), key=lambda one: (one[0], one[1]))
    verbs = [match.start() for match in _says().finditer(outside)]
    pronoun = _pronoun().search(outside)
    if pronoun and (before := [one for one in named if one[1] <= pronoun.start()]):
        return before[-1][2], before[-1][3]
    if pronoun and last[0]:
        return last
    if named and (verbs or outside.rstrip().endswith(":") or "¶" in outside):
        at = verbs[0] if verbs else len(outside)
        best = min(named, key=lambda one: (min(abs(at - one[0]), abs(at - one[1])), one[0]))
        return best[2], best[3]
    office = _office().search(outside) if verbs else None
    if office and (person := people.in_office(office["office"])):
        return office[0], person
    if verbs and "¶" in outside:
        other = re.search(rf"\b(?:said|says) (?:(?:their|his|her|a|the|one) [a-z]+|{_NAME})", outside)
        return (other[0].partition(" ")[2], None) if other else None
    if named and not verbs:
        return named[-1][2], named[-1][3]
    return None


def _nearest(outside: str, start: int, end: int, people: People) -> tuple[str, Person | None] | None:
    """A speaker named right after or right before a quotation: ``", said Cllr X``, ``Cllr X said: "``."""
    after = outside[end : end + 90].split("¶")[0]
    tagged = re.match(rf"[ ,]*(?:(?:{_any('says')}) )(?=[A-Z])", after)
    if tagged:
        for at, _, called, person in sorted(people.named(after), key=lambda one: one[0]):
            if at <= tagged.end() + 2:
                return called, person
    before = outside[max(0, start - 160) : start].split("¶")[-1]
    if before.rstrip().endswith((":", ",")) and _says().search(before):
        named = sorted(people.named(before), key=lambda one: one[0])
        if named:
            verb = [m.start() for m in _says().finditer(before)][-1]
            best = min(named, key=lambda one: (min(abs(verb - one[0]), abs(verb - one[1])), one[0]))
            return best[2], best[3]
    return None


def _author(text: str, people: People) -> tuple[str, Person | None, int] | None:
    """Who wrote a column or gives a speech, and where it begins: a byline, and a text in the first person."""
    if not re.search(r"\b(?:I|I'm|I’m|I've|I’ve|I'd|I’d|my)\b", text):
        return None
    for match in _byline().finditer(text[:20_000]):
        person = people.called(match["name"], is_member=match["title"].capitalize() in _lists()["members"])
        is_note = match["act"].lower() == "for"
        if person is not None:
            return f"{match['title']} {match['name']}", person, 0 if is_note else match.end()
    return None
