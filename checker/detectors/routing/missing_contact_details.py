"""An officer writes to a Member, and the letter does not say which officer can be reached, and how.

What a letter has to bear is the protocol's to say (``contact_details``): London Councils 7 wants an officer, and a way to reach
that officer. Somebody is named by given and family name, here or as the roster writes it; a telephone number, an address of
mail or of post is the way. The address in the header is none of the letter, and a given name alone names nobody. A letter is
read with all that its reader has on the same page: its signature, a signature in what it quotes from an officer, and an
attached letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.conversations import own_text
from checker.detectors import probability
from checker.domain import (
    DISCLAIMER,
    FORWARDED,
    OWN,
    QUOTED,
    SIGNATURE,
    Attachment,
    Case,
    Evidence,
    Excuse,
    Message,
    Person,
    Rule,
)
from checker.language.phrases import Phrases, folded
from checker.people import plain_name

_BEHAVIOUR = "missing-contact-details"

_TELEPHONE = re.compile(
    r"(?<![\d/.-])(?:\+?\d[\d ()\-.]{7,18}\d|ext(?:n|ension)?\.? ?:? ?\d{3,6}|x ?\d{4,5})(?![\d/-])", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{2,4}$")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{2,100}")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_PICTURE = re.compile(r"\[picture:[^\]\n]{0,120}\b(?:signature|sig|logo|banner|card|footer)[^\]\n]{0,120}\]", re.IGNORECASE)
_LETTER = re.compile(r"\b(?:letter|memo|reply|response|answer)\b", re.IGNORECASE)
_FULL_NAME = re.compile(
    r"\b(?!Dear |Cllr |Councillor |Kind |Many |Best |Any |Please |The )[A-Z][a-z'’-]{1,20} [A-Z][a-z'’-]{1,24}\b"
)
_PLACE = re.compile(
    r"\b(?:House|Hall|Street|Road|Lane|Square|Council|Centre|Office|Regards|Wishes|Thanks|Tel|Telephone|Mobile|Ext|Fax"
    r"|Email)\b"
)
_TITLE = re.compile(r"\b(?:Officer|Manager|Director|Clerk|Executive|Administrator|Head of|Team|Services|Unit|Department)\b")


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of officers to Members in which no officer is both named and given a way to be reached."""
    if rule.limits.get("contact_details") != "required":
        return
    names = _officers(case)
    for conversation in case.conversations:
        given: dict[str, Message] = {}
        for message in conversation.messages:
            if not message.sender.is_officer or message.automatic or not any(person.is_member for person in message.to):
                continue
            missing = _missing(message, names)
            if missing:
                evidence = _evidence(message, missing, given.get(message.sender.email))
                if evidence is not None:
                    yield evidence
            else:
                given[message.sender.email] = message


def _officers(case: Case) -> Phrases:
    called: dict[str, list[str]] = {}
    for person in case.people:
        plain = plain_name(person.name)
        if person.is_officer and plain:
            called.setdefault(person.email, []).append(plain)
    return Phrases(called)


def _missing(message: Message, names: Phrases) -> str:
    """What the letter does not say: an officer's name, a way to reach an officer, or both; empty if it says both."""
    text = _page(message)
    way = _way(text)
    is_named = _is_named(text, message.sender, names) or _names_contact(text, way)
    if is_named and way:
        return ""
    if not is_named and not way:
        return "an officer's full name and a telephone number or address"
    return "a telephone number or address" if is_named else "an officer's full name"


def _page(message: Message) -> str:
    """The letter as its reader has it: own words, signature, what stands below, and an attached letter that was read."""
    parts = [text for _, text in message.words(OWN, SIGNATURE, DISCLAIMER)]
    parts += [file.document.text[:20_000] for file in message.attachments if file.document is not None and _is_letter(file)]
    return "\n".join(parts)


def _is_letter(file: Attachment) -> bool:
    return not isinstance(file.document, Message | None) and bool(_LETTER.search(file.name))


def _is_named(text: str, sender: Person, names: Phrases) -> bool:
    if next(names.find(text), None) is not None:
        return True
    # Signed with initials or in another order than on the roster: "T. Brook", "BROOK, Tamsin".
    words = plain_name(sender.name).split()
    if len(words) < 2:
        return bool(_TITLE.search(text)) if not sender.name or "@" in sender.name else folded(sender.name) in folded(text)
    family = re.escape(words[-1])
    initial = re.escape(words[0][0])
    return (
        re.search(
            rf"\b(?:{initial}[\w.]* ?(?:\w\.? )?{family}|{family}, {initial}\w*|(?:mr|mrs|ms|miss|dr)\.? {family})\b",
            folded(text),
        )
        is not None
    )


def _names_contact(text: str, way: str) -> bool:
    """Whether somebody who is not on the roster is named right before the way to reach them: "ring Jo Marsh on 01632 960111"."""
    at = text.find(way) if way else -1
    before = text[max(0, at - 60) : at] if at > 0 else ""
    return any(not (_TITLE.search(match[0]) or _PLACE.search(match[0])) for match in _FULL_NAME.finditer(before))


def _way(text: str) -> str:
    """The telephone number, address of mail or postal code that a text gives; empty if none."""
    for match in _TELEPHONE.finditer(text):
        digits = sum(char.isdigit() for char in match[0])
        is_number = 9 <= digits <= 14 or match[0][:1].lower() in "ex"
        if is_number and not _DATE_LIKE.match(match[0]):
            return match[0]
    found = _EMAIL.search(text) or _POSTCODE.search(text)
    return found[0] if found else ""


def _evidence(message: Message, missing: str, earlier: Message | None) -> Evidence | None:
    excuses = tuple(_excuses(message, earlier))
    if any(excuse.found for excuse in excuses):
        return None
    manner = "nothing-given" if missing.startswith("an officer's full name and") else "half-given"
    member = next(person for person in message.to if person.is_member)
    own = own_text(message).strip()
    start = message.text.find(own) if own else -1
    return Evidence(
        document=message,
        actor=message.sender,
        why=f"The message of {message.sender.label} to {member.label} gives nowhere, its signature included, {missing}.",
        confidence=probability(_BEHAVIOUR, manner),
        passages=(message.passage(start, start + len(own), "The whole of the officer's own words."),)
        if start >= 0 and len(own) < 400
        else (),
        excuses=excuses,
        manner=manner,
    )


def _excuses(message: Message, earlier: Message | None) -> Iterator[Excuse]:
    yield Excuse(
        "given earlier in the conversation",
        earlier is not None and _quotes(message, earlier),
        f"an earlier message of {earlier.sender.label} in it gives them, and is quoted below this one"
        if earlier is not None and _quotes(message, earlier)
        else f"an earlier message of {earlier.sender.label} gives them, and this one does not carry it along"
        if earlier is not None
        else f"no earlier message of {message.sender.label} in it gives them",
    )
    picture = _PICTURE.search(message.text)
    yield Excuse(
        "in a picture that was not read",
        picture is not None,
        f"the letter ends in {picture[0]}" if picture else "the letter holds no picture of a signature",
    )
    unread = next(
        (file for file in message.attachments if file.document is None and file.unread and _LETTER.search(file.name)), None
    )
    yield Excuse(
        "in an attached letter that was not read",
        unread is not None,
        f"{unread.name} was not read ({unread.unread})" if unread else "no attached letter was left unread",
    )
    is_forward = not own_text(message).strip() and any(zone.kind == FORWARDED for zone in message.zones)
    yield Excuse(
        "passes on somebody else's message",
        is_forward,
        "the officer writes nothing above what is passed on" if is_forward else "the officer writes words of their own",
    )


def _quotes(message: Message, earlier: Message) -> bool:
    """Whether the earlier signature stands on the same page, in what is quoted."""
    quoted = "\n".join(text for _, text in message.words(QUOTED, FORWARDED))
    way = _way(_page(earlier))
    return bool(way) and way in quoted
