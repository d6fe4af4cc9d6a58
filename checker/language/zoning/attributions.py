"""Lines that name the writer of quoted words: "On 3 March 2026 at 10:12, A Person <a@example.org> wrote:".

A sentence may begin so too ("On Tuesday the committee wrote: ..."): what makes it an attribution is marks of quotation below
it, or an address, or a time with a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from checker.domain import QUOTED
from checker.language.zoning.blocks import ADDRESS, TIME, Heading, block_at, from_block, tidy
from checker.language.zoning.lexicon import any_of, word_set, words
from checker.language.zoning.lines import Line, depth_below, next_line

_WRAPS = 4  # lines over which an attribution may run
_ENDS_IN_VERB = 90  # characters at the end of an attribution in which its verb stands
_MESSAGE = re.compile(r",? in message <[^>]{0,200}>,?")
_FIGURES = re.compile(
    r"\d{1,2}-[a-z]{3}-\d{2,4}|[(+\[-]?\d[\d/.:,-]*(?:st|nd|rd|th|am|pm|h)?z?\]?|(?:gmt|utc)[+-][\d:]+", re.IGNORECASE
)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{any_of('quotation.verbs')})\b[^:]{{0,60}}:\**$", re.IGNORECASE)


@cache
def _verb_and_colon() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('quotation.verbs')})\b[^:]{{0,60}}:\**$", re.IGNORECASE)


def may_end_attribution(tail: str) -> bool:
    """Whether an attribution may end where this stretch of lines, joined, does."""
    if ">:" in tail[-3:]:
        return True
    tail = tail[-_ENDS_IN_VERB:]
    if tail.isascii() and not any(map(tail.lower().__contains__, words("quotation.verbs"))):
        return False
    return _verb_and_colon().search(tail) is not None


@cache
def opener() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('quotation.openers')})[\s,]", re.IGNORECASE)


def attribution_at(lines: Sequence[Line], at: int, *, is_sure: bool) -> Heading | None:
    """``On 3 March 2026 at 10:12, A Person <a@b> wrote:``, or a shorter form of it, over marked lines or plain ones."""
    line = lines[at].words.lstrip("-*_> \t")
    is_opened = opener().match(line) is not None or (line[:4].isdigit() and line[4:5] in ("-", "/"))
    joined, end = _on_one_line(lines, at, line, is_opened=is_opened)
    if not joined:
        return None
    verb = _verb().search(joined[-_ENDS_IN_VERB:])
    cut = len(joined) - len(joined[-_ENDS_IN_VERB:]) + (verb.start() if verb else len(joined[-_ENDS_IN_VERB:]) - 1)
    above, after = _MESSAGE.sub("", joined[:cut]), joined[cut:].strip(" :*")
    sent, author = _date_and_name(above, is_opened=is_opened)
    if not sent:
        sent = after.partition(" ")[2].strip(" ()").removeprefix("on ")
    depth = depth_below(lines, end, lines[at].depth)
    is_marked = depth > lines[at].depth and (verb is not None or "@" in joined)
    if author.lower() in word_set("closing.sentence_words"):
        return None  # "You wrote:" is the writer's own
    if not (is_sure or is_marked or (author and _is_plain_attribution(author, sent, after, has_verb=verb is not None))):
        return None
    found = Heading(end, depth, QUOTED if verb else "", tidy(author), sent)
    below = next_line(lines, end)
    if below < len(lines) and (header := block_at(lines, below)) and header.is_mail and header.first == "from":  # Yahoo
        return from_block(lines, at, header, QUOTED)
    return found


def _is_plain_attribution(author: str, sent: str, after: str, *, has_verb: bool) -> bool:
    """Whether an attribution can be believed with no marks below it: a date and an address, or a name and a time."""
    if "@" in author or ADDRESS.search(after):
        return any(c.isdigit() for c in sent)
    return has_verb and len(sent) > 7 and TIME.search(sent) is not None and _is_name(author)


def _on_one_line(lines: Sequence[Line], at: int, line: str, *, is_opened: bool) -> tuple[str, int]:
    """The attribution that begins at a line, on one line, and the line after it; nothing if none begins there."""
    depth = lines[at].depth
    if len(line) > 600:
        return "", at
    joined = line
    for end in range(at + 1, at + 1 + _WRAPS):
        if joined.endswith((":", ":*")):
            if _verb().search(joined[-_ENDS_IN_VERB:]) or (is_opened and ">:" in joined[-3:]):
                return joined, end
            return "", at
        if end >= len(lines) or not lines[end].words or lines[end].depth != depth or len(lines[end].words) > 300:
            return "", at
        if not is_opened and not (end == at + 1 and _may_wrap(lines, at)):
            return "", at
        joined = f"{joined} {lines[end].words}"
    return "", at


def _may_wrap(lines: Sequence[Line], at: int) -> bool:
    """Whether a name on this line may be the first half of an attribution that ends on the next."""
    is_first = at == 0 or lines[at - 1].is_blank or lines[at - 1].depth != lines[at].depth
    below = lines[at + 1].words
    return is_first and below.endswith(":") and not opener().match(below) and not lines[at].words.endswith((".", "?", "!"))


def _date_and_name(above: str, *, is_opened: bool) -> tuple[str, str]:
    """The date at the front of an attribution as written, and the name that follows it."""
    if not is_opened:
        times = list(TIME.finditer(above[:200]))
        cut = times[-1].end() if times else 0
        return above[:cut], above[cut:].strip(" ,")
    opened = opener().match(above)
    rest = above[opened.end() :] if opened else above
    parts = rest.split()
    seen = set[str]()
    for index, part in enumerate(parts):
        kind = _date_word(part)
        if not kind or (kind in seen and kind in ("weekday", "month")):
            return " ".join(parts[:index]).strip(" ,"), " ".join(parts[index:]).strip(" ,")
        seen.add(kind)
    return rest.strip(" ,"), ""


def _date_word(part: str) -> str:
    """What a word of a date is: figure, weekday, month or other; empty for any other word."""
    bare = part.strip(",;()[]").lower()
    if not bare or part in ("-", "–"):
        return "other"
    if _FIGURES.fullmatch(bare):
        return "figure"
    bare = bare.rstrip(".")
    for kind in ("weekday", "month", "other"):
        if bare in word_set(f"quotation.date_words.{kind}"):
            return kind
    return ""


def _is_name(author: str) -> bool:
    """Whether words look like somebody's name: few, each with a capital, but for particles."""
    parts = author.split()
    return 0 < len(parts) <= 8 and all(
        part.strip("\"'(“‘<[,")[:1].isupper() or part.lower() in word_set("quotation.particles") for part in parts
    )
