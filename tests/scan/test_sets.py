from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from checker.domain import CheckerError
from checker.scan.sets import is_set, read_set, to_hours


def folder(place: Path, text: str) -> Path:
    (place / "set.toml").write_text(text)
    (place / "mailbox.mbox").write_text("")
    return place


def test_a_folder_that_describes_itself_says_its_protocol_end_hours_and_closing_days(tmp_path: Path) -> None:
    told = (
        'protocol = "mwda"\nkind = "both"\nend = "2026-03-31"\nhours = "09:00-17:30"\nnation = "WLS"\nclosed = ["2026-01-02"]\n'
    )

    found = read_set(folder(tmp_path, told))

    assert is_set(tmp_path)
    assert found.protocol == "mwda"
    assert found.settings.end == date(2026, 3, 31)
    assert found.settings.hours == (time(9), time(17, 30))
    assert found.settings.nation == "WLS"
    assert found.settings.closed == {date(2026, 1, 2)}
    assert found.publicity is None


def test_an_end_may_be_a_toml_date(tmp_path: Path) -> None:
    assert read_set(folder(tmp_path, 'protocol = "mwda"\nend = 2026-03-31\n')).settings.end == date(2026, 3, 31)


def test_every_fault_of_a_set_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CheckerError) as caught:
        read_set(folder(tmp_path, 'end = "soon"\nhours = "9-5"\nnation = "FR"\ncolour = "red"\n'))

    said = str(caught.value)
    for fault in ("'protocol' is missing", "'end' is 'soon'", "'hours' is '9-5'", "'nation' is 'FR'", "'colour' is not known"):
        assert fault in said


def test_a_set_without_mail_and_drafts_is_none(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text('protocol = "mwda"\n')

    with pytest.raises(CheckerError, match=r"neither mailbox.mbox nor publicity/"):
        read_set(tmp_path)


def test_hours_must_begin_before_they_end() -> None:
    with pytest.raises(ValueError, match="office hours such as"):
        to_hours("17:30-09:00")
