"""The office that somebody seems to hold, by the titles in a line: a signature, a display name, a salutation.

A title alone proves nothing: a resident may sign as "former councillor", and a list may be called "Head of Service". So each
answer gives the words that led to it, and is put together with other signs by ``scan.guessing``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.language.phrases import Hit, Phrases

# The lists of titles, the most telling first.
_ORDER = ("elsewhere", "outside", "coopted", "adviser", "member", "chief", "senior", "junior")
_FORMER = re.compile(
    r"\b(?:former|formerly|ex|past|honorary|retired|office of|pa to|assistant to|secretary to|on behalf of)\b[\s-]{0,3}$"
)
_POST = re.compile(r"[^|•·;\n]{1,90}")


@dataclass(frozen=True, slots=True)
class Office:
    """What a line says of an office: ``kind`` is member, co-opted-member, political-adviser, officer, external or empty.

    ``seniority`` is chief, senior or junior for an officer; ``position`` the post as written; ``words`` what led to it.
    """

    kind: str
    seniority: str = ""
    position: str = ""
    party: str = ""
    words: str = ""


_KINDS = {
    "coopted": "co-opted-member",
    "adviser": "political-adviser",
    "member": "member",
    "outside": "external",
    "elsewhere": "external",
}


def office(line: str) -> Office:
    """The office that a line names, an empty kind if none.

    >>> office("Rowan Firth, Head of Waste Services").seniority
    'senior'
    >>> office("Cllr Wren Ashby (Lab)").kind, office("Cllr Wren Ashby (Lab)").party
    ('member', 'Labour')
    """
    hits = [hit for hit in _titles().find(line) if hit.kind in _ORDER and not _FORMER.search(line[: hit.start].lower())]
    if not hits:
        return Office("")
    # "Assistant Director" and not "Director of", "Head of Paid Service" and not "Head of".
    longest = [hit for hit in hits if not any(_is_covered(hit, other) for other in hits)]
    best = min(longest, key=lambda hit: (_ORDER.index(hit.kind), hit.start - hit.end, hit.start))
    kind = _KINDS.get(best.kind, "officer")
    seniority = best.kind if kind == "officer" else ""
    is_post = kind != "external" and best.phrase not in _lists()["address"]
    return Office(kind, seniority, _post(line, best) if is_post else "", party(line), line[best.start : best.end])


def party(line: str) -> str:
    """The party that a line names, in brackets or beside a group; empty if none."""
    for hit in _parties().find(line):
        around = line[max(0, hit.start - 1) : hit.end + 7].lower()
        if around.startswith("(") or "group" in around or "party" in around or "counc" in around or len(hit.phrase) > 5:
            return hit.kind
    return ""


def is_shared(address: str) -> bool:
    """Whether an address looks like a mailbox that is nobody's own."""
    local = address.partition("@")[0].lower()
    return local in _lists()["shared"] or any(local.startswith(f"{name}.") for name in _lists()["shared"] if len(name) > 4)


def _is_covered(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start < other.end and (other.start, -other.end) < (hit.start, -hit.end)


def _post(line: str, hit: Hit) -> str:
    """The post as the line has it: the part around the title, without a name before a comma."""
    for part in _POST.finditer(line):
        if part.start() <= hit.start < part.end():
            pieces = [piece.strip(" ,-–—\t") for piece in re.split(r",|\s[-–—]\s", part[0])]
            return next((piece for piece in pieces if hit.phrase.lower() in piece.lower()), pieces[0])[:90]
    return ""


@cache
def _table() -> Mapping[str, object]:
    return tomllib.loads(files("checker.language").joinpath("offices.toml").read_text(encoding="utf-8"))


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in _table().items() if isinstance(words, list)}


@cache
def _titles() -> Phrases:
    return Phrases({kind: _lists()[kind] for kind in _ORDER})


@cache
def _parties() -> Phrases:
    parties = _table()["parties"]
    assert isinstance(parties, dict), "a table of parties with their names"
    return Phrases(parties)
