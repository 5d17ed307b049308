"""What the window shows of its document: title, undo, zoom, problems, saved time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTime

from designer.ui.files.recovery_notice import RecoveryNotice

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class DocumentWiring(QObject):
    """The slots between document, files and the window's frame."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._saved_at: tuple[Path | None, str] = (None, "")
        self._notice = RecoveryNotice(window.recovery_line, window.files, window.recovery, self)
        window.actions_table.bind("new_lenet5", self.new_lenet5)
        window.actions_table.bind("find_block", self.find_block)
        window.palette_panel.show_folding(*window.settings.palette_folding)
        window.palette_panel.folding_changed.connect(self._keep_folding)
        window.document.saved_state_changed.connect(self._show_title)
        window.document.changed.connect(self._show_undo)
        window.document.selection_changed.connect(self._show_subject)
        window.document.analysed.connect(self._show_subject)
        window.canvas.zoom_changed.connect(self._show_zoom)
        window.problems_panel.count_changed.connect(self._count_problems)
        window.status_bar.pressed.connect(self._press)
        window.files.saved.connect(self._take_time)
        self._show_title()
        self._show_undo()
        self._show_subject()
        self._show_zoom(window.canvas.zoom())
        self._count_problems(window.problems_panel.count())

    def new_lenet5(self) -> None:
        """Begin with the LeNet-5 template."""
        self._window.files.new_from_template("lenet5")

    def find_block(self) -> None:
        """Search the palette; a narrow one has no field, there the small window at the canvas does it."""
        self._window.docks.show("palette")
        if self._window.palette_panel.is_narrow():
            self._window.canvas.commands.quick_add()
        else:
            self._window.palette_panel.focus_search()

    def _keep_folding(self) -> None:
        self._window.settings.palette_folding = self._window.palette_panel.folding()

    def _show_title(self) -> None:
        document = self._window.document
        self._window.setWindowTitle(f"{self._window.files.shown_name()}[*] — {self.tr('CNN Designer')}")
        self._window.setWindowModified(document.edited)
        self._window.setWindowFilePath(str(document.path) if document.path else "")
        self._show_saved()

    def _show_undo(self) -> None:
        document, actions = self._window.document, self._window.actions_table
        for key, possible, label, word in (
            ("undo", document.can_undo, document.undo_label, self.tr("&Undo")),
            ("redo", document.can_redo, document.redo_label, self.tr("&Redo")),
        ):
            actions[key].setEnabled(possible)
            actions[key].setText(f"{word}: {label}" if label else word)

    def _show_subject(self) -> None:
        document = self._window.document
        name, kind = self.tr("Network"), document.architecture.name
        if len(document.selection) == 1:
            block = document.architecture.by_id[document.selection[0]]
            name, kind = block.shown_name, block.spec.LABEL or block.spec.type_name
        elif document.selection:
            name = self.tr("{0} blocks").format(len(document.selection))
            kind = ", ".join(sorted({document.architecture.by_id[block_id].spec.LABEL for block_id in document.selection}))
        self._window.docks.name_subject("inspector", name, kind)

    def _show_zoom(self, zoom: float) -> None:
        self._window.status_bar.show_zoom(round(zoom * 100))

    def _count_problems(self, count: int) -> None:
        self._window.docks["problems"].setWindowTitle(self.tr("Problems {0}").format(count))

    def _take_time(self, path: Path) -> None:
        self._saved_at = (path, QLocale().toString(QTime.currentTime(), "HH:mm"))
        self._show_saved()

    def _show_saved(self) -> None:
        document = self._window.document
        path, time = self._saved_at
        if document.path is None:
            text = self.tr("not saved yet")
        elif document.edited:
            text = self.tr("unsaved changes")
        else:
            text = self.tr("saved {0}").format(time) if path == document.path else self.tr("saved")
        self._window.status_bar.show_saved(text)

    def _press(self, key: str) -> None:
        if key == "problems":
            self._window.docks.show("problems")
        elif key == "saved":
            self._window.files.save()
        elif key == "zoom":
            self._window.canvas.commands.fit_all()
        else:
            self._window.document.select(())
            self._window.docks.show("inspector")
