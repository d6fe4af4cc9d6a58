"""``--emblems``: a user's own folder of emblems, looked for in the pictures of drafts and of a scanned folder of drafts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

Ran = tuple[int, str, str]
Checker = Callable[..., Ran]


def leaf(side: int) -> bytes:
    """A crooked leaf on a stem, nobody's emblem."""
    picture = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(picture)
    part = side / 240
    draw.polygon([(x * part, y * part) for x, y in ((40, 30), (190, 70), (150, 170), (60, 140))], fill="#b03060")
    draw.rectangle([100 * part, 150 * part, 116 * part, 225 * part], fill="#b03060")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "set" / "publicity"
    folder.mkdir(parents=True)
    coded = base64.b64encode(leaf(120)).decode()
    shown = f"<img alt='A leaf' src='data:image/png;base64,{coded}'>"
    (folder / "a.html").write_text(f"<html><body><h1>Open day</h1><p>The depot opens at ten.</p>{shown}</body></html>")
    (folder / "b.txt").write_text("Open day\n\nThe depot opens at ten.\n")
    (tmp_path / "set" / "set.toml").write_text('protocol = "mwda"\nkind = "publicity"\nend = "2026-03-31"\n')
    (tmp_path / "emblems" / "dene-first").mkdir(parents=True)
    (tmp_path / "emblems" / "dene-first" / "leaf.png").write_bytes(leaf(400))
    return folder


def test_a_draft_with_a_picture_like_an_emblem_is_no_longer_fit(checker: Checker, drafts: Path) -> None:
    without = checker("draft", drafts, "-p", "mwda")
    found = checker("draft", drafts, "-p", "mwda", "--emblems", "emblems", "--format", "json")
    (finding,) = json.loads(found[1])["findings"]

    assert without[0] == 0
    assert found[0] == 1
    assert (finding["behaviour"], finding["outcome"], finding["document"]) == ("party-branding", "breach", "a.html")
    assert "the emblem dene-first/leaf.png" in finding["why"]
    assert "of the 64 bits" in finding["why"]
    assert "[picture: " in finding["evidence"][0]["quote"]


def test_a_scan_looks_for_them_too_and_says_so(checker: Checker, drafts: Path, tmp_path: Path) -> None:
    del drafts

    checker("scan", "set", "--out", "plain")
    code, _, said = checker("scan", "set", "--out", "run", "--emblems", "emblems")
    findings = [json.loads(line) for line in (tmp_path / "run" / "findings.jsonl").read_text().splitlines()]

    assert code == 0, said
    assert (tmp_path / "plain" / "findings.jsonl").read_text() == ""
    assert [(finding["behaviour"], finding["document"]) for finding in findings] == [("party-branding", "a.html")]
    assert json.loads((tmp_path / "run" / "run.json").read_text())["options"]["emblems"].startswith("1 (")


@pytest.mark.parametrize("command", ["draft set -p mwda --emblems none", "scan set --emblems none"])
def test_a_folder_that_is_not_there_is_a_mistake(checker: Checker, drafts: Path, command: str) -> None:
    del drafts

    code, _, said = checker(*command.split())

    assert code == 2
    assert "no folder of emblems" in said
