"""Whether words give away who made a complaint, and the names by which they do.

Names stand with a capital letter, so the patterns are regular expressions over the text as written; each of them is linear. That
a resident complained of bins is no matter of confidence: the text must speak of a complaint about somebody, of an allegation or a
grievance, or of its being looked into.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences

# How a name is given: as the answer to who did it, in telling that a complaint was made, or in a list of where they came from.
GIVEN_AWAY, MADE, LISTED = "given away", "made", "listed"

_REACH = 600
_TITLE = r"(?:Cllrs?|Councillors?|Clr|Coun|Ald|Mrs?|Ms|Miss|Dr)\.? "
_WORD = r"[A-Z][\w'’-]{1,30}"
_NAME = rf"(?:{_TITLE})?{_WORD}(?: {_WORD}){{0,3}}"
_NAMES = rf"{_NAME}(?:(?:, | and |, and | & ){_NAME}){{0,6}}"
_MADE = (
    r"(?:complained|complaining|(?:made|put in|lodged|raised|submitted|sent in|brought|started|filed|written in with|signed) "
    r"(?:an? |the |this |that |your |these |those |several |some |two |three )?(?:formal |written |official |serious )?"
    r"(?:complaints?|allegations?|grievances?|accusations?|concerns about)|put (?:the|a|this|that|your) (?:complaint"
    r"|allegation|grievance) in|put in (?:a |an )?(?:formal|official)(?: one)?(?= (?:about|against|on|over)\b)"
    r"|(?:gone|went|been|written) to (?:HR|[Pp]ersonnel|[Hh]uman [Rr]esources|the [Uu]nion"
    r"|the Monitoring Officer|the Ombudsman|Standards|the Standards Committee) (?:about|over)|(?:blown|blew) the whistle"
    r"|(?:dobbed|grassed|shopped|told on|informed on|ratted on)"
    r"|reported (?:you|him|her|them)|(?:behind|who wrote|the author of) (?:the|this|that|it))"
)
_AUX = (
    r"(?:(?:,? ?who|,? ?that)? ?(?:has|had|have|was|is|were|'s|’s)? ?(?:just |now |already |been |also |both |all )?"
    r"(?:the (?:one|person|member|officer) (?:who|that) ?(?:has |had )?)?)"
)

_PATTERNS = tuple(
    (how, re.compile(pattern))
    for how, pattern in (
        # "It was Cllr Ashby, from the scrutiny panel, who complained"
        (
            GIVEN_AWAY,
            rf"\b(?:[Ii]t|[Tt]hat)(?: was|'s|’s| is| were)(?: actually| of course"
            rf"| in fact)? (?P<name>{_NAMES})[^.;!?\n]{{0,60}}?\b(?:who|that)\b[^.;!?\n]{{0,20}}?\b{_MADE}",
        ),
        # "Wren Ashby has made a complaint"
        (MADE, rf"(?P<name>{_NAMES}){_AUX}{_MADE}"),
        # "the complaint came from Wren Ashby", "a complaint by Wren Ashby"
        (MADE, rf"\b(?:[Cc]omplaints?|[Aa]llegations?|[Gg]rievances?)\b[^.;!?\n]{{0,60}}?\b(?:from|by) (?P<name>{_NAMES})"),
        # "the complainant is Wren Ashby"
        (GIVEN_AWAY, rf"\b[Cc]omplainants?(?:'s|’s)?(?: name)?(?: was| is| were|,|:| -){{1,3}} ?(?P<name>{_NAMES})"),
        # "the person who complained about you is Wren Ashby", "your accuser is Wren Ashby"
        (
            GIVEN_AWAY,
            rf"\b(?:[Pp]erson|[Oo]ne|[Mm]ember|[Oo]fficer|[Cc]olleague|[Cc]ouncillor) who {_MADE}[^.;!?\n]{{0,40}}? (?:is"
            rf"|was) (?P<name>{_NAMES})",
        ),
        (GIVEN_AWAY, rf"\b[Aa]ccuser (?:is|was) (?P<name>{_NAMES})"),
        # "Wren Ashby is the complainant"
        (GIVEN_AWAY, rf"(?P<name>{_NAMES}) (?:is|was|are|were) the (?:complainants?|ones? behind)"),
        # "Wren Ashby's complaint about you"
        (MADE, rf"(?P<name>{_NAMES})(?:'s|’s|’|') (?:formal |written |official )?(?:complaint|allegation|grievance)s?\b"),
        # "The five about officers came from Cllrs Ashby and Birch"
        (LISTED, rf"\b(?:came|come|comes|originated|originates) from (?P<name>{_NAMES})"),
        # "Somebody has complained about you. Between us, it was Wren Ashby."
        (LISTED, rf"\b[Ii]t(?: was|'s|’s| is) (?P<name>{_NAMES})(?=[.,;!]|$)"),
        # "you have been reported to the Monitoring Officer by Wren Ashby"
        (
            MADE,
            rf"\breported to (?:the )?(?:[Mm]onitoring [Oo]fficer|[Cc]hief [Ee]xecutive|[Cc]lerk|[Dd]irector|[Ss]tandards|HR)\b"
            rf"[^.;!?\n]{{0,30}}?\bby (?P<name>{_NAMES})",
        ),
        # "who complained? Wren Ashby"
        (
            GIVEN_AWAY,
            rf"\b[Ww]ho (?:complained|made it|made the complaint)[?:,. -]{{1,3}}(?:[Ii]t was |[Ii]t's )?(?P<name>{_NAMES})",
        ),
    )
)
# That the complaint is one about a person, which such procedures are for.
_PERSONAL = re.compile(
    r"\b(?:complainants?|grievances?|(?:formal|standards|conduct|disciplinary) complaint|accusations?"
    r"|complain(?:t|ed|s)? (?:formally |officially |in writing )?"
    r"(?:that|because|when|after) (?:you|he|she|they|cllr|councillor|mrs?|ms)\b"
    r"|(?:formal|official|grievance|whistle) (?:one )?(?:about|against|on) (?:[a-z'-]{2,20} ?){1,2}\bfor\b"
    r"|(?:dobbed|grassed|shopped|ratted) (?:on )?(?:you|him|her|them)"
    r"|(?:to hr|to personnel|to human resources|to standards) (?:about|over)"
    r"|complaints? (?:procedure|process|officer)"
    r"|complain(?:t|ts|ed|ing|s)? (?:[\w' ]{0,40})?(?:about|against|of|over|regarding|concerning) (?:you|him|her|them|your"
    r"|his|a colleague|colleagues"
    r"|an? (?:officer|member|councillor)|officers|members|staff|one of|somebody|someone|the (?:chair|clerk|director|leader"
    r"|way you|tone|officer|member))"
    r"|(?:about|against) (?:officers|members|staff|councillors|colleagues) (?:came|come|were|are)"
    r"|complain(?:t|ed|ing|ts)?\b[^.;!?]{0,60}\b(?:your|his|her|their) (?:conduct|behaviour|manner|tone|attitude|letter|email"
    r"|e-mail|work|handling|language|remarks?)"
    r"|allegations? (?:[\w' ]{0,20})?(?:about|against) (?:you|him|her|them|your|his|an? (?:officer|member|councillor)"
    r"|officers|members|staff|one of))\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|n't|no|whether|if|unless|nor|would|should|could|might|may|hasn't|haven't|n’t)\b[^.;!?]{0,25}$"
    r"|n't[^.;!?]{0,25}$"
)


@cache
def _no_names() -> frozenset[str]:
    text = files("checker.language").joinpath("complainants.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["no_names"]["words"])


def is_about_person(text: str) -> bool:
    """Whether a text speaks of a complaint about a person, or of looking into one."""
    return bool(_PERSONAL.search(folded(text)))


@dataclass(frozen=True, slots=True)
class Named:
    """A name that is given for who complained: in which sentence, how, and whether the complaint is plainly about a person.

    ``is_bare`` says that nothing is told of what the complaint is about, or that it is an allegation or grievance;
    ``is_titled`` that the name stands with a title, as a person's does.
    """

    name: str
    sentence: Sentence
    how: str
    is_bare: bool
    is_titled: bool = False


def named_complainants(text: str, offset: int = 0, *, subject: str = "") -> Iterator[Named]:
    """The names that a text gives for who complained; ``offset`` is added to places, ``subject`` may speak of complaints too.

    >>> [one.name for one in named_complainants("It was Wren Ashby who complained about you.")]
    ['Wren Ashby']
    """
    if not _CUE.search(folded(text)) and not _CUE.search(folded(subject)):
        return
    for sentence in sentences(text, offset):
        found: dict[str, Named] = {}  # the way that says most comes first
        for one in sorted(_named(sentence), key=lambda one: one.how != GIVEN_AWAY):
            found.setdefault(one.name, one)
        yield from found.values()


def _named(sentence: Sentence) -> Iterator[Named]:
    piece = sentence.text[:_REACH].replace("\n", " ")
    for how, pattern in _PATTERNS:
        for match in pattern.finditer(piece):
            lead = folded(piece[match.start() : match.start("name")])
            if _DENIED.search(folded(piece[: match.start()])) or _DENIED.search(f"{lead} "):
                continue
            is_bare = bool(_GRAVE.search(folded(match[0]))) or not _OBJECT.match(piece, match.end())
            is_titled = re.match(_TITLE, match["name"]) is not None  # "Cllrs Ashby and Birch": one title for both
            for name in re.split(r", and |, | and | & ", match["name"]):
                if plain := _plain(name):
                    yield Named(plain, sentence, how, is_bare, is_titled)


_GRAVE = re.compile(r"allegation|grievance|accusation|reported to")
_CUE = re.compile(
    r"compla|alleg|grievance|reported|accus|put in a|whistle|\bto (?:hr|personnel|human|standards)|dobbed|grassed|shopped|ratted"
)
_OBJECT = re.compile(r"\s{1,2}(?:about|of|that|over|regarding|concerning|to the council|how|because)\b")


def _plain(name: str) -> str:
    """A name without its title and without words that a sentence begins with; empty if nothing is left."""
    words = re.sub(_TITLE, "", f"{name} ").strip().removesuffix("'s").removesuffix("’s").split()
    while words and words[0].lower() in _no_names():
        words = words[1:]
    return " ".join(words)


_PROMISE = re.compile(
    r"\b(?:agreed|agrees|happy|content|consent(?:s|ed)?|asked|wishes|wants|does not mind"
    r"|doesn't mind)\b[^.;!?]{0,40}\b(?:named|name|known|you know|told|identified|identity|to be)\b"
    r"|\bwith (?:his|her|their) (?:consent|permission|agreement|leave)\b|\bwaived? (?:his|her|their) (?:anonymity"
    r"|confidentiality)\b"
)
_NEEDED = re.compile(
    r"\b(?:so that|in order|to enable|because)\b[^.;!?]{0,20}\byou (?:can|may|to)\b[^.;!?]{0,30}\b(?:answer|respond|reply"
    r"|investigate|interview|prepare)\b"
    r"|\b(?:please|you (?:are|will) (?:to|be)|asked you to|would you)\b[^.;!?]{0,30}\b(?:investigate|investigating|interview"
    r"|look into)\b"
    r"|\byou (?:need|have) to know\b"
)


def says_named_by_leave(text: str) -> str:
    """The words by which a text says that the complainant agreed to be named; empty if none."""
    found = _PROMISE.search(folded(text))
    return text[found.start() : found.end()] if found else ""


def says_name_needed(text: str) -> str:
    """The words by which a text says why its reader needs the name: to investigate, or to answer; empty if none."""
    found = _NEEDED.search(folded(text))
    return text[found.start() : found.end()] if found else ""
