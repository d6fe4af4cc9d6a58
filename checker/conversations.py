"""What answers what, and who saw what.

Messages are joined by References and In-Reply-To (RFC 5322, 3.6.4). Many exports have lost those headers, so a message
without a known forebear joins an earlier one that bears the same subject, if the two have somebody in common and
the later one calls itself an answer or a forward. ``scan.plan`` does so for a whole export.
"""

from __future__ import annotations

import functools
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checker.domain import FORWARDED, OWN, QUOTED, Document, Message, Zone

# Two letters of the same subject further apart than this are two matters.
SILENCE = timedelta(days=90)

_PREFIX = re.compile(r"^\s*(?:\[[^\]\n]{1,40}\]\s*|(?:re|aw|sv|antw|fw|fwd|wg|tr|ang)(?:\[\d{1,3}\])?\s*[:：]\s*)", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:\[[^\]\n]{1,40}\]\s*)?(?:re|aw|sv|antw)(?:\[\d{1,3}\])?\s*[:：]", re.IGNORECASE)
_FORWARD = re.compile(r"^\s*(?:\[[^\]\n]{1,40}\]\s*)?(?:fw|fwd|wg|tr)\s*[:：]|\(fwd?\)\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def base_subject(subject: str) -> str:
    """A subject without the marks of answering, forwarding and lists, to compare.

    >>> base_subject("RE: Fwd: [EXTERNAL] Bin  rounds (fwd)")
    'bin rounds'
    """
    previous = None
    while previous != subject:
        previous = subject
        subject = _PREFIX.sub("", subject, count=1)
    return " ".join(re.sub(r"\(fwd?\)\s*$", "", subject, flags=re.IGNORECASE).casefold().split())


def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that the message passes something on."""
    return bool(_FORWARD.search(subject))


@dataclass(frozen=True, slots=True)
class Link:
    """What the header of a message says of its place among those of the same subject."""

    people: frozenset[str]
    date: datetime | None


def is_continuing(subject: str) -> bool:
    """Whether a subject says that the message answers something or passes it on."""
    return bool(_ANSWER.search(subject)) or is_forward_subject(subject)


def may_continue(later: Link, earlier: Link) -> bool:
    """Whether a message may go on with an earlier one of the same subject: somebody in common, and no long silence between."""
    if not later.people & earlier.people:
        return False
    return later.date is None or earlier.date is None or later.date - earlier.date <= SILENCE


def own_text(document: Document) -> str:
    """An author's own words, without quoted mail, signature and disclaimer."""
    return "\n".join(text for _, text in document.words(OWN))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


# A long conversation quotes the same words in each of its messages.
@functools.lru_cache(maxsize=512)
def _shingles(text: str, size: int = 4) -> frozenset[int]:
    """The runs of so many words in a text, each as a checksum."""
    words = _words(text)
    size = min(size, len(words))
    runs = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1)) if size else ()
    return frozenset(zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)


def share_carried(letter: str, carrier: str) -> float:
    """How much of a letter's wording stands in another text, 0-1, by runs of four words (Broder's containment)."""
    mine = _shingles(letter)
    return len(mine & _shingles(carrier)) / len(mine) if mine else 0.0


@dataclass(frozen=True, slots=True)
class Carried:
    """A stretch of one message in which another message's words went along."""

    zone: Zone
    share: float


def carries(message: Message, letter: Message) -> Carried | None:
    """Where a message carries the text of an earlier letter, quoted, forwarded or pasted; None if it does not."""
    words = own_text(letter)
    best: Carried | None = None
    for zone, text in message.words(QUOTED, FORWARDED, OWN):
        share = share_carried(words, text)
        needed = 0.5 if zone.kind == OWN else 0.3
        if share >= needed and (best is None or share > best.share):
            best = Carried(zone, share)
    return best


RUN = 6  # words in a row that two texts share by copying and not by chance


def _runs(text: str) -> frozenset[int]:
    return _shingles(text, RUN) if len(_words(text)) >= RUN else frozenset()


class Letters:
    """Letters by the runs of words in them, to find in one pass those that a text may carry."""

    def __init__(self, letters: Iterable[Message]) -> None:
        self._by_run: dict[int, list[Message]] = {}
        for letter in letters:
            for run in _runs(own_text(letter)):
                self._by_run.setdefault(run, []).append(letter)

    def shared_by(self, text: str) -> list[Message]:
        """The letters that share a run of words with a text, by their ids; a run that is in many of them says nothing."""
        found = {letter.id: letter for run in _runs(text) for letter in self._of(run)}
        return [found[id] for id in sorted(found)]

    def _of(self, run: int) -> list[Message]:
        letters = self._by_run.get(run, [])
        return letters if len(letters) <= 20 else []


class Likeness:
    """How much two texts are about the same thing, by the words that are rare in a collection (cosine of tf-idf)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.total = 0
        self.seen: Counter[str] = Counter()
        for text in texts:
            self.total += 1
            self.seen.update(set(_words(text)))

    def __call__(self, one: str, other: str) -> float:
        mine, theirs = self._weights(one), self._weights(other)
        dot = sum(weight * theirs[word] for word, weight in mine.items() if word in theirs)
        size = math.sqrt(sum(w * w for w in mine.values()) * sum(w * w for w in theirs.values()))
        return dot / size if size else 0.0

    def _weights(self, text: str) -> dict[str, float]:
        counts = Counter(_words(text))
        return {w: (1 + math.log(n)) * math.log((1 + self.total) / (1 + self.seen[w])) for w, n in sorted(counts.items())}


def later(messages: Iterable[Message], letter: Message) -> Iterator[Message]:
    """The messages sent after a letter, oldest first."""
    for message in messages:
        if message.date and letter.date and message.date > letter.date and message.id != letter.id:
            yield message
