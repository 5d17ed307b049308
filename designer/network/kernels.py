"""The named 3×3 kernels of the lectures; cross-correlation, as torch computes: no flip."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Rows = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

NAMED_KERNELS: Mapping[str, Rows] = MappingProxyType(
    {
        "blur": ((1 / 9, 1 / 9, 1 / 9), (1 / 9, 1 / 9, 1 / 9), (1 / 9, 1 / 9, 1 / 9)),
        "sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        "edge": ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
        "edge-enhance": ((-1, 0, -1), (0, 5, 0), (-1, 0, -1)),
        "emboss": ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        "line-horizontal": ((-1, -1, -1), (2, 2, 2), (-1, -1, -1)),
        "line-vertical": ((-1, 2, -1), (-1, 2, -1), (-1, 2, -1)),
        "line-45": ((-1, -1, 2), (-1, 2, -1), (2, -1, -1)),
        "line-135": ((2, -1, -1), (-1, 2, -1), (-1, -1, 2)),
        "sobel-x": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        "sobel-y": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    }
)
