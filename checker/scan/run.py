"""The scan itself: every byte accounted for, conversation by conversation, into a folder of its own.

Nothing half-written is left behind: the folder is made under another name and takes its own when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checker import __version__
from checker.calendar import local_day
from checker.conversations import Link, threads
from checker.detectors import behaviours
from checker.domain import (
    Case,
    CheckerError,
    Container,
    Conversation,
    Document,
    Finding,
    Message,
    Protocol,
    Run,
    Source,
    Unread,
    Untold,
)
from checker.ingest import drafts
from checker.ingest.containers import MailFile, Reader, account, find, items, without_mail
from checker.ingest.mail import Item
from checker.ingest.unreadable import NotReadable
from checker.pipeline import check, check_editions, in_order, untold
from checker.protocols.editions import by_edition, together
from checker.report import html, jsonl
from checker.scan.sets import Settings

# So many messages, in whole conversations, are held in memory at once.
PART = 4000

# What a run's folder holds.
FILES = ("findings.jsonl", "report.html", "run.json", "timing.json", "unread.jsonl")

Told = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Hear how far a stage has come and say nothing."""


@dataclass(slots=True)
class _Account:
    """What a scan keeps while it goes: the files, how much of each was read, what was not, and how long each stage took."""

    files: list[MailFile] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

    def containers(self) -> Iterator[Container]:
        """The entry of every file; what was expected and is not named as unread was read."""
        lost: dict[str, int] = {}
        for one in self.unread:
            lost[one.source.file] = lost.get(one.source.file, 0) + 1
        for file in self.files:
            expected, unread = self.expected[file.path], lost.get(file.path, 0)
            yield account(file, expected=expected, read=expected - unread, unread=unread)


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A message that has been seen by its headers: where its bytes are, and its place among others."""

    item: Item
    link: Link
    sender: str


def scan(
    mail: Sequence[Path],
    publicity: Path | None,
    protocols: Sequence[Protocol],
    settings: Settings,
    *,
    options: Mapping[str, str],
    told: Told = silent,
) -> tuple[Run, dict[str, float]]:
    """Everything in these mailboxes and this folder of drafts, checked; and the seconds that each stage took.

    Several protocols are editions of one, and each document is judged by the one of its day. ``told`` hears how far a
    stage has come. Raises ``CheckerError`` when nothing that was given holds mail or drafts.
    """
    protocol = together(protocols)
    kept = _Account()
    findings: list[Finding] = []
    touched: list[Conversation] = []
    not_told: list[Untold] = []
    outside = 0
    with tempfile.TemporaryDirectory(prefix="checker-") as scratch, Reader() as reader:
        with kept.timed("index"):
            indexed = _index(mail, Path(scratch), reader, kept, told)
        end = settings.end or max((local_day(one.link.date) for one in indexed if one.link.date), default=None)
        senders = frozenset(one.sender for one in indexed)
        with kept.timed("plan"):
            parts = list(_parts(indexed))
        done = 0
        for part in parts:
            with kept.timed("read"):
                conversations = tuple(_conversations(part, settings, reader, kept))
            case = Case(
                conversations=conversations,
                people=settings.people.people,
                end=end,
                hours=settings.hours,
                senders=senders,
                nation=settings.nation,
                closed=settings.closed,
            )
            with kept.timed("check"):
                found = list(_checked(case, protocols))
            findings += found
            touched += _touched(conversations, found)
            not_told = not_told or list(untold(case, protocol))
            outside += _uncovered(case, protocols)
            done += sum(len(thread) for thread in part)
            told("Reading and checking", done, len(indexed))
    containers = list(kept.containers())
    texts: list[Document] = []
    if publicity is not None:
        with kept.timed("drafts"):
            texts, container, unread = _drafts(publicity, told)
            case = Case(publicity=tuple(texts), people=settings.people.people, end=end)
            found = list(_checked(case, protocols))
        findings += found
        not_told = not_told or list(untold(case, protocol))
        containers.append(container)
        kept.unread += unread
    if outside:
        reason = f"{outside} messages were written while no edition that was given was in force, and were not judged"
        not_told.append(Untold("every behaviour", reason))
    if not indexed and not texts:
        raise CheckerError(_nothing(mail, publicity, kept))
    cited = {passage.document for f in findings for passage in f.evidence} | {f.document for f in findings}
    run = Run(
        protocol=protocol,
        behaviours=tuple(behaviours().values()),
        containers=tuple(containers),
        unread=tuple(sorted(kept.unread, key=lambda one: (one.source, one.reason))),
        untold=tuple(not_told),
        findings=tuple(sorted(findings, key=in_order)),
        conversations=tuple(touched),
        publicity=tuple(text for text in texts if text.id in cited),
        options=dict(sorted({**options, "end": end.isoformat() if end else ""}.items())),
        version=__version__,
    )
    return run, kept.seconds


def _checked(case: Case, protocols: Sequence[Protocol]) -> Iterator[Finding]:
    is_dated = len(protocols) > 1 or protocols[0].in_force_from or protocols[0].in_force_to
    return check_editions(case, protocols) if is_dated else check(case, protocols[0])


def _uncovered(case: Case, protocols: Sequence[Protocol]) -> int:
    """How many messages were written while no edition that was given was in force."""
    _, outside = by_edition(protocols, case.messages, lambda message: local_day(message.date) if message.date else None)
    return len(outside)


def _nothing(mail: Sequence[Path], publicity: Path | None, kept: _Account) -> str:
    given = ", ".join(str(path) for path in (*mail, *((publicity,) if publicity else ())))
    reasons = "; ".join(dict.fromkeys(f"{one.source.file}: {one.reason}" for one in kept.unread[:3]))
    return f"Nothing to read in {given}{f' ({reasons})' if reasons else ''}; mbox, eml, or a folder of them was expected."


def _index(mail: Sequence[Path], scratch: Path, reader: Reader, kept: _Account, told: Told) -> list[_Indexed]:
    """Every message by its headers. ``CheckerError`` if a path that was given is no mail and holds none."""
    indexed: list[_Indexed] = []
    for file in find(mail, scratch):
        kept.files.append(file)
        kept.expected[file.path] = 0
        for item in items(file):
            kept.expected[file.path] += 1
            if isinstance(item, Unread):
                kept.unread.append(item)
                continue
            try:
                headers = reader.index(item)
            except NotReadable as error:
                kept.unread.append(Unread(item.source, str(error)))
                continue
            people = frozenset(email for _, email, *_ in (headers.sender, *headers.recipients) if email)
            link = Link(headers.message_id, headers.subject, people, headers.answers, headers.date)
            indexed.append(_Indexed(item, link, headers.sender[1]))
            if len(indexed) % 500 == 0:
                told("Listing messages", len(indexed), 0)
    if empty := without_mail(mail, kept.files):
        reasons = {file.given: file.lost for file in kept.files if file.lost}
        reason = reasons.get(empty[0], "")
        raise CheckerError(
            f"{empty[0]} holds no mail{f' ({reason})' if reason else ''}; mbox, eml, or a folder of them was expected."
        )
    return indexed


def _parts(indexed: Sequence[_Indexed]) -> Iterator[list[list[_Indexed]]]:
    """Whole conversations, oldest first, in parts of bounded size."""
    part: list[list[_Indexed]] = []
    size = 0
    for thread in threads([one.link for one in indexed]):
        if part and size + len(thread) > PART:
            yield part
            part, size = [], 0
        part.append([indexed[i] for i in thread])
        size += len(thread)
    if part:
        yield part


def _conversations(
    part: Sequence[Sequence[_Indexed]], settings: Settings, reader: Reader, kept: _Account
) -> Iterator[Conversation]:
    for thread in part:
        messages: list[Message] = []
        for one in thread:
            try:
                message = reader.message(one.item, settings.people.who)
            except NotReadable as error:
                kept.unread.append(Unread(one.item.source, str(error)))
                continue
            if not any(_is_copy(message, other) for other in messages):
                messages.append(message)
        if messages:
            yield Conversation(messages[0].id, tuple(messages))


def _is_copy(one: Message, other: Message) -> bool:
    """Whether two are the same message from two mailboxes; copies that differ in blind copies are two pieces of evidence."""
    return one.id == other.id and one.recipients == other.recipients and one.text == other.text


def _touched(conversations: Sequence[Conversation], findings: Sequence[Finding]) -> Iterator[Conversation]:
    cited = {finding.document for finding in findings} | {p.document for finding in findings for p in finding.evidence}
    for conversation in conversations:
        if any(message.id in cited for message in conversation.messages):
            yield conversation


def _drafts(folder: Path, told: Told) -> tuple[list[Document], Container, list[Unread]]:
    """The drafts of a folder, each under its path in it, the folder's account, and what was not read."""
    texts: list[Document] = []
    unread: list[Unread] = []
    paths = list(drafts.found(folder))
    for number, path in enumerate(paths, 1):
        source = Source(str(path))
        try:
            texts.append(drafts.read(path, path.relative_to(folder).as_posix(), source))
        except NotReadable as error:
            unread.append(Unread(source, str(error)))
        told("Reading drafts", number, len(paths))
    return texts, Container(str(folder), "drafts", "", len(paths), len(texts), len(unread)), unread


def write(run: Run, seconds: Mapping[str, float], out: Path, *, replace: bool = False) -> None:
    """The run's folder, whole or not at all; ``CheckerError`` when it cannot be written or is there already."""
    may_write(out, replace=replace)
    partial = out.with_name(f".{out.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        jsonl.write_findings(run.findings, partial / "findings.jsonl")
        jsonl.write_unread(run.unread, partial / "unread.jsonl")
        _write_json(_as_json(run), partial / "run.json")
        _write_json({"seconds": {stage: round(value, 3) for stage, value in seconds.items()}}, partial / "timing.json")
        (partial / "report.html").write_text(html.render(run), encoding="utf-8")
        if out.exists():
            for name in FILES:
                (out / name).unlink(missing_ok=True)
            out.rmdir()
        partial.rename(out)
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror or error}); name another folder with --out.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def may_write(out: Path, *, replace: bool = False) -> None:
    """``CheckerError`` if a run cannot be put into this folder, before any work is done."""
    if out.exists():
        if not replace:
            again = ", or add --replace to write this run anew" if (out / "run.json").is_file() else ""
            raise CheckerError(f"{out} exists already; name another folder with --out{again}.")
        if out.is_symlink() or not out.is_dir() or not (out / "run.json").is_file():
            raise CheckerError(f"{out} is no folder of a run, so it is not replaced; name another folder with --out.")
        if others := sorted(path.name for path in out.iterdir() if path.name not in FILES):
            raise CheckerError(
                f"{out} holds more than a run ({others[0]}), so it is not replaced; name another folder with --out."
            )
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        raise CheckerError(f"Cannot write to {out}: {parent} is not a folder; name another with --out.")
    try:
        with tempfile.TemporaryDirectory(prefix=".checker-", dir=parent):
            pass
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror}); name another folder with --out.") from error


def _write_json(table: object, path: Path) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _wording_hash(protocol: Protocol) -> str:
    """A hash over the official wording that reports quote, empty when none is attached."""
    words = "\x1e".join(f"{clause.id}\x1f{clause.wording}" for clause in protocol.clauses if clause.wording)
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def _as_json(run: Run) -> dict[str, object]:
    outcomes = [finding.outcome for finding in run.findings]
    return {
        "version": run.version,
        "protocol": {
            "id": run.protocol.id,
            "title": run.protocol.title,
            "sha256": run.protocol.sha256,
            "wording_sha256": _wording_hash(run.protocol),
        },
        "options": dict(run.options),
        "containers": [
            {name: getattr(c, name) for name in ("path", "kind", "sha256", "expected", "read", "unread")} for c in run.containers
        ],
        "findings": {outcome: outcomes.count(outcome) for outcome in ("breach", "review")},
        "untold": [{"behaviour": one.behaviour, "reason": one.reason} for one in run.untold],
    }
