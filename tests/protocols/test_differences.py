"""What a new edition changes, and which rules that touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.domain import Protocol
from checker.protocols import known, load
from checker.protocols.differences import as_text, differences
from checker.protocols.packs import read_pack

HERE = Path(__file__).parent
PACK = (HERE / "dene.toml").read_text(encoding="utf-8")
DENE = read_pack(PACK.encode(), "dene.toml", behaviours())


def _edition(*changes: tuple[str, str]) -> Protocol:
    text = PACK.replace("first edition", "second edition")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return read_pack(text.encode(), "dene.toml", behaviours())


def test_an_edition_does_not_differ_from_itself() -> None:
    assert differences(DENE, DENE).is_empty
    assert as_text(differences(DENE, DENE)) == "dene (first edition) -> dene (first edition)\nNothing differs.\n"


@pytest.mark.parametrize("id", known())
def test_a_protocol_does_not_differ_from_itself(id: str) -> None:
    protocol = load(id, behaviours())

    assert differences(protocol, protocol).is_empty


def test_a_limit_that_changes_is_told_for_its_clause_and_its_rule() -> None:
    found = differences(DENE, _edition(("reply_working_days = 10", "reply_working_days = 5")))

    (clause,) = found.changed
    (rule,) = found.rules
    assert (clause.new.number, [str(change) for change in clause.changes]) == ("1.1", ["limit reply_working_days: 10 -> 5"])
    assert (rule.sign, rule.behaviour) == ("~", "late-reply")
    assert [str(change) for change in rule.changes] == ["limit reply_working_days: 10 -> 5"]
    assert not found.added
    assert not found.removed


def test_a_clause_that_moves_is_renumbered_and_neither_added_nor_removed() -> None:
    found = differences(
        DENE, _edition(('number = "1.1"\nlocator = "paragraph 1.1"', 'number = "1.9"\nlocator = "paragraph 1.9"'))
    )

    (clause,) = found.changed
    assert (clause.old.number, clause.new.number, clause.changes) == ("1.1", "1.9", ())
    assert found.rules == ()
    assert "~ 1.1 -> 1.9 (paragraph 1.9): renumbered" in as_text(found)


def test_a_clause_that_takes_the_number_of_another_is_new() -> None:
    found = differences(
        DENE,
        _edition(
            ('number = "2.b"\nlocator = "section 2, (b)"', 'number = "2.d"\nlocator = "section 2, (d)"'),
            (
                '[[clauses]]\nnumber = "2.c"',
                '[[clauses]]\nnumber = "2.b"\nlocator = "section 2, (b)"\naddressee = "member"\nkind = "duty"\n'
                'summary = "Gifts are declared to the Monitoring Officer."\n\n[[clauses]]\nnumber = "2.c"',
            ),
        ),
    )

    assert [clause.summary for clause in found.added] == ["Gifts are declared to the Monitoring Officer."]
    assert found.removed == ()
    assert [(each.old.number, each.new.number) for each in found.changed] == [("2.b", "2.d")]


def test_a_clause_that_is_reworded_is_changed_where_it_still_says_something_like_it() -> None:
    reworded = _edition(
        ("Leaflets must be free of slogans and emblems of political parties.", "Leaflets must be free of party slogans.")
    )
    replaced = _edition(("Leaflets must be free of slogans and emblems of political parties.", "The Chair opens every fair."))

    (clause,) = differences(DENE, reworded).changed
    assert str(clause.changes[0]) == "now says: Leaflets must be free of party slogans."
    assert [each.number for each in differences(DENE, replaced).added] == ["3.1"]
    assert [each.number for each in differences(DENE, replaced).removed] == ["3.1"]


def test_a_permission_and_a_behaviour_that_go_are_told_with_the_rules_they_touch() -> None:
    new = _edition(
        ('kind = "permission"', 'kind = "prohibition"'),
        ('behaviours = ["party-branding"]\nvisible = "yes"\nshows = "A party\'s emblem on a leaflet."\n', ""),
    )

    rules = {rule.behaviour: rule for rule in differences(DENE, new).rules}

    assert rules["party-branding"].sign == "-"
    assert [str(change) for change in rules["undisclosed-copying"].changes] == ["clauses: 1.2.1 (new)", "permits: 1.2.1 (gone)"]


def test_manners_and_a_remedy_are_told_with_their_rule() -> None:
    rule = (
        '\n[[rules]]\nbehaviour = "undisclosed-copying"\nmanners = { blind-copy = ["1.2.3"] }\nremedy = "Say so on the letter."\n'
    )
    new = read_pack((PACK + rule).encode(), "dene.toml", behaviours())

    (changed,) = differences(DENE, new).rules

    assert [str(change) for change in changed.changes] == [
        "manner blind-copy: 1.2.3 (new)",
        "remedy: Say so on the letter. (new)",
    ]


def test_the_text_counts_first_and_marks_what_came_went_and_changed() -> None:
    new = _edition(
        ("reply_working_days = 10", "reply_working_days = 5"),
        ('kind = "duty"\nsummary = "The Clerk keeps', 'kind = "expectation"\nsummary = "The Clerk keeps'),
        ("Officers are expected to be trained for their work.", "Nobody may smoke."),
    )

    assert as_text(differences(DENE, new)) == (
        "dene (first edition) -> dene (second edition)\n"
        "Clauses: 1 added, 1 removed, 0 renumbered, 2 changed.\n"
        "\n"
        "+ 2.b (section 2, (b)): Nobody may smoke.\n"
        "- 2.b (section 2, (b)): Officers are expected to be trained for their work.\n"
        "~ 1.1 (paragraph 1.1)\n"
        "    limit reply_working_days: 10 -> 5\n"
        "~ 3.2 (section 3, 2nd paragraph)\n"
        "    kind: duty -> expectation\n"
        "\n"
        "What is checked:\n"
        "~ late-reply\n"
        "    limit reply_working_days: 10 -> 5\n"
    )


def test_two_different_protocols_can_be_held_against_each_other() -> None:
    found = differences(load("mwda", behaviours()), load("city-of-london", behaviours()))

    (late,) = [rule for rule in found.rules if rule.behaviour == "late-reply"]
    assert "limit reply_working_days: 5 -> 10" in map(str, late.changes)
