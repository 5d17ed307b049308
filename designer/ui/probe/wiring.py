"""Which picture's maps are shown: the slots between menu, keys, drops, the header of the maps, and the worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImageReader, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QToolButton

from designer.network.errors import DesignerError
from designer.protocol.commands import ShowPicture
from designer.protocol.events import ProbeChosen
from designer.ui.maps.sentences import probe_text
from designer.ui.probe.changing import ProbeChanging, inside
from designer.ui.probe.covering import CoverDrag
from designer.ui.probe.drawing_wiring import DrawingWiring
from designer.ui.probe.dropping import PictureDrops
from designer.ui.probe.live_picture import LivePicture
from designer.ui.probe.mistakes import MistakeWalk
from designer.ui.probe.picture_reading import inverted, picture_command, picture_in
from designer.ui.probe.probe_picture import ProbePicture
from designer.ui.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["ProbeWiring"]


class ProbeWiring(QObject):
    """Put the probe's tools into the header of the maps and connect them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("probe_wiring")
        self._window = window
        self._picture: ShowPicture | None = None
        self.changing = ProbeChanging(window.document, window.session, self)
        self.live = LivePicture(window.session, window.client, self)
        self.drawing = DrawingWiring(window, self.live)
        self.mistakes = MistakeWalk(window.results, window.session, window.client, self)
        self.drops = PictureDrops(self)
        self.covering = CoverDrag(window.maps_panel.grid, self.changing, self)
        self._fill_header()
        self._bind()
        self._connect()
        self._look_also()

    def _fill_header(self) -> None:
        window, header = self._window, self._window.maps_panel.header
        self.thumbnail = ProbePicture(window.themes, header)
        self.menu_button = IconButton("picture", self.tr("Choose, draw or change the picture"), window.themes, header)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setMenu(window.probe_menu)
        text = self.tr("Cover a part of the picture: drag over it (Shift: a square), Esc uncovers")
        self.cover_button = IconButton("cover", text, window.themes, header)
        self.cover_button.setCheckable(True)
        self.cover_button.hide()
        header.show_probe_tools(self.thumbnail, (self.menu_button, self.cover_button))

    def _bind(self) -> None:
        actions = self._window.actions_table
        bound = {
            "open_probe": self.open_picture, "paste_probe": self.paste, "invert_probe": self.invert, "next_mistake": self.next_mistake,
            "previous_mistake": self.previous_mistake, "put_probe_back": self.put_back,
        }  # fmt: skip
        for key, done in bound.items():
            actions.bind(key, done)
        actions["invert_probe"].setEnabled(False)
        panel = self._window.maps_panel
        QShortcut(QKeySequence.StandardKey.Paste, panel, self.paste, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panel.installEventFilter(self)

    def _connect(self) -> None:
        window = self._window
        window.session.probe_chosen.connect(self._follow_probe)
        window.live_maps.changed.connect(self._show_picture)
        window.document.analysed.connect(self._look_also)
        window.document.selection_changed.connect(self._show_cover_tool)
        window.probe_menu.aboutToShow.connect(self._fill_menu)
        window.probe_menu.class_chosen.connect(self._find_class)
        self.mistakes.told.connect(window.status_bar.show_notice)
        self.drops.dropped.connect(self.take)
        self.drops.watch(window.maps_panel)
        self.drops.watch(window)
        self.cover_button.toggled.connect(self._switch_cover)
        self.thumbnail.shifted.connect(self.changing.shift_by)
        self.thumbnail.put_back.connect(self.changing.put_back)
        self.thumbnail.uncovered.connect(self.uncover)
        self.thumbnail.cover_toggled.connect(self._toggle_cover)
        self.thumbnail.cover_moved.connect(self._move_cover)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Uncover the picture at an Esc that nothing in the panel had a use for."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.changing.occluded:
            self.uncover()
            return True
        return super().eventFilter(watched, event)

    # ---- which picture ----

    def take(self, mime: QMimeData) -> None:
        """Show a picture that was dropped or pasted."""
        try:
            found = picture_in(mime)
        except DesignerError as error:
            self._window.status_bar.show_notice(str(error))
            return
        if found is None:
            self._window.status_bar.show_notice(self.tr("There is no picture on the clipboard; copy one, or drop a picture file here."))
            return
        self._show(picture_command(*found))

    def paste(self) -> None:
        """Show the picture on the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def open_picture(self) -> None:
        """Ask for a picture file and show it."""
        kinds = " ".join(f"*.{bytes(name.data()).decode()}" for name in QImageReader.supportedImageFormats())
        folder = str(self._window.settings.last_folder)
        path = QFileDialog.getOpenFileName(self._window, self.tr("Picture to look at"), folder, self.tr("Pictures ({0})").format(kinds))[0]
        if path:
            self._window.settings.last_folder = Path(path).parent
            self.open_file(path)

    def open_file(self, path: str) -> None:
        """Show the picture of a file."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path)])
        self.take(mime)

    def invert(self) -> None:
        """Exchange black and white in a picture of one's own: the digits are white on black, ink on paper is not."""
        if self._picture is not None:
            self._show(inverted(self._picture))

    def next_mistake(self) -> None:
        """Show the next picture that the network gets wrong."""
        self.mistakes.walk(1)

    def previous_mistake(self) -> None:
        """Show the one before."""
        self.mistakes.walk(-1)

    def put_back(self) -> None:
        """Show the picture unshifted and uncovered."""
        self.changing.put_back()
        self.uncover()

    def _show(self, picture: ShowPicture) -> None:
        self._picture = picture
        self.live.show(lambda: picture)

    def _find_class(self, label: int) -> None:
        self._window.session.find_picture(label)

    def _fill_menu(self) -> None:
        self._window.probe_menu.show_classes(self._window.live_maps.classes)

    def _follow_probe(self, probe: ProbeChosen) -> None:
        is_it = self._picture is not None and probe.part == "own" and probe.label == self._picture.about
        self._window.actions_table["invert_probe"].setEnabled(is_it)
        self._show_picture()

    # ---- shifted and covered ----

    def uncover(self) -> None:
        """Cover nothing any more."""
        self.changing.cover(None)

    def _toggle_cover(self) -> None:
        side = self.changing.input_side()
        if side is not None:
            quarter = max(1, min(side) // 4)
            middle = ((side[0] - quarter) // 2, (side[1] - quarter) // 2, quarter, quarter)
            self.changing.cover(None if self.changing.occluded else middle)

    def _move_cover(self, down: int, right: int) -> None:
        box, side = self.changing.occluded, self.changing.input_side()
        if box is not None and side is not None:
            top, left = max(0, min(box[0] + down, side[0] - box[2])), max(0, min(box[1] + right, side[1] - box[3]))
            self.changing.cover(inside((top, left, box[2], box[3]), side))

    def _switch_cover(self, is_on: bool) -> None:
        self.covering.switch(is_on)

    def _show_cover_tool(self, _: object = None) -> None:
        """Offer the tool where the picture itself is shown large."""
        is_input = self._window.maps_panel.shown_block() == self._window.document.analysis.input_id
        self.cover_button.setVisible(is_input and self.changing.input_side() is not None)
        self.covering.switch(self.cover_button.isChecked() and is_input)

    # ---- what is seen of it ----

    def _look_also(self, _: object = None) -> None:
        """Ask for the picture and the answer, wherever their cards are."""
        analysis = self._window.document.analysis
        self._window.session.show_also(tuple(name for name in (analysis.input_id, analysis.end_id) if name))
        self._show_cover_tool()

    def _show_picture(self, _: object = None) -> None:
        analysis, live = self._window.document.analysis, self._window.live_maps
        maps = live.newest_card(analysis.input_id) if analysis.input_id else None
        self.thumbnail.show_maps(maps, probe_text(live.probe, live.predicted(analysis.end_id)) if live.probe else "")
