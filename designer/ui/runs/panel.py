"""The Runs tab: a filter, the table, and what can be done with the runs that are selected."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from designer.runs.listing import RunSummary
from designer.ui.runs.actions import RunActions
from designer.ui.runs.model import RunFilter, RunsModel
from designer.ui.runs.overlays import RunOverlays
from designer.ui.runs.reader import RunsReader
from designer.ui.runs.view import RunsView
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.icon_button import IconButton

__all__ = ["RunsPanel"]


_FLUSH_MS = 100


class RunsPanel(QWidget):
    """Show the runs of the user's folder, those of the command line too; its parts are made when it is first seen."""

    train_requested = Signal()
    """There is no run yet, and one is wanted."""
    action_chosen = Signal(str, object)
    """Something is to be done with runs; carries the action's key and a tuple of their `RunSummary`."""
    notes_written = Signal(object, str)
    """Notes were typed; carries the `RunSummary` and the text."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._is_built = False
        self.reader, self.overlays = RunsReader(self), RunOverlays(self)
        self.actions_of_runs = RunActions(themes, self)
        self.model = RunsModel(themes, self)
        self.proxy = RunFilter(self.model, self)
        self._read: dict[Path, RunSummary] = {}
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(_FLUSH_MS)
        self._flush.timeout.connect(self._put)
        self.reader.found.connect(self._collect)
        self.reader.gone.connect(self._remove)
        self.reader.settled.connect(self._put)
        self.overlays.changed.connect(self._show_ticks)
        self.model.ticked.connect(self.overlays.tick)
        self.model.notes_written.connect(self.notes_written)
        self.actions_of_runs.chosen.connect(self._choose)

    def look(self, in_front: bool) -> None:
        """Read what is there whenever somebody looks; leave the folder alone otherwise. A tab behind others counts as shown for Qt."""
        if in_front:
            self._build()
        self.reader.watch(in_front)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: opening the tab does not widen the column, and what has no room beside the filter is in the menu."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show only the small buttons where there is little room; the menu has all of them."""
        super().resizeEvent(event)
        self._make_room()

    def selected(self) -> tuple[RunSummary, ...]:
        """Return the runs that are selected."""
        return tuple(self.view.selected_runs()) if self._is_built else ()

    def focus_table(self) -> None:
        """Let the keys go to the table; with nothing selected to the newest run."""
        self._build()
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.proxy.index(0, 0))
        else:
            self.empty.button().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def forget(self, paths: tuple[Path, ...]) -> None:
        """Take runs off the list at once: they were deleted."""
        self._remove(paths)
        self.reader.refresh()

    def _build(self) -> None:
        if self._is_built:
            return
        self._is_built = True
        self.actions_of_runs.draw_icons()
        self.view = RunsView(self.model, self.proxy, self._themes, self)
        self.view.menu_requested.connect(self._open_menu)
        self.view.delete_requested.connect(self.actions_of_runs["delete"].trigger)
        self.view.copy_requested.connect(self.actions_of_runs["copy"].trigger)
        self.view.selectionModel().selectionChanged.connect(self._show_selection)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter runs"))
        self.filter.setAccessibleName(self.tr("Filter runs"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.count = ElidedLabel(parent=self)
        set_look(self.count, Look.SMALL)
        self.buttons = tuple(self._button(key) for key in ("curves", "open", "best"))
        self._bin = IconButton("trash", self.tr("Delete to the bin"), self._themes, self)
        self._bin.clicked.connect(self.actions_of_runs["delete"].trigger)
        self.actions_of_runs["delete"].changed.connect(self._enable_buttons)
        self._more = IconButton("more", self.tr("All that can be done with runs"), self._themes, self)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        self.actions_of_runs.fill(menu)
        self._more.setMenu(menu)
        self.empty = EmptyState(self._themes, self)
        how = self.tr("No run yet. Train the network (F5), or type: cnn-designer train lenet5")
        self.empty.show_text(how, icon_name="runs", button=self.tr("Train"))
        self.empty.action_triggered.connect(self.train_requested)
        self._lay_out()
        self._show_selection()
        self._themes.on_change(self._show_theme)

    def _lay_out(self) -> None:
        self._page = QWidget(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.filter, 2)
        self._head.addWidget(self.count, 1)
        for button in (*self.buttons, self._bin, self._more):
            self._head.addWidget(button)
        self._column = QVBoxLayout(self._page)
        self._column.addLayout(self._head)
        self._column.addWidget(self.view, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self.empty)

    def _button(self, key: str) -> QPushButton:
        action = self.actions_of_runs[key]
        button = QPushButton(action.text().replace("&", ""), self)
        button.setObjectName(key)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        action.changed.connect(self._enable_buttons)
        return button

    def _enable_buttons(self) -> None:
        for button in self.buttons:
            button.setEnabled(self.actions_of_runs[button.objectName()].isEnabled())
        self._bin.setEnabled(self.actions_of_runs["delete"].isEnabled())

    def _collect(self, run: RunSummary) -> None:
        self._read[run.path] = run
        if not self._flush.isActive():
            self._flush.start()

    def _put(self) -> None:
        """Show what was read since the last time."""
        read, self._read = self._read, {}
        self._flush.stop()
        self.model.put(read.values())
        for run in read.values():
            self.overlays.rename(run)
        if any(run.path in read for run in self.selected()):
            self._show_selection()
        self._say_count()

    def _remove(self, paths: tuple[Path, ...]) -> None:
        self.model.remove(paths)
        self._read = {path: run for path, run in self._read.items() if path not in paths}
        for path in paths:
            self.overlays.take_out(str(path))
        self._say_count()

    def _show_ticks(self) -> None:
        self.model.show_numbers(self.overlays.numbers)
        self._show_selection()

    def _show_selection(self) -> None:
        self.actions_of_runs.show_runs(self.selected(), bool(self.overlays.runs))

    def _filter(self, text: str) -> None:
        self.proxy.show_words(text)
        self._say_count()

    def _say_count(self) -> None:
        if not self._is_built:
            return
        count, shown = self.model.rowCount(), self.proxy.rowCount()
        runs = self.tr("{0} run") if count == 1 else self.tr("{0} runs")
        self.count.setText(runs.format(f"{count:,}") if shown == count else self.tr("{0} of {1} runs").format(f"{shown:,}", f"{count:,}"))
        self._stack.setCurrentWidget(self._page if count else self.empty)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.actions_of_runs.fill(menu)
        menu.popup(at)

    def _choose(self, key: str) -> None:
        if key == "notes":
            self.view.edit_notes()
        elif key == "clear":
            self.overlays.take_out()
        else:
            self.action_chosen.emit(key, self.selected())

    def _make_room(self) -> None:
        if self._is_built:
            room = self.width() >= self._themes.current().px("narrow_window") // 2
            for widget in (*self.buttons, self.count):
                widget.setVisible(room)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(theme.px("space_l"), space, theme.px("space_l"), space)
        self._column.setSpacing(theme.px("space_s"))
        self._head.setSpacing(space)
        self._make_room()
