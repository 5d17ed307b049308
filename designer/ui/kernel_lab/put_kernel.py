"""The button that puts the lab's kernel into a convolution of the network."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from designer.network.architecture import Architecture, Block
from designer.network.blocks.sliding import times
from designer.network.edits import set_field, set_frozen
from designer.network.edits_labels import set_field_label
from designer.network.fields import Pair
from designer.network.kernel_fitting import centred
from designer.network.kernel_lab import KernelLab, kernel_name
from designer.ui.document import Document
from designer.ui.filters.putting import PutRequest
from designer.ui.kernel_lab.put_offers import PutOffers, convolutions, offers, why_not
from designer.ui.theme import Theme, Themes


class PutKernel(QToolButton):
    """Offer the network's convolutions: first the one that is selected, else the first; the others in menus of their own.

    A kernel goes into filters as they are, changed by hand. One with a name can also be what they start as, which the document keeps.
    """

    told = Signal(str)
    """What was done, or why it was not."""
    filters_asked = Signal(object)
    """A `PutRequest`."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._lab = KernelLab()
        self._lock = ""
        self._outlined = 0
        self._freeze = QAction(self.tr("and freeze the block, so that training leaves it"), self)
        self._freeze.setCheckable(True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        document.analysed.connect(self._follow)
        document.selection_changed.connect(self._follow)
        self._follow()
        themes.on_change(self._show_theme)

    def show_lab(self, lab: KernelLab) -> None:
        """Take the kernel of a lab."""
        self._lab = lab

    def show_lock(self, reason: str) -> None:
        """Say why no filter can be changed just now; empty: they can."""
        self._lock = reason

    def show_outlined(self, filter_: int) -> None:
        """Say which filter of the selected block is outlined."""
        self._outlined = filter_

    def fill(self) -> None:
        """Make the menu."""
        self._menu.clear()
        reason = why_not(self._lab, self._document.architecture)
        if reason:
            self._say(self._menu, reason)
            self.told.emit(reason)
            return
        first, *others = self._blocks()
        self._fill_for(self._menu, first)
        if others:
            self._menu.addSeparator()
        for block in others:
            menu = self._menu.addMenu(block.shown_name)
            self._fill_for(menu, block)
        self._menu.addSeparator()
        self._menu.addAction(self._freeze)

    def put(self, block_id: str, freeze: bool) -> bool:
        """Let a block's filters start as the kernel; return whether they do."""
        name, block_name = kernel_name(self._lab.kernel), self._document.architecture.by_id[block_id].shown_name
        done = self._document.attempt(self.tr("Put {0} into {1}").format(name, block_name), partial(_started, block_id, name, freeze))
        if done:
            self._document.select((block_id,))
            text = self.tr("The filters of {0} start as {1}, frozen.") if freeze else self.tr("The filters of {0} start as {1}.")
            self.told.emit(text.format(block_name, name))
        return done

    def put_into_filters(self, block_id: str, size: Pair, filter_: int | None, freeze: bool) -> None:
        """Ask for the kernel in filters as they are."""
        block = self._document.architecture.by_id[block_id]
        if freeze and not block.frozen:
            self._document.attempt(self.tr("Freeze {0}").format(block.shown_name), partial(_frozen, block_id))
        self.filters_asked.emit(PutRequest(block_id, filter_, centred(self._lab.kernel, size), self._lab.bias))

    def enlarge(self, block_id: str, size: Pair) -> None:
        """Give a block kernels of another size, large enough for this one."""
        if self._document.attempt(set_field_label(block_id, "kernel"), partial(_sized, block_id, size)):
            text = self.tr("{0} has {1} kernels now: the whole kernel can be put in.")
            self.told.emit(text.format(self._document.architecture.by_id[block_id].shown_name, times(size)))

    def _blocks(self) -> list[Block]:
        """Return the convolutions, the selected one first."""
        blocks, selection = convolutions(self._document.architecture), self._document.selection[-1:]
        return sorted(blocks, key=lambda block: (block.id,) != selection)

    def _fill_for(self, menu: QMenu, block: Block) -> None:
        found = offers(self._lab, block, self._document.analysis)
        menu.addSection(block.shown_name)
        if found.sizes:
            self._say(menu, found.sizes)
        if found.form is None:
            self._say(menu, self.tr("{0} cannot be computed as it is, so it has no filters yet").format(block.shown_name))
        elif self._lock:
            self._say(menu, self._lock)
        else:
            self._add_filters(menu, found)
        if found.larger is not None:
            text = self.tr("Give {0} {1} kernels, for all of it").format(block.shown_name, times(found.larger))
            self._add(menu, text, partial(self._enlarge, block.id, found.larger))
        if found.start:
            text = self.tr("Let {0} start as {1}: kept with the network").format(block.shown_name, found.start)
            self._add(menu, text, partial(self._start, block.id))

    def _add_filters(self, menu: QMenu, found: PutOffers) -> None:
        assert found.form is not None
        self._add(menu, found.filters_text(None), partial(self._put, found, None))
        if found.form.number > 1:
            is_selected = self._document.selection[-1:] == (found.block.id,)
            filter_ = min(self._outlined, found.form.number - 1) if is_selected else 0
            self._add(menu, found.filters_text(filter_), partial(self._put, found, filter_))

    def _add(self, menu: QMenu, text: str, done: Callable[[bool], None]) -> None:
        menu.addAction(text).triggered.connect(done)

    def _put(self, found: PutOffers, filter_: int | None, _checked: bool = False) -> None:
        self.put_into_filters(found.block.id, found.size, filter_, self._freeze.isChecked())

    def _start(self, block_id: str, _checked: bool = False) -> None:
        self.put(block_id, self._freeze.isChecked())

    def _enlarge(self, block_id: str, size: Pair, _checked: bool = False) -> None:
        self.enlarge(block_id, size)

    def _say(self, menu: QMenu, reason: str) -> None:
        action = menu.addAction(reason)
        action.setEnabled(False)

    def _follow(self, _: object = None) -> None:
        """Name the convolution that the menu begins with."""
        blocks = self._blocks()
        self.setText(self.tr("Put into {0}").format(blocks[0].shown_name) if blocks else self.tr("Put into…"))
        self.setAccessibleName(self.tr("Put this kernel into a convolution"))
        self.setToolTip(self.tr("Put this kernel into filters of a convolution, or let them start as it"))

    def _show_theme(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px("button_height"))


def _started(block_id: str, name: str, freeze: bool, architecture: Architecture) -> Architecture:
    started = set_field(architecture, block_id, "start", name)
    return set_frozen(started, block_id, True) if freeze else started


def _frozen(block_id: str, architecture: Architecture) -> Architecture:
    return set_frozen(architecture, block_id, True)


def _sized(block_id: str, size: Pair, architecture: Architecture) -> Architecture:
    return set_field(architecture, block_id, "kernel", size)
