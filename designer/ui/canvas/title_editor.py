"""Edit a block's title where it stands, on its card."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QLineEdit

from designer.network import edits
from designer.ui.canvas.wording import tr
from designer.ui.document import Document


class CardTitleEditor(QLineEdit):
    """A field over the card's name. Enter or a click elsewhere takes the title over, Esc does not; empty: the id is shown."""

    def __init__(self, document: Document, block_id: str, canvas: QGraphicsView) -> None:
        super().__init__(document.architecture.by_id[block_id].title, canvas.viewport())
        self._canvas = canvas
        self._document = document
        self._block_id = block_id
        self._done = False
        self.setPlaceholderText(block_id)
        self.setAccessibleName(tr("Title of {0}").format(block_id))
        self.returnPressed.connect(self._take_over)

    def open_at(self, rect: QRect) -> None:
        """Show the field and select its text."""
        self.setGeometry(rect)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the title over at a click elsewhere."""
        super().focusOutEvent(event)
        self._take_over()

    def _take_over(self) -> None:
        if self._done:
            return
        block_id, title = self._block_id, self.text().strip()
        self._close()
        if block_id in self._document.architecture.by_id:
            self._document.attempt(tr("Rename {0}").format(block_id), lambda old: edits.set_title(old, block_id, title))

    def _close(self) -> None:
        self._done = True
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()
