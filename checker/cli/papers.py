"""The reports of ``checker report``, made and written: for the officer, the person concerned, the committee; and codes read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the folder of a run, for whom (officer, subject, committee), of whom, in which form, and where to."""

    run: Path
    reader: str
    person: str
    form: str
    out: Path | None
    key: Path | None
    templates: Path | None


def reveal(asked: Asked, codes: list[str]) -> None:
    """Print what codes stand for; ``CheckerError`` where there is no key or none of them is a code."""
    _reveal(reopened(asked.run), codes, _key(asked.key, asked.run, "Pseudonyms are turned back with their key"))


def write(asked: Asked, *, is_pseudonymised: bool) -> None:
    """Make a report and write or print it; ``CheckerError`` says what does not go together."""
    whole = reopened(asked.run)
    if (asked.reader == "subject") != bool(asked.person):
        raise CheckerError("A report --for subject needs the person's address as --person, and no other report takes one.")
    if asked.out is None and asked.form in formats.BINARY:
        raise CheckerError(f"A {asked.form} is not printed; name a file with --out.")
    if asked.out is not None and asked.out.exists():
        raise CheckerError(f"{asked.out} exists already; name another file with --out.")
    if asked.reader == "committee":
        if is_pseudonymised:
            raise CheckerError("A report for the committee names nobody; leave out --pseudonymise.")
        made = _for_committee(whole, asked.form)
    elif asked.reader == "subject":
        secret = _key(asked.key, asked.run, "Others stand under pseudonyms in a report to a person")
        made = _for_subject(whole, asked.person, asked.form, secret, asked.templates)
    else:
        made = _for_officer(
            whole, asked.form, _key(asked.key, asked.run, "Pseudonyms are made with a key") if is_pseudonymised else None
        )
    _write(formats.printed(made, asked.form, asked.templates) if isinstance(made, Paper) else made, asked.out)


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
