"""A roster guessed from a mailbox."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from checker.domain import TO, Message, Person, Recipient, Source
from checker.language.zones import split
from checker.people import read_roster
from checker.scan.guessing import Guess, Guesser, as_csv


def message(sender: str, to: str, text: str, *, name: str = "", to_name: str = "", automatic: str = "") -> Message:
    return Message(
        "<1@x>",
        Source("a.mbox"),
        text,
        date=datetime(2026, 3, 2, tzinfo=UTC),
        zones=split(text),
        sender=Person(sender, name),
        recipients=tuple(Recipient(Person(email, to_name), TO, "To") for email in to.split()),
        automatic=automatic,
    )


def guessed(*messages: Message) -> dict[str, Guess]:
    guesser = Guesser()
    for each in messages:
        guesser.take(each)
    return {guess.person.email: guess for guess in guesser.guesses()}


def test_signatures_names_salutations_and_domains_tell_who_is_who() -> None:
    letter = "When?\n\n-- \nCllr Wren Ashby\nMember for Mill Ward (Lab)"
    reply = "Dear Councillor Ashby,\n\nIn May.\n\n-- \nRowan Firth\nHead of Waste Services"

    found = guessed(
        message("wren@dene.gov.uk", "rowan@dene.gov.uk", letter, name="Wren Ashby"),
        message("rowan@dene.gov.uk", "wren@dene.gov.uk", reply),
        message("isla@dene.gov.uk", "rowan@dene.gov.uk", "Here it is."),
        message("otis@farm.example", "rowan@dene.gov.uk", "My bin again.\n\nOtis Lamb"),
    )

    roles = {email: (guess.person.role, guess.person.seniority, guess.person.position) for email, guess in found.items()}
    assert roles == {
        "wren@dene.gov.uk": ("member", "", "Member for Mill Ward (Lab)"),
        "rowan@dene.gov.uk": ("officer", "senior", "Head of Waste Services"),
        "isla@dene.gov.uk": ("officer", "junior", ""),
        "otis@farm.example": ("external", "", ""),
    }
    assert found["wren@dene.gov.uk"].person.party == "Labour"
    assert "is addressed as “Councillor Ashby”" in found["wren@dene.gov.uk"].why
    assert found["rowan@dene.gov.uk"].confidence > found["isla@dene.gov.uk"].confidence


def test_an_officer_of_somebody_else_is_no_officer_here() -> None:
    found = guessed(
        message("rowan@dene.gov.uk", "head@other.example", "Thanks."),
        message("rowan@dene.gov.uk", "head@other.example", "Thanks."),
        message("head@other.example", "rowan@dene.gov.uk", "Here.\n\n-- \nJo Reed\nHead of Streets"),
    )

    assert found["head@other.example"].person.role == "external"


def test_what_a_letter_says_of_others_is_no_signature() -> None:
    text = "Please thank the Leader of the Council for me.\nDear Cllr Ashby,"

    found = guessed(message("rowan@dene.gov.uk", "wren@home.example", text))

    assert found["rowan@dene.gov.uk"].person.role == "officer"


def test_machines_tell_nothing_of_anybody() -> None:
    assert guessed(message("wren@dene.gov.uk", "x@y.example", "Away.", automatic="Auto-Submitted: auto-replied")) == {}


def test_a_draft_is_a_roster_that_can_be_read_and_holds_no_formula(tmp_path: Path) -> None:
    text = as_csv(guessed(message("wren@dene.gov.uk", "r@x.example", "Hi.", name="=HYPERLINK(1)")).values())
    (tmp_path / "roster.csv").write_text(text)

    known = read_roster(tmp_path / "roster.csv")

    assert known.who("", "wren@dene.gov.uk").name == "'=HYPERLINK(1)"
    first = next(csv.DictReader(io.StringIO(text)))
    assert first["why"] == "writes from dene.gov.uk, the authority’s own domain"


def test_the_same_mail_in_another_order_gives_the_same_draft() -> None:
    messages = [
        message("wren@dene.gov.uk", "rowan@dene.gov.uk", "When?\n\n-- \nCllr Wren Ashby"),
        message("rowan@dene.gov.uk", "wren@dene.gov.uk", "Dear Cllr Ashby,\n\nIn May.", to_name="Ashby, Wren"),
        message("wren@dene.gov.uk", "rowan@dene.gov.uk", "Thanks.", name="Wren Ashby"),
    ]

    assert as_csv(guessed(*messages).values()) == as_csv(guessed(*messages[::-1]).values())
