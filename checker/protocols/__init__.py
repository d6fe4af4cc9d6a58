"""The rulebooks: one TOML a protocol, found by walking this folder, and the strict reader that loads them.

In ``law`` lies what holds beside a protocol and is none: statutes and codes on publicity, each a pack of the same form.
A pack knows clauses and limits and nothing of how a breach is seen; the behaviours that it names are detectors' business.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources
from pathlib import Path

from checker.domain import CheckerError, Protocol
from checker.protocols.packs import read_pack


def known() -> list[str]:
    """The ids of the protocols that come with the program."""
    folder = resources.files("checker.protocols")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def law() -> list[str]:
    """The ids of the packs that hold beside a protocol."""
    folder = resources.files("checker.protocols").joinpath("law")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load(id: str, behaviours: Collection[str]) -> Protocol:
    """The protocol of this id, or of the pack at this path, checked against the behaviours that there are.

    Raises ``CheckerError`` if there is no such protocol, or with every fault of a pack that is wrong.
    """
    if id in known():
        name = f"{id}.toml"
        return read_pack(resources.files("checker.protocols").joinpath(name).read_bytes(), name, behaviours)
    if id in law():
        name = f"{id}.toml"
        data = resources.files("checker.protocols").joinpath("law", name).read_bytes()
        return read_pack(data, name, behaviours)
    path = Path(id)
    if path.suffix == ".toml":
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CheckerError(f"Pack {path} cannot be read ({error.strerror or error}).") from error
        return read_pack(data, str(path), behaviours)
    there_are = f"there are {', '.join(known())}, and beside them {', '.join(law())}"
    raise CheckerError(f"No protocol '{id}'; {there_are}. A pack of your own is named by its .toml file.")
