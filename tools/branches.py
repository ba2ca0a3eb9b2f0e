"""Say which measured file has fewer than 95 % of its statements and branches covered; exit 1 if one has."""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 95.0


def main(report: str) -> int:
    """Judge the JSON *report* of coverage; returns the exit status."""
    files = json.loads(Path(report).read_text())["files"]
    short = {
        name: found["summary"]["percent_covered"]
        for name, found in files.items()
        if found["summary"]["percent_covered"] < LEAST
    }
    for name, percent in sorted(short.items()):
        lines = ", ".join(map(str, files[name]["missing_lines"][:20]))
        branches = ", ".join(f"{a}->{b}" for a, b in files[name]["missing_branches"][:20])
        print(
            f"{name}: {percent:.1f} % covered, {LEAST:.0f} needed; lines {lines or '-'}; branches {branches or '-'}"
        )
    return 1 if short or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
