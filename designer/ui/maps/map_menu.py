"""What can be done with the map that is outlined: copy it, save it, colour it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from designer.ui.maps.colors import Palette


class MapMenu(QMenu):
    """Offer what the outlined map can be made into; the panel says what there is."""

    deed_asked = Signal(str)
    """``copy``, ``png``, ``npy`` or ``all_npy`` was chosen."""
    palette_chosen = Signal(object)
    """A `Palette` was chosen, or nothing: the one that belongs to the scale."""
    fit_asked = Signal()
    """The tiles are to be as large as fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # only shown: the views answer the key themselves, as the canvas does
        self._copy_key = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        self._deeds = {key: self.addAction("", partial(self.deed_asked.emit, key)) for key in ("copy", "png", "npy", "all_npy")}
        self.addSeparator()
        self.colors = self.addMenu(self.tr("Colours"))
        group = QActionGroup(self)
        names = (
            (None, self.tr("Automatic")), (Palette.SEQUENTIAL, self.tr("Viridis")), (Palette.HEAT, self.tr("Inferno")),
            (Palette.GREY, self.tr("Grey")), (Palette.DIVERGING, self.tr("Blue – white – red")),
        )  # fmt: skip
        self._palettes = {palette: self._choice(group, text, partial(self.palette_chosen.emit, palette)) for palette, text in names}
        self.fit = QAction(self.tr("Tiles as large as &fit"), self)
        self.fit.triggered.connect(self.fit_asked)
        self.addAction(self.fit)
        self.show_state("", exact=False, whole=False, colored=False, palette=None)

    def show_state(self, what: str, exact: bool, whole: bool, colored: bool, palette: Palette | None) -> None:
        """Name what is outlined, and offer what there is.

        Args:
            what: "map 3"; empty: nothing is shown.
            exact: Its exact values are there; ``whole``: those of all maps.
            colored: The colours can be chosen.
        """
        texts = {
            "copy": f"{self.tr('Copy {0}').format(what)}\t{self._copy_key}", "png": self.tr("Save {0} as PNG…").format(what),
            "npy": self.tr("Save {0} as NPY…").format(what), "all_npy": self.tr("Save all maps as NPY…"),
        }  # fmt: skip
        possible = {"copy": bool(what), "png": bool(what), "npy": exact, "all_npy": whole}
        for key, action in self._deeds.items():
            action.setText(texts[key])
            action.setEnabled(possible[key])
        self.colors.setEnabled(colored)
        self._palettes[palette].setChecked(True)

    def action(self, key: str) -> QAction:
        """Return one of the deeds."""
        return self._deeds[key]

    def palette_action(self, palette: Palette | None) -> QAction:
        """Return the choice of a colour map."""
        return self._palettes[palette]

    def _choice(self, group: QActionGroup, text: str, done: Callable[[], object]) -> QAction:
        action = self.colors.addAction(text, done)
        action.setCheckable(True)
        group.addAction(action)
        return action
