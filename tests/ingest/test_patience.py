"""How long one message may take that is read in this process."""

from __future__ import annotations

import contextlib
import signal
import time

import pytest

from checker.ingest.containers import MailFile, Reader, items
from checker.ingest.limits import Limits
from checker.ingest.patience import at_most
from checker.ingest.unreadable import NotReadable

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such clock here")


def endless() -> None:
    while True:
        with contextlib.suppress(Exception):  # what a careless reader does must not swallow the end of its time
            sum(range(1_000))


def test_what_takes_too_long_is_named_and_not_read():
    with pytest.raises(NotReadable, match=r"longer than 0\.05 seconds"), at_most(0.05):
        endless()


def test_what_is_in_time_is_not_disturbed_later():
    with at_most(0.05):
        pass
    until = time.process_time() + 0.15

    while time.process_time() < until:
        pass

    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_a_message_that_takes_too_long_is_not_readable(tmp_path, monkeypatch):
    box = tmp_path / "a.mbox"
    box.write_bytes(b"From a@example.org Tue Mar  3 10:00:00 2026\nFrom: a@example.org\n\nHello.\n\n")
    monkeypatch.setattr("checker.ingest.containers.read", lambda *_, **__: endless())
    file = MailFile(str(box), str(box), "mbox", "", box)

    with Reader(Limits(seconds=1)) as reader, pytest.raises(NotReadable, match="longer than 1 seconds"):
        reader.message(next(iter(items(file))), lambda name, email: None)
