"""Address lists as mail programs write them (RFC 5322, 3.4), and as they write them wrongly.

The grammar allows quoted names, comments and groups; real headers have commas in names without quotation marks, semicolons
for commas, addresses without angle brackets or in extra quotation marks, and names without any address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.ingest import encoded_words

# More recipients than any server takes; what follows in a longer list is an attack.
_MOST = 5_000
_LONGEST_NAME, _LONGEST_ADDRESS = 300, 320  # RFC 5321, 4.5.3.1: 64 + @ + 255

_PLAIN = re.compile(r"[^\"()<>,;:=\\]+|=")
_AT = re.compile(r"([\w.+'-]{1,64}) at ([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?: |$)")
_TOKEN = re.compile(r"\S*@\S*")
_NOBODY = re.compile(r"(?:undisclosed|unlisted|undisclosed-|hidden|suppressed|no)?[ -]?(?:recipients?|list)\W*(?:not shown)?\W*", re.I)
_QUOTES = "'\"‘’“”`"


@dataclass(slots=True)
class _Piece:
    """One entry of a list as it is taken apart."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.comments and self.angle is None

    @property
    def phrase(self) -> str:
        return " ".join("".join(self.words).split())


def addresses(line: str) -> list[tuple[str, str]]:
    """The (name, address) pairs of an unfolded list, in order; the address in lower case, empty for a name without one.

    >>> addresses('"Person, A." <A.Person@example.org>, b@example.org (B. Person); Other, C <c@example.org>')
    [('Person, A.', 'a.person@example.org'), ('B. Person', 'b@example.org'), ('Other, C', 'c@example.org')]
    """
    found: list[tuple[str, str]] = []
    carried = ""
    for piece, separator in _pieces(line):
        name, address = _entry(piece)
        if not name and not address:
            continue
        # A comma in a name without quotation marks: "Other, C <c@example.org>", or "Other, C" alone.
        if carried:
            if address and piece.angle is None:
                found.append((carried, ""))
            else:
                name = f"{carried}, {name}" if name else carried
        carried = ""
        if not address and separator == "," and (" " not in name or _is_name_first(line, name)):
            carried = name
        elif not address and _NOBODY.fullmatch(name):
            continue
        else:
            found.append((name, address))
        if len(found) >= _MOST:
            break
    if carried:
        found.append((carried, ""))
    return found
