"""A copy of a Word draft with the findings as comments: the words stay, the comments stand on them, Word could open it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.domain import CheckerError, Document, Finding, Passage, Run, Source
from checker.ingest import drafts
from checker.people import roster
from checker.protocols import load
from checker.report.annotated import annotated
from checker.report.desk import Desk
from checker.scan.drafting import check_drafts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(*paragraphs: tuple[str, ...]) -> bytes:
    """A Word document with these paragraphs, each of these runs, every other one bold."""
    made = docx.Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for number, text in enumerate(runs):
            paragraph.add_run(text).bold = bool(number % 2)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(data: bytes) -> Document:
    text, marks, title = drafts.read_bytes(data, "d.docx")
    return Document("d.docx", Source("d.docx"), text, title, marks=marks)


def desk_of(document: Document, *places: tuple[int, int]) -> Desk:
    """A desk with one finding on these places of a draft."""
    passages = tuple(Passage(document.id, document.text[a:b], a, b, "Here.") for a, b in places)
    finding = Finding(
        *(document.id, document.source, "party-emphasis", "mwda", ("mwda/11.c.1",), "breach", 0.8, "", None, ""),
        *("It stands out.", passages, (), ""),
    )
    run = Run(load("mwda", behaviours()), (), (), (), (), (finding,), (), (document,), {}, "0")
    return Desk(run)


def commented(data: bytes) -> dict[str, str]:
    """The words between the marks of each comment, by its number."""
    body = docx.Document(io.BytesIO(data)).element.body
    held: dict[str, str] = {}
    is_open: set[str] = set()
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            is_open.add(element.get(f"{W}id"))
            held[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            is_open.discard(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for id in is_open:
                held[id] += element.text or ""
    assert not is_open
    return held


def body_text(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_comment_stands_on_the_words_and_the_words_stay() -> None:
    data = word(("Cllr Ashby (Lab", "our) opened", " the gate."), ("Thanks to all.",))
    document = read(data)
    start = document.text.index("Labour")

    copy = annotated(data, document, desk_of(document, (start, start + 6)))

    assert commented(copy) == {"0": "Labour"}
    assert body_text(copy) == body_text(data)
    (comment,) = docx.Document(io.BytesIO(copy)).comments
    assert comment.author == "protocol-checker"
    assert "Clause 11.c.1" in comment.text


def test_the_second_of_two_equal_words_bears_the_comment_that_is_its() -> None:
    data = word(("Labour here and Labour there.",))
    document = read(data)
    second = document.text.rindex("Labour")

    copy = annotated(data, document, desk_of(document, (second, second + 6)))

    xml = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml").decode()
    assert xml.index("commentRangeStart") > xml.index("here and")


def test_looks_stay_with_their_words() -> None:
    data = word(("plain ", "all of this is bold", " and not this"))
    document = read(data)
    start = document.text.index("this is")

    copy = annotated(data, document, desk_of(document, (start, start + 7)))

    bold = "".join(r.text for p in docx.Document(io.BytesIO(copy)).paragraphs for r in p.runs if r.bold)
    assert bold == "all of this is bold"


def test_words_across_paragraphs_and_words_that_are_nowhere_bear_comments_too() -> None:
    data = word(("Labour", " leads"), ("and so on",))
    document = read(data)
    elsewhere = Passage(document.id, "in a footer", 0, 11, "")
    desk = desk_of(document, (0, len(document.text)))
    (finding,) = desk.run.findings
    lost = Finding(*(getattr(finding, n) if n != "evidence" else (elsewhere,) for n in finding.__dataclass_fields__))
    both = Desk(Run(desk.run.protocol, (), (), (), (), (finding, lost), (), (document,), {}, "0"))

    copy = annotated(data, document, both)

    assert "".join(max(commented(copy).values(), key=len).split()) == "Labourleadsandsoon"
    assert len(list(docx.Document(io.BytesIO(copy)).comments)) == 2


def test_comments_that_are_there_stay() -> None:
    made = docx.Document()
    run = made.add_paragraph().add_run("Labour opened the gate.")
    made.add_comment(run, text="Is this right?", author="Sam", initials="S")
    file = io.BytesIO()
    made.save(file)
    document = read(file.getvalue())

    copy = annotated(file.getvalue(), document, desk_of(document, (0, 6)))

    assert [c.author for c in docx.Document(io.BytesIO(copy)).comments] == ["Sam", "protocol-checker"]


def test_the_same_draft_gives_the_same_copy_and_a_clean_one_is_itself() -> None:
    data = word(("Labour opened the gate.",))
    document = read(data)
    desk = desk_of(document, (0, 6))

    assert annotated(data, document, desk) == annotated(data, document, desk)
    assert annotated(data, document, Desk(Run(desk.run.protocol, (), (), (), (), (), (), (document,), {}, "0"))) == data


@pytest.mark.parametrize("data", [b"", b"plain text", b"%PDF-1.4", b"PK\x03\x04 broken", b"<html></html>"])
def test_what_is_no_word_document_is_refused_in_one_line(data: bytes) -> None:
    document = Document("d.pdf", Source("d.pdf"), "text")

    with pytest.raises(CheckerError):
        annotated(data, document, desk_of(document, (0, 4)))


def test_a_whole_check_ends_in_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "d.docx"
    path.write_bytes(word(("It took Labour councillors to get this built, and nobody else lifted a finger. #VoteLabour",)))
    desk = check_drafts([path], [load("mwda", behaviours())], roster(()), day=date(2026, 3, 2), options={})

    copy = annotated(path.read_bytes(), desk.run.publicity[0], desk)

    assert "#VoteLabour" in commented(copy).values()
    assert any("Could read" in c.text for c in docx.Document(io.BytesIO(copy)).comments)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.text("ab é\t", min_size=1, max_size=6), min_size=1, max_size=4), min_size=1, max_size=3),
    st.data(),
)
def test_wherever_comments_stand_no_word_is_changed(paragraphs: list[list[str]], data: st.DataObject) -> None:
    file = word(*map(tuple, paragraphs), ("end",))
    document = read(file)
    places = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(document.text) - 1))
        end = data.draw(st.integers(start + 1, len(document.text)))
        places.append((start, end))

    copy = annotated(file, document, desk_of(document, *places))

    assert body_text(copy) == body_text(file)
    commented(copy)
