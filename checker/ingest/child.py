"""A process of its own for what may crash, hang or eat memory: libraries that read Outlook's stores, PDF, pictures.

``Child`` asks it for one thing at a time and survives what becomes of it: a child that crashes, takes longer than
``Limits.seconds`` or more than ``Limits.memory`` is ended and, at the next question, started anew.

A job is a function of a module within ``checker.ingest``, named as ``checker.ingest.packed.kind:function``; its name stands in
the code that asks and never comes from what is read. It is given the arguments and the bytes, ``job(arguments, data)``, and
gives bytes (for ``call``) or an iterator of bytes (for ``lines``). A ``NotReadable`` that it raises reaches the caller with its
reason, any other exception as one with its name: what a library's message repeats of a document, nobody knows.

Questions and answers are frames on the child's standard input and output: a letter for what it is, a length, and bytes or
JSON; nothing is unpickled. What libraries print goes nowhere.

The child ends with its parent, whatever ends that: its input then ends, and where a job lets nothing else run, an alarm of the
system does it soon after the time for the job. The limit of memory needs a system that keeps one (Linux; not Windows, and macOS
keeps it loosely). A process that forks must not do so while it has a child.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import IO, Self

from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

Arguments = Mapping[str, str | int]

# What the child runs: it is told how much memory it may take, and finds modules where its parent does.
PROGRAM = "import sys; sys.path += sys.argv[2:]; from checker.ingest.child import serve; serve(memory=int(sys.argv[1]))"

_FRAME = struct.Struct(">cQ")
_CALL, _LINES, _DATA = b"C", b"L", b"D"  # questions, and what follows each
_LINE, _END, _NOT_READABLE, _FAILED = b"l", b"e", b"n", b"f"  # answers
_LAST = (_END, _NOT_READABLE, _FAILED)
_NO_MEMORY = 77  # how a child ends that has none left
_TICK = 0.1  # seconds between two looks at the clock
_GRACE = 10  # seconds that the child's own alarm is late
_LONGEST_REASON = 2_000


class Lost(NotReadable):
    """The child was lost over it: it crashed, or took too much memory or time."""


class Late(Lost):
    """It took too long."""


class Child:
    """A child process, started at the first question and ended when the ``with`` block is left. For one thread at a time."""

    def __init__(self, limits: Limits, *, program: str = PROGRAM) -> None:
        self._limits = limits
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._until: float | None = None
        self._is_late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def call(self, job: str, *, arguments: Arguments | None = None, data: bytes = b"") -> bytes:
        """What a job gives; ``NotReadable`` where it gives nothing, ``Lost`` where the child was lost over it."""
        if self._process is not None:
            try:
                (answer,) = self._answers(_CALL, job, arguments, data)
            except Late:
                raise
            except Lost:
                # Something read before may have damaged the child or filled its memory; what is said of a document
                # must not hang on that.
                pass
            else:
                return answer
        (answer,) = self._answers(_CALL, job, arguments, data)
        return answer

    def lines(self, job: str, *, arguments: Arguments | None = None, data: bytes = b"") -> Iterator[bytes]:
        """What a long job gives, one after another, in a new child; the time limit counts from each to the next."""
        self.close()
        yield from self._answers(_LINES, job, arguments, data)
        self.close()

    def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        self._ended.set()
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # bytes that it did not take before it died
                    stream.close()

    def _answers(self, question: bytes, job: str, arguments: Arguments | None, data: bytes) -> Iterator[bytes]:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        asked = json.dumps({"job": job, "arguments": dict(arguments or {}), "seconds": self._limits.seconds}).encode()
        kind = b""
        try:
            self._set_clock()
            try:
                _write(process.stdin, question, asked)
                _write(process.stdin, _DATA, data)
            except OSError:
                raise self._lost(process) from None
            while True:
                kind, content = _read(process.stdout, self._limits.memory) or (b"", b"")
                self._stop_clock(process)
                if kind in _LAST:
                    break
                if kind != _LINE:
                    raise self._lost(process)
                yield content
                self._set_clock()
        finally:
            if kind not in _LAST:  # lost, interrupted, or nobody wants the rest: the next answer would be to this question
                self.close()
        if kind == _NOT_READABLE:
            raise NotReadable(_reason(content))
        if kind == _FAILED:
            raise NotReadable(f"the program that reads it failed: {_reason(content)}")
        if question == _CALL:
            yield content

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-c", self._program, str(self._limits.memory), *filter(None, sys.path)]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        try:
            # A session of its own: it is ended with all that it started, and by nobody else.
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, start_new_session=True)  # noqa: S603
        except OSError as error:
            raise Lost(f"the program that reads it could not be started: {error.strerror or error}") from error
        self._process = process
        self._ended, self._until, self._is_late = threading.Event(), None, False
        threading.Thread(target=self._watch, args=(process, self._ended), daemon=True).start()
        return process

    def _watch(self, process: subprocess.Popen[bytes], ended: threading.Event) -> None:
        """End the child when its time is over. That also frees a parent that waits to write to it or to read from it."""
        while not ended.wait(_TICK):
            with self._lock:
                if self._until is not None and time.monotonic() > self._until and not ended.is_set():
                    self._is_late = True
                    _kill(process)
                    return

    def _set_clock(self) -> None:
        with self._lock:
            self._until = time.monotonic() + self._limits.seconds

    def _stop_clock(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._until = None
        if self._is_late:
            raise self._lost(process)

    def _lost(self, process: subprocess.Popen[bytes]) -> Lost:
        """Why the child was lost; it is ended, if it has not ended."""
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = None  # it lives, but what it writes are no frames
        self.close()
        if self._is_late or (sys.platform != "win32" and status == -signal.SIGALRM):
            return Late(f"reading it took longer than {self._limits.seconds:,} seconds")
        if status == _NO_MEMORY:
            return Lost(f"reading it took more than {self._limits.memory // 1_000_000:,} MB of memory")
        return Lost("the program that reads it crashed")


def _reason(content: bytes) -> str:
    return " ".join(content.decode("utf-8", "replace").split())[:_LONGEST_REASON]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started."""
    if sys.platform == "win32":
        process.kill()
    elif process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _write(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    stream.write(_FRAME.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def _read(stream: IO[bytes], most: int) -> tuple[bytes, bytes] | None:
    """The next frame; None where there is none, or what is there is none."""
    head = stream.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    kind, length = _FRAME.unpack(head)
    content = stream.read(length) if length <= most else b""
    return (kind, content) if len(content) == length else None


# --- in the child ------------------------------------------------------------------------------------------------------


def serve(*, memory: int, package: str = "checker.ingest") -> None:
    """Answer questions until there are no more. Only functions of modules within the package can be asked for."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    _limit_memory(memory)
    asked: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions, asked), daemon=True).start()
    while True:
        (kind, question), (_, data) = asked.get(), asked.get()
        try:
            last = _work(kind, json.loads(question), data, package, answers)
        except NotReadable as error:
            last = (_NOT_READABLE, error.reason.encode("utf-8", "replace"))
        except MemoryError:
            os._exit(_NO_MEMORY)
        except Exception as error:
            last = (_FAILED, type(error).__name__.encode("utf-8", "replace"))
        _set_alarm(0)
        _write(answers, *last)


def _work(kind: bytes, question: dict[str, object], data: bytes, package: str, answers: IO[bytes]) -> tuple[bytes, bytes]:
    """Do a job, and give the last answer to it."""
    module, _, function = str(question["job"]).partition(":")
    if not f"{module}.".startswith(f"{package}."):
        raise PermissionError(module)
    seconds = int(str(question["seconds"]))
    _set_alarm(seconds)
    given = getattr(importlib.import_module(module), function)(question["arguments"], data)
    if kind == _CALL:
        return _END, given
    for line in given:
        _set_alarm(0)  # a parent that is slow to read costs the child no time
        _write(answers, _LINE, line)
        _set_alarm(seconds)
    return _END, b""


def _listen(questions: IO[bytes], asked: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    """Take questions in while a job runs, so that it ends with the parent."""
    try:
        while frame := _read(questions, sys.maxsize):
            asked.put(frame)
    except MemoryError:
        os._exit(_NO_MEMORY)
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        with contextlib.suppress(OSError, ValueError):  # a system that does not keep it
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _set_alarm(seconds: int) -> None:
    """Have the system end this process, or (nought) not: even where a library lets nothing else run."""
    if sys.platform != "win32":
        signal.alarm(seconds + _GRACE if seconds else 0)
