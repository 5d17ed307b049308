"""The button that puts the lab's kernel into a convolution of the network."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from designer.network.architecture import Architecture, Block
from designer.network.blocks.convolving import Convolving, check_named_start
from designer.network.blocks.sliding import times
from designer.network.edits import set_field, set_frozen
from designer.network.errors import ShapeError
from designer.network.kernel_lab import KernelLab, Mode, kernel_name
from designer.network.kernels import NAMED_KERNELS
from designer.ui.document import Document
from designer.ui.theme import Theme, Themes


def convolutions(architecture: Architecture) -> list[tuple[Block, Convolving]]:
    """Return the blocks whose filters can start as a kernel."""
    return [(block, block.spec) for block in architecture.blocks if isinstance(block.spec, Convolving)]


def why_not(lab: KernelLab) -> str:
    """Return why the lab's kernel cannot be put into any block; empty: it can."""
    if lab.mode is not Mode.CONVOLVE:
        return _tr("A pool has no kernel to put into a convolution.")
    name = kernel_name(lab.kernel)
    if name not in NAMED_KERNELS:
        what = _tr("The lecture's kernel has no name that a block could keep") if name else _tr("Your own kernel has no name that a block could keep")
        return _tr("{0}; choose one of the {1} named ones, such as sobel-x.").format(what, len(NAMED_KERNELS))
    return ""


class PutKernel(QToolButton):
    """Offer the network's convolutions; each takes the kernel as what its filters start as, in one undo step."""

    told = Signal(str)
    """What was done, or why it was not."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._lab = KernelLab()
        self._themes = themes
        self._freeze = QAction(self.tr("and freeze the block, so that training leaves it"), self)
        self._freeze.setCheckable(True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        document.analysed.connect(self._follow)
        self._follow()
        themes.on_change(self._show_theme)

    def show_lab(self, lab: KernelLab) -> None:
        """Take the kernel of a lab."""
        self._lab = lab

    def fill(self) -> None:
        """Make the menu: every convolution, those that the kernel does not fit greyed with the reason."""
        self._menu.clear()
        reason = why_not(self._lab)
        if reason:
            self._say(reason)
            return
        name = kernel_name(self._lab.kernel)
        blocks = convolutions(self._document.architecture)
        if not blocks:
            self._say(self.tr("This network has no convolution."))
            return
        for block, spec in blocks:
            action = self._menu.addAction(self.tr("{0} into {1}  ({2} kernel)").format(name, block.shown_name, times(spec.kernel)))
            action.triggered.connect(partial(self._put, block.id))
            try:
                check_named_start(name, spec.kernel)
            except ShapeError:
                action.setEnabled(False)
                action.setText(self.tr("{0}: a {1} kernel has no middle for it").format(block.shown_name, times(spec.kernel)))
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

    def _put(self, block_id: str, _checked: bool = False) -> None:
        self.put(block_id, self._freeze.isChecked())

    def _say(self, reason: str) -> None:
        action = self._menu.addAction(reason)
        action.setEnabled(False)
        self.told.emit(reason)

    def _follow(self, _: object = None) -> None:
        """Name the first convolution, which most want."""
        blocks = convolutions(self._document.architecture)
        one = len(blocks) == 1
        self.setText(self.tr("Put into {0}").format(blocks[0][0].shown_name) if one else self.tr("Put into…"))
        self.setAccessibleName(self.tr("Put this kernel into a convolution"))
        self.setToolTip(self.tr("Let the filters of a convolution start as this kernel"))

    def _show_theme(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px("button_height"))


def _started(block_id: str, name: str, freeze: bool, architecture: Architecture) -> Architecture:
    started = set_field(architecture, block_id, "start", name)
    return set_frozen(started, block_id, True) if freeze else started


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
