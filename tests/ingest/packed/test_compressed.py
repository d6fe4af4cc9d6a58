"""Single files made smaller."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.limits import USUAL, Limits
from checker.ingest.packed import Member
from checker.ingest.packed.compressed import form, members, recognises

FORMS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


def unpacked(place: Path, data: bytes, limits: Limits = USUAL) -> Member:
    (place / "packed").write_bytes(data)
    (member,) = members(place / "packed", place, limits)
    return member


@pytest.mark.parametrize("name", FORMS)
def test_what_was_packed_comes_out_as_it_was_and_so_do_pieces_in_a_row(tmp_path: Path, name: str) -> None:
    data = random.Random(3).randbytes(300_000).hex().encode()
    packed = FORMS[name](data) + FORMS[name](b"more")

    member = unpacked(tmp_path, packed)

    assert recognises(packed[:100], "x")
    assert form(packed) == name
    assert member.lost == ""
    assert member.location is not None
    assert member.location.read_bytes() == data + b"more"


@pytest.mark.parametrize("name", FORMS)
def test_of_a_file_that_is_cut_off_what_can_be_had_is_had(tmp_path: Path, name: str) -> None:
    packed = FORMS[name](random.Random(3).randbytes(3_000_000))

    member = unpacked(tmp_path, packed[: len(packed) * 3 // 4])

    assert "too early" in member.lost
    assert member.location is not None
    assert member.location.stat().st_size > 900_000


@pytest.mark.parametrize("name", FORMS)
def test_no_more_is_unpacked_than_is_allowed(tmp_path: Path, name: str) -> None:
    member = unpacked(tmp_path, FORMS[name](b"\n" * 5_000_000), Limits(free=1_000_000, ratio=10))

    assert "more than 1,000,000 bytes" in member.lost
    assert member.location is not None
    assert member.location.stat().st_size == 1_000_000


@pytest.mark.parametrize("name", FORMS)
@given(st.data())
def test_damage_anywhere_is_told_and_never_raised(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    packed = bytearray(FORMS[name](b"The depot opens at nine." * 20))
    at = data.draw(st.integers(6, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))

    member = unpacked(tmp_path_factory.mktemp("damaged"), bytes(packed))

    assert member.lost or member.location
