"""PowerPoint presentations (ECMA-376, transitional and strict): all the words that an audience, or the speaker, could see.

Slide by slide, each with its title as a heading, its text, tables, charts and diagrams; what a layout or master adds of its own
stands on the first slide that shows it. Slides and shapes that are hidden are there and marked as hidden. The speaker's notes and
people's comments stand under a line at the end. What is embedded in another format is not read, and a line in square brackets
says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.domain import Mark
from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._office_parts import Parts, target
from checker.ingest.drafts._slide_styles import Colours
from checker.ingest.drafts._slide_text import Above, SlideText, placeholders
from checker.ingest.drafts._word_styles import is_on, theme_colours
from checker.ingest.drafts._writing import RULE, Look, Writing, tidy, title
from checker.ingest.drafts._xml_names import child, kind, value, within
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.drafts._office_parts import Relation
    from checker.ingest.limits import Limits

NAMES = (".pptx", ".pptm", ".ppsx", ".potx")

# Whose words the notes to a slide are: the file does not say.
SPEAKER = "the speaker's notes"


@dataclass(slots=True)
class _Show:
    """An open presentation: its parts, who commented, which layouts and masters have been read, and what slides stand on."""

    parts: Parts
    root: etree._Element
    authors: dict[str, str]
    read: set[str]
    grounds: dict[str, _Ground]


@dataclass(frozen=True, slots=True)
class _Ground:
    """A layout with its master and their colours, and the parts that these refer to: many slides stand on one."""

    above: Above
    layout: str
    layout_relations: dict[str, Relation]
    master: str
    master_relations: dict[str, Relation]


def recognises(data: bytes) -> bool:
    """A zip with a folder ``ppt`` in it."""
    return kind_of(data) == "pptx"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of a presentation; ``name`` says nothing more here."""
    del name
    parts = Parts(data, limits)
    package = {relation.kind: relation.target for relation in parts.relations("").values()}
    main = package.get("officeDocument", "")
    root = parts.xml(main)
    if root is None or kind(root) != "p:presentation":
        raise NotReadable("a zip file, but not a PowerPoint presentation")
    relations = parts.relations(main)
    ids = [value(slide, "r:id") for listed in within(root, "p:sldIdLst")[:1] for slide in listed]
    slides = [relations[id].target for id in ids if id in relations and not relations[id].is_outside]
    if len(slides) > limits.pages:
        raise NotReadable(f"it has {len(slides):,} slides; {limits.pages:,} is the most that is read of one draft")
    show = _Show(parts, root, _authors(parts, main), set(), {})
    writing, places = _written(show, slides)
    text = writing.text
    marks = sorted([*writing.marks, *places], key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value))
    named = child(parts.xml(package.get("core-properties", "")), "dc:title")
    return text, tuple(marks), title(text, marks, "" if named is None else named.text or "")


def _written(show: _Show, slides: list[str]) -> tuple[Writing, list[Mark]]:
    """What the slides hold, and a mark on the words of each."""
    writing, beside = Writing(), Writing()
    places: list[Mark] = []
    for number, place in enumerate(slides, 1):
        slide = show.parts.xml(place)
        if slide is None:
            continue
        start = len(writing) + 2 if len(writing) else 0
        writing.lines(2)
        writing.add(_slide(show, place, slide))
        if len(writing) > start:
            places.append(Mark("page", start, len(writing), str(number)))
        beside.lines(2)
        beside.add(_beside(show, place, number))
    if len(beside):
        writing.lines(2)
        writing.write(RULE)
        writing.lines()
        writing.add(beside)
    return writing, places


def _slide(show: _Show, place: str, slide: etree._Element) -> Writing:
    relations = show.parts.relations(place)
    ground = _standing_on(show, target(relations, "slideLayout"))
    above = ground.above
    fill = next((fill for part in (slide, above.layout, above.master) if (fill := _fill(part, above.colours))), "")
    look = Look(background="" if fill == "#ffffff" else fill, hidden=not is_on(value(slide, "show", "1")))
    text = SlideText(show.parts, relations, above, look=look)
    text.read(slide)
    whole = text.writing
    for part, where, known in (
        (above.layout, ground.layout, ground.layout_relations),
        (above.master, ground.master, ground.master_relations),
    ):
        if part is not None and where not in show.read and is_on(value(slide, "showMasterSp", "1")):
            show.read.add(where)
            frame = SlideText(show.parts, known, above, look=look)
            frame.read(part, only=(None,))
            whole.lines(2)
            whole.add(frame.writing)
    return whole


def _standing_on(show: _Show, layout: str) -> _Ground:
    """A layout and what it stands on itself, unpacked once for all slides."""
    if layout not in show.grounds:
        layout_relations = show.parts.relations(layout) if layout else {}
        master = target(layout_relations, "slideMaster")
        master_relations = show.parts.relations(master) if master else {}
        layout_root, master_root = show.parts.xml(layout), show.parts.xml(master)
        theme = show.parts.xml(target(master_relations, "theme"))
        names = child(master_root, "p:clrMap")
        colours = Colours(
            {} if theme is None else dict(theme_colours(theme)),
            {} if names is None else {str(name): str(said) for name, said in names.attrib.items()},
        )
        usual = child(show.root, "p:defaultTextStyle")
        above = Above(layout_root, master_root, usual, colours, placeholders(layout_root), placeholders(master_root))
        show.grounds[layout] = _Ground(above, layout, layout_relations, master, master_relations)
    return show.grounds[layout]


def _fill(part: etree._Element | None, colours: Colours) -> str:
    """The colour of a slide behind all that lies on it; empty if it is not one only, or another part's to say."""
    behind = child(part, "p:cSld", "p:bg")
    named = child(behind, "p:bgRef")
    if named is not None and len(named):
        return colours.of(named[0])
    return colours.fill(child(behind, "p:bgPr"))


def _beside(show: _Show, place: str, number: int) -> Writing:
    """The notes to a slide, and what people wrote beside it."""
    beside = Writing()
    relations = show.parts.relations(place)
    notes_place = target(relations, "notesSlide")
    notes = show.parts.xml(notes_place) if notes_place else None
    if notes is not None:
        text = SlideText(
            show.parts, show.parts.relations(notes_place), Above(None, None, None, Colours(), {}, {}), look=Look(comment=SPEAKER)
        )
        text.read(notes, only=("body", None))
        if len(text.writing):
            beside.write(f"Notes to slide {number}:", Look(comment=SPEAKER))
            beside.lines()
            beside.add(text.writing)
    for relation in relations.values():
        root = show.parts.xml(relation.target) if relation.kind == "comments" and not relation.is_outside else None
        for comment in () if root is None else within(root, "p:cm", "p188:cm", "p188:reply"):
            author = tidy(show.authors.get(value(comment, "authorId"), "")) or "somebody"
            words = [*(said.text or "" for said in comment if kind(said) == "p:text"), *_modern(comment)]
            beside.lines()
            beside.write(f"Comment by {author} on slide {number}:", Look(comment=author))
            for line in words:
                beside.lines()
                beside.write(line, Look(comment=author))
            beside.lines()
    return beside


def _modern(comment: etree._Element) -> list[str]:
    """The paragraphs of a comment as PowerPoint has written them since 2021 ([MS-PPTX] 2.6)."""
    body = child(comment, "p188:txBody")
    paragraphs = [] if body is None else within(body, "a:p")
    return ["".join(text.text or "" for text in within(paragraph, "a:t")) for paragraph in paragraphs]


def _authors(parts: Parts, main: str) -> dict[str, str]:
    """The names of those who commented, by the ids that comments use."""
    names: dict[str, str] = {}
    for relation in parts.relations(main).values():
        root = parts.xml(relation.target) if relation.kind in ("commentAuthors", "authors") else None
        for author in () if root is None else root:
            names[value(author, "id")] = value(author, "name")
    return names
