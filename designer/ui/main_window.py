"""The window: puts the parts together and nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from designer.network.architecture import Architecture
from designer.ui.actions import Actions
from designer.ui.analysis.panel import AnalysisPanel
from designer.ui.canvas import CanvasView
from designer.ui.code.panel import CodePanel
from designer.ui.compare.menu import CompareMenu
from designer.ui.docks import Docks
from designer.ui.document import Document
from designer.ui.files.document_files import DocumentFiles
from designer.ui.files.recent import RecentMenu
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.files.settings import Settings
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.panel import FiltersPanel
from designer.ui.focus_order import next_stop
from designer.ui.history.bar import HistoryBar
from designer.ui.icons import application_icon
from designer.ui.inspector.panel import Inspector
from designer.ui.kernel_lab.panel import KernelLabPanel
from designer.ui.log_panel import LogPanel
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.palette import BlockPalette
from designer.ui.probe.menu import ProbeMenu
from designer.ui.problems_panel import ProblemsPanel
from designer.ui.results.panel import ResultsPanel
from designer.ui.results.results import Results
from designer.ui.runs.panel import RunsPanel
from designer.ui.status_bar import StatusBar
from designer.ui.submenus import ChoiceMenu, ExportMenu, PanelsMenu, ThemeMenu
from designer.ui.theme import Themes
from designer.ui.toolbar import Toolbar
from designer.ui.training.action_looks import ActionLooks
from designer.ui.training.pace import Pace, pace_text
from designer.ui.training.session import TrainingSession
from designer.ui.training.training_panel import TrainingPanel
from designer.ui.why.asking import Reasons
from designer.ui.why.menu import WhyMethodsMenu
from designer.ui.why.panel import WhyPanel
from designer.ui.widgets.message_line import MessageLine
from designer.ui.worker_client import WorkerClient

WINDOW_VERSION = 3
"""Grows when kept window geometry and docks no longer fit."""


class MainWindow(QMainWindow):
    """Everything a person sees.

    Args:
        settings: What is remembered between starts.
        data_root: Folder of data sets for this start; none: the remembered one.
        client: The worker's client; none: a real worker.
    """

    settled = Signal()
    """The window was painted; the worker warms up from now on."""

    def __init__(self, settings: Settings, themes: Themes, data_root: str | None = None, client: WorkerClient | None = None) -> None:
        super().__init__()
        self.settings, self.themes = settings, themes
        self.document = Document(Architecture(), self)
        self.live_maps = LiveMaps(self)
        self.client = client or WorkerClient(parent=self)
        root = data_root or (str(settings.data_root) if settings.data_root else None)
        self.session = TrainingSession(self.document, self.client, self, data_root=root, pace=settings.pace)
        self.results = Results(self.document, self.session, self.client, self)
        self.reasons = Reasons(self.document, self.session, self.client, self)
        self.recovery = RecoveryClient(self.document, self)
        self.files = DocumentFiles(self.document, settings, self, recovery=self.recovery, parent=self)
        self.actions_table = Actions(themes, self)
        self._make_panels()
        self._make_menus()
        self._settled = False
        self.setAcceptDrops(True)
        theme = themes.current()
        self.setMinimumSize(theme.px("window_min_width") * 3 // 4, theme.px("window_min_height") * 3 // 4)
        wanted = QSize(theme.px("window_width"), theme.px("window_height"))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        from designer.ui.data.wiring import DataWiring
        from designer.ui.window_bindings import bind

        bind(self)
        self.data_wiring = DataWiring(self)
        self._restore()

    def _make_panels(self) -> None:
        themes, document = self.themes, self.document
        self.canvas = CanvasView(document, self.live_maps, themes, self)
        self.message_line = MessageLine(themes, self)
        self.recovery_line = MessageLine(themes, self)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_line)
        column.addWidget(self.recovery_line)
        column.addWidget(self.canvas, 1)
        self.history_bar = HistoryBar(themes, self)
        column.addWidget(self.history_bar)
        self.setCentralWidget(middle)
        self.palette_panel = BlockPalette(themes, self)
        self.inspector = Inspector(document, themes, self)
        self.maps_panel = FeatureMapsPanel(document, self.live_maps, themes, self)
        self.filter_editing = FilterEditing(self.client, self)
        self.filters_panel = FiltersPanel(document, self.live_maps, self.filter_editing, themes, self)
        self.why_panel = WhyPanel(self.reasons, document, self.live_maps, themes, self)
        self.code_panel = CodePanel(document, themes, self)
        self.kernel_lab_panel = KernelLabPanel(document, self.live_maps, themes, self)
        self.training_panel = TrainingPanel(self.session, themes, self)
        self.results_panel = ResultsPanel(self.results, themes, self)
        self.runs_panel = RunsPanel(themes, self)
        self.analysis_panel = AnalysisPanel(document, themes, self)
        self.problems_panel = ProblemsPanel(document, themes, self)
        self.log_panel = LogPanel(themes, self)
        panels = {
            "palette": self.palette_panel, "inspector": self.inspector, "maps": self.maps_panel, "filters": self.filters_panel,
            "why": self.why_panel, "code": self.code_panel, "kernel_lab": self.kernel_lab_panel,
            "training": self.training_panel, "confusion": self.results_panel, "runs": self.runs_panel,
            "analysis": self.analysis_panel, "problems": self.problems_panel, "log": self.log_panel,
        }  # fmt: skip
        titles = {
            "palette": self.tr("Palette"), "inspector": self.tr("Inspector"), "maps": self.tr("Feature maps"),
            "filters": self.tr("Filters"), "why": self.tr("Why"), "code": self.tr("Code"), "kernel_lab": self.tr("Kernel lab"),
            "training": self.tr("Training"), "confusion": self.tr("Confusion"), "runs": self.tr("Runs"),
            "analysis": self.tr("Analysis"), "problems": self.tr("Problems"), "log": self.tr("Log"),
        }  # fmt: skip
        self.docks = Docks(self, panels, titles, themes)
        self.toolbar = Toolbar(document, self.session, themes, self.actions_table.by_key, self)
        self.addToolBar(self.toolbar)
        self.status_bar = StatusBar(document, themes, self)
        self.setStatusBar(self.status_bar)
        self.action_looks = ActionLooks(self.session, themes, self.actions_table.by_key, self)

    def _make_menus(self) -> None:
        self.recent_menu = RecentMenu(self.files.recent, self)
        self.pace_menu = ChoiceMenu(self.tr("&Pace"), [(pace.value, pace_text(pace)) for pace in Pace], self)
        self.probe_menu = ProbeMenu(self.actions_table, self)
        submenus = {
            "recent": self.recent_menu,
            "export": ExportMenu(self.actions_table, self),
            "theme": ThemeMenu(self.actions_table, self.themes, self),
            "panels": PanelsMenu([self.docks[key] for key in self.docks.keys], self),
            "pace": self.pace_menu,
            "probe": self.probe_menu,
            "compare": CompareMenu(self.actions_table, self),
            "why": WhyMethodsMenu(self.actions_table, self),
        }
        self.actions_table.fill(self.menuBar(), submenus)

    def _restore(self) -> None:
        geometry = self.settings.window_geometry(WINDOW_VERSION)
        if geometry:
            self.restoreGeometry(geometry)
        self.analysis_panel.view.columns.load(self.settings.analysis_columns)
        self.docks.load(self.settings.window_state(WINDOW_VERSION))
        self.docks.fit(self.width())
        self.palette_panel.set_narrow(self.docks.is_narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Let maps rest while nobody can see them."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.session.set_on_screen(not self.isMinimized())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin what takes long after the first paint."""
        super().showEvent(event)
        if not self._settled:
            self._settled = True
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self.canvas.setFocus()
        QApplication.setWindowIcon(application_icon())
        self.actions_table.draw_icons()
        self.session.begin()
        self.recovery.begin()
        self.settled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the wide or the narrow arrangement."""
        super().resizeEvent(event)
        self.docks.fit(self.width())
        self.palette_panel.set_narrow(self.docks.is_narrow)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on by Tab: palette, canvas, the docks in their order, then the rest. What vanishes with the keys leaves them to the canvas."""
        focused = self.focusWidget()
        if focused is not None and not focused.isVisible():
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        docks = [self.docks[key] for key in self.docks.keys]
        stop = next_stop(self, [docks[0], self.canvas, *docks[1:], self.status_bar, self.toolbar], forward)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return stop is not None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about edits, stop the worker, keep the settings."""
        if not self.files.ask_before_losing():
            event.ignore()
            return
        self.settings.keep_window(bytes(self.saveGeometry().data()), self.docks.dump(), WINDOW_VERSION)
        self.settings.analysis_columns = self.analysis_panel.view.columns.dump()
        self.settings.minimap = self.canvas.minimap.is_wanted
        self.settings.pace = self.session.pace
        self.settings.theme = self.themes.choice()
        self.settings.sync()
        self.session.close()
        self.recovery.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take architecture files and data sets."""
        if self.files.accepts(event.mimeData()) or self.data_wiring.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open an architecture file, or look at a data set."""
        if self.files.accepts(event.mimeData()):
            event.acceptProposedAction()
            self.files.open_dropped(event.mimeData())
        elif self.data_wiring.accepts(event.mimeData()):
            event.acceptProposedAction()
            self.data_wiring.open_dropped(event.mimeData())
