from __future__ import annotations

from checker.domain import OWN, Document, Source, Zone
from checker.language.clusters import Cluster, best, read

ANCHORS = ("pay", "grievance", "discipline", "atrisk", "passedover", "manager")


def cluster(text: str, *, veto: tuple[str, ...] = (), reach: int = 1, given: float = 0.0) -> Cluster:
    document = Document("<1@example>", Source("example"), text, zones=(Zone(OWN, 0, len(text)),))
    return best(read(document, "ownjob"), "ownjob", ANCHORS, veto=veto, reach=reach, given=given)


def test_signs_of_neighbouring_sentences_add_up() -> None:
    alone = cluster("My grievance was turned down.")
    together = cluster("My grievance was turned down. Could you have a word with the Director on my behalf?")

    assert together.kinds > alone.kinds
    assert together.strength > alone.strength
    assert together.is_sure(("grievance", "appeal"))
    assert not alone.is_sure(("grievance", "appeal"))


def test_a_sign_too_far_away_lends_nothing() -> None:
    text = "My grievance was turned down. The bins are out. The sun is shining. Could you have a word with the Director?"

    assert "appeal" not in cluster(text).kinds
    assert "appeal" in cluster(text, reach=3).kinds


def test_what_a_named_person_is_told_to_have_said_is_no_act_of_the_writer() -> None:
    assert cluster("Mr Lamb says that my grievance was turned down.").kinds == frozenset()


def test_a_sentence_that_shows_something_innocent_is_kept_out() -> None:
    text = "My new grade starts in May, and my old post was deleted."

    assert cluster(text).kinds
    assert not cluster(text, veto=("leaving",)).kinds


def test_what_stands_outside_the_message_counts_as_a_sign_of_its_own() -> None:
    assert cluster("My grievance was turned down.", given=0.5).strength > cluster("My grievance was turned down.").strength


def test_an_empty_text_has_an_empty_cluster() -> None:
    assert cluster("") == Cluster()
