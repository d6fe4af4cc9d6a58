"""Whether words refuse to give information, whether they say why, and whether somebody asks for the reasons.

To have nothing, not to have it yet, and not to be able to send it today is no refusal. A ground is a ground, good or bad: whether
it bears is for the reader. The words are in ``refusals.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from checker.language.phrases import Phrases, folded
from checker.language.replies import Judgement, asks_for
from checker.language.sentences import sentences
from checker.language.wording import Wording

FIRM, SOFT = "refuses", "soft"

_REACH = 400  # characters of a sentence that are looked at
_BRIEF = ("no.", "no", "no, sorry.", "sorry, no.", "afraid not.", "i'm afraid not.", "no chance.", "no can do.")


@functools.cache
def _table() -> Mapping[str, Any]:  # Any: the tables of a TOML file
    return tomllib.loads(resources.files("checker.language").joinpath("refusals.toml").read_text(encoding="utf-8"))


@functools.cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@functools.cache
def _phrases() -> Phrases:
    return Phrases(_table()["lists"])


def refusal(text: str) -> tuple[str, Judgement]:
    """How a text refuses information (``refuses``, ``soft``, empty if it does not), with the sentence that does.

    >>> refusal("I cannot let you have that one.")[0], refusal("I cannot let you have it before Friday.")[0]
    ('refuses', '')
    """
    found = sorted(_refusals(text), key=lambda one: one[0] != FIRM)
    if not found:
        return "", Judgement(False, "it refuses no information")
    kind, sentence = found[0]
    return kind, Judgement(True, f"it says “{_short(sentence)}”", sentence)


def _refusals(text: str) -> Iterator[tuple[str, str]]:
    for number, sentence in enumerate(sentences(text)):
        if number < 2 and folded(sentence.text) in _BRIEF:  # the first words after a greeting
            yield FIRM, sentence.text
            continue
        said = sentence.text[:_REACH]
        if (label := _LABEL.fullmatch(folded(said).strip())) and _is_information(f" {label[1]}"):
            yield FIRM, sentence.text
            continue
        if "?" in said or "not_refused" in _phrases().kinds(said):
            continue
        even = folded(said)
        for hit in _wording().find(said):
            has_object = not hit.phrase.endswith(("@give", "@giving")) or _is_information(even[hit.end :])
            if has_object and not _is_others(even[: hit.start]):
                yield hit.kind, sentence.text


def _is_information(after: str) -> bool:
    """Whether what is not given is information: the thing asked for, or a word for such a thing."""
    return bool(_OBJECT.match(after)) or "information" in _phrases().kinds(after)


# An answer in note form: "Letter of advice: declined."
_LABEL = re.compile(
    r"(?:\(?\w{1,2}[.)] ?)?([^:.!?]{3,80}?) ?[:=-] ?"
    r"(?:declined|refused|withheld|denied|not (?:released|disclosed|given))[.!]?"
)

# "It", "you that one", "you who it was", and the bare verb.
_OBJECT = re.compile(
    r"\s*(?:(?:you|members|councillors|on|out|over|round) ){0,4}"
    r"(?:it|that|this|those|these|them|one|any of|anything|which|who|what|whose|how (?:many|much)|[.,;]|$)"
)


def _is_others(before: str) -> bool:
    """Whether it is somebody else's refusal, or one that is only supposed: "the contractor says it cannot", "if I cannot"."""
    words = before.split()
    return before.count('"') % 2 == 1 or any(word in _OTHERS for word in words[-8:])


_OTHERS = frozenset(("he", "if", "never", "she", "they", "unless", "when", "whether", "contractor", "district", "residents"))


def gives_grounds(text: str) -> str:
    """The sentence in which a ground is given for a refusal, or that says where it was given; empty if none does."""
    for sentence in sentences(text):
        if _phrases().kinds(sentence.text) & {"grounds", "given_before"}:
            return sentence.text
    return ""


def refers_back(text: str) -> str:
    """The sentence that says that the reasons were given before or stand in an attachment, empty if none does."""
    return next((s.text for s in sentences(text) if "given_before" in _phrases().kinds(s.text)), "")


def asks_reasons(text: str) -> str:
    """The sentence in which somebody asks why information is refused, empty if none does."""
    for sentence in sentences(text):
        if "asks_why" in _phrases().kinds(sentence.text) and asks_for(sentence.text):
            return sentence.text
        if folded(sentence.text).strip(" .!") in ("why?", "why", "why not?", "and why?", "why is that?", "may i ask why?"):
            return sentence.text
    return ""


def _short(text: str, length: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
