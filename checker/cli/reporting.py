"""``checker report``: what a run found and what was decided of it, for its readers; and pseudonyms turned back with their key."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.domain import CheckerError, Document, Source
from checker.ingest.containers import Reader
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable
from checker.report import committee, formats, officer, subject
from checker.report.disguise import Disguised, disguised, disguised_manifest
from checker.report.keys import key
from checker.report.paper import Paper
from checker.report.pseudonyms import told
from checker.scan.reopening import Reopened, reopened


class Audience(StrEnum):
    """For whom a report is."""

    officer = "officer"
    subject = "subject"
    committee = "committee"


class Form(StrEnum):
    """In which form a report is written."""

    html = "html"
    pdf = "pdf"
    docx = "docx"
    csv = "csv"
    jsonl = "jsonl"
    sarif = "sarif"
    md = "md"


def report_command(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")] = Path("run"),
    reader: Annotated[
        Audience,
        typer.Option(
            "--for", help="For whom: officer has everything, subject what concerns one person, committee numbers alone."
        ),
    ] = Audience.officer,
    person: Annotated[str, typer.Option("--person", help="The address of the person concerned, for a report to them.")] = "",
    form: Annotated[Form, typer.Option("--format", help="In which form the report is written.")] = Form.html,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; printed if left out.")] = None,
    pseudonymise: Annotated[bool, typer.Option("--pseudonymise", help="Put everybody under a pseudonym.")] = False,  # noqa: FBT002 Typer's way
    key_path: Annotated[
        Path | None, typer.Option("--key", help="The key of the pseudonyms, outside the run; made if it is not there.")
    ] = None,
    reveal: Annotated[
        list[str] | None, typer.Option("--reveal", help="Tell what a pseudonym, or each in a report's file, stands for.")
    ] = None,
    templates: Annotated[
        Path | None, typer.Option("--templates", help="A folder with council.toml, a logo and templates of the authority's own.")
    ] = None,
) -> None:
    """Make a report of a run and its decisions for the monitoring officer, the person concerned, or the standards committee."""
    whole = reopened(run)
    if reveal:
        _reveal(whole, reveal, _key(key_path, run, "Pseudonyms are turned back with their key"))
        return
    if (reader is Audience.subject) != bool(person):
        raise CheckerError("A report --for subject needs the person's address as --person, and no other report takes one.")
    if out is None and form.value in formats.BINARY:
        raise CheckerError(f"A {form.value} is not printed; name a file with --out.")
    if out is not None and out.exists():
        raise CheckerError(f"{out} exists already; name another file with --out.")
    if reader is Audience.committee:
        if pseudonymise:
            raise CheckerError("A report for the committee names nobody; leave out --pseudonymise.")
        made = _for_committee(whole, form.value)
    elif reader is Audience.subject:
        secret = _key(key_path, run, "Others stand under pseudonyms in a report to a person")
        made = _for_subject(whole, person, form.value, secret, templates)
    else:
        made = _for_officer(whole, form.value, _key(key_path, run, "Pseudonyms are made with a key") if pseudonymise else None)
    _write(formats.printed(made, form.value, templates) if isinstance(made, Paper) else made, out)


def _key(path: Path | None, run: Path, why: str) -> bytes:
    if path is None:
        raise CheckerError(f"{why}; name its file with --key, outside {run} (it is made if it is not there).")
    return key(path, run)


def _write(written: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(written)
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror}); name another file with --out.") from error
    print(f"Report: {out}")


# --- for whom ------------------------------------------------------------------------------------------------------------------


def _for_officer(whole: Reopened, form: str, secret: bytes | None) -> Paper | bytes:
    run, decisions, made, name = whole.run, whole.decisions, whole.made, ""
    if secret is not None:
        hidden = disguised(run, decisions, whole.people, secret)
        run, decisions, name = hidden.run, hidden.decisions, hidden.names.name_of_key
        made = disguised_manifest(made, hidden.names)
    if form in formats.DATA:
        return formats.findings_as(run, decisions, form)
    return officer.of(run, decisions, made, key=name)


def _for_subject(whole: Reopened, person: str, form: str, secret: bytes, templates: Path | None) -> Paper | bytes:
    known = {finding.actor.lower() for finding in whole.run.findings} | set(whole.people.by_email)
    if person.strip().lower() not in known:
        raise CheckerError(f"No finding and no line of the roster names {person}; give the address as the roster has it.")
    addresses = subject.addresses_of(whole.people, person)
    hidden = _hidden_but_for(whole, person, secret)
    if form in formats.DATA:
        return formats.findings_as(hidden.run, hidden.decisions, form, is_decider_named=False)
    name = whole.people.who("", person).label
    key_name = hidden.names.name_of_key
    return subject.of(hidden.run, hidden.decisions, whole.made, addresses, name, key=key_name, templates=templates)


def _hidden_but_for(whole: Reopened, person: str, secret: bytes) -> Disguised:
    """What concerns a person, with everybody else under a pseudonym."""
    concerning = subject.concerning(whole.run, whole.people, person)
    return disguised(concerning, whole.decisions, whole.people, secret, kept=subject.addresses_of(whole.people, person))


def _for_committee(whole: Reopened, form: str) -> Paper | bytes:
    if form == "sarif":
        raise CheckerError(
            "A report for the committee holds figures and no findings; give it as html, pdf, docx, md, csv or jsonl."
        )
    if form in formats.PAPERS:
        return committee.of(whole.run, whole.people, whole.decisions, whole.made)
    figures = committee.figures(whole.run, whole.people, whole.decisions)
    return committee.as_csv(figures) if form == "csv" else committee.as_jsonl(figures)


# --- back again ----------------------------------------------------------------------------------------------------------------


def _reveal(whole: Reopened, asked: list[str], secret: bytes) -> None:
    """Print what pseudonyms stand for: those given, and those in the files given."""
    issued = dict(disguised(whole.run, whole.decisions, whole.people, secret).names.issued)
    for actor in sorted({finding.actor for finding in whole.run.findings} - {""}):
        issued |= _hidden_but_for(whole, actor, secret).names.issued
    found = dict(pair for each in asked for pair in told(issued, _text(each)))
    for code, meaning in found.items():
        print(f"{code}\t{' '.join(meaning.split())}")
    if not found:
        raise CheckerError("None of these is a pseudonym of this run under this key.")


def _text(asked: str) -> str:
    """The text of a report's file, or what was given itself if it is no file."""
    path = Path(asked)
    if not path.is_file():
        return asked
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "\n".join(_words(path))
    except OSError as error:
        raise CheckerError(f"{path} cannot be read ({error.strerror}).") from error


def _words(path: Path) -> Iterator[str]:
    with Reader(USUAL) as reader:
        try:
            document: Document = reader.draft(path, path.name, Source(str(path)))
        except NotReadable as error:
            raise CheckerError(f"{path} cannot be read: {error}.") from error
    yield document.text
