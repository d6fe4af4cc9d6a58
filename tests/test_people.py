from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checker.domain import CC, TO, CheckerError, Message, Person, Recipient, Source
from checker.people import domains, read_roster, roster

HEAD = "email,name,role,party,position,seniority,committees\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_roster_tells_members_from_officers_and_strangers(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "Wren@dene.example,Cllr Wren Ashby,member,Labour,Chair,,Waste;Audit\n")

    known = read_roster(path)

    assert known.who("", "WREN@dene.example").committees == ("Waste", "Audit")
    assert known.who("Someone", "x@y.example").is_outside


def test_a_name_alone_finds_a_person_however_it_is_written() -> None:
    known = roster([Person("w@dene.example", "Cllr Wren Ashby", "member")])

    assert known.who("Ashby, Wren", "").email == "w@dene.example"
    assert known.named("Councillor Wren Ashby <old@elsewhere.example>") == known.people[0]


def test_a_name_that_two_people_bear_stands_for_neither() -> None:
    known = roster([Person("a@x.example", "Jo Reed", "member"), Person("b@x.example", "Jo Reed", "officer")])

    assert known.named("Jo Reed") is None


def test_every_fault_of_a_roster_is_named_at_once(tmp_path: Path) -> None:
    rows = "a@x.example,A,member,,,,\na@x.example,A,boss,,,,\nnobody,B,officer,,,middling,\n"

    with pytest.raises(CheckerError) as caught:
        read_roster(written(tmp_path, HEAD + rows))

    said = str(caught.value)
    assert "line 3: a@x.example stands already on line 2" in said
    assert "role 'boss'" in said
    assert "'nobody' is no address" in said
    assert "seniority 'middling'" in said


def test_a_missing_column_is_named_with_the_line_that_was_expected(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match=r"lacks the columns party, position.*email,name,role"):
        read_roster(written(tmp_path, "email,name,role\n"))


def test_the_authoritys_own_domains_are_those_its_officers_write_from() -> None:
    people = [Person("o@dene.example", role="officer"), Person("m@home.example", role="member")]

    assert domains(people) == {"dene.example"}


MORE = "email,name,role,party,position,seniority,committees,from,to,also,members,writes_for\n"


def test_an_office_holds_on_its_days_and_no_others(tmp_path: Path) -> None:
    rows = (
        "w@x.example,Wren Ashby,officer,,Planner,senior,,,2019-03-31,,,\n"
        "w@x.example,Wren Ashby,member,Green,,,Waste,2021-05-07,2025-05-01,,,\n"
    )

    known = read_roster(written(tmp_path, MORE + rows))

    assert [known.who("", "w@x.example", date(year, 6, 1)).role for year in (2018, 2020, 2022, 2026)] == [
        "officer",
        "external",
        "member",
        "external",
    ]
    assert known.named("Cllr Wren Ashby", date(2022, 1, 1)) == known.people[1]
    assert known.who("", "w@x.example").role == "member"


def test_rows_of_one_person_for_the_same_days_are_a_fault(tmp_path: Path) -> None:
    rows = "w@x.example,W,officer,,,,,,2021-05-08,,,\nw@x.example,W,member,,,,,2021-05-07,,,,\n"

    with pytest.raises(CheckerError, match=r"line 3: w@x.example stands already on line 2, for days that overlap"):
        read_roster(written(tmp_path, MORE + rows))


def test_a_day_that_is_none_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="'from' is '7 May'; a day such as 2021-05-07"):
        read_roster(written(tmp_path, MORE + "w@x.example,W,officer,,,,,7 May,,,,\n"))


def test_other_addresses_stand_for_the_same_person(tmp_path: Path) -> None:
    rows = "w@x.example,Wren Ashby,member,,,,,,,wren@home.example; /o=x/cn=ashby@x500,,\n"

    known = read_roster(written(tmp_path, MORE + rows))

    assert known.who("", "WREN@home.example") == known.people[0]


def test_an_address_that_two_people_have_is_a_fault(tmp_path: Path) -> None:
    rows = "a@x.example,A,member,,,,,,,c@x.example,,\nb@x.example,B,member,,,,,,,c@x.example,,\n"

    with pytest.raises(CheckerError, match=r"line 3: c@x.example is given to a@x.example on line 2"):
        read_roster(written(tmp_path, MORE + rows))


def sent(sender: Person, *recipients: Recipient) -> Message:
    return Message(
        "<1@x>", Source("a.mbox"), "Text.", date=datetime(2022, 1, 1, tzinfo=UTC), sender=sender, recipients=recipients
    )


def test_whom_a_list_reaches_are_recipients_and_a_list_in_itself_ends() -> None:
    inner = Person("inner@x.example", "Inner", "external", members=("m@x.example", "all@x.example"))
    everyone = Person("all@x.example", "All Members", "external", members=("inner@x.example", "n@x.example", "o@x.example"))
    member, other = Person("m@x.example", "M", "member"), Person("n@x.example", "N", "member")
    officer = Person("o@x.example", "O", "officer")
    known = roster([inner, everyone, member, other, officer])

    message = known.settled(sent(officer, Recipient(everyone, CC, "Cc"), Recipient(officer, TO, "To")))

    assert [(r.person.email, r.kind, r.header) for r in message.recipients] == [
        ("all@x.example", "cc", "Cc"),
        ("n@x.example", "cc", "Cc, through All Members"),
        ("m@x.example", "cc", "Cc, through All Members"),
        ("o@x.example", "to", "To"),
    ]


def test_what_a_mailbox_writes_in_a_members_name_is_the_members() -> None:
    member = Person("m@x.example", "M", "member")
    assistant = Person("office.m@x.example", "Office of M", "officer", writes_for="m@x.example")
    known = roster([member, assistant])

    message = known.settled(sent(assistant, Recipient(member, TO, "To")))

    assert (message.sender, message.written_by) == (member, assistant)


def test_a_message_is_judged_by_the_offices_of_its_day() -> None:
    before = Person("w@x.example", "W", "officer", until=date(2021, 12, 31))
    after = Person("w@x.example", "W", "member", since=date(2022, 1, 1))
    known = roster([after, before])

    assert known.settled(sent(before)).sender == after


@pytest.mark.parametrize(
    "text",
    [
        "Firth, Rowan [mailto:officer@dene.example] On Behalf Of Ashby, Wren (Cllr)",
        "dene-list <dene-list-bounces@lists.dene.example> On Behalf Of Wren Ashby",
        '"dene-list on behalf of Wren Ashby" <dene-list-bounces@lists.dene.example on behalf of member@dene.example>',
    ],
)
def test_the_author_of_what_is_sent_on_behalf_of_somebody_is_that_somebody(text: str) -> None:
    ashby, firth = (
        Person("member@dene.example", "Cllr Wren Ashby", "member"),
        Person("officer@dene.example", "Rowan Firth", "officer"),
    )

    assert roster([ashby, firth]).named(text) == ashby


def test_the_author_of_what_a_list_sends_for_a_stranger_is_not_the_list() -> None:
    known = roster([Person("dene-list-bounces@lists.dene.example", "dene-list", "member")])

    assert known.named("dene-list <dene-list-bounces@lists.dene.example> On Behalf Of Perrin Dove") is None


def test_a_delegate_writes_for_themselves_where_no_person_is_named() -> None:
    firth = Person("officer@dene.example", "Rowan Firth", "officer")

    assert roster([firth]).named("Rowan Firth <officer@dene.example> on behalf of the Residents' Association") == firth
