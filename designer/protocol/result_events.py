"""Messages to the window about what a network gets right and wrong."""

from __future__ import annotations

import msgspec

from designer.protocol.data_events import SeenPicture
from designer.protocol.event import Event


class ConfusionCounted(Event, frozen=True):
    """Tell how often each class was taken for which: after every validation, after the test of a run, and when asked.

    Args:
        run: The run whose weights were evaluated; 0: those that the blocks have, by `EvaluateNetwork`.
        epoch: The epoch that the weights are of; the best one for the test set, 0 with run 0.
        step: Steps that the weights were trained in this run.
        revision: The document's that was evaluated.
        number: Of the evaluation, with run 0.
        part: ``training``, ``validation`` or ``test``.
        dataset: Its name, as in the document's settings.
        classes: Names of the classes.
        cells: int32 ``(count, 3)``: true class, predicted class, pictures; only where there are any, each cell once.
        left_out: Pictures of cells that were not sent, for there are too many; the emptiest cells are.
    """

    run: int
    epoch: int
    step: int
    revision: int
    part: str
    dataset: str
    classes: tuple[str, ...]
    cells: bytes
    number: int = 0
    left_out: int = 0


class EvaluationTold(Event, frozen=True):
    """Tell how far an evaluation is, in pictures."""

    number: int
    done: int
    count: int


class EvaluationEnded(Event, frozen=True):
    """Tell that an evaluation ended without a result.

    Args:
        text: Why it could not be done; empty: it was cancelled.
    """

    number: int
    text: str = ""


class ListedPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One evaluated picture.

    Args:
        index: Position in its part, as for `ChooseProbe`.
        true: Its class.
        predicted: The class that it was taken for.
        probability: Of its true class.
        certainty: Probability of the predicted class.
    """

    index: int
    true: int
    predicted: int
    probability: float
    certainty: float
    picture: SeenPicture


class PicturesListed(Event, frozen=True):
    """Answer `ListPictures`.

    Args:
        epoch: As in `ConfusionCounted`: which evaluation these pictures are of.
        first: How many pictures were skipped.
        total: How many pictures match in all.
        problem: Why there are none to see; empty: all is known.
    """

    run: int
    number: int
    part: str
    epoch: int = 0
    first: int = 0
    total: int = 0
    pictures: tuple[ListedPicture, ...] = ()
    problem: str = ""
