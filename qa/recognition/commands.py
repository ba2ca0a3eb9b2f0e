"""The commands of recognition."""

from __future__ import annotations

from qa.recognition.statements.commands import group as statements

__all__ = ["statements"]
