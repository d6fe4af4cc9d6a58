"""HTML to text as a reader sees it, with marks for how it looks: for mail, and for drafts of publicity.

Structure becomes lines: blocks begin and end them, paragraphs leave a blank one, lists get hyphens or numbers, cells of a row
are parted by tabs. What nobody sees stays out of the text and is told apart. Pictures stand in it as
``[picture: NAME: ALTERNATIVE TEXT]``. The walk is a loop, not a recursion: no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from checker.domain import Mark
from checker.ingest import css, quoting
from checker.ingest.charsets import clean
from checker.ingest.taming import tame

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class HtmlText:
    """The text that an HTML document shows, and what is known of it. Offsets count characters of ``text``.

    ``quoted`` are stretches (start, end, kind) that markup shows to be mail of others or a signature; kind is quoted,
    forwarded or signature. ``hidden`` are words that nobody sees, each with the place where it would have stood.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    quoted: tuple[tuple[int, int, str], ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()


class _Look(NamedTuple):
    """How the words of an element look. Size is in points, nought where nothing says it."""

    size: float = 0.0
    colour: str = ""
    background: str = ""
    bold: bool = False
    heading: str = ""
    link: str = ""
    is_gone: bool = False  # display: none, which no descendant can undo
    is_unseen: bool = False  # visibility, which a descendant can
    is_verbatim: bool = False

    def values(self) -> Iterator[tuple[str, str]]:
        if self.heading:
            yield "heading", self.heading
        if self.size:
            yield "size", f"{self.size:g}"
        if self.colour:
            yield "colour", self.colour
        if self.background:
            yield "background", self.background
        if self.bold:
            yield "bold", ""
        if self.link:
            yield "link", self.link


# Blocks, and how many line breaks part them from what is beside them.
_PARAGRAPHS = dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"), 2)
_BLOCKS = _PARAGRAPHS | dict.fromkeys(
    (
        *("address", "article", "aside", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "menu", "nav", "ol"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    ),
    1,
)
_NOT_SHOWN = frozenset(
    {
        *("audio", "canvas", "datalist", "defs", "desc", "head", "iframe", "math", "metadata", "noembed", "noframes", "script"),
        *("style", "symbol", "template", "title", "video"),
    }
)
# Fields of forms that show no words, or none that anybody may read.
_WORDLESS_FIELDS = frozenset({"checkbox", "color", "file", "hidden", "password", "radio", "range"})
_HEADINGS = {f"h{level}": str(level) for level in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th", *_HEADINGS})
_DEEPEST_INDENT = 5
_LONGEST_NAME, _LONGEST_ADDRESS = 200, 2_000
_NOTHING: Mapping[str, str | None] = MappingProxyType({})


def to_text(html: str, *, pictures: Mapping[str, str] = MappingProxyType({})) -> HtmlText:
    """The text that this HTML shows. ``pictures`` gives file names for pictures that are named by Content-ID (``cid:``).

    ``NotReadable`` where it is longer than anybody writes; whatever else it holds, something comes back.
    """
    # Halves of surrogate pairs cannot be handed to the parser.
    parser = LexborHTMLParser(tame(html.encode("utf-8", "ignore").decode("utf-8")))
    walk = _Walk(css.sheet([_sheet(node) for node in parser.css("style")]), pictures)
    root = parser.root
    if root is not None:
        walk.through(root)
    text = walk.page.text
    return HtmlText(text, walk.page.marks(), walk.stretches.finish(text), walk.page.hidden)


def _sheet(node: Any) -> str:  # the parser ships no types
    media = (node.attributes.get("media") or "").lower()
    return str(node.text(deep=True)) if not media or "all" in media or "screen" in media else ""


class _Frame(NamedTuple):
    """An element that is open: what is needed when it is left."""

    node: Any
    tag: str
    look: _Look
    start: int
    breaks: int
    role: str


class _Walk:
    """One pass through a document, writing its page."""

    def __init__(self, sheet: css.Sheet, pictures: Mapping[str, str]) -> None:
        self.page = _Page()
        self.stretches = quoting.Stretches()
        self._sheet = sheet
        self._pictures = pictures
        self._frames: list[_Frame] = []
        self._lists: list[int] = []  # the number of the next item, negative for a list of hyphens
        self._rows: list[tuple[int, int]] = []  # cells so far, and where the last began

    def through(self, node: Any) -> None:
        """Write all that this element shows."""
        look = _Look()
        while True:
            if node is None:
                if not self._frames:
                    return
                frame = self._frames.pop()
                self._leave(frame)
                look = self._frames[-1].look if self._frames else _Look()
                node = frame.node.next
                continue
            tag = node.tag
            if tag == "-text":
                self.page.write(node.text_content or "", look)
            elif tag and tag[0] not in "-!" and tag not in _NOT_SHOWN:
                frame = self._enter(node, tag, look)
                self._frames.append(frame)
                look, node = frame.look, node.child
                continue
            node = node.next

    def _enter(self, node: Any, tag: str, around: _Look) -> _Frame:
        attributes: Mapping[str, str | None] = node.attributes or _NOTHING
        classes = (attributes.get("class") or "").split()[:20]
        style = self._sheet.style(tag, attributes.get("id") or "", classes)
        if declared := attributes.get("style"):
            style.update(css.declarations(declared))
        look = _look(tag, attributes, style, around)
        breaks = _BLOCKS.get(tag, 0)
        if tag == "p" and any(name.removeprefix("x_").startswith("Mso") for name in classes):
            breaks = 1  # Outlook's paragraphs are lines; it writes a blank line as a paragraph with a space
        at_top_of_cell = bool(self._rows) and self._rows[-1][1] == self.page.length
        self.page.lines(min(breaks, 1) if at_top_of_cell else breaks)
        depth = len(self._frames)
        role = quoting.role(tag, attributes, classes, style) if attributes or tag == "blockquote" else ""
        self.stretches.enter(role, depth, self.page)
        frame = _Frame(node, tag, look, self.page.length, breaks, role)
        if tag == "br":
            self.page.line_break(look)
        elif tag == "img":
            self._picture(attributes, look)
        elif tag == "input":
            self._field(attributes, look)
        elif tag == "area" and (alternative := _words(attributes.get("alt") or "")):
            self.page.picture(f"[picture: area: {alternative}]", "area", look)
        elif tag == "svg" and (alternative := _drawn(node, attributes)):
            self.page.picture(f"[picture: drawing: {alternative}]", "drawing", look)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(_first_number(attributes) if tag == "ol" else -1)
        elif tag == "li":
            self.page.prefix = self._bullet()
        elif tag == "tr":
            self._rows.append((0, 0))
        elif tag in ("td", "th") and self._rows:
            cells, start = self._rows[-1]
            if cells:
                self.page.cell(start)
            self._rows[-1] = (cells + 1, self.page.length)
        return frame

    def _leave(self, frame: _Frame) -> None:
        if frame.tag in ("ul", "ol", "menu", "dir"):
            self._lists.pop()
        elif frame.tag == "li":
            self.page.prefix = ""
        elif frame.tag == "tr":
            self._rows.pop()
        if frame.tag in ("td", "th"):
            self.page.end_cell()
        self.page.lines(frame.breaks)
        self.stretches.leave(frame.role, len(self._frames), frame.start, self.page)

    def _bullet(self) -> str:
        indent = "  " * min(len(self._lists) - 1, _DEEPEST_INDENT)
        if not self._lists or self._lists[-1] < 0:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1] - 1}. "

    def _picture(self, attributes: Mapping[str, str | None], look: _Look) -> None:
        sides = {(attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")}
        if sides & {"0", "1"}:
            return  # it tells a sender that the mail was opened, or holds a table apart
        source = (attributes.get("src") or attributes.get("data-src") or "").strip()
        name = self._pictures.get(source[4:].strip("<>").lower(), "") if source[:4].lower() == "cid:" else ""
        name = _words(name or _file_name(source)).replace(":", "") or "picture"
        alternative = _words(attributes.get("alt") or attributes.get("title") or "")
        self.page.picture(f"[picture: {name}: {alternative}]" if alternative else f"[picture: {name}]", name, look)

    def _field(self, attributes: Mapping[str, str | None], look: _Look) -> None:
        """What a field of a form shows: its button's words, what is filled in, or the hint that stands in it."""
        kind = (attributes.get("type") or "text").strip().lower()
        if kind == "image":
            self._picture(attributes, look)
        elif kind not in _WORDLESS_FIELDS and (words := attributes.get("value") or attributes.get("placeholder")):
            self.page.write(f" {words} ", look)


def _drawn(svg: Any, attributes: Mapping[str, str | None]) -> str:
    """What is said of a drawing to those who do not see it (SVG 2, 5.8)."""
    if said := _words(attributes.get("aria-label") or ""):
        return said
    child = svg.child
    while child is not None and child.tag in ("-text", "-comment"):
        child = child.next
    return _words(str(child.text(deep=True))) if child is not None and child.tag == "title" else ""


def _look(tag: str, attributes: Mapping[str, str | None], style: Mapping[str, str], around: _Look) -> _Look:
    changes: dict[str, Any] = {}
    if tag in _BOLD:
        changes["bold"] = True
    if tag in _HEADINGS:
        changes["heading"] = _HEADINGS[tag]
    elif tag == "pre":
        changes["is_verbatim"] = True
    elif tag in ("big", "small"):
        changes["size"] = css.points("larger" if tag == "big" else "smaller", around.size)
    elif tag == "dialog" and "open" not in attributes:
        changes["is_gone"] = True
    elif tag == "mark":
        changes["background"] = "#ffff00"
    if attributes:
        if tag in ("a", "area") and (address := clean(attributes.get("href") or "").strip()):
            changes["link"] = "".join(address[:_LONGEST_ADDRESS].split())
        elif tag == "font":
            changes["size"] = css.font_size(attributes.get("size") or "", around.size) or around.size
            changes["colour"] = css.colour(attributes.get("color") or "") or around.colour
        elif tag == "body":
            changes["colour"] = css.colour(attributes.get("text") or "") or around.colour
        if painted := css.colour(attributes.get("bgcolor") or ""):
            changes["background"] = painted
        if "hidden" in attributes:
            changes["is_gone"] = True
    if style:
        changes |= _styled(style, around)
    return around._replace(**changes) if changes else around


def _styled(style: Mapping[str, str], around: _Look) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    size = css.size(style, around.size)
    if size is not None:
        changes["size"] = size or -1.0  # nought is what nothing says; a size of nothing hides
    if colour := css.colour(style.get("color", "")):
        changes["colour"] = colour
    if painted := css.background(style):
        changes["background"] = painted
    bold = css.is_bold(style)
    if bold is not None:
        changes["bold"] = bold
    if css.is_out_of_sight(style):
        changes["is_gone"] = True
    if seen := style.get("visibility"):
        changes["is_unseen"] = seen in ("hidden", "collapse")
    if space := style.get("white-space"):
        changes["is_verbatim"] = space.startswith("pre")
    return changes


def _first_number(attributes: Mapping[str, str | None]) -> int:
    start = (attributes.get("start") or "").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _file_name(address: str) -> str:
    if address[:5].lower() == "data:":
        return ""
    try:
        path = urlsplit(address[:_LONGEST_ADDRESS]).path
    except ValueError:  # an address that is none, such as http://[
        path = address[:_LONGEST_ADDRESS]
    return unquote(path.rstrip("/").rpartition("/")[2])


def _words(text: str) -> str:
    """Words that can stand between square brackets without ending them."""
    return " ".join(clean(text[:_LONGEST_NAME]).split()).replace("[", "(").replace("]", ")")


class _Page:
    """A text that grows at its end. Breaks and spaces are held back until words follow, so that none are left over."""

    def __init__(self) -> None:
        self.length = 0
        self.prefix = ""  # what the next words on a new line begin with
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._breaks = 0
        self._gap = ""
        self._last_break = 0
        self._runs: list[tuple[int, int, _Look, bool]] = []
        self._pictures: list[Mark] = []
        self._hidden: dict[int, list[str]] = {}

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def hidden(self) -> tuple[tuple[int, str], ...]:
        return tuple((at, " ".join(words)) for at, words in self._hidden.items())

    def words(self, start: int, end: int) -> str:
        """The text between two places, as far as it has been written."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end)
        origin = self._starts[first] if self._starts else 0
        return "".join(self._pieces[first:last])[start - origin : end - origin]

    def lines(self, count: int) -> None:
        """Let what follows begin at least so many lines further down; 2 leaves a blank line."""
        if count > self._breaks and self._gap != "\t":
            self._breaks = count

    def line_break(self, look: _Look) -> None:
        if not (look.is_gone or look.is_unseen or look.size < 0):
            self._breaks = min(2, self._breaks + 1)

    def cell(self, last: int) -> None:
        """Begin a cell beside the one that began at ``last``: in the same line, if that one is no more than a line."""
        if self._last_break <= last + 1:
            self._breaks, self._gap = 0, "\t"
        else:
            self.lines(1)

    def end_cell(self) -> None:
        """A paragraph that ends a cell leaves no blank line below it."""
        self._breaks = min(1, self._breaks)

    def write(self, words: str, look: _Look) -> None:
        """Add words as they stand in the source."""
        if look.is_verbatim:
            self._write_verbatim(clean(words), look)
            return
        plain = clean(words)
        text = " ".join(plain.split())
        if not text:
            if "\xa0" in words and self._breaks and self._pieces:
                self._breaks = 2  # a line that holds only a space that may not be broken is a blank line
            self._gap = self._gap or " "
            return
        if plain[0].isspace():
            self._gap = self._gap or " "
        self._add(text, look)
        if plain[-1].isspace():
            self._gap = " "

    def picture(self, words: str, name: str, look: _Look) -> None:
        """Add what stands for a picture."""
        self._gap = self._gap or " "
        start = self._add(words, look)
        if start is not None:
            self._pictures.append(Mark("picture", start, self.length, name))
            self._gap = " "

    def marks(self) -> tuple[Mark, ...]:
        """The marks on the text. A look goes on across spaces, and not across the end of a line."""
        marks = list(self._pictures)
        current: dict[str, Mark] = {}
        for start, end, look, is_new_line in self._runs:
            if is_new_line:
                marks += current.values()
                current = {}
            values = dict(look.values())
            for kind in [kind for kind, mark in current.items() if values.get(kind) != mark.value]:
                marks.append(current.pop(kind))
            for kind, value in values.items():
                current[kind] = Mark(kind, current[kind].start if kind in current else start, end, value)
        marks += current.values()
        return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value)))

    def _write_verbatim(self, words: str, look: _Look) -> None:
        for number, line in enumerate(words.split("\n")):
            if number:
                self._breaks, self._gap = min(3, self._breaks + 1), ""
            if text := line.rstrip():
                self._add(text, look)
            self._gap = line[len(text) :] or self._gap

    def _add(self, text: str, look: _Look) -> int | None:
        """Add words, and say where they begin; None if nobody can see them."""
        if look.is_gone or look.is_unseen or look.size < 0:
            self._hidden.setdefault(self.length, []).append(text)
            return None
        is_new_line = bool(self._breaks) or not self._pieces
        before = self._gap + self.prefix
        if is_new_line:
            before = ("\n" * self._breaks if self._pieces else "") + self.prefix
            self._last_break = self.length + 1
        elif self._gap != "\t":
            before = self._gap
        self.prefix, self._breaks, self._gap = "", 0, ""
        start = self.length + len(before)
        self._pieces.append(before + text)
        self._starts.append(self.length)
        self.length = start + len(text)
        self._runs.append((start, self.length, look, is_new_line))
        return start
