"""The judge of a clause's wording: trained on packs' clauses, measured by leaving one protocol out at a time.

Examples are the rows of the inventory that state something, with the words that ``alignment`` found for them and the headings and
lead-ins that the importer sees above those words. Invented protocols, whose inventories hold their words, are learnt from too,
and never measured on. Each label is a logistic regression over ``language.clauses.features``.
Only weights are kept, under numbers that stand for words and runs of at most three (``language.clauses.key``), and only of those
in two protocols or three clauses: no sentence of a protocol can be put together from them.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from checker.domain import CheckerError, Document, Source
from checker.language.clauses import Weights, features, key
from checker.language.limits import Found, limits
from checker.learn.alignment import Truth, truths
from checker.protocols.importing import rows_of
from checker.protocols.importing.parts import parts
from checker.protocols.importing.rows import Row
from checker.protocols.importing.suggest import suggested
from checker.shipped import shipped

INVENTED = ("borough-1998", "park-2012", "unitary-2019")
PROTOCOLS = ("city-of-london", "isle-of-wight", "london-councils", "mpa", "mwda")
# How alike two stretches of words have to be (Dice over their words) to be the same clause's.
ALIKE = 0.9
# Weights smaller than this are left off.
_LEAST = 0.04

_WORD = re.compile(r"[^\W_]+")
_NAMELESS = re.compile(r"\d+|[a-z]|[ivx]+|eg|fn\d+|app\d+|report|notice")


@dataclass(frozen=True, slots=True)
class Example:
    """A clause to learn from: its words, what stands above them, and what it is."""

    protocol: str
    text: str
    context: tuple[str, ...]
    addressee: str
    kind: str
    behaviours: tuple[str, ...]
    visible: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were expected, said, and both."""

    gold: int
    said: int
    right: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.said) if self.gold + self.said else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.gold + other.gold, self.said + other.said, self.right + other.right)


# --- what a text and its inventory give ---------------------------------------------------------------------------------


def imported(texts: Path, protocol: str) -> list[Row]:
    """The rows that the importer makes of one of the texts."""
    text = (texts / f"{protocol}.txt").read_text(encoding="utf-8")
    return rows_of(Document(protocol, Source(f"{protocol}.txt"), text))


def examples(shared: Path, protocol: str) -> list[Example]:
    """The statements of a protocol with their words, and the headings and lead-ins above."""
    gold = truths(shared / "clauses.csv", shared / "protocols", protocol)
    rows = imported(shared / "protocols", protocol)
    own = {truth.number: row for row, truth in matched(rows, gold)}
    found = []
    for truth in gold:
        if truth.row or not truth.text:
            continue
        row = own.get(truth.number) or max(
            rows, key=lambda row: (_shared(row.text, truth.text), _is_near(row, truth), -len(row.text))
        )
        # A limb's words are told by the importer where it parts the sentence as the inventory does.
        text = row.text if truth.number in own else _limb(bare_text(truth.text), truth)
        found.append(
            Example(protocol, text, row.context, truth.addressee, truth.kind, truth.behaviours, truth.visible, row.before)
        )
    return found


def invented(protocol: str) -> list[Example]:
    """The statements of an invented protocol: its inventory holds their words, its headings and its lead-ins."""
    with (shipped("corpora", "protocols") / protocol / "clauses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    heading, lead, before, last = "", ("", ""), "", ""
    for row in rows:
        number = row["id"].partition("/")[2]
        words = " ".join(row["words"].split())
        if "row=heading" in row["parameters"]:
            heading, lead = words, ("", "")
        elif "row=lead-in" in row["parameters"]:
            lead = (number, words)
        if "row=" in row["parameters"]:
            before = ""
            continue
        paragraph = number.rpartition(".")[0]
        before = before if paragraph == last else ""
        context = tuple(line for line in (heading, lead[1] if number.startswith(lead[0]) else "") if line)
        who = "member" if row["addressee"] == "chair" else row["addressee"]
        behaviours = tuple(name for name in row["behaviours"].split(";") if name)
        found.append(Example(protocol, words, context, who, row["kind"], behaviours, row["checkable"], before))
        before, last = f"{before} {words}".strip(), paragraph
    return found


def _is_near(row: Row, truth: Truth) -> bool:
    return nameless(truth.number).startswith(nameless(row.number))


def _limb(text: str, truth: Truth) -> str:
    """The limb of a sentence that a row is about, where the importer did not part it so."""
    order = next(
        (
            at
            for at, word in enumerate(("first limb", "second limb", "third limb", "fourth limb"))
            if truth.locator.endswith(word)
        ),
        None,
    )
    limbs = [text[part.start : part.end] for part in parts(text)]
    return limbs[order] if order is not None and order < len(limbs) and len(limbs) > 1 else text


def _shared(one: str, other: str) -> float:
    a, b = _bag(one), _bag(other)
    both = sum((a & b).values())
    return both / max(1, min(sum(a.values()), sum(b.values()))) + 0.5 * alike(one, other)


def bare_text(text: str) -> str:
    """A clause's words without the mark before them."""
    return re.sub(r"^[\s•*-]*(?:\(?\w{1,4}(?:\.\d+)*[.)]+|\d+\.\d+|\d+)\s+", "", text)


# --- training -----------------------------------------------------------------------------------------------------------


def train(learnt_from: Sequence[Example], summaries: Sequence[Example] = (), *, strength: float = 3.0) -> Weights:
    """Weights learnt from these examples; ``summaries`` are the same clauses in other words."""
    every = [*learnt_from, *summaries]
    found = [features(example.text, example.context) for example in every]
    vocabulary = _vocabulary(every, found)
    places = {name: at for at, name in enumerate(vocabulary)}
    matrix = _matrix(found, places)
    labels: dict[str, dict[str, list[bool]]] = {
        "kind": {kind: [e.kind == kind for e in every] for kind in sorted({e.kind for e in every})},
        "behaviour": {b: [b in e.behaviours for e in every] for b in sorted({b for e in every for b in e.behaviours})},
    }
    weights = np.array([1.0] * len(learnt_from) + [0.5] * len(summaries))
    tasks: dict[str, dict[str, dict[int, float]]] = {}
    for task, columns in labels.items():
        tasks[task] = {}
        for label, wanted in columns.items():
            if not any(wanted) or all(wanted):
                continue
            model = LogisticRegression(
                C=strength * (4 if task == "behaviour" else 2), max_iter=400, solver="liblinear", random_state=0
            )
            balance = np.where(np.array(wanted), 2.0 if task == "behaviour" else 1.0, 1.0)
            model.fit(matrix, wanted, sample_weight=weights * balance)
            pairs = zip(vocabulary, model.coef_[0], strict=True)
            tasks[task][label] = {key(name): round(float(w), 3) for name, w in pairs if abs(w) > _LEAST}
            tasks[task][label][0] = round(float(model.intercept_[0]), 3)
    visible: dict[str, Counter[str]] = defaultdict(Counter)
    for example in learnt_from:
        for behaviour in example.behaviours:
            visible[behaviour][example.visible] += 1
    usual = {behaviour: max(sorted(counts), key=counts.__getitem__) for behaviour, counts in sorted(visible.items())}
    return Weights(frozenset(map(key, vocabulary)), tasks, {b: "partly" if said == "no" else said for b, said in usual.items()})


def _vocabulary(every: Sequence[Example], found: Sequence[Mapping[str, float]]) -> list[str]:
    """The features that are kept: in two protocols, or in three clauses."""
    clauses: Counter[str] = Counter()
    protocols: dict[str, set[str]] = defaultdict(set)
    for example, names in zip(every, found, strict=True):
        for name in names:
            clauses[name] += 1
            protocols[name].add(example.protocol)
    return sorted(name for name, count in clauses.items() if len(protocols[name]) > 1 or count > 2)


def _matrix(found: Sequence[Mapping[str, float]], places: Mapping[str, int]) -> csr_matrix:
    data, columns, starts = [], [], [0]
    for names in found:
        known = {name: value for name, value in names.items() if name in places}
        norm = sum(value * value for value in known.values()) ** 0.5 or 1.0
        data += [value / norm for value in known.values()]
        columns += [places[name] for name in known]
        starts.append(len(data))
    return csr_matrix((data, columns, starts), shape=(len(found), len(places)))


def written(weights: Weights) -> bytes:
    """Weights as ``language.clauses.read_weights`` reads them."""
    keys = sorted(weights.vocabulary)
    places = {key: at for at, key in enumerate(keys)} | {0: -1}
    tasks = {
        task: {label: sorted([places[key], weight] for key, weight in pairs.items()) for label, pairs in labels.items()}
        for task, labels in weights.tasks.items()
    }
    table = {"vocabulary": keys, "tasks": tasks, "visible": dict(weights.visible)}
    return (json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def train_recipe(recipe: Path, shared: Path) -> bytes:
    """The weights that a recipe makes, as bytes of ``weights.json``."""
    try:
        table = tomllib.loads(recipe.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CheckerError(f"The recipe {recipe.name} cannot be read: {error}.") from error
    every = [example for protocol in table["protocols"] for example in examples(shared, protocol)]
    every += [example for protocol in table["invented"] for example in invented(protocol)]
    other = [example for protocol in table["protocols"] for example in summaries(shared, protocol)]
    return written(train(every, other, strength=float(table["strength"])))


def summaries(shared: Path, protocol: str) -> list[Example]:
    """The statements of a protocol in the inventory's own words."""
    gold = truths(shared / "clauses.csv", shared / "protocols", protocol)
    return [Example(protocol, t.summary, (), t.addressee, t.kind, t.behaviours, t.visible) for t in gold if not t.row]


# --- measuring ------------------------------------------------------------------------------------------------------------


def _bag(text: str) -> Counter[str]:
    return Counter(word.lower() for word in _WORD.findall(text))


def alike(one: str, other: str) -> float:
    """How alike two stretches of words are: Dice over their words, 0-1."""
    a, b = _bag(one), _bag(other)
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def nameless(number: str) -> str:
    """A number without the names that somebody gave to unnumbered headings.

    >>> nameless("13.about-officer.2.a"), nameless("app1.member.r3"), nameless("2.officers")
    ('13.2.a', 'app1.3', '2')
    """
    parts = (re.sub(r"^r(?=\d)", "", part) for part in number.split("."))
    return ".".join(part for part in parts if _NAMELESS.fullmatch(part))


def agrees(row: Row, truth: Truth, *, named: bool) -> bool:
    """Whether a row is the inventory's: the same number, and the same words (of a part: mostly those of its sentence)."""
    if row.is_part != truth.is_part:
        return False
    if (row.number != truth.number) if named else (nameless(row.number) != nameless(truth.number)):
        return False
    if truth.is_part:
        return _overlaps(row.text, truth.text)
    texts = [row.text, *([" ".join(line.text for line in row.lines[1:])] if len(row.lines) > 1 else [])]
    return max(alike(text, other) for text in texts for other in (truth.text, bare_text(truth.text))) >= ALIKE


def matched(rows: Sequence[Row], gold: Sequence[Truth], *, named: bool = False) -> list[tuple[Row, Truth]]:
    """The rows that agree with the inventory's, each with its own."""
    left = list(gold)
    pairs = []
    for row in rows:
        truth = next((truth for truth in left if agrees(row, truth, named=named)), None)
        if truth is not None:
            left.remove(truth)
            pairs.append((row, truth))
    return pairs


def structure(rows: Sequence[Row], gold: Sequence[Truth], *, marked: bool, named: bool, parts: bool = False) -> Counts:
    """How well numbers and boundaries agree: of items marked in the text, or of all rows, with or without parts."""
    own = [row for row in rows if (row.marked or not marked) and (parts or not row.is_part)]
    true = [truth for truth in gold if (truth.marked or not marked) and (parts or not truth.is_part)]
    return Counts(len(true), len(own), len(matched(own, true, named=named)))


def days(found: Iterable[Found]) -> frozenset[tuple[str, int]]:
    """The working-day limits among limits."""
    return frozenset((one.key, one.value) for one in found if one.key.endswith("working_days") and isinstance(one.value, int))


def day_limits(rows: Sequence[Row], gold: Sequence[Truth]) -> Counts:
    """Working-day limits: the same key and figure on a clause of mostly the same words."""
    said = [(row, pair) for row in rows if not row.row for pair in sorted(days(limits(row.text, row.context)))]
    true = [(t, (key, int(value))) for t in gold for key, value in sorted(t.limits.items()) if key.endswith("working_days")]
    left = list(said)
    for truth, pair in true:
        mine = next((one for one in left if one[1] == pair and _overlaps(one[0].text, truth.text)), None)
        if mine is not None:
            left.remove(mine)
    return Counts(len(true), len(said), len(said) - len(left))


def _overlaps(one: str, other: str) -> bool:
    shared = sum((_bag(one) & _bag(other)).values())
    return shared >= 0.8 * min(sum(_bag(one).values()), sum(_bag(other).values()))


def left_out(shared: Path, behaviours: Collection[str]) -> dict[str, dict[str, Counts]]:
    """For each protocol what was measured of it when weights were learnt from the others and it was imported from its text.

    Addressee, kind and "behaviours of clauses found" are counted over the statements that the importer found as the inventory has
    them; "behaviours, end to end" over all statements of both.
    """
    every = {protocol: examples(shared, protocol) for protocol in PROTOCOLS}
    other = {protocol: summaries(shared, protocol) for protocol in PROTOCOLS}
    made_up = [example for protocol in INVENTED for example in invented(protocol)]
    found = {}
    for protocol in PROTOCOLS:
        rest = [name for name in PROTOCOLS if name != protocol]
        weights = train([*(e for name in rest for e in every[name]), *made_up], [e for name in rest for e in other[name]])
        found[protocol] = measured(shared, protocol, weights, behaviours)
    return found


def measured(shared: Path, protocol: str, weights: Weights, behaviours: Collection[str]) -> dict[str, Counts]:
    """What these weights and the importer make of one protocol, held against its inventory."""
    rows = imported(shared / "protocols", protocol)
    gold = truths(shared / "clauses.csv", shared / "protocols", protocol)
    clauses = {clause.number: clause for clause in suggested(rows, behaviours, weights)}
    pairs = [(clauses[row.number], truth) for row, truth in matched(rows, gold) if not row.row and not truth.row]
    norms = [(clause, truth) for clause, truth in pairs if truth.kind != "context"]
    shared_behaviours = sum(len({*clause.behaviours} & {*truth.behaviours}) for clause, truth in pairs)
    return {
        "marked items": structure(rows, gold, marked=True, named=False),
        "marked items, names too": structure(rows, gold, marked=True, named=True),
        "paragraphs": structure(rows, gold, marked=False, named=False),
        "paragraphs, names too": structure(rows, gold, marked=False, named=True),
        "all rows": structure(rows, gold, marked=False, named=False, parts=True),
        "all rows, names too": structure(rows, gold, marked=False, named=True, parts=True),
        "working-day limits": day_limits(rows, gold),
        "addressee": _right(clause.addressee == truth.addressee for clause, truth in pairs),
        "addressee of norms": _right(clause.addressee == truth.addressee for clause, truth in norms),
        "kind": _right(clause.kind == truth.kind for clause, truth in pairs),
        "behaviours of clauses found": Counts(
            sum(len(truth.behaviours) for _, truth in pairs), sum(len(c.behaviours) for c, _ in pairs), shared_behaviours
        ),
        "behaviours, end to end": Counts(
            sum(len(truth.behaviours) for truth in gold if not truth.row),
            sum(len(clause.behaviours) for clause in clauses.values() if not clause.row),
            shared_behaviours,
        ),
    }


def _right(answers: Iterable[bool]) -> Counts:
    known = list(answers)
    return Counts(len(known), len(known), sum(known))
