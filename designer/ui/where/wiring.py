"""The place in the settings, the dialog that changes it, and the worker that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from designer.ui.where.place import Place
from designer.ui.where.run_copies import RunCopies

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["WhereWiring"]


class WhereWiring(QObject):
    """Let training happen where a person said."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._place = Place.from_text(window.settings.where)
        self._copies: RunCopies | None = None
        if self._place != Place():
            window.client.use(self._place.command())
        if self._place.is_remote:
            window.session.set_data_root(self._place.data_root or None)
        self._copy_runs()
        window.actions_table.bind("where", self.ask)
        window.toolbar.device_chip.popup.where_requested.connect(self.ask)

    def ask(self) -> None:
        """Open the dialog."""
        from designer.ui.where.dialog import WhereDialog

        window = self._window
        why_not = self.tr("A run is on: stop it first.") if window.session.is_active else ""
        dialog = WhereDialog(self._place, window.themes, window, why_not)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._move)
        dialog.open()

    def _move(self, place: Place) -> None:
        session, settings = self._window.session, self._window.settings
        if place == self._place or session.is_active:
            return
        self._place = place
        settings.where = place.to_text()
        here = str(settings.data_root) if settings.data_root else None
        session.set_data_root((place.data_root or None) if place.is_remote else here)
        self._copy_runs()
        self._window.live_maps.clear()
        session.move(place.command())

    def _copy_runs(self) -> None:
        """Keep copies of the runs of another machine, and only of another: here they are in place."""
        if self._copies is not None:
            self._copies.stop()
            self._copies = None
        if self._place.is_remote:
            self._copies = RunCopies(self._window.client, self._place.front, self)
            self._copies.failed.connect(self._window.session.told)
