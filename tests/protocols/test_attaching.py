"""The official wording: what is found in a council's own copy, and that nothing else is ever quoted."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.domain import CheckerError, Protocol
from checker.protocols import known, load
from checker.protocols.attaching import Attached, match
from checker.protocols.blocks import BULLET, MOST, blocks
from checker.protocols.locators import BETWEEN, EXACT, PARAGRAPH, SENTENCE, cut, split
from checker.protocols.packs import read_pack

HERE = Path(__file__).parent
COPY = (HERE / "dene.txt").read_text(encoding="utf-8")
SHARED = Path(os.environ.get("SHARED", HERE.parents[2] / "shared")) / "protocols"


@pytest.fixture(scope="module")
def dene() -> Protocol:
    return read_pack((HERE / "dene.toml").read_bytes(), "dene.toml", behaviours())


def _texts(attached: Attached) -> dict[str, str]:
    return {each.number: each.text for each in attached.wordings}


def _extents(attached: Attached) -> dict[str, str]:
    return {each.number: each.extent for each in attached.wordings}


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"[*#]", "", text))


def _is_quoted(text: str, copy: str) -> bool:
    """Whether every stretch of the text stands in the copy, whatever the line ends and Markdown's signs."""
    return all(_plain(stretch) in _plain(copy) for line in text.split("\n") for stretch in line.split(BETWEEN))


# --- the copy's blocks -------------------------------------------------------------------------------------------------------


def test_a_copy_falls_into_headings_paragraphs_items_and_notes_with_their_labels() -> None:
    labels = [(block.label, block.is_heading) for block in blocks(COPY)]

    assert labels == [
        ("", True), ("", True), ("1", True), ("1.1", False), ("1.2", False), ("2", True), ("", False), ("a", False), ("b", False),
        ("c", False), ("3", True), ("", False), ("", False), ("fn1", False),
    ]  # fmt: skip


def test_page_numbers_and_the_running_heads_beside_them_are_left_out() -> None:
    assert not any("Protocol 2024" in block.text for block in blocks(COPY))


def test_lines_that_are_repeated_and_not_beside_a_page_number_are_text() -> None:
    found = blocks("Members must not:\n\n- (a) insist;\n\nMembers must not:\n\n- (a) press.")

    assert [block.text for block in found] == ["Members must not:", "insist;", "Members must not:", "press."]


def test_a_paragraph_that_a_page_break_cut_in_two_is_put_together() -> None:
    found = blocks("5.5 An officer may refuse to supply information if the\n\n12\n\nundertaking is not given.")

    assert [block.text for block in found] == ["An officer may refuse to supply information if the undertaking is not given."]


def test_a_word_that_a_line_end_cut_in_two_is_put_together() -> None:
    assert (
        blocks("1. It is the officer who is respon-\nsible for this.")[0].text == "It is the officer who is responsible for this."
    )


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("7.3 Unless private", "7.3"),
        ("7.3. Unless private", "7.3"),
        ("**7.** Letters.", "7"),
        ("### 7.3 Letters", "7.3"),
        ("(a) courtesy", "a"),
        ("a) courtesy", "a"),
        ("- (iv) courtesy", "iv"),
        ("• courtesy", BULLET),
        ("² See section 4.", "fn2"),
        ("4 Support for Members", "4"),
        ("5 working days pass.", ""),
        ("2.5 to 3.5 days a week.", ""),
    ],
)
def test_the_label_of_a_block_is_read_as_it_is_written(line: str, label: str) -> None:
    assert blocks(line)[0].label == label


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_copy_with_wrapped_lines_has_the_same_blocks(width: int) -> None:
    # Headings and items of the copy are shorter than any of these widths.
    unwrapped = "\n\n".join(f"{block.label} {block.text}".strip() for block in blocks(COPY) if not block.is_heading)
    wrapped = "\n\n".join(textwrap.fill(line, width) for line in unwrapped.split("\n\n"))

    assert [block.text for block in blocks(wrapped)] == [block.text for block in blocks(unwrapped)]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aB1.)( \n•-*#,;:¹\f\t\x00é"), max_size=400))
def test_any_text_has_blocks_that_hold_its_words_and_no_others(text: str) -> None:
    for block in blocks(text):
        assert block.text
        assert set(block.text) <= set(text) | {" "}


def test_a_text_that_is_no_protocol_is_refused() -> None:
    with pytest.raises(CheckerError, match="a protocol has 1,000,000 at most"):
        blocks("a" * 1_000_001)
    with pytest.raises(CheckerError, match="a protocol has 3,000 at most"):
        blocks("Words.\n\n" * (MOST + 1))


# --- parts of a block --------------------------------------------------------------------------------------------------------


def test_sentences_are_cut_where_they_can_be_counted() -> None:
    text = "One is a rule. Two is a rule. Three is a rule."
    others = ["first sentence", "second sentence", "third sentence"]

    assert cut(text, "second sentence", others) == ("Two is a rule.", EXACT)
    assert cut(text, "first two sentences", ["last sentence"]) == ("One is a rule. Two is a rule.", EXACT)
    assert cut(text, "first and last sentences", ["second sentence"]) == ("One is a rule. […] Three is a rule.", EXACT)
    assert cut(text, "second sentence", ["first sentence"]) == (text, PARAGRAPH)  # the copy has one more than the pack knows
    assert cut("One is a rule.", "second sentence", ["first sentence"]) == ("One is a rule.", PARAGRAPH)


def test_the_stop_of_an_abbreviation_ends_a_sentence_only_where_one_is_missing() -> None:
    text = "Advisers work for the company Ltd. They are bound by confidence."

    assert cut(text, "second sentence", ["first sentence"]) == ("They are bound by confidence.", EXACT)


def test_limbs_are_cut_only_where_a_sentence_falls_into_as_many() -> None:
    assert split("Officers act neutrally and will not promote a party.", 2) == [
        "Officers act neutrally",
        "and will not promote a party.",
    ]
    assert split("One thing is first; another is second; a third is last.", 3)[2] == "a third is last."
    assert split("It should be in temperate and fair terms, and to the point.", 3) == []
    assert cut("It should be fair and objective.", "first limb", ["second limb"]) == (
        "It should be fair and objective.",
        PARAGRAPH,
    )
    two = "Write first. It should be fair and objective."
    parts = ["first sentence", "second sentence, second limb"]
    assert cut(two, "second sentence, first limb", parts) == ("It should be fair and objective.", SENTENCE)


def test_words_in_brackets_are_cut_where_there_is_one_pair() -> None:
    assert cut("Help is given (not for campaigns) by officers.", "words in brackets", ["first limb"]) == (
        "(not for campaigns)",
        EXACT,
    )
    assert cut("Help (any) is given (now).", "words in brackets", []) == ("Help (any) is given (now).", SENTENCE)


# --- the copy beside the pack ------------------------------------------------------------------------------------------------


def test_every_clause_gets_its_own_words(dene: Protocol) -> None:
    attached = match(dene, COPY, file="dene.pdf", sha256="ab")
    texts = _texts(attached)

    assert texts["1"] == "LETTERS"
    assert texts["1.1"].startswith("Every letter from a Member shall be answered within ten working days.")
    assert texts["1.2.1"] == "An officer may send a copy of a letter to the chair of the committee that it concerns."
    assert texts["1.2.2"] == "The letter shall state that it has been copied,"
    assert texts["1.2.3"] == "and it must never be copied to any other Member in secret."
    assert texts["2"] == "Members and officers may each expect:"
    assert texts["2.c"] == "in the case of Members, word of any works in their ward before they begin."
    assert texts["3.2"] == "The Clerk shall keep one copy of each leaflet for six years under the retention schedule."
    assert texts["fn1"] == "A working day is a day on which the offices of the council are open."
    assert set(_extents(attached).values()) == {EXACT}
    assert (attached.file, attached.sha256) == ("dene.pdf", "ab")


def test_a_clause_that_the_copy_does_not_have_is_named_with_the_place_where_it_should_be(dene: Protocol) -> None:
    (missing,) = match(dene, COPY).unmatched

    assert missing.number == "4"
    assert missing.reason == "section 4: no '4' like it after “fn1 A working day is a day on which the offices of …”"


def test_a_number_whose_text_reads_like_another_clause_is_not_attached(dene: Protocol) -> None:
    later = COPY.replace("\n1.2 ", "\n1.3 ").replace(
        "\n1.1 ", "\n1.1 Post is opened by the Clerk on the morning when it comes in.\n\n1.2 "
    )

    attached = match(dene, later)

    reasons = {each.number: each.reason for each in attached.unmatched}
    assert {"1.1", "1.2.1", "1.2.2", "1.2.3"} <= set(reasons)
    assert "does not read like our summary; “1.2 Every letter from a Member shall be answered" in reasons["1.1"]
    assert "3.1" in _texts(attached)


def test_two_paragraphs_that_a_reader_ran_together_are_parted(dene: Protocol) -> None:
    together = COPY.replace("them.\n\nThe Clerk", "them. The Clerk")

    texts = _texts(match(dene, together))

    assert texts["3.1"].endswith("whoever has designed or printed them.")
    assert texts["3.2"] == "The Clerk shall keep one copy of each leaflet for six years under the retention schedule."


def test_lines_that_are_whole_paragraphs_are_not_joined() -> None:
    found = blocks("A rule that one of them has. " * 20 + "\nAnother rule stands in the next line.\nA third rule, too.")

    assert len(found) == 3


def test_what_is_quoted_stands_in_the_copy(dene: Protocol) -> None:
    for text in _texts(match(dene, COPY)).values():
        assert _is_quoted(text, COPY), text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(COPY.split("\n\n")), max_size=12))
def test_a_copy_in_any_disorder_is_matched_without_a_word_of_its_own(paragraphs: list[str]) -> None:
    protocol = read_pack((HERE / "dene.toml").read_bytes(), "dene.toml", behaviours())
    copy = "\n\n".join(paragraphs)

    attached = match(protocol, copy)

    matched = {each.number for each in attached.wordings} | {each.number for each in attached.unmatched}
    assert {clause.number for clause in protocol.clauses if not clause.row} <= matched
    assert not {each.number for each in attached.wordings} & {each.number for each in attached.unmatched}


def test_an_empty_copy_matches_nothing(dene: Protocol) -> None:
    attached = match(dene, "")

    assert attached.wordings == ()
    assert len(attached.unmatched) == sum(not clause.row for clause in dene.clauses)
    assert attached.unmatched[0].reason == "paragraph 1.1: no '1.1' like it in the file"


# --- the five protocols ------------------------------------------------------------------------------------------------------


def _copy(id: str) -> str:
    path = SHARED / f"{id}.txt"
    if not path.exists():
        pytest.skip("the texts of the protocols lie outside the project, and are not there")
    return path.read_text(encoding="utf-8")


@pytest.mark.shared
@pytest.mark.parametrize("id", known())
def test_every_statement_of_a_protocol_is_found_in_its_own_text(id: str) -> None:
    copy = _copy(id)

    attached = match(load(id, behaviours()), copy)

    assert attached.unmatched == ()
    for each in attached.wordings:
        assert _is_quoted(each.text, copy), each.number


@pytest.mark.shared
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("id", known())
def test_a_text_with_wrapped_lines_gives_the_same_words(id: str, width: int) -> None:
    copy = _copy(id)
    protocol = load(id, behaviours())
    wrapped = "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) for line in copy.split("\n")
    )

    whole, cut_up = _texts(match(protocol, copy)), _texts(match(protocol, wrapped))

    same = sum(_plain(whole[number]) == _plain(cut_up.get(number, "")) for number in whole)
    assert same >= 0.98 * len(whole)


# Clauses whose words were looked up by hand: number, and how they begin and end.
BY_HAND = {
    "mwda": [
        ("7.3.2", "They should always state", "on the letter itself."),
        ("7.6", "Officers should respond", "within 5 working days."),
        ("2.2.day-to-day", "It is not the role of Members", "Authority's services."),
        ("11.d", "Must not include slogans", "political party."),
        ("12.2.b.3", "and Officers will not make", "to a political group."),
        ("13.3.4", "If the matter cannot be resolved", "Disciplinary Procedure."),
    ],
    "mpa": [
        ("10.1", "leadership and direction", "leadership and direction"),
        ("roles.2.2", "In the main, members work", "of the Authority."),
        ("23.2", "who will liaise", "MPS unit."),
        ("app1.deputy.r1", "To deputise", "when necessary"),
        ("app1.lead.6", "Lead members do not", "on its behalf."),
    ],
    "london-councils": [
        ("6.8.3", "However, the references", "do apply."),
        ("12.member-officer.b", "procure the Member's consent.", "procure the Member's consent."),
        ("13.about-director.2.b", "indicating what action", "take; and"),
        ("13.about-member.2.c", "advise the Party Group Leader", "of the complaint."),
        ("fn9", "Nominated officer", "post holder"),
    ],
    "city-of-london": [
        ("5.1.i", "not to have personal issues", "agreed procedures"),
        ("3.7.2", "(or Deputy Chairmen", "relevant Chairman)"),
        ("4.3.2", "and must not act", "undermine that right."),
        ("12.2.b.2", "(In the case of the Town Clerk", "separate procedure.)"),
    ],
    "isle-of-wight": [
        ("report.7.4", "nor should they seek to act", "professional motives.”"),
        ("6.1", "Officers should never lobby", "decision making,"),
        ("17.2", "The Monitoring Officer will then", "has been given."),
    ],
}


@pytest.mark.shared
@pytest.mark.parametrize(("id", "number", "start", "end"), [(id, *each) for id, rows in BY_HAND.items() for each in rows])
def test_the_words_of_a_clause_are_those_that_a_person_finds(id: str, number: str, start: str, end: str) -> None:
    text = _texts(match(load(id, behaviours()), _copy(id)))[number]

    assert text.startswith(start)
    assert text.endswith(end)
