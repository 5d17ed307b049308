"""Where Tab goes next: from part to part of the window in the order of work, not in that in which widgets were made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

__all__ = ["next_stop"]


def next_stop(window: QWidget, parts: Sequence[QWidget], forward: bool) -> QWidget | None:
    """Return the widget that the keyboard goes to from where it is; ``None``: there is none.

    Widgets come and go with the selection, and Qt puts each new one at the end; so the order is found anew at each step.

    Args:
        window: All of whose widgets count.
        parts: Of the window, in the order they are gone through; what is in none of them comes last.
    """
    stops = _stops(window, parts)
    if not stops:
        return None
    at = next((index for index, stop in enumerate(stops) if stop is window.focusWidget()), None)
    if at is None:
        return stops[0 if forward else -1]
    return stops[(at + (1 if forward else -1)) % len(stops)]


def _stops(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """Return all stops in order; within a part as Qt has them."""
    found: list[list[QWidget]] = [[] for _ in range(len(parts) + 1)]
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if _is_stop(widget, window):
            found[_part_of(widget, parts)].append(widget)
        widget = widget.nextInFocusChain()
    return [stop for part in found for stop in part]


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    takes_tab = (widget.focusPolicy() & Qt.FocusPolicy.TabFocus) == Qt.FocusPolicy.TabFocus
    return takes_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None and widget.window() is window


def _part_of(widget: QWidget, parts: Sequence[QWidget]) -> int:
    return next((index for index, part in enumerate(parts) if part is widget or part.isAncestorOf(widget)), len(parts))
