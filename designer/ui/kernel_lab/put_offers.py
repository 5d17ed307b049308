"""In words: how the lab's kernel goes into the filters of a convolution, what would work where it does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture, Block
from designer.network.blocks.convolving import Convolving, check_named_start
from designer.network.blocks.sliding import times
from designer.network.errors import ShapeError
from designer.network.fields import Pair
from designer.network.kernel_fitting import Fit, fit_of, has_middle
from designer.network.kernel_lab import KernelLab, Mode, kernel_name, size_of
from designer.network.kernels import NAMED_KERNELS
from designer.ui.filters.form import FilterForm, form_of


@dataclass(frozen=True)
class PutOffers:
    """What can be done with a kernel and one convolution.

    Args:
        sizes: Why the kernel does not fit as it is, and what becomes of it; empty: it fits.
        form: How the filters lie; none: the block cannot be computed.
        start: Name that the filters could start as; empty: the kernel has none, or has no middle there.
        larger: Size that the block's kernels would need for the whole of it; none: they have it.
    """

    block: Block
    size: Pair
    form: FilterForm | None
    sizes: str
    start: str
    larger: Pair | None

    def filters_text(self, filter_: int | None) -> str:
        """Return what an entry of the menu says: "Put into all 6 filters"."""
        assert self.form is not None
        if filter_ is None:
            text = _tr("Put into all {0} filters").format(f"{self.form.number:,}") if self.form.number > 1 else _tr("Put into its filter")
        else:
            text = _tr("Put into filter {0}").format(filter_)
        return text if self.form.channels == 1 else _tr("{0}, over its {1} channels").format(text, self.form.channels)


def convolutions(architecture: Architecture) -> list[Block]:
    """Return the blocks whose filters can take a kernel."""
    return [block for block in architecture.blocks if isinstance(block.spec, Convolving)]


def offers(lab: KernelLab, block: Block, analysis: Analysis) -> PutOffers:
    """Return what can be done with a lab's kernel and a convolution."""
    spec = block.spec
    assert isinstance(spec, Convolving)
    name, size = kernel_name(lab.kernel), spec.kernel
    try:
        check_named_start(name or "", size)
        start = name if name in NAMED_KERNELS else ""
    except ShapeError:
        start = ""
    own = size_of(lab.kernel)
    larger = (max(own[0], size[0]), max(own[1], size[1])) if fit_of(lab.kernel, size) is Fit.CUT else None
    return PutOffers(block, size, form_of(analysis, block.id), sizes_text(lab, block.shown_name, size), start, larger)


def sizes_text(lab: KernelLab, name: str, size: Pair) -> str:
    """Return in a sentence what becomes of a kernel in kernels of another size; empty: they are of one size."""
    fit, own = fit_of(lab.kernel, size), size_of(lab.kernel)
    if fit is Fit.WHOLE:
        return ""
    start = _tr("{0} has {1} kernels; this one is {2}").format(name, times(size), times(own))
    if fit is Fit.PADDED:
        end = _tr("it is put in the middle, zeros around") if has_middle(lab.kernel, size) else _tr("zeros around, one more below or right")
    else:
        kept = times((min(own[0], size[0]), min(own[1], size[1])))
        end = _tr("only its middle {0} would go in").format(kept) if has_middle(lab.kernel, size) else _tr("only {0} of it would go in").format(kept)
    return f"{start}: {end}"


def why_not(lab: KernelLab, architecture: Architecture) -> str:
    """Return why the lab's kernel cannot be put anywhere; empty: it can."""
    if lab.mode is not Mode.CONVOLVE:
        return _tr("A pool has no kernel to put into a convolution; choose convolve.")
    return "" if convolutions(architecture) else _tr("This network has no convolution; drag one from the palette onto a wire.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
