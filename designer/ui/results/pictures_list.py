"""The pictures behind a number: what they are, the grid, and the way back to all mistakes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from designer.protocol.events import PicturesListed, ProbeChosen
from designer.ui.results.listed import Listed
from designer.ui.results.picture_grid import PictureGrid
from designer.ui.results.results import CountedResult, PictureQuestion, Results
from designer.ui.results.wording import class_name
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.quiet_combo import QuietCombo

_AGAIN_MS = 1_000
"""While a run is on the pictures are asked for again at most this often."""


class PicturesList(QWidget):
    """Ask for pictures and show them; choosing one makes it the probe."""

    chosen = Signal(int, str, object)
    """A picture was chosen: its position, its part, and the positions of all in the list."""

    def __init__(self, results: Results, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results, self._themes = results, themes
        self._asked = PictureQuestion()
        self._answered: PictureQuestion | None = None
        self._asked_of: CountedResult | None = None
        self._listed = Listed()
        self._is_awaited = False
        self._title = ElidedLabel(parent=self)
        set_look(self._title, Look.STRONG)
        self.order = QuietCombo(self.tr("Order of the pictures"), self)
        self.order.addItem(self.tr("worst first"), "worst")
        self.order.addItem(self.tr("in their order"), "first")
        self.order.setToolTip(self.tr("Worst first: the pictures whose true class got the lowest probability"))
        self.all_button = QPushButton(self.tr("All"), self)
        self.all_button.setToolTip(self.tr("Show all mistakes"))
        self.all_button.setAccessibleName(self.tr("All mistakes"))
        set_look(self.all_button, Look.LINK)
        self.grid = PictureGrid(themes, self)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        set_look(self._note, Look.MUTED)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._refresh)
        self._lay_out()
        self._connect()
        themes.on_change(self._show_theme)

    def show_asked(self, asked: PictureQuestion) -> None:
        """Show the pictures of a cell, a row, a column, or all mistakes."""
        self._asked = asked
        self._ask()

    def asked(self) -> PictureQuestion:
        """Return which pictures are shown."""
        return self._asked

    def title(self) -> str:
        """Return what is said above the pictures."""
        return self._title.text()

    def note(self) -> str:
        """Return what is said instead of pictures; empty: there are some."""
        return self._note.text() if self._pages.currentWidget() is self._note else ""

    def listed(self) -> Listed:
        """Return the pictures that came."""
        return self._listed

    def follow(self) -> None:
        """Ask again, for other counts are shown; not more than once a second, nor under the pointer of somebody about to click."""
        self._show_title()
        if not self._again.isActive():
            self._again.start()
            self._refresh()

    def show_probe(self, probe: ProbeChosen | None) -> None:
        """Mark the picture whose maps are shown."""
        same = probe is not None and probe.part == self._listed.part and not self._results.is_of_other_data
        self.grid.show_probe(probe.index if probe is not None and same else None)

    def _connect(self) -> None:
        self._results.listed.connect(self._take)
        self.grid.chosen.connect(self._choose)
        self.grid.end_reached.connect(self._ask_for_more)
        self.order.activated.connect(self._ask)
        self.all_button.clicked.connect(self._show_all)

    def _refresh(self) -> None:
        finding = self._results.finding
        if finding is None or finding is self._asked_of or not self.isVisible():
            return
        under_pointer = self.grid.rect().contains(self.grid.mapFromGlobal(QCursor.pos()))
        if self._listed.pictures and self._results.is_training and (self.grid.hasFocus() or under_pointer):
            self._again.start()
            return
        self._ask()

    def _ask(self, _: object = None) -> None:
        self._is_awaited, self._asked_of = True, self._results.finding
        self._results.ask(self._asked, self.order.currentData())

    def _ask_for_more(self) -> None:
        if not self._is_awaited:
            self._is_awaited = True
            self._results.ask(self._asked, self.order.currentData(), first=len(self._listed.pictures))

    def _show_all(self) -> None:
        self.show_asked(PictureQuestion())

    def _take(self, event: PicturesListed) -> None:
        self._is_awaited, self._answered = False, self._asked
        if not event.first:
            self._listed = Listed()
        self._listed.take(event)
        self.grid.show_listed(self._listed, self._classes())
        self._show_title()
        self.all_button.setVisible(self._asked != PictureQuestion())
        note = "" if self._listed.pictures else event.problem or self._none_text()
        self._note.setText(note)
        self._pages.setCurrentWidget(self._note if note else self.grid)

    def _choose(self, number: int) -> None:
        indices = self._listed.indices()
        self.chosen.emit(indices[number], self._listed.part, indices)

    def _classes(self) -> tuple[str, ...]:
        return self._results.confusion.classes if self._results.confusion else ()

    def _show_title(self) -> None:
        finding, listed = self._results.finding, self._listed
        is_older = finding is not None and bool(listed.epoch) and listed.epoch != finding.confusion.told.epoch
        text = self._title_text(self._answered) if self._answered else ""
        self._title.setText(self.tr("{0} · epoch {1}").format(text, f"{listed.epoch:,}") if is_older else text)

    def _title_text(self, asked: PictureQuestion) -> str:
        total, classes = f"{self._listed.total:,}", self._classes()
        true = "" if asked.true is None else class_name(classes, asked.true)
        predicted = "" if asked.predicted is None else class_name(classes, asked.predicted)
        if asked.true is None and asked.predicted is None:
            return self.tr("Mistakes: {0}").format(total)
        if asked.predicted is None:
            return self.tr("{0}, not recognised: {1}").format(true, total)
        if asked.true is None:
            return self.tr("Wrongly taken for {0}: {1}").format(predicted, total)
        if asked.true == asked.predicted:
            return self.tr("{0}, recognised: {1}").format(true, total)
        return self.tr("{0} taken for {1}: {2}").format(true, predicted, total)

    def _none_text(self) -> str:
        if self._asked == PictureQuestion():
            return self.tr("There are no mistakes: every picture was recognised.")
        return self.tr("There are no such pictures.")

    def _lay_out(self) -> None:
        self._column, self._head, self._pages = QVBoxLayout(self), QHBoxLayout(), QStackedLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.all_button)
        self._head.addWidget(self.order)
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._note)
        self._column.addLayout(self._head)
        self._column.addLayout(self._pages, 1)
        self._column.setContentsMargins(0, 0, 0, 0)

    def _show_theme(self, theme: Theme) -> None:
        self._head.setSpacing(theme.px("space"))
        self._column.setSpacing(theme.px("space_s"))
