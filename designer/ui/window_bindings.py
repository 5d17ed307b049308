"""Who hears whom: the signals between the window's parts, and what each action does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.ui.analysis.wiring import AnalysisWiring
from designer.ui.arithmetic.wiring import ArithmeticWiring
from designer.ui.code.wiring import CodeWiring
from designer.ui.compare.wiring import CompareWiring
from designer.ui.dialogs import Dialogs
from designer.ui.document_wiring import DocumentWiring
from designer.ui.files.template_opening import TemplateOpening
from designer.ui.filters.wiring import FiltersWiring
from designer.ui.history.wiring import HistoryWiring
from designer.ui.kernel_lab.wiring import KernelLabWiring
from designer.ui.maps.deeds import MapDeeds
from designer.ui.maps.pointing import Pointing
from designer.ui.probe.wiring import ProbeWiring
from designer.ui.results.wiring import ResultsWiring
from designer.ui.runs.wiring import RunsWiring
from designer.ui.training.continue_run import ContinueRun
from designer.ui.training.control_wiring import ControlWiring
from designer.ui.training_wiring import TrainingWiring
from designer.ui.where.wiring import WhereWiring
from designer.ui.why.wiring import WhyWiring

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

CANVAS_KEYS = (
    "cut",
    "copy",
    "paste",
    "delete",
    "delete_gap",
    "select_all",
    "duplicate",
    "add_block",
    "fit_all",
    "fit_selection",
    "move_earlier",
    "move_later",
    "connect_to",
    "next_wire",
)
"""Actions whose shortcuts work on the canvas only, so that text fields keep theirs."""


def bind(window: MainWindow) -> None:
    """Connect all parts of a window."""
    _bind_actions(window)
    _bind_training(window)
    _bind_views(window)
    comparison = AnalysisWiring(window).comparison
    CodeWiring(window)
    ArithmeticWiring(window)
    KernelLabWiring(window)
    Dialogs(window)
    DocumentWiring(window)
    TemplateOpening(window)
    TrainingWiring(window)
    ResultsWiring(window)
    ProbeWiring(window)
    runs = RunsWiring(window, comparison, ContinueRun(window))  # after TrainingWiring: it adds to what that one says
    runs.deeds.past_wanted.connect(HistoryWiring(window).open)
    CompareWiring(window, runs.deeds)
    ControlWiring(window)
    FiltersWiring(window)
    WhereWiring(window)
    WhyWiring(window)
    Pointing(window)
    MapDeeds(window)


def _bind_actions(window: MainWindow) -> None:
    actions, canvas, files, session = window.actions_table, window.canvas.commands, window.files, window.session
    bound = {
        "new": files.new, "open": files.open, "save": files.save, "save_as": files.save_as, "quit": window.close,
        "undo": window.document.undo, "redo": window.document.redo,
        "cut": canvas.cut, "copy": canvas.copy, "paste": canvas.paste, "duplicate": canvas.duplicate,
        "delete": canvas.delete, "delete_gap": canvas.delete_leaving_gap, "select_all": canvas.select_all, "add_block": canvas.quick_add,
        "move_earlier": canvas.move_earlier, "move_later": canvas.move_later,
        "connect_to": canvas.connect_to, "next_wire": canvas.next_wire, "swap_inputs": canvas.swap_inputs, "arrange": canvas.arrange,
        "zoom_in": canvas.zoom_in, "zoom_out": canvas.zoom_out, "zoom_100": canvas.zoom_100,
        "fit_all": canvas.fit_all, "fit_selection": canvas.fit_selection,
        "next_problem": window.problems_panel.next, "previous_problem": window.problems_panel.previous,
        "reset_layout": window.docks.reset,
        "train": session.primary, "step": session.step, "stop": session.stop, "train_fresh": session.train_fresh,
        "reset_weights": session.reset_weights,
    }  # fmt: skip
    for key, done in bound.items():
        actions.bind(key, done)
    for key in CANVAS_KEYS:
        actions[key].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        window.canvas.addAction(actions[key])


def _bind_training(window: MainWindow) -> None:
    session, live_maps = window.session, window.live_maps
    session.frame_drawn.connect(live_maps.show_frame)
    session.probe_chosen.connect(live_maps.show_probe)
    session.told.connect(window.status_bar.show_notice)
    session.logged.connect(window.log_panel.append)
    live_maps.refused.connect(window.log_panel.append)
    window.canvas.visible_changed.connect(session.show_visible)
    window.maps_panel.probe_stepped.connect(session.step_probe)
    window.maps_panel.block_pinned.connect(session.pin_block)
    window.maps_panel.sight_changed.connect(session.show_map_range)
    window.pace_menu.show_choice(session.pace.value)


def _bind_views(window: MainWindow) -> None:
    document, status, canvas = window.document, window.status_bar, window.canvas
    document.noticed.connect(status.show_notice)
    window.palette_panel.hinted.connect(status.show_notice)
    canvas.noticed.connect(status.show_notice)
    window.actions_table["minimap"].setChecked(window.settings.minimap)
    canvas.minimap.set_wanted(window.settings.minimap)
    window.actions_table["minimap"].toggled.connect(canvas.minimap.set_wanted)
    window.palette_panel.entry_activated.connect(canvas.commands.add_entry)
    window.problems_panel.problem_activated.connect(canvas.reveal)
    window.recent_menu.path_chosen.connect(window.files.open_recent)
    document.replaced.connect(canvas.commands.fit_all)
