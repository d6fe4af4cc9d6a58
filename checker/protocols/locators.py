"""What a locator says: which block of the text a clause stands in, and which part of that block it is.

Locators are as a person would cite: ``paragraph 7.3, second sentence``, ``section 6, 5th paragraph, (a), first limb``,
``footnote 7``. The last words may name a part of a block; what stands before them is the block. A sentence is taken where
the sentences can be counted, a limb of it only where it falls into as many as the protocol's clauses name; otherwise the
smallest stretch that surely holds the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.language.sentences import sentences
from checker.protocols.blocks import BULLET

EXACT, SENTENCE, PARAGRAPH = "exact", "sentence", "paragraph"
BETWEEN = " […] "  # stands for words left out between two stretches that are quoted together

LONG = 20_000  # characters of a block beyond which it is taken whole or not at all
_LONGEST = 500  # characters of a locator that is taken apart

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("one", "two", "three", "four", "five", "six")
_PART = re.compile(
    rf"(?:{'|'.join(_ORDINALS)}|last|closing words|main rule|words in brackets|exception|list of|one)\b"
    r"(?:.*\b(?:sentences?|limb|words|example|brackets|adjective)\b|.*$)"
)
_SENTENCES = re.compile(rf"((?:(?:{'|'.join(_ORDINALS)}|last|and|{'|'.join(_NUMBERS)})[, ]+)+)sentences?\b")
_LIMB = re.compile(rf"\b({'|'.join(_ORDINALS)}) limb\b")
_PARAGRAPH = re.compile(r"(?:paragraph|section|clause) (\d{1,2}(?:\.\d{1,2})*)((?:\((?:\d{1,2}|[a-z]{1,4})\))*)(?=$|[ ,])")
_ITEM = re.compile(r"\((\d{1,2}|[a-z]{1,4})\)|item (\d{1,2})|footnote (\d{1,2})")
_ABBREVIATED = re.compile(r"((?:\b(?:Co|etc|Inc|Ltd))\.)\s+(?=[A-Z])")
_NTH = re.compile(r"\d{1,2}(?:st|nd|rd|th) (unnumbered )?(paragraph|bullet)")
# Words that name a block of its own, not a part of one.
_BLOCK = re.compile(r"paragraph|passage|text|introduction|list of other|interests|opening|lines|banner|heading|closing sentence")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands: the locator of its block, the block's own label, and the part of it, empty for all of it."""

    block: str
    label: str
    part: str


def place(locator: str, whole: Place | None) -> Place:
    """The place that a locator tells; ``whole`` is that of the paragraph which the clause is a part of, if it is one."""
    if len(locator) > _LONGEST:
        return Place(locator, "", "")
    if whole and whole.part and locator.startswith(f"{whole.block}, "):
        return Place(whole.block, whole.label, locator[len(whole.block) + 2 :])
    for comma in re.finditer(", ", locator):
        block, tail = locator[: comma.start()], locator[comma.end() :]
        if _PART.match(tail) and not _BLOCK.match(tail) and not _BLOCK.match(tail.partition(" ")[2]):
            if whole and (not block.startswith(whole.block) or _label(block) is None):
                return Place(whole.block, whole.label, tail)
            return Place(block, _label(block) or "", tail)
    block, _, tail = locator.rpartition(", ")
    if whole and block.startswith(whole.block) and tail.islower() and _label(tail) is None and not _BLOCK.search(tail):
        return Place(block, _label(block) or "", tail)
    return Place(locator, _label(locator) or "", "")


def _label(block: str) -> str | None:
    """The label that the block named last bears in the text: empty for a paragraph without one, None when none is named."""
    last = block.rpartition(", ")[2]
    if item := _ITEM.fullmatch(last):
        return f"fn{item[3]}" if item[3] else item[1] or item[2]
    if "bullet)" in last:  # lettered by us, and not in the text: clause 11(a) (1st bullet)
        return BULLET
    if nth := _NTH.fullmatch(last):
        return BULLET if nth[2] == "bullet" else ""
    if number := _PARAGRAPH.match(last):
        items = re.findall(r"\((\w{1,4})\)", number[2])
        return str(items[-1]) if items else number[1]
    return "" if _BLOCK.search(last) else None


def limb_of(part: str) -> tuple[str, int]:
    """The words of a part that name its sentences, and which limb of them it is, counted from 1 (0: all of them)."""
    limb = _LIMB.search(part)
    said = [match[0] for match in _SENTENCES.finditer(part)]
    if len(said) > 1:  # one sentence and a limb of the next
        return " and ".join(said), 0
    return "".join(said), _ORDINALS.index(limb[1]) + 1 if limb else 0


def cut(text: str, part: str, others: Sequence[str]) -> tuple[str, str]:
    """The part of a block's text, and how closely it is cut: exact, or the sentence or paragraph that holds it.

    ``others`` are the parts of the same block that other clauses are, by which it is known how many there should be.
    """
    if not part:
        return text, EXACT
    if len(text) > LONG:
        return text, PARAGRAPH
    named, limb = limb_of(part)
    stretch, is_counted = _counted(text, named, [*others, part])
    if not is_counted:
        return text, PARAGRAPH
    if "words in brackets" in part:
        brackets = re.findall(r"\([^()]{3,1000}\)", stretch)
        return (brackets[0], EXACT) if len(brackets) == 1 else (stretch, SENTENCE)
    if not limb:
        is_all = not named or part.strip() != named.strip()
        return stretch, (SENTENCE if named else PARAGRAPH) if is_all else EXACT
    limbs = max(number for sentence, number in map(limb_of, [*others, part]) if sentence == named)
    if has_more := sum(limb_of(other)[0] == named and not limb_of(other)[1] for other in others):
        limbs += has_more  # other parts of the sentence, named by what they say
    pieces = split(stretch, limbs)
    if limb <= len(pieces):
        return pieces[limb - 1], EXACT
    return stretch, SENTENCE if named else PARAGRAPH


def _counted(text: str, named: str, parts: Sequence[str]) -> tuple[str, bool]:
    """The sentences that are named, and whether there are as many as the parts of the block let expect."""
    if not named:
        return text, True
    all_named = [limb_of(part)[0] for part in parts]
    expected = 1 + max((n for each in all_named for n in _chosen(each, 99) if n < 98), default=0)
    has_last = any("last" in each for each in all_named)
    spans = list(_spans(text))
    if len(spans) < expected:
        spans = list(_cut_after_abbreviations(text, spans))
    in_brackets = sum(text[start] == "(" for start, _ in spans)
    is_right = len(spans) >= expected if has_last or text.endswith(":") else expected in (len(spans), len(spans) - in_brackets)
    chosen = sorted(set(_chosen(named, len(spans))))
    if not is_right or not chosen:
        return text, False
    runs: list[list[int]] = []
    for number in chosen:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return BETWEEN.join(text[spans[run[0]][0] : spans[run[-1]][1]] for run in runs), True


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):  # each a block of the copy: no sentence goes on into the next
        for sentence in sentences(line, start):
            yield sentence.start, sentence.end
        start += len(line) + 1


def _cut_after_abbreviations(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences, cut too where an abbreviation's stop may be a sentence's: "employed by the company Ltd. They …"."""
    for first, end in spans:
        start = first
        for stop in _ABBREVIATED.finditer(text, first, end):
            yield start, stop.end(1)
            start = stop.end()
        yield start, end


def _chosen(named: str, count: int) -> list[int]:
    """The sentences, counted from 0, that words like "first, third and last" name among so many."""
    words = re.findall(r"[a-z]+", named)
    if words[:1] == ["first"] and len(words) > 1 and words[1] in _NUMBERS:
        return list(range(_NUMBERS.index(words[1]) + 1))
    return [count - 1 if word == "last" else _ORDINALS.index(word) for word in words if word == "last" or word in _ORDINALS]


# What follows a joint between two limbs: a subject and its verb, near enough; "and fair terms" is no limb.
_VERB = r"(?:will|would|must|may|might|should|shall|can|cannot|could|is|are|was|were|be|has|have|does|do)\b"
_AHEAD = rf"(?=(?:and|or|but|nor)\s+(?:(?:if|no|that|to|when|where)\b|(?:[\w’'/]+,?\s+){{0,4}}{_VERB})"
_AHEAD += r"|(?:although|except|in which case|provided|so that|unless|who will|with the exception)\b)"
# In this order: where a sentence falls into the right number at the first of these, that is how it falls.
_JOINTS = (
    re.compile(r";\s+"),
    re.compile(r"\s[-–—]\s+"),
    re.compile(rf",\s+{_AHEAD}"),
    re.compile(rf"(?:,\s+|\s+){_AHEAD}"),
)


def split(sentence: str, limbs: int) -> list[str]:
    """The limbs of a sentence, as many as asked for; none when it does not surely fall into so many.

    >>> split("They may write, but must not publish.", 2)
    ['They may write,', 'but must not publish.']
    """
    if limbs == 1:
        return [sentence]
    outside = re.sub(r"\([^()]*\)|[“\"][^”\"]*[”\"]", lambda match: "x" * len(match[0]), sentence)
    for joint in _JOINTS:
        places = list(joint.finditer(outside))
        if len(places) == limbs - 1:
            starts = [0, *(match.end() for match in places)]
            ends = [*(match.end() for match in places), len(sentence)]
            pieces = [sentence[start:end].strip() for start, end in zip(starts, ends, strict=True)]
            return pieces if all(len(piece.split()) >= 3 for piece in pieces) else []
        if len(places) >= limbs:
            return []
    return []
