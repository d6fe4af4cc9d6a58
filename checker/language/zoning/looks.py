"""What a line at the end of a message looks like: a way to reach somebody, a title, a name, a sign-off, or a sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from checker.language.zoning.lexicon import any_of, has_word, may_begin, plain, word_set, words

PHONE = re.compile(r"(?<![\w/.-])\(?\+?\d[\d() \xa0.-]{7,18}\d(?![\w/])|\b\d{3}[-.]\d{4}\b|\b[xX][.-]? ?\d{4,5}\b")
WEB = re.compile(r"https?://|www\.|[\w+-]\.(?:gov|org|co|com|net|cymru|wales|scot|uk|eu)\b|(?:^|\s)@\w{3}")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,64}\.\w")
_PICTURE = re.compile(r"\[(?:picture|cid|image|logo|https?)\b[^\]]{0,300}\]|<image\d{3}[^>]{0,40}>|\[https?://[^\]]{0,300}\]")
PERSON = re.compile(r"[^\W\d_][\w'’.]{0,20} [^\W\d_][\w'’. ]{0,40}(?: [-–—] |, )[^\W\d_]")
_FILE = re.compile(r"[-<\[ ]*[^<>\[\]]{1,100}\.(?:docx?|gif|html?|jpe?g|pdf|png|pptx?|rtf|xlsx?|zip)[>\] ]*", re.IGNORECASE)
_NAME_ENDS = re.compile(r",|\(| [-–—|•·/] ")  # what may follow a name on its line
_ON_BEHALF = ("for ", "on behalf of ", "p.p. ", "pp ")
LONGEST_SIGNOFF = 70  # characters
_WORDY = 14  # words: nothing but a sentence has more
_NAME = re.compile(r"[^\W\d_][\w'’.-]{0,24}")
_INITIALS = re.compile(r"(?:[A-Z]\. ?){1,4}[A-Z][\w'’-]{1,24}")
_APART = re.compile(r"\s+[|•·]\s+")  # what stands between the parts of a signature on one line
_ROOM = re.compile(r"(?:^|[ ,(])(?:room|rm|suite|ext|extn)\.? ?\d", re.IGNORECASE)
_WORDS = re.compile(r"[\w'’/-]+")


def is_file(line: str) -> bool:
    """Whether a line is the name of a file and nothing else."""
    return len(line) < 120 and "." in line.rstrip(">] ")[-5:-3] and _FILE.fullmatch(line) is not None


def look_of(line: str) -> str:
    """What a line of a signature may be: contact, title, name, picture, short; or it is a sentence."""
    return "sentence" if len(line) > 400 else _look_of(line)


@lru_cache(maxsize=4_096)  # the lines of a signature stand below every message of its writer's
def _look_of(line: str) -> str:
    if _APART.search(line) and not line.endswith("?") and (look := _look_of_parts(line)):
        return look
    if (len(line.split()) > _WORDY and "[" not in line and "<" not in line) or _stated().match(line) or is_afterthought(line):
        return "sentence"
    if (_PICTURE.sub("", line) if "[" in line or "<" in line else line).strip(" |<>") == "":
        return "picture"
    count = len(line.split())
    speaks = count > 3 and has_word(line, "closing.sentence_words")
    if _is_contact(line, count, speaks=speaks):
        return "contact"
    if count <= _WORDY and line.endswith(")") and names_person(line):
        return "name"  # with hours or an explanation in brackets
    if speaks or is_sentence(line):
        return "sentence"
    if line.startswith(_ON_BEHALF) and not word_set("closing.titles").isdisjoint(plain(line).replace(",", " ").split()):
        return "title"
    tokens = plain(line).replace("/", " ").replace(",", " ").replace("(", " ").split()
    if line[0].isupper() or line[0] in "(*":
        if any(token.strip(".|:*)&") in word_set("closing.titles") for token in tokens) and len(tokens) <= 14:
            return "title"
        if _is_name(line):
            return "name"
    if (line[0] in "-–—~" and is_name_only(line)) or names_person(line):
        return "name"
    return "short"


def _look_of_parts(line: str) -> str:
    """The look of a line of several parts, ``A Person | Town Clerk | 01632 960001``; nothing if none is a title or a contact."""
    parts = [part for part in _APART.split(line.strip(" |•·")) if part]
    if has_word(line, "closing.first_person") or any(len(part.split()) > _WORDY or part.endswith("?") for part in parts):
        return ""
    looks = [_look_of(part) for part in parts]
    return next((look for look in ("contact", "title") if look in looks), "")


@lru_cache(maxsize=4_096)
def names_person(line: str) -> bool:
    """Whether a line begins with somebody's name: two words or more, or an honorific and one; an office may follow it.

    >>> names_person("Cllr Pell, Quayside"), names_person("A. Pell (Mon-Wed)"), names_person("Leader, Wexcombe Council")
    (True, True, False)
    """
    if not (line[:1].isupper() or line[:1] == "*"):
        return False
    named = _NAME_ENDS.split(line[:120], maxsplit=1)[0].strip(" *").split()
    least = 2
    while named and named[0].lower().rstrip(".") in word_set("closing.honorifics"):
        least = 1
        named = [part for part in named[1:] if not part.isdigit()]  # a constable has a number
    if not least <= len(named) <= 4:
        return False
    if not all((_NAME.fullmatch(part) and part[0].isupper()) or part in word_set("closing.particles") for part in named):
        return False
    said = {part.lower().strip(".,'’") for part in named}
    return all(said.isdisjoint(word_set(f"closing.{path}")) for path in ("titles", "not_names", "streets"))


def _is_contact(line: str, count: int, *, speaks: bool) -> bool:
    """Whether a line of so many words, in which somebody speaks or not, is a way to reach somebody."""
    if _label().match(line) and count <= 12 and not _INITIALS.match(line):
        return True
    if _ROOM.search(line) and count <= 8 and not speaks and _is_capital(line):
        return True
    if PHONE.match(line) and count <= 10:
        return True  # "01632 960118 (I work Tuesdays)" speaks, and is no sentence
    if count > 12 or (speaks and not plain(line).startswith(words("closing.invitations"))):
        return False
    if PHONE.search(line) or WEB.search(line) or _POSTCODE.search(line) or _EMAIL.search(line):
        return True
    is_street = plain(line).rstrip(" ,.").rpartition(" ")[2] in word_set("closing.streets")
    return is_street and count <= 6 and any(c.isdigit() for c in line) and _is_capital(line)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{any_of('closing.contacts')})(?:\s?[:.|]\s{{0,9}}[\w+(@<\[]|\s{{1,9}}[(+\d])", re.IGNORECASE)


@cache
def _stated() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('closing.copied')})\.?\s?[:;]|cc\s|\[\d{{1,2}}\]", re.IGNORECASE)


def _is_capital(line: str) -> bool:
    return all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in _WORDS.findall(line[:200]))


def is_sentence(line: str) -> bool:
    """Whether somebody is saying something in a line, as far as one can tell."""
    found = line.split()
    if len(found) > _WORDY or line.endswith("?"):
        return True
    if len(found) >= 4 and has_word(line, "closing.sentence_words"):
        return True
    return len(found) >= 5 and line.endswith((".", "…")) and any(word[0].islower() for word in found)


def is_afterthought(line: str) -> bool:
    return _afterthought().match(line) is not None


@cache
def _afterthought() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{any_of('closing.afterthoughts')})(?!\w)", re.IGNORECASE)


def _is_name(line: str) -> bool:
    bare = line.partition("(")[0].strip(" ,*-–|")
    parts = bare.replace(",", " ").split()
    if not 1 <= len(parts) <= 6 or bare.endswith((":", "?", "!")):
        return False
    if parts[0].lower().strip(".,") in word_set("closing.not_names"):
        return False
    if any(part.lower().strip(".") in word_set("quotation.date_words.weekday") for part in parts):
        return False
    return all(part in word_set("closing.particles") or (_NAME.fullmatch(part) and part[0].isupper()) for part in parts)


def is_name_only(line: str) -> bool:
    """A name that stands alone: three words at most, or initials."""
    bare = line.strip(" -–—~*,.")
    if 2 <= len(bare) <= 3 and bare.isalpha() and bare.islower():
        return bare not in word_set("closing.not_names") and bare not in word_set("closing.sentence_words")
    return len(bare.split()) <= 3 and not line.endswith((":", "?", "!")) and _is_name(bare)


@cache
def _signoff() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('closing.signoffs')}|{any_of('closing.thanks')})(?![\w'])", re.IGNORECASE)


def is_signoff(line: str) -> bool:
    """Whether a line is a sign-off, alone or with a name after it.

    >>> is_signoff("Many thanks and best wishes, Jo"), is_signoff("Thanks for your letter")
    (True, False)
    """
    if len(line) > LONGEST_SIGNOFF:
        return False
    rest = line.lstrip("*_-–~ ")
    if not may_sign_off(rest[:3]):
        return False
    for _ in range(4):
        found = _signoff().match(rest)
        if not found:
            return False
        rest = rest[found.end() :].lstrip(" ,.!;:*_-–—~/x")
        for link in ("and ", "& ", "with "):
            rest = rest.removeprefix(link)
        if not rest:
            return True
        if not _signoff().match(rest):
            return is_name_only(rest) or (len(rest) <= 3 and rest.isalpha())
    return False


@lru_cache(maxsize=8_192)
def may_sign_off(head: str) -> bool:
    """Whether a line with these first three characters may be a sign-off; to be asked of many lines before ``is_signoff``."""
    return may_begin(head, "closing.signoffs") or may_begin(head, "closing.thanks")


def is_formal(line: str) -> bool:
    return plain(line).startswith(words("closing.formal"))


def is_thanks(line: str) -> bool:
    return plain(line.strip("*_-–~ ,.!")).startswith(words("closing.thanks"))


def is_salutation(line: str) -> bool:
    return len(line) < 60 and line.startswith(("Dear ", "Hi ", "Hello ", "Good morning", "Good afternoon", "Annwyl "))


def is_device(line: str) -> bool:
    return may_name_device(line[:3]) and len(line) < 90 and plain(line).startswith(words("closing.devices"))


@lru_cache(maxsize=8_192)
def may_name_device(head: str) -> bool:
    """Whether a line with these first three characters may name a device."""
    return may_begin(head, "closing.devices")
