"""Labelled case sets as examples: mailboxes and drafts as they come, most of them clean, whose breaches are named by a quotation.

Letters written to be learnt from are dense with breaches and with what looks like one; a mailbox is not, and a model that
never saw one calls too much. A case set says less of each sentence: where its gold line quotes nothing, or a fair reader could
give the act another name, the message says nothing of that behaviour.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker import protocols
from checker.conversations import own_text
from checker.detectors.second_opinion import ROLES
from checker.domain import OWN, QUOTED, CheckerError, Document, Message, Person, Source, Unread
from checker.ingest import drafts
from checker.ingest.containers import Reader, find, items
from checker.learn.examples import Example, example
from checker.learn.letters import Label, LabelledLetter, Party
from checker.measure import Gold, read_gold
from checker.people import Roster, read_roster

_BETWEEN = "\n\n"  # the parts of a message that its writer wrote, where quotations stood between them


def read_case_set(folder: Path, behaviours: frozenset[str]) -> Iterator[Example]:
    """Each message by somebody on the roster, and each draft, as an example; ``CheckerError`` if the folder is no case set.

    What was looked for are the behaviours that the set's protocol regulates.
    """
    try:
        protocol = str(tomllib.loads((folder / "set.toml").read_text(encoding="utf-8"))["protocol"])
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise CheckerError(f"{folder} is no labelled case set: {error}.") from error
    looked_for = frozenset(rule.behaviour for rule in protocols.load(protocol, behaviours).rules)
    gold = read_gold(folder / "gold.jsonl")
    people = read_roster(folder / "roster.csv")
    with Reader() as reader:
        for letter, document in (*_mail(folder, reader, people), *_drafts(folder, reader)):
            lines = [line for line in gold if document.id in line.documents]
            labels = tuple(_labels(letter.text, document.id, lines))
            told = frozenset(behaviour for label in labels for behaviour in label.behaviours)
            untold = frozenset(behaviour for line in lines for behaviour in line.behaviours) - told
            yield example(_with(letter, labels), looked_for - untold)


def _with(letter: LabelledLetter, labels: tuple[Label, ...]) -> LabelledLetter:
    return LabelledLetter(
        letter.id, letter.hand, letter.authority, letter.sender, letter.to, letter.cc, letter.text, letter.before, labels=labels
    )


def _labels(text: str, document: str, gold: Sequence[Gold]) -> Iterator[Label]:
    for line in gold:
        words = line.quote.split()
        if line.document == document and words:
            found = re.search(r"\s+".join(map(re.escape, words)), text)
            if found:
                yield Label(found.start(), found.end(), (line.behaviour,))


# --- mail ----------------------------------------------------------------------------------------------------------------


def _mail(folder: Path, reader: Reader, people: Roster) -> list[tuple[LabelledLetter, Message]]:
    path = folder / "mailbox.mbox"
    if not path.exists():
        return []
    messages = list(_messages(path, reader, people))
    by_id = {message.id: message for message in messages}
    return [
        (_letter(folder.name, number, message, by_id), message)
        for number, message in enumerate(messages, 1)
        if message.sender.role in ROLES and not message.automatic and message.recipients
    ]


def _messages(path: Path, reader: Reader, people: Roster) -> Iterator[Message]:
    with tempfile.TemporaryDirectory() as scratch:
        for file in find([path], Path(scratch)):
            for item in items(file):
                if isinstance(item, Unread):
                    raise CheckerError(f"{path} has a message that cannot be read: {item.reason}.")
                yield people.settled(reader.message(item, people.who))


def _letter(hand: str, number: int, message: Message, by_id: Mapping[str, Message]) -> LabelledLetter:
    answered = next((by_id[id] for id in reversed(message.answers) if id in by_id), None)
    before = own_text(answered) if answered else next((text for _, text in message.words(QUOTED)), "")
    return LabelledLetter(
        id=f"{hand}-{number:04}",
        hand=hand,
        authority="",
        sender=_party(message.sender),
        to=tuple(map(_party, message.to)),
        cc=tuple(map(_party, (*message.cc, *message.bcc))),
        text=_BETWEEN.join(text for _, text in message.words(OWN)),
        before=before,
    )


def _party(person: Person) -> Party:
    return Party(ROLES.get(person.role, "outsider"), person.position)


# --- drafts --------------------------------------------------------------------------------------------------------------


def _drafts(folder: Path, reader: Reader) -> list[tuple[LabelledLetter, Document]]:
    place = folder / "publicity"
    if not place.is_dir():
        return []
    found = []
    for number, path in enumerate(drafts.found(place), 1):
        document = reader.draft(path, path.relative_to(place).as_posix(), Source(str(path)))
        parties = Party("officer"), (Party("public"),)
        found.append((LabelledLetter(f"{folder.name}-d{number:04}", folder.name, "", *parties, (), document.text), document))
    return found
