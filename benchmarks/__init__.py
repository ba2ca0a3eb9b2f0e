"""Measurements: never part of the tests, because a timed test lies on a busy machine."""
