"""Party politics in one vocabulary: names of parties, elections and party literature put into common words for patterns.

"The Tories", "Cole Independents" and "Reform UK" all become ``theparty``, an election address a ``tract``, polling day
``electiontime``; a working party or a user group become words that no pattern takes for a party or its group. So the patterns
of a subject treat all parties alike, those that only a roster knows included. The words are in ``partisan.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from checker.domain import Case, Message
from checker.language.clusters import read
from checker.language.parties import PartySigns, local, national
from checker.language.phrases import Phrases, folded
from checker.language.signs import Line

PARTY = "theparty"
_NAME = "name"

# In lower case these are ordinary words unless what follows is a party's. "Green" and "Reform" are so in capitals too.
_LOWER = re.compile(
    r"\b(?:labour|conservative|tory|tories|lib(?:eral)?[ -]?dem(?:ocrat)?s?|liberals?|green|greens|reform(?: uk)?|independent"
    r"|plaid|snp|ukip|socialists?)"
    r"(?=\W{1,3}(?:activists?|association|benches|branch|campaign|candidates?|colleagues|conference|council(?!\W+(?:tax|house))"
    r"|councillors?|gains?|government|group(?:'s)?|leader|leaflets?|line|lot|majority|manifesto|members?|motion|newsletter|office"
    r"|party|people|policy|run|seats?|side|supporters?|voters?|votes?|ward|whip)\b)"
    r"|\b(?:tories|tory|lib[ -]?dems?|ukip)\b"
    r"|(?:(?<=\bvote )|(?<=\bvoted )|(?<=\bvoting ))(?:labour|conservative|green|reform)\b",
    re.IGNORECASE,
)


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("partisan.toml").read_text(encoding="utf-8"))


class Plain:
    """Puts common words for what is party political in a text, by the national parties and these of a roster."""

    def __init__(self, parties: Iterable[str] = ()) -> None:
        known = (*national(), *local(parties))
        self._signs = PartySigns(known)
        named = sorted({name for party in known for name in party.names} | set(_table()["politics"]["names"]))
        words = {folded(name) for party in known for name in party.names} | set(_table()["politics"]["stems"])
        self._politics = AhoCorasick(sorted(words), matchkind=MatchKind.Standard)
        self._phrases = Phrases({**_table()["plain"], _NAME: named})  # what names a party is found once, before any closer look

    def __call__(self, text: str) -> str:
        """The text in common words.

        >>> Plain()("The Tories want our election address before polling day, says the working party.")
        'theparty want our tract before electiontime, says otherparty.'
        """
        found = self._found(text)
        if not found:
            return text
        made, place = [], 0
        for start, end, word in found:
            made += [text[place:start], word]
            place = end
        return "".join([*made, text[place:]])

    def is_political(self, text: str) -> bool:
        """Whether a text holds any word of party politics at all; most mail holds none.

        >>> Plain().is_political("Our canvassers are out again."), Plain().is_political("The bins are out again.")
        (True, False)
        """
        even = folded(text)
        hits = self._politics.find_matches_as_indexes(even, overlapping=True)
        return any(not (start and even[start - 1].isalnum()) for _, start, _ in hits)

    def tokens(self, text: str) -> frozenset[str]:
        """The common words that a text would be given."""
        return frozenset(word for _, _, word in self._found(text))

    def _found(self, text: str) -> Sequence[tuple[int, int, str]]:
        """Stretches with the words to put for them, the longest first where they overlap, in order of the text."""
        hits = list(self._phrases.find(text))
        spans = [(hit.start, hit.end, hit.kind) for hit in hits if hit.kind != _NAME]
        if len(spans) < len(hits):
            spans += [(sign.start, sign.end, PARTY) for sign in self._signs.names(text)]
            spans += [(match.start(), match.end(), PARTY) for match in _LOWER.finditer(text)]
        spans = [(_with_article(text, start), end, word) for start, end, word in spans]
        kept: list[tuple[int, int, str]] = []
        for start, end, word in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end, word))
            elif end - start > kept[-1][1] - kept[-1][0]:  # "our election address" is an address, and "our election" no time
                kept[-1] = (start, end, word)
        return kept


def _with_article(text: str, start: int) -> int:
    """Where a name begins, "the" before it included: "the Tories" is one word to a pattern."""
    return start - 4 if text[max(0, start - 4) : start].lower() == "the " else start


@functools.lru_cache(maxsize=32)
def _plain(parties: tuple[str, ...]) -> Plain:
    return Plain(parties)


def plain_of(case: Case) -> Plain:
    """The common words for a case, the parties of its roster among those known."""
    return _plain(tuple(sorted({person.party for person in case.people if person.party})))


def told(message: Message, subject: str, plain: Plain, *, of_politics: bool = True) -> tuple[Line, ...]:
    """The sentences of a message's own words in which the patterns of a subject find something, party names made common.

    With ``of_politics``, none where no word of the message or its subject is of party politics.
    """
    if of_politics and not _is_political(f"{message.subject}\n{message.text}", plain):
        return ()
    return read(message, subject, plain, tokens=tuple(sorted(_tokens(message.text, plain))))


@functools.lru_cache(maxsize=1_024)
def _is_political(text: str, plain: Plain) -> bool:
    return plain.is_political(text)


@functools.lru_cache(maxsize=1_024)  # several behaviours ask about the same letter, one after the other
def _tokens(text: str, plain: Plain) -> frozenset[str]:
    return plain.tokens(text)


_NAMED = re.compile(
    r"\b(?:theparty|opponents|electiontime|tract|ourgroup|yourgroup|othergroups|associations?|branch|campaign\w*|our candidates?"
    r"|canvass\w*|coalition|comrades?|(?:to|at|for) conference|constituency|doorsteps?|elector\w*|focus|government|group|hustings"
    r"|knocker|leadership|leafle\w*|manifestos?|member since|(?:prime )?minister|one of us|our leader|paid[- ]up|party|pledges?"
    r"|politic\w*|seats?|selection|slogans?|socialists?|stall|sympathies|target|vote\w*|voting|your cross)\b"
)


def names_politics(lines: Iterable[Line]) -> bool:
    """Whether one of these sentences names a party, a group, an election or what goes with them."""
    return any(_NAMED.search(folded(line.plain)) for line in lines)
