"""Notices that nobody wrote: gateways' warnings at the top; confidentiality, scanners' and lists' footers at the end.

A Member's "please treat this email as confidential" is a request that a clause may turn on, and his own; a council's "this
email and any attachments are confidential and intended solely for the addressee" is a notice. So a paragraph must begin as
notices do and go on as they do, or be full of their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from checker.domain import DISCLAIMER, OWN, SIGNATURE
from checker.language.zoning.lexicon import even, has_word, may_begin, plain, word_set, words
from checker.language.zoning.lines import Line, Span, is_rule, joined, words_of
from checker.language.zoning.looks import is_afterthought, is_sentence, look_of
from checker.language.zoning.signatures import is_strap

_DISCLAIMER = "disclaimer"
_TRIES = 40  # lines of one run that begin as a notice does and are looked at
_PRINTED = re.compile(r"print(?:ing)?(?: out| off)?(?= this| the| any| it\b| email| your| hard| unless| or|[\W_]*$|[.,!?|])")
_FRAMES = frozenset(sign * 3 for sign in "*#=~-_")
_DRAWN = " \t*_-=+~#>|•[]()<.·"  # what may stand before the first word of a notice


def mark_banner(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
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
    first = plain(lines[start].words[:200])
    if first.strip(" .*!") in word_set("notices.banner_lines"):
        return True
    if not first.startswith(words("notices.banners")) and not first.lstrip(_DRAWN).startswith(words("notices.banners")):
        return False
    return _has_banner_mark(joined(lines, start, min(end, start + 6))[:1_000])


def _has_banner_mark(line: str) -> bool:
    said = plain(line)
    return any(mark in said for mark in words("notices.banner_marks"))


def may_hold_notice(lines: Sequence[Line]) -> bool:
    """Whether words by which notices are known may stand in these lines: mostly none do, and then none need be looked at."""
    text = "".join(map(words_of, lines))
    bare = (text if text.isascii() else _foreign_evened(text)).encode("utf-8", "replace")
    bare = bare.translate(_IN_LOWER_CASE, _PASSED_OVER)
    return bool(_words_of_notices().find_matches_as_indexes(bare))


def _foreign_evened(text: str) -> str:
    """A text with what is not ASCII in it as ``even`` has it, without white space; of most text that is a few signs."""
    foreign = set(text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8"))
    if len(foreign) > _FEW:
        return even(text)
    for character in sorted(foreign):
        text = text.replace(character, "".join(plain(character).split()))
    return text


# Without white space, words stand together however they were spaced and wrapped; without hyphens, "e-mail" is "email".
_IN_LOWER_CASE = bytes(range(256)).lower()
_PASSED_OVER = bytes(range(33)) + b"-"
_ASCII = bytes(range(128))
_FEW = 16  # characters that are evened one after another


@cache
def _words_of_notices() -> BytesAhoCorasick:
    known = [*words("notices.marks"), *words("notices.footers"), *words("notices.lists"), _DISCLAIMER]
    return BytesAhoCorasick(
        [word.encode().translate(_IN_LOWER_CASE, _PASSED_OVER) for word in known], implementation=Implementation.DFA
    )


def mark_notices(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """Paragraphs that are notices, from the line with which they begin, and what follows the last of them."""
    seen = False
    tries = _TRIES
    for index in [index for index, line in enumerate(lines) if line.words[:3] in _FRAMES and _is_framed(line.words)]:
        kinds[index] = DISCLAIMER
    for number, (start, end) in enumerate(spans):
        if kinds[start] != OWN or is_rule(lines[start].words):
            continue
        openings = [index for index in range(start, end) if _may_open(lines[index].words)][:tries]
        tries -= len(openings)
        at = next((index for index in openings if _opens_notice(lines, index, end, spans, number)), end)
        if at == end and number >= len(spans) - 4 and _is_notice(joined(lines, start, end)):
            at = start
        if at == end and seen:
            at = start if _goes_on(lines, start, end) else end
            if at == end and end - start < 4 and is_strap(lines, range(start, end)):
                kinds[start:end] = [SIGNATURE] * (end - start)
        if at > start and not _may_open(lines[at - 1].words) and _is_heading(lines[at - 1].words):
            at -= 1  # "A Council Disclaimer:"
        if start < at < end and at == start + 1 and number and _is_motto(lines, start, spans[number - 1]):
            at = start
        kinds[at:end] = [DISCLAIMER] * (end - at)
        seen = seen or at < end


def may_end_in_notice(lines: Sequence[Line]) -> bool:
    """Whether the last paragraph may be a notice, or more of one: if not, ``mark_notices`` need not be asked for the end."""
    end = len(lines)
    while end and (not lines[end - 1].words or is_rule(lines[end - 1].words)):
        end -= 1
    start = end
    while start and lines[start - 1].words and not is_rule(lines[start - 1].words):
        start -= 1
    if start == end:
        return False
    if _is_heading(lines[end - 1].words) or any(_may_open(lines[index].words) for index in range(start, end)):
        return True
    if _is_framed(lines[end - 1].words):
        return True
    return _is_notice(joined(lines, start, end)) or _goes_on(lines, start, end)


def _is_heading(line: str) -> bool:
    """Whether a line ends as the heading of a notice does."""
    return plain(line).rstrip(" :.").endswith(_DISCLAIMER)


def _is_framed(line: str) -> bool:
    """Whether a line is a notice between drawn signs: ``*** A Council: this email may be read by others ***``."""
    if line[:3] not in _FRAMES or line[-3:] not in _FRAMES:
        return False
    said = even(line.strip(_DRAWN))
    is_of_mail = any(word in said for word in ("email", "message", "e-bost"))
    return is_of_mail and 5 < len(said.split()) < 60 and _marks(said) > 0 and not has_word(said, "closing.first_person")


def _is_motto(lines: Sequence[Line], at: int, above: Span) -> bool:
    """Whether a line right above a notice, under a name or a signature, is a body and its motto: ``A Council - by the sea``."""
    line = lines[at].words
    body, sign, _ = line.partition(" - ") if " - " in line else line.partition(" | ")
    if not sign or len(line) > 90 or line.endswith(("?", "!")) or has_word(line, "closing.first_person"):
        return False
    if not body[:1].isupper() or word_set("closing.bodies").isdisjoint(plain(body).split()):
        return False
    return look_of(lines[above[1] - 1].words) in ("name", "title", "contact")


def _may_open(line: str) -> bool:
    """Whether a line begins as notices do: to be looked at with what follows."""
    if line[:1].islower():
        return False  # as most lines are that go on with the one above
    line = line[:120].lstrip(_DRAWN)
    if not line or line[0].islower():
        return False
    if not _may_begin(line[:3]) and not _may_name_list(line):
        return False
    said = even(line)
    return said.startswith(_openings()) or (len(said) < 80 and said.rstrip(" .").endswith(words("notices.lists")))


@lru_cache(maxsize=8_192)
def _may_begin(head: str) -> bool:
    return any(may_begin(head, path) for path in ("notices.footers", "notices.openings", "notices.welsh"))


def _may_name_list(line: str) -> bool:
    """Whether a line may end in what lists are called, to be asked before it is made even."""
    last = line[-1]
    if last.isalnum() and last.lower() not in _last_letters():
        return False
    lower = line.lower()
    return any(word in lower for word in _last_words())


@cache
def _last_words() -> tuple[str, ...]:
    return tuple(sorted({name.split()[-1] for name in words("notices.lists")}))


@cache
def _last_letters() -> frozenset[str]:
    return frozenset(word[-1] for word in _last_words())


@cache
def _openings() -> tuple[str, ...]:
    return (*words("notices.footers"), *words("notices.openings"), *words("notices.welsh"))


def _opens_notice(lines: Sequence[Line], at: int, end: int, spans: Sequence[Span], number: int) -> bool:
    said = even(lines[at].words[:120].lstrip(_DRAWN))
    if said.startswith(words("notices.footers")):
        return "environment before" not in said or _PRINTED.search(plain(joined(lines, at, end))[:300]) is not None
    if not said.startswith((*words("notices.openings"), *words("notices.welsh"))):
        return at > 0 and is_rule(lines[at - 1].words)  # the name of a list, below a rule
    if at > spans[number][0] and lines[at - 1].words[-1:].isalpha() and len(lines[at - 1].words) > 55:
        return False  # a sentence of the writer's that happens to wrap here
    text = joined(lines, at, end)
    if len(text.split()) <= 6:  # a heading: what it heads is the next paragraph
        text = " ".join([text, *(joined(lines, *span) for span in spans[number + 1 : number + 3])])
    return _marks(text) >= _needed(said, text)


def _needed(opening: str, text: str) -> int:
    """How many words of notices a paragraph must hold to be one, by its first words, and by whether somebody speaks in it."""
    if opening.startswith(words("notices.doubtful")):
        return 4 if has_word(text, "closing.first_person") else 3
    return 1 if opening.startswith(words("notices.welsh")) else 2


def _is_notice(text: str) -> bool:
    """Whether a paragraph is so full of the words of notices that it is one, however it begins."""
    if len(text) <= 80:
        return False
    lower = text.lower()
    return any(stem in lower for stem in words("notices.stems")) and _marks(text) >= 3


def _marks(text: str) -> int:
    said = even(text)
    return sum(map(said.__contains__, words("notices.marks")))


def _goes_on(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a paragraph below a notice is more of it: long, or with a word of notices, and nobody speaking."""
    text = joined(lines, start, end)
    if has_word(text, "closing.first_person") or is_afterthought(text):
        return False
    if _marks(text) > 0:
        return True
    is_prose = any(is_sentence(line.words) for line in lines[start : min(end, start + 40)])
    return len(text) > 90 and is_prose and not text.startswith(("Dear ", "Hi ", "Hello "))
