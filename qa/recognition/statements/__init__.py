"""Statements: what peers said of a member in a period, signed, with a code by which anybody can check it."""
