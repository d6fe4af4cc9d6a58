"""Word documents (ECMA-376, transitional and strict): all the words that a reader of the page, or of its margins, could see.

In order: headers, the body (with its tables, text boxes and pictures), footnotes and endnotes, footers, and under a line
of its own what people wrote beside it as comments. Tracked insertions are text; tracked deletions are
not, but a line among the comments says how many there are. Hidden text, and
headers that the document holds but does not show, are there and marked as hidden. Numbers and bullets that Word makes for
lists stand before their words. What the document embeds in another format is not read, and a line in square brackets says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._office_parts import Parts, target
from checker.ingest.drafts._word_numbers import Numbering
from checker.ingest.drafts._word_styles import Styles, is_on
from checker.ingest.drafts._word_text import PartText, Setting
from checker.ingest.drafts._writing import RULE, Look, Writing, struck_out, tidy, title
from checker.ingest.drafts._xml_names import child, kind, value, within
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.domain import Mark
    from checker.ingest.drafts._office_parts import Relation
    from checker.ingest.limits import Limits

NAMES = (".docx", ".docm", ".dotx")


@dataclass(frozen=True, slots=True)
class _Word:
    """An open document: its parts, what its main part refers to, and what holds for all of it."""

    parts: Parts
    styles: Styles
    numbering: Numbering
    relations: dict[str, Relation]
    settings: etree._Element | None
    body: etree._Element
    setting: Setting


def recognises(data: bytes) -> bool:
    """A zip with a folder ``word`` in it, and no other document's."""
    return kind_of(data) == "docx"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of a Word document; ``name`` says nothing more here."""
    del name
    parts = Parts(data, limits)
    package = {relation.kind: relation.target for relation in parts.relations("").values()}
    main = package.get("officeDocument", "")
    document = parts.xml(main)
    body = child(document, "w:body")
    if document is None or body is None:
        raise NotReadable("a zip file, but not a Word document")
    relations = parts.relations(main)
    styles = Styles(_part(parts, relations, "styles"), _part(parts, relations, "theme"))
    numbering = Numbering(_part(parts, relations, "numbering"), styles)
    settings = _part(parts, relations, "settings")
    page = ""
    if child(settings, "w:displayBackgroundShape") is not None:
        page = styles.colour(value(child(document, "w:background"), "w:color"))
    word = _Word(parts, styles, numbering, relations, settings, body, Setting(page))
    writing = _whole(word, main)
    text, marks = writing.text, writing.marks
    named = child(parts.xml(package.get("core-properties", "")), "dc:title")
    return text, marks, title(text, marks, "" if named is None else named.text or "")


def _whole(word: _Word, main: str) -> Writing:
    whole = Writing()
    text = PartText(word.parts, word.styles, word.numbering, main)
    text.blocks(word.body, word.setting)
    for writing in (
        *_edges(word, "header"),
        text.writing,
        _notes(word, "footnotes", "w:footnote"),
        _notes(word, "endnotes", "w:endnote"),
        *_edges(word, "footer"),
    ):
        whole.add(writing)
        whole.lines(2)
    beside = _comments(word)
    struck_out(beside, [value(mark, "w:author") for mark in within(word.body, "w:del") if within(mark, "w:delText")])
    if len(beside):
        whole.write(RULE)
        whole.lines()
        whole.add(beside)
    return whole


def _part(parts: Parts, relations: dict[str, Relation], name: str) -> etree._Element | None:
    """The part of this kind that the main part refers to."""
    return parts.xml(target(relations, name))


def _edges(word: _Word, side: str) -> list[Writing]:
    """The headers, or footers, of all sections, each once; those that are not shown are hidden (17.10.1, 17.10.6)."""
    shown = {"default"}
    if any(is_on(value(page, default="1")) for page in within(word.body, "w:titlePg")):
        shown.add("first")
    if (even := child(word.settings, "w:evenAndOddHeaders")) is not None and is_on(value(even, default="1")):
        shown.add("even")
    targets = set()
    for reference in within(word.body, f"w:{side}Reference"):
        if relation := word.relations.get(value(reference, "r:id")):
            targets.add((value(reference, "w:type", "default") not in shown, relation.target))
    edges: dict[str, Writing] = {}
    for is_hidden, place in sorted(targets):  # those that are shown first; what they say is not said again
        root = word.parts.xml(place)
        if root is not None:
            text = PartText(word.parts, word.styles, word.numbering, place)
            text.blocks(root, replace(word.setting, is_hidden=is_hidden))
            edges.setdefault(text.writing.text, text.writing)
    return list(edges.values())


def _notes(word: _Word, notes: str, note: str) -> Writing:
    """The notes that the body refers to; the part holds separators and forgotten ones besides."""
    used = {value(mark, "w:id") for mark in within(word.body, f"{note}Reference")}
    text = PartText(word.parts, word.styles, word.numbering, target(word.relations, notes))
    root = _part(word.parts, word.relations, notes)
    for element in () if root is None else root:
        if kind(element) == note and value(element, "w:id") in used:
            text.blocks(element, word.setting, gap=1)
    return text.writing


def _comments(word: _Word) -> Writing:
    """What people wrote beside the draft, each with the name that they go by."""
    text = PartText(word.parts, word.styles, word.numbering, target(word.relations, "comments"))
    root = _part(word.parts, word.relations, "comments")
    for element in () if root is None else root:
        author = tidy(value(element, "w:author")) or "somebody"
        text.writing.lines()
        text.writing.write(f"Comment by {author}:", Look(comment=author))
        text.writing.lines()
        text.blocks(element, Setting(comment=author), gap=1)
    return text.writing
