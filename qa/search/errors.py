"""What can be wrong with an index."""

from __future__ import annotations


class SearchIndexError(Exception):
    """The index cannot be used now."""


class IndexDamaged(SearchIndexError):
    """The index is missing, of another format, or unreadable: it must be built anew from the database."""


class IndexBusy(SearchIndexError):
    """Another process is writing the index; try again later."""
