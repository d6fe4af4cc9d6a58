"""``checker draft``: the check at the writer's desk, before something is published."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.cli.rulebooks import rulebook
from checker.domain import CheckerError, Protocol
from checker.ingest import drafts, emblems
from checker.language import knowledge
from checker.language.parties import also_known
from checker.people import Roster, read_roster, roster
from checker.protocols import elections
from checker.report.desk import Desk, Suppression
from checker.scan.drafting import check_drafts, lines_for_terminal, on_the_day, rendered
from checker.scan.sets import to_day
from checker.scan.suppressing import read_suppressions

# Between two looks at the files that are watched, in seconds.
TICK = 0.5


class Form(StrEnum):
    """How the findings of a draft are told."""

    text = "text"
    json = "json"
    sarif = "sarif"
    html = "html"


def draft_command(
    paths: Annotated[list[Path], typer.Argument(help="Drafts (txt, md, html, docx, odt, rtf, pdf, pptx) or folders of them.")],
    protocol: Annotated[
        str, typer.Option("--protocol", "-p", help="Id of a protocol, or the path of a pack.", show_default=False)
    ] = "",
    roster_path: Annotated[Path | None, typer.Option("--roster", help="CSV of who is who, as for a scan.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How the findings are told.")] = Form.text,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write to; printed if left out.")] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            "--beside", help="A pack that holds as well, such as publicity-code-2011; checker protocols list names them."
        ),
    ] = None,
    election: Annotated[
        Path | None, typer.Option("--election", help="TOML with the days, wards and candidates of an election.")
    ] = None,
    knowledge_folder: Annotated[
        Path | None, typer.Option("--knowledge", help="Your own folder of parties, slogans and leaders (TOML).")
    ] = None,
    emblem_folder: Annotated[
        Path | None,
        typer.Option("--emblems", help="Your own folder of parties' emblems (png, jpg and such), to find in pictures."),
    ] = None,
    suppress: Annotated[
        Path | None, typer.Option("--suppress", help="TOML of findings that may stand, each with reason, owner and last day.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--day", help="The day to judge for, such as 2026-03-31; today if left out.", show_default=False)
    ] = None,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", help="Write a copy of one Word draft here, with the findings as comments.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a draft changes, until a key stops it.")] = False,  # noqa: FBT002 Typer's way
) -> None:
    """Check drafts before they are published: exit 0 fit to publish, 1 breaches, 2 could not check."""
    on = _day(day)
    people = read_roster(roster_path) if roster_path else roster(())
    if elections.PACK in (protocol, *(beside or ())):
        raise CheckerError(f"'{elections.PACK}' needs to know the days and candidates; name their file with --election.")
    chosen = [rulebook(id) for id in (protocol, *(beside or ()))]
    if election is not None:
        chosen += elections.in_force(rulebook(elections.PACK), elections.read(election), on)
    with ExitStack() as held:
        if knowledge_folder is not None:
            held.enter_context(also_known(knowledge.read(knowledge_folder, on)))
        if emblem_folder is not None:
            held.enter_context(emblems.looked_for(emblems.read(emblem_folder)))

        def once() -> int:
            decisions = read_suppressions(suppress) if suppress else ()
            return _checked(paths, chosen, people, on, decisions, form=form, out=out, annotate=annotate)

        code = _watched(paths, once, ours=[path for path in (out, annotate) if path]) if watch else once()
    raise typer.Exit(code)


def _day(given: str | None) -> date:
    """The day to judge for. Without one it is today's: the only clock that is looked at, and the user's own."""
    if given is None:
        return date.today()  # noqa: DTZ011 the day on the user's desk
    try:
        return to_day(given)
    except ValueError as error:
        raise CheckerError(f"--day is '{given}': {error}.") from error


def _checked(
    paths: Sequence[Path],
    chosen: Sequence[Protocol],
    people: Roster,
    on: date,
    decisions: Sequence[Suppression],
    *,
    form: Form,
    out: Path | None,
    annotate: Path | None,
) -> int:
    """Check once and tell; the exit code."""
    if annotate is not None:
        _may_annotate(paths, annotate)
    options = {"given": " ".join(str(path) for path in paths), "day": on.isoformat()}
    desk = check_drafts(paths, chosen, people, day=on, options=options, decisions=decisions)
    if annotate is not None and not desk.run.unread:
        _annotated(paths[0], annotate, desk)
    told = rendered(desk, form.value, on_the_day(people, on), width=_width())
    for line in lines_for_terminal(desk):
        print(f"checker: {line}", file=sys.stderr)
    _write(told, out)
    if desk.run.unread:
        return 2
    return 0 if desk.is_fit else 1


def _width() -> int:
    return Console(highlight=False).width if sys.stdout.isatty() else 100


def _write(told: str, out: Path | None) -> None:
    if out is None:
        print(told)
        return
    try:
        out.write_text(told if told.endswith("\n") else f"{told}\n", encoding="utf-8")
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror or error}); name another file with --out.") from error


def _may_annotate(paths: Sequence[Path], annotate: Path) -> None:
    """``CheckerError`` unless one Word draft is given and the copy would overwrite nothing but an earlier copy."""
    if len(paths) != 1 or paths[0].is_dir():
        raise CheckerError("--annotate writes a copy of one Word draft; give one file.")
    if annotate.exists() and annotate.resolve() == paths[0].resolve():
        raise CheckerError(f"{annotate} is the draft itself; name another file with --annotate.")


def _annotated(path: Path, annotate: Path, desk: Desk) -> None:
    from checker.report.annotated import annotated  # only here: no other form needs it

    (document,) = desk.run.publicity
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CheckerError(f"{path} cannot be read again ({error.strerror or error}).") from error
    copy = annotated(data, document, desk)
    try:
        annotate.write_bytes(copy)
    except OSError as error:
        raise CheckerError(f"Cannot write to {annotate} ({error.strerror or error}); name another file.") from error
    print(f"checker: {annotate} is a copy of {path} with the findings as comments.", file=sys.stderr)


# --- watching -----------------------------------------------------------------------------------------------------------


def _watched(
    paths: Sequence[Path], once: Callable[[], int], *, ours: Sequence[Path] = (), looks: Iterator[object] | None = None
) -> int:
    """Check, and again whenever a file changes, until a key stops it; the code of the last check.

    ``ours`` are files that the check itself writes, whose changes mean nothing. ``looks`` ends the watching when it ends; left
    out, it goes on, a look each ``TICK``.
    """
    seen: tuple[tuple[str, int, int], ...] | None = None
    code = 0
    try:
        for _ in looks if looks is not None else _ticks():
            now = state(paths, ours)
            if now != seen:
                if seen is not None:
                    print(f"\n{'=' * 20} changed {'=' * 20}\n", flush=True)
                seen = now
                code = _tolerant(once)
                print("checker: watching; press Ctrl-C to stop.", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("checker: stopped watching.", file=sys.stderr)
    return code


def _ticks() -> Iterator[object]:
    while True:
        yield None
        time.sleep(TICK)


def _tolerant(once: Callable[[], int]) -> int:
    """A check whose mistakes are told and do not end the watching: a file that is being saved may be gone for a moment."""
    try:
        return once()
    except CheckerError as error:
        print(f"checker: {error}", file=sys.stderr)
        return 2


def state(paths: Sequence[Path], ours: Sequence[Path] = ()) -> tuple[tuple[str, int, int], ...]:
    """What files there are but ours, when each was last changed, and how large it is: it differs after every change."""
    found = []
    left_out = {path.resolve() for path in ours}
    told_to = set(_told_to())
    for path in paths:
        for draft in drafts.found(path):
            if draft.resolve() in left_out:
                continue
            try:
                looked = draft.stat()
            except OSError:
                continue
            if (looked.st_dev, looked.st_ino) in told_to:
                continue
            found.append((str(draft), looked.st_mtime_ns, looked.st_size))
    return tuple(found)


def _told_to() -> Iterator[tuple[int, int]]:
    """The files into which what is printed goes, by device and number: each check would change them."""
    for number in (1, 2):
        try:
            looked = os.fstat(number)
        except OSError:  # closed
            continue
        yield looked.st_dev, looked.st_ino
