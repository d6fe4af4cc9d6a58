"""Findings of a draft for a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.domain import Document, Finding, Run, Source
from checker.report import text

from . import conftest as invented


def _of_leaflet(run: Run) -> list[Finding]:
    return [finding for finding in run.findings if finding.document == invented.LEAFLET.id]


def _on(run: Run, words: str, *quotes: str) -> tuple[Document, Finding]:
    draft = Document("draft.txt", Source("draft.txt"), words)
    evidence = tuple(draft.passage(words.index(quote), words.index(quote) + len(quote)) for quote in quotes)
    finding = replace(_of_leaflet(run)[0], document=draft.id, source=draft.source, evidence=evidence)
    return draft, finding


def _shown(run: Run, words: str, *quotes: str, width: int = 100) -> list[str]:
    draft, finding = _on(run, words, *quotes)
    return text.render([draft], [finding], run.protocol, width=width).splitlines()


def test_findings_are_told_as_the_golden_file_has_them(run: Run, golden) -> None:
    golden("draft.txt", text.render([invented.LEAFLET], _of_leaflet(run), run.protocol))


def test_a_clean_draft_is_one_line(run: Run) -> None:
    assert text.render([invented.LEAFLET], [], run.protocol) == "1 document: nothing found.\n"


def test_the_last_line_counts(run: Run) -> None:
    said = text.render([invented.LEAFLET], _of_leaflet(run), run.protocol)

    assert said.splitlines()[-1] == "1 document: 2 breaches, 1 for review."


def test_carets_stand_under_the_words(run: Run) -> None:
    lines = _shown(run, "Open at nine. Vote for the skips! Then go home.", "Vote for")

    assert lines[4:6] == ["      Vote for the skips!", "      ^^^^^^^^"]


def test_two_passages_of_a_sentence_share_it(run: Run) -> None:
    lines = _shown(run, "Vote for skips and oppose bins.", "Vote for", "oppose")

    assert lines[4:6] == ["      Vote for skips and oppose bins.", "      ^^^^^^^^           ^^^^^^"]


def test_carets_follow_words_onto_the_next_line_and_wide_characters(run: Run) -> None:
    lines = _shown(run, "界界 vote for the skips and the bins and the bags of the county", "vote for the skips and", width=30)

    first = next(number for number, line in enumerate(lines) if "界" in line)
    assert lines[first : first + 4] == [
        "      界界 vote for the skips",
        "           ^^^^^^^^^^^^^^^^^^",
        "      and the bins and the",
        "      ^^^",
    ]


@pytest.mark.parametrize("width", [40, 60, 100, 140])
def test_no_line_is_wider_than_asked_for(run: Run, width: int) -> None:
    said = text.render([invented.LEAFLET], _of_leaflet(run), run.protocol, width=width)

    assert max(map(len, said.splitlines())) <= width


def test_a_word_longer_than_the_line_is_broken(run: Run) -> None:
    lines = _shown(run, "W" * 500, "W" * 500, width=50)

    assert lines[5:7] == ["      " + "W" * 44, "      " + "^" * 44]


def test_control_characters_do_not_reach_the_terminal(run: Run) -> None:
    said = "\n".join(_shown(run, "Vote \x1b[31mfor \u202eus\0 now.", "for \u202eus"))

    assert "Vote <U+001B>[31mfor <U+202E>us now." in said
    assert said.isprintable() or not {"\x1b", "\u202e", "\0"} & set(said)


def test_evidence_that_does_not_lie_in_the_draft_is_quoted_without_carets(run: Run) -> None:
    draft, finding = _on(run, "Vote for skips.", "Vote")
    finding = replace(finding, evidence=(replace(finding.evidence[0], start=900, end=904),))

    said = text.render([draft], [finding], run.protocol)

    assert "      Vote\n" in said
    assert "^" not in said


def test_a_draft_of_one_endless_sentence_is_cut(run: Run) -> None:
    lines = _shown(run, "word " * 20_000 + "Vote for " + "word " * 20_000, "Vote for")

    assert len("\n".join(lines)) < 3000
    assert any("^^^^^^^^" in line for line in lines)


def test_many_places_are_counted_after_the_first_five(run: Run) -> None:
    words = " ".join(f"Vote {number}." for number in range(12))

    lines = _shown(run, words, *(f"Vote {number}" for number in range(12)))

    assert "      (and in 7 more places)" in lines
