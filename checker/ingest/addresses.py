"""Address lists as mail programs write them (RFC 5322, 3.4), and as they write them wrongly.

The grammar allows quoted names, comments and groups. Real headers have commas in names without quotation marks, semicolons
for commas, addresses without angle brackets or in extra quotation marks, and names without any address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from checker.ingest import encoded_words

# More recipients than any server takes at once, and longer than they would be. What follows is an attack or an accident.
_MOST, _LONGEST = 5_000, 300_000
_LONGEST_NAME, _LONGEST_ADDRESS = 300, 320  # RFC 5321, 4.5.3.1: 64 + @ + 255

# In this order: an encoded word, a quoted string, an angle address, a comment, a separator, plain characters, a stray sign.
_TOKENS = re.compile(
    r"(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?\r\n]{0,1000}+\?=)"
    r"|\"(?P<quoted>(?:[^\"\\]|\\.){0,300}+)\""
    r"|<(?P<angle>[^<>]{0,1000}+)>"
    r"|\((?P<comment>[^()]{0,1000}+)\)"
    r"|(?P<separator>[,;:])"
    r"|(?P<plain>(?:[^\"<>(),;:=]|=(?!\?))++|=)"
    r"|."
)
_OPEN_ANGLE = re.compile(r"<[^<>]")
_ESCAPED = re.compile(r"\\(.)")
# Public archives of lists write `a.person at example.org` so that machines do not read it.
_AT = re.compile(r"([\w.+'-]{1,64}) at ([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?= |$)")
_SPACED_AT = re.compile(r"(?<=\w) ?@ ?(?=\w)")
# Addresses and nothing else, as most lists are.
_BARE_ONE = r"[\w.+-]++(?:'[\w.+-]++)*+@[\w-]++(?:\.[\w-]++)++"
_BARE = re.compile(rf"{_BARE_ONE}(?:, ?{_BARE_ONE})*+")
# An entry without comments, groups and encoded words, all quotation marks and brackets of which are closed.
_ENTRY = re.compile(r"((?:[^\"<>(),:;]|\"[^\"\\]{0,300}+\"|<[^<>]{0,1000}+>)*+),")
_PLAIN = re.compile(rf"(?:{_ENTRY.pattern})++")
_LONGEST_KEPT = 300
_QUOTES = " '\"‘’“”`"


@dataclass(slots=True)
class _Entry:
    """One entry of a list as it is taken apart."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None

    def take(self, token: re.Match[str]) -> None:
        kind, value = token.lastgroup, token[token.lastgroup or 0]
        if kind == "quoted":
            words = _ESCAPED.sub(r"\1", value)
            # "a person"@example.org: here the quotation marks belong to the address, which is one word.
            self.words.append(words.replace(" ", "_") if token.string.startswith("@", token.end()) else words)
        elif kind == "comment":
            self.comments.append(value)
        elif kind == "angle":
            if self.angle is None or "@" not in self.angle:
                self.angle = value
        elif kind:
            self.words.append(value)

    @property
    def bare(self) -> list[str]:
        """The addresses of an entry that holds several of them and nothing else."""
        words = "".join(self.words).split()
        return words if len(words) > 1 and self.angle is None and all("@" in word.strip("@") for word in words) else []

    @property
    def told(self) -> _Told:
        bare = self.bare
        return _Told(*(("", "") if bare else self.named()), self.angle is not None, tuple(_address(word) for word in bare))

    def named(self) -> tuple[str, str]:
        """Name and address, either of them empty where there is none."""
        phrase = " ".join("".join(self.words).split())
        comment = " ".join(self.comments)
        angle = self.angle
        if angle is None or ("@" not in angle and "/" not in angle):
            phrase, angle = _bare_address(phrase, angle or "")
        address = _address(angle)
        if phrase and comment and self.angle is not None:
            comment = phrase = f"{phrase} ({comment})"  # A. Person (Planning) <a@example.org>
        name = _name(phrase) or _name(comment)
        return ("" if name.lower() == address else name), address


class _Told(NamedTuple):
    """What an entry says: name and address, or several addresses; and whether angle brackets stand in it."""

    name: str
    address: str
    is_angled: bool
    several: tuple[str, ...]


def addresses(line: str) -> list[tuple[str, str]]:
    """The (name, address) pairs of an unfolded list, in order; the address in lower case, empty for a name without one.

    >>> addresses('"Person, A." <A.Person@example.org>, b@example.org (B. Person); Other, C <c@example.org>')
    [('Person, A.', 'a.person@example.org'), ('B. Person', 'b@example.org'), ('Other, C', 'c@example.org')]
    """
    if bare := bare_addresses(line):
        return [("", address) for address in bare]
    found: list[tuple[str, str]] = []
    family = ""  # what stood before a comma, and may be half of a name
    line = line[:_LONGEST]
    for entry, separator in _plain_entries(line) or _entries(line):
        name, address, is_angled, several = entry
        if several:
            found += [("", other) for other in several]
            continue
        if not name and not address:
            continue
        is_given = family and name and (not address or is_angled) and not (" " in family and " " in name)
        if is_given:
            name = f"{family}, {name}"
        elif family:
            found.append((family, ""))
        family = ""
        if not address and separator == "," and not is_given:
            family = name
        elif not _is_nobody(address or name):
            found.append((name, address))
        if len(found) >= _MOST:
            break
    return [*found, (family, "")] if family else found


def bare_addresses(line: str) -> list[str]:
    """The addresses of an unfolded list of nothing else, in order and lower case; none of a list that holds anything more."""
    if _BARE.fullmatch(line) and ("'" not in line or "recipient" not in line.lower()):
        return line.lower().replace(", ", ",").split(",")[:_MOST]
    return []


def _plain_entries(line: str) -> list[tuple[_Told, str]]:
    """What the entries of a list say of which each can be read by itself, as nearly all can; nothing for another list."""
    if "=?" in line or not _PLAIN.fullmatch(f"{line},"):
        return []
    entries = _ENTRY.findall(f"{line},")
    told = [_kept(entry) if len(entry) <= _LONGEST_KEPT else _read(entry) for entry in entries]
    return list(zip(told, [","] * (len(told) - 1) + [""], strict=True))


@lru_cache(maxsize=8_192)  # whom people write to stands in one list after another
def _kept(entry: str) -> _Told:
    return _read(entry)


def _read(line: str) -> _Told:
    """What the only entry of a line says."""
    return next(_entries(line))[0]


def _entries(line: str) -> Iterator[tuple[_Told, str]]:
    # An angle bracket that is never closed would take the rest of the list for one address.
    if line.count("<") != line.count(">"):
        line = _OPEN_ANGLE.sub(lambda bracket: " " + bracket[0], line)
    entry = _Entry()
    for token in _TOKENS.finditer(line):
        if token.lastgroup != "separator":
            entry.take(token)
        elif token[0] == ":":
            entry = _Entry()  # the name of a group, or `mailto`
        else:
            yield entry.told, token[0]
            entry = _Entry()
    yield entry.told, ""


def _bare_address(phrase: str, angle: str) -> tuple[str, str]:
    """The words and the address of an entry without angle brackets, or with something else in them."""
    phrase = _SPACED_AT.sub("@", phrase)
    for word in phrase.split():
        if "@" in word.strip(_QUOTES):
            return " ".join(other for other in phrase.split() if other != word), word
    if at := _AT.search(f"{phrase} {angle}" if angle else phrase):
        return (phrase if angle else phrase.replace(at[0], "")), f"{at[1]}@{at[2]}"
    return phrase, angle


def _address(angle: str) -> str:
    address = " ".join(encoded_words.words(angle).split()).strip(_QUOTES + "<>[]").removeprefix("mailto:")
    if address.startswith("@"):
        address = address.partition(":")[2] or address  # a route: <@relay.example,@other.example:a@example.org>
    if "/" not in address:  # a name in an address book of Lotus Notes or Exchange may hold spaces
        address = address.replace(" ", "")
    local, at, domain = address.rpartition("@")
    if at and local.startswith('"') and local.endswith('"'):
        local = local.strip('"')
    return f"{local.strip(_QUOTES)}{at}{domain.rstrip('.')}"[:_LONGEST_ADDRESS].lower()


def _name(phrase: str) -> str:
    name = encoded_words.words(phrase).strip(_QUOTES + ",;")
    return " ".join(name[:_LONGEST_NAME].split())


def _is_nobody(name: str) -> bool:
    """Whether words in place of a list say that it is withheld."""
    lower = name.lower()
    return "recipient" in lower and any(word in lower for word in ("undisclosed", "unlisted", "suppressed", "not shown"))
