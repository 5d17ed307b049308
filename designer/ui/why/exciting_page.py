"""The page about a map: the pictures that excite it most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSpinBox, QStackedLayout, QVBoxLayout, QWidget

from designer.network.analysis import Analysis
from designer.network.shapes import is_image
from designer.protocol.events import ProbeChosen
from designer.ui.results.wording import part_text
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Exciting
from designer.ui.why.asking import SearchedMap, WhyProgress
from designer.ui.why.exciting_grid import ExcitingGrid
from designer.ui.why.wording import found_text, search_text
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.quiet_combo import QuietCombo
from designer.ui.widgets.wrapped_label import wrapped_label


class ExcitingPage(QWidget):
    """Choose a map of the selected block, let pictures be searched, and choose one of them as the probe."""

    search_wanted = Signal(object)
    """Pictures shall be searched; carries a `SearchedMap`."""
    cancelled = Signal()
    """The search is not wanted any more."""
    picture_chosen = Signal(int, str, object)
    """A picture shall become the probe: its position, its part, and the positions of all that were found."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block: str | None = None
        self._exciting: Exciting | None = None
        self._analysis: Analysis | None = None
        self._probe: ProbeChosen | None = None
        self.channel = QSpinBox(self)
        self.channel.setAccessibleName(self.tr("Number of the map"))
        self.channel.setToolTip(self.tr("Number of the map; a map that is clicked in Feature maps is chosen here too"))
        self._of = QLabel(self)
        self.part = QuietCombo(self.tr("Pictures that are searched"), self)
        self.part.setToolTip(self.part.accessibleName())
        for part in ("test", "validation", "training"):
            self.part.addItem(part_text(part), part)
        self.find_button = QPushButton(self.tr("Find pictures"), self)
        self.find_button.setToolTip(self.tr("Find the nine pictures on which this map has its highest value"))
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setToolTip(self.tr("Stop searching"))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self._caption = wrapped_label("", Look.MUTED, self)
        self.grid = ExcitingGrid(themes, self)
        self.empty = EmptyState(themes, self)
        self._lay_out()
        self.channel.setKeyboardTracking(False)
        self.find_button.clicked.connect(self._search)
        self.cancel_button.clicked.connect(self._cancel)
        self.grid.chosen.connect(self._choose)
        self.show_progress(None)
        themes.on_change(self._show_theme)

    def show_block(self, analysis: Analysis, block: str | None) -> None:
        """Offer the maps of the selected block."""
        self._analysis = analysis
        report = analysis.reports.get(block) if block else None
        shape = report.output_shape if report is not None else None
        self._block = block if shape is not None else None
        self.find_button.setEnabled(shape is not None)
        self.channel.setEnabled(shape is not None)
        if report is not None and shape is not None:
            self.channel.setMaximum(shape[0] - 1)
            self.channel.setPrefix(self.tr("map ") if is_image(shape) else self.tr("value "))
            self._of.setText(self.tr("of {0}").format(report.block.shown_name))
        else:
            self._of.setText(self.tr("select a block"))

    def show_channel(self, channel: int) -> None:
        """Choose a map of the block."""
        self.channel.setValue(channel)

    def show_found(self, exciting: Exciting | None, problem: str, is_stale: bool, is_edited: bool = False) -> None:
        """Show what a search found, or why it found nothing.

        Args:
            is_stale: The weights that are shown are others.
            is_edited: The network was edited since.
        """
        self._exciting = exciting
        shown = exciting is not None and not problem and bool(exciting.told.pictures)
        if shown and exciting is not None:
            self._caption.setText(exciting.told.problem or found_text(exciting.told, is_stale, is_edited, self._is_unit(exciting)))
            set_look(self._caption, Look.WARNING if is_stale or is_edited or exciting.told.problem else Look.MUTED)
            self.grid.show_exciting(exciting)
            self.show_probe(self._probe)
        else:
            hint = self.tr("Find the pictures that excite a map most, to see what it stands for. The frame is what the highest value sees.")
            nothing = self.tr("No picture excites this map: all its values are not numbers.") if exciting is not None else hint
            self.empty.show_text(problem or nothing, icon_name="picture")
        self._caption.setVisible(shown)
        self._pages.setCurrentWidget(self.grid if shown else self.empty)

    def show_progress(self, progress: WhyProgress | None) -> None:
        """Say how far a search is."""
        searching = progress is not None
        shown, hidden = (self.cancel_button, self.find_button) if searching else (self.find_button, self.cancel_button)
        had_focus = hidden.hasFocus()
        shown.show()
        if had_focus:  # before it goes: else the focus would wander off
            shown.setFocus()
        hidden.hide()
        self.bar.setVisible(searching)
        if progress is not None:
            self.bar.setRange(0, max(1, progress.count))
            self.bar.setValue(progress.done)
            self.bar.setAccessibleName(search_text(progress, self._block or "", self.channel.value()))
            self.bar.setToolTip(self.bar.accessibleName())

    def show_probe(self, probe: ProbeChosen | None) -> None:
        """Mark the picture whose maps are shown."""
        self._probe = probe
        same = probe is not None and self._exciting is not None and probe.part == self._exciting.told.part
        self.grid.show_probe(probe.index if same and probe is not None else None)

    def caption(self) -> str:
        """Return what is said above the pictures."""
        return self._caption.text()

    def _lay_out(self) -> None:
        self._column, self._flow, self._pages = QVBoxLayout(self), FlowLayout(), QStackedLayout()
        for widget in (self.channel, self._of, self.part, self.find_button, self.cancel_button):
            self._flow.addWidget(widget)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.grid)
        self._column.addLayout(self._flow)
        self._column.addWidget(self.bar)
        self._column.addWidget(self._caption)
        self._column.addLayout(self._pages, 1)
        self._caption.hide()

    def _search(self) -> None:
        if self._block is not None:
            self.search_wanted.emit(SearchedMap(self._block, self.channel.value(), self.part.currentData()))

    def _cancel(self) -> None:
        self.cancelled.emit()

    def _is_unit(self, exciting: Exciting) -> bool:
        report = self._analysis.reports.get(exciting.told.block) if self._analysis is not None else None
        return report is not None and report.output_shape is not None and not is_image(report.output_shape)

    def _choose(self, number: int) -> None:
        if self._exciting is not None:
            told = self._exciting.told
            self.picture_chosen.emit(told.pictures[number].index, told.part, tuple(picture.index for picture in told.pictures))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, theme.px("space_s"), space, theme.px("space_s"))
        self._column.setSpacing(theme.px("space_s"))
        self._flow.setSpacing(theme.px("space_s"))
        self.bar.setFixedHeight(theme.px("space_s"))
        self._of.setMinimumHeight(theme.px("target"))
