"""A limit on how long one message may take that is read in this process.

Reading is linear in a message's size, and its size is limited; this is for what nobody thought of. The processor's time
counts, so that a machine that slept or was busy elsewhere makes no message unreadable. Only the main thread of a system with
such a clock keeps the limit (POSIX ``setitimer``); elsewhere nothing is interrupted.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from checker.ingest.unreadable import NotReadable


class _Late(BaseException):
    """The time is over. It is no ``Exception``, so that nobody on the way takes it for a fault of the message."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what runs within after so many seconds of the processor's time; then ``NotReadable`` says so."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _Late:
        raise NotReadable(f"reading it took longer than {seconds:,} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _Late
