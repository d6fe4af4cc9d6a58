"""Pseudonyms: names, addresses, telephone numbers, postcodes, streets, files and signatures, each by a code of its own.

A code is an HMAC (RFC 2104, with SHA-256) of what it stands for, under a key that only its holder has: the same person bears the
same code in every report that is made with that key, and nobody without it can tell whether a code is a given person's. It is
turned back by making the codes again from the run (``Pseudonyms.issued``); no table of them is kept anywhere.

Names are looked for as words of the skeleton of a text (``language.skeletons``), so that no disguise hides them, in all the
ways in which people are named: whole, by first name or surname, with initials, run together, as the local part of an address.
A name that two people share stands for neither; the word itself then has a code. Names that are also English words are left
where they are written small. A name that is in no header, no roster and follows no "Dear" or "Mrs" is not known to be one.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from checker.domain import Person
from checker.language.skeletons import Skeleton, skeleton
from checker.people import Roster, plain_name
from checker.report.edits import Edit, edited
from checker.report.naming import LONGEST, TOKEN, Names, folded, folded_words, shortened, words_of

DOMAIN = "pseudonym.invalid"  # RFC 2606: no such address can exist
# No vowels, so that no code spells a word, and none of the signs that are taken for another.
_SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"
_LENGTH, _LONGER = 8, 13

# What may stand between two words of one name: a blank, a line end with quote marks, a full stop, a comma, a hyphen, a line.
_BETWEEN = re.compile(r"[\s.,()_\-‐‑–'’>|+*\"]{0,8}")
_ADDRESS = re.compile(r"[\w.+'’%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_IN_BRACKETS = re.compile(r"<([^<>\s]{1,320})>")
_TELEPHONE = re.compile(
    r"(?<![\w.,£$€#/-])(?:\+\d|\(?0)[\d ()\xa0.\-–]{7,18}\d(?![\w/])|\b(?:ext|extension|extn)\b\.?:? {0,2}\d{3,6}\b",
    re.IGNORECASE,
)
# Written large, or all small; "the A1 2nd time" is no postcode. The last two letters are never C, I, K, M, O or V.
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?[ \xa0]?\d[ABD-HJLNP-UW-Z]{2}"
    r"|[a-z]{1,2}\d[a-z\d]?[ \xa0]?\d(?!nd\b|rd\b|st\b|th\b)[abd-hjlnp-uw-z]{2})\b"
)
_CAPITAL = r"[A-Z][\w'’]{1,30}(?:-[A-Z][\w'’]{1,30})?"
_PAIR = re.compile(rf"\b([A-Z][a-z]{{1,14}})[ \xa0](?=({_CAPITAL}))")
_INITIALS = re.compile(r"^[ >\t|]{0,8}((?:[A-Z]\.?[ ]?){1,4})[ \t\r,]{0,4}$", re.MULTILINE)


@cache
def _titled() -> re.Pattern[str]:
    titles = "|".join(sorted((title.capitalize() for title in words_of("titles")), key=len, reverse=True))
    return re.compile(rf"\b(?:{titles})\b\.?[ \xa0]{{1,2}}({_CAPITAL}(?: {_CAPITAL})?)")


_GREETED = re.compile(rf"\b(?:Dear|Hi|Hello|Hey|Morning|Afternoon|Evening),?[ \xa0]{{1,2}}({_CAPITAL}(?: {_CAPITAL})?)")


@cache
def _street() -> re.Pattern[str]:
    kinds = "|".join(sorted((kind.capitalize() for kind in words_of("streets")), key=len, reverse=True))
    return re.compile(rf"\b(?:(?:Flat|Unit) \d{{1,4}}[A-Za-z]?,? )?\d{{1,4}}[A-Za-z]?,? (?:{_CAPITAL} ){{1,3}}(?:{kinds})\b")


def named(text: str) -> Person:
    """Whom a heading names: ``Jo Smith <jo@x.example>``, ``Jo Smith [mailto:jo@x.example]``, a name or an address alone."""
    address = _ADDRESS.search(text)
    name = re.sub(r"[<\[(].*", "", text, flags=re.DOTALL).strip(" \"'\t\r\n")
    return Person(address[0] if address else "", "" if "@" in name else name)


# --- codes -------------------------------------------------------------------------------------------------------------------


class Pseudonyms:
    """Codes under one key, and who and what they stand for. The people in ``kept`` (addresses) keep their names.

    ``issued`` says of each code that was given out what it stands for.
    """

    def __init__(self, key: bytes, people: Roster, kept: Iterable[str] = (), public: str = "") -> None:
        self.issued: dict[str, str] = {}
        self._key = key
        self._people = people
        self._kept = frozenset(self.address_of(address) for address in kept)
        self._codes: dict[tuple[str, str], str] = {}
        self._labels: dict[str, str] = {}
        self._names = Names()
        self._known: set[tuple[str, str]] = set()
        for person in people.people:
            self.know(person)
        for address, offices in people.by_email.items():
            self._names.add_person("", address, offices[-1].email, is_outside=False)
        self._add_posts(public)

    # --- whom it knows

    def address_of(self, address: str) -> str:
        """The first address of whoever has this one."""
        address = address.strip().lower()
        offices = self._people.by_email.get(address)
        return offices[-1].email if offices else address

    def know(self, person: Person) -> None:
        """Somebody whose name and address are to be replaced wherever they stand."""
        who = self._who(person.name, person.email)
        if who and (who, person.name) not in self._known:
            self._known.add((who, person.name))
            on_roster = person.email.lower() in self._people.by_email
            self._labels.setdefault(who, _office(person))
            # Who writes from an address that the roster does not have, under a name that it has, is named as the roster's.
            name = "" if not on_roster and plain_name(person.name) in self._people.by_name else person.name
            self._names.add_person(name, person.email, who, is_outside=not on_roster)

    def _add_posts(self, public: str) -> None:
        """Posts of the roster that the protocol does not name itself: whoever knows the post knows who holds it."""
        known = f" {' '.join(folded_words(public))} "
        for person in self._people.people:
            words = folded_words(person.position)
            if len(words) > 1 and f" {' '.join(words)} " not in known and self.address_of(person.email) not in self._kept:
                who = f"post {' '.join(words)}"
                self._labels[who] = "Post"
                self._names.add(words, who)

    def learn(self, text: str) -> None:
        """Whoever a text calls by a title, or greets, and by what short name it calls whose family name it knows."""
        plain = skeleton(text).text
        self._learn_short(plain)
        for pattern in (_titled(), _GREETED):
            for found in pattern.finditer(plain):
                words = [word for word in TOKEN.findall(found[1]) if self._may_be_name(folded(word))]
                if words and folded(TOKEN.findall(found[1])[0]) == folded(words[0]):
                    self.know(Person("", " ".join(words)))

    def _learn_short(self, text: str) -> None:
        for found in _PAIR.finditer(text):
            short, family = folded(found[1]), folded_words(found[2])
            who = self._names.meant.get(family)
            if family not in self._names.meant and short in shortened() and self._may_be_family(short, family):
                self.know(Person("", f"{found[1]} {found[2]}"))
            if not who or (short, *family) in self._names.meant or not self._may_be_name(short):
                continue
            offices = self._people.by_email.get(who)
            first = next(iter(folded_words(plain_name(offices[-1].name))), "") if offices else ""
            is_theirs = first.startswith(short) or short in shortened().get(first, ())
            if is_theirs or short in shortened():
                self._names.add((short, *family), who)
            if is_theirs and short not in words_of("ordinary"):
                self._names.add((short,), who)

    def _may_be_family(self, short: str, family: tuple[str, ...]) -> bool:
        kinds = ("ordinary", "streets", "organisations", "titles", "greeted")
        return short not in words_of("ordinary") and not any(set(family) & words_of(kind) for kind in kinds)

    def _may_be_name(self, word: str) -> bool:
        return not any(word in words_of(kind) for kind in ("greeted", "organisations", "titles"))

    def _who(self, name: str, email: str) -> str:
        """Whom a name and an address mean: an address, or a name in plain letters where none is known."""
        if "@" in email:
            return self.address_of(email)
        plain = plain_name(name or email)
        known = self._people.by_name.get(plain)
        if known:
            return known[-1].email
        words = folded_words(plain)
        return (self._names.meant.get(words) or " ".join(words)) if words else ""

    # --- what it says instead

    def code(self, kind: str, value: str) -> str:
        """The code of something: the same for the same key, kind and value, whatever else is there.

        Two that would share a code (one chance in many thousands for a large authority) get longer ones.
        """
        known = self._codes.get((kind, value))
        if known:
            return known
        number = int.from_bytes(hmac.digest(self._key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), "sha256"))
        signs = "".join(_SIGNS[number // len(_SIGNS) ** place % len(_SIGNS)] for place in range(_LONGER))
        code = signs[:_LENGTH] if signs[:_LENGTH] not in self.issued else signs
        self._codes[(kind, value)] = code
        self.issued[code] = f"{kind} {value}" if kind != "person" else self._told(value)
        return code

    @property
    def name_of_key(self) -> str:
        """By which the holder tells which key it was."""
        return self.code("key", "")

    def _told(self, who: str) -> str:
        offices = self._people.by_email.get(who)
        return f"{offices[-1].name} <{who}>" if offices else who

    def label(self, who: str) -> str:
        """What to call somebody, given their address, or their name where no address is known."""
        return f"{self._labels.get(who, 'Person')} {self.code('person', who)}"

    def person(self, person: Person) -> Person:
        """The person under a pseudonym; what else is known of them goes, but for the office."""
        who = self._who(person.name, person.email)
        if not who or who in self._kept:
            return person
        email = self.address(person.email) if "@" in person.email else person.email and self.name(person.email)
        return Person(email, self.label(who) if person.name else "", person.role)

    def address(self, address: str) -> str:
        """An address that tells nothing."""
        who = self.address_of(address)
        return address if not who or who in self._kept else f"{self.code('person', who)}@{DOMAIN}"

    def name(self, name: str) -> str:
        """What stands where a whole text is somebody's name, an address or both; empty if it is empty."""
        if not name.strip():
            return name
        whom = named(name)
        who = self._who(whom.name, whom.email)
        if who in self._kept:
            return name
        if not who:
            return f"Person {self.code('name', name)}"
        return self.label(who) + (f" <{self.address(whom.email)}>" if whom.email and whom.name else "")

    def document(self, id: str) -> str:
        """A document's id: of a message in angle brackets, of a draft as a file."""
        if not id:
            return id
        return f"<{self.code('message', id)}@{DOMAIN}>" if id.startswith("<") else self.file(id)

    def file(self, path: str) -> str:
        """A path with a code for each of its names; what a file ends in stays, as it tells its kind."""
        return "/".join(self._file(name) for name in path.replace("\\", "/").split("/"))

    def _file(self, name: str) -> str:
        if name in ("", ".", ".."):
            return name
        stem, dot, ending = name.rpartition(".")
        is_kind = bool(stem) and ending.isascii() and ending.isalnum() and len(ending) <= 5 and not self._is_named(ending)
        return f"{'file' if dot else 'folder'}-{self.code('file', name)}{f'.{ending}' if is_kind else ''}"

    def _is_named(self, word: str) -> bool:
        return (folded(word),) in self._names.meant

    # --- in a text

    def text(self, text: str) -> str:
        """A text with everything replaced that tells who somebody is."""
        return edited(text, self.edits(text)).text

    def edits(self, text: str) -> list[Edit]:
        """What is to be replaced in a text."""
        if not text or text.isspace():
            return []
        plain = skeleton(text)
        return [
            edit if edit.instead else Edit(edit.start, edit.end, text[edit.start : edit.end])
            for found in self._found(plain.text)
            if (edit := _back(found, plain)).end > edit.start
        ]

    def _found(self, text: str) -> Iterator[Edit]:
        """What is to be replaced in a skeleton; what stays as it is, although it looks like a name, has nothing instead."""
        for match in _IN_BRACKETS.finditer(text):
            if "@" in match[1] and not self._is_address(match[1]):
                yield Edit(match.start(), match.end(), self.document(match[0]))
        for match in _ADDRESS.finditer(text):
            is_kept = self.address_of(match[0]) in self._kept
            yield Edit(match.start(), match.end(), "" if is_kept else self.address(match[0]))
        yield from self._found_names(text)
        for match in _TELEPHONE.finditer(text):
            digits = "".join(filter(str.isdigit, match[0]))
            if 10 <= len(digits) <= 15 or match[0][0] in "eE":
                yield Edit(match.start(), match.end(), f"[telephone {self.code('telephone', digits)}]")
        for match in _POSTCODE.finditer(text):
            yield Edit(match.start(), match.end(), f"[postcode {self.code('postcode', ''.join(match[0].upper().split()))}]")
        for match in _street().finditer(text):
            yield Edit(match.start(), match.end(), f"[street {self.code('street', ' '.join(match[0].lower().split()))}]")
        for match in _INITIALS.finditer(text):
            letters = folded(match[1])
            if letters in self._names.initials:
                yield Edit(match.start(1), match.end(1), f"Initials {self.code('initials', letters)} ".rstrip())

    def _is_address(self, text: str) -> bool:
        return self.address_of(text) in self._people.by_email or (self.address_of(text), "") in self._known

    def _found_names(self, text: str) -> Iterator[Edit]:
        tokens = list(TOKEN.finditer(text))
        words = [_stem(folded(token[0]), token[0]) for token in tokens]
        meant, firsts = self._names.meant, self._names.firsts
        at = 0
        while at < len(tokens):
            length = self._length(tokens, words, at, text) if words[at] in firsts else 0
            if not length:
                yield from self._in_handle(tokens[at], text)
                at += 1
                continue
            who = meant[tuple(words[at : at + length])]
            begin, last = at, tokens[at + length - 1]
            while (
                begin and folded(tokens[begin - 1][0]) in words_of("titles") and _are_near(tokens[begin - 1], tokens[begin], text)
            ):
                begin -= 1
            end = last.end() - (2 if last[0][-2:].lower() in ("'s", "’s") else 0)
            is_closed = text.count("(", tokens[at].start(), end) <= text.count(")", tokens[at].start(), end)
            end += not is_closed and text[end : end + 1] == ")"
            if who in self._kept:
                yield Edit(tokens[begin].start(), end, "")
            elif who is None:
                shared = " ".join(words[at : at + length])
                yield Edit(tokens[begin].start(), end, f"Name {self.code('name', shared)}")
            else:
                yield Edit(tokens[begin].start(), end, self.label(who))
            at += length

    def _length(self, tokens: Sequence[re.Match[str]], words: Sequence[str], at: int, text: str) -> int:
        """How many words from here make a name; 0 if none do."""
        longest = 1
        while longest < LONGEST and at + longest < len(tokens):
            if not _are_near(tokens[at + longest - 1], tokens[at + longest], text):
                break
            longest += 1
        for length in range(longest, 0, -1):
            if tuple(words[at : at + length]) in self._names.meant:
                return length if length > 1 or self._is_meant(tokens, words, at, text) else 0
        return 0

    def _is_meant(self, tokens: Sequence[re.Match[str]], words: Sequence[str], at: int, text: str) -> bool:
        """Whether a single word that is somebody's name is used as one here."""
        word, token = words[at], tokens[at]
        if at and words[at - 1] in words_of("titles") and _are_near(tokens[at - 1], token, text):
            return True
        if word in self._names.words:
            return False
        if token[0].islower():
            return word not in words_of("ordinary") and len(word) > 2
        if word not in words_of("ordinary"):
            return True
        after = text[token.end() : token.end() + 24].lower()
        before = text[max(0, token.start() - 4) : token.start()]
        if any(phrase.startswith(f"{word} ") and after.startswith(phrase[len(word) :]) for phrase in words_of("phrases")):
            return False
        is_month = word in ("april", "may", "june", "august") and (
            bool(re.search(r"\d(?:st|nd|rd|th)?\s?$", before)) or bool(re.match(r"\s?\d", after))
        )
        return not is_month

    def _in_handle(self, token: re.Match[str], text: str) -> Iterator[Edit]:
        """A handle or hashtag that holds somebody's name run together with other words."""
        if token.start() and text[token.start() - 1] in "@#" and len(token[0]) > 5:
            word = folded(token[0])
            for name, who in self._names.meant.items():
                if len(name) == 1 and len(name[0]) > 4 and name[0] in word and who not in self._kept:
                    yield Edit(token.start(), token.end(), f"Name {self.code('name', word)}")
                    return


def _office(person: Person) -> str:
    if person.is_member:
        return "Member"
    return {"officer": "Officer", "political-adviser": "Adviser"}.get(person.role, "Person")


def _stem(word: str, written: str) -> str:
    """A word without the s of possession."""
    return word[:-1] if written[-2:].lower() in ("'s", "’s") else word


def _are_near(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    return bool(_BETWEEN.fullmatch(text, one.end(), other.start()))


def _back(edit: Edit, plain: Skeleton) -> Edit:
    start, end = plain.span(edit.start, edit.end)
    return Edit(start, end, edit.instead)


def told(issued: Mapping[str, str], text: str) -> Iterator[tuple[str, str]]:
    """The codes in a text and what they stand for, each once, in the order of the text."""
    seen = dict.fromkeys(re.findall(rf"[{_SIGNS}]{{{_LENGTH},{_LONGER}}}|\b[0-9a-f]{{16}}\b", text))
    for code in seen:
        if code in issued:
            yield code, issued[code]
