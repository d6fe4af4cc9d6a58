"""How a sentence asks: by an order, by an order with "please", or by a question, in front of what is asked.

People ask in a hundred ways ("Could you", "I'd be grateful if somebody", "You are to", "Move the crew"), and what is asked
follows. ``marked`` writes one of three words before it, so that the patterns of a subject need to name only what is asked:
``orderto`` where the writer commands, ``pleaseto`` for an order with "please", ``askto`` where it is put as a question or a
wish. The ways and the verbs are in ``askings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from checker.language.called import table, words
from checker.language.phrases import folded

ORDER, PLEASE, ASK = "orderto", "pleaseto", "askto"

# Verbs that begin a question as readily as an order.
_QUESTION_VERBS = frozenset({"do", "have", "just", "work"})
_FELLOW = r"(?:the|a|an|this|that|these|those|it|them|him|her|me|us|my|your|our|his|their|all|any|every|each|no|both)"
_PEOPLE = r"(?:thatofficer|someperson|somename)"
# "Couldn't you" denies nothing.
_NEGATED_QUESTION = re.compile(r"\b(could|would|can|will|might)n't (you|we|someone|somebody|it|this|they)\b")
_PLEASED = re.compile(
    r"\b(?:please|kindly)\b,? (?!find|see (?:the )?attached|do not hesitate|don't hesitate|accept|note|excuse|forgive)"
    r"(?=[a-z]{2,14}\b)"
)


def marked(text: str) -> str:
    """The text in lower case, with a word for the manner of asking before each thing that is asked.

    >>> marked("Could you move the crew?")
    'could you askto move the crew?'
    >>> marked("Please move the crew, and tell them today.")
    'please pleaseto move the crew, and orderto tell them today.'
    """
    even = _in_full(" ".join(folded(text).split()))
    even = _NEGATED_QUESTION.sub(r"\1 \2", even)
    places: dict[int, str] = {}
    for manner, pattern in ((ASK, _openers("asked")), (ORDER, _openers("ordered"))):
        for match in pattern.finditer(even):
            place = match.end()
            places[place + 1 if even[place : place + 1] == " " else place] = manner
    for match in _PLEASED.finditer(even):
        places.setdefault(match.end(), PLEASE)
    first, other, later = _imperatives()
    begun = first.search(even) or other.search(even)
    if begun and begun["verb"] not in words("no_order") and not (even.endswith("?") and begun["verb"] in _QUESTION_VERBS):
        places.setdefault(begun.start("verb"), PLEASE if begun["please"] else ORDER)
    if places:
        manner = places[min(places)]
        for match in later.finditer(even, min(places)):
            places.setdefault(match.start("verb"), manner if manner == ASK else ORDER)
    made, last = [], 0
    for place in sorted(places):
        made += [even[last:place], places[place], " "]
        last = place
    return "".join([*made, even[last:]])


@cache
def _shorthand() -> tuple[re.Pattern[str], Mapping[str, str]]:
    short: Mapping[str, str] = table()["short"]
    longest_first = sorted(short, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w'])(?:{'|'.join(longest_first)})(?![\w'])"), short


def _in_full(even: str) -> str:
    pattern, short = _shorthand()
    return pattern.sub(lambda match: short[match[0]], even)


@cache
def _openers(name: str) -> re.Pattern[str]:
    """What stands before something that is asked or ordered."""
    who = f"(?:{'|'.join(table()['who'])})"
    ways = "|".join(way.replace("{who}", who) for way in table()[name])
    return re.compile(rf"\b(?:{ways})\b(?: (?:{'|'.join(table()['softly'])})){{0,3}}")


@cache
def _imperatives() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """An order at the beginning of a sentence, one by a verb of which no list is kept, and one further on after a joint."""
    plain, doubtful = ("|".join(sorted(table()[name])) for name in ("plain", "doubtful"))
    lead = rf"(?:(?:{'|'.join(table()['lead'])})[,:]? ?(?:- )?){{0,3}}"
    please = (
        r"(?P<please>(?:please|kindly)(?: can| just| also| now| then|,)? )?"
        r"(?:just |simply |quietly |immediately |only |at once |also |now )?"
    )
    denied = r"(?:do not|don't|never|no need to|not a word)\b"
    verb = rf"(?P<verb>{denied}|(?:{plain})(?![\w'-])|(?:{doubtful})(?= (?:{_FELLOW}|{_PEOPLE})\b))"
    begins = r"^[\s\"(*•·-]{0,4}"
    first = re.compile(rf"(?:{begins}|: |; ){lead}{please}{verb}")
    other = re.compile(
        rf"{begins}{lead}{please}(?P<verb>[a-z]{{3,12}})(?<!ing)(?<!ed)(?<!ly)(?<!s)"
        r"(?= (?:(?:up|off|out|down|in|back|over|away|round) )?"
        rf"(?:the|it|them|him|her|that|those|these|my|every|all|both|{_PEOPLE})\b)"
    )
    later = re.compile(rf"(?:[;:,] (?:and |then |but |so )?|\b(?:and|then|or|but)(?: then| also)? |- )(?:that )?{please}{verb}")
    return first, other, later
