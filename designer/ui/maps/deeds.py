"""Copy and save the map that is outlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.maps.content_deeds import ContentDeeds
from designer.ui.maps.map_content import npy_bytes

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class MapDeeds(QObject):
    """Do what the map's menu offers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._panel = window.maps_panel
        self._deeds = ContentDeeds(window, self.tr("Save feature maps"))
        self._panel.deed_asked.connect(self.do)

    def do(self, deed: str) -> None:
        """Do ``copy``, ``png``, ``npy`` or ``all_npy`` with what the panel has outlined; nothing where there is nothing."""
        content = self._panel.content()
        if content is None:
            return
        everything = self._panel.all_values() if deed == "all_npy" else None
        if everything is not None:
            name, values = everything
            self._deeds.save(name, ".npy", self.tr("Values (*.npy)"), self.tr("all values of {0}").format(name), npy_bytes(values))
        else:
            self._deeds.do(deed, content)
