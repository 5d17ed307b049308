"""The Confusion tab: matrix, classes and pairs at the left, the pictures behind them at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from designer.protocol.events import ProbeChosen
from designer.ui.results.confusion import Confusion
from designer.ui.results.matrix_view import MatrixView
from designer.ui.results.panel_head import VIEWS, PanelHead, progress_text
from designer.ui.results.pictures_list import PicturesList
from designer.ui.results.results import EvaluationProgress, PictureQuestion, Results
from designer.ui.results.sorted_table import SortedTable
from designer.ui.results.tables import class_columns, class_rows, classes_text, matrix_text, pair_columns, pair_rows, pairs_text
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.sight import is_in_sight

_LEFT_PARTS, _RIGHT_PARTS = 560, 440  # of a thousand of the width


class ResultsPanel(QWidget):
    """Show what the network gets wrong; built when it is first looked at, and up to date only while it is."""

    picture_chosen = Signal(int, str, object)
    """A picture shall become the probe: its position, its part, and the positions of all in the list."""
    noticed = Signal(str)
    """One sentence for the status line."""

    def __init__(self, results: Results, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results, self._themes = results, themes
        self._is_built = self._is_building = self._is_narrow = False
        self._view = "matrix"
        self._probe: ProbeChosen | None = None
        self._pages = QStackedLayout(self)
        results.changed.connect(self._follow)
        results.progressed.connect(self._follow)
        results.state_changed.connect(self._follow)

    @property
    def is_built(self) -> bool:
        """Whether anybody has looked at it yet."""
        return self._is_built

    def catch_up(self) -> None:
        """Show what was told while nobody looked."""
        if self._is_building:  # parts that are just shown for the first time
            return
        if not self._is_built:
            self._is_building = True
            self._build()
            self._is_building = False
        self._show_results()

    def focus_matrix(self) -> None:
        """Give the numbers the keyboard focus."""
        self.catch_up()
        target = self._lefts.currentWidget() if self._results.finding else self.empty.button()
        assert target is not None
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_view(self, view: str) -> None:
        """Show the ``matrix``, the ``classes``, the ``pairs`` or, where that is narrow, the ``pictures``."""
        self._view = view
        self._arrange()
        self._show_results()

    def view(self) -> str:
        """Return which view is shown."""
        return self._view

    def show_probe(self, probe: ProbeChosen | None) -> None:
        """Mark the picture whose maps are shown."""
        self._probe = probe
        if self._is_built:
            self.pictures.show_probe(probe)

    def ask(self, asked: PictureQuestion) -> None:
        """Show the pictures behind a number."""
        self.pictures.show_asked(asked)
        if self._is_narrow:
            self.show_view("pictures")
            self.pictures.grid.setFocus(Qt.FocusReason.OtherFocusReason)  # what was clicked is out of sight now

    def copy(self, kind: str) -> None:
        """Put the ``matrix``, ``matrix_csv``, ``classes_csv`` or ``pairs`` on the clipboard."""
        confusion = self._results.confusion
        if confusion is None:
            return
        makers = {"matrix": matrix_text, "matrix_csv": _matrix_csv, "classes_csv": classes_text, "pairs": pairs_text}
        QGuiApplication.clipboard().setText(makers[kind](confusion))
        self.noticed.emit(self.tr("The numbers of {0} classes were copied.").format(f"{confusion.size:,}"))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the narrow arrangement where there is no room for two columns; catch up where the lower row was collapsed."""
        super().resizeEvent(event)
        narrow = self.width() < self._themes.current().px("narrow_window") // 2
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            if self._is_built and not self._is_building:
                self._arrange()
        self._follow()

    def _follow(self, _: object = None) -> None:
        """Follow only while in sight: Qt keeps the tabs behind shown, but out of the window."""
        if is_in_sight(self):
            self.catch_up()

    def _build(self) -> None:
        self._is_built = True
        themes = self._themes
        self.empty = EmptyState(themes, self)
        self._page = QWidget(self)
        self.head = PanelHead(self._results, themes, self._page)
        self.matrix = MatrixView(themes, self._page)
        self.classes = SortedTable(class_columns(), self.tr("Precision and recall of each class"), self._page)
        self.pairs = SortedTable(pair_columns(), self.tr("Classes that are mixed up most"), self._page)
        self.pictures = PicturesList(self._results, themes, self._page)
        self.sentence = ElidedLabel(parent=self._page)
        set_look(self.sentence, Look.SMALL)
        self._lefts, self._splitter = QStackedWidget(self._page), QSplitter(Qt.Orientation.Horizontal, self._page)
        for view in (self.matrix, self.classes, self.pairs):
            self._lefts.addWidget(view)
        self._splitter.addWidget(self._lefts)
        self._splitter.addWidget(self.pictures)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([_LEFT_PARTS, _RIGHT_PARTS])
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        self._column = QVBoxLayout(self._page)
        self._column.addWidget(self.head)
        self._column.addWidget(self._splitter, 1)
        self._column.addWidget(self.sentence)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._page)
        self._connect()
        self._arrange()
        themes.on_change(self._show_theme)

    def _connect(self) -> None:
        self.empty.action_triggered.connect(self._evaluate_or_cancel)
        self.head.view_chosen.connect(self.show_view)
        self.head.copy_chosen.connect(self.copy)
        for view in (self.matrix, self.classes, self.pairs):
            view.asked.connect(self.ask)
            view.copy_requested.connect(self._copy_shown)
        self.matrix.sentence_changed.connect(self.sentence.setText)
        self.pictures.chosen.connect(self.picture_chosen)

    def _arrange(self) -> None:
        """Put the pictures beside the numbers, or in their place."""
        if self._view == "pictures" and not self._is_narrow:
            self._view = "matrix"
        self.head.show_narrow(self._is_narrow)
        self.head.show_view(self._view)
        pictures_only = self._view == "pictures"
        self._lefts.setVisible(not pictures_only)
        self.pictures.setVisible(pictures_only or not self._is_narrow)
        if not pictures_only:
            self._lefts.setCurrentIndex(VIEWS.index(self._view))
        self.sentence.setVisible(self._view == "matrix")

    def _show_results(self) -> None:
        confusion, progress = self._results.confusion, self._results.progress
        if confusion is None:
            self._show_empty(progress)
            return
        self._pages.setCurrentWidget(self._page)
        if progress is None:
            self.head.show_results()
        self.matrix.show_confusion(confusion)
        row_height = self._themes.current().px("target")
        if self._view == "classes":
            self.classes.show_rows(class_rows(confusion), row_height)
        elif self._view == "pairs":
            self.pairs.show_rows(pair_rows(confusion), row_height)
        self.pictures.follow()
        self.pictures.show_probe(self._probe)

    def _show_empty(self, progress: EvaluationProgress | None) -> None:
        self._pages.setCurrentWidget(self.empty)
        if progress is not None:
            self.empty.show_text(progress_text(progress), icon_name="confusion", button=self.tr("Cancel"))
        elif self._results.is_training:
            self.empty.show_text(self.tr("The numbers come after the first epoch, from the validation pictures."), icon_name="confusion")
        else:
            text = self.tr("Train (F5), or evaluate the network as it is, to see which classes are taken for which.")
            self.empty.show_text(text, icon_name="confusion", button=self.tr("Evaluate now"))
        self.empty.button().setEnabled(progress is not None or self._results.can_evaluate())

    def _copy_shown(self) -> None:
        self.copy({"classes": "classes_csv", "pairs": "pairs"}.get(self._view, "matrix"))

    def _evaluate_or_cancel(self) -> None:
        if self._results.progress is None:
            self._results.evaluate("validation")
        else:
            self._results.cancel()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_s")
        self._column.setContentsMargins(theme.px("space_l"), space, theme.px("space_l"), space)
        self._column.setSpacing(space)


def _matrix_csv(confusion: Confusion) -> str:
    return matrix_text(confusion, ",")
