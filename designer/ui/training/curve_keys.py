"""Reading the curves by keys: arrows move the crosshair, Home and End go to the ends, Esc puts it away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

__all__ = ["moved_place"]

_SMALL, _LARGE = 1 / 200, 1 / 10


def moved_place(event: QKeyEvent, place: float | None, end: float, least: float) -> float | None:
    """Return where a key moves the crosshair on an axis from 0 to ``end``; ``None``: the key means nothing here.

    Args:
        place: Where it is; ``None``: nowhere yet.
        least: The shortest way that is seen: one step.
    """
    start = end if place is None else place
    small = max(end * _SMALL, least)
    ways = {
        Qt.Key.Key_Left: -small, Qt.Key.Key_Right: small, Qt.Key.Key_PageUp: -end * _LARGE, Qt.Key.Key_PageDown: end * _LARGE,
        Qt.Key.Key_Home: -end, Qt.Key.Key_End: end,
    }  # fmt: skip
    way = ways.get(Qt.Key(event.key()))
    if way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return min(max(start + way, 0.0), end)
