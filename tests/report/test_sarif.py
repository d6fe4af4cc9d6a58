"""Findings of a draft as SARIF."""

from __future__ import annotations

import json
from dataclasses import replace

from checker.domain import Run
from checker.report import sarif

from . import conftest as invented


def _log(run: Run) -> dict:
    findings = [finding for finding in run.findings if finding.document == invented.LEAFLET.id]
    return json.loads(sarif.render(findings, run.protocol, run.behaviours))["runs"][0]


def test_the_log_is_as_the_golden_file_has_it(run: Run, golden) -> None:
    findings = [finding for finding in run.findings if finding.document == invented.LEAFLET.id]

    golden("draft.sarif", sarif.render(findings, run.protocol, run.behaviours))


def test_each_result_names_its_rule_its_level_and_its_fingerprint(run: Run) -> None:
    log = _log(run)

    rules = log["tool"]["driver"]["rules"]
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["partialFingerprints"]["finding/v1"]) == 16
    assert {result["ruleId"]: result["level"] for result in log["results"]} == {
        "campaigning": "error",
        "party-branding": "warning",
        "party-emphasis": "error",
    }


def test_a_region_is_where_its_snippet_stands(run: Run) -> None:
    for result in _log(run)["results"]:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            region = location["physicalLocation"]["region"]
            start, length = region["charOffset"], region["charLength"]
            assert invented.LEAFLET.text[start : start + length] == region["snippet"]["text"]


def test_a_path_with_odd_characters_is_a_uri(run: Run) -> None:
    finding = replace(run.findings[0], source=replace(run.findings[0].source, file="my drafts\\a:b#1 50%.txt"))

    (result,) = json.loads(sarif.render([finding], run.protocol, run.behaviours))["runs"][0]["results"]

    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "my%20drafts/a%3Ab%231%2050%25.txt"


def test_a_finding_of_an_unknown_behaviour_and_clause_is_still_a_result(run: Run) -> None:
    finding = replace(run.findings[0], behaviour="unknown", clauses=("heathshire/99",), evidence=())

    (result,) = json.loads(sarif.render([finding], run.protocol, run.behaviours))["runs"][0]["results"]

    assert "ruleIndex" not in result
    assert "heathshire/99, which is not in the protocol" in result["message"]["text"]


def test_the_log_is_ascii_so_that_nothing_in_it_turns_around(run: Run) -> None:
    finding = replace(run.findings[0], why="\u202e \udc80 £")

    assert sarif.render([finding], run.protocol, run.behaviours).isascii()
