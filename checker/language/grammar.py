"""A small grammar of a protocol's clauses: words, known nouns, and the main clause with its subject and voice.

No part of speech is learnt. Words that belong to closed classes (determiners, modals, prepositions, ...) and the nouns for
parties, things and texts stand in ``addressees.toml``; every other word is unknown, and a clause is found between what is known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEMBER, OFFICER, BOTH, AUTHORITY, OTHER, NOBODY = "member", "officer", "both", "authority", "other", "none"

Words = Sequence[str]

# A sentence is read no further than this, in words, and a text no further than this, in characters.
_LONGEST, _FURTHEST = 400, 6_000
_TOKEN = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*|'s|[^\w\s]")
_SPELLINGS = (
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"\b(it|that|there|he|she|who|what|here|nobody|anyone)'s\b"), r"\1 is"),
    (re.compile(r"s'(?=\s)"), "s 's"),
    (re.compile(r"\b(?:e\.g\.|i\.e\.|etc\.)"), " "),
    (re.compile(r"\bno\.\s?(?=\d)"), "number "),
    (re.compile(r"\([^()]{0,300}\)|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]"), " "),
)
_BE = ("am", "are", "be", "been", "being", "is", "was", "were")
# Kinds of things that are nobody's until the clause says whose.
_OWNERLESS = ("text", "belonging", "pressure")


@dataclass(frozen=True, slots=True)
class Noun:
    """A known noun: its place among the words, whose it is, and its kind (party, thing, text, belonging, pressure, owned).

    "owned" is what no list knows, where the party that owns it is known: "the Chair's diary".
    """

    start: int
    end: int
    who: str
    kind: str
    is_plural: bool = False
    owns: bool = False

    @property
    def is_party(self) -> bool:
        return self.kind == "party" and self.who != NOBODY


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause.

    ``opener`` stands where a subject is no noun: a pronoun, "order" (an imperative), "elided" (the verb comes first) or
    "infinitive". ``after`` is the end of the subject, ``verb`` the place of the modal or auxiliary and ``passive`` that of the
    participle, -1 where there is none.
    """

    words: tuple[str, ...]
    nouns: tuple[Noun, ...]
    start: int
    subject: Noun | None
    opener: str
    after: int
    verb: int
    passive: int
    is_negative: bool

    @property
    def participle(self) -> str:
        return word_at(self.words, self.passive)

    @property
    def has_modal(self) -> bool:
        return belongs(word_at(self.words, self.verb), "modals")

    @property
    def parties(self) -> list[Noun]:
        return parties(self.nouns)

    def party_after(self, at: int, *prepositions: str) -> Noun | None:
        """The first party beyond this place that stands after one of these prepositions."""
        found = (noun for noun in self.parties if noun.start > at and not noun.owns)
        return next((noun for noun in found if word_before(self.words, noun) in prepositions), None)


# --- words ----------------------------------------------------------------------------------------------------------------


@cache
def lexicon() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The lists of ``addressees.toml``: parties, things, acts and classes."""
    with (Path(__file__).parent / "addressees.toml").open("rb") as file:
        table = tomllib.load(file)
    return {name: {key: frozenset(words) for key, words in group.items()} for name, group in table.items()}


def belongs(word: str, *classes: str) -> bool:
    """Whether a word is in one of these closed classes."""
    return any(word in lexicon()["classes"][name] for name in classes)


def does(word: str, act: str) -> bool:
    """Whether a word is one of these acts."""
    return word in lexicon()["acts"][act]


def word_at(words: Words, at: int) -> str:
    """The word at a place; empty beyond the ends."""
    return words[at] if 0 <= at < len(words) else ""


def tokens(text: str) -> list[str]:
    """Words and marks in lower case, contractions written out, brackets and note marks left out.

    >>> tokens("Members' letters aren't read.")
    ['members', "'s", 'letters', 'are', 'not', 'read', '.']
    """
    text = text[:_FURTHEST].lower().replace("’", "'").replace("‘", "'")
    for pattern, instead in _SPELLINGS:
        text = pattern.sub(instead, text)
    return _TOKEN.findall(text)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence, its last mark with it; a semicolon ends one too."""
    found: list[list[str]] = [[]]
    for word in tokens(text):
        found[-1].append(word)
        if word in (".", "!", "?", ";"):
            found.append([])
    return [words[:_LONGEST] for words in found if any(word[0].isalnum() for word in words)]


@cache
def singular(word: str) -> str:
    """A noun in the singular, as far as its ending tells.

    >>> singular("chairmen"), singular("bodies"), singular("staff")
    ('chairman', 'body', 'staff')
    """
    for ending, instead in (("men", "man"), ("people", "person"), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def is_finite(word: str) -> bool:
    """Whether a word is a modal or an auxiliary."""
    return belongs(word, "modals", "auxiliaries")


def is_stop(word: str) -> bool:
    """Whether a noun phrase ends at this word, or has to: a verb, a preposition, a joint or a mark."""
    return (
        not word[:1].isalnum()
        or is_finite(word)
        or belongs(word, "prepositions", "relatives", "subordinators")
        or word in ("and", "but", "nor", "or")
    )


def _is_adjective(word: str) -> bool:
    return belongs(word, "adjectives") or (
        (word.endswith(("ed", "al", "ior", "ive", "ary", "ant", "ly")) and not does(word, "orders")) or word.isdigit()
    )


def _is_participle(word: str) -> bool:
    return belongs(word, "participles") or (word.endswith("ed") and len(word) > 4)


# --- nouns ----------------------------------------------------------------------------------------------------------------


@cache
def _entries() -> Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """Known nouns by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for who, entries in lexicon()["parties"].items():
        for entry in entries:
            found.setdefault(entry.split()[0], []).append((tuple(entry.split()), who, "party"))
    for who, entries in lexicon()["things"].items():
        owner, kind = (NOBODY, who) if who in _OWNERLESS else (who, "thing")
        for entry in entries:
            found.setdefault(entry.split()[0], []).append((tuple(entry.split()), owner, kind))
    return {first: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry))) for first, entries in found.items()}


def _entry(words: Words, at: int) -> tuple[int, str, str] | None:
    """The longest known noun at this place: its end, whose it is and its kind."""
    firsts = {words[at]: None, singular(words[at]): None}
    entries = [entry for first in firsts for entry in _entries().get(first, ())]
    for entry, who, kind in sorted(entries, key=lambda entry: -len(entry[0])):
        place = at
        for order, word in enumerate(entry):
            if order and entry[order - 1] == "of" and belongs(word_at(words, place), "determiners"):
                place += 1
            own = word_at(words, place)
            if word not in (own, singular(own)) and not (word == "*" and own[:1].isalnum()):
                break
            place += 1
        else:
            return place, who, kind
    return None


def nouns_of(words: Words) -> list[Noun]:
    """The known nouns in order; parties that are coordinated are one: "Members and Officers" are both."""
    found: list[Noun] = []
    at = 0
    while at < len(words):
        entry = _entry(words, at)
        if entry is None:
            at += 1
            continue
        end, who, kind = entry
        is_plural = words[end - 1] != singular(words[end - 1]) or words[end - 1] == "staff"
        noun = Noun(at, end, who, kind, is_plural, word_at(words, end) == "'s")
        if found and found[-1].kind == kind == "party" and _is_coordinated(words, found[-1], noun):
            one = found.pop()
            noun = Noun(one.start, end, _together(one.who, who), kind, True, noun.owns)
        found.append(noun)
        at = end
    return found


def _is_coordinated(words: Words, one: Noun, other: Noun) -> bool:
    between = words[one.end + one.owns : other.start]
    joint, rest = word_at(between, 0), between[1:]
    if joint == "," and word_at(rest, 0) in ("and", "or"):
        joint, rest = rest[0], rest[1:]
    if joint == ",":  # in a list that goes on
        return all(belongs(word, "determiners") for word in rest) and word_at(words, other.end) in (",", "and", "nor", "or")
    fits = (belongs(word, "determiners") or _is_adjective(word) or word in ("about", "for", "from", "of") for word in rest)
    return joint in ("&", "/", "and", "nor", "or") and len(rest) < 4 and all(fits)


def _together(one: str, other: str) -> str:
    named = {one, other} - {NOBODY, AUTHORITY, OTHER}
    if one == OTHER or not named:
        return one if one != NOBODY else other
    return next(iter(named)) if len(named) == 1 else BOTH


def parties(nouns: Sequence[Noun]) -> list[Noun]:
    """The parties among nouns, those left out that only qualify the next noun: "the member role"."""
    starts = {noun.start for noun in nouns}
    return [noun for noun in nouns if noun.is_party and (noun.end not in starts or noun.is_plural or noun.owns)]


def place_before(words: Words, noun: Noun) -> int:
    """The place of the last word before a noun that is no determiner or adjective; -1 if there is none."""
    place = noun.start - 1
    while place >= 0 and words[place] != "that" and (belongs(words[place], "determiners") or _is_adjective(words[place])):
        place -= 1
    return place


def word_before(words: Words, noun: Noun) -> str:
    """The last word before a noun that is no determiner or adjective."""
    return word_at(words, place_before(words, noun))


def follows_preposition(words: Words, noun: Noun) -> bool:
    """Whether a noun is no subject, by the word before it."""
    return belongs(word_before(words, noun), "prepositions", "subordinators")


# --- the main clause ------------------------------------------------------------------------------------------------------


def clause_of(words: Words) -> Clause:
    """The main clause of a sentence.

    >>> clause = clause_of(tokens("Where he can, a Member shall be told by the Clerk."))
    >>> clause.words[clause.start], clause.subject.who, clause.participle
    ('a', 'member', 'told')
    """
    nouns = nouns_of(words)
    start = _main(words, nouns)
    if word_at(words, start) == "nor" and not is_finite(word_at(words, start + 1)):
        start += 1
    word, follows = word_at(words, start), word_at(words, start + 1)
    subject, opener, after, verb = None, "", start, start
    if word in ("neither", "nor", "only") and is_finite(follows):  # "nor shall an Officer"
        subject, opener, after = _subject(words, nouns, start + 2)
        verb = start + 1
    elif word in ("do", "does") and follows == "not":
        opener = "order"
    elif is_finite(word) and (belongs(follows, "pronouns") or (start > 2 and belongs(follows, "determiners"))):  # "must they"
        subject, opener, after = _subject(words, nouns, start + 1)
    elif is_finite(word):
        opener = "elided"
    elif belongs(word, "subordinators") or _is_participle(word):
        opener, verb = "elided", _verb(words, start)
    elif word == "to" or (word.endswith("ing") and all(noun.start != start for noun in nouns)):
        opener, verb = "infinitive", _verb(words, start)
    else:
        subject, opener, after = _subject(words, nouns, start)
        verb = _verb(words, after)
    passive = _passive(words, after if 0 <= verb < after else verb)
    if passive < 0 and opener == "elided" and _is_participle(word):
        passive = start
    is_negative = any(belongs(word, "negatives") for word in words[max(0, start - 3) : max(verb, after) + 3])
    return Clause(tuple(words), tuple(nouns), start, subject, opener, after, verb, passive, is_negative)


def _main(words: Words, nouns: Sequence[Noun]) -> int:
    """Where the main clause begins, past a label, adverbs, conditions and circumstances."""
    label = words.index(":") if ":" in words[:8] else -1
    is_label = label < len(words) - 3 and not any(is_finite(word) for word in words[: max(0, label)])
    at = _past_adverbs(words, label + 1 if is_label and not any(noun.end <= label for noun in parties(nouns)) else 0)
    word, follows = word_at(words, at), word_at(words, at + 1)
    if word in ("except", "provided", "save", "so") and "that" in words[at + 1 : at + 3]:
        return _past_adverbs(words, words.index("that", at) + 1)
    if (word, follows) == ("as", "long"):
        return at + 3
    if word == "that" and belongs(follows, "determiners"):
        return at + 1
    if belongs(word, "prepositions") and follows in ("which", "whom"):
        return at + 2
    is_phrase = word == "to" or word.endswith("ing") or _is_participle(word)  # "Acting alone, a Member"
    if not is_phrase and not belongs(word, "subordinators", "prepositions"):
        return at
    if belongs(word, "prepositions") and follows == "no" and is_finite(word_at(words, at + 3)):
        return at + 3  # "under no circumstances may a Member"
    place = _past_commas(words, nouns, at, is_phrase=is_phrase)
    if place >= 0 or is_phrase:
        return max(at, place)
    if word in ("although", "as", "except", "since", "though", "whereas", "while", "whilst"):
        return _past_adverbs(words, at + 1)
    for place in range(len(words) - 1, at + 3, -1):  # no comma: the last noun or pronoun before a modal
        if belongs(words[place], "modals"):
            if words[place - 1] in ("he", "she", "they", "we", "you"):
                return place - 1
            noun = next((noun for noun in nouns if noun.end == place), None)
            if noun is not None and not follows_preposition(words, noun):
                return noun.start
    return at + 1 if belongs(word, "subordinators") and "," not in words else at


def _past_commas(words: Words, nouns: Sequence[Noun], at: int, *, is_phrase: bool) -> int:
    """Past the comma after which a noun phrase and a verb come, else past the first that may end a condition; -1 if none."""
    starts = {noun.start for noun in nouns}
    first = -1
    for comma in (place for place in range(at, len(words)) if words[place] == ","):
        place = _past_adverbs(words, comma + 1)
        word = word_at(words, place)
        if not word or (belongs(word, "prepositions", "subordinators", "relatives") and word != "that"):
            continue
        begins = belongs(word, "determiners", "pronouns") or place in starts
        if not begins and words[comma + 1] in ("and", "but", "or"):
            continue
        end = next((later for later in range(place, len(words)) if words[later] == ","), len(words))
        if begins and any(is_finite(word) for word in words[place:end]):
            return place
        if first < 0 and not word.endswith("ing") and not is_phrase:
            first = place
    return first


def _past_adverbs(words: Words, at: int) -> int:
    while at < len(words):
        if belongs(words[at], "adverbs") or words[at].endswith("ly") or not words[at][0].isalnum():
            at += 1
        elif words[at] in ("for", "in") and word_at(words, at + 1) in ("addition", "example", "instance", "particular"):
            at += 2
        else:
            break
    return at


def _subject(words: Words, nouns: Sequence[Noun], at: int) -> tuple[Noun | None, str, int]:
    """The head of the noun phrase at this place, or the pronoun or order that stands there; and where the phrase ends."""
    word, follows = word_at(words, at), word_at(words, at + 1)
    starts = {noun.start: noun for noun in nouns}
    is_verb = word in ("that", "this") and follows.endswith("s")  # "this includes"
    if belongs(word, "pronouns") and at not in starts and (not belongs(word, "determiners") or is_stop(follows) or is_verb):
        if word == "what" and follows in ("we", "you"):
            return None, follows, at + 2
        return None, word, at + (3 if (word, follows) == ("none", "of") else 1)
    place, unknown = at + belongs(word, "determiners"), 0
    while place not in starts and not is_stop(word_at(words, place)):
        if unknown and belongs(words[place], "determiners", "pronouns", "objects"):
            break
        unknown += not (belongs(words[place], "determiners") or _is_adjective(words[place]))
        place += 1
    if place in starts and not (unknown and does(word, "orders")):
        noun = starts[place]
        is_bare = not (noun.is_plural or noun.owns or belongs(word, "determiners"))
        if is_bare and noun.kind == "party" and not is_stop(word_at(words, noun.end)) and is_finite(word_at(words, noun.end + 1)):
            return None, "", noun.end + 1  # "Council stationery is"
        head = _head(words, starts, noun, at)
        return head, "", head.end
    is_bare = not belongs(word, "determiners") and not is_stop(word) and not word.endswith(("s", "ing", "ed"))
    follows = word_at(words, place)
    orders = is_bare and unknown == 1 and follows[:1].isalnum() and not is_finite(follows) and follows not in ("and", "or")
    return None, "order" if orders else "", place


def _head(words: Words, starts: Mapping[int, Noun], head: Noun, at: int) -> Noun:
    """The head of a compound: "the Member's letter" is a letter, "an Officer report" a report."""
    while True:
        after = head.end + head.owns
        # "the policy lead officer": a word may stand between, and two after an owner
        reach = 3 if head.owns else 2 if head.kind == "thing" and not head.is_plural else 1
        nearest = next((starts[place] for place in range(after, after + reach) if place in starts), None)
        if nearest is None or any(is_stop(word) for word in words[after : nearest.start]):
            break
        is_verb = nearest.kind == "thing" and nearest.is_plural and belongs(words[at], "determiners")  # "the Officer reports"
        if head.kind == "party" and not head.owns and (head.is_plural or is_verb):
            break
        head = nearest
    return Noun(head.start, head.end, head.who, "owned", head.is_plural, True) if head.owns else head


def _verb(words: Words, at: int) -> int:
    """The first modal or auxiliary that is not a relative clause's; after such a clause only a modal counts."""
    counts: tuple[str, ...] = ("modals", "auxiliaries")
    place = at
    while place < len(words):
        before = word_at(words, place - 1)
        if belongs(words[place], "relatives") and (not belongs(before, "prepositions") or before in ("of", "to")):
            counts = ("modals",)
            place += 1
            while (
                is_finite(word_at(words, place)) or belongs(word_at(words, place), "pronouns") or word_at(words, place) == "not"
            ):
                place += 1
            continue
        if belongs(words[place], *counts):
            return place
        place += 1
    return -1


def _passive(words: Words, verb: int) -> int:
    """The place of the participle of a passive verb group that begins here, or -1."""
    has_be = False
    for place in range(verb, min(verb + 7, len(words))) if verb >= 0 else ():
        word = words[place]
        if word in _BE:
            has_be = True
        elif has_be and _is_participle(word):
            return place
        elif not (
            is_finite(word)
            or belongs(word, "adverbs")
            or word.endswith("ly")
            or word in ("all", "both", "never", "not", "to", ",")
        ):
            return -1
    return -1
