"""Which words of a protocol's text each row of its inventory is about.

The inventory has numbers, locators and summaries, and no wording. Rows and text are both in the order of the document, so
the best ordered match is found (dynamic programming) by the mark that the row's number or locator tells, and by the words
that the summary shares with a line. This reads nothing that the importer made: it is the measure that it is held against.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.language.sentences import sentences

_WORD = re.compile(r"[a-z]{3,}")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MARK = re.compile(r"^[\s•-]*(?:\(?\w{1,3}(?:\.\d+)*[.)]+|\d+\.\d+|\d+)\s+")
_LONE = re.compile(r"[^\w]*\d{1,3}[^\w]*\Z")


@dataclass(frozen=True, slots=True)
class Truth:
    """A row of the inventory and the words it is about; ``lines`` are the numbers of its lines in the text, from 0."""

    protocol: str
    number: str
    locator: str
    row: str
    addressee: str
    kind: str
    summary: str
    behaviours: tuple[str, ...]
    visible: str
    limits: Mapping[str, str]
    is_part: bool
    text: str
    lines: tuple[int, ...]
    marked: bool


def truths(inventory: Path, texts: Path, protocol: str) -> list[Truth]:
    """The rows of one protocol's inventory with the words that they are about."""
    with inventory.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["protocol"] == protocol]
    lines = (texts / f"{protocol}.txt").read_text(encoding="utf-8").splitlines()
    limits = [_limits(row["parameters"]) for row in rows]
    numbers = [row["id"].partition("/")[2] for row in rows]
    wholes = {number for number, limit in zip(numbers, limits, strict=True) if limit.get("row") == "whole"}
    is_part = [_is_part(number, row["locator"], wholes) for number, row in zip(numbers, rows, strict=True)]
    bases = [at for at, part in enumerate(is_part) if not part]
    places = _aligned([rows[at] for at in bases], [numbers[at] for at in bases], lines)
    by_number = {numbers[at]: place for at, place in zip(bases, places, strict=True)}
    found = []
    for at, row in enumerate(rows):
        number = numbers[at]
        base = number
        while base not in by_number and "." in base:
            base = base.rpartition(".")[0]
        own = by_number.get(base, ())
        text = " ".join(_clean(lines[line]) for line in own)
        if is_part[at]:
            text = _piece([_clean(lines[line]) for line in own], row["locator"], row["summary"])
        found.append(
            Truth(
                protocol=protocol,
                number=number,
                locator=row["locator"],
                row=limits[at].get("row", ""),
                addressee="member" if row["addressee"] == "chair" else row["addressee"],
                kind=row["kind"],
                summary=row["summary"],
                behaviours=tuple(b for b in row["behaviours"].split(";") if b),
                visible=row["checkable"],
                limits={key: value for key, value in limits[at].items() if key not in ("row", "parts", "items")},
                is_part=is_part[at],
                text=text,
                lines=own,
                marked=not is_part[at] and bool(own) and _has_mark(number, lines[own[0]]),
            )
        )
    return found


def _limits(parameters: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in parameters.split(";") if "=" in pair)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _is_part(number: str, locator: str, wholes: set[str]) -> bool:
    """Whether a row is one of the norms into which the paragraph above was split."""
    above, _, own = number.rpartition(".")
    if own.isdigit() and above in wholes:
        return True
    return above.rpartition(".")[0] in wholes and "passage" in locator


def _clean(line: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[*_#]+", "", line)).strip()


def _has_mark(number: str, line: str) -> bool:
    """Whether the last part of a number stands in the text, at the head of its line."""
    own = number.rpartition(".")[2].removeprefix("fn").lstrip("r") or number
    head = re.sub(r"^[\s*#_•-]+", "", line)
    head = "".join(str(_SUPERSCRIPTS.index(c)) if c in _SUPERSCRIPTS else c for c in head[:12])
    return bool(re.match(rf"\(?{re.escape(own)}\b|{re.escape(number)}\b", head))


def _aligned(rows: Sequence[Mapping[str, str]], numbers: Sequence[str], lines: Sequence[str]) -> list[tuple[int, ...]]:
    """For each row its lines: the first by the best ordered match, then those that go on."""
    weights = _weights(lines)
    words = [set(_stems(line)) for line in lines]
    usable = [at for at, line in enumerate(lines) if line.strip() and not _is_furniture(lines, at)]
    count, width = len(rows), len(usable)
    best = [[0.0] * (width + 1) for _ in range(count + 1)]
    step = [[0] * (width + 1) for _ in range(count + 1)]
    for r in range(count - 1, -1, -1):
        summary = set(_stems(rows[r]["summary"]))
        for u in range(width - 1, -1, -1):
            line = lines[usable[u]]
            score = _score(numbers[r], rows[r]["locator"], line) + sum(weights.get(w, 0) for w in summary & words[usable[u]])
            take = score + best[r + 1][u + 1]
            options = (best[r + 1][u] - 2.0, best[r][u + 1], take)
            step[r][u] = max(range(3), key=options.__getitem__)
            best[r][u] = options[step[r][u]]
        best[r][width] = best[r + 1][width] - 2.0
    places: list[int | None] = []
    r = u = 0
    while r < count:
        if u < width and step[r][u] == 2:
            places.append(usable[u])
            r, u = r + 1, u + 1
        elif u < width and step[r][u] == 1:
            u += 1
        else:
            places.append(None)
            r += 1
    return [_extent(place, places, lines, usable) for place in places]


def _extent(place: int | None, places: Sequence[int | None], lines: Sequence[str], usable: Sequence[int]) -> tuple[int, ...]:
    """A row's first line and those below it that belong to no other row and are no heading."""
    if place is None:
        return ()
    taken = {p for p in places if p is not None}
    own = [place]
    is_item = bool(re.match(r"[\s*#]*(?:[-•]\s|\(?\w{1,2}\))", lines[place]))
    for line in usable[usable.index(place) + 1 :]:
        text = _clean(lines[line])
        is_heading = len(text.split()) < 13 and text.rstrip(" -")[-1:] not in tuple(".:;,)>”?") and text[:1].isupper()
        above = _clean(lines[own[-1]])
        if is_item and (text.endswith(":") or (text[:1].islower() and above[-1:] in tuple(".,;:)"))):
            break
        if line in taken or (is_heading and not text.lower().startswith("and")):
            break
        own.append(line)
    return tuple(own)


def _is_furniture(lines: Sequence[str], at: int) -> bool:
    def is_number(place: int) -> bool:
        return 0 <= place < len(lines) and bool(_LONE.match(lines[place]))

    return is_number(at) or (is_number(at - 1) and "Appendix" in lines[at])


def _stems(text: str) -> list[str]:
    return [word[:5] for word in _WORD.findall(text.lower())]


def _weights(lines: Sequence[str]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for line in lines:
        for stem in set(_stems(line)):
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: 1.0 / (0.5 + count) ** 0.5 for stem, count in counts.items()}


def _score(number: str, locator: str, line: str) -> float:
    """How well a line's head agrees with a row's number and locator."""
    head = re.sub(r"^[\s*#_]+", "", line)
    is_bullet = bool(re.match(r"[-•]\s", head))
    head = re.sub(r"^[-•]\s+", "", head)
    mark = re.match(r"(?:\((\w{1,3})\)|(\d{1,2}(?:\.\d{1,2})?|[a-z])[.)]?(?=\s)|(\w)\))", head)
    own = number.rpartition(".")[2]
    shown = next((group for group in mark.groups() if group), "") if mark else ""
    if _clean(head).lower() == locator.rpartition(", ")[2].lower():
        return 4.0
    if own.startswith("fn"):
        superscript = re.match(rf"[{_SUPERSCRIPTS}]", head)
        return 6.0 if superscript and str(_SUPERSCRIPTS.index(head[0])) == own[2:] else -6.0
    if head[:1] in _SUPERSCRIPTS:
        return -6.0
    if re.search(r"bullet\Z", locator):
        return 3.0 if is_bullet and not shown else -4.0
    if own == "eg":
        return 5.0 if is_bullet and "e.g" in head[:6] else -5.0
    if shown and (shown == own.removeprefix("r") or shown == number):
        return 5.0 if re.match(r"\d|\w\Z|r\d", own) else 1.0
    if shown and len(shown) <= 4 and (shown[:1].isdigit() or len(shown) == 1):
        return -5.0
    short = len(head.split()) < 12 and head.rstrip("*")[-1:] not in ".:;"
    if "paragraph" in locator.rpartition(",")[2] and "th" not in locator[:0]:
        return 0.8 if not short and not is_bullet else -1.0
    if own[:1].isalpha() and len(own) > 1:
        return 0.5 if short else 0.3
    return -1.0 if own.isdigit() else 0.0


def _piece(paragraphs: Sequence[str], locator: str, summary: str) -> str:
    """The sentence or sentences of a paragraph that a part is about, by its locator, else by its summary."""
    nth = re.search(r"paragraph [\d.]+, (\d)(?:st|nd|rd|th) paragraph(?=, )", locator)
    last = locator.rpartition(" paragraph, ")[2]
    chosen: Sequence[str] = list(paragraphs)
    if nth and len(paragraphs) > 1 and int(nth[1]) < len(paragraphs) + 1:
        offset = int(len(_MARK.sub("", paragraphs[0]).split()) < 6)
        chosen = paragraphs[int(nth[1]) - 1 + offset : int(nth[1]) + offset]
    chosen = [_MARK.sub("", paragraph) for paragraph in _mended(chosen)]
    chosen = [paragraph for paragraph in chosen if "://" not in paragraph or " " in paragraph]
    said = [sentence.text for paragraph in chosen for sentence in sentences(paragraph)]
    if not said:
        return " ".join(paragraphs)
    wanted = [
        at for at, word in enumerate(_ORDINALS) if re.search(rf"\b{word}\b[^,]*sentence|\b{word}(?:,| and)[^l]*sentences", last)
    ]
    several = re.search(r"(first|last) (two|three) sentences", last)
    if several:
        size = {"two": 2, "three": 3}[several[2]]
        wanted = list(range(size)) if several[1] == "first" else list(range(len(said) - size, len(said)))
    elif re.search(r"\blast sentence", last):
        wanted = [*wanted, len(said) - 1]
    if wanted and len(said) > 1 and len(said[0].split()) < 13 and said[0][-1:] not in ".:;?!":  # the heading before the words
        wanted = [at + 1 for at in wanted]
    wanted = [at for at in wanted if at < len(said)]
    if wanted:
        return " ".join(said[at] for at in wanted)
    stems = set(_stems(summary))
    return max(said, key=lambda sentence: len(stems & set(_stems(sentence))))


def _mended(paragraphs: Sequence[str]) -> list[str]:
    """Paragraphs without the breaks that a page's end made in a sentence."""
    whole: list[str] = []
    for paragraph in paragraphs:
        if whole and len(whole[-1].split()) > 9 and whole[-1].rstrip()[-1:] not in tuple(".:;?!)”"):
            whole[-1] += " " + paragraph
        else:
            whole.append(paragraph)
    return whole
