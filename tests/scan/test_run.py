from __future__ import annotations

from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.domain import CheckerError
from checker.ingest.limits import USUAL, Limits
from checker.people import Roster, read_roster, roster
from checker.protocols import load
from checker.report import html
from checker.scan import plan as scanning
from checker.scan import run as running
from checker.scan.folder import may_write, write
from checker.scan.run import Told, scan
from checker.scan.sets import Settings

ROSTER = """email,name,role,party,position,seniority,committees
wren@dene.example,Wren Ashby,member,,,,
rowan@dene.example,Rowan Firth,officer,,,,
"""


def message(
    number: int, *, day: int, sender: str = "wren", to: str = "rowan", text: str = "When will the depot open?", more: str = ""
) -> str:
    return (
        f"From x@dene.example Mon Mar  2 12:00:00 2026\nMessage-ID: <{number}@dene.example>\n"
        f"Date: {day} Mar 2026 12:00:00 +0000\nFrom: {sender}@dene.example\nTo: {to}@dene.example\n{more}"
        f"Subject: Matter {number // 10}\n\n{text}\n\n"
    )


@pytest.fixture
def people(tmp_path: Path) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return read_roster(path)


def mailbox(place: Path, *messages: str) -> Path:
    path = place / "a.mbox"
    path.write_text("".join(messages))
    return path


def scanned(path: Path, people: Roster):  # type: ignore[no-untyped-def]
    return scan([path], None, [load("mwda", behaviours())], Settings(people), options={}).run


def test_the_same_is_found_in_whatever_parts_a_mailbox_is_checked(
    tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mailbox(tmp_path, *(message(10 * n, day=2 + n) for n in range(6)), message(999, day=30, sender="rowan", to="wren"))
    whole = scanned(path, people)

    monkeypatch.setattr(scanning, "PART", 2)

    assert scanned(path, people).findings == whole.findings
    assert len(whole.findings) == 6


def test_what_is_expected_of_each_container_is_read_or_not(tmp_path: Path, people: Roster) -> None:
    run = scanned(mailbox(tmp_path, message(10, day=2), message(20, day=3)), people)

    (container,) = run.containers
    assert (container.expected, container.read, container.unread) == (2, 2, 0)
    assert len(container.sha256) == 64


def test_the_same_message_from_two_mailboxes_is_judged_once(tmp_path: Path, people: Roster) -> None:
    path = mailbox(tmp_path, message(10, day=2), message(10, day=2), message(999, day=30, sender="rowan", to="wren"))

    run = scanned(path, people)

    assert [finding.document for finding in run.findings] == ["<10@dene.example>"]
    assert len([m for c in run.conversations for m in c.messages]) == 1


def test_copies_that_differ_in_blind_copies_are_both_kept(tmp_path: Path, people: Roster) -> None:
    path = mailbox(
        tmp_path,
        message(10, day=2),
        message(10, day=2, more="Bcc: clerk@dene.example\n"),
        message(999, day=30, sender="rowan", to="wren"),
    )

    run = scanned(path, people)

    assert len([m for c in run.conversations for m in c.messages]) == 2


def test_without_a_roster_offices_are_guessed_and_no_guess_makes_a_breach(tmp_path: Path) -> None:
    letter = message(10, day=2, text="When will the depot open?\n\n-- \nCllr Wren Ashby\nMember for Mill Ward")
    reply = message(
        11,
        day=20,
        sender="rowan",
        to="wren",
        text="In May.\n\n-- \nRowan Firth\nHead of Waste Services",
        more="In-Reply-To: <10@dene.example>\n",
    )

    run = scanned(mailbox(tmp_path, letter, reply), roster(()))

    (finding,) = run.findings
    assert (finding.behaviour, finding.outcome) == ("late-reply", "review")
    assert finding.excuses[-1].excuse == "somebody holds another office than was guessed"
    assert "was taken for a Member: signs as “Cllr Wren Ashby”" in finding.excuses[-1].why
    assert run.options["roster"] == "guessed"
    assert "No roster was given" in run.gaps[0]
    assert "No roster was given." in html.render(run)


def test_without_a_roster_or_any_sign_nobody_is_accused(tmp_path: Path) -> None:
    run = scanned(mailbox(tmp_path, message(10, day=2), message(20, day=30)), roster(()))

    assert run.findings == ()
    assert any("no roster was given" in one.reason for one in run.untold)


def test_a_run_is_written_whole_or_not_at_all(tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    run = scanned(mailbox(tmp_path, message(10, day=2)), people)
    out = tmp_path / "out"

    def fail(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(html, "report", fail)

    with pytest.raises(CheckerError, match="No space left on device"):
        write(run, {}, (), out)
    assert not out.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_only_a_folder_of_a_run_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    with pytest.raises(CheckerError, match="is no folder of a run"):
        may_write(tmp_path / "mine", replace=True)


# --- going on where a scan was stopped ---------------------------------------------------------------------------------


def letters(place: Path) -> Path:
    return mailbox(place, *(message(10 * n, day=2 + n) for n in range(6)), message(999, day=30, sender="rowan", to="wren"))


def stopped_after(parts: int) -> Told:
    def told(stage: str, done: int, total: int) -> None:  # noqa: ARG001 what is told
        nonlocal parts
        parts -= stage == "Reading and checking"
        if parts == 0:
            raise KeyboardInterrupt

    return told


def test_a_scan_that_was_stopped_goes_on_and_ends_with_the_same_bytes(
    tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "PART", 2)
    path, progress = letters(tmp_path), tmp_path / ".out.progress"
    protocols = [load("mwda", behaviours())]
    with pytest.raises(KeyboardInterrupt):
        scan([path], None, protocols, Settings(people), options={}, progress=progress, told=stopped_after(2))
    checked: list[int] = []
    monkeypatch.setattr(running, "_outcome", lambda *args, of=running._outcome: checked.append(1) or of(*args))

    again = scan([path], None, protocols, Settings(people), options={}, progress=progress)

    whole = scan([path], None, protocols, Settings(people), options={})
    assert again.run == whole.run
    assert html.render(again.run) == html.render(whole.run)
    assert len(checked) == 2 + 4  # the two parts that were left, and the four of the undisturbed run
    write(again.run, {}, again.inputs, tmp_path / "out")
    assert not progress.exists()


@pytest.mark.parametrize("change", ["file", "roster", "options", "limits", "protocol"])
def test_what_was_done_on_other_grounds_is_done_again(
    tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(scanning, "PART", 2)
    path, progress = letters(tmp_path), tmp_path / ".out.progress"
    given = {"options": {}, "limits": USUAL}
    with pytest.raises(KeyboardInterrupt):
        scan([path], None, [load("mwda", behaviours())], Settings(people), progress=progress, told=stopped_after(2), **given)
    if change == "file":
        path.write_text(path.read_text() + "\n")
    given = {"options": {"hours": "x"} if change == "options" else {}, "limits": Limits(parts=9) if change == "limits" else USUAL}
    settings = Settings(roster(people.people[:1]) if change == "roster" else people)
    checked: list[int] = []
    monkeypatch.setattr(running, "_outcome", lambda *args, of=running._outcome: checked.append(1) or of(*args))

    scan(
        [path],
        None,
        [load("mpa" if change == "protocol" else "mwda", behaviours())],
        settings,
        progress=progress,
        **given,
    )

    assert len(checked) == 4


def test_a_part_that_was_half_written_is_done_again(tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "PART", 2)
    path, progress = letters(tmp_path), tmp_path / ".out.progress"
    protocols = [load("mwda", behaviours())]
    with pytest.raises(KeyboardInterrupt):
        scan([path], None, protocols, Settings(people), options={}, progress=progress, told=stopped_after(2))
    part = progress / "parts" / "000000.json"
    part.write_text(part.read_text()[:-20])

    again = scan([path], None, protocols, Settings(people), options={}, progress=progress)

    assert again.run == scan([path], None, protocols, Settings(people), options={}).run


def test_an_answer_under_another_subject_counts_though_it_lies_in_the_next_part(
    tmp_path: Path, people: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = message(10, day=9, text="When will the Mill Lane weighbridge be repaired and opened to residents again?")
    text = "The Mill Lane weighbridge will be repaired and opened again on Friday."
    answer = message(20, day=11, sender="rowan", to="wren", text=text)
    before = (message(100 + 10 * n, day=2 + n, sender="rowan", to="wren", text=f"Thanks, see you {n}.") for n in range(6))
    after = (message(200 + 10 * n, day=20 + n, sender="rowan", to="wren", text=f"Noted, {n}.") for n in range(6))
    path = mailbox(tmp_path, *before, letter, answer, *after)
    monkeypatch.setattr(scanning, "PART", 7)

    assert scanned(path, people).findings == ()

    monkeypatch.setattr(scanning, "BESIDE", 0)

    assert [finding.behaviour for finding in scanned(path, people).findings] == ["late-reply"]
