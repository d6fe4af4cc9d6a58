"""Bytes to text, when what is said of the bytes is missing, wrong or unknown.

``decode`` never fails and never guesses by statistics, so that the same bytes always give the same text. ``clean`` makes
any text fit to be searched, quoted and printed: a report must look the same in every browser, file and terminal.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_BOMS = (
    # The longer first: the mark of UTF-32-LE begins with that of UTF-16-LE.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Names that mail bears and Python does not know, or knows too narrowly. Programs that declare a small national set write
# its larger Windows brother (WHATWG Encoding Standard, 4.2), in which every text of the smaller set means the same.
_KNOWN_AS = {
    "ansi": "cp1252",
    "ansix3110": "cp1252",
    "ansix341968": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "cnbig5": "big5hkscs",
    "csbig5": "big5hkscs",
    "cseuckr": "cp949",
    "cseucpkdfmtjapanese": "euc_jp",
    "csgb2312": "gb18030",
    "csisolatin9": "iso8859-15",
    "csksc56011987": "cp949",
    "csmacintosh": "mac-roman",
    "csunicode": "utf-16",
    "eucjp": "euc_jp",
    "euckr": "cp949",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "iso10646ucs2": "utf-16",
    "iso88591": "cp1252",
    "iso885911": "cp874",
    "iso88599": "cp1254",
    "isoir100": "cp1252",
    "isoir149": "cp949",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8ru": "koi8-u",
    "ksc5601": "cp949",
    "ksc56011987": "cp949",
    "ksc56011989": "cp949",
    "l1": "cp1252",
    "latin1": "cp1252",
    "latin9": "iso8859-15",
    "mac": "mac-roman",
    "macce": "mac-latin2",
    "maccentraleurope": "mac-latin2",
    "maccentraleurroman": "mac-latin2",
    "maccyrillic": "mac-cyrillic",
    "macroman": "mac-roman",
    "macukrainian": "mac-cyrillic",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "suneugreek": "iso8859-7",
    "tis620": "cp874",
    "ucs2": "utf-16",
    "unicode": "utf-16",
    "unicode11utf7": "utf-7",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "unicodefeff": "utf-16-le",
    "unicodefffe": "utf-16-be",
    "usascii": "cp1252",
    "windows31j": "cp932",
    "xbig5": "big5hkscs",
}

# Only codecs that turn bytes into text and take time in proportion to them. `idna` and `punycode` do not, `unicode_escape`
# lets an author write what the bytes do not show, and `zlib` would unpack. Nor the sets of mainframes (EBCDIC), in which
# the bytes of plain English mean other letters: no mail is written in them.
_ALLOWED = re.compile(
    r"utf-(?:7|8|16|32)(?:-[bl]e)?|iso8859-\d{1,2}|cp(?!037|273|424|500|875|1026|1140)\d{3,5}|koi8-[rut]|mac-\w{1,12}"
    r"|gb18030|big5hkscs|hz|johab|euc_jis_2004|euc_jisx0213|euc_jp|shift_jis_2004|shift_jisx0213|iso2022_\w{2,6}|ptcp154|kz1048|hp-roman8"
)

_WIDE = ("utf-16", "utf-32")
_SHIFTING = (*_WIDE, "utf-7", "iso2022", "hz")  # in these, the bytes of ASCII may mean something else

# What a stray byte among UTF-8 means: the character of windows-1252, or the sign for a lost one where that set has none.
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}

_IS_STRAY = re.compile("[\udc80-\udcff]")

# Every byte of windows-1252; the five that it leaves undefined show as lost.
_CP1252 = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(256))

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u2007"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def _replacements() -> dict[int, str]:
    table: dict[int, str] = {}
    # Control characters do nothing in a text but upset what prints it (a terminal obeys ESC, a database stops at NUL).
    for code in (*range(0x20), 0x7F):
        table[code] = ""
    del table[0x09], table[0x0A]
    # The second set of them comes from programs that took windows-1252 for ISO 8859-1 before they wrote UTF-8: quotation
    # marks and dashes are meant. HTML reads them so, too.
    for code in range(0x80, 0xA0):
        table[code] = bytes([code]).decode("cp1252", "ignore")
    # All that breaks a line for some program breaks it for all, so that line numbers and offsets mean one thing.
    for code in (0x0B, 0x0C, 0x0D, 0x2028, 0x2029):
        table[code] = "\n"
    # Characters without width hide a word from a search ("La<U+200B>bour"); those that turn the direction of writing
    # show a reader another order of words than the one that is quoted. The joiners U+200C and U+200D stay: scripts and
    # emoji need them.
    for code in (0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070)):
        table[code] = ""
    for code in (0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF):
        table[code] = ""
    # Spaces that only forbid a line break are spaces: patterns of words know no others.
    for code in (0xA0, 0x2007, 0x202F, 0x205F):
        table[code] = " "
    # Halves of surrogate pairs cannot be written to any file.
    for code in range(0xD800, 0xE000):
        table[code] = "\ufffd"
    return table


_REPLACEMENTS = _replacements()
_USUAL = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_FEW = 8  # characters to be replaced, each in a pass of its own
_ASCII_CONTROLS = bytes(code for code in range(128) if _REPLACEMENTS.get(code) == "")
_ASCII_LINES = bytes(10 if _REPLACEMENTS.get(code) == "\n" else code for code in range(256))


def decode(raw: bytes, declared: str = "") -> str:
    r"""The text of these bytes, cleaned. The first that fits: their own mark, what is declared, UTF-8, windows-1252.

    >>> decode(b"caf\xe9 \x93quoted\x94", "iso-8859-1")
    'café “quoted”'
    """
    if raw.isascii() and 0 not in raw and _is_plain(declared):
        return _clean_ascii(raw)  # as nearly all mail
    return clean(_decode(raw, declared))


def clean(text: str) -> str:
    """A text with every line end a line feed, without characters that cannot be seen but change how it is read."""
    if text.isascii():
        return _clean_ascii(text.encode("ascii"))
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    # What is not plain ASCII, which is little of most text: to look for the rest in this is many times faster.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")
    unwanted = sorted(set(_UNWANTED.findall(rest)))
    if len(unwanted) > _FEW:
        return text.translate(_REPLACEMENTS)
    for character in unwanted:  # nothing that is put for one of them is another of them
        text = text.replace(character, _REPLACEMENTS[ord(character)])
    return text


def _clean_ascii(raw: bytes) -> str:
    # What `clean` does, some ten times faster: most mail is plain ASCII.
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    return raw.translate(_ASCII_LINES, _ASCII_CONTROLS).decode("ascii")


def _decode(raw: bytes, declared: str) -> str:
    # A byte order mark is a fact of the bytes; what is declared is only somebody's word.
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace")
    codec = _codec(declared)
    if (codec.startswith(_WIDE) or not codec) and (not raw.isascii() or 0 in raw):
        # Text in UTF-16 that lost its mark, or a part that is called UTF-16 and is not.
        codec = _wide(raw, codec)
    # ASCII is the same in all that is left, except where a shift sequence gives it another meaning. Most mail ends here.
    if raw.isascii() and not codec.startswith(_SHIFTING):
        return raw.decode("ascii")
    if codec == "cp1252":
        # Programs that know only one set call all they write latin-1. By chance, a word of western Europe is hardly
        # ever valid UTF-8. And nobody writes the control characters of true ISO 8859-1: where their bytes
        # stand, windows-1252 is meant (dashes, curved quotation marks).
        return _utf8(raw) or codecs.charmap_decode(raw, "replace", _CP1252)[0]
    if codec:
        try:
            return raw.decode(codec)
        except (UnicodeError, ValueError):  # some codecs of Python's raise a plain ValueError on what they cannot read
            pass
        if codec != "utf-8":
            # A line cut in the middle of a character must not turn the rest into nonsense.
            text = raw.decode(codec, "replace")
            if text.count("\ufffd") * 20 < len(text):
                return text
    # Neither declared nor as declared: UTF-8, and a stray byte in it is a piece pasted from a program for Windows. Text
    # that is not UTF-8 at all has hardly anything but strays; what else it has came about by chance.
    text = raw.decode("utf-8", "surrogateescape")
    strays = len(_IS_STRAY.findall(text))
    if strays > 4 * sum(not c.isascii() for c in _IS_STRAY.sub("", text)):
        return codecs.charmap_decode(raw, "replace", _CP1252)[0]
    return text.translate(_STRAY)


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _wide(raw: bytes, codec: str) -> str:
    """UTF-16 or UTF-32 without a mark, told by where its noughts stand; empty where they show that it is neither."""
    sample = raw[:4096]
    noughts = sample.count(0)
    if noughts * 3 < len(sample) and not (codec and noughts):
        return ""  # Latin text in UTF-16 is half noughts, in UTF-32 three quarters
    if noughts * 8 > len(sample) * 5:
        return "utf-32-le" if sample[:4].endswith(b"\0") else "utf-32-be"
    return "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"


@lru_cache(maxsize=512)
def _is_plain(declared: str) -> bool:
    """Whether the bytes of ASCII mean what they mean in ASCII, in a declared set or where none is known."""
    return not _codec(declared).startswith(_SHIFTING)


@lru_cache(maxsize=512)
def _codec(declared: str) -> str:
    """Python's name for a declared set; empty for what it does not know or should not be asked to do."""
    # RFC 2231 allows a language after a star; Outlook Express wrote `windows-1252http-equivcontent-type`.
    name = declared.strip(" \t\r\n\"'\\;").partition("*")[0].lower().partition("http-equiv")[0]
    name = name.removeprefix("_").removesuffix("$esc")  # Netscape's own name for ISO-2022-JP
    if not re.fullmatch(r"[a-z0-9][a-z0-9 ._:()+-]{0,39}", name):
        return ""
    bare = re.sub(r"[^a-z0-9]", "", name).removeprefix("x")
    name = _KNOWN_AS.get(bare, name)
    if numbered := re.fullmatch(r"(?:iso)?8859(1[0-6]|[1-9])(?:19\d\d)?[ei]?", bare):
        name = f"iso8859-{numbered[1]}"
    elif numbered := re.fullmatch(r"(?:x-?)?(?:windows|win|cp|ibm|ms|dos)[ ._-]?(\d{3,5})", name):
        name = f"cp{numbered[1]}"
    try:
        known = codecs.lookup(name.replace(".", "-")).name
    except (LookupError, ValueError):
        return ""
    known = "utf-8" if known == "utf-8-sig" else _KNOWN_AS.get(re.sub(r"[^a-z0-9]", "", known), known)
    return known if _ALLOWED.fullmatch(known) else ""
