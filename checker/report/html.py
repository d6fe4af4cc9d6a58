"""``report.html``: the account of a run, and its findings inside the protocol, in one page that needs nothing else.

Everything in it may come from hostile mail. The page runs no script and loads nothing (its own content security policy says
so too), all text is escaped, invisible characters are shown as boxes (``highlight.shown``, applied to every text a template
prints), and addresses in mail are text, not links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.calendar import count_told, days
from checker.domain import Finding, Run
from checker.report import account, highlight, page, pictures, words
from checker.report.manifest import Manifest


def render(run: Run, *, title: str = "", made: Manifest | None = None) -> str:
    """The report of a run as HTML; the same run gives the same page, character for character.

    ``made`` says what the run was made from, so that a reader can check the report by hand.
    """
    template = environment().get_template("report.html.j2")
    arranged = page.arrange(run)
    return template.render(
        title=title or f"Findings under the {run.protocol.title}",
        run=run,
        account=account.of(run),
        made=made,
        page=arranged,
        anchors={chapter.clause.id: chapter.anchor for chapter in arranged.chapters},
    )


@cache
def environment() -> Environment:
    """How every page is made: escaped, with nothing undefined, and every text printed through ``highlight.shown``."""
    environment = Environment(
        loader=PackageLoader("checker.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        body=highlight.body,
        count=words.count,
        cut=words.cut,
        day=words.day,
        likelihood=words.likelihood,
        moment=words.moment,
        name=words.title,
        office=words.office,
        deadline=_deadline,
        outcome=words.outcome,
        plain=highlight.plain,
        short_moment=words.short_moment,
        size=words.size,
        tally=words.tally,
        way=pictures.way,
        zone_label=highlight.zone_label,
    )
    environment.tests.update(adding_up=account.adds_up)
    return environment


def _deadline(finding: Finding, options: Mapping[str, str]) -> Markup:
    """The days that a finding of timeliness counts, as a picture; empty for any other."""
    counted = count_told(finding.why)
    if counted is None:
        return Markup("")
    closed = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", options.get("closed", ""))]
    return pictures.strip(counted, days(counted.after, counted.until, options.get("nation") or "ENG", closed))


def _shown(value: object) -> object:
    # Exactly `str`: text that is already markup, and what a macro gives back, is left alone.
    return highlight.shown(value) if type(value) is str else value
