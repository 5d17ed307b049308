"""The flat strip above a dock: its title, what it is about, and buttons to float and close it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QMainWindow, QSizePolicy

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton

__all__ = ["DockTitle"]


class DockTitle(QFrame):
    """Show the dock's window title; give way while the dock is one of several tabs, whose bar already names it.

    Installs itself: ``DockTitle(dock, themes)`` is enough. The strip is what the dock is dragged by.
    """

    def __init__(self, dock: QDockWidget, themes: Themes) -> None:
        super().__init__(dock)
        self._dock = dock
        self._height = 0
        self._shown_height = 0
        set_look(self, Look.HEADER)
        self._title = ElidedLabel(dock.windowTitle(), self)
        set_look(self._title, Look.STRONG)
        self._subtitle = ElidedLabel("", self)
        set_look(self._subtitle, Look.MUTED)
        self._float = IconButton("float", self.tr("Float or dock {0}").replace("{0}", dock.windowTitle()), themes, self, color="text_muted")
        self._close = IconButton("close", self.tr("Close {0}").replace("{0}", dock.windowTitle()), themes, self, color="text_muted")
        self._float.clicked.connect(self._toggle_floating)
        self._close.clicked.connect(dock.close)
        self._row = QHBoxLayout(self)
        for part in (self._title, self._subtitle, self._float, self._close):
            self._row.addWidget(part)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the title is shortened last
        self._row.setStretchFactor(self._subtitle, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._give_way)
        dock.installEventFilter(self)
        dock.visibilityChanged.connect(self._look_again)
        dock.windowTitleChanged.connect(self._title.setText)
        themes.on_change(self._show_theme)
        self._shown_height = self._height
        dock.setTitleBarWidget(self)

    def show_title(self, title: str, subtitle: str = "") -> None:
        """Show another title than the dock's own, and a quieter text beside it ("conv2", "Convolution")."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def sizeHint(self) -> QSize:
        """Return no height at all while the strip gives way: a dock asks the hint, not the widget."""
        return QSize(super().sizeHint().width(), self._shown_height)

    def minimumSizeHint(self) -> QSize:
        """Return the height of the hint."""
        return QSize(super().minimumSizeHint().width(), self._shown_height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again whether the dock is a tab whenever it was shown, moved or resized."""
        if watched is self._dock and event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ParentChange):
            self._later.start()
        return False

    def _look_again(self, _is_visible: bool) -> None:
        self._later.start()

    def _give_way(self) -> None:
        window = self._dock.parent()
        is_tab = isinstance(window, QMainWindow) and not self._dock.isFloating() and bool(window.tabifiedDockWidgets(self._dock))
        self._shown_height = 0 if is_tab else self._height
        self.setFixedHeight(self._shown_height)
        self.updateGeometry()

    def _toggle_floating(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())

    def _show_theme(self, theme: Theme) -> None:
        self._height = theme.px("dock_title_height")
        self._row.setContentsMargins(theme.px("space_l"), 0, theme.px("space_s"), 0)
        self._row.setSpacing(theme.px("space_s"))
        self._row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._later.start()
