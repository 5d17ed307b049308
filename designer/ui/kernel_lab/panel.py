"""The Kernel lab's tab: empty until it is looked at for the first time."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.ui.document import Document
from designer.ui.kernel_lab.lab import LabView
from designer.ui.kernel_lab.matrices import LabMatrices
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes


class KernelLabPanel(QWidget):
    """Hold the lab once somebody wants to see it."""

    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self._matrices = LabMatrices(document, live_maps)
        self._view: LabView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def view(self) -> LabView:
        """Return the lab; it is made at the first call."""
        if self._view is None:
            self._view = LabView(self._document, self._matrices, self._themes, self)
            self._view.told.connect(self.told)
            self._column.addWidget(self._view)
            self._view.show()  # else the layout does it later, and the focus asked for until then is lost
        return self._view

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make the lab when its tab is first in sight; a dock is shown for a moment before it becomes a tab, but not painted."""
        super().paintEvent(event)
        if self._view is None and not self.visibleRegion().isEmpty():
            QTimer.singleShot(0, self, self.view)
