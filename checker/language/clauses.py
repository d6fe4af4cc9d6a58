"""What the wording of a protocol's clause tells: whom it binds, how strongly, and what it forbids.

Whom a clause binds is told by its grammar; kind and behaviours are judged by weights over words and runs of up to three
words, trained elsewhere (``checker.learn.clauses``), and by the cues of ``clauses.toml``. The features are computed here
alone, for training and for judging.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from checker.shipped import shipped

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\d+")
_STRENGTHS = (
    (
        "forbids",
        re.compile(
            r"\b(?:must|shall|should|will|may|can|do|is|are)\s+(?:\w+\s+)?(?:not|never)\b|\bcannot\b|\bno\s+(?:member|officer|right)|\bnot\s+to\b|\bnever\b|\bneither\b",
            re.IGNORECASE,
        ),
    ),
    ("requires", re.compile(r"\b(?:must|shall|required|duty|obligation|has\s+to|have\s+to|responsib\w{1,8})\b", re.IGNORECASE)),
    ("expects", re.compile(r"\b(?:should|ought|expected?|encouraged|preferable|need\s+to)\b", re.IGNORECASE)),
    ("allows", re.compile(r"\b(?:may|can|entitled|free\s+to|right\s+to|able\s+to|acceptable|permissible)\b", re.IGNORECASE)),
    ("states", re.compile(r"\bwill\b", re.IGNORECASE)),
)
_MEMBER = (
    r"(?:(?:committee\s+)?chairs?|members?|councillors?|chair(?:man|men|s|persons?)?|leaders?|political\s+groups?"
    r"|party\s+groups?|lord\s+mayor)"
)
_OFFICER = (
    r"(?:members?\s+of\s+(?:the\s+)?staff|officers?|employees?|staff|clerk|director|chief\s+executive|heads?\s+of\s+service|monitoring\s+officer"
    r"|treasurer|secretariat|post\s?holders?|managers?)"
)
# Neither Member nor officer: the committee that judges both.
_STANDARDS = r"(?:members\s+of\s+(?:the\s+)?)?standards\s+(?:committee|board)"
_SUBJECT = re.compile(
    rf"\b(?:(?P<other>{_STANDARDS})|(?P<both>(?:{_MEMBER}\s+(?:and|or|nor)\s+{_OFFICER}|{_OFFICER}\s+(?:and|or|nor)\s+{_MEMBER}))|(?P<officer>{_OFFICER})|(?P<member>{_MEMBER})|(?P<authority>authority|council|corporation|committees?))\b",
    re.IGNORECASE,
)
_EXPECT_FROM = re.compile(
    rf"\bexpect(?:\s+from|\s+of)?\s+(?P<who>{_MEMBER}|{_OFFICER})|\bfrom\s+(?P<from>{_MEMBER}|{_OFFICER})", re.IGNORECASE
)
# A condition or circumstance before the main clause.
_SUBORDINATE = re.compile(
    r"^(?:however,\s+|equally,?\s+|generally,?\s+)?(?:where|if|when|whil(?:st|e)|in\s+(?:giving|providing|preparing|carrying|the\s+event)|before|unless|as|under|although|because|by\s+virtue|in\s+all|otherwise|except|from\s+time|within|given|with|on)\b[^.;]{0,220}?,\s+(?=\w)",
    re.IGNORECASE,
)
_PROVISION = re.compile(
    r"^(?:such\s+|the\s+|any\s+|those\s+|generally,?\s+)?(?:information|reasons?|acknowledgements?|advice|reports?)\b[^.]{0,60}?\b(?:should|will|must|shall|are|is)\b[^.]{0,30}\b(?:(?:be\s+)?(?:\w+\s+)?(?:supplied|provided|given|made\s+available|confined|limited|prompt)|not\s+deal|deal)|\bmembers\s+should\s+receive\b"
    r"|^(?:an?\s+|the\s+)?(?:full\s+|holding\s+)?(?:response|reply)\b"
    r"|\b(?:providing|giving|supplying)\s+(?:\w+\s+)?(?:support|information|advice)\s+to\s+members\b",
    re.IGNORECASE,
)
# Whose procedure a heading says it is.
_PROCEDURES = (
    ("member", re.compile(r"\b(?:procedure|complaints?)\s+(?:for|by)\s+(?:an?\s+)?members?\b", re.IGNORECASE)),
    ("officer", re.compile(r"\b(?:procedure|complaints?)\s+(?:for|by)\s+(?:an?\s+)?officers?\b", re.IGNORECASE)),
)
_PASSIVE = re.compile(
    r"\b(?:should|must|will|may)\s+(?:not\s+|also\s+)?be\s+(?:made|raised|put|addressed|referred|directed|taken|sent)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(r"[:–—-]\s*\Z")
_OWN_SUBJECT = re.compile(rf"(?:that\s+)?(?:the\s+|an?\s+|all\s+)?(?:{_OFFICER}|{_MEMBER})\b", re.IGNORECASE)
# A clause within the clause: "it may be right for Officers to reply", "it is natural that Members will", "an Officer favours".
_EMBEDDED = re.compile(
    rf"\b(?:(?:for|lets?|allows?)\s+(?:the\s+|an?\s+|any\s+)?(?P<to>{_OFFICER}|{_MEMBER})\s+to"
    rf"|(?:that|where|(?:on|for)\s+which)\s+(?:the\s+|an?\s+|any\s+)?(?P<who>{_OFFICER}|{_MEMBER})\s+(?:may|must|should|shall|will|can|cannot|is|are|favours?|makes?|seeks?))\b",
    re.IGNORECASE,
)
# Words that are spoken of and not said: "“Councillor says ...” is not acceptable".
_QUOTED = re.compile(r"[“\"][^”\"]{0,300}[”\"]")
# What the authority does, whoever signs for it: its disciplinary procedure, powers that lie with it, each case by itself.
_CORPORATE = re.compile(
    r"\b(?:disciplinary|capability)\b[^.;]{0,40}\bprocedures?\b(?=\W*\Z)"
    r"|\blies?\s+with\s+the\s+(?:\w+\s+){0,4}(?:council|committees?|authority|board)\b|\bcase-by-case\b",
    re.IGNORECASE,
)
# Who is to be told does nothing: the authority tells.
_ENTITLED = re.compile(r"\b(?:right|entitled)\s+to\s+be\s+(?:told|informed)\b", re.IGNORECASE)
# The authority under its initials: "The MWDA provides".
_INITIALS = re.compile(r"(?:The\s+)?[A-Z]{3,6}\s+(?:provides|considers|requires|offers|will|must|shall|should|may|can|cannot)\b")
# A sentence about the protocol itself binds both.
_OF_ITSELF = re.compile(
    r"(?:the\s+)?(?:(?:purpose|aim|object|objective|scope)s?\s+of\s+)?(?:this|the)\s+protocol\b", re.IGNORECASE
)
_OTHER_TEXTS = re.compile(
    r"\b(?:other|related|relevant|further)\b[^.]{0,40}\b(?:protocols?|polic(?:y|ies)|documents?|codes?|guidance)\b[^.]{0,40}:\W*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\bbetween\s+(?:\w+\s+)?{_MEMBER}\s+and\s+{_OFFICER}\b", re.IGNORECASE)
# Whoever asks, complains or enquires is meant where only the asking is named.
_ASKING = re.compile(
    r"^(?:all\s+|any\s+|generally,?\s+)?(?:member\s+)?(?:requests?|enquir(?:y|ies))\b[^.;]{0,80}?\b(?:should|must|may|will)\s+be\s+(?:made|directed|put|sent|addressed)\b|\bmay\s+be\s+requested\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"who,?\s+(?:will|may|must|should|having)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?:(?:but|however|and),?\s+)?(?:they|he|she|he/she|these|this|such|their|equally|in\s+doing)\b", re.IGNORECASE
)
# "This includes meetings at which Members are", "To represent those who": the party named later is not the subject.
_THING = re.compile(
    r"(?:this|it|that)\s+(?:includes?|means?|does|applies|extends|is|may|will|must|should)\b|to\s+[a-z]+\b", re.IGNORECASE
)
# "Letters to the parish council": the authority is not who acts.
_OBLIQUE = re.compile(r"\b(?:to|from|of|by|for|with|in|within|on)\s+(?:the\s+|an?\s+|any\s+)?(?:\w+\s+)?\Z", re.IGNORECASE)
_EVERYBODY = re.compile(r"\b(?:anyone|anybody|everyone|all\s+parties)\b", re.IGNORECASE)
# "Complaints about officers", "relations": the party named is not who acts.
_ABOUT = re.compile(r"\b(?:about|against|towards?|relations(?:hips?)?)\b", re.IGNORECASE)
_AGENT = re.compile(
    rf"\b(?:by|role\s+of|responsibility\s+of|duty\s+of)\s+(?:the\s+|an?\s+|individual\s+)?(?P<who>{_MEMBER}|{_OFFICER})\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:must|shall|should|will|may|can|cannot|are|is|have|has|need)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that a clause is judged to be or to forbid, with a confidence (0-1) and the words that led to it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


def strength(text: str) -> str:
    """How strongly a clause binds: forbids, requires, expects, allows, states, or nothing at all.

    >>> strength("Members must not do so."), strength("Officers may attend.")
    ('forbids', 'allows')
    """
    return next((name for name, pattern in _STRENGTHS if pattern.search(text)), "none")


def subject(text: str) -> str:
    """Who stands before the verb: member, officer, both, authority or nobody."""
    verb = _ASKS.search(text)
    match = _SUBJECT.search(text[: verb.start()] if verb else text)
    return "none" if match is None else str(match.lastgroup)


def bound(text: str, context: Sequence[str] = (), before: str = "") -> tuple[str, str]:
    """Whom a clause binds by its grammar, and how that was told: the main clause's subject, the lead-in's, the heading's.

    ``context`` are the headings and lead-ins above it, ``before`` the words of its paragraph before it.

    >>> bound("If a Member asks, the Clerk will advise.")
    ('officer', 'main')
    >>> bound("respect and courtesy", ("Members can expect from Officers:",))
    ('officer', 'expected')
    """
    return _bound(text, context, _sentences(before))


def _bound(text: str, context: Sequence[str], before: Sequence[str]) -> tuple[str, str]:
    text = _QUOTED.sub("“”", _headless(text, context))
    lead = context[-1] if context else ""
    wanted = next((who for who in (expected_of(line) for line in reversed(context)) if who != "none"), "none")
    main = _SUBORDINATE.sub("", text, count=1)
    verb = _ASKS.search(main)
    start = main[: verb.start()] if verb else ""
    head = _head(start)
    if wanted != "none" and not (text[:1].isupper() and head in ("member", "officer") and len(start.split()) < 4):
        return wanted, "expected"
    if _OTHER_TEXTS.search(lead):
        return "both", "texts"
    if _LEADS.search(lead) and not _acts(text) and (not text[:1].isupper() or verb is None):
        who = _led(lead)
        embedded = _embedded(text)
        if who == "both" and embedded != "none":
            return embedded, "embedded"
        if who != "none":
            return who, "lead"
    if _CORPORATE.search(main):
        return "authority", "corporate"
    if _ENTITLED.search(main):
        return "authority", "entitled"
    if _OF_ITSELF.match(main):
        return "both", "itself"
    routed = next((who for who, heading in _PROCEDURES if any(heading.search(line) for line in context[-2:])), "none")
    if routed != "none" and (_PASSIVE.search(main) or (len(main) < len(text) and head == "none")):
        return routed, "procedure"
    if _PROVISION.search(main):
        return "officer", "provision"
    if _ASKING.search(main):
        return "member", "asking"
    if _RELATIVE.match(main):
        return "officer", "relative"
    if head != "none" and not _ABOUT.search(start) and not _THING.match(main):
        return head, "main"
    if head == "none" and _INITIALS.match(main):
        return "authority", "main"
    if _BETWEEN.search(start):
        return "both", "between"
    if verb is None and _OWN_SUBJECT.match(main):
        return _head(main), "main"
    agent = _AGENT.search(main)
    if agent is not None:
        return _party(agent["who"]), "agent"
    if (who := _embedded(main)) != "none":
        return who, "embedded"
    earlier = _bound(before[-1], context, before[:-1]) if before else ("none", "")
    is_told = earlier[1] not in ("", "above", "anywhere")
    if earlier[1] == "entitled":  # what goes on is about who is told
        earlier = (_head(before[-1]), "main")
    if len(main) < len(text) and (head := _head(text[: len(text) - len(main)])) not in ("none", "authority"):
        return head, "condition"
    if is_told and (_PRONOUN.match(main) or not text[:1].isupper()):
        return earlier[0], "before"
    for line in reversed(context):
        if _EVERYBODY.search(line):
            return "both", "above"
        if (head := _whose(line)) != "none":
            return (earlier[0], "before") if head == "both" and is_told else (head, "above")
    whose = "other" if _head(text) == "other" else _whose(text)
    return (whose if whose != "none" else "both"), "anywhere"


def _headless(text: str, context: Sequence[str]) -> str:
    """A clause's words without its own heading before them."""
    heading = context[-1].strip() if context else ""
    return text[len(heading) :].lstrip() if heading and text.startswith(heading) and len(text) > len(heading) + 20 else text


def _acts(item: str) -> bool:
    """Whether an item opens with a party of its own that does something; "Chief Executive;" in a list is only named."""
    own = _OWN_SUBJECT.match(item)
    return own is not None and item[own.end() :].strip(" .;,") != ""


def _led(lead: str) -> str:
    """Whom a lead-in binds to all its items: its own subject, else the first party it names."""
    if _EVERYBODY.search(lead):
        return "both"
    main = _SUBORDINATE.sub("", _last(lead), count=1)
    if _INITIALS.match(main):
        return "authority"
    who = _head(main)
    return who if who not in ("none", "authority") else _head(lead)


def _embedded(words: str) -> str:
    match = _EMBEDDED.search(words)
    return "none" if match is None else _party(match["to"] or match["who"])


def _sentences(words: str) -> list[str]:
    """The last few sentences of these words: a pronoun seldom reaches back further."""
    said = [sentence for sentence in re.split(r"(?<=[.!?])\s+", words.strip()[-2_000:]) if sentence]
    return said[-4:]


def _last(text: str) -> str:
    """The last sentence of these words."""
    return re.split(r"(?<=[.!?])\s+", text.strip())[-1]


def _head(words: str) -> str:
    """The first party in these words; the authority only where they name no other."""
    named = [
        str(match.lastgroup)
        for match in _SUBJECT.finditer(words)
        if match.lastgroup != "authority" or not _OBLIQUE.search(words[max(0, match.start() - 40) : match.start()])
    ]
    return next((who for who in named if who != "authority"), named[0] if named else "none")


def _whose(words: str) -> str:
    """The party that a heading or lead-in names, both if it names both, nobody if none."""
    named = {str(match.lastgroup) for match in _SUBJECT.finditer(words)} - {"authority", "other"}
    return "both" if len(named) > 1 else next(iter(named), "none")


def _party(words: str) -> str:
    return "officer" if re.fullmatch(_OFFICER, words, re.IGNORECASE) else "member"


def expected_of(text: str) -> str:
    """Of whom a lead-in expects something: member or officer, or nobody.

    >>> expected_of("Members can expect from Officers:"), expected_of("Officers can expect Members:")
    ('officer', 'member')
    """
    match = _EXPECT_FROM.search(text)
    if match is None:
        return "none"
    who = match["who"] or match["from"]
    return "member" if re.fullmatch(_MEMBER, who, re.IGNORECASE) else "officer"


def features(text: str, context: Sequence[str] = ()) -> dict[str, float]:
    """What judging goes by: words and their runs, who stands where, how the clause binds, and which cues it holds."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
    found: dict[str, float] = {"bias": 1.0}
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            found["w:" + " ".join(words[at : at + size])] = 1.0
    above = context[-1] if context else ""
    for line in context[-2:]:
        for word in set(_WORD.findall(line.lower())):
            found[f"c:{word}"] = 0.5
    found[f"subject:{subject(text)}"] = 2.0
    found[f"above:{subject(above)}"] = 1.0
    found[f"strength:{strength(text)}"] = 2.0
    found[f"above-strength:{strength(above)}"] = 1.0
    wanted = next((who for who in (expected_of(line) for line in reversed(context)) if who != "none"), "none")
    found[f"expected:{wanted}"] = 3.0
    if subject(text) == "none":
        found[f"silent-below:{subject(above)}"] = 2.0
        found[f"silent-expected:{wanted}"] = 3.0
    found[f"first:{' '.join(words[:1])}"] = 0.5
    whole = f"{above} {text}"
    for behaviour in cued(text, whole):
        found[f"cue:{behaviour}"] = 2.0
    return found


@cache
def _cues() -> Mapping[str, tuple[tuple[re.Pattern[str], ...], ...]]:
    """For each behaviour its cues: every pattern of one cue has to be met."""
    with (Path(__file__).parent / "clauses.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        behaviour: tuple(tuple(re.compile(part.strip(), re.IGNORECASE) for part in cue.split("&&")) for cue in cues)
        for behaviour, cues in table["cues"].items()
    }


def cued(text: str, whole: str = "") -> dict[str, tuple[str, ...]]:
    """The behaviours whose cues a clause holds, with the words; ``whole`` are its words with the lead-in before them."""
    whole = whole or text
    found: dict[str, tuple[str, ...]] = {}
    for behaviour, cues in _cues().items():
        for cue in cues:
            matches = [part.search(whole) for part in cue]
            if all(matches):
                words = tuple(match[0] for match in matches if match)
                # What stands in the lead-in alone is said there once for all its items.
                if sum(bool(part.search(text)) for part in cue) >= max(1, len(cue) - 1):
                    found[behaviour] = words
                    break
    return found


@lru_cache(maxsize=65_536)
def key(name: str) -> int:
    """A number that stands for a feature: weights are kept under it, so that they hold no wording of any protocol."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest())


@dataclass(frozen=True, slots=True)
class Weights:
    """Trained weights: for each label of each task, the weight of each feature by its ``key``, and under 0 the constant.

    ``vocabulary`` are the keys of all features that training knew; ``visible`` says what it usually takes to see a behaviour.
    """

    vocabulary: frozenset[int]
    tasks: Mapping[str, Mapping[str, Mapping[int, float]]]
    visible: Mapping[str, str]

    def score(self, task: str, label: str, found: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
        """The probability of a label, and the features that spoke most for it."""
        weights = self.tasks[task][label]
        keys = {name: key(name) for name in found}
        norm = math.sqrt(sum(value * value for name, value in found.items() if keys[name] in self.vocabulary)) or 1.0
        shares = [(weights[keys[name]] * value / norm, name) for name, value in found.items() if keys[name] in weights]
        total = sum(share for share, _ in shares) + weights.get(0, 0.0)
        telling = tuple(name for share, name in sorted(shares, key=lambda pair: (-pair[0], pair[1])) if share > 0)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), telling[:8]


@cache
def trained() -> Weights | None:
    """The weights that come with the program; None when they do not."""
    try:
        path = shipped("models", "clauses") / "weights.json"
        return read_weights(path.read_bytes())
    except FileNotFoundError:
        return None


def read_weights(data: bytes) -> Weights:
    """Weights as they are written: a vocabulary, and for each label places in it (-1 for the constant) and weights."""
    table = json.loads(data)
    keys = table["vocabulary"]
    tasks = {
        task: {label: {keys[at] if at >= 0 else 0: weight for at, weight in pairs} for label, pairs in labels.items()}
        for task, labels in table["tasks"].items()
    }
    return Weights(frozenset(keys), tasks, table["visible"])
