"""The check before something is published: drafts read, checked and told in a form for the desk, an editor or a reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker import __version__
from checker.detectors import behaviours
from checker.domain import Case, CheckerError, Container, Document, Protocol, Run, Source, Unread, Untold
from checker.ingest import drafts
from checker.ingest.containers import Reader
from checker.ingest.limits import USUAL, Limits
from checker.ingest.unreadable import NotReadable
from checker.pipeline import check, untold
from checker.report import html, jsonl, sarif, text
from checker.report.highlight import wrapped
from checker.scan.sets import Settings

FORMATS = ("text", "json", "sarif", "html")


def check_drafts(
    paths: Sequence[Path], protocol: Protocol, settings: Settings, *, options: Mapping[str, str], limits: Limits = USUAL
) -> Run:
    """These drafts, and those in these folders, checked. ``CheckerError`` if a path is not there or holds nothing."""
    texts: list[Document] = []
    unread: list[Unread] = []
    containers: list[Container] = []
    for path in paths:
        if not path.exists():
            raise CheckerError(f"There is no file or folder {path}.")
        with Reader(limits) as reader:
            mine: list[Document | Unread] = list(_read(path, reader))
        if not mine:
            raise CheckerError(
                f"{path} holds no drafts; Word (docx), ODT, RTF, PDF, PowerPoint, HTML, Markdown or text files were expected."
            )
        texts += [one for one in mine if isinstance(one, Document)]
        unread += [one for one in mine if isinstance(one, Unread)]
        read = sum(isinstance(one, Document) for one in mine)
        containers.append(Container(str(path), "drafts", "", len(mine), read, len(mine) - read))
    case = Case(publicity=tuple(texts), people=settings.people.people, end=settings.end)
    return Run(
        protocol=protocol,
        behaviours=tuple(behaviours().values()),
        containers=tuple(containers),
        unread=tuple(unread),
        untold=tuple(untold(protocol, settings.people.people, has_mail=False)),
        findings=tuple(check(case, protocol)),
        conversations=(),
        publicity=tuple(texts),
        options=dict(options),
        version=__version__,
    )


def _read(path: Path, reader: Reader) -> Iterator[Document | Unread]:
    for draft in drafts.found(path):
        name = draft.relative_to(path).as_posix() if path.is_dir() else draft.name
        source = Source(str(draft))
        try:
            document = reader.draft(draft, name, source)
        except NotReadable as error:
            yield Unread(source, str(error))
        else:
            yield document


def rendered(run: Run, form: str, *, width: int = 100) -> str:
    """What was found in drafts, in one of ``FORMATS``."""
    if form == "json":
        told = {
            "findings": [jsonl.finding_as_json(finding) for finding in run.findings],
            "unread": [jsonl.unread_as_json(one) for one in run.unread],
            "not_judged": [{"behaviour": one.behaviour, "reason": one.reason} for one in _not_judged(run)],
        }
        return json.dumps(told, ensure_ascii=False, indent=2)
    if form == "sarif":
        return sarif.render(run.findings, run.protocol, [one for one in run.behaviours if one.is_seen])
    if form == "html":
        return html.render(run, title="Pre-publication check")
    report = text.render(run.publicity, run.findings, run.protocol, width=width)
    if not_judged := _not_judged(run):
        listed = ", ".join(one.behaviour for one in not_judged)
        report += "\n" + "\n".join(wrapped(f"Not judged, so nothing here speaks for or against it: {listed}.", width, ""))
    return report


def _not_judged(run: Run) -> list[Untold]:
    """What a draft could do wrong under the protocol that was not judged."""
    publicity = {one.id for one in run.behaviours if one.channel in ("publicity", "both")}
    return [one for one in run.untold if one.behaviour in publicity]
