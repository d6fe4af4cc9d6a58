"""The scan itself: every byte accounted for, conversation by conversation.

``scan.plan`` joins all messages into conversations by their headers; then part by part they are read, checked, and let go. A scan
that was stopped goes on where it was (``scan.progress``) and ends with the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from checker import __version__
from checker.calendar import local_day
from checker.detectors import behaviours
from checker.domain import (
    Case,
    CheckerError,
    Container,
    Conversation,
    Document,
    Finding,
    Message,
    Person,
    Protocol,
    Run,
    Source,
    Unread,
    Untold,
)
from checker.ingest import drafts
from checker.ingest.containers import Reader, find, items, without_mail
from checker.ingest.limits import USUAL, Limits
from checker.ingest.mail import Item
from checker.ingest.mime import sealed
from checker.ingest.unreadable import NotReadable
from checker.people import Roster
from checker.pipeline import check, check_editions, in_order, untold
from checker.protocols.editions import by_edition, together
from checker.report.manifest import INPUT, MODEL, PROTOCOL, Entry
from checker.report.manifest import hash_of as hash_of_file
from checker.scan.guessing import Guess, Guesser, as_roster
from checker.scan.ledger import Ledger, gaps, hash_of, own_file_note, quoted_only
from checker.scan.plan import Part, Plan
from checker.scan.progress import Outcome, Progress
from checker.scan.sets import Settings
from checker.shipped import models

Told = Callable[[str, int, int], None]

# What the options say of the roster where nobody gave one.
GUESSED = "guessed"
# So many messages of a sender are looked at to guess who they are.
SAMPLE = 40


def silent(stage: str, done: int, total: int) -> None:
    """Hear how far a stage has come and say nothing."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A run, the seconds that each stage took, entries of all it was made from (files, protocols, models), and its roster."""

    run: Run
    seconds: Mapping[str, float]
    inputs: tuple[Entry, ...]
    people: Roster


@dataclass(slots=True)
class _Clock:
    """How long each stage took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class _Scan:
    """What stays the same from part to part."""

    protocols: Sequence[Protocol]
    settings: Settings
    reader: Reader
    plan: Plan
    clock: _Clock


def scan(
    mail: Sequence[Path],
    publicity: Path | None,
    protocols: Sequence[Protocol],
    settings: Settings,
    *,
    options: Mapping[str, str],
    limits: Limits = USUAL,
    progress: Path | None = None,
    told: Told = silent,
) -> Scanned:
    """Everything in these mailboxes and this folder of drafts, checked.

    Several protocols are editions of one, and each document is judged by the one of its day. What is done is kept in the folder
    ``progress``, if one is given, and taken up there. ``told`` hears how far a stage has come. Raises ``CheckerError`` when
    nothing that was given holds mail or drafts.
    """
    protocol = together(protocols)
    ledger, clock = Ledger(), _Clock()
    texts: list[Document] = []
    hashes: list[tuple[str, str]] = []
    with _scratch(progress) as scratch, closing(Plan(scratch)) as plan, Reader(limits) as reader:
        with clock.timed("index"):
            _index(mail, scratch, reader, plan, ledger, limits, told)
        with clock.timed("plan"):
            plan.arrange()
        last = plan.end()
        settings = replace(settings, end=settings.end or (local_day(last) if last else None))
        if not settings.people and len(plan):
            with clock.timed("guess"):
                guesser = Guesser()
                _show(guesser, plan, reader, told)
                settings = replace(settings, people=as_roster(guesser.guesses()))
                options = {**options, "roster": GUESSED}
        kept = Progress(progress)
        kept.begin(_key(ledger, protocols, settings, options, limits))
        job = _Scan(protocols, settings, reader, plan, clock)
        outcomes = list(_outcomes(job, kept, told))
        for outcome in outcomes:
            for one in outcome.unread:
                ledger.lose(one)
        with clock.timed("read"):
            touched = tuple(_again(job, dict.fromkeys(source for outcome in outcomes for source in outcome.touched)))
        containers = list(ledger.containers(plan))
        senders = plan.senders()
        unseen: Counter[str] = Counter()
        for outcome in outcomes:
            unseen.update(dict(outcome.sealed))
        shortcomings = list(gaps(plan, settings.people, unseen)) if len(plan) else []
        if note := own_file_note(ledger.files):
            shortcomings.append(note)
        findings = [finding for outcome in outcomes for finding in outcome.findings]
        unread = list(ledger.unread)
        if publicity is not None:
            with clock.timed("drafts"):
                texts, container, lost, hashes = _drafts(publicity, reader, told)
                findings += _checked(Case(publicity=tuple(texts), people=settings.people.people, end=settings.end), protocols)
            containers.append(container)
            unread += lost
    if not senders and not texts and not any(container.read for container in containers):
        raise CheckerError(_nothing(mail, publicity, unread))
    run = Run(
        protocol=protocol,
        behaviours=tuple(behaviours().values()),
        containers=tuple(containers),
        unread=tuple(sorted(unread, key=lambda one: (one.source, one.reason))),
        untold=tuple(_untold(protocol, settings, outcomes, has_mail=bool(senders))),
        findings=tuple(sorted(findings, key=in_order)),
        conversations=touched,
        publicity=_cited(texts, findings),
        options=dict(sorted({**options, "end": settings.end.isoformat() if settings.end else ""}.items())),
        version=__version__,
        quoted=tuple(sorted(quoted for outcome in outcomes for quoted in outcome.quoted)),
        gaps=tuple(shortcomings),
    )
    inputs = (Entry(INPUT, path, sha256) for path, sha256 in (*ledger.hashes(), *hashes))
    return Scanned(run, clock.seconds, (*inputs, *rules(protocols)), settings.people)


def rules(protocols: Sequence[Protocol]) -> Iterator[Entry]:
    """What a run goes by: the protocols, and the trained models that came with the program."""
    for protocol in protocols:
        yield Entry(PROTOCOL, " ".join(word for word in (protocol.id, protocol.edition) if word), protocol.sha256)
    for path in models():
        yield Entry(MODEL, f"{path.parent.name}/{path.name}", hash_of_file(path))


@contextmanager
def _scratch(progress: Path | None) -> Iterator[Path]:
    """A folder for what is unpacked and planned. Beside the progress, if that is kept, so that a killed run leaves one place."""
    if progress is None:
        with tempfile.TemporaryDirectory(prefix="checker-") as temporary:
            yield Path(temporary)
        return
    place = progress / "scratch"
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(parents=True)
    except OSError as error:
        raise CheckerError(f"Cannot write to {progress} ({error.strerror}); name another folder with --out.") from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):  # not empty: something was done that a second run can take up
            progress.rmdir()


def _key(ledger: Ledger, protocols: Sequence[Protocol], settings: Settings, options: Mapping[str, str], limits: Limits) -> str:
    """What a part's outcome depends on, as a hash: the inputs, the rules, the settings and the program itself."""
    package = Path(__file__).parent.parent
    program = hashlib.sha256()
    for place in sorted([*package.rglob("*.py"), *package.rglob("*.toml")]):
        program.update(place.read_bytes())
    parts = (
        [*ledger.hashes(), *((one.source.file, str(one.source.number), one.reason) for one in ledger.unread)],
        [(protocol.id, protocol.sha256) for protocol in protocols],
        repr(settings.people.people),
        [str(settings.end), str(settings.hours), settings.nation, *sorted(map(str, settings.closed))],
        sorted(options.items()),
        asdict(limits),
        program.hexdigest(),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def guessed(mail: Sequence[Path], *, limits: Limits = USUAL, told: Told = silent) -> list[Guess]:
    """Everybody who writes or is written to in these mailboxes, with the office that signs speak for."""
    guesser, ledger = Guesser(), Ledger()
    with _scratch(None) as scratch, closing(Plan(scratch)) as plan, Reader(limits) as reader:
        _index(mail, scratch, reader, plan, ledger, limits, told)
        _show(guesser, plan, reader, told)
    return guesser.guesses()


def _show(guesser: Guesser, plan: Plan, reader: Reader, told: Told) -> None:
    """Let the guesser see some messages of everybody: the last ones, for people move up."""
    for number, item in enumerate(plan.samples(SAMPLE), 1):
        with suppress(NotReadable):  # it is named in the account of a scan
            guesser.take(reader.message(item, lambda name, email: Person(email, name)))
        if number % 500 == 0:
            told("Guessing who is who", number, 0)


# --- listing -------------------------------------------------------------------------------------------------------------


def _index(mail: Sequence[Path], scratch: Path, reader: Reader, plan: Plan, ledger: Ledger, limits: Limits, told: Told) -> None:
    """Every message by its headers. ``CheckerError`` if a path that was given is no mail and holds none."""
    for file in find(mail, scratch, limits=limits):
        ledger.found(file)
        for item in items(file):
            ledger.expect(item.source)
            if isinstance(item, Unread):
                ledger.lose(item)
                continue
            _add(item, reader, plan, ledger)
            for enclosed in reader.enclosed(item):
                ledger.expect(enclosed.source)
                _add(enclosed, reader, plan, ledger)
            if len(plan) % 500 == 0:
                told("Listing messages", len(plan), 0)
    if empty := without_mail(mail, ledger.files):
        reason = next((file.lost for file in ledger.files if file.given == empty[0] and file.lost), "")
        raise CheckerError(f"{empty[0]} holds no mail{f' ({reason})' if reason else ''}; {_EXPECTED}.")


_EXPECTED = "a mailbox (mbox, eml, msg, pst), an archive or a folder of them was expected"


def _add(item: Item, reader: Reader, plan: Plan, ledger: Ledger) -> None:
    try:
        headers = reader.index(item)
    except NotReadable as error:
        ledger.lose(Unread(item.source, str(error)))
    else:
        if headers.is_unsent:
            ledger.lose(Unread(item.source, "it is a draft that was never sent"))
        else:
            plan.add(item, headers)


def _nothing(mail: Sequence[Path], publicity: Path | None, unread: Sequence[Unread]) -> str:
    given = ", ".join(str(path) for path in (*mail, *((publicity,) if publicity else ())))
    reasons = "; ".join(dict.fromkeys(f"{one.source.file}: {one.reason}" for one in unread[:3]))
    return f"Nothing to read in {given}{f' ({reasons})' if reasons else ''}; {_EXPECTED}."


# --- reading and checking --------------------------------------------------------------------------------------------------


def _outcomes(job: _Scan, kept: Progress, told: Told) -> Iterator[Outcome]:
    senders = job.plan.senders()
    reached = job.plan.reached(person.email for person in job.settings.people.people)
    read = 0
    for number, part in enumerate(job.plan.parts()):
        outcome = kept.done(number)
        if outcome is None:
            outcome = _outcome(job, part, senders, reached)
            kept.keep(number, outcome)
        yield outcome
        read += sum(len(thread) for thread in part.threads)
        told("Reading and checking", read, len(job.plan))


def _outcome(job: _Scan, part: Part, senders: frozenset[str], reached: Mapping[str, frozenset[str]]) -> Outcome:
    unread: list[Unread] = []
    with job.clock.timed("read"):
        before = tuple(_conversations(job, part.before, []))
        conversations = tuple(_conversations(job, part.threads, unread))
        after = tuple(_conversations(job, part.after, []))
    case = Case(
        conversations=(*before, *conversations, *after),
        people=job.settings.people.people,
        end=job.settings.end,
        hours=job.settings.hours,
        senders=senders,
        reached=reached,
        nation=job.settings.nation,
        closed=job.settings.closed,
    )
    with job.clock.timed("check"):
        mine = {message.source for conversation in conversations for message in conversation.messages}
        findings = tuple(finding for finding in _checked(case, job.protocols) if finding.source in mine)
    with job.clock.timed("account"):
        quoted = tuple(one for each in conversations for one in quoted_only(each, job.plan, job.settings.people))
    touched = tuple(_touched(case.conversations, findings))
    sealed_by = Counter(sealed(message) for conversation in conversations for message in conversation.messages)
    del sealed_by[""]
    outside = _uncovered(conversations, job.protocols)
    return Outcome(findings, tuple(unread), quoted, touched, outside, tuple(sorted(sealed_by.items())))


def _conversations(job: _Scan, part: Sequence[Sequence[Item]], unread: list[Unread]) -> Iterator[Conversation]:
    for thread in part:
        # By id, for a message may lie in several mailboxes; by recipients, for other blind copies are other evidence.
        messages: dict[tuple[object, ...], Message] = {}
        for item in thread:
            try:
                message = job.settings.people.settled(job.reader.message(item, job.settings.people.who))
            except NotReadable as error:
                unread.append(Unread(item.source, str(error)))
                continue
            key = (message.id, message.recipients, " ".join(message.text.split()))
            if key in messages:
                first = messages[key]
                messages[key] = replace(first, copies=(*first.copies, message.source))
            else:
                messages[key] = message
        if messages:
            found = tuple(messages.values())
            yield Conversation(found[0].id, found)


def _checked(case: Case, protocols: Sequence[Protocol]) -> Iterator[Finding]:
    is_dated = len(protocols) > 1 or protocols[0].in_force_from or protocols[0].in_force_to
    return check_editions(case, protocols) if is_dated else check(case, protocols[0])


def _uncovered(conversations: Sequence[Conversation], protocols: Sequence[Protocol]) -> int:
    """How many messages were written while no edition that was given was in force."""
    messages = (message for conversation in conversations for message in conversation.messages)
    _, outside = by_edition(protocols, messages, lambda message: local_day(message.date) if message.date else None)
    return len(outside)


def _touched(conversations: Sequence[Conversation], findings: Sequence[Finding]) -> Iterator[Source]:
    cited = {finding.document for finding in findings} | {p.document for finding in findings for p in finding.evidence}
    for conversation in conversations:
        if any(message.id in cited for message in conversation.messages):
            yield conversation.messages[0].source


def _again(job: _Scan, sources: Iterable[Source]) -> Iterator[Conversation]:
    """The conversations that findings touch, read again for the report."""
    for source in sources:
        yield from _conversations(job, [job.plan.thread(source)], [])


# --- what is told --------------------------------------------------------------------------------------------------------


def _untold(protocol: Protocol, settings: Settings, outcomes: Sequence[Outcome], *, has_mail: bool) -> Iterator[Untold]:
    people = settings.people.people
    if any(person.guess for person in people) and not any(person.is_member for person in people):
        people = ()  # nobody was given, and nobody could be guessed
    yield from untold(protocol, people, has_mail=has_mail)
    if outside := sum(outcome.outside for outcome in outcomes):
        reason = f"{outside} messages were written while no edition that was given was in force, and were not judged"
        yield Untold("every behaviour", reason)


def _cited(texts: Sequence[Document], findings: Sequence[Finding]) -> tuple[Document, ...]:
    cited = {passage.document for finding in findings for passage in finding.evidence} | {f.document for f in findings}
    return tuple(text for text in texts if text.id in cited)


def _drafts(folder: Path, reader: Reader, told: Told) -> tuple[list[Document], Container, list[Unread], list[tuple[str, str]]]:
    """The drafts of a folder, each under its path in it, the folder's account, what was not read, and the files' hashes."""
    texts: list[Document] = []
    unread: list[Unread] = []
    hashes: list[tuple[str, str]] = []
    paths = list(drafts.found(folder))
    for number, path in enumerate(paths, 1):
        source = Source(str(path))
        try:
            texts.append(reader.draft(path, path.relative_to(folder).as_posix(), source))
            hashes.append((source.file, hashlib.sha256(path.read_bytes()).hexdigest()))
        except NotReadable as error:
            unread.append(Unread(source, str(error)))
        told("Reading drafts", number, len(paths))
    container = Container(str(folder), "drafts", hash_of(hashes), len(paths), len(texts), len(unread))
    return texts, container, unread, hashes
