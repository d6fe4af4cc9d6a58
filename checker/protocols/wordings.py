"""The official wording of protocols, kept in a user's own folder beside the name and hash of the file that it came from.

One JSON file a protocol: ``wording/mwda.json``. It is the user's, and may have been changed by anyone: what is not as it was
written is refused, and a clause that a newer pack has moved keeps our summary.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.domain import CheckerError, Protocol
from checker.protocols.attaching import Attached, Unmatched, Wording
from checker.protocols.locators import EXACT, PARAGRAPH, SENTENCE

LARGEST = 10_000_000  # bytes of a file of wordings

_VERSION = 1
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


def home(environment: Mapping[str, str], user: Path) -> Path:
    """The folder in which the program keeps what is the user's own: CHECKER_HOME, or one in the user's data folder.

    ``user`` is the user's home. The data folder is that of the XDG Base Directory Specification, or of Windows.
    """
    if own := environment.get("CHECKER_HOME"):
        return Path(own)
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        folder = environment.get(variable, "")
        if folder and Path(folder).is_absolute():  # the specification says to pass over one that is not
            return Path(folder) / "protocol-checker"
    return user / ".local" / "share" / "protocol-checker"


def store(attached: Attached, folder: Path) -> Path:
    """Keep the wording in this folder of the user's, in place of any kept before; the file that holds it.

    Raises ``CheckerError`` if the folder cannot be written.
    """
    path = _path(attached.protocol, folder)
    kept = {
        "version": _VERSION,
        "protocol": attached.protocol,
        "file": attached.file,
        "sha256": attached.sha256,
        "clauses": {
            each.number: {"locator": each.locator, "extent": each.extent, "text": each.text} for each in attached.wordings
        },
        "unmatched": {each.number: {"locator": each.locator, "reason": each.reason} for each in attached.unmatched},
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)  # whoever reads finds the old file or the new one, and never half of it
    except OSError as error:
        raise CheckerError(f"The wording cannot be kept in {path.parent} ({error.strerror or error}).") from error
    return path


def stored(folder: Path, protocol: str) -> Attached | None:
    """The wording that is kept for a protocol, or None; ``CheckerError`` if the file is not as it was written."""
    path = _path(protocol, folder)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CheckerError(f"The wording in {path} cannot be read ({error.strerror or error}).") from error
    try:
        kept = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        kept = None
    found = _read(kept, protocol)
    if found is None:
        raise CheckerError(f"The wording in {path} is damaged; attach the protocol's file again, or delete it.")
    return found


def load(folder: Path, protocol: Protocol) -> Protocol:
    """The protocol with the official wording that is kept for it, if any is, under every clause that still stands there."""
    kept = stored(folder, protocol.id)
    return protocol if kept is None else with_wording(protocol, kept)


def with_wording(protocol: Protocol, attached: Attached) -> Protocol:
    """The protocol with the official words of each clause that was matched, where the pack still cites it the same way."""
    wordings = {(each.number, each.locator): each.text for each in attached.wordings}
    clauses = (replace(clause, wording=wordings.get((clause.number, clause.locator), "")) for clause in protocol.clauses)
    return replace(protocol, clauses=tuple(clauses))


def sha256(data: bytes) -> str:
    """The hash by which a file that was attached is known again."""
    return hashlib.sha256(data).hexdigest()


def _path(protocol: str, folder: Path) -> Path:
    if not _NAME.fullmatch(protocol):  # it names a file, and must not lead out of the folder
        raise CheckerError(f"No wording can be kept for a protocol called {protocol[:60]!r}.")
    return folder / "wording" / f"{protocol}.json"


def _read(kept: Any, protocol: str) -> Attached | None:  # Any: JSON that nobody has checked yet
    if not isinstance(kept, dict) or kept.get("version") != _VERSION or kept.get("protocol") != protocol:
        return None
    clauses, unmatched = kept.get("clauses"), kept.get("unmatched")
    file, digest = kept.get("file"), kept.get("sha256")
    if not (isinstance(clauses, dict) and isinstance(unmatched, dict) and isinstance(file, str) and isinstance(digest, str)):
        return None
    if not all(_is_row(row, "locator", "extent", "text") for row in clauses.values()):
        return None
    if not all(_is_row(row, "locator", "reason") for row in unmatched.values()):
        return None
    if not all(row["extent"] in (EXACT, SENTENCE, PARAGRAPH) for row in clauses.values()):
        return None
    return Attached(
        protocol,
        tuple(Wording(number, row["locator"], row["text"], row["extent"]) for number, row in clauses.items()),
        tuple(Unmatched(number, row["locator"], row["reason"]) for number, row in unmatched.items()),
        file,
        digest,
    )


def _is_row(row: object, *keys: str) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys)
