"""A sentence as 384 numbers: six layers of BERT in NumPy, the mean of its pieces, of length one.

The arithmetic of Devlin et al. 2018 (post-norm, GELU) with the weights of all-MiniLM-L6-v2, which are stored
as int8 with a scale for each column and multiplied as float32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.search.semantic import weights
from qa.search.semantic.pieces import Pieces
from qa.search.semantic.weights import Floats, Tensors

PIECES_MAX = 256
"""Pieces of a text that are read, as the model was trained."""
PIECES_AT_ONCE = 2_048
LAYERS, HEADS = 6, 12
_EPSILON = np.float32(1e-12)
_ONE = np.float32(1)
_SMALL = np.float32(1e-9)
# Abramowitz and Stegun 7.1.26: the error function to 1.5e-7.
_ERF_P = np.float32(0.3275911)
_ERF = tuple(np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """``x · weight + bias``."""

    weight: Floats
    bias: Floats

    def __call__(self, values: Floats) -> Floats:
        found: Floats = values @ self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """Layer normalisation with its scale and shift."""

    scale: Floats
    shift: Floats

    def __call__(self, values: Floats) -> Floats:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + _EPSILON)
        found: Floats = centred / spread * self.scale + self.shift
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer; *mixed* makes queries, keys and values in one product."""

    mixed: Linear
    output: Linear
    first: Norm
    wide: Linear
    narrow: Linear
    second: Norm

    def __call__(self, values: Floats, lengths: Sequence[int]) -> Floats:
        values = self.first(values + self.output(_attend(self.mixed(values), lengths)))
        return self.second(values + self.narrow(_gelu(self.wide(values))))


def _attend(mixed: Floats, lengths: Sequence[int]) -> Floats:
    """Attention within each text: its rows follow one another, so nothing is padded and nothing masked."""
    width = mixed.shape[1] // 3
    scale = np.float32((width // HEADS) ** -0.5)
    found = np.empty((len(mixed), width), np.float32)
    start = 0
    for length in lengths:
        rows = mixed[start : start + length].reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        weight = (rows[0] * scale) @ rows[1].transpose(0, 2, 1)
        weight -= weight.max(axis=-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(axis=-1, keepdims=True)
        found[start : start + length] = (weight @ rows[2]).transpose(1, 0, 2).reshape(length, width)
        start += length
    return found


def _gelu(values: Floats) -> Floats:
    """``x · Φ(x)``, with the error function as a polynomial: NumPy has none."""
    size = np.abs(values) * np.float32(0.5**0.5)
    step: Floats = _ONE / (_ONE + _ERF_P * size)
    tail = np.full_like(step, _ERF[0])
    for factor in _ERF[1:]:
        tail *= step
        tail += factor
    tail *= step * np.exp(-size * size)  # 1 - erf(|x| / √2)
    found: Floats = np.maximum(values, 0) - np.abs(values) * tail * np.float32(0.5)
    return found


class Model:
    """Texts as vectors; safe to use from several threads."""

    name = weights.NAME

    def __init__(self, tensors: Tensors, pieces: Pieces) -> None:
        self._pieces = pieces
        self._words = tensors["inner.embeddings.word_embeddings.weight_q"]
        self._scales = _floats(tensors, "inner.embeddings.word_embeddings.weight_scale")
        places = _whole(tensors, "inner.embeddings.position_embeddings.weight")
        self._places = places + _floats(tensors, "inner.embeddings.token_type_embeddings.weight")[0]
        self._norm = _norm(tensors, "inner.embeddings.LayerNorm")
        products = sorted(
            (name[:-2] for name in tensors if name.startswith("val_") and name.endswith("_q")),
            key=lambda name: int(name[4:]),
        )
        self._layers = [_layer(tensors, number, products[number * 6 :]) for number in range(LAYERS)]

    def encode(self, texts: Sequence[str], limit: int = PIECES_MAX) -> Floats:
        """A row for each of *texts*, of length one; its first *limit* pieces are read."""
        found = np.zeros((len(texts), weights.DIMENSIONS), np.float32)
        read = [self._pieces.of(text, limit) for text in texts]
        batch: list[int] = []
        for number in sorted(range(len(read)), key=lambda one: len(read[one])):
            if batch and sum(len(read[one]) for one in batch) + len(read[number]) > PIECES_AT_ONCE:
                found[batch] = self._run([read[one] for one in batch])
                batch = []
            batch.append(number)
        if batch:
            found[batch] = self._run([read[one] for one in batch])
        return found

    def _run(self, texts: Sequence[Sequence[int]]) -> Floats:
        lengths = [len(text) for text in texts]
        numbers = np.concatenate([np.asarray(text, np.int64) for text in texts])
        places = np.concatenate([np.arange(length) for length in lengths])
        values = self._norm(self._words[numbers] * self._scales[numbers] + self._places[places])
        for layer in self._layers:
            values = layer(values, lengths)
        starts = np.cumsum([0, *lengths[:-1]])
        means = np.add.reduceat(values, starts) / np.asarray(lengths, np.float32)[:, None]
        found: Floats = means / (np.linalg.norm(means, axis=1, keepdims=True) + _SMALL)
        return found


def _floats(tensors: Tensors, name: str) -> Floats:
    return tensors[name].astype(np.float32)


def _whole(tensors: Tensors, name: str) -> Floats:
    found: Floats = _floats(tensors, f"{name}_q") * _floats(tensors, f"{name}_scale")
    return found


def _norm(tensors: Tensors, name: str) -> Norm:
    return Norm(_floats(tensors, f"{name}.weight"), _floats(tensors, f"{name}.bias"))


def _layer(tensors: Tensors, number: int, products: Sequence[str]) -> Layer:
    """Layer *number*; its *products* in the graph are query, key, value, output, wide and narrow."""
    base = f"inner.encoder.layer.{number}"
    names = ("query", "key", "value")
    mixed = Linear(
        np.concatenate([_whole(tensors, product) for product in products[:3]], axis=1),
        np.concatenate([_floats(tensors, f"{base}.attention.self.{name}.bias") for name in names]),
    )
    return Layer(
        mixed=mixed,
        output=Linear(_whole(tensors, products[3]), _floats(tensors, f"{base}.attention.output.dense.bias")),
        first=_norm(tensors, f"{base}.attention.output.LayerNorm"),
        wide=Linear(_whole(tensors, products[4]), _floats(tensors, f"{base}.intermediate.dense.bias")),
        narrow=Linear(_whole(tensors, products[5]), _floats(tensors, f"{base}.output.dense.bias")),
        second=_norm(tensors, f"{base}.output.LayerNorm"),
    )


def load() -> Model:
    """Read the model: a tenth of a second, 60 MB. Raises ModelMissing without the extra."""
    return Model(weights.tensors(), Pieces(weights.vocabulary()))
