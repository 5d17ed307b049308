"""The Why tab: what speaks for a class in this picture, and which pictures excite a map."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from designer.network.architecture import Architecture
from designer.network.same_run import same_network
from designer.protocol.events import ProbeChosen
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.why.asking import Reasons, SearchedMap
from designer.ui.why.exciting_page import ExcitingPage
from designer.ui.why.probe_page import ProbePage
from designer.ui.why.questions import WhyQuestion, input_shape, square_of
from designer.ui.why.wording import why_nothing
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.sight import is_in_sight

PROBE, EXCITING = 0, 1


class WhyPanel(QWidget):
    """Show one of two pages; built when it is first looked at, and asking only while it is."""

    picture_chosen = Signal(int, str, object)
    """A picture shall become the probe: its position, its part, and the positions of all that were found."""
    deed_asked = Signal(str, object)
    """What to do with the map over the probe, ``copy``, ``png`` or ``npy``; and the map, a `MapContent`."""

    def __init__(self, reasons: Reasons, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons, self._document, self._live, self._themes = reasons, document, live_maps, themes
        self._is_built = self._is_building = False
        self._searched: Architecture | None = None
        self._channel = 0
        self._probe: ProbeChosen | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def is_built(self) -> bool:
        """Whether anybody has looked at it yet."""
        return self._is_built

    def catch_up(self) -> None:
        """Show what came while nobody looked."""
        if self._is_building:
            return
        if not self._is_built:
            self._is_building = True
            self._build()
            self._is_building, self._is_built = False, True
        self._follow_document()
        self._reasons.watch(True)

    def show_page(self, page: int) -> None:
        """Show the page about the probe (`PROBE`) or about a map (`EXCITING`)."""
        self.catch_up()
        self._tabs.button(page).setChecked(True)
        self._pages.setCurrentIndex(page)

    def show_channel(self, channel: int) -> None:
        """Choose a map of the selected block."""
        self._channel = channel
        if self._is_built:
            self.exciting.show_channel(channel)

    def show_probe(self, probe: ProbeChosen) -> None:
        """Mark the picture whose maps are shown."""
        self._probe = probe
        if self._is_built:
            self.exciting.show_probe(probe)

    def focus_choices(self) -> None:
        """Give the boxes the keyboard focus."""
        self.catch_up()
        target = self.probe.choices.method if self._pages.currentIndex() == PROBE else self.exciting.channel
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing while nobody looks."""
        super().hideEvent(event)
        self._reasons.watch(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Catch up where it came into sight."""
        super().resizeEvent(event)
        self.look()

    def look(self) -> None:
        """Follow only while in sight: Qt keeps the tabs behind shown, but out of the window."""
        if is_in_sight(self):
            self.catch_up()
        else:
            self._reasons.watch(False)

    def _build(self) -> None:
        themes = self._themes
        self.probe, self.exciting, self.empty = ProbePage(themes, self), ExcitingPage(themes, self), EmptyState(themes, self)
        scroll = QScrollArea(self)
        scroll.setWidget(self.probe)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._about_probe = QStackedWidget(self)
        self._about_probe.addWidget(self.empty)
        self._about_probe.addWidget(scroll)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._about_probe)
        self._pages.addWidget(self.exciting)
        self._column.addLayout(self._make_tabs())
        self._column.addWidget(self._pages, 1)
        self.exciting.show_channel(self._channel)
        self.exciting.show_probe(self._probe)
        self._connect()
        self._show_found()
        themes.on_change(self._show_theme)

    def _make_tabs(self) -> QHBoxLayout:
        self._row, self._tabs = QHBoxLayout(), QButtonGroup(self)
        texts = (
            (self.tr("This picture"), self.tr("What in the probe speaks for a class")),
            (self.tr("Exciting pictures"), self.tr("The pictures that excite a map most")),
        )
        for page, (text, tip) in enumerate(texts):
            button = QPushButton(text, self)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setChecked(page == PROBE)
            set_look(button, Look.QUIET)
            button.clicked.connect(partial(self._choose_page, page))
            self._tabs.addButton(button, page)
            self._row.addWidget(button)
        self._row.addStretch(1)
        return self._row

    def _connect(self) -> None:
        reasons, probe, exciting = self._reasons, self.probe, self.exciting
        reasons.answered.connect(self._show_answer)
        reasons.progressed.connect(probe.show_progress)
        reasons.found.connect(self._show_found)
        reasons.search_progressed.connect(exciting.show_progress)
        probe.choices.chosen.connect(self._ask)
        probe.again_wanted.connect(self._ask_again)
        probe.cancelled.connect(reasons.cancel)
        probe.live_chosen.connect(reasons.set_live)
        probe.deed_asked.connect(self._ask_deed)
        exciting.search_wanted.connect(self._search)
        exciting.cancelled.connect(reasons.cancel_search)
        exciting.picture_chosen.connect(self.picture_chosen)
        self._document.analysed.connect(self._follow_document)
        self._document.selection_changed.connect(self._follow_document)
        self._live.changed.connect(self._follow_classes)

    def _follow_document(self, _: object = None) -> None:
        analysis, selection = self._document.analysis, self._document.selection
        self.exciting.show_block(analysis, selection[0] if selection else None)
        before = self.probe.choices.question()
        self.probe.choices.show_network(analysis)
        self._follow_classes()
        question = self.probe.choices.question()
        if question != before and question != self._reasons.question:
            self._reasons.question = question  # the block that was asked about is gone
        self._show_answer()
        if self._searched is not None:
            self._show_found()

    def _follow_classes(self, _: object = None) -> None:
        classes = self._live.classes
        logits = self._document.analysis.reports.get(self._document.analysis.logits_id or "")
        count = logits.output_shape[0] if logits is not None and logits.output_shape else 0
        names = [*classes[:count], *(str(number) for number in range(len(classes), count))]
        self.probe.choices.show_classes(names)

    def _ask(self, question: WhyQuestion) -> None:
        self._reasons.ask(question)

    def _ask_again(self) -> None:
        self._reasons.ask()

    def _ask_deed(self, deed: str) -> None:
        content = self.probe.content()
        if content is not None:
            self.deed_asked.emit(deed, content)

    def _search(self, wanted: SearchedMap) -> None:
        self._searched = self._document.architecture
        self._reasons.search(wanted)

    def _show_answer(self) -> None:
        reasons, analysis = self._reasons, self._document.analysis
        nothing = why_nothing(analysis, reasons.question.method, reasons.can_ask()) if reasons.reason is None or not analysis.order else ""
        if reasons.reason is None or nothing:
            said = nothing or reasons.problem or self.tr("Computing…")
            self.empty.show_text(said, icon_name="picture")
            self._about_probe.setCurrentWidget(self.empty)
            return
        square, _ = square_of(reasons.reason.question.square, input_shape(analysis))
        self.probe.show_reason(reasons.reason, self._live.classes, reasons.is_stale(), square)
        self._about_probe.setCurrentIndex(1)

    def _show_found(self) -> None:
        edited = self._searched is not None and not same_network(self._searched, self._document.architecture)
        self.exciting.show_found(self._reasons.exciting, self._reasons.search_problem, self._reasons.is_found_stale(), edited)

    def _choose_page(self, page: int, _checked: bool = False) -> None:
        self._pages.setCurrentIndex(page)

    def _show_theme(self, theme: Theme) -> None:
        space, small = theme.px("space"), theme.px("space_s")
        self._row.setContentsMargins(space, small, space, 0)
        self._row.setSpacing(theme.px("space_xs"))
