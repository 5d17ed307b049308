"""What the results say in words: cells, parts, moments, pictures."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from designer.protocol.events import ConfusionCounted, ListedPicture
from designer.ui.results.confusion import Confusion


def percent(share: float) -> str:
    """Return a share as people read it; nothing where it is not known.

    >>> percent(0.9781), percent(1.0), percent(0.00012), percent(float("nan"))
    ('97.8 %', '100 %', '0.01 %', '–')
    """
    if math.isnan(share):
        return "–"
    digits = 0 if share in (0, 1) else 2 if share < 0.0995 / 100 or 0.9995 <= share < 1 else 1
    return f"{100 * share:.{digits}f} %"


def part_text(part: str) -> str:
    """Return what a part of the data is called."""
    return {"training": _tr("training"), "validation": _tr("validation"), "test": _tr("test")}.get(part, part)


def moment_text(told: ConfusionCounted, told_at: str = "") -> str:
    """Return which pictures and weights the numbers are of: "validation, epoch 7", "test, best epoch 7", "training, evaluated 14:05"."""
    if told.run == 0:
        return _tr("{0}, evaluated {1}").format(part_text(told.part), told_at)
    epoch = _tr("{0}, best epoch {1}") if told.part == "test" else _tr("{0}, epoch {1}")
    return epoch.format(part_text(told.part), f"{told.epoch:,}")


def cell_sentence(confusion: Confusion, true: int, predicted: int) -> str:
    """Return one cell in a sentence: "47 pictures of 4 were taken for 9: 4.8 % of all pictures of 4."."""
    name, other = confusion.classes[true], confusion.classes[predicted]
    count, whole = confusion.count(true, predicted), int(confusion.of_class[true])
    if not whole:
        return _tr("There is no picture of {0} among these.").format(name)
    if true == predicted:
        share = percent(count / whole)
        return _tr("{0} of {1} pictures of {2} were recognised: {3}.").format(f"{count:,}", f"{whole:,}", name, share)
    if not count:
        return _tr("No picture of {0} was taken for {1}.").format(name, other)
    text = _tr("1 picture of {1} was taken for {2}: {3} of all pictures of {1}.") if count == 1 else _tr(
        "{0} pictures of {1} were taken for {2}: {3} of all pictures of {1}."
    )  # fmt: skip
    return text.format(f"{count:,}", name, other, percent(count / whole))


def row_sentence(confusion: Confusion, true: int) -> str:
    """Return what became of a class."""
    whole, right = int(confusion.of_class[true]), int(confusion.recognised[true])
    if not whole:
        return _tr("There is no picture of {0} among these.").format(confusion.classes[true])
    text = _tr("{0}: {1} pictures, {2} were taken for another class (recall {3}).")
    return text.format(confusion.classes[true], f"{whole:,}", f"{whole - right:,}", percent(float(confusion.recall[true])))


def column_sentence(confusion: Confusion, predicted: int) -> str:
    """Return what was taken for a class."""
    whole, right = int(confusion.taken_for[predicted]), int(confusion.recognised[predicted])
    if not whole:
        return _tr("Nothing was taken for {0}.").format(confusion.classes[predicted])
    text = _tr("{0} pictures were taken for {1}, {2} of them are another class (precision {3}).")
    return text.format(f"{whole:,}", confusion.classes[predicted], f"{whole - right:,}", percent(float(confusion.precision[predicted])))


def picture_sentence(picture: ListedPicture, part: str, classes: tuple[str, ...]) -> str:
    """Return one picture in a sentence."""
    true, said = class_name(classes, picture.true), class_name(classes, picture.predicted)
    which = _tr("{0} picture {1}").format(part_text(part), f"{picture.index:,}")
    if picture.true == picture.predicted:
        return _tr("{0}: {1}, recognised with {2}").format(which, true, percent(picture.certainty))
    text = _tr("{0}: {1}, taken for {2} with {3}; {1} got {4}")
    return text.format(which, true, said, percent(picture.certainty), percent(picture.probability))


def class_name(classes: tuple[str, ...], label: int) -> str:
    """Return the name of a class; its number where there is none."""
    return classes[label] if 0 <= label < len(classes) else str(label)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Results", text)
