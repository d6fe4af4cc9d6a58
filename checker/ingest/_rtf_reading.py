"""How RTF is read: once, from front to back, without recursion; what each stretch of it says and how it looks.

A group opens with a brace and ends with one; what is said within holds until it ends. The first word of a group may say that it
is no part of the text (a table of fonts, a picture, the instruction of a field) or a part of its own (a footnote). A group that
begins with a star and an unknown word is passed over, as the specification asks. ``rtf.toml`` has the words.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

# Places of text beside those that ``rtf`` names. Text in these is not shown.
HTML = "html"
_TEXT, _PICTURE, _SHAPE, _SAME, _NEVER = "text", "picture", "shape", "same", "never"
_FONTS, _COLOURS, _INSTRUCTION, _NAME, _VALUE, _SKIPPED = "fonts", "colours", "instruction", "name", "value", "skipped"
_UNSEEN = frozenset([_PICTURE, _SHAPE, _NEVER, _FONTS, _COLOURS, _INSTRUCTION, _NAME, _VALUE, _SKIPPED])

# Deeper groups change nothing; how many fonts and colours there may be; how long the instruction of a field, a
# property or what stands for a picture may be.
_DEEPEST, _MOST_ENTRIES, _LONGEST_CAPTURE = 10_000, 5_000, 4_000

# In this order: a control word, its number and the space that ends it; a byte; a sign; a brace; plain text; what means nothing.
_TOKENS = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,10})?[ ]?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]++)|[\r\n\0]++|\\",
    re.DOTALL,
)
_HYPERLINK = re.compile(
    r"\s{0,20}HYPERLINK\s{1,20}(\\l\s{1,20})?\"?([^\"\s]{1,2000})\"?(?:\s{1,20}\\l\s{1,20}\"([^\"]{1,500})\")?", re.IGNORECASE
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Look(NamedTuple):
    """How a stretch of text looks and where it stands; ``size`` in half points."""

    size: int
    is_bold: bool
    colour: str
    background: str
    is_hidden: bool
    is_deleted: bool
    is_rtf_only: bool
    link: str
    heading: int
    place: str


@dataclass(slots=True)
class _Field:
    """A field: the instruction by which a program makes its text."""

    instruction: str = ""


@dataclass(slots=True)
class _State:
    """What holds within a group until it ends.

    ``shown`` is the place of the text around it; ``standins`` is how many letters follow one of Unicode for programs that do not
    know it.
    """

    place: str = _TEXT
    shown: str = _TEXT
    font: int = -1
    standins: int = 1
    size: int = 24
    is_bold: bool = False
    colour: int = 0
    background: int = 0
    is_hidden: bool = False
    is_deleted: bool = False
    is_rtf_only: bool = False
    link: str = ""
    heading: int = 0
    field: _Field | None = None
    is_in_shape: bool = False


_PLAIN = {
    "font": -1, "size": 24, "is_bold": False, "colour": 0, "background": 0, "is_hidden": False, "is_deleted": False
}  # fmt: skip


@dataclass(slots=True)
class Reading:
    """One reading of a document, and what is known so far."""

    data: bytes
    _state: _State = field(default_factory=_State)
    _outer: list[_State] = field(default_factory=list)
    _depth: int = 0
    # The tables, and the entry that is read.
    _codec: str = "cp1252"
    _default_font: int = 0
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _colours: list[str] = field(default_factory=list)
    _colour: dict[str, int] = field(default_factory=dict)
    # A property of a picture, what stands for the picture, and whether a shape holds one.
    _name: str = ""
    _value: str = ""
    _alternative: str = ""
    _has_picture: bool = False
    # How many letters to come only stand for the one before; whether a group has just begun, and with a star.
    _passed_over: int = 0
    _is_start: bool = False
    _is_starred: bool = False
    # The stretch that is read, its bytes in a set of their own; and those that are done.
    _look: Look | None = None
    _pieces: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _bytes_codec: str = "cp1252"
    _done: list[tuple[Look, str]] = field(default_factory=list)

    def stretches(self) -> Iterator[tuple[Look, str]]:
        """Each stretch of text that looks the same, in order. A picture is a stretch that may have no text."""
        at, end = 0, len(self.data)
        while at < end and (token := _TOKENS.match(self.data, at)):
            at = token.end()
            kind = token.lastgroup
            if kind == "text":
                self._take_text(token[0])
            elif kind in ("word", "number"):
                number = int(token["number"]) if token["number"] else None
                if token["word"] == b"bin":
                    at += max(0, number or 0)  # so many bytes of anything
                else:
                    self._take_word(token["word"].decode("ascii"), number)
            elif kind == "byte":
                self._take_text(bytes.fromhex(token["byte"].decode("ascii")))
            elif kind == "sign":
                self._take_sign(token["sign"].decode("latin-1"))
            elif kind == "brace" and token[0] == b"{":
                self._open()
            elif kind == "brace":
                self._close()
                if not self._depth:
                    break  # what follows the document is none of it
            if self._done:
                yield from self._done
                self._done.clear()
        self._finish()
        yield from self._done

    # --- groups

    def _open(self) -> None:
        self._depth += 1
        if self._depth <= _DEEPEST:
            self._outer.append(self._state)
            self._state = replace(self._state)
        self._is_start, self._is_starred, self._passed_over = True, False, 0

    def _close(self) -> None:
        self._is_start, self._passed_over = False, 0
        self._depth = max(0, self._depth - 1)
        if self._depth >= _DEEPEST or not self._outer:
            return
        closed, self._state = self._state, self._outer.pop()
        if closed.place == self._state.place:
            return
        if closed.place == _VALUE and self._name.strip() == "wzDescription":
            self._alternative = self._value.strip()
        elif closed.place == _PICTURE and closed.is_in_shape:
            self._has_picture = True
        elif closed.place == _PICTURE or (closed.place == _SHAPE and self._has_picture):
            self._picture()

    def _picture(self) -> None:
        self._finish()
        self._done.append((self._looking()._replace(place=_PICTURE), self._alternative))
        self._alternative = ""

    def _begin(self, word: str, *, is_starred: bool) -> bool:
        """Take the first word of a group for what the group is; whether it was that and nothing else."""
        state = self._state
        place = _table("places").get(word, "")
        if state.place == _NEVER:
            return True
        if not place and not (is_starred or word in _wordless()):
            return False
        if place == _SAME:
            return True
        if not place or (state.place == _SKIPPED and place not in (_TEXT, _SHAPE, _NAME, _VALUE)):
            state.place = _SKIPPED
            return True
        state.place = state.shown if place == _TEXT else place
        if place not in _UNSEEN and place != HTML:
            state.shown = state.place
        if place == _NAME:
            self._name = ""
        elif place == _VALUE:
            self._value = ""
        elif place == _SHAPE:
            self._alternative, self._has_picture, state.is_in_shape = "", False, True
        elif place == _PICTURE and not state.is_in_shape:
            self._alternative = ""
        return True

    # --- words

    def _take_word(self, word: str, number: int | None) -> None:
        is_start, is_starred = self._is_start, self._is_starred
        self._is_start = self._is_starred = False
        if self._passed_over and word != "u":
            self._passed_over -= 1
        elif (is_start or is_starred) and self._depth <= _DEEPEST and self._begin(word, is_starred=is_starred):
            return
        elif word == "u":
            self._take_unicode(number or 0)
        elif letter := _table("letters").get(word):
            self._take_letter(letter, word)
        elif self._depth <= _DEEPEST:
            self._set(word, number)

    def _set(self, word: str, number: int | None) -> None:
        """Let a word change how the text looks that follows, or what is known of the document."""
        state = self._state
        if switch := _table("switches").get(word):
            setattr(state, switch, number != 0)
        elif state.place == _FONTS:
            self._set_font(word, number or 0)
        elif state.place == _COLOURS:
            if word in ("red", "green", "blue"):
                self._colour[word] = min(255, max(0, number or 0))
        elif name := _table("numbers").get(word):
            setattr(state, name, max(0, min(number or 0, 100_000)))
        elif word == "plain":
            for name, value in _PLAIN.items():
                setattr(state, name, value)
        elif word == "pard":
            state.heading = 0
        elif word == "outlinelevel":
            state.heading = number + 1 if number is not None and 0 <= number < 9 else 0
        elif word == "uc":
            state.standins = max(0, min(number or 0, 100))
        elif word == "field":
            state.field = _Field()
        elif word == "fldrslt" and state.field is not None:
            state.link = _target(state.field.instruction) or state.link
        else:
            self._set_document(word, number or 0)

    def _set_document(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._codec = _of_page(number)
        elif word == "deff":
            self._default_font = number
        elif word in ("mac", "pc", "pca"):
            self._codec = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]

    def _set_font(self, word: str, number: int) -> None:
        if word == "f":
            self._font = number
        elif len(self._fonts) < _MOST_ENTRIES:
            if word == "fcharset" and str(number) in _table("charsets"):
                self._fonts[self._font] = _table("charsets")[str(number)]
            elif word == "cpg" and number:
                self._fonts[self._font] = _of_page(number)

    # --- text

    def _take_text(self, raw: bytes) -> None:
        self._is_start = self._is_starred = False
        if self._passed_over:
            passed_over = min(self._passed_over, len(raw))
            self._passed_over -= passed_over
            raw = raw[passed_over:]
        place = self._state.place
        if place in _UNSEEN:
            self._keep(place, raw.decode("latin-1"))
            return
        if not raw:
            return
        self._look_up()
        # What is wrapped is in the document's own set; text is in that of its font.
        codec = self._codec if place == HTML else self._fonts.get(self._font_now(), self._codec)
        if codec != self._bytes_codec:
            self._settle()
            self._bytes_codec = codec
        self._bytes += raw

    def _font_now(self) -> int:
        return self._state.font if self._state.font >= 0 else self._default_font

    def _take_sign(self, sign: str) -> None:
        if sign == "*":
            self._is_starred = True
            return
        self._is_start = self._is_starred = False
        if self._passed_over:
            self._passed_over -= 1
        elif letter := _table("signs").get(sign):
            self._take_letter(letter)

    def _take_unicode(self, number: int) -> None:
        self._passed_over = self._state.standins
        # A number of 16 bits with a sign; some programs write larger ones. Half a pair waits for the other half.
        code = number if 0x10000 <= number <= 0x10FFFF else number & 0xFFFF
        if code:
            self._take_letter(_table("symbols").get(chr(code), chr(code)))

    def _take_letter(self, letter: str, word: str = "") -> None:
        place = self._state.place
        if place in _UNSEEN:
            self._keep(place, letter)
            return
        self._look_up()
        self._settle()
        if word in ("row", "nestrow") and self._pieces and self._pieces[-1] == "\t":
            self._pieces.pop()  # the last cell of a row ends where the row ends
        self._pieces.append(letter)

    def _keep(self, place: str, text: str) -> None:
        """Keep a text that is not shown, if it is of use."""
        if place == _COLOURS:
            for _ in range(text.count(";")):
                self._end_colour()
        elif place == _INSTRUCTION and self._state.field is not None:
            self._state.field.instruction = (self._state.field.instruction + text)[:_LONGEST_CAPTURE]
        elif place == _NAME:
            self._name = (self._name + text)[:_LONGEST_CAPTURE]
        elif place == _VALUE:
            self._value = (self._value + text)[:_LONGEST_CAPTURE]

    def _end_colour(self) -> None:
        if len(self._colours) < _MOST_ENTRIES:
            parts = [self._colour.get(part, 0) for part in ("red", "green", "blue")]
            self._colours.append("#{:02x}{:02x}{:02x}".format(*parts) if self._colour else "")
        self._colour = {}

    def _look_up(self) -> None:
        """Begin a new stretch if the text from here on looks different."""
        look = self._looking()
        if look != self._look:
            self._finish()
            self._look = look

    def _looking(self) -> Look:
        state, colours = self._state, self._colours
        return Look(
            state.size,
            state.is_bold,
            colours[state.colour] if state.colour < len(colours) else "",
            colours[state.background] if state.background < len(colours) else "",
            state.is_hidden,
            state.is_deleted,
            state.is_rtf_only,
            state.link,
            state.heading,
            HTML if state.place == HTML else state.shown,
        )

    def _settle(self) -> None:
        """Decode the bytes that were read: only together are they letters, where a letter takes two."""
        if not self._bytes:
            return
        if self._bytes_codec == "symbols":
            known = _table("symbols")
            self._pieces.append("".join(known.get(letter, letter) for letter in self._bytes.decode("cp1252", "replace")))
        else:
            self._pieces.append(self._bytes.decode(self._bytes_codec, "replace"))
        self._bytes.clear()

    def _finish(self) -> None:
        """End the stretch that is read."""
        self._settle()
        text = "".join(self._pieces)
        self._pieces.clear()
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if text and self._look is not None:
            self._done.append((self._look, text))
        self._look = None


def _target(instruction: str) -> str:
    """Where a field leads, if it is a link; a place within the document begins with #."""
    found = _HYPERLINK.match(instruction)
    if found is None:
        return ""
    if found[1]:
        return f"#{found[2]}"
    return f"{found[2]}#{found[3]}" if found[3] else found[2]


@lru_cache(maxsize=256)
def _of_page(number: int) -> str:
    """Python's name for a code page; that of western Europe for one that it does not know."""
    name = {10000: "mac-roman", 1361: "johab", 936: "gbk", 65001: "utf-8", 54936: "gb18030"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


@cache
def _table(name: str) -> Mapping[str, str]:
    return {str(word): str(meaning) for word, meaning in _tables()[name].items()}


@cache
def _wordless() -> frozenset[str]:
    words = _tables()["wordless"]["words"]
    assert isinstance(words, list)
    return frozenset(words)


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    tables: Mapping[str, Mapping[str, object]] = tomllib.loads(
        files("checker.ingest").joinpath("rtf.toml").read_text(encoding="utf-8")
    )
    return tables
