"""Hostile HTML made tame before a parser sees it.

The parsing algorithm of HTML takes time with the square of some inputs, by its own rules: an opening ``<div>`` asks every
element that is still open whether it is a paragraph, each paragraph opens again all type styles that the last one left
open, and each attribute is compared with all before it. A hundred thousand of any of these keep a machine busy for
minutes, or fill its memory. What no writer of mail or pages comes near is cut away first: tags, never words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from checker.ingest.unreadable import NotReadable

# The longest HTML that is read, in characters, and the most tags in it.
LONGEST = 5_000_000
MOST_TAGS = 400_000

# HTML so small that nothing in it can take long.
_SMALL, _FEW = 20_000, 300
# Elements open at once. A long exchange between users of one program nests some five for each reply.
_DEEPEST = 1_000
# How many type styles a parser may have to open again, in all.
_REOPENED = 500_000
_ATTRIBUTES = 300
_ROOTS = 50

# A tag as the tokeniser of HTML sees it (HTML, 13.2.5.8 to 13.2.5.40). Nothing in it can match in two ways.
_ATTRIBUTE = r"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]*+))?+"
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]*+{_ATTRIBUTE})*+)[\t\n\f\r /]*+>")
_ATTRIBUTE_OF = re.compile(_ATTRIBUTE)
_COMMENT_END = re.compile(r"--!?>")
_DATA = re.compile(r"\bdata:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{200,}+")

# The parser closes these by itself, or they hold nothing.
_SHALLOW = frozenset(
    {
        *("p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dd", "dt", "option", "colgroup", "html", "head"),
        *("area", "base", "body", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"),
        *("wbr", "o:p"),
    }
)
# What a new paragraph opens again (HTML, 13.2.4.3).
_STYLES = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
# In these the rules of parsing are others; without them the tags that are counted are those that the parser sees.
_OTHER_RULES = frozenset({"select", "template", "noscript", "frameset", "frame", "plaintext", "svg", "math"})
# Their content is not markup (HTML, 13.2.5.2, 13.2.5.3).
_RAW = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_CUT = "<!---->"  # what stands on both sides of a cut must not grow together into a tag


def tame(html: str) -> str:
    """HTML without tags that only an attack has; ``NotReadable`` where it is longer than anybody writes."""
    if len(html) > LONGEST:
        raise NotReadable(f"its HTML has {len(html):,} characters; {LONGEST:,} is the most that is read")
    if "data:" in html:
        html = _DATA.sub("data:,", html)  # pictures within the text: long, and nothing to read
    if (tags := html.count("<")) > MOST_TAGS:
        raise NotReadable(f"its HTML has {tags:,} tags; {MOST_TAGS:,} is the most that is read")
    if tags <= _FEW and len(html) <= _SMALL:
        return html
    kept: list[str] = []
    done = at = 0
    load = _Load()
    while (start := html.find("<", at)) >= 0:
        tag = _TAG.match(html, start)
        if tag is None:
            at = _after(html, start)
            continue
        at = tag.end()
        name, is_end = tag[2].lower(), bool(tag[1])
        if name in _RAW and not is_end:
            closing = _RAW[name].search(html, at)
            at = closing.start() if closing else len(html)
            if name != "script" and not load.is_in_drawing:
                continue
            # A script may hold what looks like its own end, and a drawing's style sheet is markup to one parser and none
            # to another: without them there is no question.
            at = html.find(">", at) + 1 or len(html)
            instead: str | None = _CUT
        else:
            instead = load.instead(name, tag[3], is_end=is_end)
        if instead is not None:
            kept += [html[done:start], instead]
            done = at
    return "".join([*kept, html[done:]]) if kept else html


def _after(html: str, start: int) -> int:
    """Where the next tag may begin, after a ``<`` that opens none: a comment (HTML, 13.2.5.41 to 51), or only a sign."""
    if html.startswith("<!--", start):
        if html.startswith((">", "->"), start + 4):
            return start + 5
        end = _COMMENT_END.search(html, start + 4)
        return end.end() if end else len(html)
    following = html[start + 1 : start + 3]
    if following[:1] in ("!", "?") or (following[:1] == "/" and following[1:] != ""):
        return html.find(">", start) + 1 or len(html)
    # A letter begins a tag, and this one has no end: a parser takes all the rest for its attributes.
    return len(html) if following[:1].isascii() and following[:1].isalpha() else start + 1


@dataclass(slots=True)
class _Load:
    """What a parser has open as it reads, and the work that it has had."""

    opened: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    styles: int = 0
    reopened: int = 0
    roots: int = 0
    is_in_drawing: bool = False

    def instead(self, name: str, attributes: str, *, is_end: bool) -> str | None:
        """What should stand instead of this tag; None where it may stay as it is."""
        if name in _OTHER_RULES:
            self.is_in_drawing = name in ("svg", "math") and not is_end
            return _CUT
        if self.is_in_drawing:
            return _CUT
        if self.reopened > _REOPENED:
            return _CUT if name in _STYLES else "<br>"
        if name in _RAW:
            return None
        if name not in _STYLES:
            self.reopened += self.styles
        if is_end:
            return self._closed(name)
        if name in ("html", "body"):
            self.roots += 1
            return _CUT if self.roots > _ROOTS else self._shortened(name, attributes)
        if name not in _SHALLOW:
            if self.depth >= _DEEPEST:
                self.cut[name] += 1
                return _CUT
            self.opened[name] += 1
            self.depth += 1
            self.styles += name in _STYLES
        return self._shortened(name, attributes)

    def _closed(self, name: str) -> str | None:
        if self.cut[name]:
            self.cut[name] -= 1
            return _CUT
        if self.opened[name]:
            self.opened[name] -= 1
            self.depth -= 1
            self.styles -= name in _STYLES
        return None

    def _shortened(self, name: str, attributes: str) -> str | None:
        if len(attributes) <= _ATTRIBUTES or sum(1 for _ in _ATTRIBUTE_OF.finditer(attributes)) <= _ATTRIBUTES:
            return None
        return f"<{name}>"
