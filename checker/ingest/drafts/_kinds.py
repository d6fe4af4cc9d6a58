"""What kind of file this is, told by its bytes alone: names lie.

A file is of one kind, so that no two formats can claim the same bytes. Kinds that are read bear the name of their module;
of those that people do write drafts in, and that are not read, ``STRANGERS`` knows what to say.
"""

from __future__ import annotations

import codecs
import re

from checker.ingest.charsets import decode
from checker.ingest.drafts._zipped import SIGN, Zipped
from checker.ingest.unreadable import NotReadable

# What to say of a file that is not read: what it is, and the way out.
_OTHER_FORM = "save it as DOCX, ODT or PDF"
STRANGERS = {
    "doc": f"an old Word document (DOC): {_OTHER_FORM}",
    "empty zip": "a zip file with nothing in it",
    "encrypted": "encrypted: it opens only with a password",  # [MS-OFFCRYPTO] 1.3.2
    "epub": f"an electronic book (EPUB): {_OTHER_FORM}",
    "iwork": f"a document of Apple's Pages, Numbers or Keynote: {_OTHER_FORM}",
    "mail": "an Outlook message (MSG): read as mail it is, as a draft it is not",
    "ods": "an OpenDocument spreadsheet (ODS): save what it says as DOCX, ODT or PDF",
    "odp": "an OpenDocument presentation (ODP): save it as PPTX or PDF",
    "ole": f"an old Office document: {_OTHER_FORM}",
    "picture": "a picture: words in it are not read; give the text that it was made from",
    "postscript": "PostScript, which is for printers: save it as PDF",
    "ppt": "an old PowerPoint presentation (PPT): save it as PPTX or PDF",
    "pub": "a Publisher document (PUB): save it as PDF",
    "wordperfect": f"a WordPerfect document: {_OTHER_FORM}",
    "xls": "an old Excel workbook (XLS): save what it says as DOCX, ODT or PDF",
    "xlsx": "an Excel workbook (XLSX): save what it says as DOCX, ODT or PDF",
    "xml": f"XML of a kind that is not read as a draft: {_OTHER_FORM}",
    "zip": "a zip file that is no Office document: unpack it",
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound files of old Office programs, [MS-CFB] 2.2
# The streams that tell old Office programs apart, as the directory of the file names them.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("__properties_version1.0", "mail"),
    ("Quill", "pub"),
    ("PowerPoint Document", "ppt"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
)
# What is left in a zip that cannot be opened and says what it was.
_DAMAGED = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"ppt/", "pptx"),
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"8BPS")
# Before the sign of a PDF readers let other bytes stand (Annex H, note 13 of PDF 1.7).
_PDF, _PDF_WITHIN = b"%PDF-", 1024

# How far into a file a page's first tag may stand, in bytes, and how far text is looked at to see that it is text.
_HEAD, _SAMPLE = 2048, 65_536
_PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!doctype\s{1,9}html|<(?:html|head|body|title|meta|style|base|link)[\s/>])", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Control characters that no editor puts into text; tab, line feed, form feed and carriage return are not among them.
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
# The most control characters that a text may hold for each thousand bytes and still be a text with a flaw.
_FLAWS = 10


def kind_of(data: bytes) -> str:
    """What kind of file this is: ``docx``, ``html``, ``odt``, ``pdf``, ``pptx``, ``rtf``, ``text``, or one of ``STRANGERS``.

    Empty if it cannot be told.
    """
    if data.startswith((SIGN, b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(OLE):
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    if data[:9].lstrip().startswith(b"{\\rtf"):
        return "rtf"
    head = decode(data[:_HEAD]).lstrip()
    if is_page(head):
        return "html"
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):
        return "postscript"
    if data.startswith(b"\xffWPC"):
        return "wordperfect"
    if not is_text(data):
        return "picture" if _is_picture(data) else ""
    return "xml" if head.startswith("<?xml") or head[:4].lower() == "<svg" else "text"


def is_page(head: str) -> bool:
    """Whether what begins like this is a page of HTML, after blank space and comments."""
    while head.startswith("<!--"):
        head = head[4:].partition("-->")[2].lstrip()
    return _PAGE.match(head) is not None


def is_text(data: bytes) -> bool:
    """Whether these bytes are text in a character set that can be told: with its mark, UTF-8, UTF-16, mostly ASCII."""
    sample = data[:_SAMPLE]
    if is_binary(sample):
        return False
    if data.startswith(_BOMS) or is_utf16(sample):
        return True
    # In an eight-bit set most letters of English, Welsh or Polish are ASCII; Greek would be told by its name only.
    high = sum(map(sample.count, range(128, 256))) if not sample.isascii() else 0
    if high * 10 <= len(sample) * 3:
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def is_binary(data: bytes) -> bool:
    """Whether these bytes hold what no text holds: a nought, or many control characters, where it is not in UTF-16."""
    if data.startswith(_BOMS):
        return False
    # UTF-16 without a mark at its start shows as every other byte nought. More than one nought elsewhere, or many control
    # characters, is no text.
    controls = len(data) - len(data.translate(None, _CONTROL))
    return controls * 1000 > len(data) * _FLAWS and not is_utf16(data)


def is_utf16(data: bytes) -> bool:
    """Whether this is mostly Latin text in UTF-16: nearly every other byte is nought, on one side only."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 10 > len(sample) // 2 * 8 and min(even, odd) == 0


def _is_picture(data: bytes) -> bool:
    is_boxed = data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1") or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    return data.startswith(_PICTURES) or is_boxed


def _zipped(data: bytes) -> str:
    """The kind of document that a zip is; of a damaged one, what is left of its names says it."""
    try:
        package = Zipped(data)
    except NotReadable:
        return next((kind for sign, kind in _DAMAGED if sign in data), "")
    names = package.names
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "mimetype" in names and (kind := _declared(package)):
        return kind
    if "content.xml" in names and "meta-inf" in folders:
        return "odt"
    if "[content_types].xml" in names or folders & {"word", "ppt", "xl"}:
        for folder, kind in (("ppt", "pptx"), ("xl", "xlsx"), ("word", "docx")):
            if folder in folders:
                return kind
    if "index" in folders and any(name.endswith(".iwa") for name in names):
        return "iwork"
    return "zip" if names else "empty zip"


def _declared(package: Zipped) -> str:
    """What an OpenDocument file, or a book, says that it is (ODF 1.3 part 2, 3.3)."""
    try:
        said = package.part("mimetype") or b""
    except NotReadable:
        return ""
    for start, kind in (
        (b"application/vnd.oasis.opendocument.text", "odt"),
        (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
        (b"application/vnd.oasis.opendocument.presentation", "odp"),
        (b"application/epub", "epub"),
    ):
        if said.strip().startswith(start):
            return kind
    return ""
