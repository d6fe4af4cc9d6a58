"""What the wording of a protocol's clause tells: its limits, how strongly it binds, whom it binds, and what it forbids.

Limits are read by rule, because a figure is either there or not. Addressee, kind and behaviours are judged by weights over
words and runs of up to three words that were trained elsewhere (``checker.learn.clauses``) and by the cues of ``clauses.toml``.
The features are computed here alone, for training and for judging.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from checker.shipped import shipped

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one",
    "twenty-two", "twenty-three", "twenty-four", "twenty-five", "twenty-six", "twenty-seven", "twenty-eight", "twenty-nine", "thirty",
)  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|an?|the\s+(?:next|following|same))"
_UNIT = r"(?P<unit>(?:clear\s+|full\s+|whole\s+)?(?:working|business|office|week)[\s-]?days?|(?:calendar\s+)?days?|(?:working\s+|office\s+)?hours?|weeks?|fortnight|months?)"
# A figure of time: "within 5 working days", "the response target time is seven working days", "by the end of the next working day".
TIME = re.compile(
    rf"\b{_COUNT}\s{{0,3}}(?:\(\s{{0,2}}[\w-]{{1,15}}\s{{0,2}}\)\s{{0,3}})?[\s-]?{_UNIT}\b(?P<possessive>['’]s?)?"
    r"(?P<from>\s{1,3}(?:of|from|after|following)\s{1,3}(?:the\s{1,3})?(?:date\s{1,3}of\s{1,3})?(?:its\s{1,3}|their\s{1,3})?(?P<since>receipt|receiving|request|enquiry|acknowledgement|complaint|letter|sending|meeting)\w{0,3})?",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:within|no\s+(?:later|more)\s+than|not\s+(?:later|more)\s+than|at\s+(?:most|the\s+latest)|by\s+the\s+end\s+of|target|maximum\s+of|up\s+to|inside|under|before|expir\w{1,4}|in)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:expir\w{1,4}|elapse\w{0,2}|end)\s+of\s+(?:the|that|those)\Z", re.IGNORECASE)
_ACKNOWLEDGE = re.compile(r"\backnowledg", re.IGNORECASE)
_HOLDING = re.compile(
    r"\b(?:holding|interim)\s+(?:reply|response|answer|letter)|\breasons?\s+for\s+(?:the|any)\s+delay", re.IGNORECASE
)
_COMPLAINT = re.compile(r"\bcomplain|\bgrievance", re.IGNORECASE)
_REPLY = re.compile(
    r"\b(?:repl(?:y|ies|ied)|respon(?:d|se|ses|ding)|answer(?:s|ed)?|correspondence|enquir(?:y|ies)|quer(?:y|ies)|requests?)\b",
    re.IGNORECASE,
)
_INFORMATION = re.compile(r"\b(?:requests?|enquir\w{1,4})\s+for\s+(?:information|briefing)", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:target|aims?|endeavour\w{0,2}|seek\s+to|where\s+possible|normally|try\s+to)\b", re.IGNORECASE)
_OUT_OF_HOURS = re.compile(
    r"\b(?P<wording>(?:normal\s+|usual\s+)?(?:working|office|business|social)\s+hours|inconvenient\s+(?:times?|hours)|(?:evenings?|weekends?)|work\s?/\s?life\s+balance|unsocial\s+hours)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?\s{0,2}(?P<p1>am|pm|a\.m\.|p\.m\.)?\s{0,2}(?:-|–|to|and|until)\s{0,2}(?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2}))?\s{0,2}(?P<p2>am|pm|a\.m\.|p\.m\.)",
    re.IGNORECASE,
)
_OFFICE = (
    r"(?P<office>(?:(?:appropriate|relevant|officer['’]s|employee['’]s|line|service|their|his/her|own)\s+){0,2}"
    r"(?:(?:Deputy|Assistant|Chief|Head|Strategic|Corporate|Town|Monitoring|Members['’]?|Member|Public|Press|Standards|District|Democratic|Policy|Committee|Group|Party|Political|Human)\s+){0,3}"
    r"(?:Clerk|Executive(?:\s+Officer)?|Officer|Director(?:\s+of\s+[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+)?)?|Heads?\s+of\s+(?:Paid\s+)?Service|Unit|Office|Board|Auditor|Manager|Chairman|Chair|Leader|Whip|Team|Services|Committee(?:\s+Administrator)?|Administrator|Treasurer|Solicitor|Secretary|director|manager|leader|supervisor)(?:\s+(?:Manager|Officer|Unit|Team|Administrator))?)"
)
_ROUTED = re.compile(
    r"\b(?P<verb>made|raised?|raising|addressed|address|directed|referred|refer|report(?:ed)?|complain|sent|submitted|put|taken|go|(?:seek|sought)\s+(?:guidance|advice)|check|request|approved?|notif(?:y|ied)|channelled|commission\w{0,3}\s+through|do\s+this|raise\s+it|contact|approach)\b"
    r"[^.;]{0,60}?\b(?:to|with|through|via|by|from|in\s+writing\s+to)\s+(?:the\s+|their\s+|an?\s+)?" + _OFFICE
)
_ASKED = re.compile(r"\b(?:request|ask|contact|approach|notify|inform|consult)\s+(?:the|their)\s+" + _OFFICE)
_ALSO = re.compile(
    r"(?:,|\s+or|,\s+or)\s+(?:to\s+|with\s+|direct\s+to\s+|where\s+necessary,?\s+to\s+)?(?:the\s+|their\s+)?" + _OFFICE
)
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
_MEMBER = r"(?:(?:committee\s+)?chairs?|members?|councillors?|chair(?:man|men|s|persons?)?|leaders?|political\s+groups?|party\s+groups?|lord\s+mayor)"
_OFFICER = r"(?:officers?|employees?|staff|clerk|director|chief\s+executive|heads?\s+of\s+service|monitoring\s+officer|treasurer|secretariat|post\s?holders?|managers?)"
_SUBJECT = re.compile(
    rf"\b(?:(?P<both>(?:{_MEMBER}\s+(?:and|or|nor)\s+{_OFFICER}|{_OFFICER}\s+(?:and|or|nor)\s+{_MEMBER}))|(?P<officer>{_OFFICER})|(?P<member>{_MEMBER})|(?P<authority>authority|council|corporation|committees?))\b",
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
    r"^(?:such\s+|the\s+|any\s+|generally,?\s+)?(?:information|reasons?|acknowledgements?|advice)\b[^.]{0,60}?\b(?:should|will|must|shall)\b[^.]{0,30}\b(?:be\s+(?:\w+\s+)?(?:supplied|provided|given|made\s+available|confined|limited|prompt)|not\s+deal|deal)|\bmembers\s+should\s+receive\b",
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
_OWN_SUBJECT = re.compile(rf"(?:that\s+)?(?:the\s+|an?\s+|all\s+)?(?:{_MEMBER}|{_OFFICER})\b", re.IGNORECASE)
_RELATIVE = re.compile(r"who,?\s+(?:will|may|must|should|having)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?:(?:but|however|and),?\s+)?(?:they|he|she|he/she|these|this|such|their|equally|in\s+doing)\b", re.IGNORECASE
)
_EVERYBODY = re.compile(r"\b(?:anyone|anybody|everyone|all\s+parties)\b", re.IGNORECASE)
# "Complaints about officers", "relations": the party named is not who acts.
_ABOUT = re.compile(r"\b(?:about|against|towards?|relations(?:hips?)?)\b", re.IGNORECASE)
_AGENT = re.compile(
    rf"\b(?:by|role\s+of|responsibility\s+of|duty\s+of)\s+(?:the\s+|an?\s+|individual\s+)?(?P<who>{_MEMBER}|{_OFFICER})\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:must|shall|should|will|may|can|cannot|are|is|have|has|need)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A limit that a clause sets: its key and value as packs write them, the words that say so, and how sure that is (0-1)."""

    key: str
    value: str | int | tuple[str, ...]
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that a clause is judged to be or to forbid, with a confidence (0-1) and the words that led to it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


def limits(text: str, context: Sequence[str] = ()) -> list[Found]:
    """The limits that a clause sets; ``context`` are the headings and lead-ins above it.

    >>> [(found.key, found.value) for found in limits("Officers will reply to Members within five working days.")]
    [('reply_working_days', 5)]
    """
    found = [*_times(text, context), *_hours(text), *_routes(text)]
    if _HOLDING.search(text):
        words = _HOLDING.search(text)
        assert words is not None
        found.append(Found("holding_reply", "allowed", words[0], 0.8))
        if re.search(r"\breasons?\b", text, re.IGNORECASE):
            found.append(Found("holding_reply_reasons", "required", words[0], 0.8))
    return found


def working_days(count: str) -> int | None:
    """The number that words or figures give, None if they give none.

    >>> working_days("seven"), working_days("10"), working_days("the next"), working_days("some")
    (7, 10, 1, None)
    """
    word = " ".join(count.lower().split())
    if word.isdecimal():
        return int(word)
    if word in ("a", "an", "the next", "the following"):
        return 1
    if word == "the same":
        return 0
    return _NUMBERS.index(word) if word in _NUMBERS else None


def _times(text: str, context: Sequence[str]) -> Iterator[Found]:
    above = " ".join(context)
    before = 0
    for match in TIME.finditer(text):
        count, unit = working_days(match["count"]), " ".join(match["unit"].lower().replace("-", " ").split())
        lead = text[max(before, match.start() - 60) : match.start()]
        clause = text[before : match.end() + 80]
        before = match.end()
        is_working = bool(re.search(r"(?:working|business|office|week) ?day", unit))
        if count is None or not (_DEADLINE.search(lead) or _TARGET.search(text) or match["from"]):
            continue
        if not is_working and not (_REPLY.search(text) or _ACKNOWLEDGE.search(text) or _COMPLAINT.search(text + above)):
            continue
        if re.search(r"\bper\s+(?:week|month)|\btime\s+commitment", text):
            continue
        name = _timed(text, clause, lead, above)
        if not is_working:
            yield Found(f"{name}_{unit.replace(' ', '_').rstrip('s')}s", count, match[0], 0.6)
            continue
        yield Found(f"{name}_working_days", count, _around(text, match), 0.95 if _DEADLINE.search(lead) else 0.8)
        if match["since"]:
            since = match["since"].lower()
            yield Found("from", "receipt" if since.startswith("rece") else since, match["from"].strip(), 0.9)
        if _TARGET.search(text):
            yield Found("status", "target", _TARGET.search(text)[0], 0.7)  # type: ignore[index]  # it has just been found
        if name == "reply" and _INFORMATION.search(text + " " + above):
            yield Found("applies_to", "information-requests", "requests for information", 0.6)


def _timed(text: str, clause: str, lead: str, above: str) -> str:
    """What is due at a time: an acknowledgement, a holding reply, an answer to a complaint, or an answer."""
    if _HOLDING.search(text) or _CONDITION.search(lead.rstrip()):
        return "holding_reply_latest"
    if _COMPLAINT.search(text) or _COMPLAINT.search(above):
        return "complaint_response"
    if _ACKNOWLEDGE.search(clause.partition(",")[0]) or (_ACKNOWLEDGE.search(lead) and not _REPLY.search(lead)):
        return "acknowledge"
    if _ACKNOWLEDGE.search(clause) and not re.search(
        r"\b(?:full|substantive)\s+(?:response|reply|answer)", clause, re.IGNORECASE
    ):
        return "acknowledge"
    return "reply"


def _around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(" ", 0, max(0, match.start() - 25)), 0)
    return text[start : match.end()].strip()


def _hours(text: str) -> Iterator[Found]:
    about = _OUT_OF_HOURS.search(text)
    if about is None:
        return
    clock = _CLOCK.search(text)
    if clock is not None:
        yield Found(
            "hours",
            f"{_clock(clock['h1'], clock['m1'], clock['p1'] or 'am')}-{_clock(clock['h2'], clock['m2'], clock['p2'])}",
            clock[0],
            0.9,
        )
    else:
        yield Found("hours", "not-stated", about[0], 0.7)


def _clock(hour: str, minute: str | None, half: str) -> str:
    number = int(hour) % 12 + (12 if half.lower().startswith("p") else 0)
    return f"{number:02d}:{minute or '00'}"


def _routes(text: str) -> Iterator[Found]:
    for pattern in (_ROUTED, _ASKED):
        match = pattern.search(text)
        if match is None:
            continue
        offices = [_slug(match["office"])]
        rest = text[match.end() : match.end() + 160]
        while (also := _ALSO.match(rest)) is not None and len(offices) < 5:
            offices.append(_slug(also["office"]))
            rest = rest[also.end() :]
        yield Found("route", offices[0] if len(offices) == 1 else tuple(offices), match[0][-120:], 0.6)
        return


def _slug(office: str) -> str:
    words = [
        word
        for word in re.findall(r"[a-z]+", office.lower().replace("’", "").replace("'", ""))
        if word not in ("appropriate", "relevant", "their", "his", "her", "own", "the")
    ]
    return "-".join(words)


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
    wanted = next((who for who in (expected_of(line) for line in reversed(context)) if who != "none"), "none")
    main = _SUBORDINATE.sub("", text, count=1)
    verb = _ASKS.search(main)
    start = main[: verb.start()] if verb else ""
    head = _head(start)
    if wanted != "none" and not (text[:1].isupper() and head in ("member", "officer") and len(start.split()) < 4):
        return wanted, "expected"
    if context and _LEADS.search(context[-1]) and not text[:1].isupper() and not _OWN_SUBJECT.match(text):
        lead = _SUBORDINATE.sub("", _last(context[-1]), count=1)
        who = _head(lead) if _head(lead) not in ("none", "authority") else _head(context[-1])
        if _EVERYBODY.search(lead):
            who = "both"
        if who != "none":
            return who, "lead"
    routed = next((who for who, heading in _PROCEDURES if any(heading.search(line) for line in context[-2:])), "none")
    if routed != "none" and (_PASSIVE.search(main) or len(main) < len(text)):
        return routed, "procedure"
    if _PROVISION.search(main):
        return "officer", "provision"
    if _RELATIVE.match(main):
        return "officer", "relative"
    if head != "none" and not _ABOUT.search(start):
        return head, "main"
    if (own := _OWN_SUBJECT.match(main)) is not None and verb is None:
        return _head(own[0]), "main"
    agent = _AGENT.search(main)
    if agent is not None:
        return _party(agent["who"]), "agent"
    if len(main) < len(text) and (head := _head(text[: len(text) - len(main)])) != "none":
        return head, "condition"
    earlier = bound(_last(before), context) if before else ("none", "")
    is_told = earlier[1] in ("main", "agent", "condition", "expected", "lead", "procedure")
    if is_told and (_PRONOUN.match(main) or not text[:1].isupper()):
        return earlier[0], "before"
    for line in reversed(context):
        if _EVERYBODY.search(line):
            return "both", "above"
        if (head := _whose(line)) != "none":
            return (earlier[0], "before") if head == "both" and is_told else (head, "above")
    whose = _whose(text)
    return (whose if whose != "none" else "both"), "anywhere"


def _last(text: str) -> str:
    """The last sentence of these words."""
    return re.split(r"(?<=[.!?])\s+", text.strip())[-1]


def _head(words: str) -> str:
    """The first party in these words; the authority only where they name no other."""
    named = [str(match.lastgroup) for match in _SUBJECT.finditer(words)]
    return next((who for who in named if who != "authority"), named[0] if named else "none")


def _whose(words: str) -> str:
    """The party that a heading or lead-in names, both if it names both, nobody if none."""
    named = {str(match.lastgroup) for match in _SUBJECT.finditer(words)} - {"authority"}
    return "both" if len(named) > 1 else next(iter(named), "none")


def _party(words: str) -> str:
    return "member" if re.fullmatch(_MEMBER, words, re.IGNORECASE) else "officer"


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

    ``vocabulary`` are the keys of all features that training knew; ``visible`` says of a behaviour what it usually takes to see it.
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
