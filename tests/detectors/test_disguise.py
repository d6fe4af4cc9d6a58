"""Disguised words are plain to every detector, and what it finds is quoted as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.detectors import detector
from checker.detectors.disguise import reading
from checker.detectors.examples import mail, publicity
from checker.domain import Attachment, Case, Conversation, Mark, Rule

BRANDING = Rule("party-branding", ("example/1",))


@pytest.mark.parametrize(
    "sign",
    [
        "Fоr the mаny, nоt the few",  # Cyrillic letters
        "Fοr the mαny, nοt the few",  # Greek letters
        "F\u200bor the ma\u200dny, n\u200cot the few",
        "For the ma\u00adny, not\ufe0f the few",
        "F\u0336o\u0336r\u0336 the many, not the few",
        "Ｆｏｒ　ｔｈｅ　ｍａｎｙ，　ｎｏｔ　ｔｈｅ　ｆｅｗ",
        "𝐅𝐨𝐫 𝐭𝐡𝐞 𝐦𝐚𝐧𝐲, 𝐧𝐨𝐭 𝐭𝐡𝐞 𝐟𝐞𝐰",
        "#Vote\u200dLabour",
        "#VоtеLаbоur",
        "www.lаbour.org.uk",
        "[picture: x.png: Lаbоur logo]",
    ],
)
def test_a_disguised_sign_of_a_party_is_found_and_quoted_as_it_stands(sign: str) -> None:
    case = publicity(f"Open day at the depot.\u200b\n\n{sign}\n\nAll welcome.")
    text = case.publicity[0].text

    (found,) = detector("party-branding")(case, BRANDING)

    assert found.document is case.publicity[0]
    assert all(text[passage.start : passage.end] == passage.quote for passage in found.passages)
    assert sign in {passage.quote for passage in found.passages}


def test_disguised_words_of_a_message_are_found() -> None:
    letter = "2026-03-02 officer -> member: Plеase v\u200dote against the motion on Thursday. Keep this between us."
    case = mail(letter)

    (found,) = detector("officer-lobbying")(case, Rule("officer-lobbying", ("example/1",)))

    assert found.document is next(case.messages)
    assert "Plеase v\u200dote against the motion on Thursday." in {passage.quote for passage in found.passages}


def test_a_case_without_disguise_is_read_as_it_is() -> None:
    case = mail("2026-03-02 member -> officer: “When” – and é?")

    assert reading(case).case is case


def test_marks_zones_subjects_and_attached_documents_are_read_plain_too() -> None:
    draft = publicity("A\u200db\u200d lаbour").publicity[0]
    draft = replace(draft, subject="Lаbour", marks=(Mark("link", 5, 11, "https://lаbour.org.uk/"),))
    message = next(mail("2026-03-02 member -> officer: Plain.").messages)
    message = replace(message, attachments=(Attachment("x.txt", "text/plain", 9, draft),))
    case = Case(publicity=(draft,))

    (read,) = reading(case).case.publicity
    sent = Case(conversations=(Conversation(message.id, (message,)),))
    attached = next(reading(sent).case.messages).attachments[0].document

    assert (read.text, read.subject) == ("Ab labour", "Labour")
    assert [read.text[mark.start : mark.end] for mark in read.marks] == ["labour"]
    assert read.marks[0].value == "https://labour.org.uk/"
    assert (read.zones[0].start, read.zones[-1].end) == (0, len(read.text))
    assert attached is not None
    assert attached.text == "Ab labour"
