"""Everything that changes which picture's maps are shown, in one menu: in the menu bar and in the header of the maps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from designer.ui.actions import Actions

__all__ = ["PROBE_KEYS", "ProbeMenu"]

_IN_ONE_MENU = 30
_ROWS = (
    ("draw_probe", "open_probe", "paste_probe", "invert_probe"),
    ("next_probe", "previous_probe", "next_mistake", "previous_mistake"),
    ("put_probe_back", "compare"),
)

PROBE_KEYS = tuple(key for keys in _ROWS for key in keys)
"""The actions that are in this menu."""


class ProbeMenu(QMenu):
    """List the actions of the probe, and the classes."""

    class_chosen = Signal(int)
    """The next picture of the class of this number is wanted."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("P&robe"))
        for number, keys in enumerate(_ROWS):
            if number:
                self.addSeparator()
            for key in keys:
                self.addAction(actions[key])
            if "next_mistake" in keys:
                self._classes = self.addMenu(self.tr("Next of a &class"))
        self._shown: tuple[str, ...] | None = None
        self.show_classes(())

    def classes_menu(self) -> QMenu:
        """Return the menu of the classes."""
        return self._classes

    def show_classes(self, classes: tuple[str, ...]) -> None:
        """Offer these classes; many of them in menus of menus."""
        if classes == self._shown:
            return
        self._shown = classes
        self._classes.clear()
        self._classes.setEnabled(bool(classes))
        for first in range(0, len(classes), _IN_ONE_MENU):
            part = classes[first : first + _IN_ONE_MENU]
            menu = self._classes if len(classes) <= _IN_ONE_MENU else self._classes.addMenu(_plain(f"{part[0]} … {part[-1]}"))
            for number, name in enumerate(part, first):
                menu.addAction(_plain(name)).triggered.connect(partial(self._choose, number))

    def _choose(self, label: int, _checked: bool = False) -> None:
        self.class_chosen.emit(label)


def _plain(name: str) -> str:
    """Return a name that no mnemonic is read from."""
    return name.replace("&", "&&")
