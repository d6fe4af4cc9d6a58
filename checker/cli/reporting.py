"""``checker report``: what a run found and what was decided of it, for its readers; and pseudonyms turned back with their key.

What makes the reports (``papers``) is loaded when one is asked for, so that other commands start without it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
    from checker.cli import papers

    asked = papers.Asked(run, reader.value, person, form.value, out, key_path, templates)
    if reveal:
        papers.reveal(asked, reveal)
    else:
        papers.write(asked, is_pseudonymised=pseudonymise)
