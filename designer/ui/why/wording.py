"""What the Why tab says in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.shapes import is_image
from designer.protocol.events import ExcitingFound, ExcitingPicture, WhyAnswered
from designer.ui.maps.numbers import short_text, value_text
from designer.ui.results.wording import class_name, part_text, percent
from designer.ui.why.answers import Reason
from designer.ui.why.asking import WhyProgress
from designer.ui.why.questions import Method, Square


def method_text(method: Method) -> str:
    """Return what a method is called."""
    return {
        Method.SALIENCY: _tr("Saliency"),
        Method.INTEGRATED: _tr("Integrated gradients"),
        Method.GRAD_CAM: _tr("Grad-CAM"),
        Method.OCCLUSION: _tr("Occlusion"),
    }[method]


def square_text(square: Square) -> str:
    """Return what a size of square is called."""
    return {Square.SMALL: _tr("small square"), Square.MEDIUM: _tr("medium square"), Square.LARGE: _tr("large square")}[square]


def verdict(reason: Reason, classes: tuple[str, ...]) -> str:
    """Return what the network says of the class: "7 · 93.2 % · score 8.41", and what it takes the picture for where that is another class."""
    told = reason.told
    parts = [class_name(classes, told.target), percent(float(reason.probabilities[told.target])), _tr("score {0}").format(short_text(told.score))]
    if told.predicted != told.target:
        parts.append(_tr("said {0}").format(class_name(classes, told.predicted)))
    return " · ".join(parts)


def moment_text(reason: Reason, stale: bool) -> str:
    """Return of which weights an answer is."""
    weights = _weights_text(reason.told)
    return _tr("{0} · not of what is shown now").format(weights) if stale else weights


def explanation(reason: Reason, classes: tuple[str, ...], square_px: int) -> str:
    """Return what the map shows, and where it misleads."""
    told, name = reason.told, class_name(classes, reason.told.target)
    match reason.method:
        case Method.SALIENCY:
            return _tr(
                "How much the score of {0} moves when a pixel changes a little. Not in which direction, and only for small changes: saliency is "
                "noisy, and dark where a change would have to be large."
            ).format(name)
        case Method.INTEGRATED:
            return _tr(
                "What each pixel adds to the score of {0} on the way from a black picture to this one: red speaks for it, blue against. Black pixels "
                "add nothing, whatever they mean. The sum is {1}, the score rises from {2} by {3}: {4} is missing."
            ).format(
                name, short_text(told.attributed), short_text(told.base_score), short_text(told.score - told.base_score), gap_text(reason)
            )  # fmt: skip
        case Method.GRAD_CAM:
            height, width = told.shape
            return _tr(
                "Where the maps of {0} speak for {1}; what speaks against it is left out. {2}×{3} values, enlarged smoothly, each of which sees more "
                "of the picture than the place it is drawn at. All dark: nothing in these maps speaks for the class."
            ).format(told.block, name, height, width)
        case Method.OCCLUSION:
            return _tr(
                "How much the probability of {0} falls while a black square of {1}×{1} pixels hides a place: red is needed, blue disturbs. Black may "
                "mean something itself; two places that can stand in for each other both look unneeded."
            ).format(name, square_px)


def gap_text(reason: Reason) -> str:
    """Return the completeness gap: how much of the rise of the score the contributions do not explain."""
    told = reason.told
    rise = told.score - told.base_score
    gap = rise - told.attributed
    share = f" ({percent(abs(gap / rise))})" if rise else ""
    return f"{short_text(gap)}{share}"


def pixel_text(reason: Reason, row: int, column: int) -> str:
    """Return one value of the map, and where it is."""
    return f"({row}, {column}): {value_text(float(reason.values[row, column]))}"


def progress_text(progress: WhyProgress) -> str:
    """Return how far a question is."""
    if not progress.count:
        return _tr("Computing…")
    return _tr("Computing: {0} of {1} pictures").format(f"{progress.done:,}", f"{progress.count:,}")


def search_text(progress: WhyProgress, block: str, channel: int) -> str:
    """Return how far a search is."""
    if not progress.count:
        return _tr("Searching for what excites map {0} of {1}…").format(channel, block)
    return _tr("Searching: {0} of {1} pictures").format(f"{progress.done:,}", f"{progress.count:,}")


def found_text(told: ExcitingFound, stale: bool, edited: bool = False, is_unit: bool = False) -> str:
    """Return what was searched, and how often the map is silent.

    Args:
        stale: By other weights than those that are shown.
        edited: The network was another one.
        is_unit: It is a value of a vector, no map.
    """
    which = _tr("value {0} of {1}") if is_unit else _tr("map {0} of {1}")
    silent = _tr("0 everywhere on {0}").format(f"{told.silent:,}") if told.silent else ""
    parts = [
        which.format(told.channel, told.block), _tr("{0} {1} pictures").format(f"{told.looked_at:,}", part_text(told.part)), silent,
        _weights_text(told), _tr("edited since") if edited else _tr("not of the weights shown now") if stale else "",
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def exciting_sentence(told: ExcitingFound, picture: ExcitingPicture) -> str:
    """Return one picture in a sentence."""
    which = _tr("{0} picture {1}").format(part_text(told.part), f"{picture.index:,}")
    name = class_name(told.classes, picture.label)
    place = _tr("{0}: {1}, value {2} at ({3}, {4})").format(which, name, value_text(picture.value), *picture.place)
    if picture.field is None:
        return _tr("{0}, which sees nothing but padding").format(place)
    return _tr("{0}, which sees rows {1} to {2}, columns {3} to {4}").format(place, *picture.field)


def why_nothing(analysis: Analysis, method: Method, has_worker: bool) -> str:
    """Return why nothing can be asked; empty: something can."""
    if not analysis.order:
        return _tr("No network yet. Build one, and see what in a picture speaks for a class.")
    if analysis.errors:
        return _tr("The network has problems, so it gives no class a score. Solve them first (F8).")
    if not has_worker:
        return _tr("The worker is not there yet, so nothing can be computed.")
    if method is Method.GRAD_CAM and not any(report.output_shape and is_image(report.output_shape) for report in analysis.reports.values()):
        return _tr("Grad-CAM needs a block whose output has rows and columns; this network has none.")
    return ""


def _weights_text(told: WhyAnswered | ExcitingFound) -> str:
    if told.past:
        return _tr("looking back: step {0}").format(f"{told.step:,}") if told.step else _tr("looking back: before the first step")
    if not told.trained:
        return _tr("random weights")
    return _tr("step {0}").format(f"{told.step:,}") if told.run else _tr("trained weights")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Why", text)
