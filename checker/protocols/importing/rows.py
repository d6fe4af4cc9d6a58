"""From the tree to a pack's rows: the number and locator of every clause, and which rows only give structure.

Numbers are the document's own. Where it gives none, paragraphs are counted, bullets lettered in order, and what stands
under an unnumbered heading bears a short name of that heading. Letters hang on a section or sub-heading that has one list, on the
paragraph where it, or one beside it in the section, has several. A paragraph that holds several norms is a row ``whole``
followed by its parts, ``.1``, ``.2``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checker.protocols.importing.lines import Line, is_ended
from checker.protocols.importing.marks import BULLET, LETTER, NUMBER, letter
from checker.protocols.importing.parts import Part, is_timed, parts
from checker.protocols.importing.tree import (
    CLOSING,
    EXAMPLE,
    HEADING,
    ITEM,
    NOTE,
    PARAGRAPH,
    PART,
    PROSE,
    SECTION,
    Node,
    is_lead,
    names_protocol,
)  # fmt: skip

# Words of a heading that tell nothing.
_SMALL = frozenset(
    (
        "a", "about", "against", "an", "and", "as", "at", "between", "by", "for", "formal", "from", "how", "in", "into",
        "is", "it", "its", "of", "on", "or", "other", "our", "that", "the", "their", "this", "to", "under", "what", "when",
        "where", "which", "who", "with", "your",
    )
)  # fmt: skip
_PARTIES = frozenset(("member", "members", "officer", "officers", "councillor", "councillors"))
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_ABOUT = re.compile(r"\babout\s+(?:an?\s+|the\s+)?(.{1,80})\Z", re.IGNORECASE)
_REPORT = re.compile(r"\breport\b", re.IGNORECASE)
# What a cover says of itself: "Date : 4 May", "Contact: J Smith".
_LABEL = re.compile(r"[A-Z][\w /]{1,30} ?: \S.{0,200}\Z")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the pack as the document gives it.

    ``lines`` are its own words, ``context`` the headings and lead-ins above it, outermost first. ``marked`` says that its
    number stands in the document, ``is_part`` that it is one norm of a paragraph; ``before`` then holds the words before it.
    """

    number: str
    locator: str
    row: str
    lines: tuple[Line, ...]
    context: tuple[str, ...] = ()
    marked: bool = False
    is_part: bool = False
    before: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def start(self) -> int:
        return min(line.start for line in self.lines)

    @property
    def end(self) -> int:
        return max(line.end for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree a row stands: what its number and locator begin with."""

    number: str
    locator: str
    context: tuple[str, ...] = ()
    hangs: bool = True
    prefix: str = ""
    base: str = ""

    def below(self, label: str) -> str:
        return f"{self.number}.{label}" if self.number else label


def rows(root: Node) -> tuple[list[Row], list[Line]]:
    """The rows of a protocol in the order of its text, and its front and back matter: lines that are no clause."""
    maker = _Rows(root)
    found = sorted(maker.made(), key=lambda row: (row.start, row.is_part))
    return _unique(found), maker.matter


def title_of(root: Node) -> Line | None:
    """The heading that names the protocol."""
    heads = [node for node in root.walk() if node.kind in (HEADING, PART) and node.lines]
    named = [node for node in heads if names_protocol(node.text)]
    main = _main(root)
    inside = [node for node in named if main in (node, *_above(node)) or main is root]
    chosen = next(iter(inside or named), None)
    return chosen.lines[0] if chosen is not None else None


class _Rows:
    """Walks a tree and makes its rows."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._main = _main(root)
        title = title_of(root)
        self._title = title
        self.matter: list[Line] = []
        self._names: Counter[str] = Counter()
        self._has_report = False

    def made(self) -> Iterator[Row]:
        yield from self._part(self._root)

    def _part(self, node: Node) -> Iterator[Row]:
        if node is self._main:
            place = _Place("", "")
        elif node is self._root:
            place = _Place("report", "covering report", prefix="report", base="covering report")
        else:
            label = f"app{node.sign.label}" if node.sign else "app"
            name = f"{node.name.capitalize()} {node.sign.label.upper()}" if node.sign else "Appendix"
            place = _Place(label, name, prefix=label, base=name)
        if node is self._main and node is not self._root:
            place = replace(place, base=f"{node.name.capitalize()} {node.sign.label.upper() if node.sign else ''}".strip())
            self.matter += node.lines
        prose = [child for child in node.children if child.kind == PROSE]
        if place.number and node is not self._root and node.lines:
            self.matter += node.lines
        counts = Counter(n.sign.label for n in _numbered_in(node) if n.sign is not None)
        restarts = any(count > 1 for count in counts.values())
        yield from self._children(node, place, prose, restarts=restarts)

    def _children(self, node: Node, place: _Place, prose: Sequence[Node], *, restarts: bool) -> Iterator[Row]:
        """The rows of a part's children; ``place`` is the part's."""
        notices = [p for p in prose if node is self._root and self._is_before_title(p)]
        if notices:
            lines = [line for p in notices for n in p.walk() for line in n.lines]
            yield Row("notice", "text above the title", "", tuple(lines))
        opening = [p for p in prose if p not in notices]
        bullets = 0
        for child in node.children:
            if child.kind == PART:
                yield from self._part(child)
            elif child.kind == NOTE:
                yield from self._note(child)
            elif child.kind == HEADING:
                yield from self._heading(child, place, place, restarts=restarts)
            elif child.kind == SECTION:
                yield from self._section(child, place)
            elif child.kind == ITEM and (child.sign is None or child.sign.style == BULLET):
                bullets += 1
                yield from self._item(child, self._with_base(place), bullets)
            elif child.kind in (PARAGRAPH, ITEM):
                yield from self._numbered(child, self._with_base(place))
            elif child in opening and not child.children and not is_ended(child.text) and len(child.text.split()) < 9:
                self.matter += child.lines  # the date or version below a title
            elif child in opening:
                order = opening.index(child) + 1
                inner = replace(place, number=place.below("intro"), locator=_comma(place.base, "introduction"))
                yield from self._prose(child, inner, order, merged=len(opening) == 1, hangs=False)

    def _with_base(self, place: _Place) -> _Place:
        return replace(place, number=place.prefix, locator=place.base)

    def _is_before_title(self, node: Node) -> bool:
        return self._title is not None and bool(node.lines) and node.lines[0].start < self._title.start

    # --- containers ------------------------------------------------------------------------------------------------

    def _section(self, node: Node, part: _Place) -> Iterator[Row]:
        assert node.sign is not None
        number = f"{part.prefix}.{node.sign.label}" if part.prefix else node.sign.label
        locator = _comma(part.base, f"{node.name or 'section'} {node.sign.label}")
        hangs = all(_lists(inner) < 2 for inner in node.walk() if inner.kind in (SECTION, HEADING))
        place = replace(part, number=number, locator=locator, context=(*part.context, node.text), hangs=hangs)
        yield from self._container(node, place, part, marked=True)

    def _heading(self, node: Node, place: _Place, part: _Place, *, restarts: bool) -> Iterator[Row]:
        is_title = self._title is not None and node.lines[0] is self._title
        if part.prefix == "report" and not self._has_report and _REPORT.search(node.text):
            self._has_report = True
            yield Row("report", "covering report", "heading", tuple(node.lines))
            is_title = True
        labels = [child for child in node.children if child.kind == PROSE and _LABEL.match(child.text)]
        if labels and len(labels) == len(node.children):
            self.matter += [line for inner in node.walk() for line in inner.lines]
            return
        if is_title or (place.number == part.number and not _has_words(node)):
            self.matter += node.lines
            inner = [child for child in node.children if child.kind in (PROSE, ITEM)]
            yield from self._children(node, place, inner, restarts=restarts)
            return
        number = place.below(self._name(node, place))
        locator = _comma(place.locator if place.number else part.base, ("" if place.number else "section ") + node.text)
        own = replace(place, number=number, locator=locator, context=(*place.context, node.text))
        numbered_on = part if not restarts else own
        yield from self._container(node, own, numbered_on, marked=False, restarts=restarts, part=part)

    def _container(
        self, node: Node, place: _Place, numbers: _Place, *, marked: bool, restarts: bool = False, part: _Place | None = None
    ) -> Iterator[Row]:
        """The rows of a section or heading: its own, merged with its only paragraph, and those below."""
        prose = [child for child in node.children if child.kind in (PROSE, CLOSING)]
        subs = [child for child in node.children if child.kind == HEADING]
        items = [child for child in node.children if child.kind == ITEM]
        numbered = [child for child in node.children if child.kind in (PARAGRAPH, SECTION)]
        first = node.children[0] if node.children else None
        merged: Node | None = None
        is_list = False
        if (len(prose) == 1 and not subs and not items and not (numbered and node.kind == HEADING)) or (
            node.kind == HEADING and place.hangs and prose and prose[0] is first and _items(prose[0])
        ):
            merged = prose[0]
        elif node.kind == HEADING and len(prose) > 2 and prose[0] is first and is_lead(prose[0].text) and not _items(prose[0]):
            merged = prose[0]
            is_list = True
        is_bare = node.kind == HEADING and merged is None and not items
        is_silent = is_bare and numbered and not restarts
        if merged is not None:
            yield from self._prose(merged, place, 1, merged=True, hangs=place.hangs, head=node.lines, marked=marked)
        elif node.lines and not is_silent and (node.kind == SECTION or prose or items or _lists(node)):
            kind = "lead-in" if items else "heading"
            yield Row(place.number, place.locator, kind, tuple(node.lines), place.context[:-1], marked)
        else:
            self.matter += node.lines
        bullets = 0
        for child in node.children:
            if child in prose and child is not merged:
                yield from self._prose(child, place, prose.index(child) + (0 if is_list else 1), merged=False, hangs=place.hangs)
            elif child.kind == ITEM:
                bullets += 1
                yield from self._item(child, place, bullets)
            elif child.kind == HEADING:
                yield from self._heading(child, place, part or numbers, restarts=restarts)
            elif child.kind in (PARAGRAPH, SECTION):
                yield from self._numbered(child, self._number_place(child, place, numbers))

    def _number_place(self, child: Node, place: _Place, numbers: _Place) -> _Place:
        """What a numbered paragraph's number begins with: nothing for 3.1, the section for (1), the part under a heading."""
        assert child.sign is not None
        if "." in child.sign.label:
            return replace(place, number=place.prefix, locator=place.base)
        if (
            place.context
            and numbers.number == place.prefix
            and numbers is not place
            and child.parent is not None
            and child.parent.kind == HEADING
        ):
            return replace(place, number=place.prefix, locator=place.base)
        return place

    def _prose(
        self, node: Node, place: _Place, order: int, *, merged: bool, hangs: bool, head: Sequence[Line] = (), marked: bool = False
    ) -> Iterator[Row]:
        """An unnumbered paragraph and its list."""
        number = place.number if merged else place.below(str(order))
        locator = place.locator if merged else _comma(place.locator, f"{_nth(order)} paragraph")
        own = replace(place, number=number, locator=locator)
        context = place.context[: -1 if merged and place.context else None] if merged else place.context
        yield from self._worded(node, own, (*head, *node.lines), context, marked=marked, title=len(head))
        below = replace(place if hangs or merged else own, context=(*place.context, node.text))
        yield from self._list(node, replace(below, locator=own.locator))
        for child in node.children:
            if child.kind == PARAGRAPH:
                yield from self._numbered(child, replace(below, locator=place.locator))

    # --- numbered paragraphs and items ---------------------------------------------------------------------------------

    def _numbered(self, node: Node, place: _Place) -> Iterator[Row]:
        assert node.sign is not None
        if node.kind == SECTION:
            yield from self._section(node, replace(place, prefix=place.number, base=place.locator))
            return
        number = place.below(node.sign.label)
        if node.shape.startswith("(") and place.number != place.prefix:
            inner = place.locator.replace("section ", "paragraph ", 1) if place.locator.startswith("section ") else place.locator
            locator = f"{inner}({node.sign.label})"
        else:
            locator = _comma(place.locator, f"paragraph {node.sign.label}")
        own = replace(place, number=number, locator=locator)
        yield from self._worded(node, own, node.lines, place.context, marked=not node.is_inferred, title=int(node.title))
        yield from self._list(node, replace(own, context=(*place.context, node.text)))
        below = [child for child in node.children if child.kind in (PARAGRAPH, SECTION, HEADING)]
        for child in below:
            if child.kind == HEADING:
                yield from self._heading(child, own, place, restarts=True)
            else:
                yield from self._numbered(child, self._number_place(child, own, own))
        for child in node.children:
            if child.kind in (CLOSING, PROSE):
                closing = replace(own, number=f"{number}.close", locator=_comma(locator, "closing paragraph"))
                yield from self._worded(child, closing, child.lines, place.context, marked=False, title=0)

    def _list(self, node: Node, place: _Place) -> Iterator[Row]:
        order = 0
        for child in node.children:
            if child.kind == ITEM:
                order += 1
                yield from self._item(child, place, order)

    def _item(self, node: Node, place: _Place, order: int) -> Iterator[Row]:
        is_bullet = node.sign is None or node.sign.style == BULLET
        label = letter(order) if is_bullet or node.sign is None else node.sign.label
        number = place.below(label)
        locator = _comma(place.locator, f"{_nth(order)} bullet") if is_bullet else _bracketed(place.locator, label)
        own = replace(place, number=number, locator=locator)
        yield from self._worded(node, own, node.lines, place.context, marked=not is_bullet and not node.is_inferred, title=0)
        yield from self._list(node, replace(own, context=(*place.context, node.text)))
        for example in node.children:
            if example.kind == EXAMPLE:
                shown = replace(own, number=f"{number}.eg", locator=_comma(locator, "example"))
                yield from self._worded(example, shown, example.lines, (*place.context, node.text), marked=False, title=0)

    def _note(self, node: Node) -> Iterator[Row]:
        assert node.sign is not None
        place = _Place(node.sign.label, f"footnote {node.sign.order}")
        yield from self._worded(node, place, node.lines, (), marked=True, title=0)
        yield from self._list(node, replace(place, context=(node.text,)))
        for order, child in enumerate((c for c in node.children if c.kind == PROSE), 2):
            inner = replace(place, number=place.below(str(order)), locator=_comma(place.locator, f"{_nth(order)} paragraph"))
            yield from self._worded(child, inner, child.lines, (node.text,), marked=False, title=0)
            yield from self._list(child, replace(inner, context=(node.text, child.text)))

    def _worded(
        self, node: Node, place: _Place, lines: Sequence[Line], context: tuple[str, ...], *, marked: bool, title: int
    ) -> Iterator[Row]:
        """A row with words, and its parts when it holds several norms."""
        if not lines:
            return
        body = lines[title:]
        has_list = any(child.kind in (ITEM, EXAMPLE) for child in node.children)
        above = (*context, *(line.text for line in lines[:title]))
        found = _parts(body, has_list=has_list, is_item=node.kind in (ITEM, EXAMPLE))
        if any(child.sign is not None and child.sign.style == NUMBER for child in node.children if child.kind == ITEM):
            found = []
        if len(found) > 1:
            kind = "whole"
        elif has_list and (not body or is_lead(lines[-1].text) or is_lead(body[0].text)):
            # "Within 5 working days the director will respond, saying:" is a norm, whatever it leads into.
            kind = "" if body and is_timed(body[-1].text) else "lead-in"
        elif not body:
            kind = "heading"
        else:
            kind = ""
        yield Row(place.number, place.locator, kind, tuple(lines), above, marked)
        if len(found) > 1:
            for order, part in enumerate(found, 1):
                locator = _comma(place.locator, part.name)
                before = " ".join(other.line.text for other in found[: order - 1])
                yield Row(f"{place.number}.{order}", locator, "", (part.line,), above, is_part=True, before=before)

    def _name(self, node: Node, place: _Place) -> str:
        name = _slug(node, place.context)
        self._names[place.below(name)] += 1
        again = self._names[place.below(name)]
        return name if again == 1 else f"{name}-{again}"


@dataclass(frozen=True, slots=True)
class _Named:
    line: Line
    name: str


def _parts(body: Sequence[Line], *, has_list: bool, is_item: bool) -> list[_Named]:
    found: list[_Named] = []
    for order, line in enumerate(body, 1):
        name = f"{_nth(order)} paragraph, " if len(body) > 1 else ""
        for part in parts(line.text, has_list=has_list and order == len(body), is_item=is_item):
            found.append(_Named(line.piece(part.start, part.end), name + _said(part)))
    return found


def _said(part: Part) -> str:
    sentences = [_ORDINALS[at] if at < len(_ORDINALS) else _nth(at + 1) for at in part.sentences]
    said = f"{sentences[0]} sentence" if len(sentences) == 1 else f"{', '.join(sentences[:-1])} and {sentences[-1]} sentences"
    return f"{said}, {_ORDINALS[part.limb]} limb" if part.limb is not None else said


def _main(root: Node) -> Node:
    """The part that is the protocol itself: an appendix to a report, when that bears the title and is the longer."""
    for part in root.children:
        heads = [part, *(child for child in part.children[:2] if child.kind == HEADING)]
        is_named = part.kind == PART and any(names_protocol(head.text) for head in heads)
        if is_named and len(_numbered_in(part)) > len(_numbered_in(root)):
            return part
    return root


def _numbered_in(part: Node) -> list[Node]:
    """The numbered paragraphs of a part that stand directly in it or under its unnumbered headings."""
    found: list[Node] = []
    for child in part.children:
        if child.kind == HEADING:
            found += _numbered_in(child)
        elif child.kind in (PARAGRAPH, SECTION, ITEM) and child.sign is not None and child.sign.style not in (BULLET, LETTER):
            found.append(child)
    return found


def _above(node: Node) -> list[Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _items(node: Node) -> bool:
    return any(child.kind == ITEM for child in node.children)


def _lists(node: Node) -> int:
    """How many lists a section or heading has of its own."""
    return sum(_items(child) for child in node.children if child.kind == PROSE) + _items(node)


def _has_words(node: Node) -> bool:
    return any(child.kind != HEADING or _has_words(child) for child in node.children)


def _slug(node: Node, context: tuple[str, ...]) -> str:
    """A short name of a heading: the words that tell it from the section it is in and from its neighbours.

    A word of the authority's own name, which every second heading may hold, tells nothing.
    """
    about = _ABOUT.search(node.text)
    said = _WORD.findall((about[1] if about else node.text).lower().replace("’", "'"))
    above = {_stem(word) for text in context for word in _WORD.findall(text.lower())} - {_stem(word) for word in _PARTIES}
    words = [word for word in said if word not in _SMALL and (about or _stem(word) not in above)]
    telling = [word for word in words if word not in _PARTIES] if not about else words
    chosen = telling or words or said or ["text"]
    return "-".join((["about"] if about else []) + [re.sub(r"[^\w]", "", word) for word in chosen[:3]])


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _comma(*pieces: str) -> str:
    return ", ".join(piece for piece in pieces if piece)


def _bracketed(locator: str, label: str) -> str:
    return (
        f"{locator}({label})"
        if locator.rpartition(" ")[2][:1].isdigit() and not locator.startswith("section")
        else _comma(locator, f"({label})")
    )


def _nth(order: int) -> str:
    ending = "th" if 10 < order % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(order % 10, "th")
    return f"{order}{ending}"


def _unique(found: Sequence[Row]) -> list[Row]:
    """Every number once: a second clause of a number is told apart by ``-2``."""
    seen: Counter[str] = Counter()
    unique = []
    for row in found:
        seen[row.number] += 1
        number = row.number if seen[row.number] == 1 else f"{row.number}-{seen[row.number]}"
        unique.append(replace(row, number=number) if number != row.number else row)
    return unique
