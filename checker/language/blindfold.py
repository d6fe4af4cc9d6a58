"""What a model reads of a sentence: not which party it names, nor of which sex the people in it are.

A judgement that turned round when "Labour" became "Conservative", or "he" became "she", would be no judgement. So these words are
all the same to a model, in training and in use.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_PARTY = "party"


def blindfolded(text: str) -> str:
    """A text with one word for every party and one for either sex.

    >>> blindfolded("Vote Labour, she said to Mrs Ash.") == blindfolded("Vote Plaid Cymru, he said to Mr Ash.")
    True
    """
    people = alike()
    return _people_words().sub(lambda found: people[_straight(found[0])], _party_names().sub(_PARTY, text))


def _straight(word: str) -> str:
    return word.lower().replace("’", "'")


@cache
def alike() -> Mapping[str, str]:
    """Words for people of one sex, in lower case, each with the word that is read in its place."""
    table: Mapping[str, str] = tomllib.loads(_read("blindfold.toml"))["people"]
    return table


@cache
def _people_words() -> re.Pattern[str]:
    longest_first = sorted(alike(), key=lambda word: (-len(word), word))
    return re.compile(
        rf"\b(?:{'|'.join(word.replace(chr(39), '[' + chr(39) + '’]') for word in longest_first)})(?!\w)", re.IGNORECASE
    )


@cache
def _party_names() -> re.Pattern[str]:
    """Every name of a party, the longest first, as people write it: with capitals, for most are ordinary words as well."""
    parties = tomllib.loads(_read("parties.toml"))["parties"]
    known = {name for party in parties for name in party["names"] if name[:1].isupper() and not name.endswith(" Group")}
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    names = "|".join(map(re.escape, longest_first))
    return re.compile(rf"\b(?:the )?(?:(?:New|Welsh|Scottish) )?(?:{names})(?:'s|’s|s)?(?: Party)?(?!\w)")


def _read(name: str) -> str:
    return files("checker.language").joinpath(name).read_text(encoding="utf-8")
