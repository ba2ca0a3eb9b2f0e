"""The picture of `benchmarks.routing`: the answers that are in, by share of the time-box, as SVG in the site's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

GROUND, INK, FAINT, RULE = "#fafaf8", "#182022", "#5b6467", "#d5d8d1"
LINES = {
    "waves": ("#0e4c5b", ""),
    "tell everybody": ("#7d4f00", "7 4"),
    "tell nobody": ("#454e51", "2 3"),
    "expected": ("#5b6467", "1 3"),
}
"""Colour and dashes, so that nobody has to tell the lines apart by colour alone."""

WIDTH, HEIGHT = 720, 400
LEFT, TOP, RIGHT, BOTTOM = 64, 64, 560, 344
APART = 18
"""Pixels between two names at the lines' ends, at least."""


def picture(curves: Mapping[str, Sequence[float]], title: str, note: str) -> str:
    """*curves* by name: shares of the answers wanted, evenly spaced from posting to the date."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
        f'<text x="{LEFT}" y="28" font-size="16" font-family="Georgia, serif">{escape(title)}</text>',
        f'<text x="{LEFT}" y="47" fill="{FAINT}">{escape(note)}</text>',
        *_axes(),
        *(_line(name, curve) for name, curve in curves.items()),
        *_names({name: curve[-1] for name, curve in curves.items()}),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes() -> list[str]:
    found = []
    for percent in range(0, 101, 25):
        x, y = _x(percent / 100), _y(percent / 100)
        found += [
            f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{RULE}"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{FAINT}">{percent} %</text>',
            f'<text x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle" fill="{FAINT}">{percent} %</text>',
        ]
    middle = (LEFT + RIGHT) / 2
    found.append(
        f'<text x="{middle}" y="{BOTTOM + 42}" text-anchor="middle" fill="{FAINT}">of the time-box</text>'
    )
    return found


def _line(name: str, curve: Sequence[float]) -> str:
    colour, dashes = LINES[name]
    points = " ".join(f"{_x(i / (len(curve) - 1)):.1f},{_y(y):.1f}" for i, y in enumerate(curve))
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'


def _names(ends: Mapping[str, float]) -> list[str]:
    """Each name beside the end of its line, moved down where it would lie on the one above."""
    found, least = [], 0.0
    for name, end in sorted(ends.items(), key=lambda item: -item[1]):
        least = max(_y(end) + 4, least)
        found.append(f'<text x="{RIGHT + 10}" y="{least:.1f}" fill="{LINES[name][0]}">{escape(name)}</text>')
        least += APART
    return found


def _x(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
