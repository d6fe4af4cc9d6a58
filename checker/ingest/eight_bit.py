"""Headers in plain 8-bit, which no standard before RFC 6532 allows, in the set that their message declares for its text.

A program that puts letters of ISO 8859-14 or windows-1250 into a subject as they are puts the same into the text below, and there
it says which set they are of.
"""

from __future__ import annotations

from checker.ingest import charsets
from checker.ingest.fields import Fields
from checker.ingest.parts import structured


def in_utf8(fields: Fields) -> Fields:
    """The fields with raw 8-bit values in UTF-8, where a set is declared that gives them another meaning; else themselves."""
    raw = [name for name, values in fields.items() if any(not value.isascii() for value in values)]
    if not raw:
        return fields
    declared = next((structured(value)[1].get("charset", "") for value in fields.get("content-type", ())), "")
    if not declared:
        return fields
    return {**fields, **{name: [_in_utf8(value, declared) for value in fields[name]] for name in raw}}


def _in_utf8(value: bytes, declared: str) -> bytes:
    if value.isascii():
        return value
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return charsets.decode(value, declared).encode("utf-8", "replace")
    return value
