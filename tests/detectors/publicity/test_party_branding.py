"""A party's signs in what is sent along, in pictures, in colours, and in the notes of those who lay a draft out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.detectors import detector
from checker.detectors.examples import publicity
from checker.domain import (
    OWN,
    TO,
    Attachment,
    Case,
    Conversation,
    Document,
    Evidence,
    Mark,
    Message,
    Person,
    Recipient,
    Rule,
    Source,
    Zone,
)

RULE = Rule("party-branding", ("example/1",))


def shown(case: Case) -> list[Evidence]:
    return list(detector("party-branding")(case, RULE))


def manners(text: str) -> set[str]:
    return {evidence.manner for evidence in shown(publicity(text))}


def marked(text: str, *marks: Mark) -> Case:
    case = publicity(text)
    return replace(case, publicity=tuple(replace(draft, marks=marks) for draft in case.publicity))


def test_a_picture_like_an_emblem_names_the_picture_the_emblem_and_how_far_they_are_apart() -> None:
    text = "Open day\n\n[picture: image2.png]"
    near = Mark("emblem", 10, 31, "labour/rose.png\t3\timage2.png")
    far = Mark("emblem", 10, 31, "dene-first.png\t10\timage2.png")

    (sure,), (doubtful,) = shown(marked(text, near)), shown(marked(text, far))

    assert sure.why == (
        "The picture image2.png is like the emblem labour/rose.png (Labour Party): 3 of the 64 bits of their hashes differ."
    )
    assert (sure.manner, doubtful.manner) == ("emblem-picture", "emblem-near")
    assert doubtful.confidence < 0.7 <= sure.confidence
    assert "may be the emblem dene-first.png:" in doubtful.why


def test_an_emblem_whose_place_is_not_known_quotes_nothing() -> None:
    (evidence,) = shown(marked("Open day\n\nAll welcome.", Mark("emblem", 0, 0, "labour/rose.png\t0\tx.pdf")))

    assert [passage.quote for passage in evidence.passages] == [""]
    assert "The picture x.pdf is like" in evidence.why


def test_a_partys_name_in_its_own_colour_is_a_sign_and_a_long_text_in_it_is_not() -> None:
    text = "Winter rounds\n\nReform UK Councillor Wren Ashby\n\nBins go out as usual, and Reform UK is named once more here."
    start = text.index("Reform")

    assert [e.manner for e in shown(marked(text, Mark("colour", start, start + 31, "#12b6cf")))] == ["colours"]
    assert shown(marked(text + " And so on." * 30, Mark("colour", 0, len(text) + 300, "#12b6cf"))) == []


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Open day.\n\n[picture: a.png: Councillor Ashby in a blue rosette at the depot]", "colours"),
        ("Open day.\n\n[picture: top.png: Red rose on a green stem, emblem]", "emblem-alone"),
        ("Open day.\n\n[picture: top.png: The scribbled oak tree]", "emblem"),
        ("Open day.\n\nDown to earth.\n\n(This is the sign-off of his group's newsletters. TF)", "noted"),
        ("Open day.\n\nNote to printer: use the artwork from her campaign leaflet.", "noted"),
    ],
)
def test_what_a_picture_shows_and_a_note_says(text: str, manner: str) -> None:
    assert manners(text) == {manner}


@pytest.mark.parametrize(
    "text",
    [
        "Open day.\n\n[picture: a.png: Councillor Ashby hands over a red rosette for the best marrow]",
        "Open day.\n\n[picture: a.png: The red rose emblem of Lancashire]",
        "Open day.\n\n[picture: a.png: Green sunflower lanyard, hidden disabilities logo]",
        "Open day.\n\n[picture: a.png: Cole Lane logo: a blue tree with green leaves]",
        "Open day.\n\n[picture: a.png: Green Party councillor Wren Ashby mends a toaster]",
        "At the seed swap: Wren Ashby, Green Party",
        "While Labour bickers, the bins pile up.",
        "Note to printer: use the artwork from last year's recycling leaflet.",
    ],
)
def test_what_is_nobodys_sign(text: str) -> None:
    assert manners(text) == set()


def test_a_draft_that_hangs_on_what_goes_to_the_press_is_looked_at() -> None:
    officer, press = Person("o@dene.example", "Ola Ness", "officer"), Person("news@echo.example", "Echo newsdesk", "external")
    leaflet = Document("x", Source("x"), "New hours\n\nSee you there. #VoteLabour", zones=(Zone(OWN, 0, 34),))
    text = "Press release\n\nFor immediate release: the new hours are in the leaflet."
    message = Message(
        "<1@dene.example>",
        Source("m"),
        text,
        subject="Press release: new hours",
        zones=(Zone(OWN, 0, len(text)),),
        sender=officer,
        recipients=(Recipient(press, TO, "to"),),
        attachments=(Attachment("leaflet.docx", "application/x", 10, leaflet),),
    )

    (evidence,) = shown(Case(conversations=(Conversation("c", (message,)),), people=(officer, press)))

    assert evidence.document == message
    assert evidence.why == "In the attachment leaflet.docx, “#VoteLabour” is a hashtag or handle of the party (Labour Party)."
    assert evidence.passages == ()


@pytest.mark.parametrize("tag", ["@DeneLabour", "@BathLibDems", "#LondonConservative", "#ColeRoadGreenParty"])
def test_a_branchs_handle_is_the_partys(tag: str) -> None:
    assert manners(f"Open day on Saturday. {tag}") == {"hashtag"}


@pytest.mark.parametrize("tag", ["#ForcedLabour", "#ChildLabour", "@BethnalGreen", "#FiscallyConservative", "#BowlingGreen"])
def test_a_tag_that_ends_in_an_ordinary_word_is_not(tag: str) -> None:
    assert manners(f"Open day on Saturday. {tag}") == set()
