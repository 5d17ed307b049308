"""Messages to the worker about what the network gets right and wrong."""

from __future__ import annotations

from designer.protocol.command import Command


class EvaluateNetwork(Command, frozen=True):
    """Evaluate a network with the weights its blocks have, while no run is on.

    Answered by `EvaluationTold` now and then, at the end by `ConfusionCounted` of run 0 or by `EvaluationEnded`.

    Args:
        number: Of the evaluation, chosen by the window, told back by the answers; a new one ends the one before.
        revision: The document's.
        architecture: The document as a `.cnn` text.
        part: ``training``, ``validation`` or ``test``: which pictures.
        data_root: Folder with downloaded data sets, or none.
    """

    number: int
    revision: int
    architecture: str
    part: str = "validation"
    data_root: str | None = None


class CancelEvaluation(Command, frozen=True):
    """End an evaluation; answered by `EvaluationEnded` where it was still on."""

    number: int


class ListPictures(Command, frozen=True):
    """Send pictures that were evaluated last in this run and part; answered by `PicturesListed`.

    Args:
        run: As in `ConfusionCounted`.
        number: Of the question, chosen by the window, told back by the answer.
        part: ``training``, ``validation`` or ``test``.
        true: Only pictures of this class; none: of any.
        predicted: Only pictures that were taken for this class; none: for any.
        only_wrong: Only pictures that were taken for another class than theirs.
        order: ``worst``: the lowest probability of the true class first; ``first``: in the part's own order.
        first: How many of them are skipped.
        count: The most that are sent.
        side_px: The longest side of a picture that is sent; larger ones are shrunk.
    """

    run: int
    number: int
    part: str = "validation"
    true: int | None = None
    predicted: int | None = None
    only_wrong: bool = False
    order: str = "worst"
    first: int = 0
    count: int = 60
    side_px: int = 96
