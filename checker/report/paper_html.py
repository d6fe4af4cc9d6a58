"""A report on paper as one page of HTML: no script, nothing loaded, every text escaped and its hidden characters shown."""

from __future__ import annotations

from pathlib import Path

from jinja2.exceptions import TemplateError

from checker.domain import CheckerError
from checker.report.html import environment
from checker.report.letterhead import letterhead
from checker.report.paper import Heading, Paper


def render(paper: Paper, templates: Path | None = None) -> str:
    """The paper as HTML; the same paper gives the same page, character for character.

    ``templates`` is a folder with an authority's own letterhead and templates.
    """
    contents = [block for block in paper.blocks if isinstance(block, Heading) and block.level == 2]
    given = {"paper": paper, "title": paper.title, "contents": contents, "letterhead": letterhead(templates)}
    return filled("paper.html.j2", templates, given)


def filled(template: str, templates: Path | None, given: dict[str, object]) -> str:
    """A template with what is given; ``CheckerError`` if one of the authority's own is wrong."""
    try:
        return environment(templates).get_template(template).render(given)
    except TemplateError as error:
        if templates is None:
            raise
        raise CheckerError(f"A template in {templates} is wrong: {error}.") from error
