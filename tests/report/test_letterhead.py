"""An authority's own name, logo, contact and statement of method, and templates in place of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from checker.domain import CheckerError, Run
from checker.report import html
from checker.report.letterhead import MOST_LOGO
from checker.scan.folder import write

PIXEL = b"\x89PNG\r\n\x1a\n"


def test_name_contact_method_and_logo_stand_on_the_first_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text(
        'name = "Heathshire <Council>"\ncontact = "The Clerk\\nTown Hall"\nmethod = "Read by two people."\n', encoding="utf-8"
    )
    (tmp_path / "logo.png").write_bytes(PIXEL)

    text = html.render(run, templates=tmp_path)

    tree = lxml_html.document_fromstring(text)
    head = " ".join(tree.find(".//header").text_content().split())
    assert "Heathshire <Council>" in head
    assert "Read by two people." in head
    assert "The people named have not been heard." in head
    assert tree.xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert "img-src data:;" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert "img-src" not in html.render(run)


def test_a_template_of_the_authority_takes_the_place_of_ours_and_may_start_from_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text(
        '{% extends "shipped/report.html.j2" %}{% block title %}Ours: {{ run.protocol.title }}{% endblock %}', encoding="utf-8"
    )
    (tmp_path / "style.css").write_text("body { color: black }", encoding="utf-8")

    text = html.render(run, templates=tmp_path)

    assert "<title>Ours: Protocol on Member/Officer Relations</title>" in text
    assert "body { color: black }" in text
    assert text.count("<article") == len(run.findings)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("council.toml", b"name = ", "TOML with name, contact, method was expected"),
        ("council.toml", b"nmae = 'x'", "has 'nmae'"),
        ("council.toml", b"name = 3", "has 'name'"),
        ("logo.svg", b"x" * (MOST_LOGO + 1), "a logo of 200,000 at most was expected"),
        ("report.html.j2", b"{% if %}", "A template in"),
        ("method.html.j2", b"{{ nothing_of_this_name }}", "A template in"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(run: Run, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CheckerError, match=said):
        html.render(run, templates=tmp_path)


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="no folder of templates"):
        html.render(run, templates=tmp_path / "missing")


def test_a_run_is_written_under_the_letterhead_that_was_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "council.toml").write_text('name = "Heathshire Council"', encoding="utf-8")

    write(run, {}, (), tmp_path / "run", templates=tmp_path / "ours")

    assert "<strong>Heathshire Council</strong>" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
