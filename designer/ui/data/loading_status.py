"""The loading of the document's data set in the status bar, with a Cancel; hidden while nothing is loaded."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.protocol.events import LoadingTold
from designer.ui.data.loading_line import LoadingLine
from designer.ui.status_bar import StatusBar
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState

__all__ = ["LoadingStatus"]


class LoadingStatus(QWidget):
    """Show how far loading is, whoever asked for it."""

    def __init__(self, session: TrainingSession, themes: Themes, bar: StatusBar) -> None:
        super().__init__(bar)
        self._session, self._bar = session, bar
        self.line = LoadingLine(themes, self)
        self.line.cancelled.connect(session.cancel_loading)
        set_look(self.line.cancel_button, Look.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        session.loading_told.connect(self._show)
        session.dataset_changed.connect(self._end)
        session.run_started.connect(self._end)
        session.failed.connect(self._end)
        session.worker_died.connect(self._end)
        session.state_changed.connect(self._follow)
        themes.on_change(self._show_theme)
        self.hide()

    def _show(self, told: LoadingTold) -> None:
        title = next((facts.title for facts in self._session.datasets if facts.name == told.name), "")
        self.line.show_progress(told, title)
        self.show()
        self._bar.take_room(self.width() + self._spacing_px)

    def _follow(self, state: TrainingState) -> None:
        if state is not TrainingState.STARTING:
            self._end()

    def _end(self, *_: object) -> None:
        self.line.end()
        self.hide()
        self._bar.take_room(0)

    def _show_theme(self, theme: Theme) -> None:
        self._spacing_px = theme.px("space_l")
        self.setFixedWidth(theme.px("progress_width") * 3 // 2)
