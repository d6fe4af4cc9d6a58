"""What excuses a letter that only the model points to, and letters that a protocol does not mind."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from checker.detectors import behaviours, second_opinion, sheets
from checker.detectors.examples import case_of, mail, rule_of
from checker.domain import Excuse, Rule
from checker.language.likeness import Reading
from checker.language.sentences import Sentence


def module_of(id: str) -> Any:  # Any: a module of the folder that is walked
    return importlib.import_module(f"checker.detectors.{behaviours()[id].family.replace('-', '_')}.{id.replace('-', '_')}")


def excuses_for_last(id: str, text: str, **limits: Any) -> tuple[Excuse, ...] | None:
    """What excuses the last letter of a case; ``terms`` among the limits are the rule's terms."""
    terms = tuple(limits.pop("terms", ()))
    case = mail(text)
    conversation = case.conversations[-1]
    rule = Rule(id, ("example/1",), limits, terms=terms)
    found: tuple[Excuse, ...] | None = module_of(id).excuses_for(case, rule, conversation, len(conversation.messages) - 1)
    return found


ASKED = [id for id, behaviour in sorted(behaviours().items()) if behaviour.is_seen and hasattr(module_of(id), "excuses_for")]
BREACHES = [
    pytest.param(id, example, id=f"{id}-{number}")
    for id in ASKED
    for number, example in enumerate(sheets()[id]["examples"]["breach"], 1)
    if "mail" in example
]


@pytest.mark.parametrize(("id", "example"), BREACHES)
def test_a_letter_that_is_a_breach_is_minded_and_nothing_excuses_it(id: str, example: dict[str, Any]) -> None:
    case, rule, module = case_of(example), rule_of(id, example), module_of(id)
    places = {message.id: (c, number) for c in case.conversations for number, message in enumerate(c.messages)}

    for evidence in module.detect(case, rule):
        excuses = module.excuses_for(case, rule, *places[evidence.document.id])

        assert excuses is not None
        assert [excuse for excuse in excuses if excuse.found] == []
        assert {excuse.excuse for excuse in excuses} <= set(behaviours()[id].excuses)


@pytest.mark.parametrize("id", ASKED)
def test_no_protocol_minds_what_an_outsider_writes(id: str) -> None:
    assert excuses_for_last(id, "2026-03-02 outsider -> reporter: Vote for my friend or else, you fool.") is None


NOT_MINDED = [
    # An officer to another: no Member is swayed, told or asked.
    ("officer-lobbying", "2026-03-02 officer -> officer2: Do vote for option two.", {}),
    # The officer's own grade is another behaviour.
    ("officer-lobbying", "2026-03-02 officer -> member: Please back the regrading of my post at committee.", {}),
    ("personal-employment-issue", "2026-03-02 officer -> personnel: I want to appeal against my grade.", {}),
    (
        "personal-employment-issue",
        "2026-03-02 officer -> member: My grade has not changed in nine years.",
        {"condition": "favour-sought"},
    ),
    (
        "personal-employment-issue",
        "2026-03-02 officer -> member: As branch secretary of UNISON I write for our members on pay.",
        {},
    ),
    ("seeking-advantage", "2026-03-02 member -> member2: Put in a good word for my firm.", {}),
    (
        "seeking-advantage",
        "2026-03-02 member -> officer: Put in a good word for my firm.",
        {"terms": [{"clause_addressee": "officer"}]},
    ),
    ("officer-partisanship", "2026-03-02 member -> officer: We Greens will win this ward.", {}),
    ("party-political-assistance", "2026-03-02 officer -> outsider: I shall deliver your leaflets.", {}),
    # To Members of two parties: no group is advised.
    ("group-advice-overreach", "2026-03-02 officer -> leader, leader2: I recommend option two to both groups.", {}),
    # Outside MWDA 12 an officer may recommend to a group; what it does to a party is another matter.
    (
        "group-advice-overreach",
        "2026-03-02 officer -> leader: I recommend that the Labour Group go for option two.",
        {"recommendation": "not-barred"},
    ),
    (
        "group-briefing-unnotified",
        "2026-03-02 officer -> leader, leader2: I attended the Labour Group.",
        {"notify": "other-groups"},
    ),
    # Nothing is to be told to anybody, and no route is set.
    ("group-briefing-unnotified", "2026-03-02 officer -> leader: I enjoyed the evening with the Labour Group.", {}),
    ("unequal-service", "2026-03-02 officer -> outsider: You get it before anybody else.", {}),
    (
        "informal-decision-sought",
        "2026-03-02 leader -> officer: Group has settled it, so get on.",
        {"terms": [{"clause_addressee": "officer"}]},
    ),
    ("personal-attack", "2026-03-02 member -> member2: You are a fool.", {}),
    ("bullying", "2026-03-02 member -> member2, cc officer: You will regret this.", {}),
    (
        "discriminatory-language",
        "2026-03-02 member -> officer: Women cannot do this job.",
        {"grounds": ["race", "religion"]},
    ),
    (
        "dispute-entanglement",
        "2026-03-02 member -> clerk: Cllr Birch and I have fallen out. Will you take my side?",
        {"exempt_recipients": ["clerk"]},
    ),
    # To five at once: nobody is drawn in.
    (
        "dispute-entanglement",
        "2026-03-02 member -> officer, officer2, head, press, clerk: Cllr Birch and I have fallen out. Will you take my side?",
        {},
    ),
]


@pytest.mark.parametrize(("id", "text", "limits"), NOT_MINDED)
def test_what_a_protocol_does_not_mind_needs_no_excuse(id: str, text: str, limits: dict[str, Any]) -> None:
    assert excuses_for_last(id, text, **limits) is None


EXCUSED = [
    (
        "officer-lobbying",
        "2026-03-02 member -> officer: What is your view on the two?\n2026-03-03 officer -> member: I should take the second.",
        {},
        "the Member asked for the officer's view",
    ),
    (
        "officer-lobbying",
        "2026-03-02 officer -> member, member2, member3, member4: The second is the better by far.",
        {},
        "advice given openly with reasons or options",
    ),
    (
        "personal-employment-issue",
        "2026-03-02 officer -> panellist, cc personnel: I appeal against my grade under the grievance procedure.",
        {},
        "it keeps to the agreed procedure",
    ),
    (
        "seeking-advantage",
        "2026-03-02 officer -> member: Thank you for the hamper. I have returned it and entered it in the gifts register.",
        {},
        "the gain is declined, declared or had on the terms of everybody",
    ),
    (
        "officer-partisanship",
        "2026-03-02 officer -> member: Officers cannot take sides between Labour and the Conservatives.",
        {},
        "all parties are treated alike",
    ),
    (
        "party-political-assistance",
        "2026-03-02 officer -> member: I am afraid I cannot help with campaign leaflets.",
        {},
        "the officer declines",
    ),
    (
        "group-advice-overreach",
        "2026-03-02 officer -> leader: Briefing for the Labour Group. Officers make no recommendation.",
        {"recommendation": "never"},
        "the choice is left to Members",
    ),
    (
        "group-briefing-unnotified",
        "2026-03-02 officer -> leader: It was good of the Labour Group to have me.",
        {"notify": "other-groups"},
        "there was still time to tell them",
    ),
    (
        "unequal-service",
        "2026-03-02 officer -> member: The briefing goes to all Members at the same time.",
        {},
        "all get the same",
    ),
    (
        "informal-decision-sought",
        "2026-03-02 officer -> chair: Under delegated powers I may extend the contract in consultation with you.",
        {},
        "a formal decision stands behind it or is to come",
    ),
    (
        "informal-decision-sought",
        "2026-03-02 officer -> member: Are you happy for me to move Tuesday's meeting to three o'clock?",
        {},
        "nothing that the authority decides is at stake",
    ),
    (
        "personal-attack",
        "2026-03-02 member -> officer: You are hopeless! Only joking, thank you for everything.",
        {},
        "somebody else's words, a jest, or taken back",
    ),
    (
        "bullying",
        "2026-03-02 member -> officer: If it is not mended I shall make a formal complaint under the complaints procedure.",
        {},
        "a step that anyone may take, such as a complaint under the procedure",
    ),
    (
        "discriminatory-language",
        "2026-03-02 member -> officer: The gully on Dyke Road is blocked again.",
        {},
        "part of a name or a word of a trade",
    ),
    (
        "dispute-entanglement",
        "2026-03-02 member -> officer, cc member2: Cllr Lowell Birch and I have fallen out. Will you take my side?",
        {},
        "the other party can see it",
    ),
]


@pytest.mark.parametrize(("id", "text", "limits", "excuse"), EXCUSED)
def test_an_innocent_letter_is_excused(id: str, text: str, limits: dict[str, Any], excuse: str) -> None:
    excuses = excuses_for_last(id, text, **limits)

    assert excuses is not None
    assert excuse in {one.excuse for one in excuses if one.found}


MITIGATED = [
    # Isle of Wight 6 bars every attempt, however open.
    (
        "officer-lobbying",
        "2026-03-02 officer -> member, member2, member3, member4: The second is the better by far.",
        {"qualifier": "none"},
        "advice given openly with reasons or options",
    ),
    (
        "personal-employment-issue",
        "2026-03-02 officer -> member, cc personnel: My grade has not changed in nine years.",
        {},
        "the personnel officers or the officer's chief see it",
    ),
    (
        "personal-attack",
        "2026-03-02 member -> officer: The drafting is somewhat uneven.",
        {},
        "criticism of the work and not of the person",
    ),
    (
        "officer-partisanship",
        "2026-03-02 officer -> adviser: Labour deserves to win.",
        {"exempt": "political-adviser"},
        "a political adviser, whom the protocol excepts, is party to it",
    ),
]


@pytest.mark.parametrize(("id", "text", "limits", "excuse"), MITIGATED)
def test_what_only_mitigates_is_told_and_excuses_nothing(id: str, text: str, limits: dict[str, Any], excuse: str) -> None:
    excuses = excuses_for_last(id, text, **limits)

    assert excuses is not None
    (told,) = (one for one in excuses if one.excuse == excuse)
    assert not told.found
    assert "; yet " in told.why


def test_an_act_is_asked_about_once_on_the_letter_that_shows_it_best() -> None:
    case = mail(
        "2026-03-02 officer -> leader: I attended the Labour Group's meeting last night.\n"
        "2026-03-03 officer -> leader: I attended the Labour Group's meeting, as I said, and enjoyed it.",
        end="2026-05-01",
    )
    rule = Rule("group-briefing-unnotified", ("example/1",), {"notify": "other-groups"})
    (conversation,) = case.conversations
    excuses_for = module_of("group-briefing-unnotified").excuses_for

    assert excuses_for(case, rule, conversation, 0) is not None
    assert excuses_for(case, rule, conversation, 1) is None


@pytest.mark.parametrize("excuses", [None, (Excuse("it is innocent", True, "it is"),)], ids=["not minded", "excused"])
def test_what_the_model_alone_sees_is_no_finding_where_it_is_excused_or_not_minded(excuses: tuple[Excuse, ...] | None) -> None:
    (conversation,) = mail("2026-03-02 officer -> member: Do vote for it.").conversations
    sentence = Sentence("Do vote for it.", 0, 15)
    (message,) = conversation.messages
    opinion = second_opinion.Opinion(message, ((sentence, Reading({"officer-lobbying": 0.45}, None)),), conversation)
    behaviour = behaviours()["officer-lobbying"]

    assert list(second_opinion.joined(behaviour, [], {id(message): opinion}, lambda _: excuses)) == []
