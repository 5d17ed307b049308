"""What stands above the results: whose numbers they are, which view of them, evaluate, copy."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from designer.ui.icons import icon
from designer.ui.results.results import CountedResult, EvaluationProgress, Results
from designer.ui.results.wording import moment_text, part_text, percent
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.quiet_combo import QuietCombo

VIEWS = ("matrix", "classes", "pairs", "pictures")


class PanelHead(QWidget):
    """Show the moment of the numbers, and the choices."""

    view_chosen = Signal(str)
    """One of `VIEWS` was chosen."""
    copy_chosen = Signal(str)
    """Copy the ``matrix`` as text, ``matrix_csv`` or ``classes_csv``."""

    def __init__(self, results: Results, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results, self._themes = results, themes
        self.caption = ElidedLabel(parent=self)
        self.which = QuietCombo(self.tr("Which pictures the numbers are of"), self)
        self.views = QButtonGroup(self)
        self.evaluate_button = QPushButton(self.tr("Evaluate now…"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self._top, self._moment, self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight, self), QHBoxLayout(), QHBoxLayout()
        self._make_views()
        self._make_menus()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._moment.addWidget(self.which)
        self._moment.addWidget(self.caption, 1)
        self._top.addLayout(self._moment, 1)
        self._top.addLayout(self._tools)
        for widget in (*self.views.buttons(), self.evaluate_button, self.cancel_button, self.copy_button):
            self._tools.addWidget(widget)
        self.which.activated.connect(self._choose)
        self.cancel_button.clicked.connect(results.cancel)
        results.progressed.connect(self.show_progress)
        results.state_changed.connect(self._show_possible)
        self.show_progress(results.progress)
        themes.on_change(self._show_theme)

    def show_narrow(self, narrow: bool) -> None:
        """Put the choices below the caption where there is no room beside it; pictures are then a view of their own."""
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.views.button(VIEWS.index("pictures")).setVisible(narrow)
        self.evaluate_button.setText("" if narrow else self.tr("Evaluate now…"))
        self.copy_button.setText("" if narrow else self.tr("Copy"))

    def show_view(self, view: str) -> None:
        """Show which view is chosen."""
        self.views.button(VIEWS.index(view)).setChecked(True)

    def show_results(self) -> None:
        """Say whose numbers are shown."""
        finding = self._results.finding
        if finding is None:
            return
        self._fill_which(finding)
        self.caption.setText(" · ".join(self._caption_parts(finding)))
        stale = self._results.is_edited or self._results.is_of_other_data
        set_look(self.caption, Look.WARNING if stale else Look.STRONG)

    def show_progress(self, progress: EvaluationProgress | None) -> None:
        """Say how far an evaluation is."""
        self.cancel_button.setVisible(progress is not None)
        self.evaluate_button.setVisible(progress is None)
        if progress is not None:
            self.caption.setText(progress_text(progress))
        else:
            self.show_results()
        self._show_possible()

    def _caption_parts(self, finding: CountedResult) -> list[str]:
        confusion, several = finding.confusion, len(self._results.findings) > 1
        parts = [] if several else [moment_text(confusion.told, finding.told_at)]  # where there are several, the choice says it
        if self._results.is_of_other_data:
            parts.append(self.tr("of another data set"))
        elif self._results.is_edited:
            parts.append(self.tr("edited since"))
        parts.append(self.tr("{0} of {1} right").format(percent(confusion.accuracy), f"{confusion.total:,}"))
        if confusion.told.left_out:
            parts.append(self.tr("{0} more pictures in cells too many to show").format(f"{confusion.told.left_out:,}"))
        return parts

    def _fill_which(self, finding: CountedResult) -> None:
        findings = self._results.findings
        texts = [moment_text(found.confusion.told, found.told_at) for found in findings]
        if [self.which.itemText(row) for row in range(self.which.count())] != texts:
            self.which.clear()
            for found, text in zip(findings, texts, strict=True):
                self.which.addItem(text, found.key)
        self.which.setCurrentIndex(findings.index(finding))
        self.which.setVisible(len(findings) > 1)

    def _make_views(self) -> None:
        texts = {
            "matrix": (self.tr("Matrix"), self.tr("Each class in a row, what it was taken for in the columns")),
            "classes": (self.tr("Classes"), self.tr("Precision and recall of each class")),
            "pairs": (self.tr("Pairs"), self.tr("The classes that are mixed up most")),
            "pictures": (self.tr("Pictures"), self.tr("The pictures that were asked for")),
        }
        for number, view in enumerate(VIEWS):
            button = QPushButton(texts[view][0], self)
            button.setToolTip(texts[view][1])
            button.setCheckable(True)
            set_look(button, Look.QUIET)
            button.clicked.connect(partial(self._choose_view, view))
            self.views.addButton(button, number)

    def _make_menus(self) -> None:
        self.evaluate_menu = QMenu(self)
        for part, text in (
            ("validation", self.tr("&Validation pictures")),
            ("training", self.tr("&Training pictures")),
            ("test", self.tr("T&est pictures (meant to be looked at once, at the end)")),
        ):
            self.evaluate_menu.addAction(text).setData(part)
        self.evaluate_menu.triggered.connect(self._evaluate)
        self.evaluate_button.setMenu(self.evaluate_menu)
        self.evaluate_button.setAccessibleName(self.tr("Evaluate now"))
        self.evaluate_button.setToolTip(self.tr("Evaluate the network with the weights it has now"))
        self.copy_menu = QMenu(self)
        for kind, text in (
            ("matrix", self.tr("&Matrix, for a spreadsheet")),
            ("matrix_csv", self.tr("Matrix as &CSV")),
            ("classes_csv", self.tr("C&lasses as CSV")),
        ):
            self.copy_menu.addAction(text).setData(kind)
        self.copy_menu.triggered.connect(self._copy)
        self.copy_button.setMenu(self.copy_menu)
        self.copy_button.setAccessibleName(self.tr("Copy the numbers"))
        self.copy_button.setToolTip(self.tr("Copy the numbers"))

    def _choose(self, row: int) -> None:
        self._results.show(self.which.itemData(row))

    def _choose_view(self, view: str, _checked: bool = False) -> None:
        self.view_chosen.emit(view)

    def _evaluate(self, action: QAction) -> None:
        self._results.evaluate(action.data())

    def _copy(self, action: QAction) -> None:
        self.copy_chosen.emit(action.data())

    def _show_possible(self) -> None:
        self.evaluate_button.setEnabled(self._results.can_evaluate())

    def _show_theme(self, theme: Theme) -> None:
        self._tools.setSpacing(theme.px("space_s"))
        self._moment.setSpacing(theme.px("space"))
        self._top.setSpacing(theme.px("space_s"))
        for button, name in ((self.evaluate_button, "refresh"), (self.copy_button, "copy")):
            button.setIcon(icon(name, theme.color("text"), theme.px("icon")))


def progress_text(progress: EvaluationProgress) -> str:
    """Return how far an evaluation is, in words."""
    if not progress.count:
        return QCoreApplication.translate("Results", "Evaluating the {0} pictures…").format(part_text(progress.part))
    text = QCoreApplication.translate("Results", "Evaluating the {0} pictures: {1} of {2}")
    return text.format(part_text(progress.part), f"{progress.done:,}", f"{progress.count:,}")
