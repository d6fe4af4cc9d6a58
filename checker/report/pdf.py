"""A report on paper as PDF, with bookmarks by its headings and tags for who listens (PDF/UA), by way of its HTML.

WeasyPrint (68 or later) does it, and comes with the extra ``pdf``. It is given nothing but the page: what it asks for is refused.
"""

from __future__ import annotations

from importlib import import_module

from checker.domain import CheckerError


def render(html: str) -> bytes:
    """The page as the bytes of a PDF; ``CheckerError`` where WeasyPrint is missing."""
    try:
        weasyprint = import_module("weasyprint")  # only here: it is an extra, and slow to load
    except (ImportError, OSError) as error:  # OSError: its own libraries (Pango) are missing
        reason = " ".join(str(error).split())[:120]
        raise CheckerError(f'A PDF needs WeasyPrint: pip install "protocol-checker[pdf]" ({reason}).') from error
    # A page of ours names nothing to load but the logo that stands in it; what does came from outside, and is refused.
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=html, url_fetcher=nothing, media_type="print")
    # Without an identifier of its own a PDF bears a random one.
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"protocol-checker", pdf_tags=True))
