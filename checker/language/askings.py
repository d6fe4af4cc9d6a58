"""How a sentence asks: by an order, by an order with "please", or by a question, in front of what is asked.

People ask in a hundred ways ("Could you", "I'd be grateful if somebody", "You are to", "Move the crew"), and what is asked follows.
``marked`` writes one of three words before it, so that the patterns of a subject need to name only what is asked: ``orderto`` where
the writer commands, ``pleaseto`` for an order with "please", ``askto`` where it is put as a question or a wish. Names are turned into
common words too: ``thatofficer``, ``thatmember``, ``someperson`` (with a title), ``somename`` (two capitals that are no place).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.domain import Person
from checker.language.phrases import folded

ORDER, PLEASE, ASK = "orderto", "pleaseto", "askto"
OFFICER, MEMBER, TITLED, NAMED = "thatofficer", "thatmember", "someperson", "somename"

_WHO = r"(?:you|we|someone|somebody|anyone|one of (?:you|your|the) ?\w*|your \w+(?: \w+)?|thatofficer|the (?:team|staff|office|department|officers?))"
_SOFTLY = r"(?: (?:just|please|perhaps|possibly|kindly|maybe|also|at least|quietly|not|always|then|now|still|all|both|simply|personally|therefore|at once|immediately|straight away)){0,3}"
_ASKED = re.compile(
    rf"\b(?:(?:can|could|would|will|might|may)(?:n't)? {_WHO}(?: mind| consider| see (?:your|their) way(?: clear)? to| be (?:able|kind enough|so kind as|good enough|willing|prepared) to"
    r"| find it in your \w+ to| manage to| try to| not)?"
    rf"|(?:grateful|obliged|glad|pleased|happy|happier|appreciate it|appreciated|helpful|help|helps|better|best|nice|good|lovely|kind|easier|great|thankful|kindness|kindly|favour|decent of you|good of you) if {_WHO}"
    r"(?: (?:could|would|can|might|will|were to|simply)|'d|'ll)?"
    rf"|(?:any|some|a) (?:chance|way|possibility|hope|danger|prospect) (?:of|that|to|for you to|{_WHO})(?: (?:you|we))?(?: (?:could|can|might|would))?"
    rf"|would it be (?:possible|all right|ok|okay|too much trouble|too much) (?:to|for {_WHO} to|if {_WHO})"
    rf"|(?:perhaps|maybe|possibly) {_WHO} (?:could|might|can|would|should)"
    rf"|(?:wonder|wondering|wondered) (?:if|whether) {_WHO}(?: (?:could|might|can|would|should))?"
    rf"|(?:i|we)(?:'d| would| should) (?:like|prefer|love|rather|ask|appreciate|welcome|suggest|want)(?: (?:that|for|it if))? {_WHO}(?: (?:to|could|would))?"
    r"|(?:i|we)(?:'d| would| should) (?:like|love|prefer|be obliged|appreciate)(?: to(?= (?:see|have|know|hear|receive|read|be|look)\b)| (?=the|a|an|all|every|some|more|copies|sight)\b)"
    rf"|(?:i|we) (?:ask|urge|beg|implore|suggest|propose|hope|trust|request|recommend|wish|would ask)(?: that)? {_WHO}(?: (?:to|will|can|could|would|might|may|should))?"
    r"|(?:let's|let us|why not|why don't (?:you|we)|how about|what about|feel free to|what if (?:you|we)|could it not be|can't (?:you|we|it)|couldn't (?:you|we|it))"
    r"|(?:can|could|might|may) (?:it|this|that|they|these|those|something|he|she|(?:the|my|our|his|her) \w+(?: \w+)?) (?:not )?be"
    r"|(?:trust|hope|expect|sure)(?: that)?[^.?!;]{0,40} (?:somebody|someone|something|you) (?:will|can|could)"
    r"|you (?:could|might|may|should|can|ought to)(?: (?:like|want|care|wish) to)?"
    r"|is there (?:any|some|a|no) way (?:that )?(?:you|we|of|to|round|around)(?: (?:could|can|might))?"
    r"|all i(?:'m| am) asking is (?:that |for )?(?:you(?: to)?)?"
    r"|do me a favour(?: and)?|if you (?:could|would|can|might|wouldn't mind)"
    rf")\b{_SOFTLY}"
)
_ORDERED = re.compile(
    rf"\b(?:i(?: really| just| only| also)?(?:'d| would)? ?(?:want|need|expect|require|order|instruct|direct|command|am (?:telling|instructing|ordering|directing|asking|requiring|expecting)"
    rf"|'m (?:telling|instructing|ordering|directing|asking|requiring|expecting))(?: that)? {_WHO} to"
    r"|you (?:are|'re) (?:now |hereby |therefore )?(?:to|(?=not to)|instructed to|directed to|required to)"
    r"|(?<!thank )(?<!if )(?<!as )(?<!hope )(?<!trust )(?<!know )(?<!think )(?<!sure )you (?:must|will|shall|'ll|need to|have to|'d better|had better|'ve got to|have got to)"
    rf"|(?:make|making) (?:sure|certain)(?: that)?(?: {_WHO})?|see (?:to it )?that(?: {_WHO})?|(?:please )?ensure(?: that)?(?: {_WHO})?|be sure (?:to|that you)"
    rf")\b{_SOFTLY}"
)
_LEAD = (
    r"(?:(?:and|so|now|then|right|ok|okay|well|look|but|also|next|meanwhile|instead|first|firstly|secondly|lastly|finally|today|tomorrow|in future|from now on|for now|anyway|again"
    r"|from (?:monday|tuesday|wednesday|thursday|friday|next week|tomorrow|today|now)|on (?:monday|tuesday|wednesday|thursday|friday)|in the meantime|until then|until further notice"
    r"|thatofficer|thatmember|hi|hello|dear|good morning|morning|evening|afternoon|thanks|ps|p\.s\.|[a-z]{2,12}(?=,)|\(?[a-z0-9]{1,2}[.)])[,:]? ?(?:- )?){0,3}"
)
_PLEASE = r"(?P<please>(?:please|kindly|pls|plse)(?: can| just| also| now| then|,)? )?"
_JUST = r"(?:just |simply |quietly |immediately |only |at once |also |now )?"


@dataclass(frozen=True, slots=True)
class Called:
    """What the people of a case are called: family and given names in lower case, of officers and of Members."""

    officers: frozenset[str]
    officers_given: frozenset[str]
    members: frozenset[str]

    def named(self, text: str) -> str:
        """The text with common words for the names of people.

        >>> called([Person("r@x", "Rowan Firth", "officer")]).named("Ask Mr Firth, not Mr Otis Lamb.")
        'Ask thatofficer, not someperson.'
        """
        return _NAME.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        words = [word for word in re.split(r"[ .]+", match["names"].lower().replace("’", "'")) if word]
        if len(words) > 1 and not match["title"] and (words[0] in _OPENERS or words[0] in _verbs()) and _begins(match):
            first, _, rest = match[0].partition(" ")
            return f"{first} {self.named(rest)}"
        family = words[-1].removesuffix("'s")
        tail = "'s" if words[-1].endswith("'s") else ""
        title = (match["title"] or "").lower().rstrip(". ")
        if title in ("cllr", "clr", "councillor", "alderman", "ald") or (
            family in self.members and family not in self.officers and (title or len(words) > 1)
        ):
            return MEMBER + tail
        if family in self.officers and (title or len(words) > 1 or family not in _lists()["not_names"]):
            return OFFICER + tail
        if title:
            return TITLED + tail
        if len(words) == 1:  # a given name, which at the beginning of a sentence addresses somebody
            follows = match.string[match.end() : match.end() + 2]
            is_given = family in self.officers_given and family not in _lists()["not_names"]
            asked_of = match.string[: match.start()].rsplit(None, 1)[-1:]
            if (
                asked_of
                and asked_of[0].lower() in _BEFORE_NAMES
                and family not in _lists()["no_person"]
                and family not in _lists()["no_names"]
            ):
                return (OFFICER if is_given else NAMED) + tail
            if _begins(match):
                return OFFICER + tail if is_given and (follows[:1] in ",'-:" or _LOWER.match(follows)) else match[0]
            return OFFICER + tail if is_given else match[0]
        return match[0] if set(words) & _lists()["no_person"] or len(words) > 3 else NAMED + tail


# A single capital after one of these is somebody.
_BEFORE_NAMES = frozenset({"tell", "told", "ask", "asked", "let", "put", "move", "transfer", "reassign", "redeploy", "promote", "appoint", "interview", "shortlist", "sack", "suspend", "discipline", "dismiss", "give", "see", "get", "have", "like", "want", "wants", "take", "young", "moving", "putting"})  # fmt: skip
_LOWER = re.compile(r" [-–a-z]")


def _begins(match: re.Match[str]) -> bool:
    """Whether a word is a capital for beginning a sentence."""
    return match.string[: match.start()].rstrip(" \n\"'“‘(")[-1:] in ("", ".", "!", "?", ":")


_NAME = re.compile(
    r"(?P<title>\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Clr|Councillor|Alderman|Ald)\.? )?(?P<names>\b[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?(?: (?:[A-Z]\. ?)?[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?){0,4})"
)
_TITLE = re.compile(
    r"^(?:(?:cllr|councillor|ald|alderman|mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev)\b\.?\s*)+", re.IGNORECASE
)
_OPENERS = frozenset({"dear", "hello", "hi", "thanks", "morning", "the", "as", "when", "if", "and", "but", "so", "since", "after", "before", "while", "both", "has", "is", "are", "did", "does", "was", "for", "in", "on", "at"})  # fmt: skip


def called(people: Iterable[Person]) -> Called:
    """The names of these people, for ``named``."""
    officers, given, members = set(), set(), set()
    for person in people:
        words = _TITLE.sub("", person.name).lower().replace("’", "'").split()
        if set(words) & _lists()["no_person"]:  # a mailbox that several share
            continue
        if person.is_officer and len(words) > 1:
            officers.add(words[-1])
            given.add(words[0])
        elif person.is_member and words:
            members.add(words[-1])
    return Called(frozenset(officers), frozenset(given), frozenset(members))


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(files("checker.language").joinpath("askings.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


@cache
def _verbs() -> frozenset[str]:
    return _lists()["plain"] | _lists()["doubtful"]


@cache
def _imperatives() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An order at the beginning of a sentence, and one further on after a joint."""
    plain, doubtful = ("|".join(sorted(_lists()[name])) for name in ("plain", "doubtful"))
    fellow = r"(?= (?:the|a|an|this|that|these|those|it|them|him|her|me|us|my|your|our|his|their|all|any|every|each|no|both|thatofficer|someperson|somename)\b)"
    verb = rf"(?P<verb>(?:do not|don't|never|no need to|not a word)\b|(?:{plain})(?![\w'-])|(?:{doubtful}){fellow})"
    first = re.compile(rf"(?:^[\s\"(*•·-]{{0,4}}|: |; ){_LEAD}{_PLEASE}{_JUST}{verb}")
    later = re.compile(
        rf"(?:[;:,] (?:and |then |but |so )?|\b(?:and|then|or|but)(?: then| also)? |- )(?:that )?{_PLEASE}{_JUST}{verb}"
    )
    return first, later


_PLEASED = re.compile(
    r"\b(?:please|kindly)\b,? (?!find|see (?:the )?attached|do not hesitate|don't hesitate|accept|note|excuse|forgive)(?=[a-z]{2,14}\b)"
)


# "Couldn't you" denies nothing.
_NEGATED_QUESTION = re.compile(r"\b(could|would|can|will|might)n't (you|we|someone|somebody|it|this|they)\b")
# An order by a verb of which no list is kept: a bare word before its object, at the beginning.
_OTHER_ORDER = re.compile(
    rf"^[\s\"(*•·-]{{0,4}}{_LEAD}{_PLEASE}{_JUST}(?P<verb>[a-z]{{3,12}})(?<!ing)(?<!ed)(?<!ly)(?<!s)"
    r"(?= (?:(?:up|off|out|down|in|back|over|away|round) )?(?:the|it|them|him|her|that|those|these|my|every|all|both|thatofficer|someperson|somename)\b)"
)
_NO_ORDER = frozenset(
    "about above after again against all almost alongside also although among and any anyone are assuming attached because been before behind being below besides between beyond both but can"
    " could despite did does during each either enclosed even ever every except few for forgive from glad had has have hence here hope how however indeed inside instead into just last least like"
    " many may maybe might more most much must near neither never next nor not now off often once one only onto other otherwise our out over own part per perhaps plus quite rather"
    " regarding said same seen shall should since some sometimes somewhere soon sorry still such sure than thank that the then there therefore these they this those though through thus"
    " till too toward towards under unless unlike until upon very was well were what whatever when where whereas whether which while who whom whose why will with within without would yes yet you your"
    " dear hello hallo morning afternoon evening many greetings ps sir madam apologies happy love regards cheers agree understand believe think know suppose mean trust wish bear pass congratulations half loads lots none given following concerning".split()
)

# As people write it on a telephone, and without the apostrophe.
_LONG = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "plse": "please", "tmrw": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow", "thru": "through",
    "cos": "because", "cuz": "because", "coz": "because", "til": "until", "till": "until", "dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't", "doesnt": "doesn't",
    "isnt": "isn't", "wasnt": "wasn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "arent": "aren't", "ive": "i've",
    "im": "i'm", "youre": "you're", "theyre": "they're", "theyve": "they've", "weve": "we've", "youve": "you've", "thats": "that's", "hes": "he's", "shes": "she's", "theres": "there's", "nite": "night", "w/o": "without",
}  # fmt: skip
_SHORT = re.compile(rf"(?<![\w'])(?:{'|'.join(sorted(_LONG, key=len, reverse=True))})(?![\w'])")


def marked(text: str) -> str:
    """The text in lower case, with a word for the manner of asking before each thing that is asked.

    >>> marked("Could you move the crew?")
    'could you askto move the crew?'
    >>> marked("Please move the crew, and tell them today.")
    'please pleaseto move the crew, and orderto tell them today.'
    """
    even = _SHORT.sub(lambda match: _LONG[match[0]], " ".join(folded(text).split()))
    even = _NEGATED_QUESTION.sub(r"\1 \2", even)
    is_question = even.endswith("?")
    places: dict[int, str] = {}
    for match in _ASKED.finditer(even):
        places[_past(even, match.end())] = ASK
    for match in _ORDERED.finditer(even):
        places[_past(even, match.end())] = ORDER
    for match in _PLEASED.finditer(even):
        places.setdefault(match.end(), PLEASE)
    first, later = _imperatives()
    match = first.search(even) or _OTHER_ORDER.search(even)
    if match and match["verb"] not in _NO_ORDER and not (is_question and match["verb"] in ("do", "have", "will", "just", "work")):
        places.setdefault(match.start("verb"), PLEASE if match["please"] else ORDER)
    if places:
        begun = min(places)
        manner = places[begun]
        for match in later.finditer(even, begun):
            places.setdefault(match.start("verb"), manner if manner == ASK else ORDER)
    made, last = [], 0
    for place in sorted(places):
        made += [even[last:place], places[place], " "]
        last = place
    return "".join([*made, even[last:]])


def _past(even: str, place: int) -> int:
    return place + 1 if even[place : place + 1] == " " else place


def reader(names: Called) -> Callable[[str], str]:
    """What a subject's patterns are to read of a sentence: common words for names, and marks where something is asked."""
    return lambda text: marked(names.named(text))
