"""A guard against work that grows out of hand: far above what an honest machine needs, far below what a blow-up costs.

No measure of speed, which depends on the machine: that is what the benchmarks are for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")
SECONDS = 8.0
"""CPU seconds. What is guarded takes a tenth of one; quadratic work on the same input takes a minute and more."""


def under_ceiling(act: Callable[[], R], seconds: float = SECONDS) -> R:
    """What *act* gives; fails where its thread spends more than *seconds* of CPU on it."""
    began = time.thread_time()
    result = act()
    spent = time.thread_time() - began
    assert spent < seconds, f"{spent:.1f} CPU seconds"
    return result
