"""The model: pieces of words, the arithmetic, and the files that it is read from."""

from __future__ import annotations

import sys
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.search.semantic import model, weights
from qa.search.semantic.model import Model
from qa.search.semantic.pieces import CLS, SEP, UNKNOWN, Pieces
from qa.search.semantic.weights import ModelMissing
from tests.search.meaning import the_model

SMALL = {
    "we": 1,
    "audit": 2,
    "##s": 3,
    "ed": 4,
    "re": 5,
    "##audit": 6,
    "?": 7,
    "-": 8,
    "cafe": 9,
    "東": 10,
    "京": 11,
}


@pytest.fixture(scope="module")
def real() -> Model:
    return the_model()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We audits?", [1, 2, 3, 7]),
        ("re-audit", [5, 8, 2]),
        ("reaudits", [5, 6, 3]),
        ("Café", [9]),
        ("東京", [10, 11]),
        ("we\u200bwe\x00", [UNKNOWN]),
        ("zebra we", [UNKNOWN, 1]),
        ("a" * 101, [UNKNOWN]),
        ("", []),
    ],
)
def test_a_text_becomes_the_longest_pieces_known(text: str, wanted: list[int]) -> None:
    assert Pieces(SMALL).of(text, 20) == [CLS, *wanted, SEP]


@given(st.text(max_size=300), st.integers(2, 40))
def test_any_text_becomes_at_most_so_many_pieces(text: str, limit: int) -> None:
    found = Pieces(SMALL).of(text, limit)
    assert len(found) <= limit
    assert (found[0], found[-1]) == (CLS, SEP)


def test_the_error_function_is_exact_enough() -> None:
    values = np.linspace(-6, 6, 121, dtype=np.float32)
    exact = [float(x) * (1 + erf(float(x) / sqrt(2))) / 2 for x in values]
    assert np.abs(model._gelu(values) - exact).max() < 2e-6


def test_pieces_are_those_the_model_was_trained_with(real: Model) -> None:
    """Computed once with the tokenizer of the model's makers."""
    text = "Re-auditing SOC2 vendors, naïvely?"
    assert real._pieces.of(text, 20) == [
        101, 2128, 1011, 15727, 2075, 27084, 2475, 17088, 1010, 15743, 2135, 1029, 102,
    ]  # fmt: skip


def test_vectors_are_those_of_the_model(real: Model) -> None:
    """The first numbers as onnxruntime computes them from the same file, with the mean and the length of one."""
    (vector,) = real.encode(["How many critical vendors do you re-audit on site each year?"])
    known = [0.00404878, -0.01690122, -0.03836077, 0.02620711, 0.01510725, 0.03845084]
    assert np.abs(vector[:6] - known).max() < 1e-6
    assert abs(float(vector @ vector) - 1) < 1e-5


def test_a_batch_gives_what_each_text_gives_alone(real: Model) -> None:
    texts = ["Who pays?", "How do you audit a supplier on site?", "", "budget " * 300]
    together = real.encode(texts)
    alone = np.concatenate([real.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5
    assert (np.abs(np.square(together).sum(axis=1) - 1) < 1e-5).all()


def test_what_means_the_same_is_nearer_than_what_does_not(real: Model) -> None:
    asked, same, other = real.encode(
        [
            "Do you pay a ransom?",
            "Would your firm give money to extortionists?",
            "Which printers do you lease?",
        ]
    )
    assert asked @ same > 0.4 > asked @ other


def test_without_the_packages_it_says_what_is_missing() -> None:
    with pytest.raises(ModelMissing, match="no-such-package is not installed"):
        weights.read(("no_such_package", "model.onnx", "0"))


def test_a_file_that_is_not_the_one_measured_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "quorum_weights_of_a_test"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    source = (
        "quorum_weights_of_a_test",
        "a.bin",
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    )
    (folder / "__init__.py").write_text("raise RuntimeError('no code of the package may run')")
    with pytest.raises(ModelMissing, match="cannot be read"):
        weights.read(source)
    (folder / "a.bin").write_bytes(b"b")
    with pytest.raises(ModelMissing, match="not the file"):
        weights.read(source)
    (folder / "a.bin").write_bytes(b"a")
    assert weights.read(source) == b"a"
