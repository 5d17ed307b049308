"""The menus at a right click: on a card, on a wire, on empty canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from designer.network.architecture import Architecture
from designer.ui.canvas.commands import CanvasCommands
from designer.ui.canvas.wording import tr

Entry = tuple[str, str, Callable[[], None]]


def menu_of(commands: CanvasCommands, architecture: Architecture, ids: tuple[str, ...], wires: bool, parent: QWidget) -> QMenu:
    """Return the menu of what is selected: cards, else wires, else the canvas itself."""
    if ids:
        return card_menu(commands, architecture, ids, parent)
    return wire_menu(commands, parent) if wires else ground_menu(commands, parent)


def card_menu(commands: CanvasCommands, architecture: Architecture, ids: tuple[str, ...], parent: QWidget) -> QMenu:
    """Return the menu of the selected cards."""
    blocks = [architecture.by_id[name] for name in ids]
    weighted = [block for block in blocks if block.spec.has_weights()]
    freeze: list[Entry | None] = []
    if weighted:
        frozen = all(block.frozen for block in weighted)
        freeze = [(tr("Un&freeze weights") if frozen else tr("&Freeze weights"), "", commands.toggle_frozen)]
    rename: list[Entry | None] = [(tr("&Rename…"), "F2", commands.rename)] if len(ids) == 1 else []
    connect: list[Entry | None] = [(tr("Co&nnect to…"), "C", commands.connect_to)] if len(ids) == 1 else []
    if len(ids) == 1 and len(architecture.sources[ids[0]]) > 1:
        connect.append((tr("S&wap inputs"), "", commands.swap_inputs))
    return _menu(
        [
            *rename, *freeze, (tr("D&uplicate"), "Ctrl+D", commands.duplicate), None,
            (tr("Cu&t"), "Ctrl+X", commands.cut), (tr("&Copy"), "Ctrl+C", commands.copy), None,
            (tr("Add block &behind…"), "A", commands.quick_add),
            *connect,
            (tr("Move &earlier"), "Alt+Up", commands.move_earlier), (tr("Move &later"), "Alt+Down", commands.move_later), None,
            (tr("&Delete"), "Del", commands.delete), (tr("Delete, leave the &gap"), "Shift+Del", commands.delete_leaving_gap),
        ], parent,
    )  # fmt: skip


def wire_menu(commands: CanvasCommands, parent: QWidget) -> QMenu:
    """Return the menu of a selected wire."""
    return _menu(
        [
            (tr("Move input &earlier"), "Alt+Up", commands.move_earlier), (tr("Move input &later"), "Alt+Down", commands.move_later), None,
            (tr("&Delete wire"), "Del", commands.delete),
        ], parent,
    )  # fmt: skip


def ground_menu(commands: CanvasCommands, parent: QWidget) -> QMenu:
    """Return the menu of empty canvas."""
    return _menu(
        [
            (tr("&Add block…"), "A", commands.quick_add), (tr("&Paste"), "Ctrl+V", commands.paste),
            (tr("&Select all"), "Ctrl+A", commands.select_all), None,
            (tr("&Fit all"), "1", commands.fit_all), (tr("&100 %"), "Ctrl+0", commands.zoom_100),
            (tr("A&rrange the blocks"), "Ctrl+L", commands.arrange),
        ], parent,
    )  # fmt: skip


def open_menu(menu: QMenu, at: QPoint) -> None:
    """Open a menu that deletes itself when it closes."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def _menu(entries: list[Entry | None], parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            label, keys, slot = entry
            menu.addAction(f"{label}\t{keys}" if keys else label).triggered.connect(slot)
    return menu
