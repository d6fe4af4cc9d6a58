"""The limits that a protocol's clause sets: how many working days for what, which hours, which office to go to.

Limits are read by rule, because a figure is either there or not; keys and values are as packs write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one",
    "twenty-two", "twenty-three", "twenty-four", "twenty-five", "twenty-six", "twenty-seven", "twenty-eight",
    "twenty-nine", "thirty",
)  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|an?|the\s+(?:next|following|same))"
_UNIT = (
    r"(?P<unit>(?:clear\s+|full\s+|whole\s+)?(?:working|business|office|week)[\s-]?days?|(?:calendar\s+)?days?"
    r"|(?:working\s+|office\s+)?hours?|weeks?|fortnight|months?)"
)
# A figure of time: "within 5 working days", "the target time is seven working days", "by the end of the next working day".
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


@dataclass(frozen=True, slots=True)
class Found:
    """A limit that a clause sets: its key and value as packs write them, the words that say so, and how sure that is (0-1)."""

    key: str
    value: str | int | tuple[str, ...]
    words: str
    confidence: float


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
