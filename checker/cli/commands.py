"""The commands.

Exit codes: ``scan`` 0 when all was read, 3 when something was not, 1 with ``--fail-on breach`` when one was found; ``draft`` 0
fit to publish, 1 breaches, 2 could not check; 2 for a mistake anywhere.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from checker import __version__, protocols
from checker.cli import tables
from checker.cli.desk import draft_command
from checker.cli.reporting import report_command
from checker.cli.rulebooks import protocols_app, rulebook
from checker.detectors import behaviours, sheets
from checker.domain import BREACH, CheckerError, Protocol, Run
from checker.ingest import emblems
from checker.ingest.limits import USUAL, Limits, changed, limits
from checker.measure import breaches, calibration, changes, measure, read_gold
from checker.people import read_roster, roster
from checker.report import jsonl, manifest
from checker.report.letterhead import letterhead
from checker.scan.folder import may_write, progress_of, write
from checker.scan.guessing import as_csv
from checker.scan.run import Told, guessed, rules, scan, silent
from checker.scan.sets import CaseSet, Settings, is_set, read_set, to_day, to_hours
from checker.shipped import shipped

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Find breaches of a protocol on Member/Officer relations in correspondence and draft publicity.",
)
app.add_typer(protocols_app, name="protocols")
app.command("draft")(draft_command)
app.command("report")(report_command)


class FailOn(StrEnum):
    """Which outcome of a scan makes its exit code 1."""

    nothing = "nothing"
    breach = "breach"


Editions = Annotated[
    list[str] | None,
    typer.Option("--protocol", "-p", help="Id of a protocol, or the path of a pack; several editions of one, each by its days."),
]
Protocols = Annotated[str, typer.Option("--protocol", "-p", help="Id of a protocol, or the path of a pack.", show_default=False)]
Rosters = Annotated[
    Path | None, typer.Option("--roster", help="CSV of who is who: email,name,role,party,position,seniority,committees.")
]
Ends = Annotated[str | None, typer.Option("--end", help="The day the export was made, such as 2026-03-31.", show_default=False)]
Hours = Annotated[str | None, typer.Option("--hours", help="Office hours, such as 09:00-17:30.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="The folder to write the run to.")]
Templates = Annotated[
    Path | None, typer.Option("--templates", help="A folder with council.toml, a logo and templates of the authority's own.")
]
Replaces = Annotated[bool, typer.Option("--replace", help="Write over the run that is in the folder already.")]


def _out() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 130)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:  # noqa: FBT002 Typer's way
    if version:
        print(f"checker {__version__}")
        raise typer.Exit


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar on a terminal for whatever takes longer than a second; nothing anywhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    start = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if time.monotonic() - start < 1 and not tasks:
                return
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total or None)
            progress.update(tasks[stage], completed=done)

        yield told


def _settings(given: Settings, roster_path: Path | None, end: str | None, hours: str | None) -> Settings:
    """These settings with what the caller's options put in their place."""
    try:
        office = to_hours(hours) if hours is not None else given.hours
    except ValueError as error:
        raise CheckerError(f"--hours is '{hours}': {error}.") from error
    try:
        last = to_day(end) if end is not None else given.end
    except ValueError as error:
        raise CheckerError(f"--end is '{end}': {error}.") from error
    people = read_roster(roster_path) if roster_path else given.people
    return Settings(people, last, office, given.nation, given.closed)


NO_SETTINGS = Settings(roster(()))


@app.command("scan")
def scan_command(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Mailboxes (mbox, eml, msg, pst), archives (zip, tar, gz), folders of them, or one with a set.toml."),
    ],
    protocol: Editions = None,
    roster_path: Rosters = None,
    end: Ends = None,
    hours: Hours = None,
    out: Out = Path("run"),
    replace: Replaces = False,  # noqa: FBT002 Typer's way
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Leave with code 1 when this was found.")] = FailOn.nothing,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", help="What is read at most, as in message-bytes=50000000; a wrong name lists them all."),
    ] = None,
    templates: Templates = None,
    emblem_folder: Annotated[
        Path | None,
        typer.Option("--emblems", help="Your own folder of parties' emblems (png, jpg and such), to find in pictures."),
    ] = None,
) -> None:
    """Scan a mailbox export for breaches and write a run's folder with report.html.

    A scan that was stopped goes on where it was when the same command is given again.
    """
    for path in paths:
        if not path.exists():
            raise CheckerError(f"There is no file or folder {path}.")
    sets = [path for path in paths if path.is_dir() and is_set(path)]
    if sets and len(paths) > 1:
        raise CheckerError(f"{sets[0]} describes itself by its set.toml; scan it by itself.")
    case_set = read_set(paths[0]) if sets else None
    settings = _settings(case_set.settings if case_set else NO_SETTINGS, roster_path, end, hours)
    named = protocol or [case_set.protocol if case_set else ""]
    chosen = [rulebook(id) for id in named]
    may_write(out, replace=replace)
    letterhead(templates)
    most = limits(limit or ())
    known = emblems.read(emblem_folder) if emblem_folder else ()
    with emblems.looked_for(known):
        beside = {"emblems": f"{len(known)} ({emblems.fingerprint(known)})"} if known else {}
        run, fingerprint = _scanned(
            paths, case_set, chosen, settings, out, replace=replace, most=most, templates=templates, beside=beside
        )
    _tell(run, fingerprint, out)
    if fail_on is FailOn.breach and any(finding.outcome == BREACH for finding in run.findings):
        raise typer.Exit(1)
    if run.unread:
        print(f"{len(run.unread)} could not be read; {out / 'unread.jsonl'} says why.", file=sys.stderr)
        raise typer.Exit(3)


def _scanned(
    paths: list[Path],
    case_set: CaseSet | None,
    chosen: list[Protocol],
    settings: Settings,
    out: Path,
    *,
    replace: bool,
    most: Limits = USUAL,
    templates: Path | None = None,
    beside: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Run, str]:
    mail = paths if case_set is None else [case_set.mailbox] if case_set.mailbox else []
    publicity = case_set.publicity if case_set else None
    options = {"given": " ".join(str(path) for path in paths), "hours": _hours(settings), "nation": settings.nation}
    if settings.closed:
        options["closed"] = ", ".join(day.isoformat() for day in sorted(settings.closed))
    options |= {f"limit {name}": f"{value:,}" for name, value in changed(most)} | dict(beside)
    with _progress() as told:
        scanned = scan(mail, publicity, chosen, settings, options=options, limits=most, progress=progress_of(out), told=told)
    parts = (scanned.run, scanned.seconds, scanned.inputs, out)
    fingerprint = write(*parts, people=scanned.people, replace=replace, templates=templates)
    return scanned.run, fingerprint


def _tell(run: Run, fingerprint: str, out: Path) -> None:
    tables.tell_run(_out(), run)
    print(f"Fingerprint: {fingerprint} (checker verify {out})")
    print(f"Report: {out / 'report.html'}")


@app.command("verify")
def verify_command(run: Annotated[Path, typer.Argument(help="The folder of a run.")] = Path("run")) -> None:
    """Tell whether a run's files and the mail it was made from are as they were: exit 0 unchanged, 1 changed, 2 no run."""
    made = manifest.read(run)
    names = [entry.name.partition(" ")[0] for entry in made.entries if entry.kind == manifest.PROTOCOL]
    known = rules([rulebook(name) for name in names if name in protocols.known()])
    faults = list(manifest.faults(run, made, list(known)))
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    print(f"Unchanged: {len(made.entries):,} entries lead to the fingerprint {made.fingerprint}.")


def _hours(settings: Settings) -> str:
    return "-".join(f"{hour:%H:%M}" for hour in settings.hours) if settings.hours else ""


@app.command("people")
def people_command(
    paths: Annotated[list[Path], typer.Argument(help="Mailboxes, archives or folders of them.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write the draft to; printed if left out.")] = None,
) -> None:
    """Draft a roster from a mailbox, each guess with its reason and how sure it is, for you to correct."""
    if out is not None and out.exists():
        raise CheckerError(f"{out} exists already; name another file with --out.")
    with _progress() as told:
        drafted = guessed(paths, told=told)
    if out is None:
        print(as_csv(drafted), end="")
        return
    try:
        out.write_text(as_csv(drafted), encoding="utf-8")
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror}); name another file with --out.") from error
    roles = Counter(guess.person.role for guess in drafted)
    counted = ", ".join(f"{number:,} {role}" for role, number in sorted(roles.items()))
    print(f"{out}: {len(drafted):,} people ({counted}). Correct it, then give it to a scan with --roster {out}.")


@app.command("measure")
def measure_command(
    folders: Annotated[list[Path], typer.Argument(help="Labelled case sets: folders with set.toml and gold.jsonl.")],
    show: Annotated[bool, typer.Option("--show", help="List every miss and every false alarm.")] = False,  # noqa: FBT002 Typer's way
    against: Annotated[
        Path | None, typer.Option("--against", help="The folder of an earlier scan of the same set: lists what changed.")
    ] = None,
) -> None:
    """Score the program on labelled case sets: precision, recall and F1 by behaviour."""
    seen = {id for id, behaviour in behaviours().items() if behaviour.is_seen}
    if against is not None and len(folders) > 1:
        raise CheckerError(f"--against compares one set with one run; {len(folders)} sets were given.")
    for folder in folders:
        case_set = read_set(folder)
        if case_set.gold is None:
            raise CheckerError(f"{folder} has no gold.jsonl to measure against.")
        gold = read_gold(case_set.gold)
        chosen = rulebook(case_set.protocol)
        mail = [case_set.mailbox] if case_set.mailbox else []
        with _progress() as told:
            run = scan(mail, case_set.publicity, [chosen], case_set.settings, options={}, told=told).run
        forbidden = {rule.behaviour for rule in chosen.rules} & seen
        both, firm = measure(run.findings, gold), measure(breaches(run.findings), gold)
        tables.tell_measured(_out(), str(folder), both, firm, forbidden)
        if run.unread:
            print(f"{len(run.unread)} documents of {folder} were not read: {run.unread[0].source}: {run.unread[0].reason}")
        tables.tell_calibration(_out(), calibration(run.findings, gold))
        if show:
            tables.tell_errors(_out(), both, seen)
        if against is not None:
            tables.tell_changes(_out(), changes(jsonl.read_findings(against / "findings.jsonl"), run.findings, gold))


@app.command("demo")
def demo_command(out: Out = Path("demo-run"), replace: Replaces = False) -> None:  # noqa: FBT002 Typer's way
    """Do the main job on the demonstration corpus: an invented authority's mailbox and drafts."""
    may_write(out, replace=replace)
    case_set = read_set(_near(shipped("corpora", "demo")))
    run, fingerprint = _scanned(
        [case_set.folder], case_set, [rulebook(case_set.protocol)], case_set.settings, out, replace=replace
    )
    _tell(run, fingerprint, out)


def _near(path: Path) -> Path:
    """A path as one would write it here: relative where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


@app.command("train")
def train_command(
    recipe: Annotated[Path, typer.Argument(help="The recipe of a model, such as models/letters/recipe.toml.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to write the model to; the recipe's own if left out.")
    ] = None,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Trainings run beside each other, each on one core.")] = 1,
    folds: Annotated[
        Path | None, typer.Option("--folds", help="A folder for the models that have not read one fold of the recipe each.")
    ] = None,
) -> None:
    """Make a model again from its recipe (needs the packages of the train group)."""
    if not recipe.is_file():
        raise CheckerError(f"There is no recipe {recipe}.")
    try:
        from checker.learn.recipes import train_recipe
    except ModuleNotFoundError as error:
        raise CheckerError(f"Training needs the package {error.name}, which is not installed; see the train group.") from error
    train_recipe(recipe, out or recipe.parent, lambda line: print(f"{line}.", flush=True), at_once=at_once, folds=folds)


@app.command("explain")
def explain_command(
    id: Annotated[str, typer.Argument(help="A behaviour (late-reply), a clause (mwda/7.6), or a finding's id.")],
    run: Annotated[Path, typer.Option("--run", help="The run that the finding is in.")] = Path("run"),
) -> None:
    """Explain a behaviour, a clause, or a finding of a run."""
    if id in behaviours():
        shown = sheets()[id].get("examples", {})
        examples = [(kind, str(e.get("mail") or e.get("draft"))) for kind in ("breach", "clean") for e in shown.get(kind, [])[:2]]
        known = [rulebook(name) for name in protocols.known()]
        tables.tell_behaviour(_out(), behaviours()[id], examples, known)
    elif "/" in id:
        name, _, number = id.partition("/")
        protocol = rulebook(name)
        clauses = [c for c in protocol.clauses if c.number == number or c.number.startswith(f"{number}.")]
        if not clauses:
            raise CheckerError(f"{name} has no clause {number}; checker protocols show {name} lists them.")
        for clause in clauses:
            tables.tell_clause(_out(), clause)
    else:
        _explain_finding(id, run)


def _explain_finding(id: str, run: Path) -> None:
    path = run / "findings.jsonl"
    if not path.is_file():
        raise CheckerError(
            f"'{id}' is no behaviour and no clause, and {run} is no run to look for a finding in; name one with --run."
        )
    for finding in jsonl.read_findings(path):
        if finding.id.startswith(id):
            tables.tell_finding(_out(), finding, rulebook(finding.protocol), _options(run))
            return
    raise CheckerError(f"'{id}' is no behaviour, no clause, and no finding of {run}.")


def _options(run: Path) -> dict[str, str]:
    """The options of a finished run; none where its account is missing or is not ours."""
    try:
        account = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    options = account.get("options") if isinstance(account, dict) else None
    return {str(key): str(value) for key, value in options.items()} if isinstance(options, dict) else {}
