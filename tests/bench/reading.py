"""How fast mail is read, and in how little memory, beside what the standard library and a parser in Rust need for it.

Run by ``make bench``; it is no test. The contestants take turns on one core, each run in a process of its own, so that nothing
is warm that would not be, with the collector of garbage as it is in use. What is timed is the processor's time from the first
message to the last, without the start of Python and imports. Ratios compare the quickest runs and, in the next column, the
medians. The last two rows read a mailbox that holds the given one over and over, for the most memory that ever was in use.

The aim: reading in full (headers, own text, names of files) takes half of the standard library's time, and the index pass a
tenth. In full as the aim has it means that quoted and forwarded words are kept apart from the writer's own; the standard
library only decodes the text, and does nothing of the kind. A scan's reading also tells signatures and notices from own words:
that comes on top, and has a row of its own, as what is spent on telling whose words a text holds has.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
GIGABYTE = 1_000_000_000
FEWEST = 3_000  # messages, in a mailbox that is made where none is given


def main() -> int:
    options = _options()
    if options.child:
        print(json.dumps(_measured(options.child, options.mailbox)))
        return 0
    _settle()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        box = options.mailbox or _made(Path(folder))
        print(f"{box.name}: {box.stat().st_size / 1e6:,.1f} MB, {options.runs} runs of each in turn", file=sys.stderr)
        _print_times(_in_turn(box, options.runs))
        if options.gigabytes > 0:
            _print_memory(box, Path(folder) / "large.mbox", options.gigabytes)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("mailbox", nargs="?", type=Path, help="a mailbox (mbox); without it one is made of the corpora")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each contestant (5)")
    parser.add_argument(
        "--gigabytes", type=float, default=2.0, help="size of the mailbox that memory is measured on (2); 0: none"
    )
    parser.add_argument("--child", choices=sorted(CONTESTANTS), help=argparse.SUPPRESS)
    return parser.parse_args()


def _settle() -> None:
    """One core for this process and its children, and no compiling while the clock runs."""
    compileall.compile_dir(ROOT / "checker", quiet=2)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _made(folder: Path) -> Path:
    """A mailbox of some thousands of messages, from those of the corpora."""
    box = folder / "corpora.mbox"
    sources = [path.read_bytes().rstrip() + b"\n\n" for path in sorted(ROOT.glob("corpora/*/mailbox.mbox"))]
    together = b"".join(sources)
    count = together.count(b"\nFrom ") + 1
    box.write_bytes(together * (1 + FEWEST // count))
    return box


def _in_turn(box: Path, runs: int) -> dict[str, list[tuple[int, float]]]:
    """The messages and the seconds of each contestant's runs."""
    figures: dict[str, list[tuple[int, float]]] = {name: [] for name in CONTESTANTS}
    for run in range(1, runs + 1):
        for name in CONTESTANTS:
            print(f"run {run} of {runs}: {name} ...", end="", file=sys.stderr, flush=True)
            messages, seconds, _ = _child(name, box)
            print(f" {seconds:.2f} s", file=sys.stderr)
            figures[name].append((messages, seconds))
    return figures


def _child(name: str, box: Path) -> tuple[int, float, int]:
    """Messages, seconds of processor time and most memory in bytes of one run, in a new process."""
    command = [sys.executable, str(Path(__file__)), "--child", name, str(box)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    messages, seconds, memory = json.loads(done.stdout)
    return messages, seconds, memory


def _print_times(figures: dict[str, list[tuple[int, float]]]) -> None:
    best = {name: min(seconds for _, seconds in runs) for name, runs in figures.items()}
    middle = {name: statistics.median(seconds for _, seconds in runs) for name, runs in figures.items()}
    print(f"{'':34}{'messages':>9}{'least':>9}{'median':>9}{'messages/s':>12}{'ratio of least':>16}{'of medians':>12}")
    for name, (_, against) in CONTESTANTS.items():
        messages = figures[name][0][0]
        line = f"{name:34}{messages:>9,}{best[name]:>7.2f} s{middle[name]:>7.2f} s{messages / middle[name]:>12,.0f}"
        for other in against:
            print(f"{line}{best[name] / best[other]:>16.3f}{middle[name] / middle[other]:>12.3f}   of {other}")
            line = " " * len(line)
        if not against:
            print(line)


def _print_memory(box: Path, large: Path, gigabytes: float) -> None:
    size = box.stat().st_size
    with large.open("wb") as stream:
        for _ in range(1 + int(gigabytes * GIGABYTE) // size):
            stream.write(box.read_bytes().rstrip() + b"\n\n")
    for name in (INDEX, FULL):
        print(f"memory: {name} of {large.stat().st_size / GIGABYTE:.2f} GB ...", end="", file=sys.stderr, flush=True)
        messages, seconds, memory = _child(name, large)
        print(f" {seconds:.0f} s", file=sys.stderr)
        _, _, once = _child(name, box)
        print(f"{name}, memory: {memory / 1e6:.0f} MB at most for {messages:,} messages; {once / 1e6:.0f} MB for {box.name} once")


# --- the contestants ---------------------------------------------------------------------------------------------------


def _measured(name: str, path: Path) -> tuple[int, float, int]:
    begin, _ = CONTESTANTS[name]
    reading = begin(path)
    start = time.process_time()
    messages = sum(1 for _ in reading)
    return messages, time.process_time() - start, _most_memory()


def _most_memory() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def _ours(path: Path, *, is_full: bool) -> Iterator[object]:
    """Each message read by this project: its header alone, or all of it with its zones and its files."""
    sys.path.insert(0, str(ROOT))
    from checker.domain import Person, Unread
    from checker.ingest.containers import MailFile, Reader, items
    from checker.ingest.mail import formats

    def who(name: str, address: str) -> Person:
        return Person(address, name)

    formats()  # imports them
    file = MailFile(str(path), str(path), "mbox", "", path)

    def reading() -> Iterator[object]:
        with Reader() as reader:
            for item in items(file):
                if not isinstance(item, Unread):
                    yield reader.message(item, who) if is_full else reader.index(item)

    return reading()


def _index(path: Path) -> Iterator[object]:
    return _ours(path, is_full=False)


def _full(path: Path) -> Iterator[object]:
    return _ours(path, is_full=True)


def _aim(path: Path) -> Iterator[object]:
    """Full reading as the aim has it: whose words a text holds, but no signatures and notices among the writer's own."""
    sys.path.insert(0, str(ROOT))
    from checker.domain import OWN
    from checker.language import zones

    def kinds_of(lines: Sequence[object], **_: object) -> list[str]:
        return [OWN] * len(lines)

    def trailing_notice(lines: Sequence[object], _: int) -> int:
        return len(lines)

    vars(zones).update(kinds_of=kinds_of, trailing_notice=trailing_notice)  # in this process, which does nothing else
    return _full(path)


def _zones(path: Path) -> Iterator[object]:
    """The share of full reading that goes into telling whose words a text holds; the texts are read before the clock starts."""
    sys.path.insert(0, str(ROOT))
    from checker.domain import Message
    from checker.language import zones

    texts = [message.text for message in _full(path) if isinstance(message, Message)]
    return (zones.split(text) for text in texts)


def _standard(path: Path, *, is_full: bool) -> Iterator[object]:
    """Each message read by the standard library: the common fields of its header and, if full, its text and its files' names."""
    import mailbox
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header
    from email.message import Message
    from email.utils import getaddresses, parsedate_to_datetime

    def text(value: object) -> str:
        try:
            return str(make_header(decode_header(str(value))))
        except (HeaderParseError, LookupError, ValueError):
            return str(value)

    def header(message: Message) -> list[object]:
        found: list[object] = [text(message.get("Subject", "")), message.get("Message-ID", "")]
        try:
            found.append(parsedate_to_datetime(str(message.get("Date", ""))))
        except (TypeError, ValueError):
            found.append(None)
        for field in ("From", "To", "Cc"):
            pairs = getaddresses([str(value) for value in message.get_all(field, [])])
            found.append([(text(name), address) for name, address in pairs])
        return found

    def parts(message: Message) -> list[object]:
        found: list[object] = []
        for part in message.walk():
            if part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            if part.get_content_maintype() == "text" and isinstance(content, bytes):
                try:
                    found.append(content.decode(str(part.get_content_charset("utf-8")), "replace"))
                except (LookupError, ValueError):
                    found.append(content.decode("latin-1"))
            found.append(part.get_filename())
        return found

    def reading() -> Iterator[object]:
        for message in mailbox.mbox(path, create=False):
            yield header(message), parts(message) if is_full else None

    return reading()


def _standard_index(path: Path) -> Iterator[object]:
    return _standard(path, is_full=False)


def _standard_full(path: Path) -> Iterator[object]:
    return _standard(path, is_full=True)


def _rust(path: Path) -> Iterator[object]:
    """Each message read by fast-mail-parser, found by the standard library."""
    import mailbox

    from fast_mail_parser import ParseError, parse_email

    def reading() -> Iterator[object]:
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            try:
                mail = parse_email(box.get_bytes(key))
                yield mail.subject, mail.date, mail.headers, mail.text_plain, mail.text_html, mail.attachments
            except ParseError:
                yield None

    return reading()


INDEX, AIM, FULL = "index pass", "headers, own text, file names", "the same, signatures apart: full"
_STANDARD_INDEX, _STANDARD_FULL = "mailbox + email, header decoded", "mailbox + email, full"

# What begins the reading, and beside whose time it is set.
CONTESTANTS: dict[str, tuple[Callable[[Path], Iterator[object]], tuple[str, ...]]] = {
    INDEX: (_index, (_STANDARD_INDEX, _STANDARD_FULL)),
    _STANDARD_INDEX: (_standard_index, ()),
    AIM: (_aim, (_STANDARD_FULL,)),
    FULL: (_full, (_STANDARD_FULL,)),
    "of full: whose words are told": (_zones, (_STANDARD_FULL,)),
    _STANDARD_FULL: (_standard_full, ()),
    "mailbox + fast-mail-parser, full": (_rust, (_STANDARD_FULL,)),
}

if __name__ == "__main__":
    sys.exit(main())
