"""Where a text names a party as a party, and what it says of it: appeal, credit, praise, blame, a policy of its own, a demand.

Each sentence is read with "thatparty" for whichever party it names, so that no pattern can know one party from another; "they"
in the sentence after stands for the party as well. Names that are words too (Labour, Green, Reform, Plaid) count only in the
company of politics: before a councillor or a group, in brackets, after "vote" or "by", before what parties do, or in a sentence
that speaks of votes and policies. Costs, rotas, blankets and streets are none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.language.parties import Party, PartySigns, known_parties
from checker.language.sentences import sentences
from checker.language.turns import evened, is_guidance, turns

APPEAL, CREDIT, PRAISE, WARM = "appeal", "credit", "praise", "warm"
BLAME, COLD, POLICY, FORS, AGAINSTS, DEMAND = "blame", "cold", "policy", "fors", "againsts", "demand"

_MOST = 2_000  # sentences of one text
_AMBIGUOUS = frozenset({"labour", "conservative", "greens", "the greens", "green", "reform", "plaid", "your party"})
_TEAM = (
    r"(?:(?:county|district|city|town|borough|ward|parish|local|shadow|lead|front ?bench|back ?bench|opposition|deputy"
    r"|group) ){0,2}"
    r"(?:councillors?|cllrs?|group|party|members?|chair(?:man|woman)?|government|ministers?|administration|mps?|leaders?"
    r"|leadership|candidates?"
    r"|team|spokes\w+|voters?|votes?|manifesto|policy|policies|plans?|tax\w*|cuts|pledges?|majority|opposition"
    r"|politicians?|supporters?|activists?"
    r"|conference|rosettes?|seats?|gain|hold|lot|mob|colleagues|volunteers|record|run|led|controlled|council|proposals?"
    r"|promises?|neglect|chaos|mess|failures?|austerity"
    r"|motion|amendment|budget|campaign\w*|values|stronghold|rule)\b"
)
_AFTER = re.compile(rf"(?:['’]s)?[ \n-](?:{_TEAM})", re.IGNORECASE)
_DOES = re.compile(
    r"(?:['’]s [a-z]|['’](?:ve|ll|d|re)\b| (?:(?:now|still|also|then|never|always|only|have|has|plain|plainly"
    r"|just) )?(?:wrong (?:on|about|over|to)|right (?:on|about|over|to)|has|have|had|will|would|must|should|cannot"
    r"|can['’]t|couldn['’]t|won['’]t|don['’]t|doesn['’]t|didn['’]t|got|wants?"
    r"|promised|promises|voted|votes|thinks?|says?|said|let|failed|broke|wrecked|put|puts|made|did|does|delivered|saved"
    r"|fought|won|lost|gets?|needs? to|ought"
    r"|cares?|listens?|stands? (?:up|for)|claims?|councils|to blame|working|fighting|delivering|keeps|kept|is (?:wrong"
    r"|right|to blame|the only)|are (?:wrong|right|to blame"
    r"|the only)|was wrong|were wrong|first)\b)"
)
_BEFORE = re.compile(
    r"\b(?:vote|voting|voted|voted for|votes for|back|backing|support|elect|join|trust|by|with|for|against|under|from|of"
    r"|like|than|on|to|thanks to|blame"
    r"|typical|the|a|an|only|our|your|his|her|their|and|or|between|tell|tells|told|calls? on|called on|urges?|urged"
    r"|joined|left|that|but|because|when)[ \n]$",
    re.IGNORECASE,
)
_POLITICAL = re.compile(
    r"\b(?:votes?|voted|voting|elections?|elected|polls?|polling day|policy|policies|councillors?|cllr|manifesto"
    r"|politic\w+|party|parties"
    r"|ministers?|mps?|parliament|westminster|opposition|majority|group leader|leader of the|tory|tories|lib dems?"
    r"|coalition|tax cuts|promised|levy)\b",
    re.IGNORECASE,
)
_TITLE_AFTER = re.compile(r"[ -](?:[A-Z][\w'’-]+|in-[A-Z])")
_TITLE_BEFORE = re.compile(r"\b[A-Z][\w'’-]* $")
_LOOSE_TITLE = re.compile(
    r"[ -](?:Team|Plans?|Polic\w+|Council|Campaign\w*|Budget|Tax\w*|Votes?|Values|Motion|Rule|Proposals?|Government|Chair)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r" (?:Cllr|Councillor|Member|Leader|Chair|Group|Party|Government|MP|Co-op)")
_COSTS = re.compile(r"\b(?:materials|overtime|wages|hours|workforce|shortage|estimate|skilled|manual)\b", re.IGNORECASE)
_BRACKET = re.compile(
    r"\((?P<party>Lab(?:our)?|Con(?:servative)?|Cons|LD|Lib ?Dem|LibDem|Grn|Green|Ref(?:orm)?|Plaid|PC|SNP"
    r"|UKIP)(?:[,;:/] ?[^()\n]{1,40})?\)"
)
# What stands in brackets after a name, and whose it is.
_SHORT = {
    "con": "conservative",
    "cons": "conservative",
    "conservative": "conservative",
    "green": "green",
    "grn": "green",
    "lab": "labour",
    "labour": "labour",
    "ld": "liberal-democrat",
    "lib dem": "liberal-democrat",
    "libdem": "liberal-democrat",
    "pc": "plaid-cymru",
    "plaid": "plaid-cymru",
    "ref": "reform-uk",
    "reform": "reform-uk",
    "snp": "snp",
    "ukip": "ukip",
}
_MAY_MEAN_ALL = re.compile(r"\b(?:parties|the others|the other lot|the other side|the other party)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:They|they|THEY|Their|their|Them|them|that lot|That lot)\b")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where a text names a party as a party, or somebody who stands for it (``is_leader``)."""

    party: str
    start: int
    end: int
    is_leader: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that names a party or speaks of one named just before; ``parties`` in the order named, ``kinds`` what it shows.

    ``is_named`` is False where the party is meant by "they" alone. ``is_guidance`` marks what tells writers what not to write.
    """

    text: str
    start: int
    end: int
    parties: tuple[str, ...]
    kinds: frozenset[str]
    is_named: bool
    is_guidance: bool


def signs_of(groups: Iterable[str]) -> PartySigns:
    """The parties that come with the program and these groups of a roster."""
    return _signs(known_parties(groups))


@functools.lru_cache(maxsize=16)
def _signs(parties: tuple[Party, ...]) -> PartySigns:
    return PartySigns(parties)


def namings(text: str, signs: PartySigns) -> list[Naming]:
    """Where a text names a party as a party, in order, none within another."""
    found = [Naming(_SHORT[m["party"].lower()], m.start("party"), m.end("party")) for m in _BRACKET.finditer(text)]
    found += [Naming(sign.party, sign.start, sign.end) for sign in signs.names(text) if _is_party(text, sign.start, sign.end)]
    found += [Naming(sign.party, sign.start, sign.end) for sign in signs.shorts(text) if _is_party(text, sign.start, sign.end)]
    found += [Naming(sign.party, sign.start, sign.end, is_leader=True) for sign in signs.leaders(text)]
    kept: list[Naming] = []
    for one in sorted(set(found), key=lambda n: (n.start, -n.end, n.party)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _is_party(text: str, start: int, end: int) -> bool:
    """Whether a name that may be a word as well is a party's here."""
    name = re.sub(r"\s+", " ", text[start:end]).lower()
    if name not in _AMBIGUOUS:
        return not (text[end : end + 1] == "-" and text[end + 1 : end + 3].islower() and name == "labour")
    after, before = text[end : end + 60], text[max(0, start - 40) : start]
    if team := _AFTER.match(after):
        begins = not before.strip() or before.rstrip(" \"'“‘").endswith((".", "!", "?", ":", "\n", "-"))
        loose = _LOOSE_TITLE.match(after)
        is_title = (
            name in ("green", "reform", "greens", "plaid")
            and loose
            and (begins or loose[0][1:2].isupper())
            and not text[start:end].isupper()
        )
        return not is_title or bool(
            _POLITICAL.search(_sentence_around(text, start, end).replace(text[start : start + (team.end())], " "))
        )
    if re.search(r"\b[A-Z][\w'’-]+, $", before) and re.match(r"\s*(?:[,.;)\n\]]|\Z)", after):
        return True
    if before.endswith("(") or (after.startswith(")") and before.rstrip().endswith((",", ";"))):
        return True
    if re.match(r"-(?:in|of|the)\b", after) or (_TITLE_AFTER.match(after) and not _PERSON.match(after)):
        return False
    if _COSTS.search(after[:40]):
        return False
    begins = not before.strip() or before.rstrip(" \"'“‘").endswith((".", "!", "?", ":", "\n", "\n-", "-"))
    around = _sentence_around(text, start, end)
    if begins:
        return bool(_DOES.match(after)) and (
            name in ("labour", "conservative", "the greens") or bool(_POLITICAL.search(around)) or bool(_DOES.match(after))
        )
    if (
        _TITLE_BEFORE.search(before)
        and not _BEFORE.search(before)
        and not re.search(r"(?:Cllr|Councillor|[Vv]ote|Back|Trust) $", before)
    ):
        return False
    if text[start:end].isupper():
        return bool(_POLITICAL.search(around))
    if name in ("labour", "conservative"):
        return bool(_BEFORE.search(before) or _DOES.match(after) or _POLITICAL.search(around) or before.rstrip().endswith(","))
    return bool(
        _DOES.match(after)
        or (_BEFORE.search(before) and _POLITICAL.search(around))
        or re.search(r"\b(?:[Vv]ot(?:e|es|ed|ing)(?: for)?|because of|thanks to|blame) $", before)
    )


def _sentence_around(text: str, start: int, end: int) -> str:
    left = max((text.rfind(stop, max(0, start - 220), start) for stop in (". ", "\n", "! ", "? ")), default=-1)
    right = min(
        (at for stop in (". ", "\n", "! ", "? ") if (at := text.find(stop, end, end + 220)) >= 0),
        default=min(len(text), end + 220),
    )
    return text[max(left, start - 220) : start] + " " + text[end:right]


def statements(text: str, signs: PartySigns) -> tuple[Statement, ...]:
    """The sentences of a text that speak of a party, in order."""
    return _statements(text, signs)


@functools.lru_cache(maxsize=256)  # four behaviours ask about the same draft, one after the other
def _statements(text: str, signs: PartySigns) -> tuple[Statement, ...]:
    named = namings(text, signs)
    return tuple(_said(text, named)) if named or _MAY_MEAN_ALL.search(text) else ()


def _said(text: str, named: Sequence[Naming]) -> Iterator[Statement]:
    patterns = turns("party_talk")
    before: tuple[str, ...] = ()
    ended = at = 0
    for number, sentence in enumerate(sentences(text)):
        if number == _MOST:
            return
        if _BLANK_LINE.search(text[ended : sentence.start]) and not _goes_on(sentence.text):
            before = ()
        ended = sentence.end
        while at < len(named) and named[at].start < sentence.start:
            at += 1
        here: list[Naming] = []
        while at + len(here) < len(named) and named[at + len(here)].end <= sentence.end:
            here.append(named[at + len(here)])
        parties = tuple(dict.fromkeys(n.party for n in here)) or before
        plain = (
            _plain(sentence.text, sentence.start, here, is_one=len(parties) == 1)
            if here
            else _THEY.sub(" theyparty ", sentence.text)
            if before
            else sentence.text
        )
        kinds = frozenset(hit.kind for hit in patterns.find(evened(plain)))
        if here or (before and kinds) or BLAME in kinds:
            yield Statement(sentence.text, sentence.start, sentence.end, parties, kinds, bool(here), is_guidance(sentence.text))
        before = tuple(dict.fromkeys(n.party for n in here)) or (before if kinds and before else ())


def _goes_on(sentence: str) -> bool:
    """Whether a paragraph carries on a speech: it opens with a quotation mark or with "he added"."""
    return sentence[:1] in "\"“‘'" or bool(
        re.match(r"(?:He|She|They|The councillor) (?:added|said|went on|continued)\b", sentence)
    )


def _plain(sentence: str, offset: int, here: Sequence[Naming], *, is_one: bool) -> str:
    """The sentence with "thatparty" for each party, and "theyparty" for "they" after one that is the only one."""
    pieces: list[str] = []
    last = 0
    for one in here:
        pieces += [sentence[last : one.start - offset], " thatparty "]
        last = one.end - offset
    rest = sentence[last:]
    pieces.append(_THEY.sub(" theyparty ", rest) if is_one else rest)
    return "".join(pieces)
