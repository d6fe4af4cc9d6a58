"""The parts of a Word or PowerPoint document, which refer to one another (ECMA-376 part 2, OPC), and pictures among them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.ingest.drafts._xml_names import child, kind, within
from checker.ingest.drafts._zipped import Zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree  # type: ignore[import-untyped]  # ships no types

_FILE = re.compile(r"\.(?:bmp|emf|gif|ico|jpe?g|png|svg|tiff?|webp|wmf)\Z", re.IGNORECASE)
# What Office calls a picture or a shape that nobody has named.
_UNNAMED = re.compile(
    r"(?:chart|content placeholder|diagram|graphic|group|image|object|oval|picture|rectangle|shape|text ?box)? ?\d*",
    re.IGNORECASE,
)

# Extensions of the format that today's Office shows, so that it does not fall back on what an older one would show.
_UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part refers to: the last word of the reference's type, the part or address, and whether that is outside."""

    kind: str
    target: str
    is_outside: bool


class Parts(Zipped):
    """The parts of one file and what they refer to."""

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by the ids it uses; of the whole file if the name is empty."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        relations = {}
        for element in root:
            target, is_outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            type = element.get("Type", "").rpartition("/")[2]
            relations[element.get("Id", "")] = Relation(type, target, is_outside)
        return relations


def target(relations: dict[str, Relation], kind: str) -> str:
    """The first part of this kind that is referred to; empty if there is none."""
    return next((r.target for r in relations.values() if r.kind == kind and not r.is_outside), "")


def is_file_name(name: str) -> bool:
    """Whether this is the name of a file that holds a picture."""
    return _FILE.search(name) is not None


def picture_name(described: list[etree._Element], file: str) -> tuple[str, str]:
    """The name and the alternative text of a picture, by the elements that describe it and the part that holds it."""
    names = [properties.get("name", "") for properties in described]
    name = next((posixpath.basename(name.replace("\\", "/")) for name in names if is_file_name(name)), posixpath.basename(file))
    said = next((said for said in map(alternative, described) if said), "")
    return name, "" if said == name else said


def alternative(properties: etree._Element | None) -> str:
    """The words for those who cannot see a picture; else its name, if somebody gave it one that is no file's."""
    if properties is None:
        return ""
    title, description, name = (properties.get(key, "").strip() for key in ("title", "descr", "name"))
    said = [words for words in (title, description) if words]
    if said:
        return ": ".join(dict.fromkeys(said))
    return "" if _UNNAMED.fullmatch(name) or is_file_name(name) else str(name)


def diagram_lines(root: etree._Element) -> Iterator[str]:
    """The words of a chart or a diagram, which is a part of its own, line by line."""
    for paragraph in within(root, "a:p", "c:strCache"):
        yield " ".join(text.text or "" for text in within(paragraph, "a:t", "c:v")).strip()


def shown(alternatives: etree._Element) -> etree._Element:
    """Which of several ways to say the same Office shows (ECMA-376 part 3): one alone, so that nothing is read twice."""
    for element in alternatives:
        if kind(element) == "mc:Choice":
            needed = [element.nsmap.get(prefix) or "" for prefix in element.get("Requires", "").split()]
            if all(uri.startswith(_UNDERSTOOD) for uri in needed):
                return element
    fallback = child(alternatives, "mc:Fallback")
    # With neither, Office shows nothing; what it does not show is still better read than lost.
    return next(iter(alternatives), alternatives) if fallback is None else fallback
