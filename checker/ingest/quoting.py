"""Which parts of an HTML mail are quoted or forwarded mail, or a signature, by the marks that mail programs leave.

Classes and ids are those of Gmail, Outlook (desktop, web, phone), Apple Mail, Thunderbird, Yahoo and Proton as their mail
shows them; no standard says anything of it. Gmail's ``gmail_extra`` is none of them: it holds the quotation, which is marked
itself, and beside it whatever its user wrote below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUOTED, FORWARDED, SIGNATURE = "quoted", "forwarded", "signature"
# From a head on, all is quoted. A line is a head if its words bear it out. A blockquote is quoted mail if an attribution
# stands above it, and so may a prefix be.
HEAD, LINE, BLOCKQUOTE, PREFIX = "head", "line", "blockquote", "prefix"

_CLASSES = {
    "gmail_quote": QUOTED,
    "gmail_quote_container": QUOTED,
    "gmail_signature": SIGNATURE,
    "moz-cite-prefix": PREFIX,
    "moz-forward-container": FORWARDED,
    "moz-signature": SIGNATURE,
    "protonmail_quote": QUOTED,
    "protonmail_signature_block": SIGNATURE,
    "yahoo_quoted": QUOTED,
}
_IDS = {
    "AppleMailSignature": SIGNATURE,
    "OLK_SRC_BODY_SECTION": QUOTED,
    "Signature": SIGNATURE,
    "appendonsend": HEAD,
    "divRplyFwdMsg": HEAD,
    "ms-outlook-mobile-signature": SIGNATURE,
}
_WORD = re.compile(r"\S")
_LINES = re.IGNORECASE | re.MULTILINE
_FROM = re.compile(r"\s{0,9}(?:from|de|von|van|от)\s{0,3}:", re.IGNORECASE)
_SENT = re.compile(r"^\s{0,9}(?:sent|date|to|subject|envoyé|gesendet|verzonden|отправлено)\s{0,3}:", _LINES)
_FORWARD = re.compile(r"[\s>]{0,20}(?:-{2,20}\s?forwarded (?:message|by)|begin forwarded message)", re.IGNORECASE)
# "On Monday, A. Person <a@example.org> wrote:" mostly stands before the quotation, outside of its element.
_ATTRIBUTION = re.compile(r"(?:@[\w.-]|\bwrote\b|\bwrites\b|\bschrieb\b|\ba écrit\b)[^\n]{0,120}:$")


class Page(Protocol):
    """The text of a page as far as it has been written."""

    @property
    def length(self) -> int: ...

    def words(self, start: int, end: int) -> str: ...


def role(tag: str, attributes: Mapping[str, str | None], classes: Sequence[str], style: Mapping[str, str]) -> str:
    """What an element is in an exchange of mail: one of the words above, or empty for nothing in particular."""
    for name in classes:
        if name.removeprefix("x_") in _CLASSES:
            return _CLASSES[name.removeprefix("x_")]
    name = (attributes.get("id") or "").removeprefix("x_")  # Outlook writes so what it takes over from others
    if name in _IDS:
        return _IDS[name]
    if tag == "blockquote":
        return QUOTED if (attributes.get("type") or "").lower() == "cite" else BLOCKQUOTE
    if tag == "div" and any(name.startswith("border") and "solid" in value for name, value in style.items()):
        return LINE
    return ""


class Stretches:
    """The quoted stretches of a page, found as its elements are entered and left. The outermost counts.

    An element's depth is the number of elements around it.
    """

    def __init__(self) -> None:
        self._found: list[tuple[int, int, str]] = []
        self._kind = ""
        self._start = self._depth = 0
        self._head_end = -1  # where the head ended that opened the stretch
        self._prefix = (0, 0)

    def enter(self, role: str, depth: int, page: Page) -> None:
        """Take note that an element begins here."""
        if self._kind or role in ("", HEAD, LINE, PREFIX):
            return
        start = page.length if role == SIGNATURE else self._with_attribution(page)
        if role != BLOCKQUOTE:
            self._open(start, role, depth)
        elif start < page.length:
            self._open(start, QUOTED, depth)

    def leave(self, role: str, depth: int, start: int, page: Page) -> None:
        """Take note that the element that began at ``start`` ends here."""
        if self._kind:
            if depth == self._depth:
                self._follow(start, page)
        elif role == PREFIX:
            self._prefix = (start, page.length)
        elif role == HEAD or (role == LINE and _is_header(page.words(start, start + 2_000))):
            self._open(start, QUOTED, depth - 1)
            self._head_end = page.length

    def finish(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """The stretches of the whole text: start, end, and quoted, forwarded or signature; in order, without overlap."""
        if self._kind:
            self._found.append((self._start, len(text), self._kind))
            self._kind = ""
        stretches: list[tuple[int, int, str]] = []
        for opened, end, known in sorted(self._found):
            first = _WORD.search(text, opened, end)
            if first is None:
                continue
            start = first.start()
            kind = FORWARDED if known == QUOTED and _FORWARD.match(text, start) else known
            if stretches and stretches[-1][2] == kind and not text[stretches[-1][1] : start].strip():
                start = stretches.pop()[0]
            stretches.append((start, end, kind))
        return tuple(stretches)

    def _open(self, start: int, kind: str, depth: int) -> None:
        self._start, self._kind, self._depth, self._head_end = start, kind, depth, -1

    def _follow(self, start: int, page: Page) -> None:
        # What follows a head stands beside it, or beside the element that holds the head and nothing else.
        if page.length == self._head_end and start == self._start and self._depth:
            self._depth -= 1
            return
        self._found.append((self._start, page.length, self._kind))
        self._kind = ""

    def _with_attribution(self, page: Page) -> int:
        """Where the line begins that says who wrote what follows; here, if there is none."""
        start, end = self._prefix
        if end and end == page.length:
            return start
        tail = max(0, page.length - 400)
        last = page.words(tail, page.length).rstrip()
        line = last.rpartition("\n")[2]
        return tail + len(last) - len(line) if _ATTRIBUTION.search(line) else page.length


def _is_header(words: str) -> bool:
    return bool(_FROM.match(words)) and bool(_SENT.search(words))
