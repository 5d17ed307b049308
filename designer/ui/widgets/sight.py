"""Whether a person can see a widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

__all__ = ["is_in_sight"]


def is_in_sight(widget: QWidget) -> bool:
    """Tell whether any part of a widget is on the screen: Qt moves a tab that is behind out of the window, without hiding it."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()
