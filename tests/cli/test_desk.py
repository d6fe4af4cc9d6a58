"""``checker draft`` at the writer's desk: exit codes, folders, suppressions, a copy with comments, watching."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from checker.cli import desk

Ran = tuple[int, str, str]
Checker = Callable[..., Ran]
BAD = "New hours at the tip\n\nThe tip opens at eight. #VoteLabour\n"
GOOD = "New hours at the tip\n\nFrom 1 May the site opens at eight.\n"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    (folder / "spring").mkdir(parents=True)
    (folder / "good.txt").write_text(GOOD)
    (folder / "spring" / "bad.md").write_text(BAD)
    return folder


def word(text: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(text)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.usefixtures("drafts")
def test_a_folder_is_checked_at_once(checker: Checker) -> None:
    code, out, _ = checker("draft", "drafts", "-p", "mwda")

    assert code == 1
    assert "spring/bad.md" in out
    assert "2 documents: 1 breach." in out


def test_exit_codes_are_0_fit_1_breaches_2_not_checked(checker: Checker, drafts: Path) -> None:
    assert checker("draft", "drafts/good.txt", "-p", "mwda")[0] == 0
    assert checker("draft", "drafts/spring/bad.md", "-p", "mwda")[0] == 1
    (drafts / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    assert checker("draft", "drafts", "-p", "mwda")[0] == 2  # more than a breach: something was not looked at


@pytest.mark.usefixtures("drafts")
def test_a_suppressed_finding_lets_a_draft_pass_until_its_day(checker: Checker, tmp_path: Path) -> None:
    out = checker("draft", "drafts", "-p", "mwda")[1]
    (print_,) = set(re.findall(r"fingerprint ([0-9a-f]{12})", out))
    (tmp_path / "s.toml").write_text(
        f'[[suppressed]]\nfingerprint = "{print_}"\nreason = "A quotation."\nowner = "press office"\nexpires = 2026-06-30\n'
    )

    in_time = checker("draft", "drafts", "-p", "mwda", "--suppress", "s.toml", "--day", "2026-06-30")
    one_file = checker("draft", "drafts/spring/bad.md", "-p", "mwda", "--suppress", "s.toml", "--day", "2026-06-30")
    late = checker("draft", "drafts", "-p", "mwda", "--suppress", "s.toml", "--day", "2026-07-01")
    unused = checker("draft", "drafts/good.txt", "-p", "mwda", "--suppress", "s.toml", "--day", "2026-06-30")

    assert (in_time[0], one_file[0], late[0], unused[0]) == (0, 0, 1, 0)
    assert "A quotation." in in_time[1]
    assert "ran out on 2026-06-30" in late[2]
    assert "is not used" in unused[2]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_every_form_goes_to_a_file_as_well(checker: Checker, tmp_path: Path, form: str) -> None:
    code, out, _ = checker("draft", "drafts", "-p", "mwda", "--format", form, "--out", f"told.{form}")

    assert (code, out) == (1, "")
    told = (tmp_path / f"told.{form}").read_text(encoding="utf-8")
    assert "#VoteLabour" in told
    if form in ("json", "sarif"):
        json.loads(told)


def test_a_word_draft_comes_back_with_comments(checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "d.docx").write_bytes(word("The tip opens at eight. #VoteLabour"))
    before = (tmp_path / "d.docx").read_bytes()

    code, _, err = checker("draft", "d.docx", "-p", "mwda", "--annotate", "copy.docx")

    assert code == 1
    assert "copy.docx is a copy of d.docx" in err
    (comment,) = docx.Document(str(tmp_path / "copy.docx")).comments
    assert "Clause 11.d" in comment.text
    assert (tmp_path / "d.docx").read_bytes() == before


def test_law_and_an_election_hold_beside_the_protocol(checker: Checker, drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text('notice = 2026-03-27\npoll = 2026-05-07\n[[candidates]]\nname = "Ida Lunt"\n')
    (drafts / "q.txt").write_text('Cafe\n\n"I mend kettles," said Mrs Ida Lunt.\n')
    beside = ("--beside", "lga-1986-s2", "--election", "e.toml")

    near = checker("draft", "drafts/q.txt", "-p", "mwda", *beside, "--day", "2026-04-01")
    after = checker("draft", "drafts/q.txt", "-p", "mwda", *beside, "--day", "2026-05-08")
    both = checker("draft", "drafts/spring/bad.md", "-p", "mwda", *beside, "--day", "2026-05-08")

    assert (near[0], after[0]) == (1, 0)
    assert "Clause pre-election/2" in near[1]
    assert "Clause 11.d" in both[1]
    assert "Clause lga-1986-s2/2.1" in both[1]


def test_a_folder_of_knowledge_is_heard(checker: Checker, drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "local.toml").write_text(
        '[[parties]]\nid = "heath-first"\nnames = ["Heath First"]\ntokens = ["heathfirst"]\n'
    )
    (drafts / "h.txt").write_text("New hours\n\nThe tip opens at eight. #HeathFirst\n")

    assert checker("draft", "drafts/h.txt", "-p", "mwda")[0] == 0
    assert checker("draft", "drafts/h.txt", "-p", "mwda", "--knowledge", "known")[0] == 1
    assert checker("draft", "drafts/h.txt", "-p", "mwda")[0] == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("draft drafts/good.txt -p mwda --day soon", "--day is 'soon'"),
        ("draft drafts -p mwda --annotate x.docx", "give one file"),
        ("draft drafts/good.txt -p mwda --annotate x.docx", "is no Word document"),
        ("draft drafts/good.txt -p mwda --suppress none.toml", "cannot be read"),
        ("draft drafts/good.txt -p mwda --election none.toml", "cannot be read"),
        ("draft drafts/good.txt -p mwda --knowledge none", "no folder of knowledge"),
        ("draft drafts/good.txt -p mwda --beside pre-election", "name their file with --election"),
        ("draft drafts/good.txt -p mwda --beside mwda", "named twice"),
        ("draft drafts/good.txt -p mwda --out none/x.txt", "Cannot write to none/x.txt"),
    ],
)
def test_a_mistake_is_answered_in_one_line(checker: Checker, drafts: Path, command: str, said: str) -> None:
    code, _, err = checker(*command.split())

    assert drafts.is_dir()
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


# --- watching -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_checked_again_when_it_changes_and_not_before(tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text(GOOD)
    ours = tmp_path / "out.txt"
    checks: list[str] = []

    def looks() -> object:
        yield
        yield  # nothing changed
        draft.write_text(BAD)
        yield
        ours.write_text("told")  # what the check itself writes
        yield
        os.utime(draft, ns=(1, 1))
        yield

    def once() -> int:
        checks.append(draft.read_text())
        return int("#" in checks[-1])

    code = desk._watched([tmp_path], once, ours=[ours], looks=iter(looks()))

    assert checks == [GOOD, BAD, BAD]
    assert code == 1


def test_watching_ends_with_a_key_and_outlives_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def looks() -> object:
        yield
        raise KeyboardInterrupt

    def once() -> int:
        from checker.domain import CheckerError

        raise CheckerError("There is no file a.txt.")

    assert desk._watched([tmp_path], once, looks=iter(looks())) == 2
    err = capsys.readouterr().err
    assert "There is no file a.txt." in err
    assert "stopped watching" in err
