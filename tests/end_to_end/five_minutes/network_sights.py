"""What the document holds and what the canvas shows of it: asked by the script; nothing here changes anything."""

from __future__ import annotations

from typing import Any

from designer.network.file_format import save_lines
from designer.ui.canvas.overlays import GhostItem
from designer.ui.canvas.wire import WireLook
from designer.ui.canvas.wording import Mood
from designer.ui.main_window import MainWindow


class NetworkSights:
    """Answer what the network is, and how it looks on the canvas.

    Args:
        window: The window asked about.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def name(self) -> str:
        """Return the network's name."""
        return self._window.document.architecture.name

    def network(self) -> str:
        """Return the document as it would be saved."""
        return "\n".join(save_lines(self._window.document.architecture))

    def order(self) -> list[str]:
        """Return the ids of the blocks in the order of the network."""
        return list(self._window.document.analysis.order)

    def shape(self, block: str) -> list[int] | None:
        """Return a block's output shape; none where it is not known."""
        shape = self._window.document.analysis.reports[block].output_shape
        return None if shape is None else list(shape)

    def total(self) -> int:
        """Return the number of parameters of the network."""
        return self._window.document.analysis.parameters

    def undo_label(self) -> str:
        """Return what Ctrl+Z would take back."""
        return self._window.document.undo_label

    def edited(self) -> bool:
        """Tell whether something is unsaved."""
        return self._window.document.edited

    def selection(self) -> list[str]:
        """Return the ids of the selected blocks."""
        return list(self._window.document.selection)

    def spot(self, block: str) -> list[float]:
        """Return where a card stands in the document."""
        return list(self._window.canvas.canvas_scene.place_of(block))

    def cards(self) -> dict[str, Any]:
        """Return what the cards in sight say, and how many maps they show."""
        cards = self._window.canvas.canvas_scene.cards
        found = {}
        for block in self._window.canvas.visible_blocks():
            texts, maps = cards[block].face.texts, cards[block].maps
            bars = 0 if maps is None else len(maps.values)
            found[block] = {
                "shape": texts.shape, "parameters": texts.parameters, "detail": texts.detail, "maps": max(len(cards[block].map_tiles()), bars),
            }  # fmt: skip
        return found

    def cards_without_maps(self) -> list[str]:
        """Return the cards in sight that show no maps."""
        cards = self.cards()
        return [block for block, told in cards.items() if not told["maps"]] if cards else ["every card"]

    def moods(self) -> dict[str, list[str]]:
        """Return which blocks are wrong and which wait for another."""
        found: dict[str, list[str]] = {mood.value: [] for mood in Mood}
        for block in self.order():
            found[self._window.canvas.canvas_scene.cards[block].face.texts.mood.value].append(block)
        return found

    def framed(self) -> list[str]:
        """Return the cards on which something is framed."""
        return [block for block, card in self._window.canvas.canvas_scene.cards.items() if card.frame is not None]

    def glowing(self) -> list[list[str]]:
        """Return the wires that would take what is dragged."""
        items = self._window.canvas.canvas_scene.wiring.items
        return [list(key.wire) for key, item in items.items() if item.look is WireLook.BRIGHT]

    def ghost(self) -> str:
        """Return the shape that the dragged card shows."""
        return next(item for item in self._window.canvas.canvas_scene.items() if isinstance(item, GhostItem)).face.texts.shape
