"""A paragraph that holds several norms, cut into them: sentence by sentence, and a sentence into its limbs.

Sentences that only describe stay together. A limb begins where a new obligation does: after a semicolon, or at "and",
"but" or "although" with a verb of obligation on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.sentences import sentences

_MODAL = re.compile(
    r"\b(?:must|shall|should|will|may|can|cannot|could|would|ought|required|entitled|expected|encouraged|responsib\w{1,8}|need(?:s|ed)?|right|never|not|duty|able)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r";\s+(?:and\s+|or\s+)?|,?\s+(?:and|but|although|nor|unless|or)\s+(?=(?:(?:they|he|she|it|the|members?|officers?|those|this|that|a|an|any|in the meantime)\s+)?(?:\w+\s+){0,4}?(?:must|shall|should|will|may|can|cannot|is|are|not)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One norm of a paragraph: its place in the words, the sentences it holds (from 0) and which limb it is, if one."""

    start: int
    end: int
    sentences: tuple[int, ...]
    limb: int | None = None


def parts(text: str, *, has_list: bool = False) -> list[Part]:
    """The norms of a paragraph; one part when it holds only one. ``has_list``: its last sentence leads into a list."""
    found: list[Part] = []
    for order, sentence in enumerate(sentences(text)):
        is_norm = bool(_MODAL.search(sentence.text))
        if not is_norm and found and not _MODAL.search(text[found[-1].start : found[-1].end]):
            last = found.pop()
            found.append(Part(last.start, sentence.end, (*last.sentences, order)))
            continue
        limbs = list(_limbs(sentence.text)) if is_norm else [(0, len(sentence.text))]
        if len(limbs) == 1:
            found.append(Part(sentence.start, sentence.end, (order,)))
        else:
            found += [Part(sentence.start + a, sentence.start + b, (order,), limb) for limb, (a, b) in enumerate(limbs)]
    if has_list and len(found) > 1 and text.rstrip()[-1:] in ":-–—":
        found = found[:-1] if len(found) > 2 else []
    return found


def _limbs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for joint in _JOINT.finditer(text):
        before, after = text[start : joint.start()], text[joint.end() :]
        if len(before.split()) > 4 and _MODAL.search(before) and _MODAL.search(after) and len(after.split()) > 3:
            yield start, joint.start()
            start = joint.end()
    yield start, len(text)
