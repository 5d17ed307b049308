"""Tabs of docks that fit their bar: all titles where there is room, else icons, and the title of the tab in front."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QFontMetrics, QIcon
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from designer.ui.icons import icon
from designer.ui.style_sheet import set_icons_only
from designer.ui.theme import Theme, Themes

__all__ = ["DockTabs"]

_ICONS: Mapping[str, str] = {
    "inspector": "settings", "maps": "maps", "filters": "filters", "why": "why", "code": "code", "kernel_lab": "kernel",
    "training": "optimiser", "confusion": "confusion", "runs": "runs", "analysis": "chart", "problems": "warning", "log": "log",
}  # fmt: skip
_CHANGES = frozenset({QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FontChange})


class DockTabs(QObject):
    """Watches the tab bars that Qt makes for docks. Names and tooltips stay the titles.

    Args:
        docks: By their keys.
    """

    def __init__(self, docks: Mapping[str, QDockWidget], themes: Themes, parent: QObject) -> None:
        super().__init__(parent)
        self._docks, self._themes = docks, themes
        self._bars: list[QTabBar] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit_all)
        for dock in docks.values():
            dock.windowTitleChanged.connect(self._fit_soon)
        themes.on_change(self._show_theme)

    def watch(self, bar: QTabBar) -> None:
        """Fit the tabs of a bar now, and whenever its size or its titles change."""
        if bar not in self._bars:
            self._bars.append(bar)
            bar.installEventFilter(self)
            bar.destroyed.connect(lambda: self._forget(bar))
        self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the tabs after this event, for a bar must not change while it lays itself out."""
        if event.type() in _CHANGES:
            self._later.start()
        return False

    def _forget(self, bar: QTabBar) -> None:
        self._bars.remove(bar)

    def _fit_soon(self, _title: str = "") -> None:
        self._later.start()

    def _fit_all(self) -> None:
        for bar in self._bars:
            if bar.isVisible() and self._is_left_over(bar):
                bar.hide()  # WORKAROUND: Qt keeps bars for later use, and shows those of the time before the window's first layout
            elif bar.isVisible():
                self._fit(bar)

    def _is_left_over(self, bar: QTabBar) -> bool:
        """Tell whether no docks belong to a bar's tabs any more."""
        texts = {bar.tabText(index) for index in range(bar.count())}
        first = next((dock for dock in self._docks.values() if dock.windowTitle() in texts), None)
        window = bar.parent()
        if first is None or not isinstance(window, QMainWindow):
            return False
        return {dock.windowTitle() for dock in window.tabifiedDockWidgets(first) if not dock.isHidden()} | {first.windowTitle()} != texts

    def _fit(self, bar: QTabBar) -> None:
        theme = self._themes.current()
        texts = [bar.tabText(index) for index in range(bar.count())]
        bold = QFontMetrics(theme.font("strong"))
        needed = sum(bold.horizontalAdvance(text) + 4 * theme.px("space_s") for text in texts) + theme.px("space")
        icons_only = needed > bar.width()
        set_icons_only(bar, icons_only)
        side, keys = theme.px("icon"), {dock.windowTitle(): key for key, dock in self._docks.items()}
        bar.setIconSize(QSize(side, side))
        for index, text in enumerate(texts):
            name = _ICONS.get(keys.get(text, ""), "") if icons_only else ""
            bar.setTabIcon(index, icon(name, theme.color("text_muted"), side) if name else QIcon())

    def _show_theme(self, _theme: Theme) -> None:
        self._later.start()
