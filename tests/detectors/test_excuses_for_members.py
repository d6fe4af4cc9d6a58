"""What excuses a letter that only the model points to: what Members ask of officers, confidences, interests and the way to go."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from checker.detectors import behaviours
from checker.detectors.examples import mail
from checker.domain import Excuse, Rule


def excuses_for_last(id: str, text: str, **limits: Any) -> tuple[Excuse, ...] | None:
    """What excuses the last letter of a case; ``terms`` among the limits are the rule's terms."""
    family = behaviours()[id].family.replace("-", "_")
    module = importlib.import_module(f"checker.detectors.{family}.{id.replace('-', '_')}")
    terms = tuple(limits.pop("terms", ()))
    case = mail(text)
    conversation = case.conversations[-1]
    rule = Rule(id, ("example/1",), limits, terms=terms)
    found: tuple[Excuse, ...] | None = module.excuses_for(case, rule, conversation, len(conversation.messages) - 1)
    return found


TO_DIRECTOR = {"terms": [{"about": "officer", "route": "director", "clause_addressee": "member"}]}
NOT_MINDED = [
    # A Member to another Member: no officer is asked for anything.
    ("undue-pressure", "2026-03-02 member -> member2: The report has to come down in favour.", {}),
    # A chair may guide with no more than the office, where the protocol lets Members guide.
    (
        "undue-pressure",
        "2026-03-02 chair -> officer: As Chair I look to you to see it our way.",
        {"guidance": "allowed"},
    ),
    ("coerced-correspondence", "2026-03-02 officer -> member: Sign the letter as it stands.", {}),
    # To eight officers at once: a circular.
    (
        "operational-instruction",
        "2026-03-02 member -> officer, officer2, clerk, director, monitor, press, head, support: Sweep Mill Lane.",
        {},
    ),
    ("preferential-treatment", "2026-03-02 officer -> member: Could you see my cousin right?", {}),
    ("improper-information-request", "2026-03-02 member -> outsider: Send me all that you have on him.", {}),
    # Where only the end counts, one that names none is in order.
    (
        "improper-information-request",
        "2026-03-02 member -> officer: Please send me the home address of the tenant at 4 Mill Lane.",
        {"purpose": "private-or-party"},
    ),
    ("disciplinary-interference", "2026-03-02 member -> member2: He ought to be sacked.", {}),
    ("recruitment-interference", "2026-03-02 member -> outsider: My niece should have the post.", {}),
    ("report-interference", "2026-03-02 officer -> officer2: I have rewritten paragraph 4 of the report.", {}),
    (
        "report-interference",
        "2026-03-02 member -> officer: Please put my text in the place of section 2 of my own paper for the group.",
        {},
    ),
    # Only the duties of these posts are protected.
    (
        "request-to-breach-rules",
        "2026-03-02 member -> officer2: Never mind the regulations, just let it through and put nothing on file.",
        {"statutory_officers": ("monitoring-officer",)},
    ),
    ("party-political-request", "2026-03-02 member -> member2: Could you print our election leaflet?", {}),
    # An adviser may be asked where the protocol excepts advisers.
    ("party-political-request", "2026-03-02 member -> adviser: Could you draft our leaflet?", {"exempt": "political-adviser"}),
    ("party-politics-with-officer", "2026-03-02 member -> adviser: Labour is done for.", {"exempt": "political-adviser"}),
    # What asks for party work is told as that.
    (
        "party-politics-with-officer",
        "2026-03-02 member -> officer: Could you draft our leaflet against the Conservatives, who are a shambles?",
        {},
    ),
    ("committing-the-authority", "2026-03-02 member -> officer: We shall pay the whole of it.", {}),
    (
        "committing-the-authority",
        "2026-03-02 authority_chair -> outsider: We shall pay the whole of it.",
        {"may_write_official": ("chair",)},
    ),
    # What is given to the press for print binds no reader.
    ("committing-the-authority", "2026-03-02 member -> reporter: The Authority will pay the whole of it.", {}),
    # A Member to a Member and an officer: they may have it.
    ("confidential-disclosure", "2026-03-02 member -> member2, officer: Strictly confidential, the bids attached.", {}),
    # The reader wrote it.
    (
        "confidential-disclosure",
        "2026-03-02 outsider -> member attaching bid.pdf (Confidential: our bid): In confidence.\n"
        "2026-03-03 member -> outsider attaching bid.pdf: Your confidential bid back.",
        {},
    ),
    # Only disciplinary matters are closed to Members, and not to those of the panel that hears them.
    (
        "confidential-disclosure",
        "2026-03-02 officer -> panellist: Mr Firth had a final warning.",
        {"terms": [{"barred": "disciplinary", "clause_kind": "prohibition"}]},
    ),
    ("group-confidence-breach", "2026-03-02 officer -> officer2: In group they split five to four.", {}),
    ("group-confidence-breach", "2026-03-02 adviser -> leader2: In group they split five to four.", {}),
    # Every reader is of the group.
    ("group-confidence-breach", "2026-03-02 officer -> leader: In the Labour Group last night Cllr Ashby was against it.", {}),
    ("complainant-identified", "2026-03-02 officer -> monitor: It was Cllr Birch who complained about Isla Garth.", {}),
    # A complainant may tell of it.
    (
        "complainant-identified",
        "2026-03-02 member -> member2: The complaint about Mr Firth's conduct came from Cllr Wren Ashby.",
        {},
    ),
    ("unreasoned-refusal", "2026-03-02 officer -> member: I cannot let you have that.", {}),
    # Reasons are due when the Member asks for them.
    (
        "unreasoned-refusal",
        "2026-03-02 member -> officer: Please send me the survey.\n2026-03-03 officer -> member: You cannot have that one.",
        {"written_reasons": "on-request"},
    ),
    # It gives its reason, and no copy is due.
    (
        "unreasoned-refusal",
        "2026-03-02 member -> officer: Please send me the survey.\n"
        "2026-03-03 officer -> member: I cannot let you have it, because it holds personal data about residents.",
        {"written_reasons": "always"},
    ),
    ("unflagged-confidential", "2026-03-02 officer -> officer2: Lamb bid £40,000.", {}),
    ("unflagged-confidential", "2026-03-02 officer -> member: Confidential. Lamb bid £40,000.", {}),
    ("private-correspondence-shared", "2026-03-02 member -> officer: Cllr Birch told me in confidence that he is ill.", {}),
    # An answer to the one who asked.
    (
        "private-correspondence-shared",
        "2026-03-02 member -> officer: Please keep this to yourself: I am ill.\n"
        "2026-03-03 officer -> member answers 1: I am sorry.",
        {},
    ),
    ("undeclared-relationship", "2026-03-02 outsider -> officer: You are my brother.", {"disclose_to": "chief-executive"}),
    # The protocol names nobody to whom an officer tells it.
    (
        "undeclared-relationship",
        "2026-03-02 officer -> member: You are my brother.",
        {"terms": [{"disclose_to": "group-leader", "clause_addressee": "member"}]},
    ),
    ("conflicted-capacity", "2026-03-02 member -> member2: My firm would like the contract.", {}),
    # To so many it is no approach to an officer.
    ("conflicted-capacity", "2026-03-02 member -> officer, officer2, head, clerk, press: My firm would like it.", {}),
    # The protocol has no door for what an officer complains of.
    ("misrouted-complaint", "2026-03-02 officer -> director: I complain about Cllr Birch.", TO_DIRECTOR),
    # To a senior officer.
    ("senior-officer-bypassed", "2026-03-02 member -> head: There is fraud at the depot.", {}),
    ("senior-officer-bypassed", "2026-03-02 officer -> officer2: There is fraud at the depot.", {}),
]


@pytest.mark.parametrize(("id", "text", "limits"), NOT_MINDED)
def test_what_a_protocol_does_not_mind_needs_no_excuse(id: str, text: str, limits: dict[str, Any]) -> None:
    assert excuses_for_last(id, text, **limits) is None


EXCUSED = [
    (
        "undue-pressure",
        "2026-03-02 member -> officer: I would put it otherwise, but it is entirely for you to decide.",
        {},
        "the judgement is left to the officer",
    ),
    (
        "undue-pressure",
        "2026-03-02 chair -> officer: I have read your first draft and would rather see option two come out on top.",
        {"chair_views": "developmental-stage"},
        "a chair's views while a report is in draft",
    ),
    (
        "coerced-correspondence",
        "2026-03-02 member -> officer: Would you be willing to write to the school? It is up to you.",
        {},
        "asked for, and left to the officer",
    ),
    (
        "operational-instruction",
        "2026-03-02 member -> services: Book me a room, and print forty copies.",
        {"exempt": ("member-support-officers",)},
        "the officer is there to support Members",
    ),
    (
        "preferential-treatment",
        "2026-03-02 member -> officer: My sister will pay the same price as any other resident.",
        {},
        "only the ordinary service on the ordinary terms is asked",
    ),
    (
        "improper-information-request",
        "2026-03-02 member -> officer: I need it for the scrutiny committee's review.",
        {},
        "a duty of the Member or business of a committee calls for it",
    ),
    (
        "disciplinary-interference",
        "2026-03-02 member -> officer: What follows is entirely a matter for you and your managers.",
        {},
        "what follows is left to the officer's managers",
    ),
    (
        "disciplinary-interference",
        "2026-03-02 panellist -> personnel (Appointments Panel): I could not vote for dismissal.",
        {"exempt": ("panel-member",)},
        "the Member sits on the panel that decides",
    ),
    (
        "recruitment-interference",
        "2026-03-02 panellist -> personnel (Appointments Panel): I thought the second candidate the best.",
        {"exempt": ("appointment-panel",)},
        "the Member sits on the panel that decides",
    ),
    (
        "report-interference",
        "2026-03-02 member -> officer: There is a typo in paragraph 3 of the report.",
        {},
        "misprints and matters of form",
    ),
    (
        "request-to-breach-rules",
        "2026-03-02 member -> officer: Is there any lawful way to do it within the rules?",
        {},
        "it stays within the rules, or asks whether it does",
    ),
    (
        "party-political-request",
        "2026-03-02 member -> officer: Our own volunteers will do the leaflets; you need do nothing.",
        {},
        "the work is for the party's own people, or nothing is asked of the officer",
    ),
    (
        "party-politics-with-officer",
        "2026-03-02 member -> officer: The Labour Group will move a motion at the meeting on the Conservatives' budget.",
        {},
        "a group's formal business",
    ),
    (
        "committing-the-authority",
        "2026-03-02 member -> outsider: The committee resolved on Tuesday to resurface the road.",
        {},
        "a decision of the authority is passed on",
    ),
    (
        "committing-the-authority",
        "2026-03-02 member -> minister: The Authority asks that you think again.",
        {"sender": "officer", "exception": "representations-to-minister"},
        "representations to a minister",
    ),
    (
        "confidential-disclosure",
        "2026-03-02 officer -> outsider: Here is the public version, with the confidential part left out.",
        {},
        "public version, or the confidential part left out",
    ),
    (
        "group-confidence-breach",
        "2026-03-02 officer -> leader, leader2: In the Labour Group last night they split five to four.",
        {},
        "Members of the group are among the open readers",
    ),
    (
        "complainant-identified",
        "2026-03-02 officer -> officer2: Cllr Birch complained about you and is happy to be named.",
        {},
        "complainant agreed to be named",
    ),
    (
        "unreasoned-refusal",
        "2026-03-02 member -> officer: Please send me the survey.\n"
        "2026-03-03 officer -> member: Further to our telephone conversation today, you cannot have that one.",
        {},
        "explained by telephone or in person",
    ),
    (
        "unflagged-confidential",
        "2026-03-02 officer -> member (Confidential: the bids): In confidence.\n"
        "2026-03-03 officer -> member (Prices): Lamb bid £40,000.",
        {},
        "the Member had been told earlier",
    ),
    (
        "private-correspondence-shared",
        "2026-03-02 member -> officer: Please keep this to yourself: I am ill.\n"
        "2026-03-03 member -> officer: You may tell Cllr Birch after all, I do not mind.\n"
        "2026-03-04 officer -> member2: Cllr Ashby will be away for her health.",
        {},
        "author let it be passed on",
    ),
    (
        "private-correspondence-shared",
        "2026-03-02 officer -> member2: Cllr Wren Ashby was happy for you to know of it.",
        {},
        "author let it be passed on",
    ),
    (
        "undeclared-relationship",
        "2026-03-02 officer -> chief_executive: Cllr Ashby and I are to be married.",
        {"disclose_to": "chief-executive"},
        "made known to whom the protocol names",
    ),
    (
        "conflicted-capacity",
        "2026-03-02 member -> officer: I declare an interest, for it is my own firm; please treat it as you would anybody's.",
        {},
        "the capacities are kept apart",
    ),
    (
        "misrouted-complaint",
        "2026-03-02 member -> director: Rowan Firth hung up on me, and I will not have it.",
        TO_DIRECTOR,
        "the right person is addressed",
    ),
    (
        "misrouted-complaint",
        "2026-03-02 member -> town_clerk: The head of waste will not write the report I asked for. Who is right?",
        {"applies_to": "report-request-dispute", "route": "town-clerk"},
        "the right person is addressed",
    ),
    (
        "senior-officer-bypassed",
        "2026-03-02 member -> officer2: There is something odd about the weighbridge books. I have told the Director.",
        {},
        "to be passed to somebody senior",
    ),
]


@pytest.mark.parametrize(("id", "text", "limits", "excuse"), EXCUSED)
def test_an_innocent_letter_is_excused(id: str, text: str, limits: dict[str, Any], excuse: str) -> None:
    excuses = excuses_for_last(id, text, **limits)

    assert excuses is not None
    assert excuse in {one.excuse for one in excuses if one.found}


MITIGATED = [
    (
        "undue-pressure",
        "2026-03-02 member -> officer: It is for you to decide, but think of your job: I could make life very difficult for you.",
        {},
        "the judgement is left to the officer",
    ),
    # A minister is written to, and the protocol excepts no such letter.
    (
        "committing-the-authority",
        "2026-03-02 member -> minister: The Authority asks that you think again.",
        {"sender": "officer"},
        "representations to a minister",
    ),
    (
        "complainant-identified",
        "2026-03-02 officer -> officer2: It was Cllr Birch who complained. You will be investigating it.",
        {},
        "the reader needs the name",
    ),
    # Reasons are to be in writing.
    (
        "unreasoned-refusal",
        "2026-03-02 member -> officer: Please send me the survey.\n"
        "2026-03-03 officer -> member: Further to our telephone conversation today, you cannot have that one.",
        {"written_reasons": "always"},
        "explained by telephone or in person",
    ),
    (
        "conflicted-capacity",
        "2026-03-02 member -> officer: My firm would like the contract. Could you see to it?",
        {},
        "the office is not brought to bear",
    ),
]


@pytest.mark.parametrize(("id", "text", "limits", "excuse"), MITIGATED)
def test_what_only_mitigates_is_told_and_excuses_nothing(id: str, text: str, limits: dict[str, Any], excuse: str) -> None:
    excuses = excuses_for_last(id, text, **limits)

    assert excuses is not None
    (told,) = (one for one in excuses if one.excuse == excuse)
    assert not told.found
    assert "; yet " in told.why


MEMBERS = sorted({id for id, *_ in NOT_MINDED})


def test_each_behaviour_is_shown_both_ways() -> None:
    assert sorted({id for id, *_ in EXCUSED}) == MEMBERS
    assert len(MEMBERS) == 22
