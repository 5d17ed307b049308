"""Above the pictures: what the data set is called, how it is cut into parts, where it lies, and the button that trains with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.protocol.events import DatasetInspected
from designer.ui.data.look import DatasetLook
from designer.ui.data.look_answer import LookState
from designer.ui.data.wording import balance_sentences, sentences
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["FactsHead", "parts_text"]

_FINGERPRINT_LETTERS = 12


def parts_text(answer: DatasetInspected) -> str:
    """Return the number of pictures in each part."""
    training, validation, test = (sum(getattr(one, part) for one in answer.classes) for part in ("training", "validation", "test"))
    return QCoreApplication.translate("FactsHead", "{0} training · {1} validation · {2} test").format(f"{training:,}", f"{validation:,}", f"{test:,}")


class FactsHead(QWidget):
    """Show the facts of what is looked at."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(parent=self)
        set_look(self.title, Look.TITLE)
        self.parts, self.cut, self.where = (QLabel(self) for _ in range(3))
        for label, look in ((self.parts, Look.STRONG), (self.cut, Look.MUTED), (self.where, Look.SMALL)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            set_look(label, look)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use_button = QPushButton(self.tr("Train with it"), self)
        self.use_button.setAutoDefault(False)
        self.use_button.setToolTip(self.tr("Put this data set into the network's settings; one undo step"))
        set_look(self.use_button, Look.PRIMARY)
        self.used = QLabel(self.tr("✓ the network trains with it"), self)
        set_look(self.used, Look.OK)
        self._row, self._column = QHBoxLayout(self), QVBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        for label in (self.title, self.parts, self.cut, self.where):
            self._column.addWidget(label)
        self._row.addLayout(self._column, 1)
        for widget in (self.used, self.use_button):
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        themes.on_change(self._show_theme)

    def show_look(self, look: DatasetLook, title: str) -> None:
        """Show what is known."""
        seen = look.seen
        self.title.setText(title)
        self.use_button.setVisible(not look.is_documents)
        self.use_button.setEnabled(seen is not None or look.state is LookState.MISSING)
        self.use_button.setAccessibleName(self.tr("Train with {0}").format(title))
        self.used.setVisible(look.is_documents)
        texts = ("", "", "")
        if seen is not None:
            texts = (parts_text(seen), sentences(seen.parts, *balance_sentences(seen.classes), *seen.notes), self._where(seen))
        for label, text in zip((self.parts, self.cut, self.where), texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _where(self, seen: DatasetInspected) -> str:
        mark = self.tr("fingerprint {0}…").format(seen.fingerprint[:_FINGERPRINT_LETTERS]) if seen.fingerprint else ""
        self.where.setToolTip(seen.fingerprint)
        return " · ".join(text for text in (self.tr("{0} classes").format(f"{len(seen.classes):,}"), seen.from_where, mark) if text)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_l"))
        self._column.setSpacing(theme.px("space_xs"))
