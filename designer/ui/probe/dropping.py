"""Take a picture that is dropped on a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from designer.ui.probe.picture_reading import picture_path

__all__ = ["PictureDrops"]

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class PictureDrops(QObject):
    """Accepts pictures and picture files, and leaves everything else to whoever is asked next."""

    dropped = Signal(object)
    """A picture was dropped; carries its `QMimeData`, which lives no longer than the call."""

    def watch(self, widget: QWidget) -> None:
        """Take pictures here."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a drag of a picture, and tell its drop."""
        if isinstance(event, QDropEvent) and _holds_picture(event.mimeData()):
            if event.type() in _DRAGS:
                event.acceptProposedAction()
                return True
            if event.type() == QEvent.Type.Drop:
                event.acceptProposedAction()
                self.dropped.emit(event.mimeData())
                return True
        return super().eventFilter(watched, event)


def _holds_picture(mime: QMimeData) -> bool:
    return bool(picture_path(mime)) or (mime.hasImage() and not mime.hasUrls())
