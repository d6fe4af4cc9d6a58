"""Tar archives: what is in them, and what they may not do."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.limits import USUAL, Limits
from checker.ingest.packed import Member
from checker.ingest.packed.tar_archive import members, recognises


def entry(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, link
    return info, data


def archive(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as written:
        for info, data in entries:
            written.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(data: bytes, limits: Limits = USUAL) -> list[Member]:
        (tmp_path / "a.tar").write_bytes(data)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        return list(members(tmp_path / "a.tar", scratch, limits))

    return read


def test_files_are_unpacked_in_the_order_of_the_archive(read) -> None:
    data = archive(entry("b", kind=tarfile.DIRTYPE), entry("b/2.eml", b"two"), entry("1.eml", b"one"))

    assert recognises(data, "a.tar")
    assert [(member.name, member.location.read_bytes()) for member in read(data)] == [("b/2.eml", b"two"), ("1.eml", b"one")]


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (entry("../a.eml", b"x"), "leads out of the archive"),
        (entry("/etc/a.eml", b"x"), "place on the whole machine"),
        (entry("a", kind=tarfile.SYMTYPE, link="/etc/passwd"), "it is a link"),
        (entry("a", kind=tarfile.LNKTYPE, link="b"), "it is a link"),
        (entry("a", kind=tarfile.FIFOTYPE), "a device or a pipe"),
        (entry("a", kind=tarfile.CHRTYPE), "a device or a pipe"),
    ],
)
def test_what_would_leave_the_archive_or_is_no_file_is_refused(read, made, reason: str) -> None:
    refused, read_all_the_same = read(archive(made, entry("1.eml", b"one")))

    assert refused.location is None
    assert reason in refused.lost
    assert read_all_the_same.location.read_bytes() == b"one"


def test_what_is_too_large_is_read_as_far_as_the_limit(read) -> None:
    found = read(
        archive(entry("1.mbox", b"x" * 900), entry("2.mbox", b"y" * 900)), Limits(free=1_000, ratio=1, packed_bytes=1_000)
    )

    assert [member.location.stat().st_size for member in found if member.location] == [900, 100]
    assert "more than 1,000 bytes" in found[-1].lost or "more than 100 bytes" in found[1].lost


def test_of_an_archive_that_is_cut_off_all_that_can_be_had_is_read(read) -> None:
    data = archive(entry("1.eml", b"one"), entry("2.mbox", b"y" * 5_000))

    first, second, *rest = read(data[:3_000])

    assert first.location.read_bytes() == b"one"
    assert "early" in second.lost
    assert all(member.lost for member in rest)


@given(st.binary(max_size=600))
def test_nothing_that_looks_like_a_tar_raises(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    place = tmp_path_factory.mktemp("tar")
    data = bytearray(archive(entry("1.eml", b"one")))
    data[: len(noise)] = noise
    data[257:262] = b"ustar"
    (place / "a.tar").write_bytes(data)

    for member in members(place / "a.tar", place, USUAL):
        assert member.lost or member.location
