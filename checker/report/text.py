"""The findings of drafts for a terminal: each sentence with carets under the words, the clause, the reason and the remedy.

Plain text with no colour codes, so that it reads the same in a log. Control characters of the draft are shown by number, not
sent to the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.domain import Document, Finding, Protocol
from checker.report import highlight, words
from checker.report.desk import Offer, cited, fingerprint
from checker.report.highlight import Span, wrapped

PLACES = 5  # sentences shown for one finding
LONGEST = 600  # characters of one sentence

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s|\n[ \t\r]*\n")


def render(
    documents: Iterable[Document],
    findings: Iterable[Finding],
    protocol: Protocol,
    *,
    width: int = 100,
    offers: Mapping[str, Offer] | None = None,
) -> str:
    """What was found in each document, in lines of this width at most where words allow, ending in a line of counts.

    With ``offers``, each finding is told with what could stand instead and the fingerprint by which it is let stand.
    """
    documents = tuple(documents)
    by_document: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in words.in_order(findings):
        by_document[finding.document].append(finding)
    texts = {document.id: document for document in documents}
    parts = []
    for name in dict.fromkeys((*texts, *by_document)):
        if name in by_document:
            parts.append(highlight.plain(name) + "\n")
            in_reading_order = sorted(by_document[name], key=lambda finding: min([p.start for p in finding.evidence], default=0))
            parts.extend(_finding(finding, texts, protocol, width, offers) for finding in in_reading_order)
    found = [finding for group in by_document.values() for finding in group]
    parts.append(f"{words.count(len(documents), 'document')}: {words.tally(found)}.\n")
    return "\n".join(parts)


def _finding(
    finding: Finding, texts: dict[str, Document], protocol: Protocol, width: int, offers: Mapping[str, Offer] | None
) -> str:
    heading = f"{words.outcome(finding)}: {words.title(finding.behaviour).lower()}, "
    lines = [*wrapped(heading + words.likelihood(finding.confidence), width, "  "), ""]
    for sentence in _sentences(finding, texts):
        lines += [*_underlined(sentence, width, "      "), ""]
    lines += wrapped(finding.why, width, "    ")
    clauses = {clause.id: clause for clause in protocol.clauses}
    for each in finding.clauses:
        clause = clauses.get(each)
        if clause is None:
            lines += wrapped(f"Clause {each}, which is not in the protocol as it was read.", width, "    ")
            continue
        said = clause.wording or f"{clause.summary} (Our summary, not the official wording.)"
        lines += wrapped(f"Clause {cited(clause, protocol)}, {clause.locator}: {said}", width, "    ")
    for excuse in finding.excuses:
        found = "Found" if excuse.found else "Not found"
        lines += wrapped(f"{found}: {words.title(excuse.excuse).lower()}. {excuse.why}", width, "    ")
    if finding.remedy:
        lines += wrapped(f"To comply: {finding.remedy}", width, "    ")
    if offers is not None:
        lines += _offered(offers.get(finding.id), width)
        lines += wrapped(f"To let it stand: fingerprint {fingerprint(finding)} in the file of suppressions.", width, "    ")
    return "\n".join(lines) + "\n"


def _offered(offer: Offer | None, width: int) -> Iterator[str]:
    """The wordings that could stand instead, which the check has passed, or how such a thing is put."""
    if offer is None:
        return
    for wording in offer.wordings:
        if wording.instead:
            yield from wrapped(f"Could read: “{wording.instead}”", width, "    ")
        else:
            yield from wrapped(f"Could be left out: “{words.cut(wording.sentence, 70)}”", width, "    ")
    if not offer.wordings:
        yield from wrapped(f"How to put it: {offer.advice}", width, "    ")


# --- the words with carets -----------------------------------------------------------------------------------------------------


def _sentences(finding: Finding, texts: dict[str, Document]) -> Iterator[list[tuple[str, bool]]]:
    """The sentences that hold evidence, as characters with whether a caret belongs under each."""
    places: list[tuple[Document, int, int, list[Span]]] = []
    for passage in finding.evidence:
        document = texts.get(passage.document)
        if document is None or not highlight.is_in(passage, document):
            if passage.quote:
                places.append((Document("", finding.source, passage.quote), 0, len(passage.quote), []))
            continue
        first, last = sentence_at(document.text, passage.start, passage.end)
        span = Span(passage.start, passage.end, "")
        if places and places[-1][0] is document and first < places[-1][2] and last > places[-1][1]:
            _, start, end, spans = places.pop()
            places.append((document, min(start, first), max(end, last), [*spans, span]))
        else:
            places.append((document, first, last, [span]))
    for document, first, last, spans in places[:PLACES]:
        end = min(last, first + LONGEST)
        characters = [
            (character, piece.is_marked)
            for piece in highlight.pieces(document.text, spans, first, end)
            for character in highlight.plain(re.sub(r"\s", " ", piece.text))
        ]
        yield characters + ([(character, False) for character in " …"] if end < last else [])
    if len(places) > PLACES:
        yield [(character, False) for character in f"(and in {words.count(len(places) - PLACES, 'more place')})"]


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a passage begins and ends, looked for no further than a few hundred characters away."""
    floor = max(0, start - LONGEST // 2)
    first = floor
    for match in _SENTENCE_END.finditer(text, floor, start):
        first = match.end()
    # From the passage's last character, which may itself be the end of its sentence.
    after = _SENTENCE_END.search(text, max(start, end - 2), min(len(text), end + LONGEST // 2))
    while after is not None and after.end() < end:
        after = _SENTENCE_END.search(text, after.end(), min(len(text), end + LONGEST // 2))
    last = max(end, after.start() + 1) if after else min(len(text), end + LONGEST // 2)
    while first < start and text[first].isspace():
        first += 1
    return first, last


def _underlined(characters: Sequence[tuple[str, bool]], width: int, indent: str) -> Iterator[str]:
    """The characters in lines no wider than the width, each with a line of carets when something in it is marked."""
    room = max(20, width - len(indent))
    line: list[tuple[str, bool]] = []
    used, space = 0, -1
    for character, is_marked in characters:
        if character == " " and not line:
            continue
        line.append((character, is_marked))
        used += _columns(character)
        if character == " ":
            space = len(line)
        if used > room:
            cut = space if space > 0 else len(line) - 1
            yield from _line(line[:cut], indent)
            line = line[cut:]
            used, space = sum(_columns(each) for each, _ in line), -1
    yield from _line(line, indent)


def _line(line: Sequence[tuple[str, bool]], indent: str) -> Iterator[str]:
    text = "".join(character for character, _ in line).rstrip()
    if not text:
        return
    yield indent + text
    carets = "".join(("^" if is_marked else " ") * _columns(character) for character, is_marked in line[: len(text)])
    if carets.strip():
        yield indent + carets.rstrip()


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes: none for marks that sit on another, two for wide ones."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
