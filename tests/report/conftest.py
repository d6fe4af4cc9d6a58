"""An invented run to report on, and golden files to hold reports against.

Heathshire Waste Authority, its people, parties and protocol do not exist. Golden files are written anew by
``REGOLD=1 python -m pytest tests/report``; read the difference before you keep it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from checker.domain import (
    DISCLAIMER,
    FORWARDED,
    OWN,
    QUOTED,
    SIGNATURE,
    Attachment,
    Behaviour,
    Clause,
    Container,
    Conversation,
    Document,
    Excuse,
    Finding,
    Message,
    Passage,
    Person,
    Protocol,
    Quoted,
    Recipient,
    Rule,
    Run,
    Source,
    Unread,
    Untold,
    Zone,
)

MAILBOX_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Hold a text against the golden file of this name, or write the file when REGOLD is set."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("REGOLD"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{path.name} would change; see the docstring of conftest.py"

    return hold


@pytest.fixture(scope="session")
def run() -> Run:
    return invented_run()


# --- people ------------------------------------------------------------------------------------------------------------------


def _person(email: str, name: str, role: str, party: str = "", position: str = "") -> Person:
    return Person(f"{email}@heathshire.example", name, role, party, position)


ORLA = _person("o.brackenbury", "Cllr Orla Brackenbury", "member", "Heath Alliance", "Chair")
TOBIAS = _person("t.wetherlow", "Cllr Tobias Wetherlow", "member", "Moor and Valley Party")
NADIA = _person("n.quillfeather", "Cllr Nadia Quillfeather", "member", "Heath Alliance", "Deputy Chair")
GREGOR = _person("g.ashmantle", "Gregor Ashmantle", "officer", position="Clerk to the Authority")
PRIYA = _person("p.larkhurst", "Priya Larkhurst", "officer", position="Head of Operations")
SAM = _person("s.dunmallow", "Sam Dunmallow", "officer", position="Depot Supervisor")
PRESS = Person("desk@heathshire-courier.example", "Heathshire Courier")


# --- the protocol ------------------------------------------------------------------------------------------------------------


def _clause(number: str, locator: str, kind: str, summary: str, *behaviours: str, row: str = "", wording: str = "") -> Clause:
    return Clause(f"heathshire/{number}", number, locator, "both", kind, summary, behaviours, "yes", row=row, wording=wording)


CLAUSES = (
    _clause("2", "section 2", "context", "Roles of Members and officers.", row="heading"),
    _clause("2.1", "paragraph 2.1", "prohibition", "Members stay out of day-to-day management.", "operational-instruction"),
    _clause("2.2", "paragraph 2.2", "prohibition", "Nobody leans on an officer’s professional advice.", "undue-pressure"),
    _clause("2.3", "paragraph 2.3", "prohibition", "Officers are not asked for party political work.", "party-political-request"),
    _clause("2.4", "paragraph 2.4", "prohibition", "Officers do not lobby Members.", "officer-lobbying"),
    _clause("2.5", "paragraph 2.5", "duty", "Induction is offered to new Members within a month."),
    _clause("3", "section 3", "context", "Respect.", row="heading"),
    _clause(
        "3.1",
        "paragraph 3.1",
        "expectation",
        "Criticism is fair, measured and about the work.",
        "personal-attack",
        wording="Members and Officers shall at all times treat one another with courtesy. Criticism of the work of an Officer "
        "shall be objective, shall be made to the Officer’s manager, and shall not be personal.",
    ),
    _clause("3.2", "paragraph 3.2", "prohibition", "No bullying.", "bullying"),
    _clause("3.3", "paragraph 3.3", "expectation", "Mail is kept to office hours unless urgent.", "out-of-hours-contact"),
    _clause("4", "section 4", "context", "Correspondence.", row="heading"),
    _clause(
        "4.1",
        "paragraph 4.1",
        "context",
        "Copying of Members’ letters.",
        row="whole",
        wording="Correspondence between a Member and an Officer shall not be copied by the Officer to another Member unless the "
        "copy is shown on the face of the letter. There shall be no system of silent copies.",
    ),
    _clause("4.1.1", "paragraph 4.1, first sentence", "duty", "A copy is shown on the letter.", "undisclosed-copying"),
    _clause("4.1.2", "paragraph 4.1, second sentence", "prohibition", "No silent copies.", "undisclosed-copying"),
    _clause("4.2", "paragraph 4.2", "deadline", "Members’ letters are answered within five working days.", "late-reply"),
    _clause("4.3", "paragraph 4.3", "duty", "An officer’s letter says how to reach an officer.", "missing-contact-details"),
    _clause("4.4", "paragraph 4.4", "prohibition", "Confidential papers stay confidential.", "confidential-disclosure"),
    _clause("5", "section 5", "context", "Publicity.", row="heading"),
    _clause("5.1", "section 5, 1st bullet", "prohibition", "A Member’s party is not stressed.", "party-emphasis"),
    _clause("5.2", "section 5, 2nd bullet", "prohibition", "Publicity informs and does not campaign.", "campaigning"),
    _clause("5.3", "section 5, 3rd bullet", "prohibition", "No slogan or sign of a party.", "party-branding"),
    _clause("5.4", "section 5, 4th bullet", "prohibition", "No party is praised.", "party-promotion", "party-denigration"),
)  # fmt: skip

_DEFINITIONS = {
    "bullying": "Threats, intimidation, humiliation or victimisation.",
    "campaigning": "Campaigning or persuasive material instead of information.",
    "confidential-disclosure": "Confidential information is passed to a person not entitled to it.",
    "late-reply": "A Member’s correspondence is not answered within the protocol’s time.",
    "missing-contact-details": "A written communication from an officer to a Member lacks an officer’s contact details.",
    "officer-lobbying": "An officer lobbies a Member or seeks to influence a Member’s decision.",
    "operational-instruction": "A Member gives an officer instructions or steps into day-to-day management.",
    "out-of-hours-contact": "Contact at inconvenient hours without urgency or agreement.",
    "party-branding": "A slogan, logo, hashtag or design feature identifiable with a party.",
    "party-denigration": "Text that runs down a political party.",
    "party-emphasis": "Dwells on the party that a Member belongs to.",
    "party-political-request": "A Member asks an officer for party political, campaigning or private work.",
    "party-promotion": "Text or design that promotes a political party.",
    "personal-attack": "Personal, intemperate or undermining criticism.",
    "undisclosed-copying": "An officer copies a Member’s correspondence to another Member without saying so to its author.",
    "undue-pressure": "A Member presses an officer to change a professional view.",
}

PROTOCOL = Protocol(
    id="heathshire",
    title="Protocol on Member/Officer Relations",
    authority="Heathshire Waste Authority (invented)",
    clauses=CLAUSES,
    rules=tuple(Rule(each, tuple(clause.id for clause in CLAUSES if each in clause.behaviours)) for each in sorted(_DEFINITIONS)),
    edition="second edition",
    in_force_from=date(2024, 5, 1),
    sha256="5d41402abc4b2a76b9719d911017c592ae2f3c1b7d7a5e6f9c0b8a4d3e2f1a0b",
)

BEHAVIOURS = tuple(
    Behaviour(each, "invented", "both", "any", definition, is_seen=each != "party-denigration")
    for each, definition in sorted(_DEFINITIONS.items())
)


# --- correspondence ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A stretch of a message that is not its author's own words."""

    kind: str
    text: str
    author: str = ""
    sent: str = ""


def _message(
    number: int,
    when: datetime,
    sender: Person,
    to: tuple[Person, ...],
    subject: str,
    *parts: str | Part,
    cc: tuple[Person, ...] = (),
    bcc: tuple[Person, ...] = (),
    attachments: tuple[Attachment, ...] = (),
    automatic: str = "",
) -> Message:
    text, zones = "", []
    for part in parts:
        part = Part(OWN, part) if isinstance(part, str) else part
        zones.append(Zone(part.kind, len(text), len(text) + len(part.text), part.author, part.sent))
        text += part.text
    return Message(
        id=f"<{number}@heathshire.example>",
        source=Source("mailbox.mbox", number),
        text=text,
        subject=subject,
        date=when,
        zones=tuple(zones),
        sender=sender,
        recipients=tuple(
            [Recipient(person, "to", "To") for person in to]
            + [Recipient(person, "cc", "Cc") for person in cc]
            + [Recipient(person, "bcc", "X-Envelope-To") for person in bcc]
        ),
        attachments=attachments,
        automatic=automatic,
    )


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


_DISCLAIMER = Part(
    DISCLAIMER,
    "This message and any file sent with it are meant for the person named above. If you are not that person, tell the sender "
    "and delete it. Heathshire Waste Authority checks mail for viruses and accepts no liability for any that get through. "
    "Messages may be recorded and may have to be disclosed under the Freedom of Information Act 2000. Views in a message are "
    "those of its author and need not be those of the Authority. Think of the heath before you print. Heathshire Waste "
    "Authority, The Weighbridge, Gorse Lane, Heathshire.\n",
)
_GREGOR_SIGNS = Part(SIGNATURE, "-- \nGregor Ashmantle\nClerk to the Authority\n01632 960 118\n\n")
_PRIYA_SIGNS = Part(SIGNATURE, "-- \nPriya Larkhurst, Head of Operations\n01632 960 144\n")

_LETTER = (
    "Dear Gregor\n\nResidents of Gorse Lane tell me that the gate of the depot is left open at night. Will it be repaired, and "
    "when? I would rather this stayed between us until I have spoken to them.\n\nTobias Wetherlow\n"
)
COPYING = Conversation(
    "gate",
    (
        _message(1, _at(2, 10, 12), TOBIAS, (GREGOR,), "Gate at Gorse Lane", _LETTER),
        _message(
            2,
            _at(3, 9, 5),
            GREGOR,
            (TOBIAS,),
            "Re: Gate at Gorse Lane",
            "Dear Councillor Wetherlow\n\nThank you. The gate will be repaired on 9 March and locked from then on. I have told "
            "nobody else of your letter.\n\n",
            _GREGOR_SIGNS,
            Part(QUOTED, "".join(f"> {line}\n" for line in _LETTER.splitlines()), "Cllr Tobias Wetherlow", "2 March 2026 10:12"),
            _DISCLAIMER,
            bcc=(ORLA,),
            attachments=(Attachment("gate-repair.pdf", "application/pdf", 48_213),),
        ),
        _message(3, _at(3, 9, 40), ORLA, (GREGOR,), "Re: Gate at Gorse Lane", "Thanks for letting me see this.\n\nOrla\n"),
    ),
)

LATE = Conversation(
    "glass",
    (
        _message(
            4,
            _at(4, 11),
            NADIA,
            (PRIYA,),
            "Glass collections",
            "Dear Priya\n\nWhen will glass be collected in Lower Moor again? I need to know before the 14th.\n\n"
            "Nadia Quillfeather\n",
        ),
        _message(
            5,
            _at(4, 11, 1),
            PRIYA,
            (NADIA,),
            "Out of office: Glass collections",
            "I am out of the office until Monday.\n",
            automatic="Auto-Submitted: auto-replied",
        ),
        _message(6, _at(20, 16, 30), PRIYA, (NADIA,), "Re: Glass collections", "Dear Councillor\n\nFrom 1 May.\n\nPL\n"),
    ),
)

_PRESSING = (
    "Priya\n\nYour report on the transfer station says that the site is unsuitable. That has to change before Thursday. I expect "
    "the recommendation to read “suitable” by then, and I shall remember who helped and who did not.\n\n"
    "Also move Sam’s crew to the Northgate round from tomorrow and cancel the Friday overtime. You people could not run a bath, "
    "never mind a depot.\n\nTobias Wetherlow\n"
)
_ROTA = [
    _message(
        10 + number,
        _at(5 + number, 8 + number % 9, 7 * number % 60),
        (PRIYA, TOBIAS)[number % 2],
        ((TOBIAS,), (PRIYA,))[number % 2],
        "Re: Transfer station",
        f"Dear {('Councillor', 'Priya')[number % 2]}\n\nPoint {number + 1} of the survey: the {word} has been looked at again.\n",
    )
    for number, word in enumerate(("access road", "drainage", "noise wall", "weighbridge", "lighting", "fence", "rail spur"))
]
PRESSURE = Conversation(
    "station",
    (
        *_ROTA,
        _message(20, _at(12, 14, 3), TOBIAS, (PRIYA, SAM), "Transfer station", _PRESSING, cc=(NADIA,)),
        *(
            _message(
                30 + number,
                _at(13 + number, 9, 11 * number % 60),
                (PRIYA, TOBIAS)[number % 2],
                ((TOBIAS,), (PRIYA,))[number % 2],
                "Re: Transfer station",
                f"The {word} stays as the report has it.\n",
            )
            for number, word in enumerate(("access road", "drainage", "noise wall", "weighbridge", "lighting", "fence"))
        ),
    ),
)

REQUEST = Conversation(
    "leaflet",
    (
        _message(
            40,
            _at(29, 23, 48),
            ORLA,
            (SAM,),
            "Leaflets",
            "Sam, could your crew drop 400 Heath Alliance leaflets at the flats on their way round tomorrow? It would help us "
            "no end before the election.\n\nO\n",
        ),
    ),
)

FORWARDED_PAPER = Conversation(
    "tender",
    (
        _message(
            50,
            _at(24, 12, 20),
            SAM,
            (PRESS,),
            "Fwd: Tender evaluation",
            "As promised. Keep my name out of it.\n\n",
            Part(
                FORWARDED,
                "---------- Forwarded message ----------\nFrom: Priya Larkhurst\nDate: 23 March 2026 17:02\n"
                "Subject: Tender evaluation\n\nNOT FOR PUBLICATION. The two lowest bids are £1.24m and £1.31m; names are in the "
                "annex. Members will see this in the closed part on the 30th.\n",
                "Priya Larkhurst",
                "23 March 2026 17:02",
            ),
            attachments=(Attachment("Annex A – bids.xlsx", "application/vnd.ms-excel", 1_204_511),),
        ),
    ),
)

LOBBYING = Conversation(
    "vote",
    (
        _message(
            60,
            _at(30, 7, 55),
            PRIYA,
            (NADIA,),
            "Tonight’s vote",
            "Dear Nadia\n\nBefore tonight: if the contract goes to the in-house team we keep forty jobs. I do hope that you and "
            "your colleagues can see your way to voting for option B.\n\n",
            _PRIYA_SIGNS,
        ),
        _message(61, _at(30, 8, 20), NADIA, (PRIYA,), "Re: Tonight’s vote", "Please put advice to the whole committee.\n\nNQ\n"),
    ),
)

CONVERSATIONS = (COPYING, LATE, PRESSURE, REQUEST, FORWARDED_PAPER, LOBBYING)

LEAFLET = Document(
    "spring-leaflet.docx",
    Source("publicity/spring-leaflet.docx"),
    "NEW SKIPS FOR LOWER MOOR\n\nHeath Alliance Councillor Orla Brackenbury opened the new skips on Saturday. “The Heath "
    "Alliance promised skips, and the Heath Alliance delivers,” she said.\n\nA fresh heath for all.\n\nThe skips stand "
    "behind the library and are open from 8 am to 6 pm. Sign the "
    "petition against the county’s plan to close Northgate, and tell your friends to "
    "oppose it.\n\n[picture: skips.jpg: Councillor Brackenbury beside a skip]\n",
    "New skips for Lower Moor",
)


# --- findings ------------------------------------------------------------------------------------------------------------------


def _found(
    document: Document,
    behaviour: str,
    numbers: tuple[str, ...],
    outcome: str,
    confidence: float,
    actor: Person | None,
    why: str,
    evidence: tuple[Passage, ...],
    excuses: tuple[Excuse, ...],
    remedy: str,
) -> Finding:
    return Finding(
        document=document.id,
        source=document.source,
        behaviour=behaviour,
        protocol="heathshire",
        clauses=tuple(f"heathshire/{number}" for number in numbers),
        outcome=outcome,
        confidence=confidence,
        actor=actor.email if actor else "",
        date=document.date,
        subject=document.subject,
        why=why,
        evidence=evidence,
        excuses=excuses,
        remedy=remedy,
    )


def _quote(document: Document, words: str, why: str = "", *, nth: int = 1) -> Passage:
    start = -1
    for _ in range(nth):
        start = document.text.index(words, start + 1)
    return document.passage(start, start + len(words), why)


def invented_findings() -> tuple[Finding, ...]:
    blind, letter, late, answer = COPYING.messages[1], COPYING.messages[0], LATE.messages[0], LATE.messages[2]
    pressing, leaflets = PRESSURE.messages[7], REQUEST.messages[0]
    tender, vote = FORWARDED_PAPER.messages[0], LOBBYING.messages[0]
    return (
        _found(
            blind, "undisclosed-copying", ("4.1.2", "4.1.1"), "breach", 0.96, GREGOR,
            "A blind copy of the answer to Cllr Tobias Wetherlow’s letter went to another Member, Cllr Orla Brackenbury, and the "
            "letter does not say so.",
            (
                Passage(blind.id, "", 0, 0, "X-Envelope-To names o.brackenbury@heathshire.example, who is in neither To nor Cc."),
                _quote(blind, "I have told nobody else of your letter", "The author is told the opposite."),
                _quote(letter, "I would rather this stayed between us", "The author had asked for privacy."),
            ),
            (
                Excuse("copied-openly", False, "Neither To, Cc nor the text of the letter names Cllr Brackenbury."),
                Excuse("consent-given", False, "No message of the conversation consents to a copy."),
            ),
            "Naming Cllr Brackenbury on the letter as somebody who receives a copy.",
        ),
        _found(
            answer, "late-reply", ("4.2",), "breach", 0.93, PRIYA,
            "The letter of Wednesday 4 March 2026 was answered on Friday 20 March 2026, the 12th working day; 5 are allowed.",
            (
                Passage(late.id, "", 0, 0, "Dated Wednesday 4 March 2026."),
                Passage(answer.id, "", 0, 0, "Dated Friday 20 March 2026."),
            ),
            (
                Excuse("holding-reply", False, "The only message in between was written by a machine."),
                Excuse("answered-by-another", False, "No other officer wrote to Cllr Quillfeather about it."),
            ),
            "An answer by Wednesday 11 March 2026.",
        ),
        _found(
            answer, "missing-contact-details", ("4.3",), "breach", 0.71, PRIYA,
            "The letter gives no telephone number, address or name in full of an officer.",
            (),
            (Excuse("details-given-before", True, "An earlier message to another Member has them in its signature."),),
            "A signature with a name and a telephone number.",
        ),
        _found(
            pressing, "undue-pressure", ("2.2",), "breach", 0.91, TOBIAS,
            "A Member tells an officer to change the recommendation of a report and says that he will remember who helped.",
            (
                _quote(pressing, "I expect the recommendation to read “suitable” by then", "Asks for another professional view."),
                _quote(pressing, "I shall remember who helped and who did not", "Holds out a consequence."),
            ),
            (Excuse("asked-for-reasons", False, "The message puts no question about the reasons for the view."),),
            "Asking for the reasons for the view, or moving an amendment in committee.",
        ),
        _found(
            pressing, "operational-instruction", ("2.1",), "breach", 0.88, TOBIAS,
            "A Member instructs an officer to move a crew to another round and to cancel overtime.",
            (_quote(pressing, "move Sam’s crew to the Northgate round from tomorrow and cancel the Friday overtime"),),
            (Excuse("reports-a-fault", False, "No fault or complaint is passed on."),),
            "Telling the Head of Operations what residents complain of, and leaving the rounds to her.",
        ),
        _found(
            pressing, "personal-attack", ("3.1", "3.2"), "review", 0.58, TOBIAS,
            "A Member writes to two officers that “you people could not run a bath”, with a third person copied.",
            (
                _quote(pressing, "You people could not run a bath, never mind a depot"),
                _quote(pressing, "could not run a bath", "Overlaps the passage above."),
            ),
            (Excuse("about-the-work", True, "The sentence may be meant of the running of the depot."),),
            "Saying what was done badly, and to the officers’ manager.",
        ),
        _found(
            leaflets, "party-political-request", ("2.3",), "breach", 0.97, ORLA,
            "A Member asks a supervisor to have a crew deliver leaflets of a party before an election.",
            (_quote(leaflets, "drop 400 Heath Alliance leaflets at the flats on their way round tomorrow"),),
            (Excuse("own-time", False, "The work is to be done “on their way round”, in working time."),),
            "Asking volunteers of the party.",
        ),
        _found(
            leaflets, "out-of-hours-contact", ("3.3",), "review", 0.41, ORLA,
            "The message was sent on Monday 30 March 2026 at 00:48; office hours are 09:00 to 17:30.",
            (Passage(leaflets.id, "", 0, 0, "Sent at 00:48 by London’s clock."),),
            (Excuse("urgent", False, "Nothing in the message is urgent."), Excuse("agreed", False, "No agreement was seen.")),
            "Sending it in office hours.",
        ),
        _found(
            tender, "confidential-disclosure", ("4.4",), "breach", 0.98, SAM,
            "An officer forwards a paper marked “not for publication”, with bids, to an address outside the authority.",
            (
                _quote(tender, "NOT FOR PUBLICATION", "How the paper is marked."),
                _quote(tender, "The two lowest bids are £1.24m and £1.31m", "What is passed on."),
                _quote(tender, "Keep my name out of it", "The sender knew."),
            ),
            (Excuse("published-since", False, "Nothing in the export shows that the paper was published by 24 March 2026."),),
            "Referring the newspaper to the Clerk.",
        ),
        _found(
            vote, "officer-lobbying", ("2.4",), "review", 0.66, PRIYA,
            "An officer writes to one Member, on the day of the vote, that she hopes for votes for one option.",
            (_quote(vote, "I do hope that you and your colleagues can see your way to voting for option B"),),
            (
                Excuse("advice-given-openly", False, "The message went to one Member of nine."),
                Excuse("reasons-and-options", True, "One reason is given; other options are not described."),
            ),
            "Advice on all options to the whole committee.",
        ),
        _found(
            LEAFLET, "party-emphasis", ("5.1",), "breach", 0.9, ORLA,
            "The leaflet names a Member’s party 3 times; one passing mention is allowed.",
            tuple(_quote(LEAFLET, "Heath Alliance", f"Mention {nth}.", nth=nth) for nth in (1, 2, 3)),
            (Excuse("passing-mention", False, "There are 3 mentions."),),
            "One mention, or none.",
        ),
        _found(
            LEAFLET, "campaigning", ("5.2",), "breach", 0.95, None,
            "The leaflet tells readers to sign a petition and to oppose a plan of another authority.",
            (
                _quote(LEAFLET, "Sign the petition against the county’s plan to close Northgate"),
                _quote(LEAFLET, "tell your friends to oppose it"),
            ),
            (Excuse("lawful-function", False, "Signing a petition is not a service of the Authority."),),
            "Saying what is planned and where the consultation can be read.",
        ),
        _found(
            LEAFLET, "party-branding", ("5.3",), "review", 0.49, None,
            "“A fresh heath for all” resembles the name of a party and stands alone on its line.",
            (_quote(LEAFLET, "A fresh heath for all"),),
            (Excuse("common-phrase", True, "The heath is also the name of the county’s landscape."),),
            "Leaving the line out.",
        ),
    )  # fmt: skip


def invented_run() -> Run:
    return Run(
        protocol=PROTOCOL,
        behaviours=BEHAVIOURS,
        containers=(
            Container(
                "mailbox.mbox",
                "mbox",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                1210,
                1207,
                3,
                (("Inbox", 900), ("Sent", 310)),
            ),
            Container("mailbox.mbox", "messages attached to messages", "", 4, 4, 0),
            Container("old-mail.zip", "zip", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", 14, 13, 1),
            Container("publicity", "folder", "", 2, 1, 1),
        ),
        unread=(
            Unread(Source("mailbox.mbox", 87), "The message is larger than 50 MB."),
            Unread(Source("mailbox.mbox", 412), "A header block without an end; the message was cut off there."),
            Unread(Source("mailbox.mbox", 1003), "The text is encrypted (S/MIME)."),
            Unread(Source("old-mail.zip/2019.pst", 1), "PST files need the optional reader, which is not installed."),
            Unread(Source("publicity/poster.pdf", 1), "The pages are pictures and hold no text."),
        ),
        untold=(
            Untold("late-reply", "A letter of 30 March 2026 had not been due for an answer when the export was made."),
            Untold("late-reply", "A letter of 30 March 2026 had not been due for an answer when the export was made."),
            Untold("bullying", "One message is in Welsh, which this check does not read."),
        ),
        findings=invented_findings(),
        conversations=CONVERSATIONS,
        quoted=(
            Quoted(
                Source("mailbox.mbox", 41), "<q1@brindle.example>", "Lark Denby <lark@brindle.example>", "2 Feb 2026 09:30", ""
            ),
            Quoted(Source("mailbox.mbox", 52, "1"), "<q2@brindle.example>", "<script>Dale</script>", "", "Gate & depot"),
        ),
        gaps=("No message sent by Rowan Firth is in this export: whether they answered cannot be told.",),
        publicity=(LEAFLET,),
        options=MappingProxyType(
            {"protocol": "heathshire", "roster": "roster.csv", "end": "2026-03-31", "hours": "09:00-17:30", "closed": ""}
        ),
        version="0.1.0",
    )


# --- many ---------------------------------------------------------------------------------------------------------------------


def long_conversation(messages: int) -> Conversation:
    """A conversation of two people with so many messages, a quarter of an hour apart."""
    return Conversation(
        "long",
        tuple(
            _message(
                1000 + number,
                _at(2, 9) + timedelta(minutes=15 * number),
                (SAM, TOBIAS)[number % 2],
                ((TOBIAS,), (SAM,))[number % 2],
                "Re: Skips",
                f"Message {number} about skips. They are useless people at the depot.\n",
            )
            for number in range(messages)
        ),
    )
