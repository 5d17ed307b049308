"""Draw filled shapes of many sizes, places and angles at once, by their distance to every pixel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Outline = Callable[[Values, Values, Values], Values]
"""From a pixel's place (right, down; the shape reaches from about −1 to 1) and the stroke's width to its distance from the shape, negative inside."""


def coverage(outline: Outline, right: Values, down: Values, stroke: Values, radius_px: Values) -> Values:
    """Return how much of each pixel the shape covers, 0 to 1.

    Shape:
        places (N, H, W), stroke and radius (N, 1, 1) to (N, H, W)
    """
    covered: Values = np.clip(0.5 - outline(right, down, stroke) * radius_px, 0.0, 1.0)
    return covered


def _circle(right: Values, down: Values, stroke: Values) -> Values:
    distance: Values = np.hypot(right, down) - 0.9
    return distance


def _ring(right: Values, down: Values, stroke: Values) -> Values:
    distance: Values = np.abs(np.hypot(right, down) - 0.9 + stroke / 2) - stroke / 2
    return distance


def _box(right: Values, down: Values, half_width: Values | float, half_height: Values | float) -> Values:
    distance: Values = np.maximum(np.abs(right) - half_width, np.abs(down) - half_height)
    return distance


def _square(right: Values, down: Values, stroke: Values) -> Values:
    return _box(right, down, 0.8, 0.8)


def _frame(right: Values, down: Values, stroke: Values) -> Values:
    distance: Values = np.abs(_box(right, down, 0.85, 0.85) + stroke / 2) - stroke / 2
    return distance


def _half_planes(right: Values, down: Values, angles: tuple[float, ...], reach: float) -> Values:
    planes = [right * math.cos(angle) + down * math.sin(angle) - reach for angle in angles]
    distance: Values = np.maximum.reduce(planes)
    return distance


def _triangle(right: Values, down: Values, stroke: Values) -> Values:
    return _half_planes(right, down - 0.2, (math.pi / 2, math.pi * 7 / 6, math.pi * 11 / 6), 0.52)


def _cross(right: Values, down: Values, stroke: Values) -> Values:
    distance: Values = np.minimum(_box(right, down, stroke * 0.8, 0.95), _box(right, down, 0.95, stroke * 0.8))
    return distance


def _star(right: Values, down: Values, stroke: Values) -> Values:
    turn = np.arctan2(right, -down)
    sector = np.abs(np.mod(turn + math.pi / 5, math.pi * 2 / 5) - math.pi / 5)
    along, across = np.hypot(right, down) * np.cos(sector), np.hypot(right, down) * np.sin(sector)
    slope = math.radians(20)  # between a point's middle line and its edge
    distance: Values = along * math.sin(slope) + across * math.cos(slope) - 1.05 * math.sin(slope)
    return distance


def _heart(right: Values, down: Values, stroke: Values) -> Values:
    half = 0.52
    turned_right, turned_down = (right + down - 0.12) * math.sqrt(0.5), (right - down + 0.12) * math.sqrt(0.5)
    lobes = [np.hypot(turned_right - side_right * half, turned_down - side_down * half) - half for side_right, side_down in ((-1, 0), (0, 1))]
    distance: Values = np.minimum.reduce([_box(turned_right, turned_down, half, half), *lobes])
    return distance


def _moon(right: Values, down: Values, stroke: Values) -> Values:
    distance: Values = np.maximum(np.hypot(right, down) - 0.95, 0.8 - np.hypot(right - 0.5, down))
    return distance


def _arrow(right: Values, down: Values, stroke: Values) -> Values:
    head = np.maximum(_half_planes(right, down + 0.4, (math.radians(-30), math.radians(-150)), 0.3), down)
    distance: Values = np.minimum(head, _box(right, down - 0.4, stroke * 0.55, 0.55))
    return distance


OUTLINES: Mapping[str, Outline] = {
    "circle": _circle, "ring": _ring, "square": _square, "frame": _frame, "triangle": _triangle,
    "cross": _cross, "star": _star, "heart": _heart, "moon": _moon, "arrow": _arrow,
}  # fmt: skip
"""What can be drawn, by name."""
