"""The line above a plot: its name, and for each curve its stroke, name and last value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["CurveLegend"]


class _Stroke(QWidget):
    """A short piece of a curve's line."""

    def __init__(self, color: str, dashed: bool, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._color, self._dashed, self._themes = color, dashed, themes
        themes.on_change(self._show_theme)

    def sizeHint(self) -> QSize:
        theme = self._themes.current()
        return QSize(theme.px("icon_l"), theme.px("icon_s"))

    def show_color(self, color: str) -> None:
        """Take another colour of the theme."""
        if color != self._color:
            self._color = color
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._themes.current()
        pen = QPen(theme.color(self._color), theme.px("curve"))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._dashed:
            pen.setDashPattern([3, 1.5])
        painter = QPainter(self)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.end()

    def _show_theme(self, _theme: Theme) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


class CurveLegend(QWidget):
    """Show the newest values of a plot: "Loss — train 0.071 – – validation 0.085"; where that is too long, the values alone or none."""

    def __init__(self, title: str, themes: Themes, parent: QWidget | None = None, *, has_validation: bool = True) -> None:
        super().__init__(parent)
        self._has_validation = has_validation
        self._title = QLabel(title, self)
        self._training, self._validation = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self._strokes: dict[str, _Stroke] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._title)
        for color, dashed, label in (("curve_training", False, self._training), ("curve_validation", True, self._validation)):
            set_look(label, Look.SMALL)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            stroke = _Stroke(color, dashed, themes, self)
            self._strokes[color] = stroke
            self._row.addWidget(stroke)
            self._row.addWidget(label)
            for widget in (stroke, label):
                widget.setVisible(not dashed or has_validation)
        self._row.addStretch(1)
        self.show_values("", "")
        themes.on_change(self._show_theme)

    def show_values(self, training: str, validation: str) -> None:
        """Show the newest values, as texts; empty: none yet."""
        self._values = training, validation
        self._said = self.tr("train {0}").format(training).rstrip(), self.tr("validation {0}").format(validation).rstrip()
        if not self._has_validation:
            self._said = training, ""
        self._fit()

    def show_title(self, title: str) -> None:
        """Take another name of the quantity."""
        if title != self._title.text():
            self._title.setText(title)
            self._fit()

    def show_neutral(self, neutral: bool) -> None:
        """Show strokes without the colours of a single run: several runs have colours of their own, solid and dashed stay."""
        for color, stroke in self._strokes.items():
            stroke.show_color("plot_axis" if neutral else color)

    def text(self) -> str:
        """Return all that is shown, as one line."""
        return " ".join(part for part in (self._title.text(), *self._said) if part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, strokes = self._training.fontMetrics(), self.findChildren(_Stroke)
        room = self.width() - self._title.sizeHint().width() - sum(stroke.width() for stroke in strokes) - self._row.count() * self._row.spacing()
        fitting = (texts for texts in (self._said, self._values) if sum(map(metrics.horizontalAdvance, texts)) <= room)
        shown = next(fitting, ("", ""))
        for label, said, text in zip((self._training, self._validation), self._said, shown, strict=True):
            _show_steadily(label, text)
            label.setAccessibleName(said)
        self.setToolTip("" if shown == self._said else self.text())

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space"))


def _show_steadily(label: ElidedLabel, text: str) -> None:
    """Show a text that changes with every step: the label keeps its width where it fits, or the window would be laid out each time."""
    metrics = label.fontMetrics()
    needed = metrics.horizontalAdvance(text)
    if not needed <= label.width() <= needed + 3 * metrics.averageCharWidth() or label.minimumWidth() != label.maximumWidth():
        label.setFixedWidth(needed)
    label.setText(text)
