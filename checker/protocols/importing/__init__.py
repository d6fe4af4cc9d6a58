"""A council's own protocol, read from a document into a draft pack for a person to confirm."""

from __future__ import annotations

from checker.domain import Document
from checker.protocols.importing.lines import paragraphs
from checker.protocols.importing.rows import Row, rows
from checker.protocols.importing.tree import tree


def rows_of(document: Document) -> list[Row]:
    """The rows that a document's clauses make."""
    return rows(tree(paragraphs(document)[0]))[0]
