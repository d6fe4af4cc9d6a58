"""Where the things that come with the program lie: trained models and the demonstration, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path


def models() -> list[Path]:
    """Every file of the trained models, in sorted order."""
    folder = shipped("models", "clauses").parent
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".toml"))


def shipped(kind: str, name: str) -> Path:
    """The path of ``models/NAME`` or ``corpora/NAME``; ``FileNotFoundError`` if the program came without it.

    A wheel carries them inside the package, a checkout beside it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package, package.parent):
        path = folder / kind / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{kind}/{name} did not come with this installation of protocol-checker")
