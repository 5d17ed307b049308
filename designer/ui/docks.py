"""The docks around the canvas: a wide and a narrow arrangement, changed by the window's width and kept in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from designer.ui.dock_tabs import DockTabs
from designer.ui.theme import Themes
from designer.ui.widgets.dock_title import DockTitle
from designer.ui.widgets.sight import is_in_sight

LAYOUT_VERSION = 4
RIGHT, LEFT = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.LeftDockWidgetArea
BOTTOM_KEYS = ("training", "confusion", "runs", "analysis", "problems", "log")
"""The docks of the lower row, in the order of their tabs."""


class Docks(QObject):
    """Makes the docks and arranges them.

    Args:
        panels: Widgets by dock key; "palette", "inspector", "maps", "filters", "why", "code", "kernel_lab" and the keys of the lower row.
        titles: Dock titles by the same keys.
    """

    def __init__(self, window: QMainWindow, panels: Mapping[str, QWidget], titles: Mapping[str, str], themes: Themes) -> None:
        super().__init__(window)
        self._window = window
        self._themes = themes
        self._narrow: bool | None = None
        self._states: dict[bool, QByteArray] = {}
        self._expanded = True
        self._titles: dict[str, DockTitle] = {}
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._docks = {key: self._make(key, panel, titles[key]) for key, panel in panels.items()}
        self._tabs = DockTabs(self._docks, themes, self)
        self._docks["palette"].setTitleBarWidget(QWidget(self._docks["palette"]))

    def __getitem__(self, key: str) -> QDockWidget:
        """Return the dock of that key."""
        return self._docks[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all docks."""
        return tuple(self._docks)

    @property
    def is_narrow(self) -> bool:
        """Whether the narrow arrangement is in force."""
        return bool(self._narrow)

    def fit(self, width_px: int) -> None:
        """Take the arrangement that suits the window's width; each keeps its own changes."""
        narrow = width_px < self._themes.current().px("narrow_window")
        if narrow == self._narrow:
            return
        if self._narrow is not None:
            self._states[self._narrow] = self._window.saveState(LAYOUT_VERSION)
        self._narrow = narrow
        if narrow not in self._states or not self._window.restoreState(self._states[narrow], LAYOUT_VERSION):
            self._arrange()
        self._set_expanded(not narrow)
        QTimer.singleShot(0, self, self._widen)

    def reset(self) -> None:
        """Take back all changes a person made to the arrangement."""
        self._states.clear()
        self._arrange()
        self._set_expanded(not self._narrow)

    def dump(self) -> bytes:
        """Return both arrangements for the settings."""
        if self._narrow is not None:
            self._states[self._narrow] = self._window.saveState(LAYOUT_VERSION)
        return json.dumps({_name(narrow): state.toBase64().toStdString() for narrow, state in self._states.items()}).encode()

    def load(self, data: bytes | None) -> None:
        """Take the arrangements that `dump` returned; used at the next `fit`. What cannot be read is left out."""
        try:
            found = json.loads(data or b"{}")
            self._states = {narrow: QByteArray.fromBase64(found[_name(narrow)].encode()) for narrow in (False, True) if _name(narrow) in found}
        except (ValueError, TypeError, AttributeError):
            self._states = {}

    def name_subject(self, key: str, title: str, subtitle: str) -> None:
        """Show above a dock what it is about: "conv2", "Convolution"."""
        self._titles[key].show_title(title, subtitle)

    def show(self, key: str) -> None:
        """Bring a dock to the front."""
        self._docks[key].show()
        if key in BOTTOM_KEYS:
            self._set_expanded(True)
        self._docks[key].raise_()

    def make_room(self) -> None:
        """Collapse the lower row in the narrow arrangement: what is above needs the height."""
        if self._narrow:
            self._set_expanded(False)

    def tab_clicked(self, index: int) -> None:
        """Open the collapsed lower row; a click on the tab in front closes it again in the narrow arrangement."""
        bar = self.sender()
        if isinstance(bar, QTabBar) and self._narrow and bar.tabText(index) in self._bottom_titles():
            self._set_expanded(not self._expanded or bar.currentIndex() != index)

    def watch_tab_bars(self) -> None:
        """Listen to the tab bars Qt has made for docks since the last call."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.tabBarClicked.connect(self.tab_clicked, Qt.ConnectionType.UniqueConnection)
            bar.setUsesScrollButtons(True)
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            self._tabs.watch(bar)

    def _bottom_titles(self) -> set[str]:
        return {self._docks[key].windowTitle() for key in BOTTOM_KEYS}

    def _make(self, key: str, panel: QWidget, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock_{key}")
        dock.setWidget(panel)
        if key not in BOTTOM_KEYS:  # what panels ask for may exceed a low window: docks would lie over each other
            panel.setMinimumHeight(self._themes.current().px("dock_min_height"))
        self._titles[key] = DockTitle(dock, self._themes)
        return dock

    def _arrange(self) -> None:
        for dock in self._docks.values():
            dock.setFloating(False)
            self._window.addDockWidget(LEFT if dock is self._docks["palette"] else RIGHT, dock)
            dock.show()
        inspector, maps, training = (self._docks[key] for key in ("inspector", "maps", "training"))
        self._window.splitDockWidget(inspector, training, Qt.Orientation.Vertical)
        if self._narrow:
            self._window.tabifyDockWidget(inspector, maps)
        else:
            self._window.splitDockWidget(inspector, maps, Qt.Orientation.Horizontal)
        self._window.tabifyDockWidget(maps, self._docks["filters"])
        self._window.tabifyDockWidget(maps, self._docks["why"])
        self._window.tabifyDockWidget(maps, self._docks["code"])
        self._window.tabifyDockWidget(maps, self._docks["kernel_lab"])
        for key in BOTTOM_KEYS[1:]:
            self._window.tabifyDockWidget(training, self._docks[key])
        maps.raise_()
        inspector.raise_()
        training.raise_()
        self._size(inspector, maps, training)

    def _size(self, inspector: QDockWidget, maps: QDockWidget, training: QDockWidget) -> None:
        theme, width, height = self._themes.current(), self._window.width(), self._window.height()
        if self._narrow:
            self._window.resizeDocks([inspector], [theme.px("dock_column_width")], Qt.Orientation.Horizontal)
            return
        canvas = theme.px("palette_width") + theme.px("card_width") + 4 * theme.px("canvas_margin")
        column = max(theme.px("inspector_width") + theme.px("dock_column_width"), width - canvas)
        inner = theme.px("inspector_width")
        self._window.resizeDocks([inspector, maps], [inner, column - inner], Qt.Orientation.Horizontal)
        self._window.resizeDocks([inspector, training], [height * 3 // 5, height * 2 // 5], Qt.Orientation.Vertical)

    def _widen(self) -> None:
        """Give the panels their room again: the wide arrangement may have been kept while the window was already being made narrow."""
        inspector, maps, training = (self._docks[key] for key in ("inspector", "maps", "training"))
        both = all(dock.isVisible() and not dock.isFloating() for dock in (inspector, maps))
        if not self._narrow and both and inspector.width() < self._themes.current().px("inspector_width") * 3 // 4:
            self._size(inspector, maps, training)

    def _share_height(self) -> None:
        """Give the lower row, just opened, half of the height, or less where what is above needs more: curves and cells can be read."""
        middle = self._window.centralWidget()
        if not self._narrow or not self._expanded or middle is None:
            return
        panels = [dock.widget() for key, dock in self._docks.items() if key not in ("palette", *BOTTOM_KEYS)]
        needed = max((panel.minimumSizeHint().height() for panel in panels if panel and is_in_sight(panel)), default=0)
        bars = sum(bar.height() for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly))
        room = middle.height() - bars
        lower = max(min(room // 2, room - needed), room * 2 // 5)
        self._window.resizeDocks([self._docks["inspector"], self._docks["training"]], [room - lower, lower], Qt.Orientation.Vertical)

    def _set_expanded(self, expanded: bool) -> None:
        opens, self._expanded = expanded and not self._expanded, expanded
        for key in BOTTOM_KEYS:
            panel = self._docks[key].widget()
            if panel is not None:
                panel.setMaximumHeight(16_777_215 if expanded else 0)
                panel.setMinimumHeight(0)
        if opens:
            QTimer.singleShot(0, self, self._share_height)
        self.watch_tab_bars()


def _name(narrow: bool) -> str:
    return "narrow" if narrow else "wide"
