"""The canvas: hands pointer, keys and drops to gestures and commands, and says what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from designer.network.architecture import Position
from designer.ui.canvas.accessible import CardAccess
from designer.ui.canvas.commands import CanvasCommands
from designer.ui.canvas.connect_to import ConnectTo
from designer.ui.canvas.dropping import DroppingView
from designer.ui.canvas.gestures.draw_wire import LooseEnd
from designer.ui.canvas.hits import card_at
from designer.ui.canvas.map_pointer import MapPointer
from designer.ui.canvas.menus import menu_of, open_menu
from designer.ui.canvas.minimap import MiniMap
from designer.ui.canvas.offers import BlockOffers
from designer.ui.canvas.pointer import Pointer
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.style import NAME_FROM
from designer.ui.canvas.title_editor import CardTitleEditor
from designer.ui.canvas.value_tip import ValueTip
from designer.ui.canvas.visible import VisibleBlocks
from designer.ui.canvas.wording import spoken, tr
from designer.ui.document import Document
from designer.ui.quick_add import QuickAdd
from designer.ui.theme import Themes

if TYPE_CHECKING:
    from designer.ui.maps.live import LiveMaps

_ANSWERED = {
    Qt.Key.Key_Up: "walk_up", Qt.Key.Key_Down: "walk_down", Qt.Key.Key_Left: "walk_left", Qt.Key.Key_Right: "walk_right",
    Qt.Key.Key_Home: "walk_first", Qt.Key.Key_End: "walk_last", Qt.Key.Key_Escape: "cancel", Qt.Key.Key_F2: "rename",
}  # fmt: skip
"""The keys that the canvas answers itself, and the commands they stand for."""
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class CanvasView(DroppingView):
    """Show the document as cards and wires, and turn what a person does there into edits."""

    visible_changed = Signal(object)
    """Ids of the blocks in sight, a tuple, once the picture rests."""
    noticed = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        scene = CanvasScene(document, live_maps, themes)
        super().__init__(scene, Pointer(scene, self._let_go), themes, parent)
        scene.setParent(self)
        self._document = document
        self._space_held = self._hinted = False
        self._before_press: tuple[str, ...] = ()
        self.commands = CanvasCommands(self, scene, document)
        self._offers = BlockOffers(self, document, themes)
        self._connections = ConnectTo(document, themes, self)
        self.minimap = MiniMap(self, themes)
        self.map_pointer = MapPointer(scene)
        self.value_tip = ValueTip(self)
        CardAccess(self, document)
        self._visible = VisibleBlocks(self.visible_blocks, self)
        self._visible.changed.connect(self.visible_changed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAccessibleName(tr("Canvas"))
        self.setMinimumWidth(themes.current().px("canvas_min_width"))
        self.moved.connect(self._visible.touch)
        self.moved.connect(self._repaint_hint)
        scene.content_changed.connect(self._repaint_hint)
        scene.content_changed.connect(self._visible.touch)
        document.replaced.connect(self.commands.fit_all)
        document.selection_changed.connect(self._speak)
        document.analysed.connect(self._speak)
        self._speak()

    def visible_blocks(self) -> tuple[str, ...]:
        """Return the blocks whose maps can be seen; none where cards are too small for maps."""
        if self.zoom() < NAME_FROM:
            return ()
        sight, scene = self.sight(), self.canvas_scene
        card = scene.style_used.card_rect
        return tuple(name for name in self._document.analysis.order if card.translated(*scene.rest[name]).intersects(sight))

    def block_in_the_middle(self) -> str | None:
        """Return the block whose card is nearest to the middle of what is in sight, ``None`` where there is none."""
        middle, scene = self.sight().center(), self.canvas_scene
        return min(scene.cards, key=lambda name: (scene.point_of(name) - middle).manhattanLength(), default=None)

    def maps_per_card(self) -> int:
        """Return how many maps a card shows at most."""
        return self.canvas_scene.style_used.map_capacity

    def pointer_place(self) -> Position:
        """Return where the pointer is in the scene, or where a card lies in the middle of what is in sight."""
        at = self.last_pointer
        point = self.mapToScene(at) if at is not None else self.sight().center() - self.canvas_scene.style_used.card_rect.center()
        return float(round(point.x())), float(round(point.y()))

    def open_quick_add(self) -> None:
        """Offer all blocks: behind the selected one, else at the end of the network."""
        selection = self._document.selection
        at = self.canvas_scene.rect_of(selection[-1:]).bottomLeft() if selection else QPointF(*self.pointer_place())
        self._offers.offer_behind(at)

    def open_connect(self, source: str) -> None:
        """Offer the blocks that a wire from this one may lead to."""
        self.reveal(source)
        self._connections.offer_from(source, self.on_screen(self.canvas_scene.rect_of((source,)).bottomLeft()))

    def edit_title(self, block_id: str) -> None:
        """Edit a block's title on its card."""
        self.reveal(block_id)
        style = self.canvas_scene.style_used
        name = self.canvas_scene.cards[block_id].mapRectToScene(style.lines[0])
        rect = self.mapFromScene(name).boundingRect()
        wide = QRect(rect.left(), rect.top(), max(rect.width() // 2, style.px("inspector_width") // 2), max(rect.height(), style.px("target")))
        CardTitleEditor(self._document, block_id, self).open_at(wide)

    def quick_add(self) -> QuickAdd:
        """Return the small window that adds a block by typing its name."""
        return self._offers.window

    def connect_window(self) -> ConnectTo:
        """Return the small window that connects a block by typing another one's name."""
        return self._connections

    def empty_text(self) -> str:
        """Return what a canvas without a network says: an input alone is none; else nothing."""
        alone = all(card.report.block.spec.MOST_INPUTS == 0 for card in self.canvas_scene.cards.values())
        return "" if not alone else tr("Drag a block here from the palette, or press A to add one.")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, or pan."""
        at, left = event.position().toPoint(), event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space_held):
            self.start_pan(at)
        elif left:
            self._before_press = self._document.selection
            self.pointer.press(self.touch(event.position(), event.modifiers()), at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture; without one show the port under the pointer."""
        at = self.last_pointer = event.position().toPoint()
        if self.pan_to(at):
            self.map_pointer.leave()
            return
        touch = self.touch(event.position(), event.modifiers())
        if self.pointer.gesture is not None:
            self.map_pointer.leave()
            self.pointer.move(touch, at)
            return
        super().mouseMoveEvent(event)
        port = self.pointer.hover(touch) if not event.buttons() else None
        self.map_pointer.follow(touch.at, touch.zoom)
        shape = Qt.CursorShape.OpenHandCursor if self._space_held else Qt.CursorShape.CrossCursor if port else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the gesture; a click on a value of a card's maps is told."""
        if not self.end_pan() and event.button() == Qt.MouseButton.LeftButton:
            touch = self.touch(event.position(), event.modifiers())
            if self.pointer.release(touch):
                self.map_pointer.click(touch.at, touch.zoom)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Offer blocks on empty canvas, edit the title of a card."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        touch = self.touch(event.position(), event.modifiers())
        card = card_at(self.canvas_scene, touch.at)
        if card is not None:
            self.edit_title(card.block_id)
        elif self._before_press:
            self._document.select(self._before_press)
            self.open_quick_add()
        else:
            self._offers.offer_at(touch.at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of what is under the pointer, or of the selected blocks."""
        scene, document = self.canvas_scene, self._document
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.on_screen(scene.point_of(document.selection[-1])) if document.selection else event.globalPos()
        else:
            at = event.globalPos()
            self.pointer.select_for_menu(self.touch(QPointF(event.pos())))
        open_menu(menu_of(self.commands, document.architecture, document.selection, bool(scene.selected_wires), self), at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, cancel, rename; Space lets the left button pan."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = _ANSWERED.get(Qt.Key(event.key())) if plain else None
        if name is not None:
            getattr(self.commands, name)()
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the left button select again."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self.viewport().unsetCursor()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is: a walk begins at the first block."""
        super().focusInEvent(event)
        if event.reason() in _BY_TAB and not self._document.selection:
            self.commands.walk_first()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget a held Space: its release goes elsewhere."""
        super().focusOutEvent(event)
        self._space_held = False

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self.last_pointer = None
        self.map_pointer.leave()

    def drop_text(self, text: str) -> None:
        """Paste a text where it was dropped."""
        self.commands.paste_text(text)

    def cancel_gesture(self) -> bool:
        """Cancel the gesture that is active; tell whether there was one."""
        return self.pointer.cancel()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Say what to do on an empty canvas."""
        text = self.empty_text()
        if text:
            painter.resetTransform()
            style = self.canvas_scene.style_used
            painter.setPen(style.muted)
            painter.setFont(style.theme.font("body"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _repaint_hint(self) -> None:
        """Paint all again where the hint is, or was until now: it stands still while the scene moves."""
        text = self.empty_text()
        if text or self._hinted:
            self._hinted = bool(text)
            self.viewport().update()

    def _let_go(self, end: LooseEnd) -> None:
        self._offers.offer_for(end)

    def on_screen(self, point: QPointF) -> QPoint:
        """Return where a point of the scene is on the screen."""
        return self.viewport().mapToGlobal(self.mapFromScene(point))

    def _speak(self, *_: object) -> None:
        """Name the current block for a screen reader."""
        selection, reports = self._document.selection, self._document.analysis.reports
        current = next((name for name in reversed(selection) if name in reports), None)
        name = spoken(reports[current]) if current else self.empty_text() or tr("Network canvas, nothing selected")
        if name != self.accessibleName():
            self.setAccessibleName(name)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
