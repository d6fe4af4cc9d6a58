"""How a writer's own words end: the signature below them, and the notices under and over them that nobody wrote.

In doubt a line is the writer's own. A Member's "please treat this email as confidential" is a request that a clause may turn
on; a council's "this email and any attachments are confidential and intended solely for the addressee" is a notice. A strap
line under a name stays with the signature, where a party's slogan is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checker.domain import DISCLAIMER, OWN, SIGNATURE
from checker.language.lexicon import any_of, word_set, words
from checker.language.lines import Line, is_rule, paragraphs

_NOTICE = 4_000  # characters of a paragraph that are searched for the words of notices
_TRIES = 40  # lines of one run that begin as a notice does and are looked at
_BLOCK = 14  # lines: the longest paragraph of a signature
_DRAWN = " \t*_-=+~#>|•[]()<.·"  # what may stand before the first word of a notice

Span = tuple[int, int]


def kinds_of(lines: Sequence[Line], *, is_first: bool, is_last: bool) -> list[str]:
    """Whose words each line of a run of the writer's own lines is: own, signature or disclaimer.

    ``is_first`` when the run opens the message, where gateways put warnings; ``is_last`` when a signature may end it.
    """
    kinds = [OWN] * len(lines)
    spans = list(paragraphs(lines, 0, len(lines)))
    if is_first:
        _mark_banner(lines, spans, kinds)
    _mark_notices(lines, spans, kinds)
    if is_last:
        _mark_signature(lines, spans, kinds)
    _mark_rules(lines, spans, kinds)
    return _with_blanks(lines, kinds)


def trailing_notice(lines: Sequence[Line], start: int) -> int:
    """The line from which nothing but notices follows, to the end; at or after ``start``, the number of lines if none."""
    start = max(start, len(lines) - 60)
    tail = lines[start:]
    kinds = [OWN] * len(tail)
    spans = list(paragraphs(tail, 0, len(tail)))
    _mark_notices(tail, spans, kinds)
    _mark_rules(tail, spans, kinds)
    kinds = _with_blanks(tail, kinds)
    while kinds and kinds[-1] == DISCLAIMER:
        kinds.pop()
    return start + len(kinds)


# --- notices -----------------------------------------------------------------------------------------------------------


def _mark_banner(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """A gateway's warning at the very top, line by line: own words may follow it without a blank line."""
    for start, end in spans[:4]:
        if is_rule(lines[start].words):
            continue
        if not _is_banner(lines, start, end):
            return
        for index in range(start, end):
            line = lines[index].words
            if index > start and lines[index - 1].words.endswith((".", "!", "]", "*")) and not _has_banner_mark(line):
                return
            kinds[index] = DISCLAIMER


def _is_banner(lines: Sequence[Line], start: int, end: int) -> bool:
    first = _plain(lines[start].words[:200])
    if first.strip(" .*!") in word_set("notices.banner_lines"):
        return True
    if not first.startswith(words("notices.banners")) and not first.lstrip(_DRAWN).startswith(words("notices.banners")):
        return False
    return _has_banner_mark(_joined(lines, start, min(end, start + 6))[:1_000])


def _has_banner_mark(line: str) -> bool:
    plain = _plain(line)
    return any(mark in plain for mark in words("notices.banner_marks"))


def _mark_notices(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """Paragraphs that are notices, from the line with which they begin, and what follows the last of them."""
    seen = False
    tries = _TRIES
    for number, (start, end) in enumerate(spans):
        if kinds[start] != OWN or is_rule(lines[start].words):
            continue
        openings = [index for index in range(start, end) if _may_open(lines[index].words)][:tries]
        tries -= len(openings)
        at = next((index for index in openings if _opens_notice(lines, index, end, spans, number)), end)
        if at == end and number >= len(spans) - 4 and _marks(_joined(lines, start, end)) >= 3:
            at = start
        if at == end and seen:
            at = start if _goes_on(lines, start, end) else end
        for index in range(at, end):
            kinds[index] = DISCLAIMER
        seen = seen or at < end


def _may_open(line: str) -> bool:
    """Whether a line begins as notices do: to be looked at with what follows."""
    line = line[:120].lstrip(_DRAWN)
    if not line or line[0].islower():
        return False
    plain = _plain(line)
    return plain.startswith(_openings()) or (len(plain) < 80 and plain.rstrip(" .").endswith(words("notices.lists")))


@cache
def _openings() -> tuple[str, ...]:
    return (*words("notices.footers"), *words("notices.openings"))


def _opens_notice(lines: Sequence[Line], at: int, end: int, spans: Sequence[Span], number: int) -> bool:
    plain = _plain(lines[at].words[:120].lstrip(_DRAWN))
    if plain.startswith(words("notices.footers")):
        return True
    if not plain.startswith(words("notices.openings")):
        return at > 0 and is_rule(lines[at - 1].words)  # the name of a list, below a rule
    if at > spans[number][0] and lines[at - 1].words[-1:].isalpha() and len(lines[at - 1].words) > 55:
        return False  # a sentence of the writer's that happens to wrap here
    text = _joined(lines, at, end)
    if len(text.split()) <= 6:  # a heading: what it heads is the next paragraph
        text = " ".join([text, *(_joined(lines, *span) for span in spans[number + 1 : number + 3])])
    return _marks(text) >= (2 if plain.startswith(words("notices.doubtful")) else 1)


def _marks(text: str) -> int:
    plain = _plain(text)
    return sum(1 for mark in words("notices.marks") if mark in plain)


def _goes_on(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a paragraph below a notice is more of it: long, or with a word of notices, and nobody speaking."""
    text = _joined(lines, start, end)
    if _has_word(text, "closing.first_person") or _is_afterthought(text):
        return False
    return _marks(text) > 0 or (len(text) > 90 and not text.startswith(("Dear ", "Hi ", "Hello ")))


# --- signatures --------------------------------------------------------------------------------------------------------


def _mark_signature(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    spans = [span for span in spans if not is_rule(lines[span[0]].words)]
    own = [index for span in spans for index in range(*span) if kinds[index] == OWN]
    for index in own[-12:]:
        if _plain(lines[index].words[:60]).startswith(words("closing.devices")) and len(lines[index].words) < 90:
            kinds[index] = SIGNATURE
    own = [index for index in own if kinds[index] == OWN]
    delimiter = next((i for i in reversed(own) if lines[i].words in ("--", "—", "- --")), None)
    if delimiter is not None and _is_delimiter(lines, delimiter, own):
        _mark(kinds, [index for index in own if index >= delimiter])
        own = [index for index in own if index < delimiter]
    signed = _below_signoff(lines, own)
    _mark(kinds, signed)
    _mark(kinds, _unsigned(lines, [index for index in own if not signed or index > signed[-1]]))


def _mark(kinds: list[str], indices: Sequence[int]) -> None:
    for index in indices:
        kinds[index] = SIGNATURE


def _is_delimiter(lines: Sequence[Line], at: int, own: Sequence[int]) -> bool:
    """RFC 3676 4.3: what follows "-- " is signature. Without its space it is one if what follows is short."""
    below = [index for index in own if index > at]
    return len(below) <= 30 and not any(
        _is_sentence(lines[i].words) and _has_word(lines[i].words, "closing.first_person") for i in below
    )


def _below_signoff(lines: Sequence[Line], own: Sequence[int]) -> list[int]:
    """The last sign-off that a signature follows, with that signature; nothing if there is none."""
    position = next((p for p in range(len(own) - 1, max(-1, len(own) - 60), -1) if _is_signoff(lines[own[p]].words)), None)
    if position is None or _is_shown(lines, own, position):
        return []
    below = _signature_lines(lines, own[position + 1 :])
    rest = [index for index in own[position + 1 :] if index not in below]
    if rest and not _is_afterthought(lines[rest[0]].words):
        if not below and _is_thanks(lines[own[position]].words):
            return []  # "Thanks" that opens what follows
        if any(_is_sentence(lines[index].words) for index in rest) and (not below or _is_formal(lines[own[position]].words)):
            return []  # the end of a letter that is shown in mid-message
    first = position
    while first > max(0, position - 3) and _is_signoff(lines[own[first - 1]].words):
        first -= 1
    signed = own[first : position + 1] if first > 0 else []  # thanks that are all of a message are its words
    return [*signed, *sorted(below)]


def _signature_lines(lines: Sequence[Line], below: Sequence[int]) -> set[int]:
    """The lines below a sign-off that belong to a signature: names, titles, ways to reach, and straps under those."""
    found = set[int]()
    solid = 0  # titles and ways to reach: with them, a short line more is a strap
    for number, block in enumerate(_blocks(below)):
        looks = [_look(lines[index].words) for index in block]
        is_more = bool({"contact", "title", "picture"} & set(looks)) or looks == ["name"] or (solid and _is_strap(lines, block))
        if len(block) > _BLOCK if number == 0 else not found or not is_more:
            return found
        for index, look in zip(block, looks, strict=True):
            if look == "sentence" and not (solid and _is_strap(lines, [index])):
                return found
            solid += look in ("contact", "title")
            found.add(index)
    return found


def _is_strap(lines: Sequence[Line], block: Sequence[int]) -> bool:
    """Whether lines under a signature are a slogan or an advertisement of the writer's body, and not his talk."""
    text = " ".join(lines[index].words for index in block)
    if _has_word(text, "closing.first_person") or _is_afterthought(text):
        return False
    if _WEB.search(text[:1_000]) or "#" in text[:1_000]:
        return len(text) < 500
    is_dated = any(c.isdigit() for c in text) or _has_word(text, "quotation.date_words.weekday")
    return len(text) < 110 and not is_dated and "?" not in text and "please" not in text.lower()


def _unsigned(lines: Sequence[Line], own: Sequence[int]) -> list[int]:
    """A block of name, title and ways to reach at the end without a sign-off, or a name alone."""
    found: list[int] = []
    cards = 0  # blocks of a name with ways to reach it: several are a list of people
    for block in reversed(list(_blocks(own))):
        tail = _tail(lines, block, has_contact=any(_look(lines[index].words) == "contact" for index in found))
        looks = [_look(lines[index].words) for index in tail]
        if not tail or len(tail) > _BLOCK:
            break
        if not _is_solid(looks) and not (found and len(tail) <= 3):
            if not found and len(tail) == 1 and _is_name_only(lines[tail[0]].words) and not _is_listed(lines, own, tail[0]):
                found = tail
            break
        cards += looks[0] == "name" and "contact" in looks
        found = [*tail, *found]
        if len(tail) < len(block):
            break
    if not found or cards > 2 or not _is_headed(lines, found):
        return []
    if found[0] == own[0]:  # nothing else was said
        return found if cards == 1 else []
    above = lines[max(index for index in own if index < found[0])].words
    return [] if above.endswith((":", ",", " -", "–")) and not _is_salutation(above) else found


def _tail(lines: Sequence[Line], block: Sequence[int], *, has_contact: bool) -> list[int]:
    """The end of a paragraph that may be a signature: all of it, or from the name below its last sentence."""
    first = len(block)
    while first and len(block) - first <= _BLOCK:
        look = _look(lines[block[first - 1]].words)
        if look == "sentence" or (look == "short" and not has_contact):
            break
        has_contact = has_contact or look == "contact"
        first -= 1
    tail = list(block[first:])
    while first and tail and _look(lines[tail[0]].words) != "name":
        tail.pop(0)
    return tail


def _is_listed(lines: Sequence[Line], own: Sequence[int], at: int) -> bool:
    """Whether a name after a dash is the last entry of a list."""
    above = max((index for index in own if index < at), default=at)
    return lines[at].words[0] in "-–—~" and lines[above].words[0] in "-–—~"


def _is_headed(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether a signature begins with somebody's name or office, or stands below a drawn rule."""
    looks = [_look(lines[index].words) for index in found[:2]]
    return "name" in looks or looks[0] == "title" or (found[0] > 0 and is_rule(lines[found[0] - 1].words))


def _is_solid(looks: Sequence[str]) -> bool:
    return "contact" in looks or (looks[0] == "name" and "title" in looks)


def _blocks(indices: Sequence[int]) -> Iterator[list[int]]:
    """Line numbers parted where they skip: paragraphs of what is left."""
    block: list[int] = []
    for index in indices:
        if block and index != block[-1] + 1:
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _is_shown(lines: Sequence[Line], own: Sequence[int], position: int) -> bool:
    """Whether a formal sign-off ends a letter drafted inside the message: its salutation stands below other words."""
    if not _is_formal(lines[own[position]].words):
        return False
    above = [lines[index].words for index in own[:position]]
    greeting = next((i for i in range(len(above) - 1, -1, -1) if above[i].startswith("Dear ") and len(above[i]) < 60), 0)
    return any(len(line.split()) > 3 and not _is_salutation(line) for line in above[:greeting])


def _is_salutation(line: str) -> bool:
    return len(line) < 60 and line.startswith(("Dear ", "Hi ", "Hello ", "Good morning", "Good afternoon", "Annwyl "))


# --- what a line looks like ----------------------------------------------------------------------------------------------

_PHONE = re.compile(r"(?<![\w/.-])\(?\+?\d[\d() \xa0.-]{7,18}\d(?![\w/])|\b\d{3}[-.]\d{4}\b|\b[xX][.-]? ?\d{4,5}\b")
_WEB = re.compile(r"https?://|www\.|[\w+-]\.(?:gov|org|co|com|net|cymru|wales|scot|uk|eu)\b|(?:^|\s)@\w{3}")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,64}\.\w")
_PICTURE = re.compile(r"\[(?:picture|cid|image|logo|https?)\b[^\]]{0,300}\]|<image\d{3}[^>]{0,40}>|\[https?://[^\]]{0,300}\]")
_NAME = re.compile(r"[^\W\d_][\w'’.-]{0,24}")
_WORD = re.compile(r"[\w'’/-]+")


def _look(line: str) -> str:
    """What a line of a signature may be: contact, title, name, picture, short; or it is a sentence."""
    if len(line) > 400 or _copied().match(line) or _is_afterthought(line):
        return "sentence"
    if _PICTURE.sub("", line).strip(" |<>") == "":
        return "picture"
    if _is_contact(line):
        return "contact"
    if _is_sentence(line):
        return "sentence"
    tokens = _plain(line).replace("/", " ").replace(",", " ").replace("(", " ").split()
    if line[0].isupper() or line[0] in "(*":
        if any(token.strip(".|:*)&") in word_set("closing.titles") for token in tokens) and len(tokens) <= 14:
            return "title"
        if _is_name(line):
            return "name"
    if line[0] in "-–—~" and _is_name_only(line):
        return "name"
    return "short"


def _is_contact(line: str) -> bool:
    count = len(line.split())
    if _label().match(line) and count <= 12:
        return True
    if count > 12 or (_speaks(line) and count > 3 and not _plain(line).startswith(words("closing.invitations"))):
        return False
    if _PHONE.search(line) or _WEB.search(line) or _POSTCODE.search(line) or _EMAIL.search(line):
        return True
    plain = _plain(line).rstrip(" ,.")
    return count <= 6 and line[0].isalnum() and plain.rpartition(" ")[2] in word_set("closing.streets") and _is_capital(line)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{any_of('closing.contacts')})(?:\s?[:.|]\s{{0,9}}[\w+(@<]|\s{{1,9}}[(+\d])", re.IGNORECASE)


@cache
def _copied() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('closing.copied')})\.?\s?[:;]|cc\s", re.IGNORECASE)


def _is_capital(line: str) -> bool:
    return all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in _WORD.findall(line[:200]))


def _is_sentence(line: str) -> bool:
    """Whether somebody is saying something in a line, as far as one can tell."""
    found = line.split()
    if len(found) > 14:
        return True
    if len(found) >= 4 and _has_word(line, "closing.sentence_words"):
        return True
    return (len(found) >= 5 and line.endswith((".", "?", "…"))) or line.endswith("?")


def _speaks(line: str) -> bool:
    return _has_word(line, "closing.sentence_words")


def _is_afterthought(line: str) -> bool:
    return _afterthought().match(line) is not None


@cache
def _afterthought() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{any_of('closing.afterthoughts')})(?!\w)", re.IGNORECASE)


def _is_name(line: str) -> bool:
    bare = line.partition("(")[0].strip(" ,*-–|")
    parts = bare.replace(",", " ").split()
    if not 1 <= len(parts) <= 6 or bare.endswith((":", "?", "!")):
        return False
    if all(part.lower().strip(".") in word_set("closing.not_names") for part in parts):
        return False
    return parts[0].lower().strip(".,") not in word_set("closing.not_names") and all(
        part in ("&", "and", "de", "van", "der", "von", "ap", "la", "y", "/") or (_NAME.fullmatch(part) and part[0].isupper())
        for part in parts
    )


def _is_name_only(line: str) -> bool:
    """A name that stands alone: three words at most, or initials."""
    bare = line.strip(" -–—~*,.")
    if 2 <= len(bare) <= 3 and bare.isalpha() and bare.islower():
        return bare not in word_set("closing.not_names") and bare not in word_set("closing.sentence_words")
    return len(bare.split()) <= 3 and not line.endswith((":", "?", "!")) and _is_name(bare)


@cache
def _signoff() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('closing.signoffs')}|{any_of('closing.thanks')})(?![\w'])", re.IGNORECASE)


def _is_signoff(line: str) -> bool:
    """Whether a line is a sign-off, alone or with a name after it.

    >>> _is_signoff("Many thanks and best wishes, Jo"), _is_signoff("Thanks for your letter")
    (True, False)
    """
    if len(line) > 70:
        return False
    rest = line.lstrip("*_-–~ ")
    for _ in range(4):
        found = _signoff().match(rest)
        if not found:
            return False
        rest = rest[found.end() :].lstrip(" ,.!;:*_-–—~/x")
        for link in ("and ", "& ", "with "):
            rest = rest.removeprefix(link)
        if not rest:
            return True
        if not _signoff().match(rest):
            return _is_name_only(rest) or (len(rest) <= 3 and rest.isalpha())
    return False


def _is_formal(line: str) -> bool:
    return _plain(line).startswith(words("closing.formal"))


def _is_thanks(line: str) -> bool:
    return _plain(line.strip("*_-–~ ,.!")).startswith(words("closing.thanks"))


# --- small questions -------------------------------------------------------------------------------------------------


def _plain(line: str) -> str:
    return line.lower().replace("’", "'").replace("\xa0", " ").replace("e-mail", "email")


def _joined(lines: Sequence[Line], start: int, end: int) -> str:
    return " ".join(line.words[:_NOTICE] for line in lines[start : min(end, start + 40)])[:_NOTICE]


def _has_word(text: str, path: str) -> bool:
    return not word_set(path).isdisjoint(_WORD.findall(_plain(text[:1_000])))


def _mark_rules(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """A drawn rule goes with the notice that it borders, or with the signature that it introduces."""
    for number, (start, _) in enumerate(spans):
        if kinds[start] == OWN and is_rule(lines[start].words):
            before = kinds[spans[number - 1][1] - 1] if number else OWN
            after = next((kinds[s] for s, _ in spans[number + 1 : number + 4] if not is_rule(lines[s].words)), OWN)
            if DISCLAIMER in (before, after):
                kinds[start] = DISCLAIMER
            elif after == SIGNATURE:
                kinds[start] = SIGNATURE


def _with_blanks(lines: Sequence[Line], kinds: Sequence[str]) -> list[str]:
    """The kinds with each blank line as the line above it, and those at the top as the first with words."""
    kind = next((kind for line, kind in zip(lines, kinds, strict=True) if line.words), OWN)
    found = []
    for line, own in zip(lines, kinds, strict=True):
        kind = own if line.words else kind
        found.append(kind)
    return found
