"""Turns of phrase that need no trained model and no tokenizer: patterns over plain words, for drafts that must be judged at once.

A pattern is written as in ``wording``: ``a|b`` either, ``?`` after a place that may be empty, ``@name`` any word of a named
set; and ``..`` up to five words of any kind, ``..2`` up to two, ``stem*`` any word that begins so, ``<`` the beginning of a
clause, ``%name`` another pattern put in its place, ``in_charge`` two words as one. It is made into one regular expression whose
repetitions are all bounded, and is looked for in a sentence made even: lower case, words and stops apart. spaCy, which
``wording`` needs, takes most of a second to load; a draft of two pages has to be judged in that.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from checker.language.phrases import Hit, folded

_REACH = 900  # characters of a sentence that are looked at: what is longer is a table or a list
_PIECE = re.compile(r"[a-z0-9£%]+(?:[-'.][a-z0-9]+)*|[,;:!?.()&]|\"")
_POSSESSIVE = re.compile(r"^(.+?)('s)$")
_GAP = 5
_CLAUSE = r"(?:\A|(?<=[,;:!?(.] )|(?<=\band )|(?<=\bplease )|(?<=\bso )|(?<=\bthen )|(?<=\bnow )|(?<=\bor )|(?<=\bdo ))"
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nor|without|neither|no|rather than|instead of|far from)|n't|n't ever) (?:[^\s.;:!?]+ ){0,3}\Z"
)
_GUIDANCE = re.compile(
    r"\b(?:must not|may not|should not|shall not|is not allowed|are not allowed|cannot be used|do not (?:print|use"
    r"|publish|write|mention)"
    r"|don't (?:print|use|publish|write|mention)|headlines? (?:like|such as)|may not be used|for example|an example of"
    r"|code of conduct"
    r"|never (?:print|use|publish|write))\b"
)


class Turns:
    """The lists of patterns of one subject (``NAME.toml`` beside this module: ``sets``, ``macros``, ``words``), compiled once."""

    def __init__(self, name: str) -> None:
        self.table: Mapping[str, Any] = tomllib.loads(  # Any: what a subject keeps beside its patterns
            resources.files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        )
        sets: Mapping[str, Sequence[str]] = self.table.get("sets", {})
        macros: Mapping[str, str] = self.table.get("macros", {})
        words: Mapping[str, Sequence[str]] = self.table["words"]
        self._sets = sets
        self._patterns: list[tuple[str, Sequence[str]]] = []  # the list that each belongs to, and its places
        self._compiled: dict[int, re.Pattern[str]] = {}
        # By a word that fills one of a pattern's places: which place of which pattern.
        self._places: dict[str, set[tuple[int, int]]] = {}
        self._needed: list[int] = []
        for kind in sorted(words):
            for pattern in words[kind]:
                self._add(kind, _written_out(pattern, macros).split(), sets)
        self._always = [number for number, needed in enumerate(self._needed) if not needed]

    def _add(self, kind: str, places: Sequence[str], sets: Mapping[str, Sequence[str]]) -> None:
        number, needed = len(self._patterns), 0
        self._patterns.append((kind, places))
        for place in places:
            if place == "<" or place.startswith("..") or place.endswith("?"):
                continue
            forms = _forms(place, sets)
            if not any(form.endswith("*") for form in forms):
                for form in forms:
                    self._places.setdefault(form.split()[0], set()).add((number, needed))
                needed += 1
        self._needed.append(needed)

    def _possible(self, even: str) -> list[int]:
        """The patterns of which every place that may not be empty can be filled: hardly any, so that few are tried."""
        filled: dict[int, set[int]] = {}
        for word in set(even.split()):
            for number, place in self._places.get(word, ()):
                filled.setdefault(number, set()).add(place)
        return sorted([*self._always, *(number for number, places in filled.items() if len(places) == self._needed[number])])

    def _expression(self, number: int) -> re.Pattern[str]:
        """A pattern as a regular expression, made when it is first needed: a draft needs few, and to make all takes a second."""
        if number not in self._compiled:
            self._compiled[number] = re.compile(_expression(self._patterns[number][1], self._sets))
        return self._compiled[number]

    def find(self, even: str) -> tuple[Hit, ...]:
        """The lists that show in a sentence made even, each at the first place where one of its patterns is not denied."""
        hits: dict[str, Hit] = {}
        for number in self._possible(even):
            kind = self._patterns[number][0]
            for match in self._expression(number).finditer(even):
                if not _is_denied(even, match):
                    hit = Hit(kind, match[0].strip(), match.start(), match.end())
                    hits[kind] = min(hits.get(kind, hit), hit, key=lambda one: (one.start, -one.end))
                    break
        return tuple(hits[kind] for kind in sorted(hits))

    def ways(self, kind: str, even: str) -> int:
        """In how many separate places of a sentence made even a list shows."""
        spans = sorted(
            match.span()
            for number in self._possible(even)
            if self._patterns[number][0] == kind
            for match in self._expression(number).finditer(even)
            if not _is_denied(even, match)
        )
        count = end = 0
        for start, stop in spans:
            if start >= end:
                count, end = count + 1, stop
        return count

    def shown(self, even: str) -> frozenset[str]:
        """The lists that show in a sentence made even, denied or not."""
        return frozenset(self._patterns[number][0] for number in self._possible(even) if self._expression(number).search(even))


@functools.cache
def turns(name: str) -> Turns:
    """The patterns of a subject."""
    return Turns(name)


@functools.lru_cache(maxsize=4_096)  # several behaviours look at the same sentence, one after the other
def evened(sentence: str) -> str:
    """A sentence as patterns see it: words and stops in lower case, one space between, quotation marks as commas.

    >>> evened("“Labour’s plan: scrap it!”")
    ", labour 's plan : scrap it ! , "
    """
    pieces: list[str] = []
    for piece in _PIECE.findall(folded(sentence[:_REACH])):
        possessive = _POSSESSIVE.match(piece)
        pieces += [possessive[1], possessive[2]] if possessive else ["," if piece == '"' else piece]
    return "".join(f"{piece} " for piece in pieces)


def is_guidance(sentence: str) -> bool:
    """Whether a sentence tells what may not be written, or gives an example of it."""
    return bool(_GUIDANCE.search(folded(sentence[:_REACH])))


def _is_denied(even: str, match: re.Match[str]) -> bool:
    """Whether a denial stands shortly before what was found, and it does not begin with one itself."""
    return bool(_DENIED.search(even[max(0, match.start() - 40) : match.start()]))


def _expression(places: Sequence[str], sets: Mapping[str, Sequence[str]]) -> str:
    made = []
    for place in places:
        if place == "<":
            made.append(_CLAUSE)
        elif place.startswith(".."):
            made.append(rf"(?:[^\s.;!?]+ ){{0,{place[2:] or _GAP}}}?")
        else:
            choices = "|".join(_choice(form) for form in _forms(place, sets))
            made.append(f"(?:(?:{choices}) )" + ("?" if place.endswith("?") else ""))
    return r"(?<!\S)" + "".join(made)


def _written_out(pattern: str, macros: Mapping[str, str]) -> str:
    return " ".join(macros[word[1:]] if word[:1] == "%" and word[1:] in macros else word for word in pattern.split())


def _forms(place: str, sets: Mapping[str, Sequence[str]]) -> list[str]:
    """What may stand in a place, as words; a stem keeps its asterisk."""
    choices = place.removesuffix("?").split("|")
    return [form.replace("_", " ") for choice in choices for form in (sets[choice[1:]] if choice.startswith("@") else (choice,))]


def _choice(form: str) -> str:
    stem = re.escape(form.removesuffix("*")).replace(r"\ ", " ")
    return stem + (r"[^\s.;!?]*" if form.endswith("*") else "")
