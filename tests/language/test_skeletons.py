"""What a disguised text is matched as, and the way back to it as it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.skeletons import skeleton

CYRILLIC_O, CYRILLIC_A = "\u043e", "\u0430"


@pytest.mark.parametrize(
    "text",
    [
        f"V{CYRILLIC_O}te Lab{CYRILLIC_O}ur",
        "Vo\u200bte La\u200dbo\u200cur",
        "Vo\u00adte La\u2060bour\ufeff",
        "V\u202eo\u202cte \u2066Labour\u2069",
        "Vo\ufe0fte Lab\U000e0101our",
        "V\u0336o\u0336t\u0336e\u0336 L\u0332abour",
        "Vo\u20ddte Labo\u0488ur",
        "Ｖｏｔｅ　Ｌａｂｏｕｒ",
        "𝐕𝐨𝐭𝐞 𝓛𝓪𝓫𝓸𝓾𝓻",
        "Ⓥⓞⓣⓔ 🄻🅰bour",
        "Vοte Lαbour",
        "Vоtе Lаbоur",
        "Vօte Labօur",
        "Vᴏᴛᴇ Lᴀʙᴏᴜʀ",
        "V\u0301\u0302\u0303o\u0336te Labour",
        "Vote\u2003Labour",
    ],
)
def test_a_disguised_word_is_matched_as_its_reader_reads_it(text: str) -> None:
    assert skeleton(text).text.casefold() == "vote labour"


@pytest.mark.parametrize(
    "text",
    [
        "Cllr Siân Pryce a Gŵyn Tŷ’r Ŷd",
        "Zażółć gęślą jaźń, Łukasz",
        "Tha mi à Glaschu; où est l’hôtel ?",
        "Ελένη Παπαδοπούλου wrote; so did Юрий Гагарин",
        "Привет, Сара, и до свидания",
        "СОРЕ",
        "“quoted” – and ‘quoted’ — £5 ½ 1º ™ № 5 µg ʼ",
        "Ẹ̀kọ́ Adébáyọ̀",  # letters whose accents no composed letter has
        "日本語 العربية हिन्दी",
        "",
    ],
)
def test_what_somebody_may_honestly_write_stays(text: str) -> None:
    assert skeleton(unicodedata.normalize("NFC", text)).text == unicodedata.normalize("NFC", text)


def test_letters_with_their_accents_written_apart_are_matched_composed() -> None:
    assert skeleton("Sia\u0302n and \u0141e\u0328cki").text == "Siân and Łęcki"


def test_a_word_wholly_of_look_alikes_counts_as_latin_only_among_latin_words() -> None:
    assert skeleton("Vote ТОРУ today").text == "Vote TOPY today"
    assert skeleton("Голосуй ТОРУ").text == "Голосуй ТОРУ"
    assert skeleton("All agree:\nСОРЕ").text == "All agree:\nCOPE"
    assert skeleton("Все за:\nСОРЕ").text == "Все за:\nСОРЕ"


def test_a_name_that_somebody_has_keeps_its_script() -> None:
    assert skeleton("Ask Сара today").text == "Ask Capa today"
    assert skeleton("Ask Сара today", frozenset({"Сара"})).text == "Ask Сара today"


def test_places_lead_back_to_the_text_as_it_stands() -> None:
    text = "x\u200b Vo\u200dt\u0336e o\ufb03cer"
    plain = skeleton(text)
    start = plain.text.index("Vote")

    assert plain.text == "x Vote officer"
    assert text[slice(*plain.span(start, start + 4))] == "Vo\u200dt\u0336e"
    assert text[slice(*plain.span(8, 10))] == "\ufb03c"[:1]
    assert plain.at(text.index("V")) == start


def test_a_text_without_anything_odd_is_itself() -> None:
    text = "Plain, “quoted” – and é."

    assert skeleton(text).text is text


ODD = st.text(st.sampled_from("aV e\u0301\u200d\u0336\ufb03оаТ\n\U0001d40bЖé\u3164"), max_size=40) | st.text(max_size=40)


@given(ODD)
def test_a_skeleton_has_one_skeleton(text: str) -> None:
    plain = skeleton(text).text

    assert skeleton(plain).text == plain or "\u0301" in text  # piles of marks fall in steps
    assert plain.count("\n") == text.count("\n")


@given(ODD, st.integers(0, 60), st.integers(0, 60))
def test_every_stretch_leads_back_to_one_that_is_there_and_keeps_its_order(text: str, one: int, other: int) -> None:
    plain = skeleton(text)
    start, end = sorted((min(one, len(plain.text)), min(other, len(plain.text))))
    first, last = plain.span(start, end)

    assert 0 <= first <= last <= len(text)
    assert (first < last) == (start < end)
    assert skeleton(text[:first]).text.count("\n") == plain.text[:start].count("\n")


@given(ODD)
def test_places_forward_keep_their_order_and_reach_both_ends(text: str) -> None:
    plain = skeleton(text)
    places = [plain.at(place) for place in range(len(text) + 1)]

    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(plain.text)


@given(st.text(st.characters(max_codepoint=0x24F, exclude_categories=["Cf"]), max_size=60))
def test_letters_of_european_alphabets_are_never_touched(text: str) -> None:
    assert skeleton(text).text == text
