"""How well messages are cut into zones, line by line, against ``corpora/zones/labels.jsonl``.

    python tests/tools/zones.py [--show] [SET...]

Three agreements are printed, over all lines that are not blank: the strict one; one in which a closing (regards, a typed name)
may be own words or signature; one in which mail quoted and mail forwarded are one thing besides. The figures by zone are strict.
``--show`` prints each line that differs, as message, line, label, what the program says, and text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.domain import DISCLAIMER, FORWARDED, OWN, QUOTED, SIGNATURE, CheckerError, Message, Person
from checker.ingest.containers import Reader, find, items
from checker.ingest.mail import Item

CORPORA = Path(__file__).parents[2] / "corpora"
KINDS = (OWN, QUOTED, FORWARDED, SIGNATURE, DISCLAIMER)
NEITHER = "nothing"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message as it was labelled: the zone of each line, by number from 1, and the lines that are a closing.

    ``text`` is the beginning of the SHA-256 of the text that was labelled, since the numbers hold for no other.
    """

    case_set: str
    id: str
    kinds: dict[int, str]
    closings: frozenset[int]
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: what it is, and what the program says that it is."""

    number: int
    text: str
    is_closing: bool
    labelled: str
    said: str


def is_right(line: Line) -> bool:
    return line.said == line.labelled


def is_fair(line: Line) -> bool:
    """Right, or a closing that is taken for a part of the signature."""
    return is_right(line) or (line.is_closing and line.said in (OWN, SIGNATURE))


def is_right_of_whose(line: Line) -> bool:
    """Fair, or quoted mail that is taken for forwarded mail or the other way about."""
    return is_fair(line) or {line.said, line.labelled} == {QUOTED, FORWARDED}


WAYS = {"strict": is_right, "closings either way": is_fair, "and quoted or forwarded alike": is_right_of_whose}


def read_labels(path: Path) -> Iterator[Labelled]:
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        kinds = {number: kind for kind, first, last in row["lines"] for number in range(first, last + 1)}
        assert set(kinds.values()) <= set(KINDS), f"{row['id']} has a zone that is none"
        closings = frozenset(number for first, last in row.get("closings", ()) for number in range(first, last + 1))
        yield Labelled(row["set"], row["id"], kinds, closings, row["text"])


def messages(mailbox: Path) -> Iterator[Message]:
    with tempfile.TemporaryDirectory() as scratch, Reader() as reader:
        for file in find([mailbox], Path(scratch)):
            for item in items(file):
                if isinstance(item, Item):
                    yield reader.message(item, lambda name, email: Person(email, name))


def compared(message: Message, labelled: Labelled) -> Iterator[Line]:
    """The lines of a message that are not blank. A line is of the zone that covers most of what is no space in it."""
    start = 0
    for number, text in enumerate(message.text.split("\n"), 1):
        end = start + len(text)
        if text.strip():
            covered: Counter[str] = Counter()
            for zone in message.zones:
                covered[zone.kind] += len("".join(message.text[max(start, zone.start) : min(end, zone.end)].split()))
            said, most = max(covered.items(), key=lambda kind_count: kind_count[1], default=(NEITHER, 0))
            yield Line(number, text, number in labelled.closings, labelled.kinds[number], said if most else NEITHER)
        start = end + 1


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"


def tell(judged: Sequence[tuple[Labelled, Sequence[Line]]]) -> None:
    lines = [line for _, found in judged for line in found]
    for name, holds in WAYS.items():
        whole = sum(all(map(holds, found)) for _, found in judged)
        print(f"{name}: lines {share(sum(map(holds, lines)), len(lines))}, messages wholly right {share(whole, len(judged))}")
    print(f"\n{'zone':12}{'precision':>22}{'recall':>26}")
    for kind in KINDS:
        right = sum(is_right(line) for line in lines if line.labelled == kind)
        said, there = sum(line.said == kind for line in lines), sum(line.labelled == kind for line in lines)
        print(f"{kind:12}{share(right, said):>22}{share(right, there):>26}")
    print("\nlabelled, said: lines")
    closings = Counter((line.labelled, line.said) for line in lines if line.is_closing)
    for pair, count in Counter((line.labelled, line.said) for line in lines if not is_right(line)).most_common():
        print(f"{', '.join(pair)}: {count}{f', {closings[pair]} of them closings' if closings[pair] else ''}")
    print("\nset: lines strict; closings either way")
    for case_set in dict.fromkeys(labelled.case_set for labelled, _ in judged):
        its = [line for labelled, found in judged if labelled.case_set == case_set for line in found]
        print(f"{case_set}: {share(sum(map(is_right, its)), len(its))}; {share(sum(map(is_fair, its)), len(its))}")


def show(judged: Sequence[tuple[Labelled, Sequence[Line]]]) -> None:
    for labelled, found in judged:
        for line in found:
            if not is_right(line):
                label = f"{line.labelled}{' (closing)' if line.is_closing else ''}"
                print(f"{labelled.case_set} {labelled.id} {line.number}: {label}, {line.said}: {line.text.strip()[:100]}")
    print()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help="only these, as mwda-mail")
    parser.add_argument("--show", action="store_true", help="print each line that differs")
    given = parser.parse_args()
    labels = [each for each in read_labels(CORPORA / "zones" / "labels.jsonl") if not given.sets or each.case_set in given.sets]
    judged: list[tuple[Labelled, Sequence[Line]]] = []
    for case_set in dict.fromkeys(each.case_set for each in labels):
        by_id = {message.id: message for message in messages(CORPORA / case_set / "mailbox.mbox")}
        for labelled in (each for each in labels if each.case_set == case_set):
            message = by_id.get(labelled.id)
            if message is None:
                raise CheckerError(f"{labelled.id} is labelled but is not in {case_set}.")
            if not hashlib.sha256(message.text.encode()).hexdigest().startswith(labelled.text):
                print(f"left out, its text has changed since it was labelled: {case_set} {labelled.id}", file=sys.stderr)
                continue
            judged.append((labelled, list(compared(message, labelled))))
    if given.show:
        show(judged)
    tell(judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
