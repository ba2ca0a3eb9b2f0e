"""Whoosh's postings in larger blocks, each as a few arrays of bytes instead of a Python object for every posting.

Whoosh keeps a block as a pickled tuple with the positions of each posting as an object of its own. Scoring needs none of
those, and had to make them all: reading a term that is not in the cache took five times as long (measured).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter

from qa.search.schema import FORMAT_VERSION

BLOCK = 1_024
"""Postings in a block."""
FOLDER_FORMAT = f"{FORMAT_VERSION}.1"
"""By which rules a folder was written: what is indexed, and how it is packed."""


class Blocks(W3Codec):
    """Whoosh's codec with packed blocks."""

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """The writer of packed blocks; there are no postings by names."""
        assert not byteids
        return _Writer(dbfile, self._blocklimit, compression=self._compression, inlinelimit=self._inlinelimit)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """The matcher over a term's blocks."""
        if terminfo.is_inlined():
            return super().postings_reader(dbfile, terminfo, format_, term=term, scorer=scorer)
        offset, length = terminfo.extent()
        return Packed(dbfile, offset, length, format_, term=term, scorer=scorer)


class _Writer(W3PostingsWriter):
    def _mini_ids(self) -> bytes:
        return np.diff(np.array(self._ids, dtype="<i4"), prepend=np.int32(0)).astype("<i4").tobytes()

    def _mini_weights(self) -> Any:
        fewer = super()._mini_weights()  # None where all are 1, one number where all are equal
        return fewer.tobytes() if isinstance(fewer, array) else fewer

    def _mini_values(self) -> tuple[bytes, bytes] | None:
        if self._format.fixed_value_size() == 0:
            return None
        lengths = np.fromiter(map(len, self._values), "<u4", len(self._values))
        return lengths.tobytes(), b"".join(self._values)


class Packed(W3LeafMatcher):
    """A term's postings, block by block."""

    def block_ids(self) -> NDArray[np.int32]:
        """The document numbers of the present block."""
        self._need()
        return np.cumsum(np.frombuffer(self._data[0], dtype="<i4"), dtype=np.int32)

    def block_weights(self) -> NDArray[np.float32]:
        """The counts of the present block."""
        self._need()
        stored = self._data[1]
        if isinstance(stored, bytes):
            return np.frombuffer(stored, dtype=np.float32)
        return np.full(self._blocklength, 1.0 if stored is None else stored, np.float32)

    def block_values(self) -> tuple[NDArray[np.int64], bytes]:
        """The length in bytes of each posting's positions, and all of them one after another."""
        self._need()
        lengths, joined = self._data[2] or (b"", b"")
        return np.frombuffer(lengths, dtype="<u4").astype(np.int64), joined

    def _need(self) -> None:
        if self._data is None:
            self._read_data()

    # What Whoosh itself reads, when it merges segments.

    def _read_ids(self) -> None:
        self._ids: Sequence[int] = self.block_ids().tolist()

    def _read_weights(self) -> None:
        self._weights: Sequence[float] = self.block_weights().tolist()

    def _read_values(self) -> None:
        lengths, joined = self.block_values()
        if not len(lengths):
            self._values: Sequence[bytes | None] = (None,) * self._blocklength
            return
        ends = np.cumsum(lengths)
        pairs = zip((ends - lengths).tolist(), ends.tolist(), strict=True)
        self._values = [joined[start:end] for start, end in pairs]
