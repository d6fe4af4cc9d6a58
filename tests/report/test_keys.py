"""The key of pseudonyms: made once, its owner's alone, and never beside what it opens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.domain import CheckerError
from checker.report.keys import key


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_missing_key_is_made_for_its_owner_alone_and_then_kept(run_folder: Path, tmp_path: Path) -> None:
    made = key(tmp_path / "a.key", run_folder)

    assert len(made) == 32
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
    assert key(tmp_path / "a.key", run_folder) == made
    assert key(tmp_path / "b.key", run_folder) != made


@pytest.mark.parametrize("name", ["run/a.key", "run/deep/../a.key", "link/a.key"])
def test_a_key_inside_the_run_is_refused(run_folder: Path, tmp_path: Path, name: str) -> None:
    (run_folder / "deep").mkdir()
    (tmp_path / "link").symlink_to(run_folder)

    with pytest.raises(CheckerError, match="would lie in the run's folder"):
        key(tmp_path / name, run_folder)
    assert not (run_folder / "a.key").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_key_that_others_may_read_is_refused(run_folder: Path, tmp_path: Path) -> None:
    key(tmp_path / "a.key", run_folder)
    (tmp_path / "a.key").chmod(0o640)

    with pytest.raises(CheckerError, match="can be read by others"):
        key(tmp_path / "a.key", run_folder)


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"ab" * 31, b"\xff" * 64])
def test_what_is_no_key_is_refused(run_folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.key").write_bytes(content)
    (tmp_path / "a.key").chmod(0o600)

    with pytest.raises(CheckerError, match=r"is no key|cannot be read"):
        key(tmp_path / "a.key", run_folder)


def test_a_key_that_cannot_be_made_is_a_mistake(run_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="cannot be made"):
        key(tmp_path / "nowhere" / "a.key", run_folder)
