"""A council's own protocol, read from a document into a draft pack for a person to confirm.

``lines`` makes paragraphs of the document's lines, ``tree`` tells from their marks what stands below what, ``rows`` gives
every clause its number and locator, ``parts`` cuts a paragraph into its norms, ``suggest`` says what each probably is,
``draft`` writes the pack.
"""

from __future__ import annotations

from checker.domain import Document
from checker.protocols.importing.draft import Draft, draft_pack
from checker.protocols.importing.lines import paragraphs
from checker.protocols.importing.rows import Row, rows
from checker.protocols.importing.suggest import SuggestedClause
from checker.protocols.importing.tree import tree

__all__ = ["Draft", "Row", "SuggestedClause", "draft_pack", "rows_of"]


def rows_of(document: Document) -> list[Row]:
    """The rows that a document's clauses make, with nothing yet suggested of them."""
    return rows(tree(paragraphs(document)[0]))[0]
