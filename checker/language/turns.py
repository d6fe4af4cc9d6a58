"""Turns of phrase that need no trained model and no tokenizer: patterns over plain words, for drafts that must be judged at once.

A pattern is written as in ``wording``: ``a|b`` either, ``?`` after a place that may be empty, ``@name`` any word of a named set; and
``..`` up to five words of any kind, ``..2`` up to two, ``stem*`` any word that begins so, ``<`` the beginning of a clause, ``%name``
another pattern put in its place, ``in_charge`` two words as one. It is made into one regular expression whose repetitions are all bounded, and is
looked for in a sentence made even: lower case, words and stops apart. spaCy, which ``wording`` needs, takes most of a second to load; a
draft of two pages has to be judged in that.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from checker.language.phrases import Hit, folded

_REACH = 900  # characters of a sentence that are looked at: what is longer is a table or a list
_PIECE = re.compile(r"[a-z0-9£%]+(?:[-'.][a-z0-9]+)*|[,;:!?.()&]|\"")
_POSSESSIVE = re.compile(r"^(.+?)('s)$")
_GAP = 5
_CLAUSE = r"(?:\A|(?<=[,;:!?(.] )|(?<=\band )|(?<=\bplease )|(?<=\bso )|(?<=\bthen )|(?<=\bnow )|(?<=\bor )|(?<=\bdo ))"
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nor|without|neither|no|rather than|instead of|far from)|n't|n't ever) (?:[^\s.;:!?]+ ){0,3}\Z"
)
_GUIDANCE = re.compile(
    r"\b(?:must not|may not|should not|shall not|is not allowed|are not allowed|cannot be used|do not (?:print|use|publish|write|mention)"
    r"|don't (?:print|use|publish|write|mention)|headlines? (?:like|such as)|may not be used|for example|an example of|code of conduct"
    r"|never (?:print|use|publish|write))\b"
)


class Turns:
    """The lists of patterns of one subject (``NAME.toml`` beside this module: ``sets``, ``macros``, ``words``), compiled once."""

    def __init__(self, name: str) -> None:
        self.table: Mapping[str, Any] = tomllib.loads(  # Any: what a subject keeps beside its patterns
            resources.files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        )
        sets: Mapping[str, Sequence[str]] = self.table.get("sets", {})
        macros: Mapping[str, str] = self.table.get("macros", {})
        words: Mapping[str, Sequence[str]] = self.table["words"]
        self._lists = {
            kind: re.compile("|".join(f"(?:{_expression(pattern, sets, macros)})" for pattern in words[kind]))
            for kind in sorted(words)
        }

    def find(self, even: str) -> tuple[Hit, ...]:
        """The lists that show in a sentence made even, each at its first place where it is not denied."""
        hits = []
        for kind, expression in self._lists.items():
            for match in expression.finditer(even):
                if not _is_denied(even, match):
                    hits.append(Hit(kind, match[0].strip(), match.start(), match.end()))
                    break
        return tuple(hits)

    def kinds(self, text: str) -> frozenset[str]:
        """The lists that show in a text, denied or not."""
        sentence = evened(text)
        return frozenset(kind for kind, expression in self._lists.items() if expression.search(sentence))


@functools.cache
def turns(name: str) -> Turns:
    """The patterns of a subject."""
    return Turns(name)


def evened(sentence: str) -> str:
    """A sentence as patterns see it: words and stops in lower case, one space between, a possessive apart, quotation marks as commas.

    >>> evened("“Labour’s plan: scrap it!”")
    ", labour 's plan : scrap it ! , "
    """
    pieces: list[str] = []
    for piece in _PIECE.findall(folded(sentence[:_REACH])):
        possessive = _POSSESSIVE.match(piece)
        pieces += [possessive[1], possessive[2]] if possessive else ["," if piece == '"' else piece]
    return "".join(f"{piece} " for piece in pieces)


def is_guidance(sentence: str) -> bool:
    """Whether a sentence tells what may not be written, or gives an example of it."""
    return bool(_GUIDANCE.search(folded(sentence[:_REACH])))


def _is_denied(even: str, match: re.Match[str]) -> bool:
    """Whether a denial stands shortly before what was found, and it does not begin with one itself."""
    return bool(_DENIED.search(even[max(0, match.start() - 40) : match.start()]))


def _expression(pattern: str, sets: Mapping[str, Sequence[str]], macros: Mapping[str, str]) -> str:
    made = []
    for word in _written_out(pattern, macros).split():
        if word == "<":
            made.append(_CLAUSE)
        elif word.startswith(".."):
            made.append(rf"(?:[^\s.;!?]+ ){{0,{word[2:] or _GAP}}}?")
        else:
            is_optional = word.endswith("?")
            choices = [c for choice in word.removesuffix("?").split("|") for c in _forms(choice, sets)]
            made.append(f"(?:(?:{'|'.join(choices)}) )" + ("?" if is_optional else ""))
    return r"(?<!\S)" + "".join(made)


def _written_out(pattern: str, macros: Mapping[str, str]) -> str:
    return " ".join(macros[word[1:]] if word.startswith("%") else word for word in pattern.split())


def _forms(choice: str, sets: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for form in sets[choice[1:]] if choice.startswith("@") else (choice,):
        stem = form.endswith("*")
        form = form.replace("_", " ")  # noqa: PLW2901 one thought
        yield re.escape(form.removesuffix("*")).replace(r"\ ", " ") + (r"[^\s.;!?]*" if stem else "")
