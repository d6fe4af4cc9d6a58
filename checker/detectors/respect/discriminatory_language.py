"""Words of a Member or officer, or of a draft, that demean or shut out people on a protected ground.

``language.prejudice`` finds the words and their company. Words that are part of a name, spoken of, counted, reported, denied
or claimed by the writer for themselves are none. A protocol that lists its grounds (``grounds``, MPA 29) covers those alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.detectors import probability
from checker.detectors.respect.aims import by
from checker.domain import Case, Conversation, Document, Evidence, Excuse, Message, Person, Rule
from checker.language.prejudice import BELITTLED, MONITORING, NAME, NOT_MEANT, RECLAIMED, SLUR, SPOKEN_OF, Slight, slights

BEHAVIOUR = "discriminatory-language"
# What a protocol's words for a ground cover of ours.
_COVERS = {
    "race": ("race",),
    "sex": ("sex", "pregnancy", "gender-reassignment"),
    "gender": ("sex", "pregnancy", "gender-reassignment"),
    "disability": ("disability",),
    "age": ("age",),
    "sexual-orientation": ("sexual-orientation",),
    "religion": ("religion",),
    "religious-belief": ("religion",),
}
_SAID = {
    SLUR: "is a term of abuse",
    "shut_out": "shuts people out",
    "generalised": "says of a whole group what holds for nobody as such",
    BELITTLED: "belittles people",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of Members and officers, and drafts, that demean or shut out people on a ground which the protocol protects."""
    grounds = _grounds(rule)
    for message in case.messages:
        if _is_ours(message):
            yield from _judge(message, message.sender, grounds)
    for draft in case.publicity:
        yield from _judge(draft, Person(""), grounds)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case
    message = conversation.messages[number]
    if not _is_ours(message):
        return None
    seen = list(slights(message))
    every = [slight for slight in seen if slight.ground in _grounds(rule)]
    if seen and not every:
        return None  # on grounds that the protocol does not name
    return tuple(_excuses(every))


def _is_ours(message: Message) -> bool:
    return (message.sender.is_member or message.sender.is_officer) and not message.automatic


def _grounds(rule: Rule) -> frozenset[str]:
    """The grounds that the protocol names; all of them if it names none."""
    named: set[str] = set()
    for term in rule.terms or (rule.limits,):
        given = term.get("grounds", ())
        named |= set(given if isinstance(given, tuple | list) else (str(given),))
    every = {ground for covered in _COVERS.values() for ground in covered}
    return frozenset(ground for name in named for ground in _COVERS.get(name, ())) if named else frozenset(every)


def _judge(document: Document, actor: Person, grounds: frozenset[str]) -> Iterator[Evidence]:
    every = [slight for slight in slights(document) if slight.ground in grounds]
    plain = [slight for slight in every if not slight.company]
    manner = _manner(plain)
    if not manner:
        return
    manner = by(manner, actor)
    yield Evidence(
        document=document,
        actor=actor,
        why=_why(document, actor, plain),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            document.passage(start, end, f"It {'; '.join(told)}.") for (start, end), told in _by_sentence(plain).items()
        ),
        excuses=tuple(_excuses(every)),
        manner=manner,
    )


def _manner(plain: Sequence[Slight]) -> str:
    """How firmly the words discriminate: a slur, or two signs in one sentence or in two, is a breach."""
    kinds = {slight.kind for slight in plain}
    if SLUR in kinds:
        return "slur" if len({(slight.start, slight.words) for slight in plain}) > 1 else "single-slur"
    strong = [slight for slight in plain if slight.kind != BELITTLED]
    if len({slight.start for slight in strong}) > 1 or len({slight.kind for slight in strong}) > 1:
        return "shuts-out"
    return "may-shut-out" if strong else "belittles" if plain else ""


def _by_sentence(plain: Sequence[Slight]) -> dict[tuple[int, int], list[str]]:
    told: dict[tuple[int, int], list[str]] = {}
    for slight in plain:
        said = told.setdefault((slight.start, slight.end), [])
        if _SAID[slight.kind] not in said:
            said.append(_SAID[slight.kind])
    return told


def _why(document: Document, actor: Person, plain: Sequence[Slight]) -> str:
    grounds = list(dict.fromkeys(slight.ground.replace("-", " ") for slight in plain))
    count = len({slight.start for slight in plain})
    told = "sentences that demean or shut" if count > 1 else "sentence that demeans or shuts"
    who = f"{actor.label} writes" if isinstance(document, Message) else "The draft holds"
    return f"{who} {count} {told} out people on the ground of {' and '.join(grounds)}."


def _excuses(every: Sequence[Slight]) -> Iterator[Excuse]:
    said = frozenset(kind for slight in every for kind in slight.company)
    is_full = all(slight.company for slight in every)
    told = (
        ("somebody else's words, quoted, reported or spoken of", {SPOKEN_OF, NOT_MEANT}, "some of it is"),
        ("part of a name or a word of a trade", {NAME}, "one of the words is"),
        ("equality monitoring or a report of discrimination", {MONITORING}, "some of it counts or protects people"),
        ("claimed by the writer for themselves", {RECLAIMED}, "some of it is"),
    )
    for excuse, kinds, why in told:
        if not said & kinds:
            yield Excuse(excuse, False, "nothing in these sentences shows it")
        elif is_full:
            yield Excuse(excuse, True, f"{why}, and nothing else demeans or shuts out")
        else:
            yield Excuse(excuse, False, f"{why}, and is not counted")
