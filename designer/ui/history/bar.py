"""The bar below the canvas: a slider over the moments of a run, with its step in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from designer.ui.history.moments import Moments
from designer.ui.history.slider import MomentSlider
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton

__all__ = ["HistoryBar"]

_PLAY_MS = 120


class HistoryBar(QFrame):
    """Choose a moment, walk, and play from the start to the present; hidden while a run has no past."""

    moved = Signal(object)
    """Another moment is wanted; carries the `Moments`."""
    held = Signal()
    """The moment is to be kept beside the others."""
    let_go = Signal()
    """What is kept is not to be any more."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments = Moments()
        self._steps_per_epoch = 0
        self._awaits_frame = False
        self._held: int | None = None
        set_look(self, Look.HEADER)
        self.play_button = IconButton("play", self.tr("Play the run from its start"), themes, self)
        self.back_button = IconButton("previous", self.tr("A moment back (,)"), themes, self)
        self.forward_button = IconButton("next", self.tr("A moment on (.)"), themes, self)
        self.slider = MomentSlider(themes, self)
        self.slider.setAccessibleName(self.tr("Moment of the run"))
        self.slider.setToolTip(self.tr("Maps, filters and probabilities as they were after this step"))
        self.label = ElidedLabel(parent=self)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        set_look(self.label, Look.SMALL)
        self.hold_button = QPushButton(self.tr("A | B"), self)
        self.hold_button.setCheckable(True)
        self.hold_button.setToolTip(self.tr("Keep this moment as A, and compare it with those that the slider shows"))
        self.hold_button.setAccessibleName(self.hold_button.toolTip())
        self.now_button = QPushButton(self.tr("Now"), self)
        self.now_button.setToolTip(self.tr("Back to the present"))
        self._row = QHBoxLayout(self)
        for widget, stretch in (
            (self.play_button, 0), (self.back_button, 0), (self.slider, 2), (self.forward_button, 0), (self.label, 1), (self.hold_button, 0),
            (self.now_button, 0),
        ):  # fmt: skip
            self._row.addWidget(widget, stretch)
        self._playing = QTimer(self)
        self._playing.setInterval(_PLAY_MS)
        self._playing.timeout.connect(self._play_on)
        self.play_button.clicked.connect(self._toggle_play)
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.forward_button.clicked.connect(lambda: self.step(1))
        self.hold_button.clicked.connect(self._hold)
        self.now_button.clicked.connect(lambda: self._want(self._moments.at(len(self._moments.steps))))
        self.slider.valueChanged.connect(lambda place: self._want(self._moments.at(place)))
        self.hide()
        themes.on_change(self._show_theme)

    @property
    def moments(self) -> Moments:
        """What is shown."""
        return self._moments

    def show_moments(self, moments: Moments, steps_per_epoch: int = 0) -> None:
        """Take the moments of a run and the one looked at.

        Args:
            steps_per_epoch: To tell the epoch too; 0: not known.
        """
        self._steps_per_epoch = steps_per_epoch
        self._show(moments)
        self.setVisible(moments.can_look_back)

    def show_held(self, step: int | None) -> None:
        """Show which moment is kept beside the others; none: none is."""
        self.hold_button.setChecked(step is not None)
        if step != self._held:
            self._held = step
            self._show(self._moments)

    def step(self, by: int) -> None:
        """Walk to a moment further on, or further back."""
        if self._moments.can_look_back:
            self._stop_playing()
            self._want(self._moments.stepped(by))

    def frame_shown(self) -> None:
        """Take note that the wanted moment is on the screen; playing goes on."""
        self._awaits_frame = False

    def is_playing(self) -> bool:
        """Tell whether the moments follow each other by themselves."""
        return self._playing.isActive()

    def _want(self, moments: Moments) -> None:
        if moments != self._moments:
            self._show(moments)
            self.moved.emit(moments)

    def _show(self, moments: Moments) -> None:
        self._moments = moments
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(moments.steps))
        self.slider.setValue(moments.place)
        self.slider.blockSignals(False)
        self.slider.show_mark(moments.steps.index(self._held) if self._held in moments.steps else None)
        self.label.setText(self._words(moments))
        self.slider.setAccessibleDescription(self.label.text())
        self.now_button.setEnabled(moments.step is not None)
        self.back_button.setEnabled(moments.place > 0)
        self.forward_button.setEnabled(moments.step is not None)

    def _words(self, moments: Moments) -> str:
        if self._held is None:
            return self._words_of_moment(moments)
        now = self.tr("now") if moments.step is None else f"{moments.step:,}"
        return self.tr("A: step {0} · B: {1}").format(f"{self._held:,}", now)

    def _hold(self, on: bool) -> None:
        (self.held if on else self.let_go).emit()

    def _words_of_moment(self, moments: Moments) -> str:
        if moments.step is None:
            return self.tr("now · {0} moments").format(f"{len(moments.steps):,}")
        if moments.step == 0:
            return self.tr("before the first step")
        text = self.tr("after step {0}").format(f"{moments.step:,}")
        if not self._steps_per_epoch:
            return text
        return self.tr("{0} · epoch {1}").format(text, f"{-(-moments.step // self._steps_per_epoch):,}")

    def _toggle_play(self) -> None:
        if self.is_playing():
            self._stop_playing()
            return
        self.play_button.show_icon("pause", self.tr("Pause"))
        self._playing.start()
        if self._moments.step is None:
            self._want(self._moments.at(0))
            self._awaits_frame = True

    def _play_on(self) -> None:
        if self._awaits_frame:
            return
        self._awaits_frame = True
        self._want(self._moments.stepped(1))
        if self._moments.step is None:
            self._stop_playing()

    def _stop_playing(self) -> None:
        self._playing.stop()
        self._awaits_frame = False
        self.play_button.show_icon("play", self.tr("Play the run from its start"))

    def _show_theme(self, theme: Theme) -> None:
        self._row.setContentsMargins(theme.px("space"), theme.px("space_s"), theme.px("space"), theme.px("space_s"))
        self._row.setSpacing(theme.px("space_s"))
        self.slider.setMinimumWidth(theme.px("chip_min_width"))
