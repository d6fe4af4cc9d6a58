"""Appeals for a party, credit claimed for it, praise of it, in drafts and in what is sent out.

MWDA 11(a). Votes and seats that are only reported, history, and guidance on what may not be written are none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.publicity.opinions import evidence_of
from checker.domain import Case, Evidence, Rule


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that promote a party."""
    del rule
    yield from evidence_of(case, "party-promotion")
