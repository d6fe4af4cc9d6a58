"""XML of office documents: parsed within limits, and its elements by the short names that their standards use.

What is parsed is taken to be hostile: no document type, no entities, nothing from outside, and no deeper than ``DEPTH``.
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from checker.ingest.unreadable import NotReadable

# How deep elements may nest. Tables in text boxes in tables of real documents stay under 80.
DEPTH = 150

_NAMESPACES = {
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p188",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://www.w3.org/1999/xlink": "xlink",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:vml": "v",
}
_URIS: dict[str, tuple[str, ...]] = {
    prefix: tuple(uri for uri, short in _NAMESPACES.items() if short == prefix) for prefix in set(_NAMESPACES.values())
}


def parsed(data: bytes, name: str) -> etree._Element:
    """The root of the XML in a part of this name; ``NotReadable`` if it is none, or is not as office programs write it."""
    # They write no document type, and entities are all that one could bring. UTF-16 is XML too.
    if any("<!DOCTYPE".encode(charset) in data for charset in ("ascii", "utf-16-le", "utf-16-be")):
        raise NotReadable(f"its part {name!r} declares a document type, as no Office document does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable(f"damaged: its part {name!r} is not well-formed XML") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise NotReadable(f"its part {name!r} nests deeper than {DEPTH} elements")
    return root


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    return f"{_NAMESPACES.get(uri[1:], '?')}:{local}"


def kind(element: etree._Element) -> str:
    """The name of an element with the usual prefix of its namespace: ``w:p``; ``?:p`` if the namespace is not known."""
    return _short(element.tag)


@lru_cache(maxsize=4096)
def _long(name: str) -> tuple[str, ...]:
    prefix, _, local = name.rpartition(":")
    return tuple(f"{{{uri}}}{local}" for uri in _URIS[prefix]) if prefix else (local,)


def value(element: etree._Element | None, name: str = "w:val", default: str = "") -> str:
    """An attribute by its short name; the default if it, or the element, is not there."""
    if element is None:
        return default
    for long in _long(name):
        if (held := element.get(long)) is not None:
            return str(held)
    return default


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of this short name, its first child of the next, and so on; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if kind(inner) == name), None)
    return element


def within(element: etree._Element, *names: str) -> list[etree._Element]:
    """Every element of these short names within this one, in the order of the document."""
    return list(element.iter(*[long for name in names for long in _long(name)]))
