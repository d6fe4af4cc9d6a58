"""Whom a clause binds: facts of English and of who does what in an authority, in sentences of no protocol's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.addressees import acting, bound, expected_of, whose
from checker.language.grammar import lexicon, sentences

WHO = ("authority", "both", "member", "officer", "other")
WORDS = (
    "a Member",
    "an Officer",
    "the Clerk's",
    "letters",
    "must",
    "not",
    "be",
    "told",
    "by",
    "who",
    "if",
    ",",
    ";",
    ".",
    ":",
    "you",
    "“",
    "(",
)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Emails from councillors are acknowledged within two working days", "officer"),
        ("All councillor enquiries will receive a full reply within ten working days.", "officer"),
        ("Councillor enquiries go through the casework portal.", "member"),
        ("Social media: councillors must not tag officers in posts.", "member"),
        ("Officers should not be asked to attend party meetings.", "member"),
        ("No employee may be approached about a planning application outside the published arrangements.", "member"),
        ("Cabinet members will be consulted before a press release is issued.", "officer"),
        ("Ward councillors are told about works in their ward before residents are.", "officer"),
        ("The section 151 officer signs off every report with financial implications.", "officer"),
        ("Planning officers write up site visits.", "officer"),
        ("Scrutiny members should give notice of the questions they intend to put.", "member"),
        ("Neither councillors nor officers may use council resources for party purposes.", "both"),
        ("It is not for councillors to direct the work of staff.", "member"),
        ("It is for the chief executive to decide who attends.", "officer"),
        ("Acting alone, a cabinet member has no power to commit the council.", "member"),
        ("To avoid doubt, officers will record the advice they gave.", "officer"),
        ("Briefings are prepared on request for all groups on the same terms.", "officer"),
        ("A request for a briefing goes to the head of service.", "member"),
        ("Requests for exempt papers must be made in writing to the monitoring officer.", "member"),
        ("Anyone elected to the council must declare gifts.", "member"),
        ("Anyone employed by the council must declare gifts to their manager.", "officer"),
        ("Everyone is expected to be courteous.", "both"),
        ("The council will provide each councillor with a laptop.", "authority"),
        ("The standards committee will review this protocol every year.", "other"),
        ("Councillors are entitled to expect that officers will answer promptly.", "officer"),
        ("Officers have the right to expect respect from councillors.", "member"),
        ("Confidential papers are numbered and their return is checked by democratic services.", "officer"),
        ("A portfolio holder may discuss a draft report with its author.", "member"),
        ("Pressure must not be put on officers to change their advice.", "member"),
        ("Officers must not be put under pressure to change their advice.", "member"),
        ("No pressure is to be put on officers.", "member"),
        ("Advice must be given without fear or favour.", "officer"),
        ("Minutes will be taken of every meeting with a developer.", "officer"),
        ("When a councillor is lobbied, he or she must refer the lobbyist to the planning officer.", "member"),
        ("Having received exempt information, a councillor must keep it safe.", "member"),
        ("Officers' advice to one group is not disclosed to another.", "officer"),
        ("Close personal relationships between members and officers should be avoided.", "both"),
        ("Group leaders are responsible for the conduct of their group.", "member"),
        ("Nothing in this paragraph stops a member from making a complaint.", "member"),
        ("This paragraph does not require an officer to attend.", "officer"),
        ("In the run-up to an election the press office must take particular care.", "officer"),
        ("During the pre-election period publicity must not promote any candidate.", "both"),
        ("Members' mail will be opened only with their consent.", "member"),
        ("Correspondence from a member must not be copied to another member.", "officer"),
        ("Letters on behalf of the council will normally be sent out in the name of the appropriate officer.", "officer"),
        ("The mayor and deputy mayor represent the council at civic events.", "member"),
        ("The responsibility for issuing press releases rests with the communications team.", "officer"),
        ("The use of council stationery by members for party purposes is forbidden.", "member"),
        ("Criticism of an officer by name at a public meeting is not acceptable.", "member"),
        ("Public criticism of officers should be avoided.", "member"),
        ("Lobbying of councillors by staff on their own grading is not permitted.", "officer"),
        ("Breaches by employees will be dealt with under the disciplinary procedure.", "authority"),
        ("An allegation that a member has broken the code goes to the monitoring officer.", "member"),
        ("Staff should go to their line manager first.", "officer"),
        ("Ask the head of service, not the person at the desk.", "member"),
        ("Tell the member when to expect an answer.", "officer"),
        ("We all want the council to work well.", "both"),
        ("Reports to committee must set out all relevant options.", "officer"),
        ("Questions at council must be submitted three days beforehand.", "member"),
        ("Councillors: you must not instruct staff.", "member"),
        ("The lead officer, having consulted the chair, decides the agenda.", "officer"),
        ("The chair of the committee, once consulted, has two days to comment.", "member"),
        ("The head of the service concerned answers for the quality of the report.", "officer"),
        ("It is an officer's duty to report unlawful instructions.", "officer"),
        ("There is no right for a councillor to see personnel files.", "member"),
        ("Access to personnel files is not open to members.", "member"),
        ("Personal information about a resident will not be given to a councillor without consent.", "officer"),
        ("Exempt papers are sent only to those councillors who sit on the committee.", "officer"),
        ("Call-in requests need five signatures.", "member"),
        ("Meetings with developers are attended by an officer and noted.", "officer"),
        ("A councillor's planning query should be put to the case officer.", "member"),
        ("No councillor attends shortlisting.", "member"),
        ("Appointments below deputy chief officer are made by the head of paid service.", "officer"),
        ("Councillors should be given at least five days' notice of works in their ward.", "officer"),
        ("The name of the complainant is not to be passed to the councillor complained of.", "officer"),
        ("Cabinet members do not sign letters drafted for the chief executive.", "member"),
        ("Council email accounts must not be used for election purposes.", "both"),
        ("A holding reply explains the delay.", "officer"),
        ("If the answer will take longer, the councillor is told so within two working days.", "officer"),
        ("If the councillor is unhappy with the answer, he or she may ask the director to review it.", "member"),
        ("Unless there is a lawful reason to refuse, the document will be supplied within five working days.", "officer"),
        ("Unless authorised, a member shall not speak for the council.", "member"),
        ("No report shall be altered by reason of political pressure.", "officer"),
        ("No member shall alter a report.", "member"),
        ("Staff are not there to run errands for members.", "officer"),
        ("Members are not entitled to staff time for party business.", "member"),
        ("Any officer who is asked to break the law must tell the monitoring officer.", "officer"),
        ("Any member asked for a view by the press should refer the matter to the press office.", "member"),
        ("Officers are under a duty to remain politically neutral.", "officer"),
        ("Politically restricted posts are held by officers who must not canvass.", "officer"),
        ("The relationship rests on mutual trust.", "both"),
        ("Members and officers alike must declare any close relationship.", "both"),
        ("Managers should make sure that their teams know of this protocol.", "officer"),
        ("Whips are expected to deal with minor breaches in their groups.", "member"),
        ("Responses will be copied to other ward members only if the enquirer agrees.", "officer"),
        ("Where the request is refused, written reasons will be given.", "officer"),
        ("A member wishing to see a file should ask the head of service.", "member"),
        ("The member making the request must say why the papers are needed.", "member"),
        ("The officer receiving the request must answer within a week.", "officer"),
        ("It would be a breach for a councillor to circulate the paper.", "member"),
        ("Employees can expect to be disciplined if they leak papers.", "officer"),
        ("It is unacceptable to press staff for a particular recommendation.", "member"),
        ("Councillors should take care that their social media posts do not identify staff.", "member"),
        ("The communications team will not publish anything that promotes a party.", "officer"),
        ("Invitations to civic events are issued in the name of the mayor.", "member"),
        ("Neither shall any officer disclose it.", "officer"),
        ("In no circumstances may a councillor instruct a contractor.", "member"),
        ("Under no circumstances should a junior officer be telephoned at home.", "member"),
        ("Only the leader and cabinet members may speak for the council to the press.", "member"),
        ("Only the press office may issue releases.", "officer"),
        ("A lead member's role is to champion the service, not to manage it.", "member"),
        ("Support for casework is offered equally to all councillors.", "officer"),
        ("Council stationery is for council business and members must not use it for leaflets.", "member"),
        ("Gifts from contractors should be refused by councillors.", "member"),
        ("Councillors' complaints about staff should be raised privately with the manager.", "member"),
        ("Concerns of staff about a councillor should be raised with the line manager.", "officer"),
    ],
)
def test_a_clause_tells_whom_it_binds(text: str, who: str) -> None:
    assert bound(text)[0] == who


@pytest.mark.parametrize(
    ("text", "context", "before", "who"),
    [
        ("Chief Executive;", ("Posts", "Members will be invited to help appoint officers to these posts:"), "", "member"),
        ("Keys;", ("The DVA provides these things for Members:",), "", "authority"),
        ("If talks fail, it may be right to use the disciplinary procedure.", ("Procedure for Members",), "", "authority"),
        ("Within 3 days, the Clerk will reply.", ("Complaint by a Member",), "", "officer"),
        ("Officers are entitled to be informed of what was found", (), "", "authority"),
        ("no right to see the file.", (), "Officers are entitled to be informed of what was found", "officer"),
        ("The Standards Committee will watch over this.", ("Officers",), "", "other"),
        ("It would be wrong for members of staff to canvass.", ("Limits on Members",), "", "officer"),
        ("It may be right for Officers to reply.", ("Members in the ward",), "", "officer"),
        ("“Member calls for a lower tax” is not acceptable.", ("Leaflets by anyone at the Council:",), "", "both"),
        ("This Protocol exists as a help to Officers.", (), "", "both"),
        ("Enquiries about a visit should be sent to the Clerk.", (), "", "member"),
        ("They cannot ask for more.", ("Reports by Officers",), "A Member may ask once. Such asking should be rare.", "member"),
        ("Members and Officers share a duty to work together", (), "", "both"),
        ("nor shall an Officer pass on what was said", (), "Members shall not repeat it,", "officer"),
        ("respect for the role of officers", ("What officers can expect",), "", "member"),
        ("prompt replies", ("As a councillor you can expect:",), "", "officer"),
        ("prompt reading of papers", ("As an officer you can expect:",), "", "member"),
        ("ask for special treatment", ("As a councillor you should not:",), "", "member"),
        ("give advice that is frank", ("As an employee you must:",), "", "officer"),
        ("They may not rewrite it.", (), "A portfolio holder may discuss a draft report with its author.", "member"),
        ("who must reply within five days", (), "A Member may write to the head of service,", "officer"),
        ("Please give officers reasonable time to reply.", ("Advice for councillors",), "", "member"),
        ("Please copy the monitoring officer into your reply.", ("Advice for staff",), "", "officer"),
    ],
)
def test_what_a_clause_leaves_unsaid_stands_above_or_before_it(
    text: str, context: tuple[str, ...], before: str, who: str
) -> None:
    assert bound(text, context, before)[0] == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“Councillor” means a person elected to the Council;", "member"),
        ("“Staff” means everyone on the payroll, agency workers too;", "officer"),
        ("“Working day” means a day on which the offices are open.", "both"),
    ],
)
def test_a_definition_binds_whom_it_defines(text: str, who: str) -> None:
    assert bound(text, ("In this protocol:",)) == (who, "definition")


def test_a_member_of_the_public_is_no_member() -> None:
    assert acting("A member of the public may attend.") == "none"
    assert acting("A member of the staff may attend.") == "officer"
    assert acting("Every letter to an officer from a Member must be kept.") == "none"


def test_a_heading_speaks_of_who_does_something() -> None:
    assert whose("Complaint by an officer about a Member") == "officer"
    assert whose("If you work for us") == "officer"
    assert whose("My councillor has shouted at me. What can I do?") == "officer"
    assert whose("Relations between Members and Officers") == "both"


def test_to_expect_something_to_happen_is_to_expect_it_of_nobody() -> None:
    assert expected_of("Officers can expect to be moved.") == "none"
    assert expected_of("Members can count on you to:") == "officer"


def test_entries_are_written_as_they_are_looked_up() -> None:
    for group in ("parties", "things"):
        for entries in lexicon()[group].values():
            assert all(" of the " not in entry and entry == entry.lower() for entry in entries)


def test_no_noun_is_two_parties() -> None:
    entries = [entry for entries in lexicon()["parties"].values() for entry in entries]

    assert len(entries) == len(set(entries))


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_words_bind_somebody_and_always_the_same(text: str) -> None:
    told = bound(text, (text,), text)

    assert told[0] in WHO
    assert bound(text, (text,), text) == told


def test_words_without_end_are_read_in_a_moment() -> None:
    ends = ("Members and ", "“ ", "( ", "the ", "requests ", "the council. ", "he; ", "who, ", "in no, ", "Officers: ", "you? ")
    for words in (end * 20_000 for end in ends):
        assert bound(words, (words,) * 9, words)[0] in WHO
        assert len(sentences(words)) < 6_000
