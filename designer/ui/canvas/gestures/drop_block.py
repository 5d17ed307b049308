"""A block dragged from the palette: shows what it would be at each place, and does it when dropped."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer

from designer.network import edits
from designer.network.architecture import Position
from designer.network.blocks.base import PaletteEntry
from designer.network.layout import place
from designer.ui.canvas import plans
from designer.ui.canvas.gestures.gesture import Gesture, Touch
from designer.ui.canvas.hits import card_at, open_end_at, wire_at
from designer.ui.canvas.overlays import FrameItem, GhostItem
from designer.ui.canvas.plans import Foreseen, Plan, PlanKind, foresee
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.wire import WireKey
from designer.ui.canvas.wording import tr

HOLD_MS = 400
"""How long a block is held over another before it would replace it."""


class DropBlock(Gesture):
    """Follow the pointer with a ghost card.

    On a wire: splice. Near an open end: connect. Held on a block of the same arity: replace. Elsewhere, or with Alt: unconnected.
    """

    def __init__(self, scene: CanvasScene, entry: PaletteEntry) -> None:
        super().__init__(scene)
        self._entry = entry
        self._touch = Touch(QPointF())
        self._plan: Plan | None = None
        self._outcome: Foreseen | None = None
        self._ghost: GhostItem | None = None
        self._slot: FrameItem | None = None
        self._shown: Foreseen | None = None
        self._slot_at: Position | None = None
        self._over: str | None = None
        self._held = QTimer(scene)
        self._held.setSingleShot(True)
        self._held.setInterval(HOLD_MS)
        self._held.timeout.connect(self._follow)

    def start(self, touch: Touch) -> None:
        """Show the ghost."""
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Follow the pointer."""
        self._touch = touch
        card = card_at(self.scene, touch.at)
        over = card.block_id if card and not touch.holds(Qt.KeyboardModifier.AltModifier) else None
        if over != self._over:
            self._over = over
            if over:
                self._held.start()
            else:
                self._held.stop()
        self._follow()

    def finish(self, touch: Touch) -> None:
        """Do what the ghost showed."""
        self.move(touch)
        plan = self._plan
        self.cancel()
        if plan is not None:
            plans.carry_out(plan, self.scene.document)

    def cancel(self) -> None:
        """Remove the ghost and close the gap."""
        self._held.stop()
        self._plan = None
        super().cancel()
        if self._ghost is not None:
            self._held.deleteLater()
        self._ghost = None

    def waits(self) -> bool:
        """Tell whether it is held over a block, but not yet for long enough to replace it."""
        return self._held.isActive()

    def _follow(self) -> None:
        plan = self._plan_here()
        if not plan.same_place(self._plan):
            self._outcome = foresee(plan, self.scene.document.analysis)
        self._plan = plan
        if self._outcome is not None:
            self._show(self._outcome, plan)

    def _plan_here(self) -> Plan:
        touch, entry, scene = self._touch, self._entry, self.scene
        spacing, zoom = scene.style_used.spacing, touch.zoom
        free = plans.lay_free(entry, self._corner())
        if touch.holds(Qt.KeyboardModifier.AltModifier):
            return free
        if entry.spec.MOST_INPUTS != 0:
            wire = wire_at(scene, touch.at, scene.style_used.px("wire_band") / zoom)
            if wire is not None:
                return plans.splice(entry, wire.wire, spacing)
        if self._over:
            held = not self._held.isActive() and edits.why_not_replace(scene.document.architecture, self._over, entry.spec) is None
            return plans.replace(entry, self._over) if held else free
        end = open_end_at(scene, touch.at)
        if end is None or (entry.spec.MOST_INPUTS == 0 and end[1]):
            return free
        return plans.follow(entry, end[0], spacing) if end[1] else plans.precede(entry, end[0], spacing)

    def _corner(self) -> Position:
        """Return the ghost's top left: the pointer holds it in the middle, so that it lies on a wire as it would stand there."""
        at = self._touch.at - self.scene.style_used.card_rect.center()
        return float(round(at.x())), float(round(at.y()))

    def _show(self, outcome: Foreseen, plan: Plan) -> None:
        scene, style = self.scene, self.scene.style_used
        if self._ghost is None:
            self._ghost = GhostItem(style, outcome.report)
            self.add_overlay(self._ghost)
        self._ghost.show_report(outcome.report)
        self._ghost.setPos(*self._corner())
        if outcome is not self._shown:
            self._shown = outcome
            self._make_room(outcome, joins=plan.kind not in (PlanKind.FREE, PlanKind.REPLACE))
        scene.show_bright(WireKey(plan.wire, 0) if plan.wire else None)
        replaced = plan.block if plan.kind is PlanKind.REPLACE else None
        self._show_slot(scene.place_of(replaced) if replaced else self._slot_at)
        self.note.show_text(tr("Release to replace {0}").format(replaced) if replaced else "", self._touch.at)

    def _make_room(self, outcome: Foreseen, joins: bool) -> None:
        """Let cards and wires go where they will be, or come back."""
        if joins:
            self._slot_at = place(outcome.architecture, self.scene.style_used.spacing)[outcome.report.id]
            self.scene.show_preview(outcome.architecture, outcome.report.id)
        else:
            self._slot_at = None
            self.scene.show_places(None)

    def _show_slot(self, at: Position | None) -> None:
        rect = self.scene.style_used.card_rect
        if self._slot is None:
            self._slot = FrameItem(self.scene.style_used, rect)
            self.add_overlay(self._slot)
        self._slot.setVisible(at is not None)
        if at is not None:
            self._slot.show_rect(rect.translated(*at))
