"""The faults of a pack: each at its line, with advice, and all at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.protocols import faults as module
from checker.protocols import known, law
from checker.protocols.faults import MOST, Fault, faults, faults_together, known_limits
from checker.protocols.packs import Fault as FaultOfPacks
from checker.protocols.packs import read_pack

HERE = Path(__file__).parent
PACK = (HERE / "dene.toml").read_text(encoding="utf-8")
PACKS = Path(module.__file__).parent


def _faults(text: str) -> list[Fault]:
    return faults(text.encode(), "dene.toml", behaviours())


def _changed(old: str, new: str) -> tuple[str, int]:
    """The pack with one thing changed, and the line on which that thing begins."""
    assert PACK.count(old) == 1, old
    return PACK.replace(old, new), PACK[: PACK.index(old)].count("\n") + 1


def test_a_sound_pack_has_none() -> None:
    assert _faults(PACK) == []
    assert FaultOfPacks is Fault


@pytest.mark.parametrize("id", known())
def test_the_packs_that_come_with_the_program_have_none(id: str) -> None:
    assert faults((PACKS / f"{id}.toml").read_bytes(), f"{id}.toml", behaviours()) == []


CASES = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["faults"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["new"])
def test_a_fault_is_told_at_the_line_of_what_is_wrong(case: dict[str, str]) -> None:
    text, line = _changed(case["old"], case["new"])

    assert Fault(line, case["told"], "dene.toml") in _faults(text)


def test_what_a_clause_lacks_is_told_at_its_beginning() -> None:
    text, line = _changed('summary = "Courtesy is expected on both sides."\n', "")

    assert _faults(text) == [Fault(line - 5, "clause 2.a lacks 'summary'", "dene.toml")]


def test_a_deadline_that_does_not_say_how_long_is_a_fault() -> None:
    text, _ = _changed('reply_working_days = 10, holding_reply = "allowed"', 'holding_reply = "allowed"')
    said, _ = _changed("reply_working_days = 10", 'deadline = "none-stated"')

    assert [fault.text for fault in _faults(text)] == [
        "clause 1.1 is a deadline for late-reply and does not say how long; "
        'set reply_working_days, or deadline = "none-stated" if the text gives no figure',
        "clause 1.1 names late-reply, and no clause that does sets reply_working_days, so it cannot be judged; "
        'set it, or deadline = "none-stated" if there is no figure',
    ]
    assert _faults(said) == []


def test_a_permission_that_excuses_nothing_is_a_fault() -> None:
    text, _ = _changed(
        'give a committee\'s chair a copy of a letter that concerns the committee."\nbehaviours = ["undisclosed-copying"]\n',
        "give a committee's chair a copy of a letter that concerns the committee.\"\n",
    )

    assert [fault.text for fault in _faults(text)] == [
        'clause 1.2.1 is a permission that excuses nothing: name the behaviours that it excuses or bounds, or say visible = "no"'
    ]


def test_a_clause_that_is_cited_and_not_there_is_a_fault() -> None:
    see, line = _changed("recipients = ", 'see = "dene/1.3", recipients = ')
    rule = """
[[rules]]
behaviour = "undisclosed-copying"
clauses = ["1.2.2", "1.2.9"]
permits = ["1.2.3"]
manners = { blind-copy = ["1.2.1"] }
"""
    last = PACK.count("\n")

    told = [(fault.line - last, fault.text.removeprefix("rule undisclosed-copying: ")) for fault in _faults(PACK + rule)]

    assert told == [
        (4, "clauses cites clause 1.2.9, which the pack does not have (did you mean '1.2.3'?)"),
        (5, "permits cites clause 1.2.3, which is no permission; cite it under clauses"),
        (
            6,
            "manner blind-copy cites clause 1.2.1, a permission that does not say who may; "
            "cite it under permits, or set the limit that says who may do it",
        ),
    ]
    assert [fault.line for fault in _faults(see)] == [line]
    assert "clause 1.2.1: see cites dene/1.3, which the pack does not have" in _faults(see)[0].text


SPEAKS = """
[[clauses]]
number = "9.1"
locator = "paragraph 9(1)"
addressee = "member"
kind = "permission"
summary = "The Chair may speak to the press for the Authority."
behaviours = ["unauthorised-spokesperson"]
visible = "with-roster"
limits = { may_speak = "chair" }

[[rules]]
behaviour = "unauthorised-spokesperson"
"""


def test_a_manner_may_cite_a_permission_that_says_who_may() -> None:
    manners = 'manners = { speaks-for-the-authority = ["9.1"] }\n'
    clauses = 'clauses = ["9.1"]\n'

    assert _faults(PACK + SPEAKS + manners) == []
    assert "a permission, which nobody can break" in _faults(PACK + SPEAKS + clauses)[0].text


def test_a_rule_may_rest_on_a_permission_that_says_who_may() -> None:
    manners = 'manners = { speaks-for-the-authority = ["9.1"] }\n'

    def cited(text: str) -> list[tuple[str, ...]]:
        rules = read_pack(text.encode(), "dene.toml", behaviours()).rules
        return [rule.clauses for rule in rules if rule.behaviour == "unauthorised-spokesperson"]

    assert [clause.partition("/")[2] for (clause,) in cited(PACK + SPEAKS + manners)] == ["9.1"]
    assert cited(PACK + SPEAKS.partition("[[rules]]")[0]) == []


def test_a_rule_that_does_nothing_and_a_manner_that_nobody_has_are_faults() -> None:
    idle = PACK + '\n[[rules]]\nbehaviour = "bullying"\nremedy = "Be kind."\n'
    manner = PACK + '\n[[rules]]\nbehaviour = "late-reply"\nmanners = { late-anser = ["1.1"] }\n'
    twice = PACK + '\n[[rules]]\nbehaviour = "late-reply"\n' * 2

    assert [fault.text for fault in _faults(idle)] == [
        "rule bullying: no clause names bullying, so the rule does nothing; leave it out"
    ]
    assert "rule late-reply: no manner 'late-anser' (did you mean 'late-answer'?)" in _faults(manner)[0].text
    first = PACK.count("\n") + 2
    assert [fault.text for fault in _faults(twice)] == [f"a rule for late-reply stands already at line {first}; join the two"]


def test_every_fault_is_told_at_once() -> None:
    text = PACK
    for old, new in (
        ('"party-branding"', '"party-brandin"'),
        ("reply_working_days", "days"),
        ('number = "3.2"', 'number = "3.1"'),
    ):
        text = text.replace(old, new)

    assert len(_faults(text)) >= 4


def test_clauses_that_are_written_as_a_list_are_looked_at_too() -> None:
    text = 'id = "dene"\ntitle = "P"\nauthority = "Dene"\nclauses = [{ number = "1", kind = "wish" }, 7]\n'

    told = [fault.text for fault in _faults(text)]

    assert "clause 1: kind 'wish' is none of duty, prohibition, permission, expectation, procedure, deadline, context" in told
    assert "'clauses' holds 7, which is no table; write [[clauses]] above each" in told
    assert {fault.line for fault in _faults(text)} == {4}


def test_what_only_looks_like_a_table_inside_a_text_does_not_shift_lines() -> None:
    text, line = _changed('visible = "yes"', 'visible = "no"')
    inside = 'summary = """\n[[clauses]]\nnumber = \'9\'\n"""'

    shifted = text.replace('summary = "Courtesy is expected on both sides."', inside)

    assert [fault.line for fault in _faults(shifted)] == [line + 3]


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"id = ", 0, "not valid TOML in UTF-8: Invalid value (at end of document)"),
        (b'id = "a"\n\ntitle "x"\n', 3, "not valid TOML in UTF-8"),
        (b"\xff\xfe", 0, "not valid TOML in UTF-8"),
        (b"a = " + b"[" * 100_000, 0, "stand too deep inside one another"),
        (b"a = " + b"1" * 10_000, 0, "not valid TOML in UTF-8"),
        (b"#" * 6_000_000, 0, "larger than 5,000,000 bytes"),
    ],
)
def test_what_is_no_pack_at_all_is_one_fault(data: bytes, line: int, told: str) -> None:
    (fault,) = faults(data, "dene.toml", behaviours())

    assert fault.line == line
    assert told in fault.text


def test_a_pack_of_nothing_but_faults_lists_the_first_of_them() -> None:
    text = 'id = "dene"\ntitle = "P"\nauthority = "Dene"\n' + "[[clauses]]\n" * 2_000

    assert len(_faults(text)) == MOST


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "id",
    "title",
    "clauses",
    "rules",
    "number",
    "kind",
    "behaviours",
    "indirect",
    "limits",
    "visible",
    "manners",
    "permits",
    "see",
]


def _toml(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(str(key))} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(each):08x}" if not "\ud800" <= each <= "\udfff" else "?" for each in value) + '"'
    return str(value)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=5),
    st.lists(st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=5), max_size=3),
)
def test_no_pack_whatever_it_holds_is_more_than_its_faults(head: dict[str, object], rows: list[dict[str, object]]) -> None:
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in head.items())
    if "clauses" not in head:
        text += "".join("[[clauses]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items()) for row in rows)

    found = _faults(text)

    assert found
    assert all(0 <= fault.line <= text.count("\n") + 1 for fault in found)


def test_editions_of_one_protocol_that_overlap_are_a_fault_of_the_later_file() -> None:
    new = PACK.replace("2024-04-01", "2026-03-01").replace("2026-03-31", "2030-03-31")
    line = PACK[: PACK.index("in_force_from")].count("\n") + 1

    found = faults_together({"old.toml": PACK.encode(), "new.toml": new.encode()}, behaviours())

    assert list(map(str, found)) == [
        f"new.toml:{line}: in force from 2026-03-01 to 2026-03-31, as is old.toml, an edition of the same protocol; "
        "end the older edition on the day before the newer begins"
    ]
    assert (
        faults_together({"old.toml": PACK.encode(), "other.toml": new.replace('"dene"', '"north"').encode()}, behaviours()) == []
    )


def test_editions_that_follow_each_other_are_none() -> None:
    new = PACK.replace("2024-04-01", "2026-04-01").replace("in_force_to = 2026-03-31\n", "")

    assert faults_together({"old.toml": PACK.encode(), "new.toml": new.encode()}, behaviours()) == []
    with_days_left_off = PACK.replace("in_force_from = 2024-04-01\nin_force_to = 2026-03-31\n", "")
    (fault,) = faults_together({"a.toml": with_days_left_off.encode(), "b.toml": with_days_left_off.encode()}, behaviours())
    assert "in force on every day, as is a.toml" in fault.text


def test_the_faults_of_several_packs_are_told_file_by_file() -> None:
    wrong = PACK.replace('kind = "permission"', 'kind = "permit"')

    found = faults_together({"b.toml": wrong.encode(), "a.toml": wrong.encode()}, behaviours())

    assert [fault.file for fault in found] == ["b.toml", "a.toml"]


def test_every_limit_that_is_known_is_explained_once_and_stands_in_order() -> None:
    lines = [line for line in (PACKS / "limits.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]

    assert len(known_limits()) == len(lines)
    assert lines == sorted(lines, key=lambda line: line.split()[0])
    assert all(known_limits().values())


def test_every_limit_that_is_known_is_set_by_a_pack_or_needed_by_a_behaviour() -> None:
    used = {limit for behaviour in behaviours().values() for limit in behaviour.limits}
    for name in (*known(), *(f"law/{id}" for id in law())):
        table = tomllib.loads((PACKS / f"{name}.toml").read_text(encoding="utf-8"))
        used |= {key for row in (*table["clauses"], *table.get("rules", [])) for key in row.get("limits", {})}

    assert set(known_limits()) == used
