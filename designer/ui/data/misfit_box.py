"""What does not fit between the classes of a data set and the end of the network, with buttons that mend it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.network.analysis import analyse
from designer.network.problems import Problem
from designer.ui.document import Document
from designer.ui.inspector.problem_box import ProblemBox
from designer.ui.theme import Themes

__all__ = ["MisfitBox", "class_problems"]


def class_problems(document: Document, classes: int) -> tuple[Problem, ...]:
    """Return the problems that the network has only because the data has so many classes."""
    without = {(problem.code, problem.block) for problem in analyse(document.architecture, None, document.analysis).problems}
    with_them = analyse(document.architecture, classes, document.analysis).problems
    return tuple(problem for problem in with_them if (problem.code, problem.block) not in without)


class MisfitBox(QWidget):
    """Hidden while all fits."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self._shown: tuple[Problem, ...] = ()
        self.boxes: list[ProblemBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_classes(self, classes: int | None) -> None:
        """Show what is wrong for data of so many classes; none: it is not known."""
        found = class_problems(self._document, classes) if classes is not None else ()
        if found == self._shown:
            return
        self._shown = found
        for box in self.boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = [ProblemBox(problem, self._document, self._themes, self) for problem in found]
        for box in self.boxes:
            self._column.addWidget(box)
        self.setVisible(bool(found))
