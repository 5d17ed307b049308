"""The buttons that play a window: back, play, forward, all at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.ui.style_sheet import Look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton

_PLAY_MS = 350


class PlayerBar(QWidget):
    """Go through the steps of a sum; a step of its own timer while it plays."""

    stepped = Signal(int)
    """So many steps on (1) or back (−1) were asked for."""
    ended = Signal()
    """The whole was asked for."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("previous", self.tr("One product back"), themes, self, look=Look.ICON)
        self.play = IconButton("play", self.tr("Play the sum product by product"), themes, self, look=Look.ICON)
        self.forward = IconButton("next", self.tr("One product on"), themes, self, look=Look.ICON)
        self.whole = IconButton("stop", self.tr("Show the whole sum"), themes, self, look=Look.ICON)
        self.sentence = ElidedLabel(parent=self)
        self._timer = QTimer(self)
        self._timer.setInterval(_PLAY_MS)
        self._timer.timeout.connect(self._tick)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button in (self.back, self.play, self.forward, self.whole):
            self._row.addWidget(button)
        self._row.addWidget(self.sentence, 1)
        self.back.clicked.connect(self._go_back)
        self.forward.clicked.connect(self._go_on)
        self.play.clicked.connect(self._toggle)
        self.whole.clicked.connect(self._end)
        themes.on_change(self._show_theme)

    @property
    def is_playing(self) -> bool:
        """Whether the timer steps."""
        return self._timer.isActive()

    def show_state(self, sentence: str, *, can_back: bool, can_forward: bool, partial: bool) -> None:
        """Show where the play is.

        Args:
            partial: Not all is summed.
        """
        self.sentence.setText(sentence)
        self.back.setEnabled(can_back)
        self.forward.setEnabled(can_forward)
        self.whole.setEnabled(partial)
        if not can_forward and self.is_playing:
            self.stop()

    def stop(self) -> None:
        """Stop playing."""
        self._timer.stop()
        self.play.show_icon("play", self.tr("Play the sum product by product"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop where nobody looks."""
        self.stop()
        super().hideEvent(event)

    def _toggle(self) -> None:
        if self.is_playing:
            self.stop()
            return
        self.play.show_icon("pause", self.tr("Pause"))
        self._timer.start()
        self._tick()

    def _tick(self) -> None:
        self.stepped.emit(1)

    def _go_on(self) -> None:
        self.stop()
        self.stepped.emit(1)

    def _go_back(self) -> None:
        self.stop()
        self.stepped.emit(-1)

    def _end(self) -> None:
        self.stop()
        self.ended.emit()

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
