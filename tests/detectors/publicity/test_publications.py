"""What goes out by mail is publicity when it goes to the press or to many, and correspondence when it does not."""

from __future__ import annotations

from dataclasses import replace

from checker.detectors import detector
from checker.detectors.examples import mail, publicity
from checker.domain import Attachment, Case, Conversation, Rule

RULE = Rule("party-promotion", ("example/1",))
WORDS = "It took a Labour administration to hold the price, and they can trust Labour to do it again."


def found(case: Case) -> list[str]:
    return [evidence.manner for evidence in detector("party-promotion")(case, RULE)]


def test_what_an_officer_sends_to_the_press_is_publicity() -> None:
    assert found(mail(f"2026-03-02 press -> reporter (Garden waste): {WORDS}"))


def test_an_officers_letter_to_one_resident_is_not() -> None:
    assert found(mail(f"2026-03-02 clerk -> outsider: You asked what the leaflet said. {WORDS}")) == []


def test_a_members_own_letter_to_the_press_is_not_the_authoritys_publicity() -> None:
    assert found(mail(f"2026-03-02 member -> reporter (Letter to the editor): {WORDS}")) == []


def test_a_letter_among_colleagues_is_not() -> None:
    assert found(mail(f"2026-03-02 press -> member (Draft): {WORDS}")) == []


def test_a_leaflet_that_hangs_on_a_message_to_the_press_is_read() -> None:
    case = mail("2026-03-02 press -> reporter (Press release): Our leaflet is attached.")
    leaflet = publicity(f"Garden waste\n\n{WORDS}").publicity[0]
    (message,) = case.messages
    message = replace(message, attachments=(Attachment("leaflet.docx", "application/octet-stream", 900, leaflet),))
    case = replace(case, conversations=(Conversation(message.id, (message,)),))

    (evidence,) = detector("party-promotion")(case, RULE)

    assert evidence.document is message
    assert "leaflet.docx" in evidence.why
    assert evidence.passages == ()


def test_words_that_are_only_quoted_below_are_not_the_senders() -> None:
    thanks = f"2026-03-02 outsider -> press (Thanks): {WORDS}\n"
    case = mail(thanks + "2026-03-03 press -> reporter answers 1 (Query): The figures are on our website.")

    assert found(case) == []
