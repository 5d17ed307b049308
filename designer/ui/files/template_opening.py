"""*New from template*: the command, and its button on an empty canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton

from designer.ui.files.template_chooser import TemplateChooser
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class TemplateOpening(QObject):
    """Opens the chooser and begins with what is chosen; the last choice is marked the next time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._button = EmptyCanvasButton(window)
        self._button.clicked.connect(self.choose)
        window.actions_table.bind("new_template", self.choose)

    def choose(self) -> None:
        """Open the chooser."""
        chooser = TemplateChooser(self._window.themes, self._window.settings.last_template, self._window)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.chosen.connect(self._begin)
        chooser.open()

    def _begin(self, name: str) -> None:
        if self._window.files.new_from_template(name):
            self._window.settings.last_template = name
            self._window.canvas.setFocus(Qt.FocusReason.OtherFocusReason)


class EmptyCanvasButton(QPushButton):
    """*New from template…* under the words that an empty canvas says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.canvas)  # not its viewport, which moves what it holds when it scrolls
        self._canvas = window.canvas
        text = self.tr("New from template…")
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(window.actions_table["new_template"].toolTip())
        set_look(self, Look.LINK)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        window.canvas.viewport().installEventFilter(self)
        window.canvas.canvas_scene.content_changed.connect(self._follow)
        window.themes.on_change(self._show_theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    def _follow(self) -> None:
        self.setVisible(bool(self._canvas.empty_text()))
        if not self.isHidden():
            self.resize(self.sizeHint())
            middle = self._canvas.viewport().geometry().center()
            self.move(middle.x() - self.width() // 2, middle.y() + self._gap)

    def _show_theme(self, theme: Theme) -> None:
        self._gap = theme.px("space_xl")
        self._follow()
