"""How far the loading of a data set is, with a Cancel: a sentence, a bar, a button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from designer.network.figures import size_text
from designer.protocol.events import LoadingTold
from designer.ui.data.places import place_title
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["LoadingLine", "loading_share", "loading_text"]

_tr = partial(QCoreApplication.translate, "LoadingLine")
_STEPS = 1_000


def loading_share(told: LoadingTold) -> str:
    """Return how far it is: "34 %", or what is done where nobody knows how much there is."""
    if told.total > 0:
        return f"{min(100 * told.done // told.total, 100)} %"
    return _counted(told.done, told.unit) if told.done else "…"


def loading_text(told: LoadingTold, title: str = "") -> str:
    """Return in a few words what is being done.

    >>> loading_text(LoadingTold(name="mnist", doing="downloading", done=2**20, total=11 * 2**20, unit="bytes"), "MNIST")
    'Downloading MNIST: 1.00 MiB of 11.0 MiB'
    """
    verb = {"downloading": _tr("Downloading {0}"), "reading": _tr("Reading {0}"), "preparing": _tr("Fitting {0} to the input")}
    what = verb.get(told.doing, _tr("Loading {0}")).format(title or place_title(told.name))
    if not told.done and not told.total:
        return f"{what} …"
    done = _counted(told.done, told.unit) if told.total <= 0 or told.unit == "bytes" else f"{told.done:,}"
    return f"{what}: " + (_tr("{0} of {1}").format(done, _counted(told.total, told.unit)) if told.total > 0 else done)


def _counted(number: int, unit: str) -> str:
    if unit == "bytes":
        return size_text(number)
    return (_tr("{0} files") if unit == "files" else _tr("{0} pictures")).format(f"{number:,}")


class LoadingLine(QWidget):
    """Hidden while nothing is loaded."""

    cancelled = Signal()
    """Cancel was pressed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ElidedLabel(parent=self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of loading the data set"))
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setAccessibleName(self.tr("Cancel loading the data set"))
        self.cancel_button.clicked.connect(self._cancel)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.sentence)
        self._row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.cancel_button)
        self.hide()
        themes.on_change(self._show_theme)

    def show_busy(self, text: str) -> None:
        """Show that something is going on, nobody knows for how long."""
        self.sentence.setText(text)
        self.bar.setRange(0, 0)
        self._begin()

    def show_progress(self, told: LoadingTold, title: str = "") -> None:
        """Show how far it is."""
        self.sentence.setText(loading_text(told, title))
        self.bar.setRange(0, _STEPS if told.total > 0 else 0)
        if told.total > 0:
            self.bar.setValue(min(_STEPS * told.done // told.total, _STEPS))
        self._begin()

    def end(self) -> None:
        """Hide: it is done, or was given up."""
        self.hide()

    def _begin(self) -> None:
        if self.isHidden():
            self.cancel_button.setEnabled(True)
            self.show()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancelled.emit()

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space"))
        self.bar.setMinimumWidth(theme.px("chip_min_width"))
