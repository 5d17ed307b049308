"""The keys of undo and redo, for widgets that take back steps of their own while they have the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

__all__ = ["is_redo", "is_undo", "takes_undo_keys"]

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_MEANT = _CONTROL | _SHIFT | Qt.KeyboardModifier.AltModifier


def is_undo(event: QKeyEvent) -> bool:
    """Tell whether a key is that of undo."""
    return bool(event.matches(QKeySequence.StandardKey.Undo))


def is_redo(event: QKeyEvent) -> bool:
    """Tell whether a key is one of redo's: Ctrl+Y and Ctrl+Shift+Z, whatever the system's own is."""
    pressed = (event.key(), event.modifiers() & _MEANT)
    return pressed in ((Qt.Key.Key_Y, _CONTROL), (Qt.Key.Key_Z, _CONTROL | _SHIFT)) or bool(event.matches(QKeySequence.StandardKey.Redo))


def takes_undo_keys(event: QEvent) -> bool:
    """Tell whether a widget has to accept an event, for these keys to reach it and not the window, where they undo edits of the document."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and (is_undo(event) or is_redo(event))
