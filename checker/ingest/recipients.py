"""Who received a message, and whether the message shows it openly.

A blind copy shows in a Bcc field that a sender's own copy kept, or in what servers wrote on the way to somebody whom no open
field names. Both deceive. Some archives repeat Cc in Bcc; a list, an alias or a rule of forwarding delivers to addresses that
the sender never wrote. So an address counts only where nothing open leads to it; the field that shows it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain

from checker.domain import BCC, CC, TO
from checker.ingest.addresses import addresses, bare_addresses
from checker.ingest.charsets import decode
from checker.ingest.encoded_words import unfolded
from checker.ingest.fields import Fields
from checker.ingest.wording import wording

Address = tuple[str, str]
# A name, an address, to or cc or bcc, and the field that shows it.
Shown = tuple[str, str, str, str]

# The address in the envelope as a server took the message in, and the mailbox it was put into. Of several, servers write the
# later above the earlier.
_ENVELOPE = ("x-original-to", "envelope-to", "x-envelope-to")
_FINAL = ("delivered-to", "x-delivered-to")
# Where a recipient's own rule sent the message on; that is no copy by its sender. `X-Forwarded-To` is therefore no evidence.
_PASSED_ON = ("x-forwarded-to", "x-forwarded-for", "resent-to", "resent-cc")
# Without one of these nothing shows the way that a message went, and without these or a field of blind copies no blind copy.
_HOPS = frozenset({"received", *_ENVELOPE, *_FINAL})
_COPIES = ("bcc", "x-bcc", "resent-bcc")
_SENDERS = ("from", "sender", "resent-from", "resent-sender", "reply-to", "return-path")

# Written as a reader of mail knows them.
_NAMES = {
    "x-original-to": "X-Original-To",
    "envelope-to": "Envelope-To",
    "x-envelope-to": "X-Envelope-To",
    "delivered-to": "Delivered-To",
    "x-delivered-to": "X-Delivered-To",
}
_FOR = re.compile(rb"\bfor\s{1,20}<?([^\s<>;()\"]{1,200}@[^\s<>;()\"]{1,255})")
_MOST_HOPS = 100

# What correspondents are called stands in one message after another: so many fields are kept as read, none of them longer.
_KEPT, _LONGEST_KEPT = 8_192, 1_000


def recipients(fields: Fields) -> tuple[Shown, ...]:
    """Everybody whom a header shows to have received the message: name, address, to or cc or bcc, and the field.

    Each person once, by the most open field that names them.
    """
    found: dict[str, Shown] = {}
    for kind, field in ((TO, "To"), (CC, "Cc")):
        for value in fields.get(kind, ()):
            shown = _usual_open(value, kind, field) if len(value) <= _LONGEST_KEPT else _open(value, kind, field)
            if found:
                for key, told in shown:
                    found.setdefault(key, told)
            else:
                found = dict(shown)
    if not _HOPS.isdisjoint(fields) or any(map(any, filter(None, map(fields.get, _COPIES)))):
        for field, (name, email) in _blind(fields, frozenset(found)):  # as the open fields have it
            found.setdefault(_key(name, email), (name, email, BCC, field))
    return tuple(found.values())


def _open(value: bytes, kind: str, field: str) -> tuple[tuple[str, Shown], ...]:
    """Whom the value of an open field names, each once, by what is the same for two ways of writing a mailbox."""
    line = unfolded(value) if len(value) <= _LONGEST_KEPT else ""
    if "+" not in line and (bare := bare_addresses(line)):
        return tuple({email: ("", email, kind, field) for email in bare}.items())
    found: dict[str, Shown] = {}
    for name, email in addresses(line) if line else _many_addresses(value):
        key = email if "@" in email and "+" not in email else _key(name, email)  # as it is for nearly all
        found.setdefault(key, (name, email, kind, field))
    return tuple(found.items())


_usual_open = lru_cache(maxsize=_KEPT)(_open)


def named(fields: Fields, *names: str) -> list[Address]:
    """The addresses in all fields of these names."""
    found: list[Address] = []
    for name in names:
        for value in fields.get(name, ()):
            if value:
                found += _usual_addresses(value) if len(value) <= _LONGEST_KEPT else _many_addresses(value)
    return found


@lru_cache(maxsize=_KEPT)
def _usual_addresses(value: bytes) -> tuple[Address, ...]:
    return tuple(addresses(unfolded(value)))


@lru_cache(maxsize=8)  # the same list may stand in Cc and in Bcc
def _many_addresses(value: bytes) -> tuple[Address, ...]:
    return tuple(addresses(unfolded(value)))


def _blind(fields: Fields, visible: frozenset[str]) -> Iterator[tuple[str, Address]]:
    for address in named(fields, "bcc"):
        yield "Bcc", address
    if copied := named(fields, "x-bcc"):
        # An archive that keeps what the sender saw apart (X-To, X-Cc, X-Bcc) often keeps no more than names.
        openly = {name.lower() for name, _ in named(fields, "x-to", "x-cc")}
        yield from (("X-Bcc", (name, email)) for name, email in copied if not name or name.lower() not in openly)
    for address in named(fields, "resent-bcc"):
        yield "Resent-Bcc", address
    if _HOPS.isdisjoint(fields) or _is_from_list(fields) or not (path := list(_path(fields))):
        return
    open_to = visible | {_key(name, email) for name, email in named(fields, *_PASSED_ON)}
    senders = {_key(name, email) for name, email in named(fields, *_SENDERS)}
    domains = _domains(open_to | senders)
    for field, email in path:
        key = _key("", email)
        if _is_inner(email.rpartition("@")[2]):
            continue  # a@localhost is a stage on the way, and nobody's address
        if key in visible or _is_same_mailbox(key, visible, domains):
            # From here on the message was on its way to somebody whom all can see: later addresses are that one's own.
            return
        if key not in open_to and key not in senders and not _is_same_mailbox(key, open_to | senders, domains):
            yield field, ("", email)


def _path(fields: Fields) -> Iterator[tuple[str, str]]:
    """The addresses that servers had before them, first to last, each with the field that shows it."""
    for value in reversed(fields.get("received", ())[:_MOST_HOPS]):
        if b"for" in value and (found := _FOR.search(value)):
            yield "Received", decode(found[1]).lower()
    for name in chain(_ENVELOPE, _FINAL):
        for value in reversed(fields.get(name, ())):
            for _, email in addresses(unfolded(value)):
                if "@" in email:
                    yield _NAMES[name], email


def _is_from_list(fields: Fields) -> bool:
    if not fields.keys().isdisjoint(wording("lists")):
        return True
    return any(value.strip().lower() in (b"list", b"bulk") for value in fields.get("precedence", ()))


@lru_cache(maxsize=_KEPT)
def _key(name: str, email: str) -> str:
    """What is the same for two ways of writing one mailbox: without the tag of ``a+tag@example.org``."""
    local, at, domain = email.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if at else (email or f"name {' '.join(name.lower().split())}")


def _is_inner(domain: str) -> bool:
    return "." not in domain or domain.endswith((".local", ".localdomain", ".internal", ".lan"))


def _domains(keys: AbstractSet[str]) -> dict[str, list[str]]:
    """The domains of these mailboxes by the part before the @."""
    domains: dict[str, list[str]] = {}
    for key in sorted(keys):
        local, at, domain = key.rpartition("@")
        if at:
            domains.setdefault(local, []).append(domain)
    return domains


def _is_same_mailbox(key: str, keys: AbstractSet[str], domains: Mapping[str, Sequence[str]]) -> bool:
    """Whether a mailbox is one of these under the name of another host of theirs: a@mail.example.org, a@example.org."""
    local, _, domain = key.rpartition("@")
    return any(
        f"{local}@{other}" in keys and (domain.endswith(f".{other}") or other.endswith(f".{domain}"))
        for other in domains.get(local, ())
    )
