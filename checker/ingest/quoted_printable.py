"""Quoted-printable as programs write it, in all the ways that the standard forbids (RFC 2045, 6.7)."""

from __future__ import annotations

import binascii
import re

# White space at the end of a line is no part of it: something on the way put it there, also behind a soft line break.
_SOFT = re.compile(rb"=[ \t]++(?=[\r\n]|\Z)")
# No program that knows the encoding writes two of them together: a row of them is a rule across the page, and its line ends.
_ROW = re.compile(rb"={2,}+(?![0-9A-Fa-f]{2})|=+(?==[0-9A-Fa-f]{2})")
_LONE_RETURN = re.compile(rb"\r(?!\n)")


def decoded(body: bytes) -> bytes:
    r"""The bytes that a body in quoted-printable stands for; what breaks the rules stays as it is.

    >>> decoded(b"The d=C3=A9p=C3=B4t =  \nopens =in May")
    b'The d\xc3\xa9p\xc3\xb4t opens =in May'
    """
    if b"\r" in body and (b"=\r" in body or b"\r\r\n" in body):
        # The decoder of the standard library drops all from such a return to the next line feed.
        body = _LONE_RETURN.sub(b"\n", body.replace(b"\r\r\n", b"\r\n"))
    if b"==" in body:
        body = _ROW.sub(lambda row: b"=3D" * len(row[0]), body)
    if b"= " in body or b"=\t" in body:
        body = _SOFT.sub(b"=", body)
    return binascii.a2b_qp(body)
