"""Every action of the window as a table of data: words, shortcut, icon, menu. What it does is bound by the main window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes

SEPARATOR = ""


@dataclass(frozen=True)
class ActionRow:
    """One action.

    Args:
        key: Name in the program.
        text: Menu text with its mnemonic.
        shortcuts: The first one is shown.
        tip: One sentence for status line and tooltip; empty: the text.
        checkable: Has an on and an off.
    """

    key: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False


@dataclass(frozen=True)
class MenuRow:
    """One menu: keys of its actions, `SEPARATOR` between groups; ``menu:name`` is a sub-menu filled elsewhere."""

    text: str
    keys: tuple[str, ...]


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("new", "&New", ("Ctrl+N",), "new", "Begin an empty network"),
    ActionRow("new_lenet5", "New &LeNet-5", ("Ctrl+Shift+N",), "", "Begin with the LeNet-5 template"),
    ActionRow("new_template", "New from &template…", ("Ctrl+Shift+T",), "", "Begin with one of the networks that ship with the program"),
    ActionRow("open", "&Open…", ("Ctrl+O",), "open", "Open an architecture file"),
    ActionRow("save", "&Save", ("Ctrl+S",), "save", "Save the architecture"),
    ActionRow("save_as", "Save &as…", ("Ctrl+Shift+S",), "save-as", "Save the architecture under another name"),
    ActionRow("save_weights", "Save &weights…", ("Ctrl+E",), "", "Save the trained weights as a safetensors file"),
    ActionRow("export_pytorch", "&PyTorch…", ("Ctrl+Shift+E",), "code", "Save the network as a Python script that needs only PyTorch"),
    ActionRow("quit", "&Quit", ("Ctrl+Q",), "", "Close the window; a running training is stopped"),
    ActionRow("undo", "&Undo", ("Ctrl+Z",), "undo"),
    ActionRow("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    ActionRow("cut", "Cu&t", ("Ctrl+X",), "cut"),
    ActionRow("copy", "&Copy", ("Ctrl+C",), "copy"),
    ActionRow("paste", "&Paste", ("Ctrl+V",), "paste"),
    ActionRow("duplicate", "&Duplicate", ("Ctrl+D",), "duplicate"),
    ActionRow("delete", "De&lete and close the chain", ("Del", "Backspace"), "trash"),
    ActionRow("delete_gap", "Delete and leave the &gap", ("Shift+Del",)),
    ActionRow("select_all", "Select &all", ("Ctrl+A",)),
    ActionRow("add_block", "&Add block…", ("A",), "plus", "Add a block behind the selected one by typing its name"),
    ActionRow("find_block", "&Find a block…", ("Ctrl+F",), "", "Find a block type in the palette by its name, or by another name for it"),
    ActionRow("move_earlier", "Move &earlier in the chain", ("Alt+Up",)),
    ActionRow("move_later", "Move &later in the chain", ("Alt+Down",)),
    ActionRow(
        "compare_dense", "&Compare with dense", ("Ctrl+Shift+D",), "dense", "Open the network's dense twin: every convolution becomes a dense layer"
    ),
    ActionRow("train_both", "&Train both", (), "", "Train the network, then its dense twin, from random weights, and compare their curves"),
    ActionRow("connect_to", "C&onnect to…", ("C",), "", "Draw a wire from the selected block to another by typing its name"),
    ActionRow("next_wire", "Select a &wire of the block", ("W",), "", "Select the wire into the selected block, then the next one"),
    ActionRow("swap_inputs", "&Swap inputs", (), "", "Turn the order of the selected block's inputs round"),
    ActionRow("arrange", "A&rrange", ("Ctrl+L",), "layout", "Let every block stand where the layout puts it"),
    ActionRow("minimap", "&Map of the network", checkable=True, tip="Show a small map in the corner for networks of more than 30 blocks"),
    ActionRow("next_problem", "&Next problem", ("F8",)),
    ActionRow("previous_problem", "&Previous problem", ("Shift+F8",)),
    ActionRow("zoom_in", "Zoom &in", ("Ctrl++", "Ctrl+="), "zoom-in"),
    ActionRow("zoom_out", "Zoom &out", ("Ctrl+-",), "zoom-out"),
    ActionRow("zoom_100", "Zoom &100 %", ("Ctrl+0",)),
    ActionRow("fit_all", "&Fit all", ("1",), "fit"),
    ActionRow("fit_selection", "Fit &selection", ("2",)),
    ActionRow("show_analysis", "&Analysis", ("Ctrl+T",), "chart", "Show every number of the network in a table"),
    ActionRow("show_confusion", "Co&nfusion", ("Ctrl+Shift+M",), "confusion", "Show which classes are taken for which, and the pictures"),
    ActionRow("show_filters", "Fi&lters", ("Ctrl+Shift+F",), "filters", "Show every filter beside the map that it makes, and change them"),
    ActionRow("show_runs", "R&uns", ("Ctrl+Shift+R",), "runs", "Show the list of trainings, and lay their curves over each other"),
    ActionRow("show_why", "&Why this class", ("Ctrl+Shift+Y",), "why", "Show what in the picture speaks for a class"),
    ActionRow("why_saliency", "&Saliency", (), "", "Which pixels the score of a class moves with"),
    ActionRow("why_integrated", "&Integrated gradients", (), "", "What each pixel adds to the score, on the way from black"),
    ActionRow("why_gradcam", "&Grad-CAM", (), "", "Where the maps of a block speak for a class"),
    ActionRow("why_occlusion", "&Occlusion", (), "", "How much the probability falls where a square hides the picture"),
    ActionRow("find_exciting", "Pictures that e&xcite the map", (), "picture", "Find the pictures on which the outlined map has its highest value"),
    ActionRow("show_code", "&Code", ("Ctrl+J",), "code", "Show the network as a PyTorch script, live"),
    ActionRow("show_kernel_lab", "&Kernel lab", ("Ctrl+Shift+K",), "kernel", "Play a kernel over a matrix or a picture, number by number"),
    ActionRow("reset_layout", "&Reset layout"),
    ActionRow("theme_system", "Theme of the &system", checkable=True),
    ActionRow("theme_light", "&Light theme", checkable=True),
    ActionRow("theme_dark", "&Dark theme", checkable=True),
    ActionRow("theme_high-contrast", "&High contrast theme", checkable=True),
    ActionRow("train", "&Train", ("F5",), "play", "Train the network, pause, or go on"),
    ActionRow("step", "&Step", ("F10",), "step", "Train one batch, then pause"),
    ActionRow("stop", "St&op", ("Shift+F5",), "stop", "End training after the running step"),
    ActionRow("train_fresh", "Train from &random weights", ("Ctrl+F5",)),
    ActionRow("continue_run", "&Continue run", (), "", "Go on with the newest run that was stopped or cut off"),
    ActionRow("reset_weights", "&Forget trained weights"),
    ActionRow("where", "W&here…", (), "", "Train on this machine, in several processes, or on another machine"),
    ActionRow("training_settings", "Training settin&gs…", ("Ctrl+Shift+P",), "settings", "Change optimiser, schedule, regularisation and the rest"),
    ActionRow("find_rate", "Find the &learning rate…", (), "chart", "Try rising learning rates for a moment and draw the loss over them"),
    ActionRow("notify_end", "Notify when training &ends", checkable=True, tip="Show a notification when a run ends while another window is in front"),
    ActionRow("show_dataset", "&Data set…", ("Ctrl+Shift+I",), "dataset", "Look at the pictures, their classes and parts, or open your own"),
    ActionRow("augmentation", "&Augmentation…", (), "picture", "Change training pictures at random, and see what that does"),
    ActionRow("next_probe", "&Next picture", ("Ctrl+Right",)),
    ActionRow("previous_probe", "&Previous picture", ("Ctrl+Left",)),
    ActionRow("draw_probe", "&Draw a picture", ("Ctrl+Shift+A",), "draw", "Draw on a pad; maps and answer follow the stroke", checkable=True),
    ActionRow("open_probe", "&Open a picture…", (), "picture", "Show the maps of a picture file; it can be dropped on the maps too"),
    ActionRow("paste_probe", "P&aste a picture", (), "paste", "Show the maps of the picture on the clipboard (Ctrl+V in the maps)"),
    ActionRow("invert_probe", "&Invert the picture", (), "", "Exchange black and white: ink on paper becomes light on dark, as the digits are"),
    ActionRow("next_mistake", "Next &mistake", ("Ctrl+Shift+Right",), "", "Show the next picture that the network gets wrong, the worst first"),
    ActionRow("previous_mistake", "Previous mis&take", ("Ctrl+Shift+Left",)),
    ActionRow("put_probe_back", "Put the picture &back", (), "", "Show the picture unshifted and uncovered"),
    ActionRow("history_back", "A moment &back", (",",), "previous", "Show the maps as they were a moment earlier in the run"),
    ActionRow("history_forward", "A mom&ent on", (".",), "next", "Show the maps as they were a moment later, up to now"),
    ActionRow("compare", "&Compare pictures", ("Ctrl+Shift+C",), "compare", "Keep the picture's maps beside those of the next ones, at one scale"),
    ActionRow("compare_moment", "Compare with this &moment", (), "", "Keep the moment that the slider shows beside other moments of the run"),
    ActionRow("compare_difference", "&Difference B − A", (), "", "Show what B has more or less than A, in place of both", checkable=True),
    ActionRow("swap_compared", "S&wap A and B", (), "swap"),
    ActionRow("end_comparison", "&End the comparison", (), "", "Compare with nothing any more (Esc in the maps)"),
    ActionRow("find_command", "&Find a command…", ("Ctrl+K",), "search", "Find any command by typing"),
    ActionRow("list_keys", "&Keyboard shortcuts", ("Ctrl+/",), "keyboard"),
    ActionRow("about", "&About CNN Designer"),
)

MENUS: tuple[MenuRow, ...] = (
    MenuRow(
        "&File",
        (
            "new", "new_lenet5", "new_template", "open", "menu:recent", SEPARATOR, "save", "save_as", SEPARATOR, "save_weights", "menu:export",
            SEPARATOR, "quit",
        ),
    ),
    MenuRow("&Edit", ("undo", "redo", SEPARATOR, "cut", "copy", "paste", "duplicate", SEPARATOR, "delete", "delete_gap", "select_all")),
    MenuRow(
        "&View",
        (
            "zoom_in", "zoom_out", "zoom_100", "fit_all", "fit_selection", "minimap", SEPARATOR,
            "show_analysis", "show_confusion", "show_runs", "show_filters", "show_why", "menu:why", "find_exciting",
            "history_back", "history_forward",
            "menu:compare",
            "show_code", "show_kernel_lab", "menu:theme", "menu:panels", "reset_layout",
        ),
    ),
    MenuRow(
        "&Network",
        (
            "add_block", "find_block", "move_earlier", "move_later", SEPARATOR, "connect_to", "next_wire", "swap_inputs", "arrange", SEPARATOR,
            "compare_dense", "train_both", SEPARATOR, "next_problem", "previous_problem",
        ),
    ),
    MenuRow(
        "&Train",
        (
            "train", "step", "stop", "menu:pace", SEPARATOR, "continue_run", "train_fresh", "reset_weights", SEPARATOR, "show_dataset",
            "augmentation", "training_settings", "find_rate", "where", SEPARATOR, "next_probe", "previous_probe", "menu:probe", SEPARATOR,
            "notify_end",
        ),
    ),
    MenuRow("&Help", ("find_command", "list_keys", "about")),
)  # fmt: skip


def translated(text: str) -> str:
    """Return a text of the tables in the user's language."""
    return QCoreApplication.translate("Actions", text)


class Actions(QObject):
    """The actions, made from the table."""

    def __init__(self, themes: Themes, parent: QObject) -> None:
        super().__init__(parent)
        self._by_key = {row.key: self._make(row) for row in ACTIONS}
        self._themes = themes
        themes.changed.connect(self._show_theme)

    def draw_icons(self) -> None:
        """Give the actions their icons: after the first paint, as the menus are closed until then."""
        self._show_theme(self._themes.current())

    def __getitem__(self, key: str) -> QAction:
        """Return the action of that key."""
        return self._by_key[key]

    @property
    def by_key(self) -> Mapping[str, QAction]:
        """All actions by their keys, in the order of the table."""
        return self._by_key

    def bind(self, key: str, done: Callable[[], object]) -> None:
        """Call ``done``, a bound method, when the action is triggered."""
        self._by_key[key].triggered.connect(done)

    def fill(self, bar: QMenuBar, submenus: Mapping[str, QMenu]) -> None:
        """Put the menus on a menu bar."""
        for row in MENUS:
            menu = bar.addMenu(translated(row.text))
            for key in row.keys:
                if key == SEPARATOR:
                    menu.addSeparator()
                elif key.startswith("menu:"):
                    menu.addMenu(submenus[key.removeprefix("menu:")])
                else:
                    menu.addAction(self._by_key[key])

    def _make(self, row: ActionRow) -> QAction:
        action = QAction(translated(row.text), self)
        action.setObjectName(row.key)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in row.shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(row.checkable)
        plain = translated(row.text).replace("&", "").rstrip("…")
        shown = f" ({QKeySequence(row.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)})" if row.shortcuts else ""
        action.setToolTip((translated(row.tip) or plain) + shown)
        action.setStatusTip("")
        return action

    def _show_theme(self, theme: Theme) -> None:
        for row in ACTIONS:
            if row.icon:
                self._by_key[row.key].setIcon(icon(row.icon, theme.color("text"), theme.px("icon")))
