"""What is said of a map's value under the pointer, beside the pointer and at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView


class ValueTip(QObject):
    """Show a text as a tooltip, in place of the card's own."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._text = ""
        canvas.viewport().installEventFilter(self)

    @property
    def text(self) -> str:
        """What is said; empty: nothing."""
        return self._text

    def show_text(self, text: str) -> None:
        """Say something at the pointer; nothing: stop."""
        at = self._canvas.last_pointer
        if text and at is not None:
            QToolTip.showText(self._canvas.viewport().mapToGlobal(at), text, self._canvas.viewport())
        elif self._text:
            QToolTip.hideText()
        self._text = text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the tooltip of the card away while a value is told."""
        return bool(self._text) and event.type() == QEvent.Type.ToolTip
