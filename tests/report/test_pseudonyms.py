"""Nobody can be told from a report under pseudonyms, and everybody by who has the key."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.domain import (
    OWN,
    SIGNATURE,
    Attachment,
    Conversation,
    Excuse,
    Mark,
    Message,
    Passage,
    Person,
    Recipient,
    Run,
    Source,
    Step,
    Unread,
    Untold,
    Zone,
)
from checker.people import Roster, read_roster, roster
from checker.report import formats, highlight, officer
from checker.report.decisions import Decision, Decisions
from checker.report.disguise import Disguised, disguised, disguised_manifest
from checker.report.edits import Edit, edited
from checker.report.manifest import INPUT, Entry, manifest
from checker.report.pseudonyms import Pseudonyms, told
from checker.shipped import shipped

from . import conftest as invented

KEY = b"k" * 32
DEMO = read_roster(shipped("corpora", "demo") / "roster.csv").people
HARD = (
    Person("z.obrien@council.example", "Cllr Zoë O’Brien", "member", "Heath Alliance"),
    Person("anne-marie.smith-jones@council.example", "Anne-Marie Smith-Jones", "officer", position="Drains Inspector"),
    Person("will.may@council.example", "Will May", "officer"),
    Person("vandenberg@council.example", "VAN DEN BERG, Hans", "officer"),
    Person("jsmith2@council.example", "Jo Smith", "member"),
    Person("ann.smith@council.example", "Ann Smith", "officer"),
    Person("p.green@council.example", "Mrs Petra Green OBE", "officer"),
)
# Words that stay where they are written small, for they are words.
SMALL = ("will", "may", "green", "jo")


def ways(person: Person) -> Iterator[str]:
    """The ways in which somebody may be named."""
    name = re.sub(r"^(?:Cllr|Mrs) | OBE$", "", person.name)
    if "," in name:
        family, name = name.split(", ")
        name = f"{name} {family}"
    first, *rest = name.split()
    family = " ".join(rest)
    local = person.email.partition("@")[0]
    yield from (name, person.name, first, person.email, local)
    if family:
        yield from (family, f"Cllr {family}", f"Councillor {first} {family}", f"{first[0]} {family}", f"{first[0]}. {family}")
        yield from (f"{family}, {first}", f"{first[0]}{family}", f"{family}{first[0]}", f"{first}{family}", f"Mr. {family}")


PLANTS = (
    "I spoke to {} about it.",
    "{}’s letter, and {}'s answer.",
    "({})",
    "> quoted: {}\n",
    "“{}”",
    "From: {}\n",
    "file_{}_2026.pdf",
    "https://council.example/people/{}/",
)


def planted(people: tuple[Person, ...]) -> tuple[Run, Decisions]:
    """A run with everybody named in every way, wherever a name can stand."""
    base = invented.invented_run()
    everyone = [way for person in people for way in ways(person)]
    text = "\n".join(plant.format(*[way] * plant.count("{}")) for way in everyone for plant in PLANTS)
    text += "\n" + "\n".join(way.upper() for way in everyone)
    text += "\n" + "\n".join(way.replace(" ", "\n> ") for way in everyone)
    text += "\n" + "\n".join("\u200b".join(way) for way in everyone if "@" not in way)
    lower = [way.lower() for way in everyone if not any(word in SMALL for word in re.split(r"[\W_]+", way.lower()))]
    text += "\n" + "\n".join(f"thanks {way}, ok" for way in lower)
    signed = "Regards\nPat Doe\n14 Gorse Lane, HX1 2AB\n01632 960 118\n"
    every = "; ".join(everyone)
    where = [Zone(OWN, 0, len(text)), Zone(SIGNATURE, len(text), len(text) + len(signed))]
    head, *others = people
    message = Message(
        id=f"<{head.email}>",
        source=Source(f"{head.name}/{head.email}.mbox", 1),
        text=text + signed,
        subject=every,
        date=invented.REQUEST.messages[0].date,
        zones=tuple(where),
        marks=(
            Mark("picture", 0, 5, f"{head.name}.png"),
            Mark("comment", 0, 5, head.name),
            Mark("link", 0, 5, f"mailto:{head.email}"),
        ),
        sender=head,
        recipients=tuple(Recipient(person, "cc", f"Cc, through {person.name}") for person in others),
        attachments=(Attachment(f"{head.name} complaint.pdf", "application/pdf", 5, unread=f"locked by {head.name}"),),
        copies=(Source(f"{head.name}.pst", 2),),
    )
    quoted = replace(
        message, id="<second@x>", sender=Person("", head.name), zones=(replace(where[0], author=every, to=every), where[1])
    )
    finding = replace(
        base.findings[0],
        document=message.id,
        source=message.source,
        actor=head.email,
        subject=every,
        why=f"{every} did it.",
        evidence=(Passage(message.id, text[:80], 0, 80, f"{head.name} wrote it"), Passage("<gone@x>", every, 0, len(every))),
        excuses=(Excuse("a", False, f"{every} did not say so"),),
        remedy=f"Asking {every}.",
        trail=(Step(message.id, message.date, head.name, tuple(person.name for person in others[:3]), "cc", "as a forward"),),
    )
    run = replace(
        base,
        findings=(finding,),
        conversations=(Conversation(message.id, (message, quoted)),),
        publicity=(),
        containers=tuple(replace(each, path=f"{head.name}.mbox", folders=((head.name, 3),)) for each in base.containers),
        unread=(Unread(Source(f"{head.name}.zip"), f"locked by {head.name}"),),
        untold=(Untold("bullying", f"{head.name} writes Welsh"),),
        options={"given": f"{head.email}.mbox", "roster": "roster.csv"},
        quoted=tuple(replace(each, author=f"{head.name} <{head.email}>", subject=every) for each in base.quoted),
        gaps=(f"No message sent by {every} is in this export.",),
    )
    decision = Decision(finding.id, "dismissed", f"{every} explained.", head.name, "2026-04-14")
    return run, Decisions({finding.id: decision})


def hidden(people: tuple[Person, ...]) -> Disguised:
    run, decisions = planted(people)
    return disguised(run, decisions, roster(people), KEY)


def printed(found: Disguised, form: str) -> str:
    if form in formats.DATA:
        written = formats.findings_as(found.run, found.decisions, form)
    else:
        made = disguised_manifest(manifest([Entry(INPUT, f"{HARD[0].name}.mbox", "0" * 64)]), found.names)
        written = formats.printed(officer.of(found.run, found.decisions, made, key=found.names.name_of_key), form)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(written)) as package:
            written = b"\n".join(package.read(name) for name in package.namelist())
    text = written.decode("utf-8-sig")
    return re.sub(r"<style>.*?</style>|\\(?=[._@#:-])", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("people", [HARD, DEMO], ids=["hard", "demo"])
@pytest.mark.parametrize("form", ["html", "md", "docx", "csv", "jsonl", "sarif"])
def test_no_name_in_any_variant_is_left_in_any_report(form: str, people: tuple[Person, ...]) -> None:
    people = tuple(person for person in people if person.name and not person.members)
    persons = [person for person in people if "Services" not in person.name and person.name not in ("Enquiries", "All Staff")]

    text = printed(hidden(people), form)

    left = []
    small = text.lower()
    # An office's address may bear a word for its name.
    for way in {way for person in persons for way in ways(person)} - {"clerk"}:
        if way.lower() not in small:
            continue
        flags = re.NOFLAG if any(word in SMALL for word in re.split(r"[\W_]+", way.lower())) else re.IGNORECASE
        left += [found[0] for found in re.finditer(rf"(?<![^\W_]){re.escape(way)}(?![^\W_])", text, flags)]
    assert sorted(set(left)) == []
    for secret in ("960 118", "HX1 2AB", "Gorse Lane", "Pat Doe"):
        assert secret not in text
    assert "\u200b" not in re.sub(r"&#8203;", "", text) or form in formats.DATA


def test_an_office_keeps_its_words_and_only_its_whole_name_goes() -> None:
    people = (*HARD, Person("services@council.example", "Committee Services", "officer"))

    names = Pseudonyms(KEY, roster(people))

    assert names.text("The committee has services.") == "The committee has services."
    assert names.text("Ask Committee Services.").startswith("Ask Officer ")


@pytest.mark.parametrize(
    "text",
    [
        "It may be that they will come by the green gate.",
        "The Green Party met on 3 May 2026, May 2026 and 4th May.",
        "Ring before 09:00-17:30 on 2026-03-02; item 12.4 costs £1,234,567 (ref 12/03456/FUL).",
        "The A1 2nd edition of m1 3rd.",
        "Hansard says so.",
        "Mr Chairman, the Lake District is on Victoria Road, by Albert Hall.",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert Pseudonyms(KEY, roster(HARD)).text(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Ring 01632 960 118 or +44 (0)1632 960118, ext. 4567.", ("960", "4567")),
        ("(020) 7946 0018", ("7946",)),
        ("Write to 14 Gorse Lane, HX1 2AB, or hx12ab.", ("Gorse", "2AB", "12ab")),
        ("Dear Blodwen, thank you. Blodwen rang.", ("Blodwen",)),
        ("Mrs Patel-Rao called; Patel-Rao will call again.", ("Patel", "Rao")),
        ("See someone.else@far.example and <20260302.1234@mail.council.example>.", ("someone", "far", "20260302")),
        ("Ask @CllrSmithOfHeath and #JoSmithOut.", ("Smith",)),
        ("Mrs Lake rang, and Len Coster; Coster will call again.", ("Lake", "Len", "Coster")),
        ("Ask the Drains Inspector.", ("Drains",)),
        ("JO SMITH and smith, jo and J.Smith", ("SMITH", "smith", "Smith")),
        ("\u0405mith, Jo\u200b Sm\u0456th", ("\u0405mith", "Sm\u0456th")),
    ],
)
def test_what_tells_of_somebody_goes(text: str, gone: tuple[str, ...]) -> None:
    names = Pseudonyms(KEY, roster(HARD))
    names.learn(text)

    found = names.text(text)

    assert not [word for word in gone if word in found], found


def test_one_person_has_one_pseudonym_however_named_and_another_key_gives_another() -> None:
    names, others = Pseudonyms(KEY, roster(HARD)), Pseudonyms(b"x" * 32, roster(HARD))
    code = names.label(HARD[1].email)

    told_of = names.text("Anne-Marie Smith-Jones, A. Smith-Jones and Mrs Smith-Jones; Smith-Jones, Anne-Marie")

    assert re.fullmatch(r"Officer [2-9B-Z]{8}", code)
    assert told_of == f"{code}, {code} and {code}; {code}"
    assert names.address(HARD[1].email) == f"{code.split()[1]}@pseudonym.invalid"
    assert others.label(HARD[1].email) != code
    assert Pseudonyms(KEY, roster(HARD)).label(HARD[1].email) == code


def test_a_name_of_two_people_stands_for_neither() -> None:
    names = Pseudonyms(KEY, roster(HARD))

    assert names.text("Smith rang.").startswith("Name ")
    assert names.text("Jo Smith rang.") == f"{names.label('jsmith2@council.example')} rang."


def test_an_organisation_that_writes_gives_none_of_its_words_to_anybody() -> None:
    names = Pseudonyms(KEY, roster(HARD))
    names.know(Person("news@x.example", "The Friends of Lantern Court"))

    assert names.text("The court of the friends.") == "The court of the friends."
    assert names.text("Ask The Friends of Lantern Court.").startswith("Ask Person ")


def test_short_names_go_with_their_owners() -> None:
    people = roster(
        (Person("j.scaife@x.example", "Janine Scaife", "member"), Person("w.hale@x.example", "William Hale", "officer"))
    )
    names = Pseudonyms(KEY, people)
    text = "If Jan Scaife and you are solid, Jan will say. But Hale knows; Bill Hale said so. Will Hale come? But who will?"

    names.learn(text)

    found = names.text(text)
    assert not re.search("Jan|Scaife|Hale|Bill", found), found
    assert found.endswith("But who will?")


def test_who_is_kept_keeps_the_name_and_nobody_else_does() -> None:
    names = Pseudonyms(KEY, roster(HARD), kept=["JSmith2@council.example"])

    found = names.text("Cllr Jo Smith <jsmith2@council.example> wrote to Ann Smith and Will May.")

    assert found.startswith("Cllr Jo Smith <jsmith2@council.example> wrote to Officer ")
    assert "Ann" not in found
    assert "Will" not in found


def test_every_code_can_be_turned_back() -> None:
    found = hidden(HARD)
    text = printed(found, "jsonl")

    meant = dict(told(found.names.issued, text))

    assert meant[found.names.label(HARD[1].email).split()[1]] == "Anne-Marie Smith-Jones <anne-marie.smith-jones@council.example>"
    assert any(meaning.startswith("finding ") for meaning in meant.values())
    assert any("01632" in meaning for meaning in found.names.issued.values())
    assert "Person " not in "".join(meant.values())


def test_a_disguised_run_is_the_same_whenever_it_is_made() -> None:
    assert hidden(HARD).run == hidden(HARD).run


def _documents(run: Run) -> dict[str, list]:
    found: dict[str, list] = {}
    for document in (*(message for each in run.conversations for message in each.messages), *run.publicity):
        found.setdefault(document.id, []).append(document)
    return found


def test_evidence_still_stands_where_it_is_marked(run: Run) -> None:
    people = roster((invented.ORLA, invented.TOBIAS, invented.NADIA, invented.GREGOR, invented.PRIYA, invented.SAM))

    found = disguised(run, Decisions(), people, KEY).run

    before, after = _documents(run), _documents(found)
    assert len(found.findings) == len(run.findings)
    for old, new in zip(run.findings, found.findings, strict=True):
        assert (new.behaviour, new.clauses, new.date, new.confidence) == (old.behaviour, old.clauses, old.date, old.confidence)
        for was, passage in zip(old.evidence, new.evidence, strict=True):
            stood = any(highlight.is_in(was, each) for each in before.get(was.document, ()))
            assert stood == any(highlight.is_in(passage, each) for each in after.get(passage.document, ()))


def test_zones_still_cover_the_whole_text(run: Run) -> None:
    found = disguised(run, Decisions(), Roster((), {}, {}), KEY).run

    for message in (message for each in found.conversations for message in each.messages):
        ends = [0, *(zone.end for zone in message.zones)]
        assert [zone.start for zone in message.zones] == ends[:-1]
        assert ends[-1] == len(message.text)


def test_evidence_in_a_signature_is_kept_and_the_rest_of_it_goes(run: Run) -> None:
    message = run.conversations[0].messages[1]
    start = message.text.index("Clerk to the Authority")
    passage = message.passage(start, start + 9)
    only = replace(run, findings=(replace(run.findings[0], document=message.id, source=message.source, evidence=(passage,)),))

    found = disguised(only, Decisions(), Roster((), {}, {}), KEY).run

    (evidence,) = found.findings[0].evidence
    text = found.conversations[0].messages[1].text
    assert evidence.quote == "Clerk to ".strip() or evidence.quote.startswith("Clerk")
    assert text[evidence.start : evidence.end] == evidence.quote
    assert "01632" not in text


def test_what_was_decided_goes_along(run: Run) -> None:
    first = run.findings[0]
    decisions = Decisions({first.id: Decision(first.id, "upheld", "Gregor Ashmantle agrees.", "Gregor Ashmantle", "2026-04-14")})

    found = disguised(run, decisions, roster((invented.GREGOR,)), KEY)

    decision = found.decisions.of(found.run.findings[0].id)
    assert decision is not None
    assert decision.decision == "upheld"
    assert "Gregor" not in decision.reason + decision.by


PIECES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8), st.text("ab", max_size=4)), max_size=6)


@given(st.text("xyz \n", min_size=10, max_size=40), PIECES, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=200)
def test_what_is_not_replaced_is_found_again(text: str, pieces: list[tuple[int, int, str]], one: int, other: int) -> None:
    edits = [Edit(start, min(len(text), start + length), word) for start, length, word in pieces if start + length <= len(text)]
    start, end = sorted((min(one, len(text)), min(other, len(text))))

    made = edited(text, edits)

    first, last = made.start(start), made.end(end)
    assert 0 <= first <= len(made.text)
    assert 0 <= last <= len(made.text)
    if not any((edit.start < end and edit.end > start) or start <= edit.start <= end for edit in edits):
        assert made.text[first:last] == text[start:end]


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_it_and_doing_it_twice_changes_no_more_names(text: str) -> None:
    names = Pseudonyms(KEY, roster(HARD))

    names.learn(text)

    assert isinstance(names.text(text), str)


def test_long_and_hostile_text_is_read_in_time() -> None:
    names = Pseudonyms(KEY, roster(HARD))
    for text in (
        "0 " * 20_000,
        "a@" * 20_000,
        "Dear " * 20_000,
        "<" * 20_000,
        "A." * 20_000,
        "12 Gorse " * 9_000,
        "+4 (" * 9_000,
    ):
        names.learn(text)
        names.text(text)
