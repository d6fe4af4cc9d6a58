"""Answers that came outside the letter's own conversation, and talks that somebody tells of there.

An officer who writes to the Member alone, in time and not in answer to anything else needs little likeness to the letter: a
look back on a talk, a few words, or one thing that both name (a place, a reference, a file). Late, or within another exchange,
the two must clearly be about the same matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from checker.calendar import local_day
from checker.conversations import Likeness, own_text
from checker.detectors import words
from checker.detectors.timeliness.answers import Letter, Replies, is_machines
from checker.domain import FORWARDED, QUOTED, Case, Message, Person
from checker.language.replies import ANSWER, reply_kind, talk_day
from checker.people import plain_name

# Two messages outside one conversation are about the same matter from this likeness on; read off the demonstration corpus.
SAME_MATTER = 0.3
DIRECT_MATTER = 0.08
OTHERS_MATTER = 0.1
STAND_IN_MATTER = 0.05

# What a letter starts is over after so long.
SOON = timedelta(days=60)

# A name that stands in more than this share of the messages tells nothing (the authority's own), nor a number in more than three.
_USUAL, _FEW = 0.05, 3

# Somebody who is seen to write to so many people has their sent mail in the export, in all likelihood.
_SEVERAL = 3

# An address in a letter: the constituent's whose mail it passes on, who may be answered in the Member's stead.
_SHORTEST = 4  # letters of a name that tells something
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,255}")
_TOKEN = re.compile(r"[^\W_]+(?:['’/-][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_OR_PHONE = re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|0\d{9,10}|\d{1,2}(?:st|nd|rd|th|am|pm)")


class Elsewhere:
    """Finds an answer, or a talk, in other conversations of the case: an officer who writes to the Member on the same matter."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._likeness: Likeness | None = None
        self._lower: frozenset[str] | None = None
        # Officers' messages by whom they went to, and those that look back on a talk: looked at once, not for each letter.
        self._sent: dict[str, list[Message]] = {}
        self._talks: list[Message] = []
        self._outside: dict[str, str] = {}  # people outside whom officers wrote to: their addresses by name
        self._outside_by_word: dict[str, list[str]] = {}  # those names, of two words or more, by their first
        self._outside_emails: set[str] = set()
        # By Member: the messages that stand after one of theirs in a conversation, and answer that.
        self._after: dict[str, set[str]] = {}
        self._people = {word for person in case.people for word in plain_name(person.name).split()}
        for message in sorted(case.messages, key=_moment):
            if message.date and (message.sender.is_officer or message.sender.is_member) and not is_machines(message):
                self._take(message)
        for conversation in case.conversations:
            after: list[set[str]] = []
            mine: dict[str, set[str]] = {}
            for message in conversation.messages:
                if message.sender.is_member and message.sender.email not in mine:
                    mine[message.sender.email] = self._after.setdefault(message.sender.email, set())
                    after.append(mine[message.sender.email])
                for answers in after:
                    answers.add(message.id)

    def _take(self, message: Message) -> None:
        if message.sender.is_officer:
            for person in message.to:
                self._sent.setdefault(person.email, []).append(message)
                if person.is_outside and person.name:
                    self._take_outsider(plain_name(person.name), person.email)
        if message.date and talk_day(own_text(message), local_day(message.date)):
            self._talks.append(message)

    def _take_outsider(self, name: str, email: str) -> None:
        if name not in self._outside:
            self._outside[name] = email
            self._outside_emails.add(email)
            if " " in name:
                self._outside_by_word.setdefault(name.split()[0], []).append(name)

    def shows(self, officer: Person, member: Person) -> bool:
        """Whether the export would hold an answer, by the officer's mail that it holds: to this Member, or to several people."""
        reached = self._case.reached.get(officer.email, frozenset())
        return member.email in reached or len(reached) >= _SEVERAL

    def responsible(self, letter: Letter) -> Person:
        """The officer to whom the silence is put: the first addressed whose mail the export shows."""
        seen = [officer for officer in letter.officers if self.shows(officer, letter.message.sender)]
        return (seen or letter.officers)[0]

    def complete(self, replies: Replies, letter: Letter, until: date, counts: Callable[[Message], bool] | None = None) -> None:
        """Add what came elsewhere: an answer earlier than the one known, or a note of a talk with the Member.

        ``until`` is the last day in time; ``counts`` tells what is taken for an answer, a full one if it is not given.
        """
        counts = counts or _is_answer
        mine = {message.id for message in letter.conversation.messages}
        for message in self._soon_after(letter.message):
            is_earlier = replies.answer is None or _moment(message) < _moment(replies.answer)
            if message.id not in mine and is_earlier and self._may_answer(letter.message, message, until) and counts(message):
                replies.answer = message
                replies.is_outside = True
                return
        if replies.talk is None:
            replies.talk = self._talk(letter.message, mine)

    def _soon_after(self, letter: Message) -> list[Message]:
        sent = {
            message.id: message
            for email in [letter.sender.email, *self._constituents(letter)]
            for message in _near(self._sent.get(email, []), letter)
        }
        return sorted(sent.values(), key=_moment)

    def _constituents(self, letter: Message) -> Iterator[str]:
        """The addresses of people outside whom a letter names, or whose mail it passes on."""
        even = letter.text.lower()
        for word in sorted(set(_TOKEN.findall(even))):
            yield from (self._outside[name] for name in self._outside_by_word.get(word, ()) if name in even)
        for zone, text in letter.words(QUOTED, FORWARDED):
            name = plain_name(re.sub(r"[<\[(].*", "", zone.author, flags=re.DOTALL))
            known = self._outside.get(name)
            yield from [known] if known else ()
            yield from (email for email in _ADDRESS.findall(text.lower()) if email in self._outside_emails)

    def _talk(self, letter: Message, mine: set[str]) -> tuple[str, date | None, Message] | None:
        for message in _near(self._talks, letter):
            if message.id not in mine and message.date and self._tells_of_talk(letter, message):
                talk = talk_day(own_text(message), local_day(message.date))
                return (*talk, message) if talk else None
        return None

    def _may_answer(self, letter: Message, message: Message, until: date) -> bool:
        """Whether a message outside the conversation answers a letter."""
        assert message.date is not None
        likeness = self._alike(letter, message)
        if likeness >= SAME_MATTER:
            return True
        named = self._named_by_both(letter, message)
        has_reference = any(_has_digit(name) for name in named)
        is_direct = len(message.to) <= 2 and message.id not in self._after.get(letter.sender.email, ())
        if not is_direct or local_day(message.date) > until:
            return is_direct and has_reference
        if message.sender in letter.to:
            looks_back = talk_day(own_text(message), local_day(message.date)) is not None
            return looks_back or likeness >= DIRECT_MATTER or bool(named)
        if likeness >= OTHERS_MATTER or has_reference:
            return True
        return (bool(named) or likeness >= STAND_IN_MATTER) and _stands_in(message, letter.to)

    def _named_by_both(self, letter: Message, message: Message) -> frozenset[str]:
        """The rare names, numbers and file names by which both messages name their matter."""
        mine, theirs = names(letter), names(message)
        named = {name for name in mine & theirs if self._is_rare(name) and name not in self._people}
        files = {word for file in message.attachments for word in _words_of_file(file.name)}
        if files:
            own = {token.lower() for token in _TOKEN.findall(f"{letter.subject}\n{own_text(letter)}")}
            named |= {word for word in files & own if self._rarity.seen[word] <= max(_FEW, self._rarity.total * _USUAL)}
        return frozenset(named)

    def _is_rare(self, name: str) -> bool:
        """Whether a name stands in so few messages that it names something, and nowhere as an ordinary word."""
        seen = min(self._rarity.seen[part] for part in re.split(r"[/-]", name))
        if _has_digit(name):
            return seen <= _FEW
        return name not in self._ordinary and seen <= max(_FEW, self._rarity.total * _USUAL)

    @property
    def _ordinary(self) -> frozenset[str]:
        if self._lower is None:
            texts = (own_text(message) for message in self._case.messages)
            self._lower = frozenset(t for text in texts for t in _TOKEN.findall(text) if t.islower())
        return self._lower

    def _tells_of_talk(self, letter: Message, message: Message) -> bool:
        """Whether an officer tells somebody of a talk with this Member about the matter, or the Member does."""
        family = letter.sender.name.split()[-1:]
        is_theirs = message.sender == letter.sender or (bool(family) and family[0] in own_text(message))
        return is_theirs and self._alike(letter, message) >= DIRECT_MATTER

    @property
    def _rarity(self) -> Likeness:
        if self._likeness is None:
            self._likeness = Likeness(f"{m.subject}\n{own_text(m)}" for m in self._case.messages)
        return self._likeness

    def _alike(self, letter: Message, message: Message) -> float:
        author = re.compile("|".join(re.escape(name) for name in letter.sender.name.split()) or r"(?!)", re.IGNORECASE)
        one, other = (author.sub(" ", f"{m.subject}\n{own_text(m)}") for m in (letter, message))
        return self._rarity(one, other)


def names(message: Message) -> frozenset[str]:
    """The names and numbers in a message's subject and own words, in lower case: what has a capital, and what has a digit.

    >>> from checker.domain import Source, Zone
    >>> text = "The hedge at Pill Lane, reference HV/2018/113, grew on 2 March."
    >>> sorted(names(Message("<1@x>", Source("x"), text, zones=(Zone("own", 0, len(text)),))))
    ['hv/2018/113', 'lane', 'pill']
    """
    found = set()
    for line in (message.subject, f" {own_text(message)}"):
        for match in _TOKEN.finditer(line):
            token = match[0].lower()
            if len(token) < _SHORTEST:
                continue
            if _has_digit(token):
                if not _YEAR.fullmatch(token) and not _DATE_OR_PHONE.fullmatch(token):
                    found.add(token)
            elif match[0][0].isupper() and token not in words("late-reply")["no_names"] and not _begins(line, match.start()):
                found.add(token)
    return frozenset(found)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence or line begins here, where every word has a capital; a subject may begin with a name."""
    before = text[max(0, start - 4) : start].rstrip(" \"'“‘(\t")
    return start > 0 and (not before or before[-1] in ".!?:\n")


def _has_digit(token: str) -> bool:
    return any(c.isdigit() for c in token)


def _words_of_file(name: str) -> list[str]:
    parts = re.split(r"[\W_]+", name.rpartition(".")[0].lower())
    return [part for part in parts if len(part) > _SHORTEST and part not in words("late-reply")["no_files"]]


def _stands_in(message: Message, officers: tuple[Person, ...]) -> bool:
    """Whether the writer names one of these officers, as one does who answers in their stead."""
    said = {token.lower() for token in _TOKEN.findall(own_text(message))}
    return any(said & set(plain_name(officer.name).split()) for officer in officers if officer.is_officer)


def _is_answer(message: Message) -> bool:
    return reply_kind(own_text(message)) == ANSWER


def _moment(message: Message) -> tuple[bool, datetime, str]:
    return (message.date is None, message.date or _NEVER, message.id)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _sent(message: Message) -> datetime:
    return message.date or _NEVER


def _near(messages: list[Message], letter: Message) -> list[Message]:
    """Those of dated messages, in order, that were sent soon after a letter."""
    assert letter.date is not None
    first = bisect_right(messages, letter.date, key=_sent)
    last = bisect_right(messages, letter.date + SOON, key=_sent)
    return messages[first:last]
