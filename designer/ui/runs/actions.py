"""What can be done with the runs that are selected: the same actions in the bar, in the menu and by keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from designer.runs.checkpoint_header import CHECKPOINT
from designer.runs.folder import ARCHITECTURE, BEST, LAST
from designer.runs.history import kept_steps
from designer.runs.listing import RunSummary
from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes

__all__ = ["RunActions"]

_ICONS = {
    "open": "open", "best": "save", "delete": "trash", "copy": "copy", "show": "folder", "continue": "play", "curves": "chart",
    "compare": "compare",
}  # fmt: skip


class RunActions(QObject):
    """Knows which actions mean something for the runs that are selected."""

    chosen = Signal(str)
    """An action was chosen; carries its key."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._runs: Sequence[RunSummary] = ()
        self._is_training = False
        self._can_continue = False
        texts = {
            "continue": (self.tr("Con&tinue run"), self.tr("Go on from its last checkpoint")),
            "curves": (self.tr("Show &curves"), self.tr("Show the curves of the ticked runs over each other")),
            "open": (self.tr("&Open its network"), self.tr("Begin a document with the network as it was trained")),
            "past": (self.tr("Look at its &past"), self.tr("Open its network and look at it as it was on the way, with the slider below the canvas")),
            "compare": (
                self.tr("Compare its &maps"),
                self.tr("Lay the maps that the run's best weights make beside those on the screen, at one scale"),
            ),
            "best": (
                self.tr("Restore &best weights"),
                self.tr("Give this network's blocks the weights of the run's best epoch, where they fit"),
            ),
            "last": (self.tr("Restore &last weights"), self.tr("Give this network's blocks the weights of the run's last step, where they fit")),
            "notes": (self.tr("Edit &notes"), ""),
            "copy": (self.tr("&Copy path"), ""),
            "show": (self.tr("Show in the &file manager"), ""),
            "export": (self.tr("E&xport for TensorBoard…"), self.tr("Write the curves and settings for TensorBoard")),
            "clear": (self.tr("Take all runs &out of the plots"), ""),
            "delete": (self.tr("&Delete to the bin"), self.tr("Put the folders of the runs into the system's bin")),
        }
        self._actions = {key: self._make(key, *words) for key, words in texts.items()}
        self._actions["continue"].setVisible(False)
        self._themes = themes

    def draw_icons(self) -> None:
        """Give the actions their icons: not before somebody sees them."""
        self._themes.on_change(self._show_theme)

    def __getitem__(self, key: str) -> QAction:
        """Return the action of that key."""
        return self._actions[key]

    def offer_continue(self) -> None:
        """Offer to continue runs from now on."""
        self._can_continue = True
        self._show()

    def show_runs(self, runs: Sequence[RunSummary], overlaid: bool) -> None:
        """Take which runs are selected, and whether any is laid over the others."""
        self._runs = tuple(runs)
        for key in ("curves", "clear"):
            self._enable(key, overlaid)
        self._show()

    def show_training(self, is_training: bool) -> None:
        """Take whether a run is on: then its network keeps its weights."""
        self._is_training = is_training
        self._show()

    def fill(self, menu: QMenu) -> None:
        """Put all of them into a menu."""
        groups = (("continue", "open", "past", "compare", "best", "last"), ("notes", "copy", "show"), ("curves", "clear", "export"), ("delete",))
        for number, group in enumerate(groups):
            if number:
                menu.addSeparator()
            for key in group:
                menu.addAction(self._actions[key])

    def _show(self) -> None:
        runs = self._runs
        one = runs[0] if len(runs) == 1 else None
        path = None if one is None else one.path
        idle = not self._is_training
        self._enable("open", _has(path, ARCHITECTURE))
        self._enable("past", idle and _has(path, ARCHITECTURE) and len(kept_steps(path or Path())) > 1)
        self._enable("compare", _has(path, ARCHITECTURE) and (_has(path, BEST) or _has(path, LAST)))
        self._enable("best", idle and _has(path, BEST))
        self._enable("last", idle and _has(path, LAST))
        self._enable("notes", one is not None and not one.problem)
        self._enable("copy", bool(runs))
        self._enable("show", one is not None)
        self._enable("export", any(not run.problem for run in runs))
        self._enable("delete", any(run.ending != "running" for run in runs))
        unfinished = one is not None and not one.problem and one.ending in ("stopped", "interrupted", "failed")
        self._actions["continue"].setVisible(self._can_continue)
        self._enable("continue", idle and unfinished and _has(path, CHECKPOINT))

    def _enable(self, key: str, enabled: bool) -> None:
        self._actions[key].setEnabled(enabled)

    def _make(self, key: str, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(key)
        if tip:
            action.setToolTip(tip)
        action.triggered.connect(self._choose)
        return action

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.objectName())

    def _show_theme(self, theme: Theme) -> None:
        for key, name in _ICONS.items():
            self._actions[key].setIcon(icon(name, theme.color("text"), theme.px("icon")))


def _has(path: Path | None, name: str) -> bool:
    return path is not None and (path / name).is_file()
