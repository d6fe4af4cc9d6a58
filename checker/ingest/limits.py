"""How much is read of what somebody gave, at most; all mail is hostile until it has been read.

Every limit can be set (``checker scan --limit message-bytes=50000000``), and what goes beyond one is named in the report with the
limit. They are wide: real mail seldom comes near them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from checker.domain import CheckerError


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most.

    Of a message: ``message_bytes``, ``parts``, ``depth`` (parts within parts), ``text`` (characters), ``enclosed`` (messages
    within messages). Of a draft or an attachment: ``document_bytes``, ``pages``, ``text``. Of a packed file: ``packed_bytes``
    (what all of it unpacks to), ``ratio`` (times its own size, beyond the first ``free`` bytes: mail seldom shrinks to a
    twentieth; what shrinks to a thousandth was made to fill a disk), ``members``, ``nesting`` (packed files within packed
    files). ``seconds`` for each message, draft and attachment; of a child process that reads one, ``memory`` in bytes.
    """

    message_bytes: int = 150_000_000
    parts: int = 2_000
    depth: int = 50
    text: int = 5_000_000
    enclosed: int = 5
    document_bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    packed_bytes: int = 200_000_000_000
    free: int = 200_000_000
    ratio: int = 200
    members: int = 5_000_000
    nesting: int = 5
    seconds: int = 120
    memory: int = 2_000_000_000

    def unpacked(self, size: int) -> int:
        """How many bytes a packed file of this size may unpack to."""
        return min(self.packed_bytes, max(self.free, self.ratio * size))


# What is read where nobody says otherwise.
USUAL = Limits()


def limits(settings: Iterable[str]) -> Limits:
    """The limits with these changes, each as ``name=number``; ``CheckerError`` names what is wrong with one of them.

    >>> limits(["message-bytes=1_000"]).message_bytes
    1000
    """
    known = [field.name.replace("_", "-") for field in fields(Limits)]
    changed: dict[str, int] = {}
    for setting in settings:
        name, _, number = setting.partition("=")
        value = number.strip().replace("_", "").replace(",", "")
        if name.strip() not in known:
            raise CheckerError(f"'{setting}' sets no limit; there are {', '.join(known)}.")
        if not (value.isascii() and value.isdigit() and len(value) <= 15 and int(value) > 0):
            raise CheckerError(f"'{setting}' is no limit: a whole number above nought was expected, as in {name.strip()}=1000.")
        changed[name.strip().replace("-", "_")] = int(value)
    return replace(USUAL, **changed)


def changed(limits: Limits) -> list[tuple[str, int]]:
    """The limits that are not the usual ones, by name."""
    names = [field.name for field in fields(Limits)]
    return [(name.replace("_", "-"), getattr(limits, name)) for name in names if getattr(limits, name) != getattr(USUAL, name)]
