"""Which runs are laid over each other: number, colour and name of each; a press takes one out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_series import OverlaidRun
from designer.ui.widgets.elided_label import elided
from designer.ui.widgets.flow_layout import FlowLayout

__all__ = ["RunLegend"]

_NAME_LETTERS, _FEWEST_LETTERS = 32, 12


class RunLegend(QWidget):
    """A row of runs, in the next line where they do not fit; hidden where there are none."""

    dismissed = Signal(str)
    """The run of this path is to be taken out; empty: all of them."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shown: tuple[tuple[int, str, str], ...] = ()
        self._buttons: list[QPushButton] = []
        self._short: list[str] = []
        self._colors: list[str] = []
        self._flow = FlowLayout(self)
        self.hide()
        themes.on_change(self._show_theme)

    def show_runs(self, runs: Sequence[OverlaidRun], this_run: str = "") -> None:
        """Show runs.

        Args:
            this_run: What the run on screen is called, where it is drawn with them and is none of them.
        """
        wanted = (*((0, this_run, "") for _ in (1,) if this_run), *((run.number, run.title, run.path) for run in runs))
        if wanted == self._shown:
            return
        self._shown = wanted
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons, self._short, self._colors = [], [], []
        for number, title, path in wanted:
            self._add(f"{number}  {title}" if number else title, str(number or title), f"run_{number}" if number else "text", path)
        if len(runs) > 1:
            self._add(self.tr("Take all out"), self.tr("Take all out"), "", "")
        self.setVisible(bool(runs))
        self._show_theme(self._themes.current())

    def texts(self) -> tuple[str, ...]:
        """Return what the entries say."""
        return tuple(button.accessibleName() for button in self._buttons)

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the entries."""
        return tuple(self._buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits into one row."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name the runs where there is room for it in one row; else their numbers, and the names in the tooltips."""
        if not self._buttons:
            return
        metrics = self.fontMetrics()
        letter, count = metrics.averageCharWidth(), len(self._buttons)
        room = self.width() // count - (self._stroke_px + self._flow.spacing() + self._padding_px)
        texts = [button.accessibleName() for button in self._buttons]
        spare = sum(max(room - metrics.horizontalAdvance(text), 0) for text in texts)  # what short names leave to the long ones
        longer = sum(metrics.horizontalAdvance(text) > room for text in texts)
        most = min(room + (spare // longer if longer else 0), letter * _NAME_LETTERS)
        for button, text, short in zip(self._buttons, texts, self._short, strict=True):
            shown = (elided(text, metrics, most) if most >= letter * _FEWEST_LETTERS else short).replace("&", "&&")
            if button.text() != shown:
                button.setText(shown)

    def _add(self, text: str, short: str, color: str, path: str) -> None:
        button = QPushButton(self)
        button.setAccessibleName(text)
        set_look(button, Look.LINK if not color else Look.QUIET)
        if path or not color:
            tip = self.tr("{0}: take it out of the plots").format(text) if path else self.tr("Take all runs out of the plots")
            button.setToolTip(f"<p>{escape(tip)}</p>")  # never read as markup
            button.clicked.connect(partial(self._dismiss, path))
        else:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._flow.addWidget(button)
        self._buttons.append(button)
        self._short.append(short)
        self._colors.append(color)
        button.show()

    def _dismiss(self, path: str, _checked: bool = False) -> None:
        self.dismissed.emit(path)

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space_s"))
        self._stroke_px, self._padding_px = theme.px("icon_l"), 3 * theme.px("space")
        for button, color in zip(self._buttons, self._colors, strict=True):
            if color:
                button.setIcon(QIcon(self._stroke(theme, color)))
                button.setIconSize(QSize(theme.px("icon_l"), theme.px("icon_s")))
        self._fit()

    def _stroke(self, theme: Theme, color: str) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(theme.px("icon_l"), theme.px("icon_s")) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(QPen(theme.color(color), theme.px("curve") + theme.px("border")))
        middle = theme.px("icon_s") / 2
        painter.drawLine(QPointF(0, middle), QPointF(theme.px("icon_l") - theme.px("space_s"), middle))
        painter.end()
        return picture
