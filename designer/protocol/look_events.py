"""Messages to the window about looking inside: past participles, and what they carry."""

from __future__ import annotations

import msgspec

from designer.protocol.data_events import SeenPicture
from designer.protocol.event import Event


class ExactFilters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exact weights of one block, of the same moment as the maps they came with.

    Args:
        shape: Of the whole tensor: ``(filters, channels, height, width)``, or ``(units, inputs)`` of a dense block.
        first: First filter sent.
        values: float32, filters ``first`` on, whole ones; as many as fit a frame.
        bias: float32, one for each filter sent; empty where the block has none.
        edited: A person changed some of the block's weights by hand.
    """

    block: str
    shape: tuple[int, ...]
    first: int
    values: bytes
    bias: bytes = b""
    edited: bool = False


class BlockGradient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How large the gradient of a block was.

    Args:
        size: Root mean square of the gradient, over all weights of the block that are trained.
        weights: Root mean square of these weights.
    """

    block: str
    size: float
    weights: float


class LastGradients(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The gradients of one step, as the optimiser was given them: those of the mean loss of the batch.

    Args:
        run: Number of the run.
        step: The step that they were computed for; the weights are those after it.
        clipped: They were clipped before, all by one factor.
        blocks: In the order of computation; those that are trained.
    """

    run: int
    step: int
    clipped: bool
    blocks: tuple[BlockGradient, ...]


class WeightsChanged(Event, frozen=True):
    """Tell that a part of a block's weights has the values that were asked for; the next frame shows them.

    Args:
        number: Of the `ChangeWeights`.
        edited: Whether anything in the block still differs from what it was before the first change by hand.
    """

    number: int
    block: str
    edited: bool


class WhyTold(Event, frozen=True):
    """Tell how far a question is: of ``count`` pictures that have to be computed, ``done`` are."""

    number: int
    done: int
    count: int


class WhyAnswered(Event, frozen=True):
    """Answer `AskWhy`: a map of the probe.

    Args:
        method: As asked.
        block: As asked.
        target: The class that the map is about.
        predicted: The class that the network takes the probe for.
        probabilities: float32, of all classes.
        score: The target's logit.
        shape: Height and width of the map: those of the input, with Grad-CAM those of the block's maps.
        values: float32: saliency: largest absolute gradient of the logit over the channels; integrated gradients: contribution to the logit;
            Grad-CAM: weighted sum of the maps, negative ones left out; occlusion: how much the class's probability falls, on average of the squares
            that hide a pixel.
        picture: The probe as the network takes it.
        run: As in `MapsDrawn`, with ``step``, ``trained`` and ``revision``.
        base_score: With integrated gradients: the target's logit for the black picture.
        attributed: With integrated gradients: sum of the contributions; exact ones add up to ``score − base_score``.
        cost_s: Time that it took the worker.
        past: As in `MapsDrawn`: folder of the run whose past answered; empty: the present did.
    """

    number: int
    method: str
    block: str
    target: int
    predicted: int
    probabilities: bytes
    score: float
    shape: tuple[int, int]
    values: bytes
    picture: SeenPicture
    run: int
    step: int
    trained: bool
    revision: int
    base_score: float = 0.0
    attributed: float = 0.0
    cost_s: float = 0.0
    past: str = ""


class WhyEnded(Event, frozen=True):
    """Tell that a question or a search ended without an answer.

    Args:
        text: Why it could not be done; empty: it was cancelled.
    """

    number: int
    text: str = ""


class ExcitingTold(Event, frozen=True):
    """Tell how far a search is, in pictures."""

    number: int
    done: int
    count: int


class ExcitingPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One picture that excites a map.

    Args:
        index: Position in its part, as for `ChooseProbe`.
        label: Its class.
        value: The map's highest value.
        place: Row and column of that value in the map.
        field: What that value sees: first and last row, first and last column of the input; none: nothing but padding.
        picture: As the network takes it, maybe made smaller.
    """

    index: int
    label: int
    value: float
    place: tuple[int, int]
    field: tuple[int, int, int, int] | None
    picture: SeenPicture


class ExcitingFound(Event, frozen=True):
    """Answer `FindExciting`.

    Args:
        shape: Height and width of the network's input, in whose pixels the fields are.
        looked_at: Number of pictures of the part.
        silent: On how many of them the map is 0 everywhere.
        dataset: Its name, as in the document's settings.
        classes: Names of the classes.
        run: As in `MapsDrawn`, with ``step``, ``trained`` and ``revision``.
        problem: Why some cannot be shown; empty: all are there.
        past: As in `MapsDrawn`.
    """

    number: int
    block: str
    channel: int
    part: str
    shape: tuple[int, int]
    looked_at: int
    silent: int
    pictures: tuple[ExcitingPicture, ...]
    dataset: str
    classes: tuple[str, ...]
    run: int
    step: int
    trained: bool
    revision: int
    problem: str = ""
    past: str = ""
