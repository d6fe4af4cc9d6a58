"""The lines that introduce quoted or forwarded mail: whose words follow, sent when, to whom, about what.

There is no standard for them. Known here are the blocks of header lines that Outlook, Apple Mail, Thunderbird, Gmail, Yahoo,
Samsung and BlackBerry write, with or without a line drawn above; the blocks of Lotus Notes, which begin with a bare name and
time; and attributions ("On 3 March 2026 at 10:12, A Person wrote:") on up to four lines. A memorandum's "To: all Members"
and a sentence that begins "On Tuesday the committee wrote:" are none of these: what makes a heading is a time, an address,
or marks of quotation below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from checker.domain import FORWARDED, QUOTED
from checker.language.lexicon import any_of, word_set, words
from checker.language.lines import Line, is_rule

_LINE = 3_000  # characters: nothing longer is a heading
_BLOCK = 80  # lines: as long as a block of headers may be, with its lists of recipients
_WRAPS = 4  # lines over which an attribution may run

_FIELD = re.compile(r"[*_]{0,2}([A-Za-z][A-Za-z -]{0,14}[A-Za-z]|[OoIi])[*_]{0,2}[ \t\xa0]{0,3}:[*_]{0,2}[ \t\xa0]*(.*)")
_INNER = re.compile(r"[ \t\xa0][*_]{0,2}(Sent|Date|To|Cc|Subject|Anfonwyd|At|Pwnc)[*_]{0,2}:[*_]{0,2}[ \t\xa0]")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]m\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]")
_NOTES_ADDRESS = re.compile(r"\w/\w[\w ]{0,30}(?:/\w|@\w)|\w@\w")
_WHEN = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s{1,3}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?(?:\s[A-Z]{3,4})?")
_ON_WHEN = re.compile(r"(?:\s+on|\s{2,}|\s*\t)\s*(" + _WHEN.pattern + r")$")
_BY = re.compile(r"(?:please respond to|sent by:|to be answered by)", re.IGNORECASE)
_MESSAGE = re.compile(r",? in message <[^>]{0,200}>,?")
_ENDS_IN_VERB = 90  # characters at the end of an attribution in which its verb stands


class Heading(NamedTuple):
    """What introduces somebody's words. ``end`` is the line after it, ``depth`` how deeply quoted its words are.

    ``kind`` is forwarded or quoted where the heading says so, else empty.
    """

    end: int
    depth: int
    kind: str = ""
    author: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""


def heading(lines: Sequence[Line], at: int, *, is_sure: bool = False) -> Heading | None:
    """The heading that begins at a line, if one does; ``is_sure`` when the caller knows that one should."""
    line = lines[at].words
    if not line or len(line) > _LINE:
        return None
    if line[0] in "-_=*+~#>Bb(" and (ruled := _ruled(lines, at)):
        return ruled
    if ":" in line[:24] and (block := _block(lines, at)) and (is_sure or block.is_mail):
        return _from_block(lines, at, block)
    below = lines[at + 1].words if at + 1 < len(lines) else ""
    if _may_be_notes(line, below) and (notes := _notes(lines, at)):
        return _from_block(lines, at, notes)
    if line.endswith((":", ":*")) or below.endswith(":") or _opener().match(line.lstrip("-*_> \t")) or line[:4].isdigit():
        return _attribution(lines, at, is_sure=is_sure)
    return None


# --- a line drawn above ------------------------------------------------------------------------------------------------


def _ruled(lines: Sequence[Line], at: int) -> Heading | None:
    """A heading under a line such as ``-----Original Message-----``, or under a plain rule with a block below it."""
    line = lines[at].words
    if line.startswith(">>>") and line.endswith(">>>"):
        return _groupwise(lines, at)
    if is_rule(line):
        below = _next(lines, at + 1)
        if below < len(lines) and (found := _block(lines, below)) and found.is_mail and found.first == "from":
            return _from_block(lines, at, found)
        return None
    kind, end = _announced(lines, at)
    if not kind:
        return None
    for _ in range(3):  # a line drawn above another: "Forwarded by ..." over "Original Message"
        below = _next(lines, end)
        if below >= len(lines):
            break
        again, after = _announced(lines, below)
        if not again:
            break
        kind, end = (FORWARDED if FORWARDED in (kind, again) else kind), after
    if below < len(lines):
        found = _block(lines, below)
        if (found and found.fields) or (found := _notes(lines, below)):
            return _from_block(lines, at, found, kind)
        if attribution := _attribution(lines, below, is_sure=False):
            return attribution._replace(kind=kind)
    return Heading(end, _depth_below(lines, end, lines[at].depth), kind)


def _announced(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """What a drawn line with words says of the message below (quoted, forwarded, or nothing), and the line after it."""
    line = lines[at].words
    if len(line) > 400:
        return "", at
    bare = " ".join(line.strip("-_=*+~#<>().: \t").lower().split())
    is_drawn = not line[0].isalnum()
    if bare in word_set("quotation.passed_on") and (is_drawn or (line.endswith(":") and bare.startswith("begin"))):
        return FORWARDED, at + 1
    if not is_drawn:
        return "", at
    if bare in word_set("quotation.answered"):
        return QUOTED, at + 1
    if not bare.startswith(words("quotation.passed_on_by")) or not line.startswith(("--", "==", "__", "**", "(")):
        return "", at
    end = at + 1
    while end < min(len(lines), at + 4) and not line.endswith(("--", "==", "__", "**")):
        line = lines[end].words
        if not line.endswith(("--", "==")) and not _is_date_only(line):
            break
        end += 1
    return FORWARDED, end


def _is_date_only(line: str) -> bool:
    return len(line) < 30 and re.fullmatch(r"[\d/.: -]{2,25}(?:[AP]M)?[ -]*|[AP]M[ -]*", line) is not None


def _groupwise(lines: Sequence[Line], at: int) -> Heading | None:
    inside = lines[at].words.strip("> ")
    when = _WHEN.search(inside.replace("AM", " AM").replace("PM", " PM"))
    if not when:
        return None
    author = inside[: when.start()].strip(" ,")
    return Heading(at + 1, lines[at].depth, QUOTED, _tidy(author), inside[when.start() :].strip())


# --- blocks of header lines ------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    end: int
    depth: int
    first: str
    fields: dict[str, str]

    @property
    def is_mail(self) -> bool:
        """Whether the block is a message's and not a memorandum's: it has a time or an address, and says enough."""
        fields = self.fields
        sent = fields.get("sent") or fields.get("date") or ""
        known = ("from" in fields) + bool(sent) + ("to" in fields) + ("subject" in fields)
        if not fields.get("from") or known < 3 or self.first not in ("from", "sent", "date", "subject", "to"):
            return False
        people = f"{fields['from'][:300]} {fields.get('to', '')[:300]}"
        has_time = _TIME.search(sent[:100]) is not None or _WHEN.search(fields["from"][-60:]) is not None
        has_address = _ADDRESS.search(people) is not None or _NOTES_ADDRESS.search(people) is not None
        if self.first == "to":
            return has_time and has_address
        return has_time or has_address or "sent" in fields


@cache
def _labels() -> dict[str, str]:
    names = ("from", "sent", "date", "to", "cc", "subject", "other")
    return {label: name for name in names for label in words(f"quotation.labels.{name}")}


def _field(line: str, *, is_bare: bool = False) -> tuple[str, str] | None:
    """The header that a line gives, by the name zoning has for it, and its value."""
    found = _FIELD.match(line) if ":" in line[:24] else None
    if found:
        name = _labels().get(found[1].lower())
        return (name, found[2].strip("* \t\xa0")) if name else None
    if is_bare and len(line) < 9:
        name = _labels().get(line.lower())
        return (name, "") if name else None
    return None


def _block(lines: Sequence[Line], at: int, *, is_bare: bool = False) -> _Block | None:
    """The header lines that begin here, with the lines that go on in the next; ``None`` if this is no header line.

    Notes leaves a blank line before the subject; elsewhere a blank line ends the block. Other text after a header line goes
    on with it only if another header follows, or (a subject alone) if it is one short line more.
    """
    opening = _field(lines[at].words, is_bare=is_bare)
    if not opening or opening[0] in ("other", "cc"):
        return None
    depth, fields = lines[at].depth, dict[str, str]()
    name, waiting, end = "", list[str](), at
    index = at
    while index < min(len(lines), at + _BLOCK):
        line = lines[index]
        if line.is_blank:
            after = _next(lines, index)
            if after >= len(lines) or "subject" in fields or lines[after].depth != depth:
                break
            ahead = _field(lines[after].words, is_bare=is_bare)
            if not ahead or ahead[0] in fields:
                break
            index = after
            continue
        if line.depth != depth or len(line.words) > _LINE:
            break
        found = _field(line.words, is_bare=is_bare)
        if found and (found[0] not in fields or found[0] in ("cc", "other")):
            if waiting and name:
                fields[name] = " ".join([fields[name], *waiting]).strip()
            waiting = []
            name = found[0]
            fields[name] = found[1]
            if name == "from":
                _split_inner(fields)
            end = index + 1
        elif found:
            break
        else:
            waiting.append(line.words)
        index += 1
    end = _last_wrap(lines, end, name, fields, waiting)
    return _Block(end, depth, opening[0], fields)


def _last_wrap(lines: Sequence[Line], end: int, name: str, fields: dict[str, str], waiting: Sequence[str]) -> int:
    """Where the block ends when its last header may go on: one more line under a full one, with a blank line below."""
    if not waiting or name not in ("to", "cc", "subject", "from") or end >= len(lines):
        return end
    full = len(lines[end - 1].words) > 55 or (name in ("to", "cc") and fields[name].endswith((",", ";")))
    alone = end + 1 >= len(lines) or lines[end + 1].is_blank
    if name == "from" and _WHEN.fullmatch(waiting[0]):
        fields["date"] = waiting[0]
        return end + 1
    if full and alone and len(waiting[0]) < 80:
        fields[name] = f"{fields[name]} {waiting[0]}"
        return end + 1
    return end


def _split_inner(fields: dict[str, str]) -> None:
    """A line of ``From: ... Sent: ... To: ...`` that lost its line ends, into the headers it holds."""
    value = fields["from"]
    if ":" not in value:
        return
    parts = _INNER.split(f"{value} ")
    if len(parts) >= 5:
        fields["from"] = parts[0].strip()
        for label, content in zip(parts[1::2], parts[2::2], strict=True):
            fields.setdefault(_labels()[label.lower()], content.strip())


def _from_block(lines: Sequence[Line], at: int, block: _Block, kind: str = "") -> Heading:
    fields = block.fields
    author, sent = fields.get("from", ""), fields.get("sent") or fields.get("date") or ""
    if not sent and (when := _ON_WHEN.search(author[-60:]) or _WHEN.search(author[-60:])):
        sent, author = when[when.lastindex or 0], author[: len(author) - len(author[-60:]) + when.start()]
    depth = _depth_below(lines, block.end, block.depth)
    if depth > block.depth and _has_own_below(lines, at, block):
        depth = block.depth
    return Heading(block.end, depth, kind, _tidy(author), sent.strip(), fields.get("to", ""), fields.get("subject", ""))


def _has_own_below(lines: Sequence[Line], at: int, block: _Block) -> bool:
    """Whether unquoted words below a block are its author's: so if there is something to read above it.

    Below a block that opens a message, marked lines are the message answered and unmarked ones the answer. Below words of
    the writer's own, they are what the block's author answered, and his answer.
    """
    above = any(line.words and line.depth == block.depth and not is_rule(line.words) for line in lines[max(0, at - 20) : at])
    return above and any(line.words and line.depth == block.depth for line in lines[block.end : block.end + 400])


# --- Lotus Notes -----------------------------------------------------------------------------------------------------


def _may_be_notes(line: str, below: str) -> bool:
    """Whether a line may begin a block of Notes: it holds a time, or the next line does or says who sent or answers."""
    is_timed = line[0].isdigit() or line[-1].isdigit() or line[-1] in "Mm"
    return is_timed or below[:1].isdigit() or below.startswith(("Sent by", "Please respond", "To be answered"))


def _notes(lines: Sequence[Line], at: int) -> _Block | None:
    """``A Person`` / ``03/02/2026 10:12 AM`` / ``To: ...``: a name and a time without labels, then header lines."""
    line = lines[at].words
    depth = lines[at].depth
    author, sent, below = "", "", at + 1
    if line[0].isdigit():
        if not _WHEN.fullmatch(line[:40]):
            return None
        sent = line
    elif line[-1].isdigit() or line[-1] in "Mm":
        found = _ON_WHEN.search(line[-60:])
        if found and len(line) < 200:
            author, sent = line[: len(line) - len(line[-60:]) + found.start()], found[1]
    if not sent:
        if len(line) > 100:
            return None
        for below in range(at + 1, min(at + 4, len(lines))):
            ahead = lines[below].words
            if not ahead or lines[below].depth != depth:
                return None
            if ahead[0].isdigit() and _WHEN.fullmatch(ahead[:40]):
                author, sent = line, ahead
                break
            joined = f"{line} {ahead}"
            if below == at + 1 and ahead[0].isdigit() and len(ahead) < 30 and (found := _ON_WHEN.search(joined[-60:])):
                author, sent = joined[: len(joined) - len(joined[-60:]) + found.start()], found[1]
                break
            if not _BY.match(ahead) and not _BY.match(lines[below - 1].words):
                return None
        if not sent:
            return None
        below += 1
    for _ in range(6):
        below = _next(lines, below)
        if below >= len(lines) or lines[below].depth != depth:
            return None
        opening = _field(lines[below].words, is_bare=True)
        if opening and opening[0] in ("to", "cc", "subject"):
            break
        if not _BY.match(lines[below].words) and not _BY.match(lines[below - 1].words):
            return None
        below += 1
    else:
        return None
    found_block = _block(lines, below, is_bare=True)
    if not found_block or len(found_block.fields.keys() & {"to", "cc", "subject"}) < 2:
        return None
    fields = {**found_block.fields, "from": author, "sent": sent}
    return found_block._replace(fields=fields, first="from")


# --- attributions ------------------------------------------------------------------------------------------------------


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{any_of('quotation.verbs')})\b[^:]{{0,60}}:\**$", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('quotation.openers')})[\s,]", re.IGNORECASE)


def _attribution(lines: Sequence[Line], at: int, *, is_sure: bool) -> Heading | None:
    """``On 3 March 2026 at 10:12, A Person <a@b> wrote:``, or a shorter form of it, over marked lines or plain ones."""
    line = lines[at].words.lstrip("-*_> \t")
    is_opened = _opener().match(line) is not None or (line[:4].isdigit() and line[4:5] in "-/年")
    joined, end = _joined(lines, at, line, is_opened=is_opened)
    if not joined:
        return None
    verb = _verb().search(joined[-_ENDS_IN_VERB:])
    cut = len(joined) - len(joined[-_ENDS_IN_VERB:]) + (verb.start() if verb else len(joined[-_ENDS_IN_VERB:]) - 1)
    above, after = _MESSAGE.sub("", joined[:cut]), joined[cut:].strip(" :*")
    sent, author = _date_and_name(above, is_opened=is_opened)
    if not sent:
        sent = after.partition(" ")[2].strip(" ()").removeprefix("on ")
    depth = _depth_below(lines, end, lines[at].depth)
    is_marked = depth > lines[at].depth
    has_address = "@" in author or _ADDRESS.search(after) is not None
    has_time = _TIME.search(sent) is not None
    has_figure = any(c.isdigit() for c in sent)
    if author.lower() in word_set("closing.sentence_words"):
        return None  # "You wrote:" is the writer's own
    is_named = has_address or _is_name(author)
    if not (is_sure or (is_marked and (verb or has_address)) or (is_named and has_address and has_figure)):
        if not (is_named and has_time and verb and author):
            return None
        if len(sent) < 8:
            return None
    found = Heading(end, depth, QUOTED if verb else "", _tidy(author), sent)
    below = _next(lines, end)
    if below < len(lines) and (block := _block(lines, below)) and block.is_mail and block.first == "from":  # Yahoo
        return _from_block(lines, at, block, QUOTED)
    return found


def _joined(lines: Sequence[Line], at: int, line: str, *, is_opened: bool) -> tuple[str, int]:
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
    return is_first and below.endswith(":") and not _opener().match(below) and not lines[at].words.endswith((".", "?", "!"))


def _date_and_name(above: str, *, is_opened: bool) -> tuple[str, str]:
    """The date at the front of an attribution as written, and the name that follows it."""
    if not is_opened:
        times = list(_TIME.finditer(above[:200]))
        cut = times[-1].end() if times else 0
        return above[:cut], above[cut:].strip(" ,")
    opener = _opener().match(above)
    rest = above[opener.end() :] if opener else above
    parts = rest.split()
    seen = set[str]()
    for index, part in enumerate(parts):
        kind = _date_word(part)
        if not kind or (kind in seen and kind in ("weekday", "month")):
            return " ".join(parts[:index]).strip(" ,"), " ".join(parts[index:]).strip(" ,")
        seen.add(kind)
    return rest.strip(" ,"), ""


_FIGURES = re.compile(
    r"\d{1,2}-[a-z]{3}-\d{2,4}|[(+\[-]?\d[\d/.:,-]*(?:st|nd|rd|th|am|pm|h)?z?\]?|(?:gmt|utc)[+-][\d:]+", re.IGNORECASE
)


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


# --- small questions -------------------------------------------------------------------------------------------------


def _next(lines: Sequence[Line], at: int) -> int:
    """The next line with words, at most three lines on (blank lines that follow one another are one line)."""
    for index in range(at, min(at + 3, len(lines))):
        if lines[index].words:
            return index
    return len(lines)


def _depth_below(lines: Sequence[Line], at: int, depth: int) -> int:
    """How deep the words below a heading of this depth are quoted: as the shallowest of the deeper lines that follow."""
    below = _next(lines, at)
    if below >= len(lines) or lines[below].depth <= depth:
        return depth
    least = lines[below].depth
    for line in lines[below : below + 60]:
        if line.words and line.depth <= depth:
            break
        if line.words:
            least = min(least, line.depth)
    return least


_MAILTO = re.compile(r"<mailto:[^>]{0,200}>")


def _tidy(author: str) -> str:
    """An author as written, without what wrapping and linking did to it.

    >>> _tidy("A Person, < a@example.org<mailto:a@example.org>>")
    'A Person <a@example.org>'
    """
    author = _MAILTO.sub("", author) if author.count("<") > 1 else author
    author = author.replace("< ", "<").replace(" >", ">").replace(", <", " <")
    return " ".join(author.split()).strip("*, \t")
