"""The canvas: the network as cards and wires, edited by gestures and keys."""

from designer.ui.canvas.commands import CanvasCommands
from designer.ui.canvas.mime import BLOCK_MIME
from designer.ui.canvas.view import CanvasView

__all__ = ["BLOCK_MIME", "CanvasCommands", "CanvasView"]
