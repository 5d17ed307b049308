"""A window and what becomes of it: tables, the play, and the sums of the channels."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.player_bar import PlayerBar
from designer.ui.arithmetic.playing import Play, SumPlace
from designer.ui.arithmetic.stages import ExplainedStage, Whole
from designer.ui.arithmetic.tables import TablesView
from designer.ui.arithmetic.terms import Term, TermList
from designer.ui.arithmetic.window_tables import cell_sentence, channel_name, tables_of
from designer.ui.maps.numbers import value_text
from designer.ui.theme import Theme, Themes


class WindowView(QWidget):
    """Show the window of a convolution or a pool; the chosen channel stays chosen from frame to frame."""

    pixel_walked = Signal(int, int)
    """The pixel so many rows and columns on was asked for."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shown: tuple[Explanation, ExplainedStage] | None = None
        self._strongest_first = False
        self._order: Whole = np.zeros(0, np.int32)
        self._channel = 0
        self._step: int | None = None
        self._pointed = -1
        self.tables = TablesView(themes, self)
        self.player = PlayerBar(themes, self)
        self.list = TermList(themes, self)
        self.list.setAccessibleName(self.tr("Sums of the channels"))
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.addWidget(self.player)  # above: where the panel is low, the end of the tables is cut off, not the play
        left.addWidget(self.tables)
        left.addStretch(1)
        self._halves.addLayout(left, 3)
        self._halves.addWidget(self.list, 2)
        self.tables.pixel_walked.connect(self.pixel_walked)
        self.tables.cell_pointed.connect(self._point)
        self.player.stepped.connect(self.go)
        self.player.ended.connect(self.show_whole)
        self.list.term_selected.connect(self._choose_row)
        themes.on_change(self._show_theme)

    def show_stage(self, explanation: Explanation, stage: ExplainedStage) -> None:
        """Show a window; of the same pixel in another frame the chosen channel and the step stay."""
        before = self._shown
        self._shown = (explanation, stage)
        same = before is not None and (before[0].block, before[0].place) == (explanation.block, explanation.place)
        if not same:
            self.player.stop()
            self._step = None
        self._channel = min(self._channel, len(stage.channels) - 1)
        self._show()

    def show_order(self, strongest_first: bool) -> None:
        """List the channels by the size of their sums, or in order."""
        self._strongest_first = strongest_first
        self._show()

    def channel(self) -> int:
        """Return the index of the chosen channel."""
        return self._channel

    def go(self, steps: int) -> None:
        """Play so many products on or back; from the whole sum forward is from the beginning of the chosen channel."""
        if self._shown is None:
            return
        play = self._play(self._shown[1])
        start = play.start_of(self._channel) if steps > 0 else len(play)
        step = (start if self._step is None else self._step) + steps
        self._step = max(0, min(step, len(play)))
        self._channel = play.at(self._step).channel
        self._show()

    def show_whole(self) -> None:
        """Show everything summed."""
        self._step = None
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set tables and list beside each other where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= self._themes.current().px("rate_plot_width")
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _play(self, stage: ExplainedStage) -> Play:
        return Play(stage, self._order)

    def _choose_row(self, row: int) -> None:
        if row < len(self._order):
            self._step = None
            self.player.stop()
            self._channel = int(self._order[row])
            self._show()

    def _point(self, cell: int) -> None:
        self._pointed = cell
        self._show_sentence()

    def _show(self) -> None:
        if self._shown is None:
            return
        explanation, stage = self._shown
        order = np.argsort(-np.abs(stage.sums), kind="stable") if self._strongest_first else np.arange(len(stage.channels))
        self._order = order.astype(np.int32)
        self.tables.show_tables(tables_of(explanation, stage, self._channel, self._moment(stage)))
        self.tables.setAccessibleName(self.tr("Window of {0}").format(channel_name(stage, self._channel)))
        self._show_list(stage)
        self._show_sentence()

    def _moment(self, stage: ExplainedStage) -> SumPlace | None:
        return None if self._step is None else self._play(stage).at(self._step)

    def _show_list(self, stage: ExplainedStage) -> None:
        self.list.setVisible(stage.weights is not None)
        if stage.weights is None:
            return
        reach = float(np.abs(stage.sums).max()) or 1.0
        sums = [(channel_name(stage, int(index)), float(stage.sums[index])) for index in self._order]
        if stage.left_out:
            sums.append((self.tr("{0} more channels").format(f"{stage.left_out:,}"), stage.left_out_sum))
        if stage.bias is not None:
            sums.append((self.tr("bias"), stage.bias))
        terms = [Term(name, (_signed(value),), value / reach) for name, value in sums]
        terms.append(Term("Σ", (f"= {value_text(stage.result)}",), strong=True))
        self.list.show_terms(terms, int(np.flatnonzero(self._order == self._channel)[0]))

    def _show_sentence(self) -> None:
        if self._shown is None:
            return
        stage, sentence = self._shown[1], ""
        moment, play = self._moment(stage), self._play(stage)
        if 0 <= self._pointed < stage.cells:
            sentence = cell_sentence(stage, self._channel, self._pointed)
        elif moment is not None:
            sentence = self._moment_sentence(stage, moment)
        step = len(play) if self._step is None else self._step
        partial = self._step is not None
        self.player.show_state(sentence, can_back=step > 0, can_forward=not partial or step < len(play), partial=partial)

    def _moment_sentence(self, stage: ExplainedStage, moment: SumPlace) -> str:
        so_far = (self.tr("largest {0}") if stage.winner >= 0 else self.tr("Σ {0}")).format(value_text(moment.running))
        if moment.cell >= 0:
            return f"{so_far}   {cell_sentence(stage, moment.channel, moment.cell)}"
        return so_far if not self._step else self.tr("{0}   with the bias").format(so_far)

    def _show_theme(self, theme: Theme) -> None:
        self._halves.setSpacing(theme.px("space"))


def _signed(value: float) -> str:
    """Return a number with its sign, as in a sum."""
    text = value_text(value)
    return text if text.startswith("−") or value != value else f"+{text}"
