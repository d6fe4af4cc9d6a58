"""What style sheets say of size, colour, weight and sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest import css


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("red", "#ff0000"),
        ("RebeccaPurple", "#663399"),
        ("windowtext", "#000000"),
        ("#0AF", "#00aaff"),
        ("#E4003B", "#e4003b"),
        ("E4003B", "#e4003b"),
        ("#e4003bff", "#e4003b"),
        ("#e4003b00", ""),
        ("rgb(228, 0, 59)", "#e4003b"),
        ("rgb(228 0 59 / 50%)", "#e4003b"),
        ("rgba(228, 0, 59, 0)", ""),
        ("rgb(100%, 0%, 0%)", "#ff0000"),
        ("hsl(0, 100%, 50%)", "#ff0000"),
        ("rgb(999, -5, 0)", "#ff0000"),
        ("transparent", ""),
        ("var(--brand)", ""),
        ("rgb(a, b, c)", ""),
        ("", ""),
    ],
)
def test_a_colour_is_read_in_each_way_of_writing_it(value, colour):
    assert css.colour(value) == colour


@pytest.mark.parametrize(
    ("value", "around", "points"),
    [
        ("12pt", 0, 12),
        ("16px", 0, 12),
        ("1in", 0, 72),
        ("2em", 10, 20),
        ("150%", 0, 18),
        ("1.5rem", 30, 18),
        ("larger", 10, 12),
        ("medium", 30, 12),
        ("0", 12, 0),
        ("0px", 12, 0),
        ("12", 0, None),
        ("calc(1px + 2em)", 0, None),
        ("9999999pt", 0, None),
        ("inherit", 12, None),
    ],
)
def test_a_size_is_read_in_points(value, around, points):
    assert css.points(value, around) == points


@pytest.mark.parametrize(
    ("value", "points"), [("1", 7.5), ("3", 12), ("7", 36), ("9", 36), ("+1", 13.5), ("-2", 7.5), ("12pt", 12), ("big", None)]
)
def test_the_steps_of_old_pages_are_sizes(value, points):
    assert css.font_size(value, 0) == points


def test_the_heavier_rule_wins_and_of_two_alike_the_later():
    sheet = css.sheet(
        ["#a {color: red} .b {color: lime} p {color: blue} .b {font-size: 9pt} p.b {font-size: 10pt} * {font-weight: bold}"]
    )

    assert sheet.style("p", "a", ["b"]) == {"color": "red", "font-size": "10pt", "font-weight": "bold"}
    assert sheet.style("p", "", ["b"])["color"] == "lime"
    assert sheet.style("p", "", [])["color"] == "blue"


def test_rules_for_some_screens_only_and_for_places_are_passed_over():
    sheet = css.sheet(["@media print {p {display: none}} @import url(x); div p {color: red} p:hover {color: red} b {color: red}"])

    assert sheet.style("p", "", []) == {}
    assert sheet.style("b", "", []) == {"color": "red"}


def test_comments_are_no_rules():
    assert css.sheet(["<!-- /* p {color: red} */ b {color: /* not blue */ red} --> /* i {color: red}"]).rules.keys() == {"b"}


@given(st.text(alphabet="pb.#{};:/*@!,<-> colr\n", max_size=200))
def test_any_sheet_is_borne(text):
    css.sheet([text]).style("p", "b", ["b"])


@given(st.text(max_size=40), st.floats(0, 500))
def test_any_value_is_borne(value, around):
    assert css.colour(value) == "" or len(css.colour(value)) == 7
    assert (css.points(value, around) or 0) >= 0
    css.font_size(value, around)
    css.background({"background": value})
    css.is_bold({"font-weight": value, "font": value})
    css.size({"font": value}, around)


@pytest.mark.parametrize("piece", ["p{color:red}", "{", "}", "/*", "@media{", "p,", ".a{color:red}", ";", "p{color:"])
def test_time_grows_no_faster_than_the_sheet(piece):
    css.sheet([piece * (1_000_000 // len(piece))])
