from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.domain import CheckerError, Document, Source
from checker.protocols.importing import draft_pack, rows_of
from checker.protocols.importing.lines import paragraphs
from checker.protocols.packs import read_pack

SHARED = Path(os.environ.get("CHECKER_SHARED", Path(__file__).parents[4] / "shared")) / "protocols"
LAYOUTS = ("text", "wrapped", "html", "docx", "docx-numbered", "pdf", "pdf-furniture", "pdf-columns", "pdf-hyphenated")
PROTOCOLS = ("city-of-london", "isle-of-wight", "london-councils", "mpa", "mwda")
Typeset = Callable[[str, str], Document]


def plain(text: str) -> Document:
    return Document("protocol", Source("protocol.txt"), text)


def numbers(text: str) -> list[str]:
    return [row.number for row in rows_of(plain(text))]


def test_every_clause_of_a_protocol_has_its_own_number(dene: str):
    found = numbers(dene)

    assert found[:3] == ["1", "1.1", "1.1.1"]
    assert {"2.1.a", "2.1.c.i", "2.1.c.ii", "2.2.close", "3.casework.b", "5.2", "fn1", "appa.2"} <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_protocol_is_the_same_in_every_layout(dene: str, typeset: Typeset, layout: str):
    as_text = {(row.number, row.row, row.locator) for row in rows_of(typeset(dene, "text"))}

    set_so = {(row.number, row.row, row.locator) for row in rows_of(typeset(dene, layout))}

    assert set_so == as_text


def test_numbers_that_word_makes_stand_in_the_text(dene: str, typeset: Typeset):
    text = typeset(dene, "docx-numbered").text

    assert "\n2.1 Members can expect from officers:\n(a) impartial advice" in text
    assert "\n- write to an applicant" in text
    assert "Contacts for Members\n\n1. The Monitoring Officer" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_clause_lies_where_it_says_in_the_document(dene: str, typeset: Typeset, layout: str):
    document = typeset(dene, layout)

    for clause in draft_pack(document, "north-dene", behaviours()).clauses:
        inside = "".join(document.text[clause.start : clause.end].split())
        assert "".join(clause.text.split())[:12] in inside


def test_a_draft_is_a_pack_that_can_be_read(dene: str):
    draft = draft_pack(plain(dene), "north-dene", behaviours())

    protocol = read_pack(draft.toml.encode(), "north-dene.toml", behaviours())

    assert protocol.title == "PROTOCOL ON RELATIONS BETWEEN MEMBERS AND OFFICERS"
    assert protocol.authority == "North Dene District Council"
    assert protocol.edition == "Version 2.1"
    assert [clause.number for clause in protocol.clauses] == [clause.number for clause in draft.clauses]


def test_every_doubt_stands_beside_its_key(dene: str):
    draft = draft_pack(plain(dene), "north-dene", behaviours())

    assert draft.toml.count("# DOUBT: ") == len(draft.doubts) - 1  # that of the summaries stands at the head


def test_limits_in_working_days_become_rules(dene: str):
    draft = draft_pack(plain(dene), "north-dene", behaviours())

    rules = {rule.behaviour: rule for rule in read_pack(draft.toml.encode(), "dene.toml", behaviours()).rules}

    assert rules["late-acknowledgement"].limits["acknowledge_working_days"] == 2
    assert rules["late-reply"].limits["reply_working_days"] == 10
    assert rules["late-reply"].limits["from"] == "receipt"
    assert rules["late-reply"].limits["holding_reply"] == "allowed"
    assert rules["late-complaint-response"].limits["complaint_response_working_days"] == 5


def test_a_lead_in_says_who_is_bound(dene: str):
    clauses = {clause.number: clause for clause in draft_pack(plain(dene), "north-dene", behaviours()).clauses}

    assert clauses["2.1.a"].addressee == "officer"
    assert clauses["2.2.a"].addressee == "member"
    assert clauses["3.2.3"].behaviours == ("undisclosed-copying",)


def test_a_lost_number_is_told_from_its_neighbours():
    assert numbers("1. Roles\n\n- Members are bound by:\n  - (a) law\n  - (b) custom\n- (2) Officers may advise.\n") == [
        "1", "1.1", "1.1.a", "1.1.b", "1.2",
    ]  # fmt: skip


def test_the_letter_i_goes_on_after_h_and_the_numeral_i_opens_a_list():
    letters = "".join(f"({letter}) item {letter};\n" for letter in "abcdefghij")

    assert numbers(f"1.1 Officers will:\n\n{letters}")[-2:] == ["1.1.i", "1.1.j"]
    assert numbers("1.1 Officers will:\n\n(a) do one of:\n(i) this;\n(ii) that.\n")[-2:] == ["1.1.a.i", "1.1.a.ii"]


def test_letters_hang_on_a_section_that_has_one_list():
    one = "1. DUTIES\n\nOfficers will help.\n\nThey will:\n\na) write;\nb) call.\n"
    two = f"{one}\nMembers will:\n\na) read;\nb) listen.\n"

    assert numbers(one)[-2:] == ["1.a", "1.b"]
    assert numbers(two)[-2:] == ["1.3.a", "1.3.b"]


def test_page_numbers_and_running_lines_are_no_clauses():
    page = "\n\n{}\n\nAppendix 1\n\n"
    text = f"1.1 An officer may ask for a promise and{page.format(10)}may refuse without.\n\n1.2 Second.{page.format(11)}"

    assert numbers(text) == ["1.1", "1.2"]
    assert [line.text for line in paragraphs(plain(text))[1]] == ["10", "Appendix 1", "11", "Appendix 1"]


def test_a_word_parted_at_a_line_end_is_put_together():
    found = rows_of(plain("1.1 An officer must always keep the corres-\npondence of a Member private.\n"))

    assert found[0].text == "An officer must always keep the correspondence of a Member private."


def test_a_document_without_clauses_is_refused_in_words():
    with pytest.raises(CheckerError, match=r"No clause was found in protocol\.txt"):
        draft_pack(plain("   \n\n"), "x", behaviours())


@given(st.text(alphabet=st.sampled_from('aiA1.(): \n-•¹§\x7f“"vx2\t'), max_size=300))
def test_whatever_a_document_holds_a_draft_can_be_read_or_it_is_refused(text: str):
    known = behaviours()
    try:
        draft = draft_pack(plain(text), "x", known)
    except CheckerError:
        return

    protocol = read_pack(draft.toml.encode(), "x.toml", known)

    assert len(protocol.clauses) == len(draft.clauses)


@pytest.mark.parametrize("mark", ["(a) ", "1. ", "1.1.1.1.1 ", "• ", "Heading\n", "(i) "])
def test_thousands_of_marks_are_read_in_good_time(mark: str):
    known = behaviours()

    assert draft_pack(plain(f"{mark}members and officers\n\n" * 1500), "x", known).clauses


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the texts of the five protocols lie outside the project")
@pytest.mark.parametrize("layout", LAYOUTS[1:])
def test_the_five_protocols_are_the_same_in_every_layout(typeset: Typeset, layout: str):
    """Number, without names of headings, and words; two columns of a text with long addresses are the hardest."""
    learn = pytest.importorskip("checker.learn.clauses")
    right = every = 0
    for protocol in PROTOCOLS:
        text = (SHARED / f"{protocol}.txt").read_text(encoding="utf-8")
        left = [row for row in rows_of(typeset(text, "text")) if not row.is_part]
        found = [row for row in rows_of(typeset(text, layout)) if not row.is_part]
        total, own = len(left) + len(found), 0
        for row in found:
            same = (
                o for o in left if learn.nameless(o.number) == learn.nameless(row.number) and learn.alike(o.text, row.text) >= 0.9
            )
            other = next(same, None)
            if other is not None:
                left.remove(other)
                own += 1
        print(f"{protocol:16} {layout:16} F1 {2 * own / total:.3f}")
        right, every = right + own, every + total

    assert 2 * right / every >= (0.92 if layout == "pdf-columns" else 0.95)


INVENTED = sorted(path.parent.name for path in (Path(__file__).parents[3] / "corpora" / "protocols").glob("*/protocol.txt"))


@pytest.mark.parametrize("name", INVENTED)
def test_every_invented_protocol_becomes_rows_with_words(name: str) -> None:
    path = Path(__file__).parents[3] / "corpora" / "protocols" / name / "protocol.txt"

    rows = rows_of(Document(name, Source(name), path.read_text(encoding="utf-8")))

    assert len(rows) > 80
    assert all(row.lines and row.text for row in rows)


def test_a_document_that_is_about_something_else_is_no_protocol() -> None:
    release = (
        "New depot opens\n\n1. The depot opens in May.\n\n2. “I am pleased”, said Councillor Ashby. Officers will be there.\n"
    )

    with pytest.raises(CheckerError, match="names Members 1 times and officers 1 times"):
        draft_pack(plain(release), "dene", behaviours())
