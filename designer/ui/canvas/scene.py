"""The scene: shows the architecture as cards and wires, reconciled by identity, and forwards events to the gesture that is active."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture, Position
from designer.network.layout import Layout, lay_out, place
from designer.network.wire_routes import Routes, run_wires, run_wires_at
from designer.ui.canvas.card import CardItem
from designer.ui.canvas.far import FarItem, LayerItem
from designer.ui.canvas.style import NAME_FROM, CanvasStyle
from designer.ui.canvas.wire import WireItem, WireKey, WireLook
from designer.ui.canvas.wiring import Wiring
from designer.ui.document import Document
from designer.ui.maps.painting import prepare_card_maps
from designer.ui.theme import Theme, Themes

if TYPE_CHECKING:
    from designer.ui.maps.live import LiveMaps
    from designer.ui.maps.pointed import MapFrame


class CanvasScene(QGraphicsScene):
    """Hold one card for each block and one item for each wire.

    An unchanged block with an unchanged report stays the same, untouched item.
    """

    content_changed = Signal()
    """Cards came, went or moved."""
    wires_selected = Signal()
    """Other wires are selected."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.style_used = CanvasStyle(themes.current())
        self.cards: dict[str, CardItem] = {}
        self.near = LayerItem()
        self.far = FarItem(self)
        self.wiring = Wiring(self, self.near)
        self.rest: dict[str, Position] = {}
        self._layout = Layout({}, {}, {})
        self._routes: Routes = {}
        self._previews = False
        self._shown: dict[str, Position] = {}
        self._content: QRectF | None = None
        self._pins: tuple[tuple[str, Position | None], ...] = ()
        self._live_maps = live_maps
        self._selected_wires: tuple[WireKey, ...] = ()
        self._bright: WireItem | None = None
        for layer in (self.near, self.far):
            self.addItem(layer)
        self.show_zoom(1.0)
        self.show_analysis(document.analysis)
        document.analysed.connect(self.show_analysis)
        document.selection_changed.connect(self._show_selection)
        live_maps.changed.connect(self._show_maps)
        themes.changed.connect(self._show_theme)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show an architecture and what is known of its blocks."""
        self.show_bright(None)
        architecture = analysis.architecture
        for name in self.cards.keys() - architecture.by_id.keys():
            self.removeItem(self.cards.pop(name))
        new = [name for name in architecture.by_id if name not in self.cards]
        for name in new:
            self.cards[name] = CardItem(self.style_used, analysis.reports[name])
            self.cards[name].setParentItem(self.near)
        changed = [name for name, card in self.cards.items() if card.show_report(analysis.reports[name])]
        rewired = self.wiring.match(analysis, self.style_used, [*new, *changed])
        self._arrange(architecture, rewired)
        self._show_maps(new)
        self._show_selection(self.document.selection)
        self.select_wires(key for key in self._selected_wires if key in self.wiring.items)
        self.content_changed.emit()

    def _arrange(self, architecture: Architecture, rewired: bool) -> None:
        """Find the cards' places and run the wires, where anything that decides them changed."""
        pins = tuple((block.id, block.at) for block in architecture.blocks)
        if rewired or pins != self._pins:
            self._pins = pins
            self._lay_out(architecture)
        self.far.show_content()

    def _lay_out(self, architecture: Architecture) -> None:
        spacing = self.style_used.spacing
        self._layout, self.rest = lay_out(architecture, spacing), place(architecture, spacing)
        self._routes = run_wires(architecture, self._layout, self.rest, spacing)
        self._stand(self.rest)
        self._show_ports(self._layout)
        self.wiring.run(self._routes)

    def show_zoom(self, zoom: float) -> None:
        """Paint from far away, all cards at once, where nothing on them could be read."""
        self.near.setVisible(zoom >= NAME_FROM)
        self.far.setVisible(zoom < NAME_FROM)

    def show_places(self, places: Mapping[str, Position] | None) -> None:
        """Show cards elsewhere for the time of a gesture; ``None``: back where they stand."""
        moved = self._stand({**self.rest, **(places or {})})
        if places:
            elsewhere = [name for name, at in self._shown.items() if at != self.rest[name]]
            architecture, spacing = self.document.architecture, self.style_used.spacing
            self.wiring.run(run_wires_at(architecture, self._layout, self._shown, spacing, elsewhere), rest=False)
        elif moved or self._previews:
            self._show_ports(self._layout)
            self.wiring.run(self._routes, rest=False)
        if moved:
            self.far.show_content()
        self._previews = False

    def show_preview(self, architecture: Architecture, new: str) -> None:
        """Show cards and wires where they will be once a new block is there, for the time of a gesture; `show_places` ends it."""
        spacing = self.style_used.spacing
        layout, places = lay_out(architecture, spacing), place(architecture, spacing)
        self._previews = True
        self._stand({**self.rest, **{name: at for name, at in places.items() if name in self.cards}})
        self._show_ports(layout)
        self.wiring.run_to(architecture, run_wires(architecture, layout, places, spacing), new)
        self.far.show_content()

    def _show_ports(self, layout: Layout) -> None:
        for name, card in self.cards.items():
            card.show_ports(layout.ports.get(name, ()))

    def _stand(self, places: Mapping[str, Position]) -> list[str]:
        moved = [name for name in self.cards if places[name] != self._shown.get(name)]
        for name in moved:
            self.cards[name].setPos(*places[name])
        if moved or len(self._shown) != len(self.cards):
            self._content = None
            self._shown = {name: places[name] for name in self.cards}
        return moved

    def place_of(self, block_id: str) -> Position:
        """Return where a card stands in the document."""
        return self.rest[block_id]

    def content_rect(self) -> QRectF:
        """Return the smallest rectangle around all cards, empty where there are none."""
        if self._content is None:  # asked for at every pan, so it is kept until a card comes, goes or moves
            self._content = self.rect_of(self.cards)
        return self._content

    def rect_of(self, ids: Iterable[str]) -> QRectF:
        """Return the smallest rectangle around some cards."""
        found = QRectF()
        for name in ids:
            found |= self.style_used.card_rect.translated(*self._shown[name])
        return found

    def is_wired(self, block_id: str) -> bool:
        """Tell whether a wire enters or leaves a block."""
        architecture = self.document.architecture
        return bool(architecture.sources[block_id] or architecture.targets[block_id])

    @property
    def selected_wires(self) -> tuple[WireKey, ...]:
        """The selected wires."""
        return self._selected_wires

    def select_wires(self, keys: Iterable[WireKey]) -> None:
        """Select wires instead of those selected before."""
        wanted = tuple(keys)
        for key, item in self.wiring.items.items():
            item.show_selected(key in wanted)
        if wanted != self._selected_wires:
            self._selected_wires = wanted
            self.wires_selected.emit()

    def show_bright(self, key: WireKey | None) -> None:
        """Thicken the wire that would take what is dragged; ``None``: none."""
        item = self.wiring.items.get(key) if key else None
        if item is not self._bright:
            if self._bright is not None:
                self._bright.show_look(WireLook.REST)
            self._bright = item
            if item is not None:
                item.show_look(WireLook.BRIGHT)

    def _show_selection(self, ids: Iterable[str]) -> None:
        chosen = frozenset(ids)
        for name, card in self.cards.items():
            card.show_selected(name in chosen)
        self.far.show_content()
        if chosen:
            self.select_wires(())

    def _show_maps(self, ids: Iterable[str]) -> None:
        """Show the maps of some blocks; none named: the class names or the caption changed."""
        live = self._live_maps
        found = {name: live.card(name) for name in tuple(ids) or tuple(self.cards) if name in self.cards}
        prepare_card_maps(((maps, self.cards[name].is_input) for name, maps in found.items() if maps is not None), self.style_used.theme)
        for name, maps in found.items():
            self.cards[name].show_maps(maps, live.is_edited_since(name), live.classes)

    def show_frames(self, frames: Mapping[str, MapFrame]) -> None:
        """Frame on every card what is seen of its maps."""
        for name, card in self.cards.items():
            card.show_frame(frames.get(name))

    def _show_theme(self, theme: Theme) -> None:
        self.style_used = CanvasStyle(theme)
        for card in self.cards.values():
            card.show_style(self.style_used)
        for wire in self.wiring.items.values():
            wire.show_style(self.style_used)
        self._lay_out(self.document.architecture)
        self.far.show_content()
        self.update()

    def point_of(self, block_id: str) -> QPointF:
        """Return the middle of a card."""
        return self.cards[block_id].mapToScene(self.style_used.card_rect.center())
