"""Arithmetic stays on the thread that asks for it: several processes serve, and there are few cores."""

from __future__ import annotations

import os
import subprocess
import sys

MULTIPLIES = """
import {first}
import numpy as np
big = np.ones((600, 600), np.float32)
big @ big
print(len(__import__("os").listdir("/proc/self/task")))
"""


def threads(first: str, **extra: str) -> int:
    """How many threads a process has after a multiplication, when *first* was imported before NumPy."""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", MULTIPLIES.format(first=first)]
    done = subprocess.run(command, env=environ | extra, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_process_of_ours_computes_on_one_thread() -> None:
    assert threads("qa") == 1


def test_who_runs_it_may_say_otherwise() -> None:
    if (os.cpu_count() or 1) < 2:
        return
    assert threads("qa", OPENBLAS_NUM_THREADS="2") == 2
    assert threads("os") > 1  # the control: NumPy by itself takes all cores
