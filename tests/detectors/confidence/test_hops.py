"""Letters that hang on a message, as mail or in a file, are on their way as much as those that stand in its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import detector
from checker.detectors.confidence.hops import (
    ATTACHED_FILE,
    ATTACHED_MESSAGE,
    FORWARDING,
    PASTED,
    QUOTING,
    Hop,
    hops,
    opening,
    passed_on,
)
from checker.detectors.examples import CAST, mail
from checker.domain import FORWARDED, OWN, TO, Attachment, Case, Document, Message, Recipient, Rule, Source, Zone
from checker.language.zones import split

LETTER = "The bin rounds in Mill Lane have been missed three weeks running, and I am not satisfied with the contractor at all."


def with_files(case: Case, files: Iterable[Attachment]) -> Case:
    """The case with these files on its last message."""
    *before, last = case.conversations
    *earlier, carrier = last.messages
    return replace(case, conversations=(*before, replace(last, messages=(*earlier, replace(carrier, attachments=tuple(files))))))


def enclosed(
    sender: str, text: str, *, to: str = "officer", subject: str = "Bins", files: tuple[Attachment, ...] = ()
) -> Attachment:
    """A message of a member of the cast, as it hangs on another."""
    message = Message(
        id="<enclosed@examples>",
        source=Source("example", 9, "1"),
        text=text,
        subject=subject,
        zones=split(text),
        sender=CAST[sender],
        recipients=(Recipient(CAST[to], TO, "To"),),
        attachments=files,
    )
    return Attachment(f"{subject}.eml", "message/rfc822", 2000, message)


def paper(text: str, *, name: str = "paper.pdf") -> Attachment:
    document = Document(f"<2@examples>/{name}", Source("example", 2), text, zones=(Zone(OWN, 0, len(text)),))
    return Attachment(name, "application/pdf", 2000, document)


def found(case: Case) -> list[Hop]:
    return [hop for _, _, each in hops(case) for hop in each]


def sent_on(told: str = "officer -> member2 (Something): Have a look at this.") -> Case:
    return mail(f"2026-03-02 member -> officer: {LETTER}\n\n2026-03-03 {told}")


def test_a_letter_that_hangs_on_a_message_is_on_its_way() -> None:
    [hop] = found(with_files(sent_on(), [enclosed("member", LETTER)]))

    assert (hop.author, hop.reader, hop.way) == (CAST["member"], CAST["member2"], ATTACHED_MESSAGE)


def test_a_letter_that_the_export_does_not_hold_is_known_by_the_message_that_hangs() -> None:
    case = with_files(mail("2026-03-03 officer -> member2 (Something): Have a look at this."), [enclosed("member", LETTER)])

    [hop] = found(case)

    assert hop.words == LETTER


def test_a_letter_quoted_in_a_message_that_hangs_is_on_its_way() -> None:
    text = f"For you.\n\n-----Original Message-----\nFrom: Cllr Wren Ashby <member@dene.example>\nSubject: Bins\n\n{LETTER}"

    [hop] = found(with_files(sent_on(), [enclosed("officer2", text)]))

    assert (hop.author, hop.way) == (CAST["member"], ATTACHED_MESSAGE)


def test_a_letter_that_hangs_on_a_message_that_hangs_is_on_its_way() -> None:
    nested = enclosed("officer2", "Attached.", files=(enclosed("member", LETTER),))

    [hop] = found(with_files(sent_on(), [nested]))

    assert (hop.author, hop.way) == (CAST["member"], ATTACHED_MESSAGE)


def test_a_letter_in_a_file_is_known_by_its_words() -> None:
    [hop] = found(with_files(sent_on(), [paper(f"Dear Rowan\n\n{LETTER}\n\nWren Ashby")]))

    assert (hop.author, hop.way) == (CAST["member"], ATTACHED_FILE)
    assert hop.file is not None
    assert hop.file.name == "paper.pdf"


def test_a_printed_message_in_a_file_is_known_by_its_heading() -> None:
    text = "From: Cllr Wren Ashby\nSent: 1 March 2026 10:00\nTo: Rowan Firth\nSubject: Skips\n\nThey are full again."

    [hop] = found(with_files(mail("2026-03-03 officer -> member2 (Skips): As promised."), [paper(text)]))

    assert (hop.author, hop.way) == (CAST["member"], ATTACHED_FILE)


@pytest.mark.parametrize(
    "file",
    [
        paper("The accounts of the contractor for 2025, as laid before the committee in March."),
        enclosed("outsider", "The lane floods whenever it rains, and nobody comes."),
        enclosed("officer2", "The crew went out on Friday."),
        enclosed("member", LETTER, to="member2"),  # the reader had it from its author
        enclosed("member2", LETTER),  # the reader wrote it
        Attachment("plan.pdf", "application/pdf", 2000),
    ],
)
def test_what_is_no_letter_or_is_known_to_its_reader_is_no_hop(file: Attachment) -> None:
    assert found(with_files(mail("2026-03-03 officer -> member2 (Skips): As promised."), [file])) == []


def test_whom_the_heading_of_a_quotation_names_as_its_reader_had_it() -> None:
    case = mail(
        "2026-03-03 officer -> member2 (Skips): See below.\n"
        "    -----Original Message-----\n"
        "    From: Cllr Wren Ashby <member@dene.example>\n"
        "    To: Rowan Firth; Cllr Lowell Birch\n"
        "    Subject: Skips\n"
        "    \n"
        "    They are full again, and nobody has been to empty them since Tuesday."
    )

    assert found(case) == []


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ("officer -> member2 forwards 1: For you.", FORWARDING),
        ("officer -> member, cc member2 answers 1: On Friday.", QUOTING),
        (f"officer -> member2 (Bins): This is what she writes: {LETTER}", PASTED),
    ],
)
def test_each_hop_says_in_what_way_the_letter_went(told: str, way: str) -> None:
    [hop] = found(mail(f"2026-03-02 member -> officer: {LETTER}\n2026-03-03 {told}"))

    assert hop.way == way


def test_copying_by_attachment_is_told_as_such() -> None:
    case = with_files(sent_on(), [enclosed("member", LETTER)])

    [evidence] = detector("undisclosed-copying")(case, Rule("undisclosed-copying", ("example/1",)))

    assert "as an attached message" in evidence.why


def test_a_private_letter_that_hangs_on_a_message_is_shared() -> None:
    letter = enclosed("member", f"Please keep this between us. {LETTER}")
    case = with_files(mail("2026-03-03 officer -> outsider (Something): Have a look at this."), [letter])

    [evidence] = detector("private-correspondence-shared")(case, Rule("private-correspondence-shared", ("example/1",)))

    assert evidence.manner == "passed-on"


def test_letters_that_are_not_wanted_are_left_out() -> None:
    assert list(passed_on(sent_on(f"officer -> outsider (Bins): She writes: {LETTER}"), lambda letter: False)) == []


PEOPLE = st.sampled_from(["member", "member2", "member3", "officer", "officer2", "outsider"])


@given(author=PEOPLE, readers=st.lists(PEOPLE, min_size=1, max_size=4, unique=True), first=PEOPLE)
def test_nobody_is_sent_a_letter_that_they_wrote_or_had(author: str, readers: list[str], first: str) -> None:
    case = mail(f"2026-03-03 officer -> {', '.join(readers)} (Something): Have a look.")

    for hop in found(with_files(case, [enclosed(author, LETTER, to=first)])):
        assert hop.author.is_member
        assert hop.reader.is_member
        assert hop.reader not in (CAST[author], CAST[first], CAST["officer"])


def test_what_is_shown_of_a_letter_begins_below_its_heading_and_ends_with_a_word() -> None:
    text = "See below.\n\nFrom: Wren\nSent: Monday\n\n" + "The gate is open again. " * 40
    zone = Zone(FORWARDED, text.index("From:"), len(text))

    start, end = opening(text, zone)

    assert text[start:].startswith("The gate")
    assert 350 < end - start <= 400
    assert text[end] == " "
