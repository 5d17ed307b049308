"""Where a key leads among tiles in rows."""

from __future__ import annotations

from PySide6.QtCore import Qt

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def walked(key: int, current: int, count: int, columns: int) -> int | None:
    """Return the tile that arrows, Home or End lead to; none: another key, or no tiles.

    Beyond the first and the last tile there is nowhere to go: ``current`` is returned.

    >>> walked(Qt.Key.Key_Down, current=1, count=7, columns=3)
    4
    >>> walked(Qt.Key.Key_Up, current=1, count=7, columns=3)
    1
    """
    if not count:
        return None
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return 0 if key == Qt.Key.Key_Home else count - 1
    step = _STEPS.get(Qt.Key(key))
    if step is None:
        return None
    place = current + step[0] + step[1] * columns
    return place if 0 <= place < count else current
