"""What a reader says of something that it cannot read."""

from __future__ import annotations


class NotReadable(Exception):  # noqa: N818 - it is a finding about a file, entered in the report, not a fault of the program
    """A message, draft or container that was given and cannot be read; ``reason`` says why, in plain English.

    Whoever catches it enters the reason in the account of what was not read: nothing is left out in silence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
