"""Several rulebooks side by side: a protocol and the law that holds beside it, told together, each cited by its own clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from checker.domain import CheckerError, Protocol


def together(protocols: Sequence[Protocol]) -> Protocol:
    """One book for a report: the clauses and rules of all, under the first one's name; itself where it is alone.

    Its clauses keep their ids, which begin with that of their own protocol. It is for telling, not for checking: two rules on
    one behaviour stand in it side by side. ``CheckerError`` if one protocol is named twice.
    """
    first, *others = protocols
    if not others:
        return first
    ids = [protocol.id for protocol in protocols]
    if twice := next((id for id in ids if ids.count(id) > 1), ""):
        raise CheckerError(f"The protocol '{twice}' is named twice; name what stands beside it once.")
    titles = ", ".join(protocol.title for protocol in others)
    return replace(
        first,
        title=f"{first.title}, and beside it {titles}",
        clauses=tuple(clause for protocol in protocols for clause in protocol.clauses),
        rules=tuple(rule for protocol in protocols for rule in protocol.rules),
        sha256=hashlib.sha256("".join(protocol.sha256 for protocol in protocols).encode()).hexdigest(),
    )
