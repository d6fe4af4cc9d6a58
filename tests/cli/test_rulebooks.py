"""``checker protocols``, from the outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Ran = tuple[int, str, str]
Checker = Callable[..., Ran]

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "protocols"
PROTOCOLS = ("city-of-london", "isle-of-wight", "london-councils", "mpa", "mwda")

PACK = """id = "dene"
title = "Protocol"
authority = "Dene"

[[clauses]]
number = "1"
locator = "paragraph 1"
addressee = "officer"
kind = "deadline"
summary = "Answers come within three working days."
behaviours = ["late-reply"]
visible = "with-settings"
limits = { reply_working_days = 3 }
"""
COPY = "Protocol of Dene\n\n1. Officers shall answer within three working days, come what may.\n"


def test_five_protocols_are_listed_and_the_law_beside_them(checker: Checker) -> None:
    code, out, _ = checker("protocols", "list")

    assert code == 0
    listed, _, beside = out.partition("\n\n")
    assert [line.split()[0] for line in listed.splitlines()] == list(PROTOCOLS)
    assert [line.split()[0] for line in beside.splitlines()[1:]] == ["lga-1986-s2", "pre-election", "publicity-code-2011"]


def test_coverage_tells_what_is_checked_and_what_is_a_gap(checker: Checker) -> None:
    code, out, _ = checker("protocols", "coverage", "mwda")

    assert code == 0
    assert "Gap: not checked yet" in out
    assert "late-reply" in out
    assert checker("protocols", "coverage", "mwda", "--format", "html")[1].startswith("<!DOCTYPE html>")


def test_an_attached_copy_is_quoted_word_for_word(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "dene.toml").write_text(PACK)
    (tmp_path / "copy.txt").write_text(COPY)

    code, out, _ = checker("protocols", "attach", "dene.toml", "copy.txt")

    assert code == 0
    assert "1 of 1 statements" in out
    assert (
        "come what may" in checker("explain", "dene.toml/1")[1] or "come what may" in checker("protocols", "show", "dene.toml")[1]
    )


def test_a_copy_of_something_else_is_refused(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "dene.toml").write_text(PACK)
    (tmp_path / "menu.txt").write_text("Soup\n\nFish\n")

    code, _, err = checker("protocols", "attach", "dene.toml", "menu.txt")

    assert code == 2
    assert "is it that protocol's text?" in err


def test_a_pack_is_checked_and_every_fault_named(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(PACK)
    (tmp_path / "bad.toml").write_text(PACK.replace('"deadline"', '"wish"').replace("late-reply", "late-replies"))

    assert checker("protocols", "check", "good.toml")[:2] == (0, "No faults.\n")
    code, out, _ = checker("protocols", "check", "bad.toml")
    assert code == 1
    assert "bad.toml:9" in out
    assert "late-reply" in out


def test_what_a_new_edition_changes_is_shown(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(PACK)
    (tmp_path / "new.toml").write_text(PACK.replace("reply_working_days = 3", "reply_working_days = 10").replace("three", "ten"))

    out = checker("protocols", "diff", "old.toml", "new.toml")[1]

    assert "reply_working_days" in out
    assert "3" in out
    assert "10" in out


@pytest.mark.shared
@pytest.mark.parametrize("id", PROTOCOLS)
def test_the_official_wording_of_every_statement_is_found_in_the_protocols_own_text(checker: Checker, id: str) -> None:
    text = TEXTS / f"{id}.txt"
    if not text.is_file():
        pytest.skip("the protocols' texts are not here")

    code, out, _ = checker("protocols", "attach", id, text)

    assert code == 0
    found, _, total, *_ = out.split()
    assert int(found) >= 0.98 * int(total)


@pytest.mark.shared
def test_with_the_wording_attached_the_demonstrations_report_quotes_the_clause(checker: Checker, tmp_path: Path) -> None:
    text = TEXTS / "mwda.txt"
    if not text.is_file():
        pytest.skip("the protocols' texts are not here")
    checker("protocols", "attach", "mwda", text)
    checker("demo")

    report = (tmp_path / "demo-run" / "report.html").read_text(encoding="utf-8")

    assert "Officers should respond to correspondence from Members within 5 working days." in report


def test_a_councils_own_document_becomes_a_pack_that_works_the_same_day(checker: Checker, tmp_path: Path) -> None:
    document = Path(__file__).parents[1] / "protocols" / "importing" / "dene.txt"

    code, out, err = checker("protocols", "import", document, "--id", "dene")

    assert code == 0, err
    assert ": dene.toml" in out
    assert checker("protocols", "check", "dene.toml")[0] == 0
    assert "DOUBT" in (tmp_path / "dene.toml").read_text()
    assert checker("scan", ROOT / "corpora" / "demo", "--protocol", "dene.toml")[0] == 0
    assert checker("protocols", "import", document, "--id", "dene")[0] == 2


def test_a_document_without_clauses_is_refused(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "menu.txt").write_text("Soup\n")

    code, _, err = checker("protocols", "import", "menu.txt", "--id", "menu")

    assert code == 2
    assert "No clause was found" in err
    assert not (tmp_path / "menu.toml").exists()
