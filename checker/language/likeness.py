"""How much a sentence reads like ones that were labelled, for each behaviour, judged in its message by a trained encoder.

A message is read in its relation: who writes to whom in which office, the words that it answers, then its sentences, each judged
in the light of the others (BERT's form, Devlin et al. 2019), and blindfolded (``blindfold``). Framing is done here alone, for
training and for judging. What a glance says (``glance``) is weighed with it. The folder of a model holds data only:
``vocabulary.txt``, ``encoder.onnx``, ``glance.json``, ``glance.npz``, ``scales.json``, ``known.json`` and ``known.npz``. The
encoder costs milliseconds a message, so it is loaded and asked only when there is a letter with something to read.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checker.language.blindfold import blindfolded
from checker.language.glance import Glance, read_glance

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELATION = 40  # tokens of the relation that are read, its first
ANSWERED = 60  # tokens of the message answered that are read, its last
SENTENCE = 90  # tokens of a sentence that are read, its first
FRAME = 320  # tokens of one reading; a longer message is read in several
FRAMES = 64  # readings of one message at most: some 15,000 words
LEAST = 3  # words of a sentence that could ask for something

_LONGEST = 100  # characters: BERT reads a longer word as unknown


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a model reads it: its sentences in order, the words that it answers, and who writes to whom.

    ``answered`` is empty if it answers none; ``relation`` is made by ``relation``.
    """

    sentences: tuple[str, ...]
    answered: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of a letter as numbers: tokens, whose they are (0 what stands before, 1 the writer's), and each sentence's place.

    ``first`` is the number of the first sentence in the letter; a place is the first and after the last token.
    """

    tokens: tuple[int, ...]
    whose: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    first: int


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence of the corpora: its words, the behaviours that it shows, those that it only looks like, its letter's kind."""

    text: str
    behaviours: tuple[str, ...]
    near: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model makes of a sentence: for each behaviour the probability, 0-1, that it shows; its meaning as a vector."""

    probabilities: Mapping[str, float]
    vector: NDArray[Any]  # Any: numpy's own form, 384 numbers of length one


# --- words into numbers ---------------------------------------------------------------------------------------------------


class Vocabulary:
    """WordPiece over BERT's uncased vocabulary: the longest known pieces from the left, accents and case left out."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.start, self.stop, self._unknown = (self._numbers[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._word = functools.lru_cache(maxsize=20_000)(self._pieces)

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's pieces."""
        return [number for word in _split(text) for number in self._word(word)]

    def _pieces(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _split(text: str) -> list[str]:
    """Words and single marks of a text, lower case and without accents, as BERT's own tokenizer cuts them."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return "".join(_spaced(c) for c in text).lower().split()


@functools.lru_cache(maxsize=4096)
def _spaced(c: str) -> str:
    kind = unicodedata.category(c)
    if c.isspace():
        return " "
    if c in "\0\ufffd" or kind[0] == "C":
        return ""
    is_mark = kind[0] == "P" or (c.isascii() and not c.isalnum())
    is_ideograph = "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or c >= "\U00020000"
    return f" {c} " if is_mark or is_ideograph else c


_PLACE = 60  # characters of somebody's position that are told


def relation(sender: tuple[str, str], to: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]] = ()) -> str:
    """Who writes to whom, in words: each a role and a position; ``to`` are the first readers, ``others`` see it as well.

    >>> relation(("officer", "Clerk"), [("member", "Chair"), ("member", "")], [("outsider", "")])
    'officer, clerk, to member, chair, and others; copied to outsider'
    """
    first, *more = [", ".join(part for part in (role, position.lower()[:_PLACE]) if part) for role, position in to] or ["nobody"]
    kinds = sorted({role for role, _ in others})
    role, position = sender
    said = f"{role}, {position.lower()[:_PLACE]}, to {first}" if position else f"{role} to {first}"
    return said + (", and others" if more else "") + (f"; copied to {', '.join(kinds)}" if kinds else "")


def frames(letter: Letter, vocabulary: Vocabulary) -> Iterator[Frame]:
    """A letter cut into stretches of whole sentences, each with the relation and the words answered before it."""
    related = vocabulary.tokens(blindfolded(letter.relation))[:RELATION]
    answered = vocabulary.tokens(blindfolded(letter.answered[-2000:]))[-ANSWERED:]
    head = [vocabulary.start, *related, vocabulary.stop, *answered, vocabulary.stop]
    tokens, places, first = list(head), list[tuple[int, int]](), 0
    for number, sentence in enumerate(letter.sentences):
        words = vocabulary.tokens(blindfolded(sentence[:2000]))[:SENTENCE]
        if places and len(tokens) + len(words) > FRAME:
            yield _frame(tokens, len(head), places, first)
            tokens, places, first = list(head), [], number
        places.append((len(tokens), len(tokens) + len(words)))
        tokens += [*words, vocabulary.stop]
    if places:
        yield _frame(tokens, len(head), places, first)


def _frame(tokens: list[int], head: int, places: list[tuple[int, int]], first: int) -> Frame:
    whose = [0] * head + [1] * (len(tokens) - head)
    return Frame(tuple(tokens), tuple(whose), tuple(places), first)


def arrays(batch: Sequence[Frame]) -> dict[str, NDArray[Any]]:  # Any: numpy's own form
    """Frames as the encoder takes them: tokens, whose they are, which are there, and how each sentence's are averaged."""
    import numpy as np  # the cheap pass does without

    size = max(len(frame.tokens) for frame in batch)
    count = max(len(frame.places) for frame in batch)
    tokens, whose, there = (np.zeros((len(batch), size), np.int64) for _ in range(3))
    means = np.zeros((len(batch), count, size), np.float32)
    for row, frame in enumerate(batch):
        length = len(frame.tokens)
        tokens[row, :length] = frame.tokens
        whose[row, :length] = frame.whose
        there[row, :length] = 1
        for number, (start, end) in enumerate(frame.places):
            means[row, number, start:end] = 1 / max(1, end - start)
    return {"tokens": tokens, "whose": whose, "there": there, "means": means}


# --- reading -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scale:
    """From what the encoder and the glance say to a probability (Platt 1999): how much either counts, and an offset."""

    encoder: float
    glance: float
    offset: float

    def power(self, figure: float, glanced: float) -> float:
        """The log-odds of it."""
        return self.encoder * figure + self.glance * glanced + self.offset

    def probability(self, figure: float, glanced: float) -> float:
        """The probability, 0-1, to three places, so that the last bits of another processor's arithmetic do not show."""
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, self.power(figure, glanced))))), 3)


class Judge:
    """A trained model: reads letters, and names the sentences of its corpora that are nearest to one."""

    def __init__(self, folder: Path) -> None:
        table = json.loads((folder / "scales.json").read_text(encoding="utf-8"))
        self.scales = MappingProxyType({id: Scale(**scale) for id, scale in table.items()})
        self._folder = folder

    @functools.cached_property
    def glance(self) -> Glance:
        """The model's own glance, whose behaviours are those of ``scales``, in that order."""
        return read_glance(self._folder)

    @functools.cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary((self._folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines())

    @functools.cached_property
    def _encoder(self) -> Any:  # Any: onnxruntime ships no types
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self._folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])

    @functools.cached_property
    def _known(self) -> tuple[tuple[Known, ...], NDArray[Any]]:  # Any: numpy's own form
        import numpy as np

        rows = json.loads((self._folder / "known.json").read_text(encoding="utf-8"))
        with np.load(self._folder / "known.npz", allow_pickle=False) as stored:
            vectors = stored["vectors"].astype(np.float32) / 127
        return tuple(Known(text, tuple(shown), tuple(near), kind) for text, shown, near, kind in rows), vectors

    def read(self, letter: Letter) -> list[Reading | None]:
        """What each sentence reads like; None beyond ``FRAMES`` readings, and where no sentence has ``LEAST`` words."""
        readings: list[Reading | None] = [None] * len(letter.sentences)
        if all(len(sentence.split()) < LEAST for sentence in letter.sentences):
            return readings
        glanced = self.glance.figures(letter.sentences, letter.relation).tolist()
        for frame in itertools.islice(frames(letter, self._vocabulary), FRAMES):
            end = frame.first + len(frame.places)
            readings[frame.first : end] = self._readings(frame, glanced[frame.first : end])
        return readings

    def _readings(self, frame: Frame, glanced: Sequence[Sequence[float]]) -> Iterator[Reading]:
        figures, vectors = self._encoder.run(["figures", "vectors"], arrays([frame]))
        for row, other, vector in zip(figures[0].tolist(), glanced, vectors[0], strict=True):
            told = zip(self.scales.items(), row, other, strict=True)
            yield Reading({id: scale.probability(figure, first) for (id, scale), figure, first in told}, vector)

    def nearest(self, reading: Reading, behaviour: str, *, is_labelled: bool) -> Known | None:
        """The sentence of the corpora that shows a behaviour, or only looks like it, whose meaning is nearest to this one's."""
        rows, vectors = self._known
        places = [at for at, row in enumerate(rows) if behaviour in (row.behaviours if is_labelled else row.near)]
        if not places:
            return None
        likeness = (vectors[places] @ reading.vector).tolist()
        return rows[places[max(range(len(places)), key=lambda at: (round(likeness[at], 4), -at))]]
