"""The inspector: the selected blocks' fields, problems and *Why these numbers*; the network where none is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from designer.network.architecture import Block
from designer.network.problems import Problem
from designer.ui.document import Document
from designer.ui.inspector.block_form import BlockForm
from designer.ui.inspector.network_form import NetworkForm
from designer.ui.inspector.problem_box import ProblemBox
from designer.ui.inspector.why import WhyView, why_lines
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class Inspector(QWidget):
    """Show what the selection is made of and let it be edited; every edit goes through the document."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self.form: BlockForm | None = None
        self.problem_boxes: list[ProblemBox] = []
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget(self._scroll)
        self._column = QVBoxLayout(self._content)
        self._problems = QVBoxLayout()
        self._fields = QVBoxLayout()
        self.network = NetworkForm(document, themes, self._content)
        self.why_title = QLabel(self.tr("Why these numbers"), self._content)
        set_look(self.why_title, Look.STRONG)
        self.why = WhyView(themes, self._content)
        self._column.addLayout(self._problems)
        self._column.addLayout(self._fields)
        for widget in (self.network, self.why_title, self.why):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroll.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        document.selection_changed.connect(self._show)
        document.analysed.connect(self._show)
        themes.on_change(self._show_theme)
        self._show()

    def focus_first_field(self) -> None:
        """Give the keyboard focus to the first field."""
        if self.form is None:
            self.network.name.setFocus()
        elif self.form.rows:
            next(iter(self.form.rows.values())).editor.boxes()[0].setFocus()

    def _show(self, _: object = None) -> None:
        blocks = [self._document.architecture.by_id[name] for name in self._document.selection if name in self._document.architecture.by_id]
        had_keys = self._has_keys()
        self._name_subject(blocks)
        self._show_form(tuple(block.id for block in blocks))
        self._show_problems(self._problems_of(blocks))
        self._show_why(blocks)
        self.network.setVisible(not blocks)
        if not blocks:
            self.network.show_values()
        if had_keys and not self._has_keys():  # Qt would give them to the next text field, where Ctrl+Z means something else
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_keys(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _name_subject(self, blocks: list[Block]) -> None:
        """Tell screen readers what the fields belong to; the dock's title shows it."""
        labels = list(dict.fromkeys(block.spec.LABEL or block.spec.type_name for block in blocks))
        if not blocks:
            name = self.tr("Inspector, the network")
        elif len(blocks) == 1:
            name = self.tr("Inspector, {0}, {1}").format(blocks[0].shown_name, labels[0])
        else:
            name = self.tr("Inspector, {0} blocks, {1}").format(len(blocks), ", ".join(labels))
        self._scroll.setAccessibleName(name)

    def _show_form(self, ids: tuple[str, ...]) -> None:
        """Keep the form while it fits, so that no widget with the focus is lost."""
        if self.form is not None and self.form.fits(ids):
            self.form.show_values()
            return
        old, self.form = self.form, None
        if old is not None:
            old.flush()
            self._fields.removeWidget(old)
            old.hide()
            old.deleteLater()
        if ids:
            self.form = BlockForm(ids, self._document, self._themes, self._content)
            self._fields.addWidget(self.form)
            self._scroll.verticalScrollBar().setValue(0)

    def _problems_of(self, blocks: list[Block]) -> list[Problem]:
        reports = self._document.analysis.reports
        return [problem for block in blocks if block.id in reports for problem in reports[block.id].problems]

    def _show_problems(self, problems: list[Problem]) -> None:
        if problems == [box.problem for box in self.problem_boxes]:
            return
        for box in self.problem_boxes:
            self._problems.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.problem_boxes = [ProblemBox(problem, self._document, self._themes, self._content) for problem in problems]
        for box in self.problem_boxes:
            self._problems.addWidget(box)

    def _show_why(self, blocks: list[Block]) -> None:
        report = self._document.analysis.reports.get(blocks[0].id) if len(blocks) == 1 else None
        lines = why_lines(report, self._document.analysis) if report else ()
        self.why.show_lines(lines)
        self.why.setVisible(bool(lines))
        self.why_title.setVisible(bool(lines))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_l")
        self._column.setContentsMargins(space, theme.px("space"), space, space)
        self._column.setSpacing(theme.px("space"))
        self._problems.setSpacing(theme.px("space_s"))
        self._content.setMaximumWidth(theme.px("inspector_width") * 2)  # in a wide dock the fields stay beside their names
