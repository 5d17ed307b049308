"""The card of one block on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from designer.network.analysis import BlockReport
from designer.network.blocks.base import Group
from designer.ui.canvas.card_painting import CardFace, paint_badges, paint_far, paint_full, paint_ground, paint_no_maps, paint_port
from designer.ui.canvas.map_frames import MapFramesItem
from designer.ui.canvas.style import FULL_FROM, CanvasStyle
from designer.ui.canvas.wording import card_texts, tooltip, tr
from designer.ui.maps.card_tiles import card_tiles
from designer.ui.maps.painting import paint_card_maps

if TYPE_CHECKING:
    from designer.ui.maps.live import CardMaps
    from designer.ui.maps.pointed import MapFrame


class CardMapsItem(QGraphicsItem):
    """Paint the maps of a card, on top of it: they change with every frame, the rest of the card does not."""

    def __init__(self, card: CardItem) -> None:
        super().__init__(card)
        self._card = card
        self._maps: CardMaps | None = None
        self._classes: tuple[str, ...] = ()
        self.edited_since = False
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_maps(self, maps: CardMaps | None, edited_since: bool, classes: tuple[str, ...]) -> None:
        """Show a frame's maps."""
        if maps is None and self._maps is None and edited_since == self.edited_since:
            return
        self._maps, self.edited_since, self._classes = maps, edited_since, classes
        self.update()

    @property
    def maps(self) -> CardMaps | None:
        """The maps that are painted; none: a placeholder or a note stands there."""
        return None if self.edited_since or not self._card.face.has_maps_room else self._maps

    def boundingRect(self) -> QRectF:
        """Return the part of the card that holds maps."""
        return self._card.face.style.maps_rect

    def shape(self) -> QPainterPath:
        """Return nothing: the pointer finds the card."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the maps, or what stands where they will be."""
        face = self._card.face
        if not face.has_maps_room:
            return
        if self._maps is None or self.edited_since:
            paint_no_maps(painter, face, tr("edited since") if self.edited_since else "")
            return
        style, card = face.style, self._card
        paint_card_maps(painter, style.maps_rect, self._maps, style.theme, self._classes, probabilities=card.is_winner_bar, picture=card.is_input)


class CardItem(QGraphicsItem):
    """Paint one block: colour bar, icon, name, settings, shape, parameters, live maps.

    The item is told what to show and changes nothing; gestures belong to the scene.
    """

    def __init__(self, style: CanvasStyle, report: BlockReport) -> None:
        super().__init__()
        self._style = style
        self._face = CardFace(style, report, card_texts(report))
        self._ports: tuple[float, ...] = ()
        self._maps_item = CardMapsItem(self)
        self._frames_item: MapFramesItem | None = None
        self._tiles: list[QRectF] = []
        self._tiles_key: tuple[object, ...] = ()
        self._selected = self._hovered = False
        self._bright_port: QPointF | None = None
        self.setAcceptHoverEvents(True)
        # a frame of maps changes the child alone: shadow, border and texts are kept as painted
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setToolTip(_plain(tooltip(report)))

    @property
    def report(self) -> BlockReport:
        """What is shown."""
        return self._face.report

    @property
    def block_id(self) -> str:
        """Id of the block shown."""
        return self.report.id

    @property
    def is_input(self) -> bool:
        """Whether the card shows the picture that goes into the network."""
        return self.report.block.spec.GROUP is Group.INPUT

    @property
    def is_winner_bar(self) -> bool:
        """Whether a vector is shown as the labelled bar of the winning class."""
        return self.report.block.spec.GROUP is Group.OUTPUT

    @property
    def face(self) -> CardFace:
        """The texts as they are painted."""
        return self._face

    @property
    def maps(self) -> CardMaps | None:
        """The maps that are shown."""
        return self._maps_item.maps

    def map_tiles(self) -> list[QRectF]:
        """Return where each map is painted, in the card's own coordinates."""
        maps = self.maps
        if maps is None:
            return []
        key = (maps, self._style, self.is_winner_bar)
        if key != self._tiles_key:
            self._tiles_key, self._tiles = key, card_tiles(self._style.maps_rect, maps, self._style.theme, self.is_winner_bar, self.is_input)
        return self._tiles

    @property
    def frame(self) -> MapFrame | None:
        """What is framed on the maps."""
        return self._frames_item.frame if self._frames_item else None

    @property
    def edited_since(self) -> bool:
        """Whether the card says so instead of showing maps."""
        return self._maps_item.edited_since

    def show_report(self, report: BlockReport) -> bool:
        """Show what is known of the block now, and tell whether that is news; costs nothing where nothing changed."""
        if report is self.report:
            return False
        self._face = CardFace(self._style, report, card_texts(report))
        self.setToolTip(_plain(tooltip(report)))
        self.update()
        self._maps_item.update()
        return True

    def show_ports(self, ports: tuple[float, ...]) -> None:
        """Let wires enter at these places, from the left of the card, in the order of the inputs."""
        if ports != self._ports:
            self._ports = ports
            self.update()

    def show_style(self, style: CanvasStyle) -> None:
        """Show the card in another theme."""
        self.prepareGeometryChange()
        self._maps_item.prepareGeometryChange()
        if self._frames_item is not None:
            self._frames_item.prepareGeometryChange()
        self._style = style
        self._face = CardFace(style, self.report, self._face.texts)

    def show_maps(self, maps: CardMaps | None, edited_since: bool, classes: Sequence[str]) -> None:
        """Show a frame's maps; nothing else of the card is painted again."""
        self._maps_item.show_maps(maps, edited_since, tuple(classes))

    def show_frame(self, frame: MapFrame | None) -> None:
        """Frame a part of every map, or of the one that is pointed at."""
        if self._frames_item is None and frame is not None:
            self._frames_item = MapFramesItem(self)
        if self._frames_item is not None:
            self._frames_item.show_frame(frame)

    def show_selected(self, selected: bool) -> None:
        """Show whether the block is selected."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def show_hovered(self, hovered: bool, bright_port: QPointF | None = None) -> None:
        """Show the ports, and one of them as the one that a wire would take."""
        if (hovered, bright_port) != (self._hovered, self._bright_port):
            self._hovered, self._bright_port = hovered, bright_port
            self.update()

    @property
    def selected(self) -> bool:
        """Whether it is shown as selected."""
        return self._selected

    def input_ports(self) -> list[QPointF]:
        """Return where wires enter, in the card's own coordinates: by input, then a free one where there is one."""
        most, taken = self.report.block.spec.MOST_INPUTS, len(self._ports)
        return [self.input_port(index) for index in range(taken + 1 if most is None or taken < most else taken)]

    def input_port(self, index: int) -> QPointF:
        """Return where one wire enters, in the card's own coordinates; the next one enters to the right of all others."""
        if index < len(self._ports):
            return QPointF(self._ports[index], 0)
        pitch, width = self._style.port_pitch, self._style.width
        return QPointF(min(max(self._ports) + pitch, width - pitch / 2) if self._ports else width / 2, 0)

    def output_port(self) -> QPointF:
        """Return where wires leave, in the card's own coordinates."""
        return QPointF(self._style.width / 2, self._style.height)

    def boundingRect(self) -> QRectF:
        """Return the card with its ports and shadow."""
        return self._style.bounds

    def shape(self) -> QPainterPath:
        """Return the card's outline."""
        return self._style.card_path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint as much as can be read at this zoom."""
        zoom = painter.worldTransform().m11()
        paint_ground(painter, self._face, self._selected, self._hovered)
        if zoom >= FULL_FROM:
            paint_full(painter, self._face, (widget.devicePixelRatioF() if widget else 1.0) * max(1.0, zoom))
        else:
            paint_far(painter, self._face)
        if len(self._ports) > 1 and zoom >= FULL_FROM:
            paint_badges(painter, self._style, self._ports, zoom)
        if self._hovered:
            numbered = len(self._ports) if len(self._ports) > 1 and zoom >= FULL_FROM else 0
            for port in (*self.input_ports()[numbered:], self.output_port(), *(() if self._bright_port is None else (self._bright_port,))):
                paint_port(painter, self._style, port, port == self._bright_port)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show the ports."""
        self.show_hovered(True)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Hide the ports."""
        self.show_hovered(False)


def _plain(text: str) -> str:
    """Return a tooltip that Qt takes for what it is: text that looks like HTML would be shown as such."""
    return f"<p style='white-space:pre'>{_escaped(text)}</p>" if "<" in text else text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
