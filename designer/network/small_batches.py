"""Which networks cannot be trained on one picture at a time."""

from __future__ import annotations

from designer.network.analysis import Analysis, State


def needs_two_pictures(analysis: Analysis) -> bool:
    """Tell whether a batch of one cannot be trained: a batch norm would see one value per channel."""
    return any(
        report.state is State.OK and report.in_network and report.block.spec.type_name == "batch_norm" and not report.block.frozen
        and report.output_shape is not None and report.output_shape[1:] in ((), (1, 1))
        for report in analysis.reports.values()
    )  # fmt: skip
