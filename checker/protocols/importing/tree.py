"""From paragraphs to the tree of a protocol: parts, sections, sub-headings, paragraphs, items, footnotes.

Each numbered paragraph goes on with a list that is open or opens a new one below what stands last; of the ways in which a
mark can be read the likeliest is taken, by its order, its brackets, its indent and the case of its first letter. A number
that goes on across unnumbered headings belongs to the part and not to the heading; one that begins again belongs to the
heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checker.protocols.importing.lines import Line, is_address, is_ended, is_title
from checker.protocols.importing.marks import (
    BULLET,
    CAPITAL,
    DOTTED,
    FOOTNOTE,
    LETTER,
    NAMED,
    NUMBER,
    ROMAN,
    NumberMark,
    Sign,
    is_example,
    letter,
    mark_of,
)  # fmt: skip

PART, SECTION, HEADING, PARAGRAPH, PROSE, ITEM, EXAMPLE, NOTE, CLOSING = (
    "part", "section", "heading", "paragraph", "prose", "item", "example", "note", "closing",
)  # fmt: skip

_PARTS = ("appendix", "annex", "annexe", "schedule")
_ORDER = {LETTER: 4, ROMAN: 5, CAPITAL: 3, BULLET: 6, NUMBER: 1, NAMED: 0}
# A protocol's lists are not deeper than this.
_DEEPEST = 8
_LEAD = re.compile(r"(?::|:[-–—]|[-–—])\s*\Z")
_CONJUNCTION = re.compile(r"(?:and|or|and/or)[,;:]?\Z", re.IGNORECASE)
_PROTOCOL = re.compile(r"\bprotocol\b|member\s{0,3}(?:/|and|-)\s{0,3}officer", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """A piece of a protocol as it stands: its mark, its words, and what hangs on it.

    ``lines`` are its own paragraphs, the first without its mark; ``title`` says that the first of them is a heading,
    ``is_inferred`` that its number was lost and is told from its neighbours.
    """

    kind: str
    sign: Sign | None = None
    name: str = ""
    shape: str = ""
    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    title: bool = False
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    number: str = ""
    level: int = 0
    is_inferred: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _List:
    """A run of numbered paragraphs that is open: whose they are and what the last was."""

    parent: Node
    style: str
    shape: str
    last: int
    node: Node
    indent: int
    is_lower: bool


def tree(lines: Sequence[Line]) -> Node:
    """The tree of a protocol's paragraphs; its root is the part that is the protocol itself."""
    return _Builder(lines).built()


class _Builder:
    """Puts paragraphs one after the other into the tree; state is what is open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._root = Node(PART)
        self._part = self._root
        self._lists: list[_List] = []
        self._heads: list[Node] = []
        self._last: Node = self._root
        self._note: Node | None = None
        styled = [line for line in lines if (line.is_bold or line.heading) and mark_of(line.text) is None and is_title(line.text)]
        # A document that sets its headings apart has no others.
        self._is_styled = len(styled) > 3 and any(line.page for line in lines)

    def built(self) -> Node:
        for at, line in enumerate(self._lines):
            self._put(at, line)
        return self._root

    # --- what a line is -------------------------------------------------------------------------------------------

    def _put(self, at: int, line: Line) -> None:
        mark = mark_of(line.text)
        if self._note is not None and self._is_quoting(self._note):
            self._note_line(line, mark)
            return
        self._note = None
        if mark is not None and mark.signs[0].style == FOOTNOTE:
            self._note = self._part.add(self._node(NOTE, line, mark, mark.signs[0]))
            return
        if mark is not None and mark.name in _PARTS and is_title(line.text):
            self._open_part(line, mark)
            return
        if mark is not None and self._numbered(at, line, mark):
            return
        self._unmarked(at, line)

    def _numbered(self, at: int, line: Line, mark: NumberMark) -> bool:
        if mark.signs[0].style == DOTTED:
            self._dotted(at, line, mark)
            return True
        if mark.signs[0].style == BULLET and is_example(line.text[mark.end :]) and self._lists:
            example = self._node(EXAMPLE, line, mark, Sign(BULLET, 0, "eg"))
            self._lists[-1].node.add(example)
            self._last = example
            return True
        choice = self._choice(at, line, mark)
        if choice is None:
            return False
        sign, depth = choice
        if depth < len(self._lists):
            self._continue(at, line, mark, sign, depth)
        else:
            self._open_list(at, line, mark, sign)
        return True

    def _choice(self, at: int, line: Line, mark: NumberMark) -> tuple[Sign, int] | None:
        """The reading of a mark, and which of the open lists goes on with it (one past the last: a new one)."""
        best: tuple[float, Sign, int] | None = None
        rest = line.text[mark.end :]
        for sign in mark.signs:
            for depth, open in enumerate(self._lists):
                score = self._fits(open, line, mark, sign, rest) - 0.3 * (len(self._lists) - 1 - depth)
                if score > 0 and (best is None or score > best[0]):
                    best = score, sign, depth
            score = self._opens(at, line, mark, sign)
            if score > 0 and len(self._lists) < _DEEPEST and (best is None or score > best[0]):
                best = score, sign, len(self._lists)
        return None if best is None else (best[1], best[2])

    def _fits(self, open: _List, line: Line, mark: NumberMark, sign: Sign, rest: str) -> float:
        """How well a mark goes on with an open list."""
        if open.style != sign.style:
            # The first bullet of a list of bullets and letters has lost its letter.
            if open.style == BULLET and sign.style in (NUMBER, LETTER) and sign.order == open.last + 1:
                return 3.5
            return (
                3.0
                if sign.style == BULLET and open.style in (LETTER, NUMBER) and mark.shape == "-" and open.shape != "."
                else 0.0
            )
        if sign.style == BULLET:
            same = abs(open.indent - line.indent) < 2 and open.shape == mark.shape
            return 4.0 if same else 2.5 if open.indent >= line.indent else 0.5
        step = sign.order - open.last
        if step < 1 or step > 4:
            return 0.0
        score = 4.0 if step == 1 else 2.0 - 0.3 * step
        score += 0.8 if open.shape == mark.shape else -1.5
        score += 0.7 if open.is_lower == rest[:1].islower() else -0.7
        return score + (0.5 if abs(open.indent - line.indent) < 2 else -0.5)

    def _opens(self, at: int, line: Line, mark: NumberMark, sign: Sign) -> float:
        """How well a mark begins a new list below what stands last."""
        first = sign.order <= 1
        if not first and not (sign.order == 2 and not self._lists) and not self._succeeds_later(at, sign, mark):
            return 0.0
        if mark.shape == "bare" and not is_title(line.text):
            return 0.0
        lead = bool(_LEAD.search(self._last.text)) if self._last.lines else False
        score = (2.2 if first else 1.0) + (1.6 if lead else 0.0)
        if any(open.style == sign.style and open.shape == mark.shape for open in self._lists):
            score -= 1.0
        if self._last.kind == HEADING:
            score += 1.0
        if self._lists and line.indent > self._lists[-1].indent:
            score += 0.4
        return score + (0.1 if sign.style in (LETTER, NUMBER, BULLET) else 0.0)

    def _succeeds_later(self, at: int, sign: Sign, mark: NumberMark) -> bool:
        """Whether the next paragraphs go on from a number that is not the first: then the first was lost, not this one wrong."""
        if sign.style not in (NUMBER, NAMED) or sign.order > 40:
            return False
        for line in self._lines[at + 1 : at + 30]:
            other = mark_of(line.text)
            if (
                other is not None
                and other.shape == mark.shape
                and any(s.style == sign.style and s.order == sign.order + 1 for s in other.signs)
            ):
                return not self._lists
        return False

    # --- putting it in --------------------------------------------------------------------------------------------

    def _node(self, kind: str, line: Line, mark: NumberMark | None, sign: Sign | None) -> Node:
        words = line.piece(mark.end, len(line.text)) if mark is not None else line
        node = Node(kind, sign, mark.name if mark else "", mark.shape if mark else "")
        node.starts.append(line.start)
        if words.text:
            node.lines.append(words)
        return node

    def _continue(self, at: int, line: Line, mark: NumberMark, sign: Sign, depth: int) -> None:
        del self._lists[depth + 1 :]
        open = self._lists[depth]
        is_lost = sign.style == BULLET and open.style != BULLET
        if is_lost:
            sign = Sign(open.style, open.last + 1, letter(open.last + 1) if open.style == LETTER else str(open.last + 1))
        if open.style == BULLET and sign.style != BULLET:
            self._number_bullets(open, sign, mark)
        node = self._node(self._kind_of(at, line, mark, sign, open.node), line, mark, sign)
        node.title, node.is_inferred = node.kind == SECTION, is_lost
        parent = open.parent
        if depth == 0 and open.parent is self._part:
            self._heads = [head for head in self._heads if node.kind != SECTION]
            parent = self._heads[-1] if self._heads and node.kind != SECTION else open.parent
        parent.add(node)
        open.last = open.last + 1 if sign.style == BULLET else sign.order
        open.node, self._last = node, node

    def _number_bullets(self, open: _List, sign: Sign, mark: NumberMark) -> None:
        """Number what seemed bullets: the numbers of the first were lost."""
        kind = PARAGRAPH if sign.style == NUMBER and open.parent.kind == SECTION else ITEM
        items = [child for child in open.parent.children if child.sign is not None and child.sign.style == BULLET]
        for order, item in enumerate(items, 1):
            label = letter(order) if sign.style == LETTER else str(order)
            item.kind, item.sign, item.shape, item.is_inferred = kind, Sign(sign.style, order, label), mark.shape, True
        open.style, open.shape = sign.style, mark.shape

    def _open_list(self, at: int, line: Line, mark: NumberMark, sign: Sign) -> None:
        kind = self._kind_of(at, line, mark, sign, None)
        node = self._node(kind, line, mark, sign)
        node.title = kind == SECTION
        parent = self._holder(sign, kind)
        is_parts = not self._lists and self._heads and not self._has_numbers() and sign.style in (NUMBER, NAMED)
        if is_parts:
            parent = self._part
        (self._heads[-1] if is_parts and kind != SECTION else parent).add(node)
        if is_parts and kind == SECTION:
            self._heads = []
        if sign.order == 2 and sign.style == NUMBER and kind == PARAGRAPH:
            self._adopt_first(parent, node, mark)
        rest = line.text[mark.end :]
        if parent.kind == HEADING:  # numbers that begin again under a heading end those under another
            self._lists = [open for open in self._lists if not _is_own(open)]
        self._lists.append(_List(parent, sign.style, mark.shape, max(sign.order, 1), node, line.indent, rest[:1].islower()))
        self._last = node

    def _has_numbers(self) -> bool:
        return any(child.kind in (SECTION, PARAGRAPH) and child.sign for child in self._part.walk())

    def _adopt_first(self, parent: Node, node: Node, mark: NumberMark) -> None:
        """Give the number 1 to what stands alone before a 2."""
        before = [child for child in parent.children if child is not node]
        if len(before) == 1 and before[0].kind in (PROSE, ITEM) and before[0].sign is None:
            before[0].kind, before[0].sign, before[0].shape = PARAGRAPH, Sign(NUMBER, 1, "1"), mark.shape
            before[0].is_inferred = True

    def _holder(self, sign: Sign, kind: str) -> Node:
        if kind == SECTION and not self._lists and not self._heads:
            return self._part
        last = self._last
        if last.kind in (ITEM, EXAMPLE) and last.sign is not None and sign.style != BULLET and sign.style == last.sign.style:
            return last.parent or self._part
        return last if last.kind != CLOSING else last.parent or self._part

    def _kind_of(self, at: int, line: Line, mark: NumberMark, sign: Sign, sibling: Node | None) -> str:
        """Whether a numbered paragraph is a section, a paragraph or an item."""
        if sign.style in (LETTER, ROMAN, BULLET):
            return ITEM
        words = line.text[mark.end :]
        if sign.style == NAMED:
            return SECTION
        is_inner = bool(self._lists) and (sibling is None or sibling.kind == ITEM)
        if is_inner and not (sibling is None and self._lists[0].node.kind == SECTION):
            return ITEM
        if sibling is not None and sibling.kind == PARAGRAPH and not (line.heading or line.is_bold or words.isupper()):
            return PARAGRAPH
        if mark.shape.startswith("("):
            return PARAGRAPH
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        after = mark_of(following.text) if following is not None else None
        if after is not None and after.signs[0].label.startswith(f"{sign.label}.") and len(words) <= 120:
            return SECTION
        is_followed = following is not None and not (
            after is not None
            and any(s.style == sign.style and s.order == sign.order + 1 for s in after.signs)
            and after.shape == mark.shape
        )
        if is_title(words) and (is_followed or line.heading or words.isupper()):
            return SECTION if not (self._lists and self._lists[0].node.kind == SECTION and sibling is None) else PARAGRAPH
        return PARAGRAPH

    def _dotted(self, at: int, line: Line, mark: NumberMark) -> None:
        sign = mark.signs[0]
        words = line.text[mark.end :]
        node = self._node(PARAGRAPH, line, mark, sign)
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        after = mark_of(following.text) if following is not None else None
        is_next_dotted = (
            after is not None and after.signs[0].style == DOTTED and after.signs[0].label.count(".") <= sign.label.count(".")
        )
        node.title = is_title(words) and following is not None and not is_next_dotted
        parent = self._ancestor(sign.label)
        parent.add(node)
        kept = [open for open in self._lists if open.style in (NUMBER, NAMED, CAPITAL, ROMAN) and open.node.kind == SECTION]
        if not kept:
            top = sign.label.split(".")[0]
            kept = [_List(self._part, NUMBER, ".", int(top), parent if parent is not self._part else node, 0, False)]
        self._lists = kept[:1]
        self._lists.append(_List(parent, DOTTED, "", sign.order, node, line.indent, False))
        self._last = node

    def _ancestor(self, label: str) -> Node:
        """What a number like 3.2.1 hangs on: 3.2, else section 3, else the part."""
        by_label = {}
        for node in self._part.walk():
            if node.sign is not None and node.kind in (SECTION, PARAGRAPH):
                by_label[node.sign.label] = node
        while "." in label:
            label = label.rpartition(".")[0]
            if label in by_label:
                node = by_label[label]
                head = self._heads[-1] if self._heads else None
                return head if head is not None and node in _ancestors(head) and node.kind == SECTION else node
        return self._heads[-1] if self._heads else self._part

    # --- paragraphs without a mark -----------------------------------------------------------------------------------

    def _unmarked(self, at: int, line: Line) -> None:
        last = self._last
        if _CONJUNCTION.match(line.text):
            return
        if is_address(line.text) and last.lines:
            last.lines.append(line)
            last.starts.append(line.start)
            return
        if self._is_heading(at, line):
            self._open_heading(line)
            return
        numbered = self._numbered_host()
        if self._lists and last.kind in (ITEM, EXAMPLE) and line.text[:1].islower():
            host = self._list_parent()  # the closing words of the sentence that leads into the list
            host.lines.append(line)
            host.starts.append(line.start)
            return
        if numbered is not None and last.kind in (ITEM, EXAMPLE, CLOSING):
            closing = numbered.add(self._node(CLOSING, line, None, None))
            self._last = closing
            self._drop_lists(numbered)
            return
        if numbered is not None:
            numbered.lines.append(line)
            numbered.starts.append(line.start)
            self._last = numbered
            return
        holder = self._prose_holder()
        self._drop_lists(holder)
        self._last = holder.add(self._node(PROSE, line, None, None))

    def _list_parent(self) -> Node:
        node = self._last
        while node.kind in (ITEM, EXAMPLE) and node.parent is not None:
            node = node.parent
        return node

    def _numbered_host(self) -> Node | None:
        """The numbered paragraph that is open, to which unmarked words belong; None in a section or under a heading."""
        node: Node | None = self._last
        while node is not None and node.kind in (ITEM, EXAMPLE, CLOSING):
            node = node.parent
        if node is None or node.kind != PARAGRAPH or (node is self._last and self._is_listed(node)):
            return None
        return node

    def _is_listed(self, node: Node) -> bool:
        """Whether a numbered paragraph is an item of a list under a heading, by how it and those before it end."""
        if node.parent is None or node.parent.kind != HEADING or node.title or node.sign is None or node.sign.style != NUMBER:
            return False
        run = [child for child in node.parent.children if child.kind == PARAGRAPH and not child.title]
        return len(run) > 2 and sum(not is_ended(child.text) for child in run) > len(run) * 0.7

    def _prose_holder(self) -> Node:
        if self._heads:
            return self._heads[-1]
        node: Node | None = self._last
        while node is not None and node.kind not in (SECTION, PART, HEADING):
            node = node.parent
        return node or self._part

    def _drop_lists(self, holder: Node) -> None:
        self._lists = [open for open in self._lists if open.parent is not holder or open.style in (DOTTED, NUMBER, NAMED)]
        while self._lists and self._lists[-1].node.kind == ITEM and not _is_own(self._lists[-1]):
            self._lists.pop()

    def _is_heading(self, at: int, line: Line) -> bool:
        if not is_title(line.text):
            return False
        if line.heading or line.is_bold or line.text.isupper():
            return True
        if self._is_styled:
            return False
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        return len(line.text) <= 100 and (following is None or not following.text[:1].islower())

    def _open_heading(self, line: Line) -> None:
        node = self._node(HEADING, line, None, None)
        node.title, node.level = True, line.heading
        before = self._last
        while self._lists and (
            self._lists[-1].node.kind == ITEM or self._lists[-1].parent.kind == HEADING or self._lists[-1].style == DOTTED
        ):
            self._lists.pop()
        section = self._lists[-1].node if self._lists and self._lists[-1].node.kind == SECTION else None
        if (
            before.kind == HEADING
            and not before.children
            and len(_chain(before)) < _DEEPEST
            and not (node.level and before.level and node.level <= before.level)
        ):
            self._heads = [*_chain(before), node]
            before.add(node)
        else:
            keep = [head for head in self._heads if node.level and head.level and head.level < node.level]
            if (not node.level and len(self._heads) > 1 and self._has_twin(node)) or (
                not node.level and len(self._heads) > 1 and not self._is_pair_next(line)
            ):
                keep = self._heads[:-1]
            self._heads = [*keep, node]
            (keep[-1] if keep else section or self._part).add(node)
        self._last = node

    def _is_pair_next(self, line: Line) -> bool:
        """Whether a heading is followed by another at once: then it stands a level above."""
        at = next((at for at, other in enumerate(self._lines) if other is line), len(self._lines))
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        return following is not None and mark_of(following.text) is None and self._is_heading(at + 1, following)

    def _has_twin(self, node: Node) -> bool:
        return any(
            head.text == node.text for head in self._heads[0].walk() if head.kind == HEADING and head is not self._heads[0]
        )

    def _open_part(self, line: Line, mark: NumberMark) -> None:
        node = self._node(PART, line, mark, mark.signs[0])
        node.title = True
        self._root.add(node)
        self._part, self._last, self._lists, self._heads = node, node, [], []

    # --- footnotes -------------------------------------------------------------------------------------------------

    def _is_quoting(self, note: Node) -> bool:
        words = " ".join(node.text for node in note.walk())
        return words.count('"') % 2 == 1 or words.count("“") > words.count("”")

    def _note_line(self, line: Line, mark: NumberMark | None) -> None:
        assert self._note is not None
        if mark is not None and mark.signs[0].style in (LETTER, ROMAN, BULLET, NUMBER):
            holder = self._note.children[-1] if self._note.children and self._note.children[-1].kind == PROSE else self._note
            holder.add(self._node(ITEM, line, mark, mark.signs[0]))
        else:
            self._note.add(self._node(PROSE, line, None, None))


def _is_own(open: _List) -> bool:
    """Whether a list of numbers is a heading's own: it may go on under the next heading."""
    return open.parent.kind == HEADING and open.style == NUMBER


def _chain(head: Node) -> list[Node]:
    chain = [head]
    while chain[0].parent is not None and chain[0].parent.kind == HEADING:
        chain.insert(0, chain[0].parent)
    return chain


def _ancestors(node: Node) -> list[Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def is_lead(text: str) -> bool:
    """Whether words lead into a list."""
    return bool(_LEAD.search(text))


def names_protocol(text: str) -> bool:
    """Whether a heading can be the title of such a protocol."""
    return bool(_PROTOCOL.search(text))


__all__ = ["Node", "is_ended", "is_lead", "names_protocol", "tree"]
