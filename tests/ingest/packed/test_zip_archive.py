"""Zip archives: what is in them, and what they may not do."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.limits import USUAL, Limits
from checker.ingest.packed import Member
from checker.ingest.packed.zip_archive import members, recognises


def archive(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in files:
            written.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(data: bytes, limits: Limits = USUAL) -> list[Member]:
        (tmp_path / "a.zip").write_bytes(data)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        return list(members(tmp_path / "a.zip", scratch, limits))

    return read


def test_files_are_unpacked_in_the_order_of_their_names(read) -> None:
    found = read(archive(("b/2.eml", b"two"), ("a/1.eml", b"one"), ("empty/", b"")))

    assert [(member.name, member.location.read_bytes(), member.lost) for member in found] == [
        ("a/1.eml", b"one", ""),
        ("b/2.eml", b"two", ""),
    ]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\a.eml", "a/../../b.eml", "\\\\server\\share\\a.eml", "a\\..\\..\\b"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(read, name: str, tmp_path: Path) -> None:
    (member,) = read(archive((name, b"x")))

    assert member.location is None
    assert "was not unpacked" in member.lost
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_a_link_is_refused(read) -> None:
    link = zipfile.ZipInfo("mail")
    link.external_attr = 0o120777 << 16

    (member,) = read(archive((link, b"/etc")))

    assert (member.location, member.lost) == (None, "it was not unpacked: it is a link")


def test_what_would_unpack_to_too_much_is_refused_before_a_byte_is_unpacked(read, tmp_path: Path) -> None:
    (member,) = read(archive(("a.mbox", b"\n" * 3_000_000)), Limits(free=1_000_000, ratio=10))

    assert member.name == ""
    assert "more than 1,000,000 bytes" in member.lost
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_directory_that_lies_about_a_size_gains_nothing(read) -> None:
    data = archive(("a.mbox", b"\n" * 3_000_000))
    short = data.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 10))

    (member,) = read(short)

    assert member.lost
    assert member.location is None or member.location.stat().st_size <= 10


def test_entries_that_overlap_are_refused(read) -> None:
    data = bytearray(archive(("a.eml", b"x" * 500), ("b.eml", b"y" * 500)))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)

    (member,) = read(bytes(data))

    assert "overlap" in member.lost


def test_too_many_files_are_refused(read) -> None:
    (member,) = read(archive(*((f"{n}.eml", b"x") for n in range(5))), Limits(members=4))

    assert "5 files; 4 is the most" in member.lost


def test_an_encrypted_file_is_told(read) -> None:
    data = bytearray(archive(("a.eml", b"x")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1

    (member,) = read(bytes(data))

    assert "password" in member.lost


def test_a_damaged_file_in_an_archive_does_not_end_the_others(read) -> None:
    data = bytearray(archive(("a.eml", bytes(range(256)) * 9), ("b.eml", b"two")))
    at = data.find(b"a.eml") + 60
    data[at : at + 20] = b"\x00" * 20

    first, second = read(bytes(data))

    assert first.lost
    assert second.location.read_bytes() == b"two"


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype", "word/document.xml"])
def test_an_office_document_is_no_archive(first: str) -> None:
    assert not recognises(archive((first, b"x")), "anything")


@given(st.binary(max_size=300))
def test_nothing_that_follows_the_mark_of_a_zip_raises(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    place = tmp_path_factory.mktemp("zip")
    (place / "a.zip").write_bytes(b"PK\x03\x04" + tail + b"PK\x05\x06" + tail[:18].ljust(18, b"\x00"))

    for member in members(place / "a.zip", place, USUAL):
        assert member.lost or member.location
