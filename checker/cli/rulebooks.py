"""``checker protocols``: packs, what they say, what is and isn't checked, a council's own document, and the official wording."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker import protocols
from checker.cli import tables
from checker.detectors import behaviours
from checker.domain import CheckerError, Document, Protocol, Source
from checker.ingest import drafts
from checker.ingest.unreadable import NotReadable
from checker.protocols import attaching, wordings
from checker.protocols.coverage import coverage
from checker.protocols.differences import as_text, differences
from checker.protocols.faults import faults_together
from checker.report.words import count

protocols_app = typer.Typer(no_args_is_help=True, help="Protocol packs: the rulebooks that findings are rendered against.")

# A copy in which fewer of a protocol's statements are found than this share is some other document.
PLAUSIBLE = 0.6

Ids = Annotated[str, typer.Argument(help="Id of a protocol, or the path of a pack.")]


class Page(StrEnum):
    """How coverage is told."""

    text = "text"
    html = "html"


def home() -> Path:
    """The folder in which the program keeps what is the user's own."""
    return wordings.home(os.environ, Path.home())


def rulebook(id: str) -> Protocol:
    """The protocol that a user names, with the official wording if it has been attached."""
    if not id:
        raise CheckerError(
            f"No protocol was named; add --protocol with one of {', '.join(protocols.known())}, or the path of a pack."
        )
    return wordings.load(home(), protocols.load(id, behaviours()))


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 130)


def _read(path: Path) -> tuple[Document, bytes]:
    """A document that a council wrote, and its bytes; ``CheckerError`` if it cannot be read."""
    if not path.is_file():
        raise CheckerError(f"There is no file {path}.")
    try:
        return drafts.read(path, path.name, Source(str(path))), path.read_bytes()
    except NotReadable as error:
        raise CheckerError(f"{path} cannot be read: {error}.") from error


@protocols_app.command("list")
def list_command() -> None:
    """List the protocols that come with the program."""
    for id in protocols.known():
        _listed(id)
    print("\nLaw and codes beside a protocol (checker draft --beside ID), in our own words, numbers of paragraphs unchecked:")
    for id in protocols.law():
        _listed(id)


def _listed(id: str) -> None:
    protocol = rulebook(id)
    statements = sum(not clause.row for clause in protocol.clauses)
    attached = ", official wording attached" if any(clause.wording for clause in protocol.clauses) else ""
    print(f"{id}  {protocol.authority}: {protocol.title} ({statements} statements, {len(protocol.rules)} behaviours{attached})")


@protocols_app.command("show")
def show_command(id: Ids) -> None:
    """Show a protocol's clauses in the order of its text."""
    tables.tell_protocol(_console(), rulebook(id))


@protocols_app.command("coverage")
def coverage_command(
    id: Annotated[str, typer.Argument(help="Id of a protocol, or the path of a pack; all protocols when left out.")] = "",
    form: Annotated[Page, typer.Option("--format", help="How it is told.")] = Page.text,
) -> None:
    """Tell for each clause whether it is checked, by what, what that needs, or why it cannot be seen."""
    from checker.report import coverage as coverage_report  # only here: no other command waits for its templates

    if form is Page.html and not id:
        raise CheckerError(
            "Coverage as HTML is one page a protocol; name one, such as: checker protocols coverage mwda --format html"
        )
    for name in [id] if id else protocols.known():
        told = coverage(rulebook(name), behaviours())
        print(coverage_report.as_html(told) if form is Page.html else coverage_report.as_text(told, _console().width))


@protocols_app.command("attach")
def attach_command(
    id: Ids, file: Annotated[Path, typer.Argument(help="Your own copy of the protocol: PDF, DOCX, HTML or text.")]
) -> None:
    """Match your own copy to a pack's clauses, so that reports quote the official wording."""
    protocol = protocols.load(id, behaviours())
    document, data = _read(file)
    attached = attaching.match(protocol, document.text, file=file.name, sha256=wordings.sha256(data))
    statements = {clause.number for clause in protocol.clauses if not clause.row}
    matched = sum(each.number in statements for each in attached.wordings)
    if matched < PLAUSIBLE * len(statements):
        raise CheckerError(
            f"Only {matched} of {len(statements)} statements of {id} were found in {file}; is it that protocol's text?"
        )
    path = wordings.store(attached, home())
    print(f"{matched} of {len(statements)} statements of {id} have the wording of {file} now; it is kept in {path}.")
    for each in attached.unmatched:
        print(f"  not found: {each.locator} ({each.number}): {each.reason}")


@protocols_app.command("check")
def check_command(files: Annotated[list[Path], typer.Argument(help="Packs; editions of one protocol together.")]) -> None:
    """Examine packs and name every fault with its line and what to do."""
    given: dict[str, bytes] = {}
    for file in files:
        try:
            given[str(file)] = file.read_bytes()
        except OSError as error:
            raise CheckerError(f"Pack {file} cannot be read ({error.strerror}).") from error
    found = faults_together(given, behaviours())
    for fault in found:
        print(fault)
    print(f"{count(len(found), 'fault')}." if found else "No faults.")
    if found:
        raise typer.Exit(1)


@protocols_app.command("diff")
def diff_command(
    old: Annotated[str, typer.Argument(help="The older pack: an id or a path.")],
    new: Annotated[str, typer.Argument(help="The newer pack: an id or a path.")],
) -> None:
    """Show what a new edition changes and which rules that touches."""
    print(as_text(differences(protocols.load(old, behaviours()), protocols.load(new, behaviours()))))


@protocols_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Your council's own protocol: PDF, DOCX, HTML or text.")],
    id: Annotated[str, typer.Option("--id", help="The name of the pack, in small letters with hyphens, such as dene.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the draft pack; ID.toml here when left out.")] = None,
) -> None:
    """Make a draft pack of your council's own protocol, with every doubt marked for you to settle."""
    from checker.protocols.importing import draft_pack  # only here, as above

    if not re.fullmatch(r"[a-z][a-z0-9-]{0,60}", id):
        raise CheckerError(f"--id is '{id}'; small letters, figures and hyphens were expected, such as dene-borough.")
    if id in protocols.known():
        raise CheckerError(f"--id is '{id}', which is a protocol that comes with the program; choose another name.")
    path = out or Path(f"{id}.toml")
    if path.exists():
        raise CheckerError(f"{path} exists already; name another file with --out.")
    document, _ = _read(file)
    draft = draft_pack(document, id, behaviours())
    try:
        path.write_text(draft.toml, encoding="utf-8")
    except OSError as error:
        raise CheckerError(f"Cannot write to {path} ({error.strerror}); name another file with --out.") from error
    statements = sum(not clause.row for clause in draft.clauses)
    counted = (
        f"{count(len(draft.clauses), 'clause')}, {count(statements, 'statement')} among them, {count(len(draft.doubts), 'doubt')}"
    )
    print(f"{counted}: {path}")
    print(f"Settle what is marked DOUBT, put the summaries into your own words, then: checker protocols check {path}")
    print(f"It can be used as it stands: checker scan MAILBOX --protocol {path}")
