"""Whether a message writes up what somebody said in a conversation, and with whom the talk was.

A write-up tells that a talk took place ("Cllr Ashby rang me at ten") and what was said in it ("she said that ..."), or calls
itself a note of one. A passing mention of a talk is none. The words are in ``talks.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

_REACH = 600
_TITLE = re.compile(r"\b(cllrs?|clr|coun|mrs?|ms|dr)\.", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:will|shall|should|would|could|can|may|might|must|going to|about to|to be|plan to|want to|wants to|need to|hope to"
    r"|please|if|unless"
    r"|when|once|until|after you|before you|have you|did you|did (?:he|she|they)|not|never|no|n't)\b[^.;!?]{0,30}$"
    r"|n't[^.;!?]{0,30}$"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that a text tells of: the sentence that does, and how much of what was said it tells.

    ``is_note`` says that the text calls itself a note of the talk; ``told`` are the sentences that report what was said.
    """

    sentence: Sentence
    is_note: bool
    told: tuple[Sentence, ...]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("talks.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"\b(?:{'|'.join(sorted(words))})") for kind, words in _table()["cues"].items()}


def names_note(title: str) -> bool:
    """Whether a subject or a file's name says that what follows is a note of a talk.

    >>> names_note("Note of call with Cllr Ashby"), names_note("Note of meeting dates")
    (True, False)
    """
    return any(hit.kind in ("note", "title") for hit in _wording().find(re.sub(r"[_.-]", " ", title)))


def talks(text: str, offset: int = 0) -> Iterator[Talk]:
    """The talks that a text tells of, each with what is reported of it up to the next; ``offset`` is added to places."""
    if not _cues()["talked"].search(folded(text)):
        return
    cut = list(sentences(text, offset))
    found: list[tuple[Sentence, bool]] = []
    for sentence in cut:
        kinds = _kinds(sentence.text[:_REACH], "talked")
        if kinds & {"talked", "note"}:
            found.append((sentence, "note" in kinds))
    if not found:
        return
    told = [s for s in cut if s.start >= found[0][0].start and _is_report(s.text)]
    for number, (sentence, is_note) in enumerate(found):
        until = found[number + 1][0].start if number + 1 < len(found) else offset + len(text)
        yield Talk(sentence, is_note, tuple(each for each in told if sentence.start <= each.start < until))


# Notes leave the pronoun out: "Said the figures are made up."
_BARE = re.compile(r"\W{0,3}(?:said|says|told|wants|wanted|asked|asks|claims|claimed|thinks|reckons|complained|feels|felt)\b")


def _is_report(text: str) -> bool:
    """Whether a sentence tells what somebody said or thinks."""
    return bool(_BARE.match(folded(text[:40]))) or "reported" in _kinds(text[:_REACH], "reported")


def _kinds(piece: str, cue: str) -> set[str]:
    """What a sentence does, if it holds one of these cues."""
    even = folded(piece)
    found: set[str] = set()
    if not _cues()[cue].search(even):
        return found
    # A title's full stop would end a pattern; a space in its place keeps the length.
    for hit in _wording().find(_TITLE.sub(lambda title: title[1] + " ", piece)):
        if not _PLANNED.search(even[: hit.start]):
            found.add(hit.kind)
    return found
