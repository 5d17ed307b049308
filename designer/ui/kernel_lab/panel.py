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
from designer.ui.widgets.sight import is_in_sight


class KernelLabPanel(QWidget):
    """Hold the lab once somebody wants to see it."""

    told = Signal(str)
    """One sentence for the status line."""
    filters_asked = Signal(object)
    """A `PutRequest`: the kernel is to be put into filters."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self._matrices = LabMatrices(document, live_maps, self)
        self._view: LabView | None = None
        self._lock = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def view(self) -> LabView:
        """Return the lab; it is made at the first call."""
        if self._view is None:
            self._view = LabView(self._document, self._matrices, self._themes, self)
            self._view.told.connect(self.told)
            self._view.foot.put.filters_asked.connect(self.filters_asked)
            self._view.foot.put.show_lock(self._lock)
            self._column.addWidget(self._view)
            self._view.show()  # else the layout does it later, and the focus asked for until then is lost
        return self._view

    def look(self) -> None:
        """Take the picture that was chosen while the tab was behind."""
        if self._view is not None:
            self._view.follow_probe()

    def show_lock(self, reason: str) -> None:
        """Say why no filter can be changed just now; empty: they can."""
        self._lock = reason
        if self._view is not None:
            self._view.foot.put.show_lock(reason)

    def show_outlined(self, filter_: int) -> None:
        """Say which filter of the selected block is outlined."""
        if self._view is not None:
            self._view.foot.put.show_outlined(filter_)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make the lab when its tab is first in sight; a dock is shown for a moment before it becomes a tab, but not painted."""
        super().paintEvent(event)
        if self._view is None and is_in_sight(self):
            QTimer.singleShot(0, self, self.view)
