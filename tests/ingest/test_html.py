"""HTML to the text that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.html import to_text
from checker.ingest.taming import LONGEST
from checker.ingest.unreadable import NotReadable


def marks(html: str, kind: str) -> list[tuple[str, str]]:
    shown = to_text(html)
    return [(mark.value, shown.text[mark.start : mark.end]) for mark in shown.marks if mark.kind == kind]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("<h1>Head</h1>Text", "Head\n\nText"),
        ("The  <b>new</b>\n depot", "The new depot"),
        ("the<b>new</b>depot", "thenewdepot"),
        ("a&nbsp;b &amp; &pound;5 &#147;c&#148;", "a b & £5 “c”"),
        ("<ul><li>One<li>Two</ul>", "- One\n- Two"),
        ("<ul><li>One<ul><li>Two</ul></ul>", "- One\n  - Two"),
        ("<ol start=3><li>One<li>Two</ol>", "3. One\n4. Two"),
        ("<ul><li><p>One</p></li><li></li></ul>Two", "- One\n\nTwo"),
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A\tB\n1\t2"),
        ("<table><tr><td><p>A</p></td><td><p>B</p></td></tr><tr><td><p>1</p><td><p>2</p></table>", "A\tB\n1\t2"),
        ("<table><tr><td>One<br>Two<td>Three</table>", "One\nTwo\nThree"),
        ("<pre>a\n  b <b>c</b>\n\nd</pre>e", "a\n  b c\n\nd\n\ne"),
        (
            "<p class=MsoNormal>One</p><p class=MsoNormal>Two</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Three</p>",
            "One\nTwo\n\nThree",
        ),
        ("<head><title>T</title><style>x</style></head><script>y</script>Text<!-- z --><template>t</template>", "Text"),
        ("<select><option>One</select>", "One"),
        ("plain", "plain"),
        ("", ""),
        ("<frameset><frame src=a></frameset>", ""),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_structure_becomes_lines(html, text):
    assert to_text(html).text == text


@pytest.mark.parametrize(
    "html",
    [
        '<p style="display:none">secret</p>',
        '<p style="Display: NONE !important">secret</p>',
        '<p style="visibility:hidden">secret</p>',
        '<p style="font-size:0">secret</p>',
        '<p style="opacity:.01">secret</p>',
        '<p style="color:transparent">secret</p>',
        '<p style="transform: scale(0)">secret</p>',
        '<p style="max-height:0px; overflow:hidden">secret</p>',
        '<h1 style="text-indent:-9999px">secret</h1>',
        '<p style="position:absolute; left:-10000px">secret</p>',
        '<p style="position:absolute; clip:rect(0 0 0 0)">secret</p>',
        '<style>.sr { position: absolute; clip: rect(1px, 1px, 1px, 1px) }</style><p class="sr">secret</p>',
        "<dialog>secret</dialog>",
        '<p style="font-size:0px"><b style="font-size:2em">secret</b></p>',
        '<p style="opacity:0">secret</p>',
        "<p hidden>secret</p>",
        "<style>.pre{display:none}</style><p class=pre>secret</p>",
        '<div style="display:none"><p style="display:block;visibility:visible">secret</p></div>',
    ],
)
def test_what_nobody_sees_stays_out_of_the_text_and_is_told_apart(html):
    shown = to_text(f"<p>Open</p>{html}<p>to all</p>")

    assert shown.text == "Open\n\nto all"
    assert shown.hidden == ((4, "secret"),)


@pytest.mark.parametrize(
    "style",
    ["opacity:0.9", "left:-9999px", "text-indent:-18pt", "height:0", "overflow:hidden", "transform:scale(0.9)", "opacity:"],
)
def test_what_only_looks_like_hiding_is_seen(style):
    assert to_text(f'<p style="{style}">seen</p>').text == "seen"


def test_fields_show_what_is_in_them():
    form = "<input value=Ann><input type=hidden value=h><input type=password value=p><input placeholder=Name>"
    form += "<input type=submit value=Send><input type=image src=d.gif alt=Give><button>Go</button>"

    assert to_text(form).text == "Ann Name Send [picture: d.gif: Give] Go"


def test_words_in_drawings_and_on_maps_are_read():
    drawing = "<svg><title>A rose</title><defs><text>no</text></defs><style>x</style><text>Vote</text></svg>"

    assert to_text(drawing).text == "[picture: drawing: A rose] Vote"
    assert to_text('<svg aria-label="A rose"><path d="M0"/></svg>').text == "[picture: drawing: A rose]"
    assert marks('<map><area alt="The depot" href="https://example.org"></map>', "link") == [
        ("https://example.org", "[picture: area: The depot]")
    ]


def test_a_picture_without_words_has_its_title():
    assert to_text('<img data-src="img/rose.png" title="A rose">').text == "[picture: rose.png: A rose]"


def test_what_is_made_visible_again_is_seen():
    assert to_text('<p style="font-size:0"><b style="font-size:9pt">seen</b></p>').text == "seen"
    assert to_text('<p style="visibility:hidden">un<b style="visibility:visible">seen</b></p>').text == "seen"


def test_pictures_stand_in_the_text():
    shown = to_text(
        'See <img src="/img/our%20logo.png?v=2" alt="A red [rose]"><img src=x.gif width=1 height=1><img src="http://[">'
    )

    assert (
        shown.text == "See [picture: our logo.png: A red (rose)] [picture]"
        or "[picture: our logo.png: A red (rose)]" in shown.text
    )
    assert shown.marks[0].value == "our logo.png"
    assert shown.text[shown.marks[0].start : shown.marks[0].end] == "[picture: our logo.png: A red (rose)]"


def test_pictures_that_came_with_a_mail_bear_the_names_of_their_files():
    assert to_text('<img src="cid:Part1@x">', pictures={"part1@x": "rose.png"}).text == "[picture: rose.png]"


def test_a_picture_without_a_name_is_a_picture():
    assert to_text('<img src="data:image/png;base64,AAAA" alt="Rose">').text == "[picture: picture: Rose]"


def test_links_headings_and_bold_are_marked():
    html = '<h2>The depot</h2><p>See <a href=" https://x.gov.uk/a\nb ">our <b>page</b></a> or <strong>call</strong>.'

    assert marks(html, "heading") == [("2", "The depot")]
    assert marks(html, "link") == [("https://x.gov.uk/ab", "our page")]
    assert marks(html, "bold") == [("", "The depot"), ("", "page"), ("", "call")]


def test_two_headings_are_two():
    assert marks("<h2>One</h2><h2>Two</h2>", "heading") == [("2", "One"), ("2", "Two")]


@pytest.mark.parametrize(
    ("html", "kind", "value"),
    [
        ('<p style="color:#E4003B">x', "colour", "#e4003b"),
        ("<font color=red>x", "colour", "#ff0000"),
        ("<style>.a{color:navy}</style><i class='b a'>x", "colour", "#000080"),
        ("<style>p.a{color:navy}</style><p class=a style='color:lime'>x", "colour", "#00ff00"),
        ("<body text=red>x", "colour", "#ff0000"),
        ("<table><tr><td bgcolor=#00f>x", "background", "#0000ff"),
        ('<p style="background: url(a.png) yellow">x', "background", "#ffff00"),
        ("<mark>x", "background", "#ffff00"),
        ('<p style="font-size:24px">x', "size", "18"),
        ('<p style="font: bold 13.5pt/1.2 Arial">x', "size", "13.5"),
        ("<font size=+2>x", "size", "18"),
        ('<p style="font-size:20pt"><b style="font-size:150%">x', "size", "30"),
        ('<p style="font-weight:700">x', "bold", ""),
    ],
)
def test_looks_are_marked(html, kind, value):
    assert marks(html, kind) == [(value, "x")]


def test_a_look_that_nothing_states_is_not_marked():
    assert to_text("<p>plain <i>text</i></p>").marks == ()
    assert marks('<b>x<span style="font-weight:normal">y</span></b>', "bold") == [("", "x")]


def test_a_look_goes_on_across_elements_of_one_line():
    assert marks("<b>The</b> <b>new <i>depot</i></b>", "bold") == [("", "The new depot")]


def test_no_depth_of_nesting_exhausts_the_walk():
    assert to_text("<div>" * 100_000 + "deep").text == "deep"
    assert to_text("<b><i>" * 50_000 + "deep").text == "deep"


def test_html_longer_than_anybody_writes_is_refused():
    with pytest.raises(NotReadable):
        to_text("x" * (LONGEST + 1))


WORDS = st.text(alphabet="abc £é\u00a0\u200b\n", min_size=0, max_size=9)
NAMES = st.sampled_from(["p", "div", "b", "ul", "li", "table", "tr", "td", "pre", "h1", "blockquote", "a", "select", "svg", "br"])
MARKED = st.sampled_from(["blockquote type=cite", "div class=gmail_quote", "div id=divRplyFwdMsg", "div class=moz-cite-prefix"])
LOOKS = st.sampled_from(
    ["p style=display:none", "font size=0 color=red", "a href=x", "img src=a alt=b", "hr", "p class=MsoNormal"]
)
TAGS = (NAMES | NAMES.map("/{}".format) | MARKED | LOOKS).map("<{}>".format)


@given(st.lists(WORDS | TAGS, max_size=30).map("".join))
def test_marks_and_stretches_lie_in_the_text(html):
    shown = to_text(html)

    assert shown.text == shown.text.strip("\n").rstrip()
    assert "\n\n\n\n" not in shown.text
    for mark in shown.marks:
        assert 0 <= mark.start < mark.end <= len(shown.text)
    ends = [0]
    for start, end, _ in shown.quoted:
        assert ends[-1] <= start < end <= len(shown.text)
        ends.append(end)
    assert all(0 <= at <= len(shown.text) for at, _ in shown.hidden)


@given(st.text(max_size=200))
def test_any_text_is_borne(html):
    to_text(html).text.encode("utf-8")
