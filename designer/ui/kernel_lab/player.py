"""The buttons that play the window over the matrix: first, back, play, on, last; one number at a time or a whole window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from designer.network.kernel_lab_walk import Walk
from designer.ui.kernel_lab.closing import ClosingChoice
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.quiet_combo import QuietCombo
from designer.ui.widgets.sight import is_in_sight

_PACES_MS = (1_600, 800, 400, 160, 60)
_USUAL_PACE = 2


class Player(QWidget):
    """Move a walk and say where it stands; it holds none itself."""

    walked = Signal(object)
    """The walk at another place."""
    play_changed = Signal()
    """It begins to move by itself, or stands still."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._walk: Walk | None = None
        self._narrow = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._advance)
        self.first = IconButton("first", self.tr("To the first window"), themes, self, look=Look.ICON)
        self.back = IconButton("previous", self.tr("One step back"), themes, self, look=Look.ICON)
        self.play = IconButton("play", self.tr("Play"), themes, self, look=Look.PRIMARY, color="text_on_accent")
        self.on = IconButton("next", self.tr("One step on"), themes, self, look=Look.ICON)
        self.last = IconButton("last", self.tr("To the last window"), themes, self, look=Look.ICON)
        self.closer = IconButton("zoom-in", self.tr("Closer: so few cells that their numbers can be read"), themes, self, look=Look.ICON)
        self.closer.setCheckable(True)
        self.closer.hide()
        self.by_term = QCheckBox(self.tr("one by one"), self)
        self.by_term.setToolTip(self.tr("Take the numbers under the window one at a time"))
        self.pace = QuietCombo(self.tr("Speed"), self)
        for pace, name in zip(_PACES_MS, self._pace_names(), strict=True):
            self.pace.addItem(name, pace)
        self.pace.setCurrentIndex(_USUAL_PACE)
        self.closing = ClosingChoice(themes, self)
        self.place = ElidedLabel("", self)
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self.place, Look.MUTED)
        self._lay_out()
        self._connect()
        themes.on_change(self._show_theme)

    def show_walk(self, walk: Walk | None, place: str) -> None:
        """Show where the walk is; none: there is nothing to play."""
        self._walk = walk
        self.place.setText(place)
        by_term = self.by_term.isChecked()
        self.play.setEnabled(walk is not None)
        if walk is None:
            self.pause()
        for button in (self.first, self.back):
            button.setEnabled(walk is not None and walk.backwards(by_term) != walk)
        for button in (self.on, self.last):
            button.setEnabled(walk is not None and not walk.is_at_end)

    @property
    def is_playing(self) -> bool:
        """Whether it moves by itself."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or pause; at the end play from the start."""
        if self.is_playing:
            self.pause()
        elif self._walk is not None:
            if self._walk.is_at_end:
                self.walked.emit(self._walk.first(self.by_term.isChecked()))
            self._timer.start(self.pace.currentData())
            self.play.show_icon("pause", self.tr("Pause"))
            self.play_changed.emit()

    def pause(self) -> None:
        """Stand still."""
        if self.is_playing:
            self._timer.stop()
            self.play.show_icon("play", self.tr("Play"))
            self.play_changed.emit()

    def step(self, forwards: bool) -> None:
        """Go one step on or back, by hand: the playing pauses."""
        self.pause()
        self._move(forwards)

    def go(self, to_end: bool) -> None:
        """Go to the first or the last place."""
        self.pause()
        if self._walk is not None:
            self.walked.emit(self._walk.last() if to_end else self._walk.first(self.by_term.isChecked()))

    def hideEvent(self, event: QHideEvent) -> None:
        """Play for nobody."""
        super().hideEvent(event)
        self.pause()

    def _advance(self) -> None:
        self._move(forwards=True)
        if self._walk is None or self._walk.is_at_end or not is_in_sight(self):
            self.pause()

    def _move(self, forwards: bool) -> None:
        if self._walk is not None:
            by_term = self.by_term.isChecked()
            self.walked.emit(self._walk.forwards(by_term) if forwards else self._walk.backwards(by_term))

    def _pace_names(self) -> tuple[str, ...]:
        return self.tr("very slow"), self.tr("slow"), self.tr("normal"), self.tr("fast"), self.tr("very fast")

    def _lay_out(self) -> None:
        self._buttons = QHBoxLayout()
        for widget in (self.first, self.back, self.play, self.on, self.last):
            self._buttons.addWidget(widget)
        self._buttons.addWidget(self.place, 1)
        self._buttons.addWidget(self.closer)
        self._buttons.addWidget(self.pace)
        options = QWidget(self)
        self._options = FlowLayout(options)
        for option in (self.by_term, self.closing):
            self._options.addWidget(option)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._buttons)
        self._column.addWidget(options)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out in a narrow dock; where the walk stands is seen in the grids too."""
        super().resizeEvent(event)
        narrow = self.width() < self._themes.current().px("lab_row_width")
        if narrow != self._narrow:
            self._narrow = narrow
            self.place.setVisible(not narrow)
            self.closing.show_short(narrow)

    def _connect(self) -> None:
        self.first.clicked.connect(partial(self._go, False))
        self.last.clicked.connect(partial(self._go, True))
        self.back.clicked.connect(partial(self._step, False))
        self.on.clicked.connect(partial(self._step, True))
        self.play.clicked.connect(self.toggle)
        self.pace.activated.connect(self._set_pace)
        self.by_term.toggled.connect(self._show_buttons)

    def _go(self, to_end: bool, _checked: bool = False) -> None:
        self.go(to_end)

    def _step(self, forwards: bool, _checked: bool = False) -> None:
        self.step(forwards)

    def _set_pace(self, index: int) -> None:
        self._timer.setInterval(self.pace.itemData(index))

    def _show_buttons(self, _on: bool) -> None:
        self.show_walk(self._walk, self.place.text())

    def _show_theme(self, theme: Theme) -> None:
        for layout in (self._buttons, self._column):
            layout.setSpacing(theme.px("space_s"))
        self._options.setSpacing(theme.px("space"))
        self.pace.setMinimumWidth(theme.px("chip_min_width"))
        self.by_term.setFixedHeight(theme.px("field_height"))
