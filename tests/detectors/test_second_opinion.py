"""What the trained model makes of letters, and how it is joined to what patterns saw."""

from __future__ import annotations

import numpy as np
import pytest

from checker.detectors import behaviours, detector, second_opinion, seconded
from checker.detectors.examples import mail
from checker.detectors.second_opinion import CERTAIN, DOUBTED, EXCUSED, FOUND, RULED_OUT, SECONDED, Opinion, joined
from checker.domain import OWN, Case, Document, Evidence, Excuse, Rule, Source, Zone
from checker.language.likeness import Reading
from checker.language.sentences import Sentence

LOBBYING = behaviours()["officer-lobbying"]
LETTER = "2026-03-02 officer -> member: Do vote for it."


def opinion(probability: float, behaviour: str = "officer-lobbying", case: Case | None = None) -> Opinion:
    (conversation,) = (case or mail(LETTER)).conversations
    reading = Reading({behaviour: probability}, np.zeros(384, np.float32))
    return Opinion(conversation.messages[0], ((Sentence("Do vote for it.", 0, 15), reading),), conversation)


def seen(one: Opinion, confidence: float) -> Evidence:
    return Evidence(one.document, one.document.sender, "Why.", confidence)


def worth(probability: float, confidence: float, behaviour: str = "officer-lobbying") -> float | None:
    """What becomes of evidence of this confidence where the model says so; None if nothing is left of it."""
    one = opinion(probability, behaviour)
    found = list(joined(behaviours()[behaviour], [seen(one, confidence)], {id(one.document): one}))
    return found[0].confidence if found else None


def test_what_the_model_sees_as_well_becomes_firmer() -> None:
    assert worth(SECONDED, 0.55) == 0.8
    assert worth(SECONDED, 0.9) == 0.9


def test_what_the_model_does_not_see_is_for_review_at_most() -> None:
    assert worth(DOUBTED / 2, 0.85) == 0.6


def test_what_was_for_review_only_and_the_model_rules_out_is_dropped() -> None:
    assert worth(RULED_OUT / 2, 0.55) is None


def test_between_doubt_and_assent_the_model_changes_nothing() -> None:
    assert worth((DOUBTED + SECONDED) / 2, 0.75) == 0.75


def test_what_rests_on_headers_and_offices_the_model_cannot_doubt() -> None:
    assert worth(0.0, 0.85, "private-correspondence-shared") == 0.85


def test_what_the_model_alone_sees_is_for_review_and_shows_where_the_line_runs() -> None:
    one = opinion((FOUND + 1) / 2)

    (found,) = joined(LOBBYING, [], {id(one.document): one})

    assert 0.5 < found.confidence < 0.7
    assert found.passages[0].quote == "Do vote for it."
    assert "it reads like" in found.passages[0].why
    assert "innocent" in found.excuses[-1].why


def test_only_what_the_model_alone_is_certain_of_is_called_a_breach() -> None:
    unsure, sure = opinion(CERTAIN - 0.01), opinion(CERTAIN)

    (less,) = joined(LOBBYING, [], {id(unsure.document): unsure})
    (more,) = joined(LOBBYING, [], {id(sure.document): sure})

    assert less.confidence < 0.7 <= more.confidence


def test_of_what_rests_on_headers_and_offices_the_model_is_never_certain() -> None:
    one = opinion(1.0, "confidential-disclosure")

    (found,) = joined(behaviours()["confidential-disclosure"], [], {id(one.document): one})

    assert found.confidence < 0.7


EXCUSED_BY = (Excuse("advice given openly", True, "it was asked for"),)


def test_what_is_excused_is_for_review_where_the_model_is_fairly_sure_and_the_excuse_is_told() -> None:
    one = opinion(1.0)

    (found,) = joined(LOBBYING, [], {id(one.document): one}, lambda _: EXCUSED_BY)

    assert found.confidence < 0.7
    assert EXCUSED_BY[0] in found.excuses


def test_what_is_excused_is_passed_over_where_the_model_is_not_sure_or_the_excuse_is_the_protocols() -> None:
    unsure, sure = opinion(EXCUSED - 0.01), opinion(1.0)

    assert list(joined(LOBBYING, [], {id(unsure.document): unsure}, lambda _: EXCUSED_BY)) == []
    assert list(joined(LOBBYING, [], {id(sure.document): sure}, lambda _: EXCUSED_BY, is_binding=True)) == []


def test_a_finding_names_the_words_that_it_rests_on() -> None:
    one = opinion(0.8)

    (found,) = joined(LOBBYING, [], {id(one.document): one})

    assert "going by “vote" in found.passages[0].why


def test_a_draft_that_reads_like_a_breach_is_for_review() -> None:
    text = "The pool opens on Monday. Only Labour cared enough to save it, and only Labour will keep it open."
    draft = Document("a.txt", Source("a.txt"), text, zones=(Zone(OWN, 0, len(text)),))
    case = Case(publicity=(draft,))

    found = list(seconded("party-promotion")(case, Rule("party-promotion", ("example/1",))))

    assert [evidence.document.id for evidence in found] == ["a.txt"]


def test_what_hangs_on_the_roster_or_the_protocol_is_not_asked_of_the_model() -> None:
    words = "I am complaining about your planner, who was rude to me and whom nobody controls."
    case = mail(f"2026-03-02 member -> officer: {words}")
    rule = Rule("misrouted-complaint", ("example/1",))

    assert list(seconded("misrouted-complaint")(case, rule)) == list(detector("misrouted-complaint")(case, rule))


def test_what_reads_like_an_officers_breach_is_none_of_a_members() -> None:
    one = opinion(0.97, case=mail("2026-03-02 member -> officer: Do vote for it."))

    assert list(joined(LOBBYING, [], {id(one.document): one})) == []


@pytest.mark.parametrize("text", ["", "Thanks.", "Many thanks, and see you on Tuesday at ten in the hall."])
def test_ordinary_words_are_found_to_be_nothing(text: str) -> None:
    case = mail(f"2026-03-02 officer -> member: {text or 'Ok.'}")

    assert all(one.top(id) < FOUND for one in second_opinion.opinions(case).values() for id in second_opinion.learnt())


def test_nothing_is_asked_of_the_model_where_nobody_is_on_the_roster() -> None:
    case = mail(LETTER)
    stranger = Case(conversations=case.conversations)

    assert set(second_opinion.opinions(stranger)) == set(second_opinion.opinions(case))
    assert second_opinion.opinions(Case()) == {}


def test_asking_twice_gives_the_same() -> None:
    case = mail("2026-03-02 officer -> member: I do hope we can count on your vote for the depot on Thursday, between ourselves.")
    rule = Rule("officer-lobbying", ("example/1",))

    assert list(seconded("officer-lobbying")(case, rule)) == list(seconded("officer-lobbying")(case, rule))
