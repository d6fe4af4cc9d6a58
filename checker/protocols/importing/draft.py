"""A draft pack: what was suggested, as TOML that ``read_pack`` accepts, with every doubt in a comment beside its key.

Summaries in a draft are the document's own words, shortened; a person rewrites them. What nobody doubts bears no comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from checker.domain import Behaviour, CheckerError, Document, Limit
from checker.language.clauses import Guess, Weights, trained
from checker.protocols.importing.heads import Head, head_of
from checker.protocols.importing.lines import paragraphs
from checker.protocols.importing.rows import rows, title_of
from checker.protocols.importing.suggest import SuggestedClause, suggested
from checker.protocols.importing.tree import tree

# Below this confidence a suggestion is a doubt.
_SURE = 0.9
_SUMMARY = 160
_NO_NAME = "(not stated)"
# A protocol on Member/Officer relations names each side at least so many times; a press release or an agenda does not.
_NAMED = 3
_PARTIES = (
    re.compile(r"\b(?:members?|councillors?|cllrs?|aldermen|alderman)\b", re.IGNORECASE),
    re.compile(r"\b(?:officers?|staff|employees?|clerk|chief executive)\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft pack: its TOML, the clauses that it suggests, and what is doubtful of them: number, key, and why."""

    toml: str
    clauses: tuple[SuggestedClause, ...]
    doubts: tuple[tuple[str, str, str], ...]


def draft_pack(document: Document, id: str, behaviours: Mapping[str, Behaviour], weights: Weights | None = None) -> Draft:
    """The draft pack of a council's own document, under this id.

    ``CheckerError`` when it hardly speaks of Members and officers, or no clause is found in it.
    ``weights`` are those that came with the program unless others are given; without any, kinds and behaviours rest on cues.
    """
    lines, furniture = paragraphs(document)
    root = tree(lines)
    found, matter = rows(root)
    if not found:
        raise CheckerError(
            f"No clause was found in {document.source.file}: expected numbered sections, headings or lists. "
            "A scan has to be read by a person, or turned into text first."
        )
    members, officers = (len(party.findall(document.text)) for party in _PARTIES)
    if min(members, officers) < _NAMED:
        raise CheckerError(
            f"{document.source.file} names Members {members} times and officers {officers} times; a protocol on their relations "
            "names both throughout. Give the protocol itself."
        )
    known = weights if weights is not None else trained()
    clauses = _measured(suggested(found, behaviours, known), behaviours)
    title = title_of(root)
    head = head_of(document.text, title.text if title is not None else "")
    doubts: list[tuple[str, str, str]] = []
    pieces = [*_head(head, document, id, len(clauses), doubts)]
    for clause in clauses:
        pieces += ["", *_table(clause, doubts)]
    left = [line.text for line in matter if title is None or line is not title]
    if left or furniture:
        pieces += ["", "# Left out as no clause:"]
        pieces += [f"#   {_comment(text)}" for text in dict.fromkeys([*left, *(line.text for line in furniture)])]
    return Draft("\n".join(pieces) + "\n", tuple(clauses), tuple(doubts))


def _measured(clauses: Sequence[SuggestedClause], behaviours: Mapping[str, Behaviour]) -> list[SuggestedClause]:
    """The clauses, where a behaviour needs a figure that none of them gives: the first that names it says that there is none."""
    done = list(clauses)
    for id, behaviour in behaviours.items():
        naming = [at for at, clause in enumerate(done) if id in clause.behaviours and not clause.row]
        given = {key for at in naming for key in done[at].limits}
        if naming and "deadline" not in given and any(limit not in given for limit in behaviour.limits):
            first = done[naming[0]]
            guess = Guess("deadline", 0.5, (f"no figure was found that {id} needs",))
            guesses = {**first.guesses, "limits": (*first.guesses.get("limits", ()), guess)}
            limits = MappingProxyType({**first.limits, "deadline": "none-stated"})
            done[naming[0]] = replace(first, limits=limits, guesses=MappingProxyType(guesses))
    return done


def _head(head: Head, document: Document, id: str, count: int, doubts: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "# A DRAFT, suggested from the document and confirmed by nobody yet. Every DOUBT is for a person to settle."
    yield "# Summaries are the document's own words, shortened: write them in your own before the pack leaves the authority."
    yield f"# {count} rows. Delete a comment when what it says is settled."
    doubts.append(("", "summary", "summaries are the document's own words, shortened"))
    yield f"id = {_text(id)}"
    title = head.title or document.subject
    yield _said("title", title or id, doubts, "" if head.title else "no heading names the protocol")
    yield _said(
        "authority",
        head.authority or _NO_NAME,
        doubts,
        "the name that the text holds most often" if head.authority else "not found in the text",
    )
    if head.edition:
        yield _said("edition", head.edition, doubts, "a date or version among the first lines")
    if head.adopted is not None:
        yield _doubtful(f"adopted = {_date(head.adopted)}", "", "adopted", "the day that the text says it was approved", doubts)


def _date(day: date) -> str:
    return day.isoformat()


def _said(key: str, value: str, doubts: list[tuple[str, str, str]], why: str) -> str:
    line = f"{key} = {_text(value[:300])}"
    return _doubtful(line, "", key, why, doubts) if why else line


def _doubtful(line: str, number: str, key: str, why: str, doubts: list[tuple[str, str, str]]) -> str:
    doubts.append((number, key, why))
    return f"{line}  # DOUBT: {_comment(why)}"


def _table(clause: SuggestedClause, doubts: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "[[clauses]]"
    yield f"number = {_text(clause.number)}"
    yield f"locator = {_text(clause.locator)}"
    yield _guessed(f"addressee = {_text(clause.addressee)}", clause, "addressee", doubts)
    yield _guessed(f"kind = {_text(clause.kind)}", clause, "kind", doubts)
    yield f"summary = {_text(shortened(clause.text))}"
    if clause.behaviours:
        named = ", ".join(_text(behaviour) for behaviour in clause.behaviours)
        yield _guessed(f"behaviours = [{named}]", clause, "behaviours", doubts)
    line = f"visible = {_text(clause.visible)}"
    is_doubted = bool(clause.behaviours) and not clause.row
    yield _doubtful(line, clause.number, "visible", "what it usually takes to see these", doubts) if is_doubted else line
    if clause.row:
        yield f"row = {_text(clause.row)}"
    if clause.limits:
        pairs = ", ".join(f"{key} = {_value(value)}" for key, value in clause.limits.items())
        yield _guessed(f"limits = {{ {pairs} }}", clause, "limits", doubts)
    for one in clause.unsaid:
        why = f"{one.words} (no limit of a pack says {one.key} = {one.value})"
        yield _doubtful("", clause.number, "limits", why, doubts).strip()


def _guessed(line: str, clause: SuggestedClause, key: str, doubts: list[tuple[str, str, str]]) -> str:
    """A line, with a comment on what in it is not sure."""
    unsure = [guess for guess in clause.guesses.get(key, ()) if guess.confidence < _SURE]
    if not unsure:
        return line
    return _doubtful(line, clause.number, key, "; ".join(_why(guess) for guess in unsure), doubts)


def _why(guess: Guess) -> str:
    words = ", ".join(guess.words)
    return f"{guess.label} {guess.confidence:.2f}" + (f" ({words})" if words else "")


def shortened(text: str) -> str:
    """The first words of a clause, to the end of a word."""
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rpartition(" ")[0].rstrip(",;:") + " …"


def _text(words: str) -> str:
    """Words as a TOML string: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Limit) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return _text(value) if isinstance(value, str) else str(value)


def _comment(words: str) -> str:
    """Words that can stand in a comment: on one line, with no control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:300]
