"""Whether a message was sent out in bulk: an advertisement, a newsletter, a service's notice. It asks nobody in particular.

"Are you ready for spring?" is no request that must be answered. What shows it stands around the words: a sender that takes no
answer, a foot that tells how to leave the list, links by which a mailing house counts its readers. Such words in what somebody
else wrote and is only passed on tell nothing of the letter that passes it on: give the text without quotations and forwards.
"""

from __future__ import annotations

import re

from checker.language.phrases import folded

_LONGEST = 200_000  # characters of a message that are looked at
_SENDER = re.compile(
    r"^(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|mailer(?:-daemon)?|bounces?|e?-?news(?:letters?)?|newsletters?|bulletins?"
    r"|marketing|offers|promotions?|notifications?|alerts?|mailings?|updates)\b.{0,60}@",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"\b(?:(?:to|please|click(?: here)? to|wish to|want to|like to) "
    r"(?:unsubscribe|opt out|stop receiving|be removed from)"
    r"|unsubscribe (?:here|from (?:this|these|our|all|the)|at any time|instantly|link|now|:|<|\[|\||http)"
    r"|you(?:'re| are| have been)? (?:receiving|received|sent|getting|being sent) (?:this|these) "
    r"(?:e-?mails?|newsletters?|messages?|updates?|mailings?|bulletins?)? ?(?:because|as|since)"
    r"|(?:view|read|see|open) (?:this|it) (?:e-?mail|newsletter|message|bulletin)? ?(?:in|on) "
    r"(?:your|a|the|my)? ?(?:web )?browser"
    r"|having trouble (?:viewing|reading|seeing) this"
    r"|(?:manage|update|change|edit) (?:your|my) (?:e-?mail |mailing |subscription |contact )?(?:preferences|subscriptions?)"
    r"|add us to your address book|forward (?:this )?to a friend|our mailing address is|this (?:is an? )?advertisement"
    r"|all rights reserved)\b"
)
_ITEM = r"(?:unsubscribe|manage preferences|view in browser|view online|privacy policy|contact us)"
_LINE = re.compile(rf"^[^\w\n]{{0,6}}{_ITEM}(?:[^\w\n]{{1,6}}{_ITEM}){{0,4}}[^\w\n]{{0,6}}$", re.MULTILINE)
_LINK = re.compile(
    r"https?://[^\s<>\"]{0,300}?(?:utm_(?:source|campaign|medium)=|list-manage|mailchi\.mp|campaign-archive|createsend|cmail\d|sendgrid"
    r"|govdelivery|dotmailer|dmtrk|/unsubscribe|/optout|/track(?:ing)?/|/ls/click|rs6\.net|constantcontact|sendinblue|hubspot"
    r"|mailgun|exacttarget|emltrk)",
    re.IGNORECASE,
)
_LINKS = 2  # one link of a mailing house stands under many a signature


def bulk_sign(sender: str, text: str) -> str:
    """The words, or the sender's address, by which a message shows that it was sent out in bulk; empty if by none.

    >>> bulk_sign("no-reply@shop.example", "Are you ready for spring?")
    'no-reply@shop.example'
    >>> bulk_sign("wren@dene.example", "When is the depot open? You can unsubscribe from nothing here.")
    ''
    """
    if _SENDER.match(sender):
        return sender
    text = text[:_LONGEST]
    even = folded(text)
    found = _FOOT.search(even) or _LINE.search(text.lower())
    if found is not None:
        return " ".join(text[found.start() : found.end()].split())
    links = _LINK.findall(text)
    return links[0][:80] if len(links) >= _LINKS else ""
