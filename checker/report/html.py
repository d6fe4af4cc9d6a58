"""``report.html``: the account of a run, and its findings inside the protocol, in pages that need nothing else.

Everything in them may come from hostile mail. A page runs no script and loads nothing (its own content security policy says
so too), all text is escaped, invisible characters are shown as boxes (``highlight.shown``, applied to every text a template
prints), and addresses in mail are text, not links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import TemplateError
from markupsafe import Markup

from checker.calendar import Count, Day, count_told, days
from checker.domain import CheckerError, Finding, Run
from checker.report import account, charts, highlight, measured, pictures, register, words
from checker.report.entries import Entry, entry
from checker.report.letterhead import Letterhead, letterhead
from checker.report.manifest import PAGES, Manifest
from checker.report.page import Page, arrange, is_large
from checker.report.register import Line
from checker.report.shelf import Shelf
from checker.report.standing import standings
from checker.report.tree import Section

FIRST, FOLDER = "report.html", PAGES
# So many unread things are named on the first page of a report that has more pages; the others stand on a page of their own.
MOST_UNREAD = 200


def render(run: Run, *, title: str = "", made: Manifest | None = None, templates: Path | None = None) -> str:
    """The report of a run as one page of HTML; the same run gives the same page, character for character.

    ``made`` says what the run was made from, so that a reader can check the report by hand; ``templates`` is a folder with an
    authority's own letterhead and templates.
    """
    shelf = Shelf(run)
    return Report(run, title, templates, letterhead(templates), shelf, arrange(run, shelf)).first(made)


def report(run: Run, *, title: str = "", templates: Path | None = None) -> Report:
    """The report of a run, in several pages if it is large."""
    is_split = is_large(run)
    shelf = Shelf(run, is_split=is_split)
    return Report(run, title, templates, letterhead(templates), shelf, arrange(run, shelf, is_split=is_split))


@dataclass(frozen=True, slots=True)
class Report:
    """A report to be written: its first page, and the pages that go into the folder beside it."""

    run: Run
    title: str
    templates: Path | None
    letterhead: Letterhead
    shelf: Shelf
    page: Page

    def first(self, made: Manifest | None = None) -> str:
        """The first page, which is all of a report that is not large."""
        entries: Mapping[str, Sequence[Entry]] = {}
        if not self.page.is_split:
            entries = {chapter.anchor: tuple(self._entries(chapter.lines)) for chapter in self.page.chapters}
        full = () if self.page.is_split else tuple(self.shelf.full())
        told = account.of(self.run)
        return self._made("report.html.j2", made=made, account=told, entries=entries, full=full, beside=f"{FOLDER}/", part=None)

    def others(self) -> Iterator[tuple[str, str]]:
        """The other pages, each with its name: clauses with their findings, lists, long conversations, all of the account."""
        if not self.page.is_split:
            return
        for chapter in self.page.chapters:
            for number, (name, lines) in enumerate(chapter.pages):
                part = {"chapter": chapter, "number": number, "entries": self._entries(lines)}
                yield name, self._part("clause", part)
        for view in self.page.views:
            pages = list(register.paged(view))
            for number, (name, groups) in enumerate(pages):
                part = {"view": view, "groups": groups, "number": number, "names": [each for each, _ in pages]}
                yield name, self._part("list", part)
        for full in self.shelf.full():
            yield f"{full.anchor}.html", self._part("full", {"full": full})
        told = account.of(self.run)
        if len(told.named) > MOST_UNREAD or len(told.containers) > told.most:
            yield "account.html", self._part("account", {"account": told})

    def _part(self, kind: str, part: Mapping[str, object]) -> str:
        return self._made("part.html.j2", kind=kind, part=part, beside="")

    def _entries(self, lines: Sequence[Line]) -> Iterator[Entry]:
        behaviours = {behaviour.id: behaviour for behaviour in self.run.behaviours}
        return (entry(line, behaviours, self.shelf) for line in lines)

    def _made(self, template: str, **given: object) -> str:
        made_by = environment(self.templates)
        try:
            return made_by.get_template(template).render(
                title=self.title or f"Findings under the {self.run.protocol.title}",
                run=self.run,
                page=self.page,
                letterhead=self.letterhead,
                homes={chapter.clause.id: chapter for chapter in self.page.chapters},
                most_unread=MOST_UNREAD,
                **given,
            )
        except TemplateError as error:
            if self.templates is None:
                raise
            raise CheckerError(f"A template in {self.templates} is wrong: {error}.") from error


@cache
def environment(templates: Path | None = None) -> Environment:
    """How every page is made: escaped, with nothing undefined, and every text printed through ``highlight.shown``.

    Templates in the folder, if one is given, take the place of ours.
    """
    ours = PackageLoader("checker.report")
    loaders: list[BaseLoader] = [] if templates is None else [FileSystemLoader(templates)]
    made = Environment(
        loader=ChoiceLoader([*loaders, ours, PrefixLoader({"shipped": ours})]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        body=highlight.body,
        bar=charts.bar,
        by_month=charts.by_month,
        by_outcome=charts.by_outcome,
        count=words.count,
        cut=words.cut,
        day=words.day,
        deadline=_deadline,
        heads=_heads,
        in_css=_in_css,
        likelihood=words.likelihood,
        measured=measured.told,
        moment=words.moment,
        name=words.title,
        office=words.office,
        outcome=words.outcome,
        plain=highlight.plain,
        short_moment=words.short_moment,
        shut=_shut,
        size=words.size,
        standings=standings,
        tally=words.tally,
        way=pictures.way,
        without_stop=_without_stop,
        zone_label=highlight.zone_label,
    )
    made.globals.update(measured_on=measured.sources)
    made.tests.update(adding_up=account.adds_up)
    return made


def _deadline(finding: Finding, options: Mapping[str, str]) -> Markup:
    """The days that a finding of timeliness counts, as a picture; empty for any other."""
    counted = count_told(finding.why)
    return Markup("") if counted is None else pictures.strip(counted, _days(counted, options))


def _shut(finding: Finding, options: Mapping[str, str]) -> list[str]:
    """The bank holidays, and the days on which the authority was closed, that a count of days left out."""
    counted = count_told(finding.why)
    return [] if counted is None else pictures.shut(_days(counted, options))


def _days(counted: Count, options: Mapping[str, str]) -> tuple[Day, ...]:
    """The days of a count, none if they are too many for a picture."""
    if (counted.until - counted.after).days > pictures.MOST_DAYS:
        return ()
    closed = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", options.get("closed", ""))]
    return days(counted.after, counted.until, options.get("nation") or "ENG", closed)


def _without_stop(sentence: str) -> str:
    """The sentence without its full stop, for a template that puts one."""
    return sentence.removesuffix(".")


def _heads(sections: Sequence[Section]) -> Iterator[tuple[str, str, str]]:
    """What stands at the head of which pages of paper: a section with findings, and those without that follow it.

    Each is the name of a kind of page, the words for its head, and the sections that are printed on it, as a selector.
    """
    together: list[list[Section]] = []
    for section in sections:
        if section.chapters:
            together.append([section])
        elif together:
            together[-1].append(section)
    for run in together:
        first, last = run[0].name, run[-1].name
        yield run[0].anchor, first if first == last else f"{first} to {last}", ", ".join(f"#{section.anchor}" for section in run)


def _in_css(text: str) -> Markup:
    """The text as the inside of a string in a stylesheet: letters, figures and a few signs, none of which can end it."""
    return Markup(re.sub(r"[^\w .,:()/’–-]", " ", text[:80]))  # noqa: S704 see above


def _shown(value: object) -> object:
    # Exactly `str`: text that is already markup, and what a macro gives back, is left alone.
    return highlight.shown(value) if type(value) is str else value
