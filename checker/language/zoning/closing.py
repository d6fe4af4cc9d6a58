"""How a writer's own words end: the signature below them, and the notices under and over them that nobody wrote."""

from __future__ import annotations

from collections.abc import Sequence

from checker.domain import DISCLAIMER, OWN, SIGNATURE
from checker.language.zoning.lines import DRAWN_WITH, Line, Span, is_rule, paragraphs
from checker.language.zoning.notices import mark_banner, mark_notices, may_end_in_notice, may_hold_notice
from checker.language.zoning.signatures import signed


def kinds_of(lines: Sequence[Line], *, is_first: bool, is_last: bool) -> list[str]:
    """Whose words each line of a run of the writer's own lines is: own, signature or disclaimer.

    ``is_first`` when the run opens the message, where gateways put warnings; ``is_last`` when a signature may end it.
    """
    kinds = [OWN] * len(lines)
    spans = list(paragraphs(lines, 0, len(lines)))
    if is_first:
        mark_banner(lines, spans, kinds)
    if may_hold_notice(lines):
        mark_notices(lines, spans, kinds)
    if is_last:
        _mark_signatures(lines, spans, kinds)
    _mark_rules(lines, spans, kinds)
    return _with_blanks(lines, kinds)


def trailing_notice(lines: Sequence[Line], start: int) -> int:
    """The line from which nothing but notices follows, to the end; at or after ``start``, the number of lines if none."""
    start = max(start, len(lines) - 60)
    tail = lines[start:]
    if not may_hold_notice(tail) or not may_end_in_notice(tail):
        return len(lines)
    kinds = [OWN] * len(tail)
    spans = list(paragraphs(tail, 0, len(tail)))
    mark_notices(tail, spans, kinds)
    _mark_rules(tail, spans, kinds)
    kinds = _with_blanks(tail, kinds)
    while kinds and kinds[-1] == DISCLAIMER:
        kinds.pop()
    return start + len(kinds)


def _mark_signatures(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """Signatures: at the end, and above a notice that is not the last thing."""
    own: list[int] = []
    is_all_own = kinds.count(OWN) == len(kinds)
    for span in spans:
        if lines[span[0]].words[0] in DRAWN_WITH and is_rule(lines[span[0]].words):
            continue
        if own and kinds[span[0]] == DISCLAIMER:
            _mark(kinds, signed(lines, own))
            own = []
        own += range(*span) if is_all_own else [index for index in range(*span) if kinds[index] == OWN]
    _mark(kinds, signed(lines, own))


def _mark(kinds: list[str], indices: Sequence[int]) -> None:
    for index in indices:
        kinds[index] = SIGNATURE


def _mark_rules(lines: Sequence[Line], spans: Sequence[Span], kinds: list[str]) -> None:
    """A drawn rule goes with the notice that it borders, or with the signature that it introduces."""
    for number, (start, _) in enumerate(spans):
        if lines[start].words[0] in DRAWN_WITH and kinds[start] == OWN and is_rule(lines[start].words):
            before = kinds[spans[number - 1][1] - 1] if number else OWN
            after = next((kinds[s] for s, _ in spans[number + 1 : number + 4] if not is_rule(lines[s].words)), OWN)
            if DISCLAIMER in (before, after):
                kinds[start] = DISCLAIMER
            elif after == SIGNATURE or (before == SIGNATURE and number == len(spans) - 1):
                kinds[start] = SIGNATURE


def _with_blanks(lines: Sequence[Line], kinds: Sequence[str]) -> list[str]:
    """The kinds with each blank line as the line above it, and those at the top as the first with words."""
    if kinds.count(OWN) == len(kinds):
        return list(kinds)
    found = list(kinds)
    blank = [index for index, line in enumerate(lines) if not line[3]]
    if blank and blank[0] == 0:
        found[0] = next((kind for line, kind in zip(lines, kinds, strict=True) if line.words), OWN)
        del blank[0]
    for index in blank:
        found[index] = found[index - 1]
    return found
