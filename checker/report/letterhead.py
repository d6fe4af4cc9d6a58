"""What an authority puts on its reports: its name, logo and contact, its statement of method, and templates of its own.

All of it lies in one folder, and none of it is needed::

    council.toml       name = "…", contact = "…", method = "…"   (a line each of contact, a paragraph each of method)
    logo.svg           or logo.png, logo.jpg, at most 200 kB; it goes into the page itself
    style.css          instead of ours; report.html.j2, method.html.j2 and so on likewise, each by the name of the one it replaces

A template of the authority's can start from ours: ``{% extends "shipped/report.html.j2" %}``. Templates are programs: take them
from nobody but the authority itself.
"""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError

MOST_LOGO = 200_000  # bytes
_LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png", "logo.jpg": "image/jpeg"}
_KEYS = ("name", "contact", "method")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """An authority's name, its contact by lines, its statement of method by paragraphs, and its logo as a data URI."""

    name: str = ""
    contact: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    logo: str = ""


def letterhead(folder: Path | None) -> Letterhead:
    """What lies in the folder; nothing without one. ``CheckerError`` for what cannot be used."""
    if folder is None:
        return Letterhead()
    if not folder.is_dir():
        raise CheckerError(f"{folder} is no folder of templates; one with council.toml, logo.png or templates was expected.")
    told = _told(folder / "council.toml")
    return Letterhead(told["name"], _lines(told["contact"]), _lines(told["method"]), _logo(folder))


def _told(path: Path) -> dict[str, str]:
    if not path.exists():
        return dict.fromkeys(_KEYS, "")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckerError(f"{path} cannot be read ({error}); TOML with {', '.join(_KEYS)} was expected.") from error
    if wrong := [key for key, value in table.items() if key not in _KEYS or not isinstance(value, str)]:
        raise CheckerError(f"{path} has '{wrong[0]}'; {', '.join(_KEYS)} were expected, each a text.")
    return {key: str(table.get(key, "")) for key in _KEYS}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _logo(folder: Path) -> str:
    for name, kind in _LOGOS.items():
        path = folder / name
        if not path.exists():
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CheckerError(f"{path} cannot be read ({error.strerror}).") from error
        if len(data) > MOST_LOGO:
            raise CheckerError(f"{path} has {len(data):,} bytes; a logo of {MOST_LOGO:,} at most was expected.")
        return f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return ""
