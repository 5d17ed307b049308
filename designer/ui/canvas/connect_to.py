"""Connect a block to another by typing its name: a small window with a field and a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.network import edits
from designer.network.analysis import BlockReport
from designer.network.shapes import shape_text
from designer.ui.canvas.wording import tr
from designer.ui.document import Document
from designer.ui.icons import icon
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

_ROWS = 8
_ELSEWHERE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def is_meant(report: BlockReport, text: str) -> bool:
    """Tell whether a block is meant by what was typed: every word is part of its id, title or type."""
    names = f"{report.id} {report.block.title} {report.block.spec.LABEL} {report.block.spec.type_name}".casefold()
    return all(word in names for word in text.casefold().split())


class ConnectTo(QFrame):
    """List the blocks that a wire may lead to; Enter connects the one marked, Esc none. Full ports and loops are not listed.

    Args:
        document: What is edited.
        themes: Where colours and sizes come from.
        canvas: What the window lies on; it gets the focus back.
    """

    def __init__(self, document: Document, themes: Themes, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._theme = canvas, document, themes.current()
        self._source = ""
        self._targets: tuple[str, ...] = ()
        set_look(self, Look.POPUP)
        self.setAutoFillBackground(True)
        self.hide()
        self.setAccessibleName(tr("Connect to"))
        self._field = QLineEdit(self)
        self._field.setAccessibleName(tr("Name of the block to connect to"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Blocks that can be connected to"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._take)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        set_look(self._nothing, Look.MUTED)
        self._column = QVBoxLayout(self)
        for part in (self._field, self._list, self._nothing):
            self._column.addWidget(part)
        document.changed.connect(self._close_behind)
        themes.on_change(self._show_theme)

    def offer_from(self, source: str, at: QPoint) -> None:
        """Offer what a wire from a block may lead to, at a point of the screen."""
        self._source, self._targets = source, edits.targets_for(self._document.architecture, source)
        name = self._document.architecture.by_id[source].shown_name
        self._field.setPlaceholderText(tr("Connect {0} to: type a name").format(name))
        none = tr("{0} leads to every block already that has room for a wire; add one, such as Add or Concat.").format(name)
        self._nothing.setText(tr("No block of that name has room for a wire.") if self._targets else none)
        self._field.clear()
        self._filter("")
        wanted = self._canvas.mapFromGlobal(at)
        x, y = min(wanted.x(), self._canvas.width() - self.width()), min(wanted.y(), self._canvas.height() - self.height())
        self.move(max(0, x), max(0, y))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def field(self) -> QLineEdit:
        """Return the field that is typed into."""
        return self._field

    def offered(self) -> list[str]:
        """Return the ids listed now."""
        return [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's keys walk the list: the focus stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if event.key() in _PASSED_ON:
                self._list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() in _ELSEWHERE:
            self.hide()
        return super().eventFilter(watched, event)

    def _close(self) -> None:
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_behind(self, _old: object, _new: object) -> None:
        """Close: what is listed may no longer be so."""
        self.hide()

    def _filter(self, text: str) -> None:
        self._list.clear()
        reports = self._document.analysis.reports
        for name in self._targets:
            if is_meant(reports[name], text):
                self._add(reports[name])
        self._list.setCurrentRow(0)
        self._nothing.setVisible(self._list.count() == 0)
        self._list.setVisible(self._list.count() > 0)
        row, frame = self._list.sizeHintForRow(0), 2 * self._list.frameWidth()
        if row > 0:
            self._list.setFixedHeight(row * min(_ROWS, self._list.count()) + frame)
        self._column.activate()
        self.adjustSize()

    def _add(self, report: BlockReport) -> None:
        group, shape = report.block.spec.GROUP.value, report.output_shape
        words = (report.block.shown_name, report.block.spec.LABEL, shape_text(shape) if shape else "")
        item = QListWidgetItem(icon(group, self._theme.group_color(group), self._theme.px("icon")), " · ".join(filter(None, words)), self._list)
        item.setData(Qt.ItemDataRole.UserRole, report.id)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            source, target = self._source, item.data(Qt.ItemDataRole.UserRole)
            self._close()
            self._document.attempt(tr("Connect {0} to {1}").format(source, target), lambda old: edits.connect(old, source, target))

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        space, side = theme.px("space"), theme.px("icon")
        self._column.setContentsMargins(space, space, space, space)
        self._list.setIconSize(QSize(side, side))
        self._list.setFixedWidth(theme.px("popup_width"))
        self._field.setMinimumWidth(self._list.width())
        self._nothing.setFixedWidth(self._list.width())
