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
from checker.language.sentences import Sentence, sentences
from checker.language.turns import evened, is_guidance, turns

APPEAL, CREDIT, PRAISE, WARM = "appeal", "credit", "praise", "warm"
SOUR, SWEET = "sour", "sweet"  # judged by single words beside its name
BLAME, COLD, POLICY, FORS, AGAINSTS, DEMAND = "blame", "cold", "policy", "fors", "againsts", "demand"

_MOST = 2_000  # sentences of one text
_AMBIGUOUS = frozenset(
    {"labour", "conservative", "greens", "the greens", "green", "reform", "plaid", "your party", "liberal", "liberals"}
)
_TEAM = (
    r"(?:(?:county|district|city|town|borough|ward|parish|local|shadow|lead|front ?bench|back ?bench|opposition|deputy"
    r"|group) ){0,2}"
    r"(?:councillors?|cllrs?|group|party|members?|chair(?:man|woman)?|government|ministers?|administration|mps?|leaders?"
    r"|leadership|candidates?"
    r"|team|spokes\w+|voters?|votes?|manifesto|policy|policies|plans?|tax\w*|cuts|pledges?|majority|opposition"
    r"|politicians?|supporters?|activists?"
    r"|conference|rosettes?|seats?|gain|hold|lot|mob|colleagues|volunteers|record|run|led|controlled|council|proposals?"
    r"|promises?|neglect|chaos|mess|failures?|austerity"
    r"|u-turns?|flip-flops?|motion|amendment|budget|campaign\w*|values|stronghold|rule)\b"
)
_AFTER = re.compile(rf"(?:['’]s)?[ \n-](?:{_TEAM})", re.IGNORECASE)
_DOES = re.compile(
    r"(?:['’]s (?:[a-z£\d]|[A-Z]{2})|['’](?:ve|ll|d|re)\b| (?:(?:now|still|also|then|never|always|only|have|has|plain|plainly"
    r"|just) )?(?:wrong (?:on|about|over|to)|right (?:on|about|over|to)|has|have|had|will|would|must|should|cannot"
    r"|can['’]t|couldn['’]t|won['’]t|don['’]t|doesn['’]t|didn['’]t|got|wants?|hasn['’]t|haven['’]t|isn['’]t|wasn['’]t|aren['’]t"
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
    r"|joined|left|that|but|because|when|while|as|if|so|where|since|until|once|then|what|why|how|before|after|though|although|another"
    r"|take|takes|took|believe|let|lets|put|puts|get|kick|gave|give|given"
    r"|that['’]s|it['’]s|is|was|against|keep [A-Z][\w'’-]+|make [A-Z][\w'’-]+|turn [A-Z][\w'’-]+)[ \n]$",
    re.IGNORECASE,
)
_POLITICAL = re.compile(
    r"\b(?:votes?|voted|voting|elections?|elect(?:ed|ing|s)?|polls?|polling day|policy|policies|councillors?|cllr|manifesto"
    r"|politic\w+|party|parties"
    r"|ministers?|mps?|parliament|westminster|opposition|majority|group leader|leader of the|tory|tories|lib dems?"
    r"|coalition|tax cuts|promised|levy)\b",
    re.IGNORECASE,
)
# What makes a party of an unlisted name: words of politics other than "party" itself, or what only parties do.
_POLITICS = re.compile(
    r"\b(?:votes?|voted|voters?|voting|elections?|elected|electors?|electorate|polling day|policies|councillors?"
    r"|cllr|manifesto|politic\w+|ministers?|mps?|parliament|westminster|candidates?|government|opposition)\b",
    re.IGNORECASE,
)
_OF_A_PARTY = re.compile(
    r"(?:['’]s)? (?:believes?|would (?:also )?(?:introduce|abolish|implement|repeal|combine|stop)|stands? for"
    r"|is committed to|pledges|policy|policies|councillors?|candidates?|group)\b"
)
_TITLE_AFTER = re.compile(r"[ -](?:[A-Z][\w'’-]+|in-[A-Z])")
_TITLE_BEFORE = re.compile(r"\b[A-Z][\w'’-]* $")
_LOOSE_TITLE = re.compile(
    r"[ -](?:Team|Plans?|Polic\w+|Council|Campaign\w*|Budget|Tax\w*|Votes?|Values|Motion|Rule|Proposals?|Government|Chair)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r" (?:Cllr|Councillor|Member|Leader|Chair|Group|Party|Government|MP|Co-op)")
_COSTS = re.compile(r"\b(?:materials|overtime|wages|hours|workforce|shortage|estimate|skilled|manual)\b", re.IGNORECASE)
_ARE = re.compile(
    r" (?:are|were|have|['’]re|['’]ve|aren['’]t|weren['’]t|haven['’]t|don['’]t|do not) [a-z]"
)  # what is many, and no mass
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
# A party that no list has: "the Marsh Party". What else is called so is in ``party_talk.toml``.
_UNLISTED = re.compile(r"\b(?P<name>[A-Z][\w'’-]{2,20}(?: (?:and |of |& )?[A-Z][\w'’-]{2,20}){0,2}) Party\b")
# Socialists, Unionists and the like, as their opponents call a party.
_BY_CREED = re.compile(
    r"\b(?:Socialists|Unionists|Nationalists|Separatists|Socialist (?:Party|Government|councillors?|Ministers?)"
    r"|[Tt]he Independents|Independent (?:Group|councillors))\b"
)
# What makes a party of a name that stands alone on its line, in capitals.
_SEAT = re.compile(r"\b(?:wards?|councillor|cllr|member for|represents|deputy chair|rosette)\b", re.IGNORECASE)
_BESIDE = 160  # characters on either side of such a line
# Those who ran the place before, or sit opposite, called by no name.
_RAN = r"(?:ran|controlled|led|used to run|had control of|were running)"
_PLACE = r"(?:this|the|our) (?:council|authority|county|city|borough|district|place|town)"
_OTHERS = re.compile(
    r"\b[Mm]embers opposite\b|\b[Tt]he opposition(?=['’]s [a-z])"
    r"|\b(?:[Tt]he|[Aa]|[Oo]ne) party (?:that|which|who) (?:once |always |never |just |recently )?"
    r"(?:closed|cut|sold|left|broke|ran|voted|gave|put|brought|crashed|promised|scrapped|axed|wrecked|took|wants|says|can)\b"
    r"|\b(?:[Tt]he|[Oo]ur|[Tt]hat|[Tt]his|[Aa]|[Bb]y|[Tt]heir|[Hh]is|[Hh]er)"
    r" (?:(?:previous|last|former|outgoing|old|past|preceding|ousted|current|present|ruling|controlling)"
    r" (?:administration(?! of)|regime|leadership|ruling group|controlling group|lot|majority|coalition|cabinet"
    r"|political leadership|group|party)"
    r"|party opposite|benches opposite|members opposite"
    r"|(?:main |so-called )?opposition (?:group|party|parties|councillors|members|benches|leader)"
    r"|(?:political )?(?:opponents|rivals|predecessors)(?! in the (?:post|role|job))|ruling (?:group|party)"
    r"|other (?:party|parties|side|lot|group)"
    rf"|(?:group|party|people|lot|crowd|politicians) (?:that|who|which) {_RAN} {_PLACE})\b"
    rf"|\b[Tt]hose (?:who|that) {_RAN} {_PLACE}\b"
)
_LABEL_AFTER = re.compile(
    r" (?:group )?(?:leader|deputy leader|councillor|cllr|member|spokes\w+|whip|mp|alderman|mayor|peer|chair)"
    r"(?: for [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,?)? (?:cllr |councillor )?[A-Z]"
)
_LABEL_BEFORE = re.compile(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+, (?:the )?\Z")
_MAY_MEAN_ALL = re.compile(r"\b(?:parties|the others|the other lot|the other side|the other party)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:They|they|THEY|Their|their|Them|them|that lot|That lot)\b")
_SHORTENED = re.compile(r"['’](ll|ve|re|d)\b")
_IN_FULL = {"ll": "will", "ve": "have", "re": "are", "d": "would"}
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where a text names a party as a party, somebody who stands for it (``is_leader``), or a policy of its own."""

    party: str
    start: int
    end: int
    is_leader: bool = False
    is_policy: bool = False


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
    is_policy: bool = False


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
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _unlisted(text) if not any(start < one.end and one.start < end for start, end in taken)]
    kept: list[Naming] = []
    for one in sorted(set(found), key=lambda n: (n.start, -n.end, n.party)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _unlisted(text: str) -> Iterator[Naming]:
    """Parties that neither a list nor a roster has, where politics is spoken of."""
    for match in _UNLISTED.finditer(text):
        words = match["name"].removeprefix("The ").lower().split()
        around = _sentence_around(text, match.start(), match.end())
        if _ordinary_parties().isdisjoint(words) and (_POLITICS.search(around) or _OF_A_PARTY.match(text, match.end())):
            yield Naming(match[0].removeprefix("The "), match.start() + 4 * match[0].startswith("The "), match.end())
    for match in _BY_CREED.finditer(text):
        yield Naming(match[0], match.start(), match.end())


@functools.cache
def _ordinary_parties() -> frozenset[str]:
    return frozenset(turns("party_talk").table["ordinary"]["parties"])


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
    alone = before.rstrip(" ").endswith("\n") and after.lstrip(" ").startswith("\n")
    if alone and text[start:end].isupper() and _SEAT.search(text[max(0, start - _BESIDE) : end + _BESIDE]):
        return True
    if name in ("labour", "reform", "plaid", "your party") and _ARE.match(after):
        return True
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
    policies = [Naming(sign.party, sign.start, sign.end, is_policy=True) for sign in signs.policies(text)]
    return tuple(_said(text, named, policies)) if named or policies or _MAY_MEAN_ALL.search(text) or _OTHERS.search(text) else ()


def speaks_of_others(sentence: str) -> bool:
    """Whether a sentence speaks of those who ran the place before, or of the other party, without naming them."""
    return bool(_OTHERS.search(sentence))


def _said(text: str, named: Sequence[Naming], policies: Sequence[Naming]) -> Iterator[Statement]:
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
        if not here and (owned := [one for one in policies if sentence.start <= one.start and one.end <= sentence.end]):
            yield _on_policy(sentence, owned[0])
            before = ()
            continue
        parties = tuple(dict.fromkeys(n.party for n in here)) or before
        plain = (
            _plain(sentence.text, sentence.start, here, is_one=len(parties) == 1)
            if here
            else _THEY.sub(" theyparty ", sentence.text)
            if before
            else _OTHERS.sub(" thatparty ", sentence.text)
        )
        kinds = frozenset(hit.kind for hit in patterns.find(evened(plain)))
        if here or speaks_of_others(sentence.text):
            kinds |= _tone(sentence, here)
        if here or (before and kinds) or kinds & {BLAME, SOUR}:
            yield Statement(sentence.text, sentence.start, sentence.end, parties, kinds, bool(here), is_guidance(sentence.text))
        before = tuple(dict.fromkeys(n.party for n in here)) or (before if kinds and before else ())


def _on_policy(sentence: Sentence, owned: Naming) -> Statement:
    """A sentence that names no party but a policy that everyone takes for one's."""
    start, end = owned.start - sentence.start, owned.end - sentence.start
    even = evened(f"{sentence.text[:start]} thatparty policy {sentence.text[end:]}")
    hits = (*turns("party_talk").find(even), *turns("party_tone").find(even))
    kinds = frozenset(hit.kind for hit in hits)
    guides = is_guidance(sentence.text)
    return Statement(sentence.text, sentence.start, sentence.end, (owned.party,), kinds, False, guides, is_policy=True)


def _tone(sentence: Sentence, here: Sequence[Naming]) -> frozenset[str]:
    """Whether words that judge stand close to a party's name, those left out by which somebody is only labelled."""
    meant = [one for one in here if not _is_label(sentence.text, one.start - sentence.start, one.end - sentence.start)]
    if here and not meant:
        return frozenset()
    plain = _plain(sentence.text, sentence.start, meant, is_one=False) if here else _OTHERS.sub(" thatparty ", sentence.text)
    patterns = turns("party_tone")
    even = evened(plain)
    if "source" in patterns.shown(even):
        return frozenset()
    found = frozenset(hit.kind for hit in patterns.find(even))
    return found & {SOUR, SWEET} if here else found & {SOUR}


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether a name only says which party somebody is of: in brackets, before a councillor's name, or after it."""
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    return bool(
        before.endswith("(")
        or after.startswith(")")
        or _LABEL_AFTER.match(after)
        or (_LABEL_BEFORE.search(before) and re.match(r"\s*(?:[,;.)\n]|\Z)", after))
    )


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
        pieces.append(sentence[last : one.start - offset])
        last = one.end - offset
        if shortened := _SHORTENED.match(sentence, last):
            pieces.append(f" thatparty {_IN_FULL[shortened[1]]} ")
            last = shortened.end()
        else:  # what a party owns stays joined to it: "thatparty's"
            pieces.append(" thatparty" if sentence[last : last + 1] in ("'", "’") else " thatparty ")
    rest = sentence[last:]
    pieces.append(_THEY.sub(" theyparty ", rest) if is_one else rest)
    return "".join(pieces)
