"""Why a block has no maps to show, in one sentence that says what would bring them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis, BlockReport, State


def why_no_maps(analysis: Analysis, block_id: str | None, edited_since: bool) -> str:
    """Return the sentence for the panel's empty state.

    Args:
        block_id: The selected block, if any.
        edited_since: It differs from the block of the run that is shown.
    """
    if block_id is None or block_id not in analysis.reports:
        return _tr("Select a block to see its feature maps")
    report = analysis.reports[block_id]
    name = report.block.shown_name
    if report.state is State.LOOSE:
        return _tr("{0} is not connected to the input, so nothing flows through it. Draw a wire to it.").format(name)
    if report.state is State.BROKEN:
        return _tr("No maps: {0}").format(_first_message(report))
    if report.state is State.WAITING:
        return _tr("{0} waits for {1}, which has a problem.").format(name, _cause(analysis, block_id))
    if edited_since:
        return _tr("{0} was edited since the run began: the run has no maps of it. Train again to see them.").format(name)
    return _tr("The maps of {0} come as soon as the worker has computed them.").format(name)


def _first_message(report: BlockReport) -> str:
    return report.problems[0].message if report.problems else report.block.shown_name


def _cause(analysis: Analysis, block_id: str) -> str:
    """Return the first broken block that a waiting one follows."""
    sources, seen = [block_id], {block_id}
    for name in sources:
        for source in analysis.architecture.sources[name]:
            if analysis.reports[source].state is State.BROKEN:
                return analysis.reports[source].block.shown_name
            if source not in seen:
                seen.add(source)
                sources.append(source)
    return _tr("a block before it")


def _tr(text: str) -> str:
    return QCoreApplication.translate("why_no_maps", text)
