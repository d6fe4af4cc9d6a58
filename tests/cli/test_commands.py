"""What the commands do, from the outside: words in, words and an exit code out."""

from __future__ import annotations

import gzip
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.shipped import shipped

DEMO = shipped("corpora", "demo")

Ran = tuple[int, str, str]

MESSAGE = """From clerk@dene.example Mon Mar  2 12:00:00 2026
Message-ID: <1@dene.example>
Date: Mon, 2 Mar 2026 12:00:00 +0000
From: Wren Ashby <wren@dene.example>
To: Rowan Firth <rowan@dene.example>
Subject: The depot

When will the depot open?

"""
ROSTER = """email,name,role,party,position,seniority,committees
wren@dene.example,Wren Ashby,member,,,,
rowan@dene.example,Rowan Firth,officer,,,,
"""


def test_the_demonstration_ends_with_a_summary_and_the_path_of_its_report(checker: Callable[..., Ran], tmp_path: Path) -> None:
    code, out, _ = checker("demo")

    assert code == 0
    assert "officer-lobbying" in out
    assert "demo-run/report.html" in out
    assert sorted(path.name for path in (tmp_path / "demo-run").iterdir()) == [
        "case.jsonl",
        "findings.jsonl",
        "report.html",
        "run.json",
        "timing.json",
        "unread.jsonl",
    ]


def test_the_same_input_gives_the_same_bytes(checker: Callable[..., Ran], tmp_path: Path) -> None:
    checker("scan", DEMO, "--out", "one")
    checker("scan", DEMO, "--out", "two")

    for name in ("case.jsonl", "findings.jsonl", "unread.jsonl", "run.json", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_what_is_expected_is_read_or_named(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.mbox").write_text(MESSAGE)
    (tmp_path / "mail" / "b.mbox.gz").write_bytes(gzip.compress(MESSAGE.replace("<1@", "<2@").encode()))
    (tmp_path / "mail" / "c.eml").write_text(MESSAGE.partition("\n")[2].replace("<1@", "<3@"))
    (tmp_path / "mail" / "d.bin").write_bytes(bytes(range(256)))

    code, _, err = checker("scan", "mail", "--protocol", "mwda")

    assert code == 3
    assert "1 could not be read" in err
    told = json.loads((tmp_path / "run" / "run.json").read_text())["containers"]
    assert [(c["path"], c["expected"], c["read"], c["unread"]) for c in told] == [
        ("mail/a.mbox", 1, 1, 0),
        ("mail/b.mbox.gz", 1, 1, 0),
        ("mail", 2, 1, 1),
    ]
    (unread,) = (json.loads(line) for line in (tmp_path / "run" / "unread.jsonl").read_text().splitlines())
    assert unread["source"]["file"] == "mail/d.bin"
    assert unread["reason"]


def test_an_unanswered_letter_is_found_and_can_make_the_scan_fail(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(MESSAGE)
    (tmp_path / "roster.csv").write_text(ROSTER)
    words = ("scan", "a.mbox", "--protocol", "mwda", "--roster", "roster.csv", "--end", "2026-03-31")

    assert checker(*words, "--out", "one")[0] == 0
    assert checker(*words, "--out", "two", "--fail-on", "breach")[0] in (0, 1)
    (line,) = (tmp_path / "one" / "findings.jsonl").read_text().splitlines()
    finding = json.loads(line)
    assert finding["behaviour"] == "late-reply"
    assert finding["document"] == "<1@dene.example>"
    code, out, _ = checker("explain", finding["id"], "--run", "one")
    assert code == 0
    assert "working days" in out


BAD = {
    "empty.mbox": (b"", "scan empty.mbox -p mwda", "empty.mbox holds no mail (it is empty)"),
    "noise.mbox": (bytes(range(256)) * 9, "scan noise.mbox -p mwda", "noise.mbox holds no mail"),
    "short.csv": (b"email,name\n", "scan good.mbox -p mwda --roster short.csv", "lacks the columns role"),
    "twice.csv": (
        (ROSTER + ROSTER.splitlines()[1]).encode(),
        "scan good.mbox -p mwda --roster twice.csv",
        "stands already on line 2",
    ),
    "a": (b"", "scan good.mbox -p mwd", "No protocol 'mwd'; there are"),
    "b": (b"", "scan good.mbox", "No protocol was named"),
    "c": (b"", "scan nowhere.mbox -p mwda", "There is no file or folder nowhere.mbox"),
    "d": (b"", "scan good.mbox -p mwda --out old", "old exists already"),
    "e": (b"", "scan good.mbox -p mwda --out old --replace", "old is no folder of a run"),
    "f": (b"", "scan good.mbox -p mwda --out good.mbox/run", "Cannot write to good.mbox/run"),
    "g": (b"", "scan good.mbox -p mwda --end soon", "--end is 'soon'"),
    "h": (b"", "scan good.mbox -p mwda --hours 9-5", "--hours is '9-5'"),
    "i": (b"", "scan old -p mwda", "old holds no mail"),
    "j": (b"", "draft nowhere.txt -p mwda", "There is no file or folder nowhere.txt"),
    "k": (b"", "measure old", "old is no case set"),
    "l": (b"", "explain nothing", "'nothing' is no behaviour and no clause"),
    "m": (b"", "explain mwda/99", "mwda has no clause 99"),
    "n": (b"", "frobnicate", "No such command 'frobnicate'"),
    "o": (b"", "scan --frobnicate", "No such option"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_answered_by_one_line_and_leaves_nothing_behind(
    checker: Callable[..., Ran], tmp_path: Path, name: str
) -> None:
    data, command, said = BAD[name]
    (tmp_path / "good.mbox").write_text(MESSAGE)
    (tmp_path / "old").mkdir()
    (tmp_path / name).write_bytes(data)
    before = sorted(path.name for path in tmp_path.rglob("*"))

    code, _, err = checker(*command.split())

    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_release_with_a_partys_slogan_is_not_fit_and_the_clause_is_named(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("New hours at the tip\n\nA service for the many, not the few, said a spokesman.\n")
    (tmp_path / "good.txt").write_text("New hours at the tip\n\nFrom 1 May the site opens at eight.\n")

    code, out, _ = checker("draft", "bad.txt", "--protocol", "mwda")
    assert code == 1
    assert "11(d)" in out
    assert checker("draft", "good.txt", "--protocol", "mwda")[0] == 0


@pytest.mark.parametrize("form", ["json", "sarif", "html"])
def test_a_drafts_findings_are_told_in_every_form(checker: Callable[..., Ran], tmp_path: Path, form: str) -> None:
    (tmp_path / "bad.txt").write_text("New hours at the tip. #VoteLabour\n")

    code, out, _ = checker("draft", "bad.txt", "--protocol", "mwda", "--format", form)

    assert code == 1
    assert "#VoteLabour" in out
    if form != "html":
        json.loads(out)


def test_a_draft_that_cannot_be_checked_is_said_so(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 broken")

    code, _, err = checker("draft", "x.pdf", "--protocol", "mwda")

    assert code == 2
    assert "x.pdf was not checked" in err


def test_the_demonstration_is_measured_for_its_behaviours(checker: Callable[..., Ran]) -> None:
    code, out, _ = checker("measure", DEMO)

    assert code == 0
    for behaviour in ("late-reply", "officer-lobbying", "party-branding", "undisclosed-copying"):
        assert re.search(rf"{behaviour} .*\d\.\d\d .*\d\.\d\d .*\d\.\d\d", out), behaviour


def test_protocols_are_listed_and_shown_and_explained(checker: Callable[..., Ran]) -> None:
    assert "mwda" in checker("protocols", "list")[1]
    assert "mwda/7.6" in checker("protocols", "show", "mwda")[1]
    assert "mwda/7.3.3" in checker("explain", "mwda/7.3")[1]
    assert "late answer" in checker("explain", "late-reply")[1].replace("-", " ")


def test_every_command_has_help(checker: Callable[..., Ran]) -> None:
    out = checker("--help")[1]

    for command in ("scan", "draft", "measure", "demo", "explain", "protocols"):
        assert command in out
        assert len(checker(command, "--help")[1]) > 100


def test_the_commands_of_the_readme_are_commands_with_those_options(checker: Callable[..., Ran]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\$ checker (.+)$", readme, re.MULTILINE)

    assert lines
    for line in lines:
        words = shlex.split(line)
        depth = 2 if words[0] == "protocols" else 1
        out = checker(*words[:depth], "--help")[1]
        for word in words:
            assert not word.startswith("--") or word in out, line


OLD = """id = "dene"
title = "Protocol"
authority = "Dene"
edition = "2010"
in_force_to = 2026-03-31

[[clauses]]
number = "1"
locator = "paragraph 1"
addressee = "officer"
kind = "deadline"
summary = "Answers come within five working days."
behaviours = ["late-reply"]
visible = "with-settings"
limits = { reply_working_days = 5 }
"""
NEW = OLD.replace("2010", "2026").replace("in_force_to = 2026-03-31", "in_force_from = 2026-04-01").replace("= 5 }", "= 15 }")


def test_a_message_is_judged_by_the_edition_in_force_on_its_day(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(OLD)
    (tmp_path / "new.toml").write_text(NEW)
    (tmp_path / "roster.csv").write_text(ROSTER)
    later = MESSAGE.replace("<1@", "<2@").replace("2 Mar 2026", "4 May 2026").replace("Subject: The depot", "Subject: The rota")
    (tmp_path / "a.mbox").write_text(MESSAGE + later)

    words = ("scan", "a.mbox", "-p", "old.toml", "-p", "new.toml", "--roster", "roster.csv", "--end", "2026-05-20")
    code, out, err = checker(*words)

    assert code == 0, err
    (line,) = (tmp_path / "run" / "findings.jsonl").read_text().splitlines()
    assert json.loads(line)["document"] == "<1@dene.example>"
    assert json.loads(line)["clauses"] == ["dene/1@until-2026-03-31"]
    assert "of the edition in force until 2026-03-31" in out
    assert "of the edition in force until 2026-03-31" in (tmp_path / "run" / "report.html").read_text()


def test_editions_that_are_in_force_at_once_are_refused(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(OLD)
    (tmp_path / "new.toml").write_text(NEW.replace("2026-04-01", "2026-03-01"))
    (tmp_path / "a.mbox").write_text(MESSAGE)

    code, _, err = checker("scan", "a.mbox", "-p", "old.toml", "-p", "new.toml")

    assert code == 2
    assert "Two editions are in force at once" in err


def test_mail_after_an_edition_has_ended_is_not_judged_by_it_and_said_so(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(OLD.replace("2026-03-31", "2026-02-28"))
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "a.mbox").write_text(MESSAGE)

    checker("scan", "a.mbox", "-p", "old.toml", "--roster", "roster.csv", "--end", "2026-03-31")

    told = json.loads((tmp_path / "run" / "run.json").read_text())
    assert told["findings"] == {"breach": 0, "review": 0}
    assert any("1 messages were written while no edition" in one["reason"] for one in told["untold"])


def test_a_roster_from_excel_is_read_or_answered_with_what_to_do(checker: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(MESSAGE)
    (tmp_path / "semicolons.csv").write_text(ROSTER.replace(",", ";"))
    (tmp_path / "latin.csv").write_bytes(ROSTER.replace("Wren", "Siân").encode("cp1252"))

    assert checker("scan", "a.mbox", "-p", "mwda", "--roster", "semicolons.csv")[0] == 0
    code, _, err = checker("scan", "a.mbox", "-p", "mwda", "--roster", "latin.csv", "--out", "two")
    assert code == 2
    assert "CSV UTF-8" in err
