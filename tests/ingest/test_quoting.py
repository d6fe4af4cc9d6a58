"""Quoted mail and signatures in HTML, as mail programs mark them."""

from __future__ import annotations

import pytest

from checker.ingest.html import to_text


def stretches(html: str) -> list[tuple[str, str]]:
    shown = to_text(html)
    return [(kind, " ".join(shown.text[start:end].split())) for start, end, kind in shown.quoted]


OUTLOOK = (
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt">'
    "<p class=MsoNormal><b>From:</b> B<br><b>Sent:</b> Monday</p></div>"
)

QUOTED = {
    "a cited blockquote": "<p>Mine</p><blockquote type=cite>Theirs</blockquote><p>Mine</p>",
    "Gmail": "<p>Mine</p><div class=gmail_quote>Theirs</div><p>Mine</p>",
    "Gmail of late": '<p>Mine</p><div class="gmail_quote gmail_quote_container">Theirs</div><p>Mine</p>',
    "Gmail of old": "<p>Mine</p><div class=gmail_extra><div class=gmail_quote>Theirs</div><p>Mine</p></div>",
    "Yahoo": "<p>Mine</p><div class=yahoo_quoted><div>Theirs</div></div><p>Mine</p>",
    "Outlook on the web": "<p>Mine</p><div><div id=appendonsend></div><hr><div id=divRplyFwdMsg></div>Theirs</div><p>Mine</p>",
}


@pytest.mark.parametrize("html", QUOTED.values(), ids=QUOTED)
def test_what_a_program_marks_as_quoted_is_quoted_and_no_more(html):
    assert stretches(html) == [("quoted", "Theirs")]


def test_what_follows_a_head_is_quoted_to_the_end_of_what_holds_it():
    html = "<div>Mine<div id=divRplyFwdMsg><b>From:</b> B</div><div>Theirs</div></div><p>List footer</p>"

    assert stretches(html) == [("quoted", "From: B Theirs")]


def test_a_head_alone_in_its_element_reaches_beyond_it():
    assert stretches(f"<div>Mine<div><div>{OUTLOOK}</div></div><p>Theirs</p></div><p>Footer</p>") == [
        ("quoted", "From: B Sent: Monday Theirs")
    ]


@pytest.mark.parametrize("words", ["From: the depot, with love", "Opening hours", "Date: 3 March<br>Time: 10:00"])
def test_a_line_above_other_words_is_no_head(words):
    assert stretches(f'<div style="border-top:solid #B5C4DF 1.0pt">{words}</div><p>More</p>') == []


@pytest.mark.parametrize("attribution", ["On 3 March, A. Person wrote:", "3 March 2026, A. Person &lt;a@x.gov.uk&gt;:"])
@pytest.mark.parametrize("quotation", ["<blockquote type=cite>Theirs</blockquote>", "<blockquote>Theirs</blockquote>"])
def test_the_line_that_says_who_wrote_is_quoted_with_it(attribution, quotation):
    shown = to_text(f"<p>Mine</p><div>{attribution}</div><br>{quotation}<p>Mine</p>")

    start, end, kind = shown.quoted[0]
    assert kind == "quoted"
    assert shown.text[:start].strip() == "Mine"
    assert shown.text[end:].strip() == "Mine"


def test_thunderbird_writes_who_wrote_in_any_language_before_the_quotation():
    html = "<p>Mine</p><div class=moz-cite-prefix>Ysgrifennodd B:<br></div><blockquote type=cite>Theirs</blockquote><p>Mine</p>"

    assert stretches(html) == [("quoted", "Ysgrifennodd B: Theirs")]


def test_words_below_and_between_quotations_are_own():
    html = "<blockquote type=cite>One</blockquote><p>Mine</p><blockquote type=cite>Two</blockquote><p>Mine</p>"

    assert stretches(html) == [("quoted", "One"), ("quoted", "Two")]


def test_a_quotation_of_somebody_in_a_letter_is_not_mail():
    assert stretches("<p>The report says:</p><blockquote>The depot opens.</blockquote>") == []


@pytest.mark.parametrize(
    "html",
    [
        "<div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>From: B</div>Theirs</div>",
        "<blockquote type=cite><div>Begin forwarded message:</div>From: B<br>Theirs</blockquote>",
        "<div class=moz-forward-container><br>-------- Forwarded Message --------<br>From: B<br>Theirs</div>",
    ],
)
def test_forwarded_mail_is_told_from_quoted(html):
    assert [kind for kind, _ in stretches(f"<p>Mine</p>{html}")] == ["forwarded"]


@pytest.mark.parametrize(
    "mark", ["class=gmail_signature", "class=moz-signature", "id=Signature", "id=x_Signature", "id=AppleMailSignature"]
)
def test_signatures_are_found(mark):
    assert stretches(f"<p>Mine</p><div {mark}>A. Person</div>") == [("signature", "A. Person")]


def test_a_signature_within_a_quotation_is_quoted():
    assert stretches("<div class=gmail_quote>Theirs<div class=gmail_signature>B</div></div>") == [("quoted", "Theirs B")]
