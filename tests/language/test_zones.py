from __future__ import annotations

import gzip
import re
import time
import tomllib
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import DISCLAIMER, FORWARDED, OWN, QUOTED, SIGNATURE, Zone
from checker.language import zones
from checker.language.zones import base_subject, is_forward_subject, is_reply_subject, original, split
from checker.language.zoning import attributions, blocks, looks, notices
from checker.language.zoning.lexicon import even, may_begin, plain, words
from checker.language.zoning.lines import _NOTHING, _marks, _may_be_marked, depth_of, is_rule, paragraphs, read_lines
from checker.language.zoning.quotation import heading, may_begin_heading

SAMPLES = Path(__file__).parent / "zones"
SHARED = Path(__file__).parents[3] / "shared" / "data"
MEGABYTE = 1_000_000


def samples() -> list[tuple[str, str, str, list[str], list[tuple[str, ...]]]]:
    """Every sample: its name, its message's subject, its text, the letter of each line's kind, and what its headings say."""
    found = []
    for path in sorted(SAMPLES.glob("*.txt")):
        for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
            title, _, body = part.partition("\n")
            rows = [row for row in body.split("\n") if row[1:2] == "|"]
            heads = [tuple(cell.strip() for cell in row[1:].split("|")) for row in body.split("\n") if row[:1] == "@"]
            text = "\n".join(row[2:] for row in rows)
            subject = body.partition("\n")[0].removeprefix("Subject: ") if body.startswith("Subject: ") else ""
            found.append((f"{path.stem}: {title}", subject, text, [row[0] for row in rows], heads))
    return found


def letters(text: str, found: tuple[Zone, ...]) -> list[str]:
    """The first letter of the kind of each line of a text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return [next((zone.kind[0] for zone in found if zone.start <= at < zone.end), "") for at in starts]


def kinds(text: str) -> list[str]:
    return [zone.kind for zone in split(text)]


@pytest.mark.parametrize(("name", "subject", "text", "expected", "heads"), samples(), ids=[sample[0] for sample in samples()])
def test_every_line_is_whose_the_sample_says(
    name: str, subject: str, text: str, expected: list[str], heads: list[tuple[str, ...]]
) -> None:
    found = split(text, subject=subject)

    wrong = [
        f"{letter} and not {right}: {line}"
        for letter, right, line in zip(letters(text, found), expected, text.split("\n"), strict=True)
        if line.strip() and letter != right
    ]
    assert not wrong, name

    said: list[tuple[str, ...]] = []
    for zone in found:
        head = (zone.author, zone.sent, zone.to, zone.subject)
        if zone.kind in (QUOTED, FORWARDED) and (head not in said or not any(head)):
            said.append(head)
    assert said == heads, name


def test_there_are_samples_of_many_mail_programs() -> None:
    assert len(samples()) >= 40
    assert {"apple", "gmail", "mobile", "notes", "outlook", "thunderbird"} <= {path.stem for path in SAMPLES.glob("*.txt")}


def test_the_words_are_sorted_and_in_lower_case() -> None:
    def lists(table: dict[str, object]) -> list[list[str]]:
        found = []
        for value in table.values():
            found += lists(value) if isinstance(value, dict) else [value]  # type: ignore[list-item]
        return found

    path = Path(zones.__file__).with_name("zones.toml")

    for entries in lists(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert entries == sorted(set(entries))
        assert entries == [entry.lower() for entry in entries]


# --- laws ------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "",
        " ",
        ">",
        "> ",
        ">> >",
        "--",
        "-- ",
        "_" * 32,
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "----- Forwarded by A Person/X on 01/02/2001 10:11 AM -----",
        "A Person@X",
        "01/02/2001 10:11 AM",
        "From: A Person <a@example.org>",
        "*From:* A",
        "Sent: 3 March 2026 10:12",
        "To: B",
        "cc:",
        "Subject: FW: x",
        "From: A Sent: 10:12 To: B Subject: C",
        "On Tue, 3 Mar 2026 at 10:12, A Person <a@example.org> wrote:",
        "On Tue, 3 Mar 2026 at 10:12, A Person <",
        "a@example.org> wrote:",
        ">>> A 01/02/01 10:11AM >>>",
        "Kind regards",
        "Thanks, Jo",
        "Jo Bloggs",
        "Town Clerk",
        "Tel: 01632 960123",
        "Sent from my iPhone",
        "PS One thing more.",
        "This email and any attachments are confidential and intended solely for the addressee.",
        "[EXTERNAL]",
        "CAUTION: this email came from outside",
        "Waterside mailing list",
        "|---------+---------->",
        "|         |  A Person |",
        "|         |  03/02/2026 10:12 |",
        "  >--------------|",
        "  |   To:   B  |",
        "A Person                    To:  B",
        "03/02/2026 10:12            Subject",
        "A Person, Town Clerk | 01632 960123",
        "*** A Council: this email may be read by others ***",
        "FYI",
        "Please see below.",
        "I do not agree with the report, and shall say so.",
        "\ufeff\u2028x",
        "İ",
        "\x00",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=">-_ \n\r\t:,.@<>AaFfrom123", max_size=200),
    st.lists(PIECES, max_size=25).map("\n".join),
    st.lists(PIECES, max_size=12).map("\r\n".join),
    st.lists(st.tuples(st.sampled_from(["", "> ", ">> ", "\t"]), PIECES).map("".join), max_size=25).map("\n".join),
)
STRETCHES = st.lists(
    st.tuples(st.integers(-5, 300), st.integers(-5, 300), st.sampled_from([QUOTED, FORWARDED, SIGNATURE])), max_size=6
)


@given(TEXTS, STRETCHES, st.sampled_from(["", "FW: x", "RE: x"]))
def test_zones_follow_one_another_and_cover_the_text(text: str, stretches: list[tuple[int, int, str]], subject: str) -> None:
    found = split(text, quoted=stretches, subject=subject)

    assert [zone.start for zone in found] == [0, *(zone.end for zone in found[:-1])] if text else found == ()
    assert not text or found[-1].end == len(text)
    for zone in found:
        assert zone.start < zone.end
        assert zone.kind in (OWN, QUOTED, FORWARDED, SIGNATURE, DISCLAIMER)
        assert zone.kind in (QUOTED, FORWARDED) or not (zone.author or zone.sent or zone.to or zone.subject)
        assert original(zone, text) is not None
    for one, next_one in pairwise(found):
        assert one != next_one


@given(TEXTS, STRETCHES)
def test_the_same_text_has_the_same_zones(text: str, stretches: list[tuple[int, int, str]]) -> None:
    assert split(text, quoted=stretches) == split(text, quoted=list(reversed(stretches)))


SENTENCES = st.lists(
    st.sampled_from(
        [
            "I have read the report and I do not agree with it.",
            "Could you send me the minutes of the last meeting?",
            "The depot opens in May, as far as we can tell.",
            "Please treat this email as confidential.",
            "We were told on Tuesday that the gate was left open again.",
        ]
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join)


@given(SENTENCES)
def test_what_a_writer_says_is_his_own_and_stays_so_when_split_again(text: str) -> None:
    assert kinds(text) == [OWN]


@given(SENTENCES, SENTENCES, st.sampled_from(["Regards\nJo Bloggs", "", "-- \nJo Bloggs\nTown Clerk"]))
def test_own_words_are_the_same_whatever_stands_below_them(own: str, below: str, signature: str) -> None:
    marked = "\n".join(f"> {line}" for line in below.split("\n"))
    text = f"{own}\n\n{signature}\n\nOn 3 Mar 2026, at 10:12, A Person <a@example.org> wrote:\n{marked}"

    found = split(text)

    assert text[found[0].start : found[0].end].strip() == own
    assert found[-1].kind == QUOTED
    assert original(found[-1], text).strip() == below


@given(SENTENCES, st.sampled_from(["FW: depot", "RE: FW: depot", "[EXTERNAL] Fwd: depot"]))
def test_no_subject_makes_own_words_somebody_elses(own: str, subject: str) -> None:
    assert [zone.kind for zone in split(own, subject=subject)] == [OWN]


@given(SENTENCES)
def test_own_words_split_again_are_own(own: str) -> None:
    text = f"{own}\n\nKind regards\nJo Bloggs\nTown Clerk\n01632 960123\n\n-----Original Message-----\nFrom: A\nSent: B\n\nC"

    first = split(text)[0]

    assert kinds(text[first.start : first.end]) == [OWN]


# --- hostile text ------------------------------------------------------------------------------------------------------


def filled(piece: str) -> str:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(filled(">"), id="marks"),
        pytest.param(filled(">\n"), id="marked lines"),
        pytest.param(filled(">\n>>\n"), id="marked lines of two depths"),
        pytest.param(filled("From: "), id="From"),
        pytest.param(filled("From: \n"), id="lines of From"),
        pytest.param("\n".join(f"From: {i}" for i in range(70_000)), id="many From"),
        pytest.param("From: a\n" + "\n".join(f"Cc: {i}" for i in range(90_000)), id="many Cc"),
        pytest.param(filled("\n"), id="blank lines"),
        pytest.param(filled("\n \n"), id="blank lines and spaces"),
        pytest.param(filled(" "), id="spaces"),
        pytest.param("\n".join("-" * (3 + i % 9) for i in range(110_000)), id="rules"),
        pytest.param("\n".join(f"-----Original Message-----{' ' * (i % 7)}" for i in range(35_000)), id="Original Message"),
        pytest.param("\n".join(f"On {i} March 10:12" for i in range(60_000)), id="On"),
        pytest.param("\n".join(f"Regards{' ' * (i % 3)}" for i in range(110_000)), id="sign-offs"),
        pytest.param("\n".join(f"This email and any attachments {i}" for i in range(27_000)), id="notices"),
        pytest.param("\n".join(">" * (i % 1_400) for i in range(1_400)), id="depths"),
        pytest.param("\n".join(f"Jo Bloggs{i % 9}" for i in range(90_000)), id="names"),
        pytest.param(filled("|----+---->\n|    | a |\n"), id="boxes"),
        pytest.param(filled("|----+---->\n| 01/02/2026 10:12\n|----+---->\n>--|\n"), id="boxes and borders"),
        pytest.param("\n".join(f"a{i % 9}                 To" for i in range(45_000)), id="columns"),
        pytest.param(
            "\n\n".join(f"a{i % 9}\n01/02/2026 10:12       To:  b\n    cc" for i in range(24_000)), id="columns and times"
        ),
        pytest.param("\n".join(f"*** this email may be monitored {i} ***" for i in range(24_000)), id="framed notices"),
        pytest.param("\n".join(f"Cllr Jo Bloggs{i % 9}, Chair | Leader" for i in range(30_000)), id="cards"),
        pytest.param(filled("a | "), id="bars"),
    ],
)
def test_a_megabyte_of_anything_is_split_in_linear_time(text: str) -> None:
    split("warm")

    quarter, whole = least(text[: len(text) // 4]), least(text)

    assert whole < 2.5  # seconds on a slow, busy machine: in practice 0.01 to 0.7
    assert whole < 0.2 + 10 * quarter


def least(text: str) -> float:
    """The least processor time of three splits: one alone may stand beside other work that takes the processor's memory."""
    times = []
    for _ in range(3):
        started = time.process_time()
        split(text)
        times.append(time.process_time() - started)
    return min(times)


def test_ten_thousand_nested_quotations_in_markup_do_no_harm() -> None:
    text = "I think so.\n" * 4_000
    stretches = [(i, len(text) - i, QUOTED) for i in range(1, 10_000)]

    assert split(text, quoted=stretches)[-1].end == len(text)


# --- what markup showed ------------------------------------------------------------------------------------------------


def test_markup_that_showed_a_quotation_is_believed_and_the_writer_speaks_again_below_it() -> None:
    above = "On 3 Mar 2026, at 10:12, Orla Tennant <orla@wexcombe.example> wrote:\n"
    text = f"Yes.\n\n{above}When does it open?\n\nIn May, that is."
    start = text.index("When")

    found = split(text, quoted=[(start, start + len("When does it open?\n"), QUOTED)])

    assert [(zone.kind, zone.author) for zone in found] == [
        (OWN, ""),
        (QUOTED, "Orla Tennant <orla@wexcombe.example>"),
        (OWN, ""),
    ]
    assert text[found[2].start :] == "In May, that is."


def test_markup_that_showed_a_block_within_a_quotation_gives_its_writer() -> None:
    quoted = "From: Orla Tennant\nSent: 3 March 2026 10:12\nTo: Piers\nSubject: Gate\n\nIs it locked?"
    text = f"Locked.\n{quoted}"

    found = split(text, quoted=[(8, len(text), QUOTED)])

    assert [(zone.kind, zone.author, zone.subject) for zone in found] == [(OWN, "", ""), (QUOTED, "Orla Tennant", "Gate")]


def test_markup_that_showed_something_passed_on_makes_it_forwarded() -> None:
    text = "One for you.\nFrom: Orla\nSent: 3 March 2026 10:12\nTo: Piers\nSubject: Gate\n\nIs it locked?"

    assert [zone.kind for zone in split(text, quoted=[(13, len(text), FORWARDED)])] == [OWN, FORWARDED]


def test_markup_that_showed_a_signature_is_believed() -> None:
    text = "Locked.\nthe gatekeeper\nkeeps the gate"

    assert [zone.kind for zone in split(text, quoted=[(8, len(text), SIGNATURE)])] == [OWN, SIGNATURE]


def test_stretches_beyond_the_text_are_passed_over() -> None:
    assert [zone.kind for zone in split("Locked.", quoted=[(90, 100, QUOTED), (5, 2, QUOTED)])] == [OWN]


# --- the words passed on -----------------------------------------------------------------------------------------------


def test_the_original_is_the_letter_without_headers_and_marks() -> None:
    headers = "> From: Orla <o@x.example>\n> Date: 3 March 2026 10:12\n> To: Piers\n> Subject: Gate"
    text = f"FYI\n\nBegin forwarded message:\n\n{headers}\n>\n> Is it locked?\n>\n>     Orla"

    forwarded = split(text)[1]

    assert (forwarded.kind, original(forwarded, text)) == (FORWARDED, "Is it locked?\n\n    Orla")


def test_the_original_under_a_bare_name_keeps_its_first_line() -> None:
    text = "Orla wrote:\n> Is it locked?\nYes."

    assert original(split(text)[0], text) == "Is it locked?"


def test_a_part_of_a_quotation_without_a_heading_is_all_original() -> None:
    text = "On 3 Mar 2026, at 10:12, Orla <o@x.example> wrote:\n> One?\nYes.\n> Subject: two?\nNo."

    assert [original(zone, text) for zone in split(text) if zone.kind == QUOTED] == ["One?", "Subject: two?"]


# --- subjects ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "base", "is_reply", "is_forward"),
    [
        ("Bus shelter", "bus shelter", False, False),
        ("Re: Bus shelter", "bus shelter", True, False),
        ("RE : bus   shelter", "bus shelter", True, False),
        ("Re[2]: Bus shelter", "bus shelter", True, False),
        ("Fwd: Bus shelter", "bus shelter", False, True),
        ("FW: RE: Bus shelter", "bus shelter", False, True),
        ("Re: Fwd: Bus shelter", "bus shelter", True, False),
        ("Bus shelter (fwd)", "bus shelter", False, True),
        ("Re: Bus shelter (fwd)", "bus shelter", True, False),
        ("[EXTERNAL] RE: [Members] Bus shelter", "bus shelter", True, False),
        ("EXTERNAL: FW: Bus shelter", "bus shelter", False, True),
        ("AW: SV: Bus shelter", "bus shelter", True, False),
        ("[Confidential]", "[confidential]", False, False),
        ("Re:", "", True, False),
        ("Report: Bus shelter", "report: bus shelter", False, False),
        ("Forward plan", "forward plan", False, False),
        ("Straße", "strasse", False, False),
        ("", "", False, False),
    ],
)
def test_a_subject_says_what_its_message_is(subject: str, base: str, *, is_reply: bool, is_forward: bool) -> None:
    assert base_subject(subject) == base
    assert is_reply_subject(subject) is is_reply
    assert is_forward_subject(subject) is is_forward


@given(st.text(max_size=80), st.sampled_from(["Re: ", "FW: ", "[EXTERNAL] ", "Re: Fwd: ", "AW: "]))
def test_a_subject_is_about_the_same_thing_whatever_is_put_before_it(subject: str, prefix: str) -> None:
    if base_subject(subject):
        assert base_subject(prefix + subject) == base_subject(subject)


@pytest.mark.parametrize("piece", ["Re: ", " ", "[", "(fwd) ", "re", "[x] "])
def test_a_megabyte_of_subject_is_read_in_linear_time(piece: str) -> None:
    subject = filled(piece)

    started = time.process_time()
    base_subject(subject), is_reply_subject(subject), is_forward_subject(subject)

    assert time.process_time() - started < 2


# --- real mail ----------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("path", ["mailing_lists/usrp-users_dev.mbox.gz", "enron_mail/enron_derrick-j.mbox.gz"])
def test_zones_cover_real_messages(path: str) -> None:
    if not (SHARED / path).exists():
        pytest.skip("the shared data is not here")
    with gzip.open(SHARED / path) as file:
        messages = file.read().split(b"\nFrom ")
    for message in messages[:300]:
        for part in message_from_bytes(message.partition(b"\n")[2]).walk():
            if part.get_content_type() == "text/plain":
                text = bytes(part.get_payload(decode=True) or b"").decode("latin-1")
                found = split(text)
                assert sum(zone.end - zone.start for zone in found) == len(text)


# --- cheap tests that stand before dear ones ---------------------------------------------------------------------------

CUES = [
    "Begin forwarded message:",
    "- Begin forwarded message:",
    "-----Original Message-----",
    "--- Forwarded by A Person on 03/02/2026 10:12 AM ---",
    "- - - - -",
    "_____",
    ">>> A Person 03/03/26 10:12AM >>>",
    "From: A Person <a@example.org>",
    "*Sent:* 3 March 2026 10:12",
    "To: B Person",
    "to",
    "Subject: depot",
    "cc: C",
    "Oddi wrth: A Person <a@example.org>",
    "A Person",
    "A Person   03/02/2026 10:12 AM",
    "03/02/2026 10:12",
    "A Person 03/02/2026",
    "10:12 AM",
    "PM",
    "Sent by: B",
    "A Person   To   B Person/X/Y",
    "                Subject  depot",
    "|---------+--------------->",
    "|         |   A Person     |",
    "|         |   03/02/2026 10:12 |",
    "  >----------------|",
    "  |    To:    B Person/X/Y   |",
    "  |    Subject:  depot   |",
    "Sent by:                 To",
    "                         To",
    "B                        To:    B Person/X/Y",
    "                         cc",
    "03/02/2026 10:12         Subject",
    "*** A Council: this email may be read by others ***",
    "On 3 March 2026 at 10:12, A Person <a@example.org>",
    "wrote:",
    "A Person wrote:*",
    "2026-03-03 10:12 GMT+00:00 A <a@example.org>:",
    "On Tuesday the committee wrote: yes",
    "words of some kind",
    "",
    "This email and any attachments are confidential and intended solely for",
    "the addressee. If you have received this  E-Mail in error please notify",
    "the sender. Our disclaimer",
    "members mailing list",
    "Think before you print",
    "Many thanks",
    "Sent from my phone",
]
LETTERS = st.lists(st.tuples(st.sampled_from(["", "", "", "> ", ">> ", " ", "\t", "* ", "\ufeff"]), st.sampled_from(CUES))).map(
    lambda pairs: "\n".join(mark + cue for mark, cue in pairs)
)


@given(LETTERS)
def test_a_heading_begins_only_where_one_may(text):
    lines = read_lines(text)
    likely = may_begin_heading(lines, text)

    assert [at for at in range(len(lines)) if heading(lines, at) and at not in likely] == []


@given(LETTERS)
def test_where_no_words_of_notices_stand_there_are_no_notices(text):
    lines = read_lines(text)
    spans = list(paragraphs(lines, 0, len(lines)))
    kinds = [OWN] * len(lines)

    notices.mark_notices(lines, spans, kinds)

    assert notices.may_hold_notice(lines) or set(kinds) <= {OWN}


@given(LETTERS)
def test_where_the_last_paragraph_is_none_no_notice_ends_a_text(text):
    lines = read_lines(text)
    kinds = [OWN] * len(lines)

    notices.mark_notices(lines, list(paragraphs(lines, 0, len(lines))), kinds)

    said = [kind for line, kind in zip(lines, kinds, strict=True) if line.words and not is_rule(line.words)]
    assert notices.may_end_in_notice(lines) or said[-1:] != [DISCLAIMER]


@given(st.text(alphabet="aEÉé’\xa0\u2003\u212a –-\tmil\x85", max_size=60))
def test_what_is_foreign_in_a_text_is_evened_as_all_of_it_is(text):
    assert "".join(notices._foreign_evened(text).lower().replace("-", "").split()) == "".join(even(text).replace("-", "").split())


@given(st.text(alphabet="> \t\xa0a@é\x1f\n\u200b", max_size=60))
def test_lines_are_marked_only_where_marks_may_be(text):
    assert _may_be_marked(text, is_plain=text.isascii() and "\x1f" not in text) or not any(map(depth_of, read_lines(text)))


@given(LETTERS, LETTERS)
def test_words_of_notices_stand_in_the_whole_where_they_stand_in_a_part(above, below):
    whole, part = read_lines(f"{above}\n{below}"), read_lines(below)

    assert notices.may_hold_notice(whole) or not notices.may_hold_notice(part)


@given(st.sampled_from([*words("notices.marks"), *words("notices.footers"), "a disclaimer"]), st.data())
def test_words_of_notices_are_found_however_they_are_wrapped_and_spaced(phrase, data):
    space = st.sampled_from([" ", "  ", "\n", "\t", " \xa0", "\n> "])
    text = "".join(data.draw(space) if letter == " " else letter for letter in phrase)

    assert notices.may_hold_notice(read_lines(text.replace("email", data.draw(st.sampled_from(["email", "E-mail"])))))


@given(LETTERS)
def test_voices_are_the_same_where_nothing_is_marked(text):
    lines = read_lines(text)
    headings = zones._headings(lines, text)
    quickly, slowly = (zones._pieces(lines, headings, text, zones._WRITER, is_in_markup=slow) for slow in (False, True))

    assert quickly == slowly


@given(st.sampled_from(words("quotation.passing.phrase")))
def test_a_phrase_that_passes_on_is_found_wherever_it_stands(phrase):
    assert zones._passing_phrase().search(phrase)
    assert zones._passing_phrases().find_matches_as_indexes(f"x{phrase}x")


def _read_one_by_one(text: str) -> list[tuple[int, int, int, str]]:
    """What ``read_lines`` gives for a text without markup, a line at a time: start, end, depth and words."""
    found: list[tuple[int, int, int, str]] = []
    at, before = 0, None
    for raw in text.splitlines(keepends=True):
        marks, said = _marks(raw.strip(_NOTHING))
        if found and (raw == before or not (said or found[-1][3])):
            start, _, depth, same = found.pop()
            found.append((start, at + len(raw), max(depth, marks), same))
        else:
            found.append((at, at + len(raw), marks, said))
        at, before = at + len(raw), raw
    return found


@given(
    st.lists(
        st.sampled_from(["\n", "\n", "\r\n", "> ", ">", ">>> a >>>", "a", "a\n", " ", "\t", "\xa0", "\u2028", "\x1f", "\u200b"])
    )
)
def test_lines_read_at_once_are_those_read_one_by_one(pieces):
    text = "".join(pieces)

    assert [line[:4] for line in read_lines(text)] == _read_one_by_one(text)


# What a header line is, in one pattern.
FIELD = re.compile(r"[*_]{0,2}([^\W\d_][\w -]{0,14}[^\W\d_]|[^\W\d_])[*_]{0,2}[ \t\xa0]{0,3}:[*_]{0,2}[ \t\xa0]*(.*)")
HEADS = st.sampled_from(
    ["From", "to", "Subject", "x-mailer", "X-Other", "Note", "*", "_", "**", " ", ":", ": ", "a@example.org", "é", "1"]
)


@given(st.lists(HEADS, max_size=7).map("".join))
def test_a_header_line_is_what_the_pattern_matches(line):
    found = FIELD.match(line) if ":" in line[:24] else None
    name = (blocks._labels().get(found[1].lower()) or ("other" if "-" in found[1] else "")) if found else ""

    assert blocks.field_of(line) == ((name, found[2].strip("* \t\xa0")) if found and name else None)
    assert blocks.is_label(line) == bool(name)


@given(
    st.lists(
        st.sampled_from(["A Person ", "wrote", "WROTE", "a écrit", "typed", "\u017fkrev", ":", " on Monday", ">:", "*", "x" * 80])
    )
)
def test_an_attribution_may_end_where_the_pattern_says_so(pieces):
    tail = "".join(pieces)
    verb = attributions._verb_and_colon().search(tail[-90:])

    assert attributions.may_end_attribution(tail) == (">:" in tail[-3:] or verb is not None)


@given(
    st.lists(st.sampled_from(["report", ".pdf", ".docx", ".DOC", ".jpeg", "<", ">", "]", " ", ".", "x.zipper"]), max_size=6).map(
        "".join
    )
)
def test_the_name_of_a_file_is_what_the_pattern_matches(line):
    assert looks.is_file(line) == (looks._FILE.fullmatch(line) is not None)


LISTS = ["closing.devices", "closing.signoffs", "closing.thanks", "notices.footers", "notices.openings", "notices.welsh"]


@given(st.sampled_from([word for path in LISTS for word in words(path)]), st.data())
def test_a_line_that_begins_with_an_entry_may_begin_with_it(entry, data):
    line = data.draw(
        st.sampled_from([entry, entry.upper(), entry.replace("'", "’").replace(" ", "\xa0"), entry.replace("email", "E-mail")])
    )

    for path in LISTS:
        if even(line).startswith(words(path)):
            assert may_begin(line[:3], path)


@given(st.text(alphabet="aE-mil’ \t\xa0\u3000\x1f\u200b.", max_size=30))
def test_a_line_is_made_even_as_if_it_were_taken_apart(line):
    assert even(line) == " ".join(plain(line).split())
