"""``checker report``, from the outside."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.shipped import shipped

DEMO = shipped("corpora", "demo")
OFFICER = "alistair.corless@estuarywaste.gov.example"

Ran = tuple[int, str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the demonstration, made once."""
    from checker.cli import main

    out = tmp_path_factory.mktemp("report") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["checker", "scan", str(DEMO), "--out", str(out)])
        with pytest.raises(SystemExit):
            main()
    return out


@pytest.mark.parametrize("form", ["html", "docx", "csv", "jsonl", "sarif", "md"])
@pytest.mark.parametrize(
    "words",
    [
        ("--for", "officer"),
        ("--for", "officer", "--pseudonymise", "--key", "k.key"),
        ("--for", "subject", "--person", OFFICER, "--key", "k.key"),
        ("--for", "committee"),
    ],
    ids=["officer", "pseudonymised", "subject", "committee"],
)
def test_every_reader_gets_every_form_and_twice_the_same(
    checker: Callable[..., Ran], folder: Path, tmp_path: Path, words: tuple[str, ...], form: str
) -> None:
    if words[1] == "committee" and form == "sarif":
        return
    for name in ("one", "two"):
        code, out, err = checker("report", folder, *words, "--format", form, "--out", name)
        assert (code, out, err) == (0, f"Report: {name}\n", "")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_report_is_printed_where_no_file_is_named(checker: Callable[..., Ran], folder: Path) -> None:
    code, out, _ = checker("report", folder, "--format", "md")

    assert code == 0
    assert out.startswith("# Findings and decisions under the Protocol")


def test_pseudonyms_are_turned_back_with_their_key_alone(checker: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    for form in ("csv", "docx"):
        out = ("--key", "a.key", "--out", f"s.{form}")
        assert checker("report", folder, "--for", "subject", "--person", OFFICER, "--format", form, *out)[0] == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text(encoding="utf-8-sig"))))
    true = {json.loads(line)["id"] for line in (folder / "findings.jsonl").read_text().splitlines()}

    code, told, _ = checker("report", folder, "--reveal", "s.csv", "--key", "a.key")
    of_word = checker("report", folder, "--reveal", "s.docx", "--key", "a.key")
    other, _, err = checker("report", folder, "--reveal", "s.csv", "--key", "b.key")

    meant = dict(line.split("\t") for line in told.splitlines())
    assert code == of_word[0] == 0
    assert {meant[row["id"]].removeprefix("finding ") for row in rows} <= true
    assert any("@" in meaning for meaning in dict(line.split("\t") for line in of_word[1].splitlines()).values())
    assert other == 2
    assert "None of these is a pseudonym" in err


def test_a_person_gets_their_own_findings_alone(checker: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    words = ("--for", "subject", "--person", OFFICER, "--key", "k.key", "--format", "jsonl", "--out", "s.jsonl")
    assert checker("report", folder, *words)[0] == 0

    found = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text().splitlines()]
    mine = [line for line in (folder / "findings.jsonl").read_text().splitlines() if json.loads(line)["actor"] == OFFICER]
    assert len(found) == len(mine) > 0
    assert {line["actor"] for line in found} == {OFFICER}


MISTAKES = {
    "--for subject": "needs the person's address as --person",
    "--person a@x.example": "needs the person's address as --person",
    f"--for subject --person {OFFICER}": "name its file with --key",
    "--for subject --person nobody@x.example --key k.key": "No finding and no line of the roster names nobody@x.example",
    "--pseudonymise": "name its file with --key",
    "--pseudonymise --key {run}/k.key": "would lie in the run's folder",
    "--for committee --pseudonymise": "names nobody; leave out --pseudonymise",
    "--for committee --format sarif": "holds figures and no findings",
    "--format pdf": "A pdf is not printed; name a file with --out",
    "--format docx": "A docx is not printed; name a file with --out",
    "--out there": "there exists already",
    "--out no/where.html": "Cannot write to no/where.html",
    "--format tex": "'tex' is not one of",
    "--reveal 23456789": "name its file with --key",
}


@pytest.mark.parametrize("words", MISTAKES)
def test_a_mistake_is_answered_in_one_line(checker: Callable[..., Ran], folder: Path, tmp_path: Path, words: str) -> None:
    (tmp_path / "there").write_text("")

    code, _, err = checker("report", folder, *words.format(run=folder).split())

    assert code == 2
    assert MISTAKES[words] in err
    assert err.count("\n") == 1


def test_an_authority_puts_its_own_head_and_words_on_a_report(checker: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "council.toml").write_text('name = "Dene District"\n')
    (tmp_path / "own" / "subject.txt.j2").write_text("[answer]\n\nRing the Dean & say so.\n")
    words = ("--for", "subject", "--person", OFFICER, "--key", "k.key", "--templates", "own")

    assert checker("report", folder, *words, "--out", "a.html")[0] == 0
    assert checker("report", folder, *words, "--format", "md", "--out", "a.md")[0] == 0

    page = (tmp_path / "a.html").read_text()
    assert "Dene District" in page
    assert "Ring the Dean &amp; say so." in page
    assert "Ring the Dean \\& say so." in (tmp_path / "a.md").read_text()
    (tmp_path / "own" / "subject.txt.j2").write_text("{{ nothing.at.all }}")
    code, _, err = checker("report", folder, *words, "--out", "b.html")
    assert code == 2
    assert "A template in own is wrong" in err


def test_a_folder_that_is_no_run_is_a_mistake(checker: Callable[..., Ran], tmp_path: Path) -> None:
    code, _, err = checker("report", tmp_path)

    assert code == 2
    assert "is no folder of a run" in err


def test_without_weasyprint_a_pdf_is_one_line_of_advice(
    checker: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    code, _, err = checker("report", folder, "--for", "committee", "--format", "pdf", "--out", "c.pdf")

    assert code == 2
    assert 'pip install "protocol-checker[pdf]"' in err
    assert err.count("\n") == 1
