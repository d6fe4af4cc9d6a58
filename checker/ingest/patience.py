"""A limit on how long one message may take that is read in this process.

Reading is linear in a message's size, and its size is limited; this is for what nobody thought of. The processor's time
counts, so that a machine that slept or was busy elsewhere makes no message unreadable. Only the main thread of a system with
such a clock keeps the limit (POSIX ``setitimer``); elsewhere nothing is interrupted.
"""

from __future__ import annotations

import signal
import threading
from contextlib import AbstractContextManager, nullcontext
from types import FrameType, TracebackType

from checker.ingest.unreadable import NotReadable


class _Late(BaseException):
    """The time is over. It is no ``Exception``, so that nobody on the way takes it for a fault of the message."""


def at_most(seconds: float) -> AbstractContextManager[None]:
    """End what runs within after so many seconds of the processor's time; then ``NotReadable`` says so."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return nullcontext()
    return _Alarm(seconds)


class _Alarm:
    """The clock while it runs. A class, for it is set for every message, and a generator takes twice as long."""

    __slots__ = ("_before", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGVTALRM, _ring)
        signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, self._before)
        if kind is _Late:
            raise NotReadable(f"reading it took longer than {self._seconds:,} seconds") from None


def _ring(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _Late
