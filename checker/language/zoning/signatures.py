"""Where a writer's signature begins, under his last words.

In doubt a line is the writer's own. A strap line under a name and a title stays with the signature, where a party's slogan
is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.language.zoning.lexicon import has_word, plain, word_set
from checker.language.zoning.lines import Line, is_rule, words_of
from checker.language.zoning.looks import (
    LONGEST_SIGNOFF,
    PERSON,
    PHONE,
    WEB,
    is_afterthought,
    is_device,
    is_file,
    is_formal,
    is_name_only,
    is_salutation,
    is_sentence,
    is_signoff,
    is_thanks,
    look_of,
    may_name_device,
    may_sign_off,
    names_person,
)

_BLOCK = 14  # lines: the longest paragraph of a signature
_DELIMITERS = frozenset({"--", "—", "- --"})
_PARTS = re.compile(r",\s|\s[|•·]\s")  # between the parts of a signature on one line
_ENDS = (".", "!", "?", ")", "…", '"', "”", ">")  # of a sentence, or of an address at its end


def signed(lines: Sequence[Line], own: Sequence[int]) -> list[int]:
    """The lines among the writer's own that are signature."""
    found = [index for index in own[-12:] if may_name_device(lines[index].words[:3]) and is_device(lines[index].words)]
    own = [index for index in own if index not in found] if found else list(own)
    while own and is_file(lines[own[-1]].words):
        own.pop()  # the name of an attachment stands where it was dropped, under the signature
    delimiter = None
    if not _DELIMITERS.isdisjoint(map(words_of, lines)):
        delimiter = next((i for i in reversed(own) if lines[i].words in _DELIMITERS), None)
    if delimiter is not None and _is_delimiter(lines, delimiter, own):
        found += [index for index in own if index >= delimiter]
        own = [index for index in own if index < delimiter]
    below = _below_signoff(lines, own)
    rest = [index for index in own if index > below[-1]] if below else own
    return found + below + _unsigned(lines, rest)


def _is_delimiter(lines: Sequence[Line], at: int, own: Sequence[int]) -> bool:
    """RFC 3676 4.3: what follows "-- " is signature. Without its space it is one if what follows is short."""
    below = [index for index in own if index > at]
    return len(below) <= 30 and not any(
        is_sentence(lines[i].words) and has_word(lines[i].words, "closing.first_person") for i in below
    )


def _below_signoff(lines: Sequence[Line], own: Sequence[int]) -> list[int]:
    """The last sign-off that a signature follows, with that signature; nothing if there is none."""
    position = -1
    for at in range(len(own) - 1, max(-1, len(own) - 60), -1):
        said = lines[own[at]].words
        if len(said) <= LONGEST_SIGNOFF and may_sign_off(said[:3]) and is_signoff(said):
            position = at
            break
    if position < 0 or _is_shown(lines, own, position):
        return []
    line = lines[own[position]].words
    below = _signature_lines(lines, own[position + 1 :])
    rest = [index for index in own[position + 1 :] if index not in below]
    speaks_on = bool(rest) and not is_afterthought(lines[rest[0]].words)
    if speaks_on and not below and (is_thanks(line) or any(is_sentence(lines[index].words) for index in rest)):
        return []  # "Thanks" that opens what follows
    first = position
    while first > max(0, position - 3) and is_signoff(lines[own[first - 1]].words):
        first -= 1
    is_all = first == 0 and is_thanks(line)  # thanks that are all of a message are its words
    return [*([] if is_all else own[first : position + 1]), *sorted(below)]


def _signature_lines(lines: Sequence[Line], below: Sequence[int]) -> set[int]:
    """The lines below a sign-off that belong to a signature: names, titles, ways to reach, and straps under those."""
    found = set[int]()
    solid = 0  # titles and ways to reach: with them, a short line more is a strap
    for number, block in enumerate(_blocks(below)):
        looks = [look_of(lines[index].words) for index in block]
        is_more = bool({"contact", "title", "picture"} & set(looks)) or looks == ["name"] or (solid and is_strap(lines, block))
        if len(block) > _BLOCK if number == 0 else not found or not is_more:
            return found
        for index, look in zip(block, looks, strict=True):
            if look == "sentence" and not (solid and is_strap(lines, [index])):
                return found
            solid += look in ("contact", "title")
            found.add(index)
    return found


def is_strap(lines: Sequence[Line], block: Sequence[int]) -> bool:
    """Whether lines under a signature are a slogan or an advertisement of the writer's body, and not his talk."""
    text = " ".join(lines[index].words for index in block)
    if has_word(text, "closing.first_person") or is_afterthought(text):
        return False
    if WEB.search(text[:1_000]) or "#" in text[:1_000]:
        return len(text) < 500
    is_dated = any(c.isdigit() for c in text) or has_word(text, "quotation.date_words.weekday")
    return len(text) < 110 and not is_dated and "?" not in text and "please" not in text.lower()


def _unsigned(lines: Sequence[Line], own: Sequence[int]) -> list[int]:
    """A block of name, title and ways to reach at the end without a sign-off, or a name alone, with its office or without."""
    found: list[int] = []
    cards = 0  # blocks of a name with ways to reach it: several are a list of people
    for block in _blocks_upwards(own):
        tail = _tail(lines, block, has_contact=any(look_of(lines[index].words) == "contact" for index in found))
        looks = [look_of(lines[index].words) for index in tail]
        is_cut = len(tail) < len(block)
        if not tail or len(tail) > _BLOCK or (is_cut and not lines[tail[0] - 1].words.endswith(_ENDS)):
            break
        looks[0] = _look(lines[tail[0]].words)
        if not found and len(tail) == 1:
            if _is_card(lines[tail[0]].words):
                return tail if tail[0] != own[0] and _is_closed(lines, own, tail) else []
            if is_name_only(lines[tail[0]].words) and _may_sign(lines, own, tail[0]):
                return tail if _is_below(lines, own, tail) else []
        is_card = looks[0] == "name" and "contact" in looks
        is_named = bool(found) and _look(lines[found[0]].words) == "name"
        is_again = is_named and lines[found[0]].words.startswith(lines[tail[0]].words)  # typed, then in the block
        if is_named and looks != ["name"] and not is_card and not is_again:
            if any(PHONE.search(lines[index].words) for index in tail):
                return []  # one of several people listed
            break  # what stands above a name and a title is not more of them
        if not _is_solid(looks) and not (found and len(tail) <= 3):
            break
        cards += is_card
        found = [*tail, *found]
        if is_cut:
            break
    if not found or cards > 1 or not _is_headed(lines, found) or _is_directory(lines, found):
        return []
    if found[0] == own[0]:  # nothing else was said
        return found if cards == 1 else []
    looks = [look_of(lines[index].words) for index in found]
    may_go_on = looks[0] == "title" and "contact" not in looks  # "I propose / Cllr Pell / Chair of Planning"
    return found if (_is_closed if may_go_on else _is_below)(lines, own, found) else []


def _look(line: str) -> str:
    """The look of a line; that of a name for a line that begins with one, though an office or a telephone follows."""
    look = look_of(line)
    return "name" if look in ("title", "contact") and names_person(line) else look


def _is_card(line: str) -> bool:
    """Whether one line is all of a signature: ``A Person, Town Clerk`` or ``Cllr Person, Quayside``, and not a name alone."""
    if not names_person(line) or look_of(line) not in ("title", "contact"):
        return False
    name, *parts = _PARTS.split(line)
    held = {word.strip(".,|()") for word in plain(" ".join(parts)).split()} & word_set("closing.titles")
    is_short = len(line.split()) < 9
    return bool(parts) and ((is_short and _is_honoured(name)) or not held <= word_set("closing.bodies"))


def _is_honoured(line: str) -> bool:
    """Whether a line begins with Cllr, Dr, Insp and the like."""
    return line.partition(" ")[0].lower().strip("*.") in word_set("closing.honorifics")


def _is_closed(lines: Sequence[Line], own: Sequence[int], found: Sequence[int]) -> bool:
    """Whether the words above are at an end: by a stop, or by a name typed or initials."""
    above = next((lines[index].words for index in reversed(own) if index < found[0]), "")
    return above.endswith(_ENDS) or (bool(above) and is_name_only(above)) or is_salutation(above)


def _is_below(lines: Sequence[Line], own: Sequence[int], found: Sequence[int]) -> bool:
    """Whether a signature stands below words that it can sign: not below a colon or a comma, which lead in a list."""
    above = next((lines[index].words for index in reversed(own) if index < found[0]), "")
    return bool(above) and (not above.endswith((":", ",", " -", "–")) or is_salutation(above))


def _tail(lines: Sequence[Line], block: Sequence[int], *, has_contact: bool) -> list[int]:
    """The end of a paragraph that may be a signature: all of it, or from the name below its last sentence."""
    first = _straps(lines, block)
    has_contact = has_contact or first < len(block)
    while first and len(block) - first <= _BLOCK:
        look = look_of(lines[block[first - 1]].words)
        if look == "sentence" or (look == "short" and not has_contact):
            break
        has_contact = has_contact or look == "contact"
        first -= 1
    tail = list(block[first:])
    while first and tail and _look(lines[tail[0]].words) != "name":
        tail.pop(0)
    if len(tail) > 1 and lines[tail[0]].words.endswith((".", "!")) and _is_card(lines[tail[1]].words):
        tail.pop(0)  # "Will do, Chairman."
    return tail


def _straps(lines: Sequence[Line], block: Sequence[int]) -> int:
    """Where the slogans begin, two lines at most, that stand right under a way to reach somebody; the length if none do."""
    for first in range(len(block) - 1, max(0, len(block) - 3), -1):
        if look_of(lines[block[first]].words) not in ("short", "name"):
            break
        if look_of(lines[block[first - 1]].words) == "contact":
            return first if all(is_strap(lines, [index]) for index in block[first:]) else len(block)
    return len(block)


def _is_directory(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether what looks like a signature lists several people or telephones: nobody signs with six numbers."""
    said = [lines[index].words for index in found]
    if len(said) > 5 and sum(PHONE.search(line) is not None for line in said) > 5:
        return True
    if len(said) > 2 and sum(PERSON.match(line) is not None for line in said) > 2:
        return True
    named = list(filter(names_person, said))
    if len(named) < 2:
        return False
    return len({_PARTS.split(line)[0].split()[-1].lower() for line in named if _is_honoured(line) or PHONE.search(line)}) > 1


def _may_sign(lines: Sequence[Line], own: Sequence[int], at: int) -> bool:
    """Whether a name alone signs what stands above it, rather than ends a list or a sentence that wraps."""
    above = next((index for index in reversed(own) if index < at), at)
    name, said = lines[at].words, lines[above].words
    if above == at or (name[0] in "-–—~" and said[0] in "-–—~") or (name.isupper() and len(name) > 4):
        return False  # all that is said, an entry, a heading
    if said.endswith(_ENDS):
        return True
    return above < at - 1 and len(said.split()) > (7 if " " in name else 3)


def _is_headed(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether a signature begins with somebody's name or office, or stands below a drawn rule."""
    looks = [look_of(lines[index].words) for index in found[:2]]
    above = next((lines[i].words for i in range(found[0] - 1, max(-1, found[0] - 3), -1) if lines[i].words), "")
    return "name" in looks or looks[0] == "title" or is_rule(above)


def _is_solid(looks: Sequence[str]) -> bool:
    return "contact" in looks or (looks[0] == "name" and "title" in looks)


def _blocks(indices: Sequence[int]) -> Iterator[list[int]]:
    """Line numbers parted where they skip: paragraphs of what is left."""
    block: list[int] = []
    for index in indices:
        if block and index != block[-1] + 1:
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _blocks_upwards(indices: Sequence[int]) -> Iterator[list[int]]:
    """The same from the last to the first."""
    end = len(indices)
    for at in range(len(indices) - 1, -1, -1):
        if at == 0 or indices[at - 1] != indices[at] - 1:
            yield list(indices[at:end])
            end = at


def _is_shown(lines: Sequence[Line], own: Sequence[int], position: int) -> bool:
    """Whether a formal sign-off ends a letter drafted inside the message: its salutation stands below other words."""
    if not is_formal(lines[own[position]].words):
        return False
    above = [lines[index].words for index in own[:position]]
    greeting = next((i for i in range(len(above) - 1, -1, -1) if above[i].startswith("Dear ") and len(above[i]) < 60), 0)
    return any(len(line.split()) > 3 and not is_salutation(line) for line in above[:greeting])
