"""One question about the probe, from the command to the answer, in pieces between which other things are done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from torch import Tensor

from designer.data.preparation import Preparation
from designer.engine.errors import EngineError
from designer.engine.lifeline import now
from designer.engine.looking import Subject
from designer.engine.network import Network
from designer.engine.settings import evaluation_batch
from designer.engine.why.gradients import Attribution, grad_cam, integrated_gradients, probabilities, saliency
from designer.engine.why.occlusion import occlusion_map
from designer.engine.why.seen import as_taken, black_picture, steady_network
from designer.protocol.commands import AskWhy
from designer.protocol.events import WhyAnswered, WhyTold

METHODS = ("saliency", "integrated", "gradcam", "occlusion")
IN_PIECES = ("integrated", "occlusion")
"""Methods that take so long that training goes on meanwhile."""

_MOST_SQUARES = 4096
_MOST_WITH_GRADIENT = 32
_SIDE_PX = 512


class _Found(NamedTuple):
    values: Tensor
    base_score: float = 0.0
    attributed: float = 0.0


def answer(question: AskWhy, subject: Subject, picture: Tensor, preparation: Preparation) -> Iterator[WhyTold | WhyAnswered]:
    """Compute what was asked, piece by piece.

    Shape:
        picture: ``(1, C, H, W)``, on the device.

    Yields:
        How far it is; at the end the answer.

    Raises:
        EngineError: There is no such method, class or block, or the network has no end.
    """
    network = subject.network
    _check(question, network)
    picture = picture.detach().clone()  # what came out of inference mode takes no gradient
    if question.method in IN_PIECES:
        network = steady_network(subject)
    logits, shares = probabilities(network, picture)
    predicted = int(logits[0].argmax())
    target = predicted if question.target is None else question.target
    if not 0 <= target < logits.shape[1]:
        raise EngineError(f"there is no class {target}; the {logits.shape[1]} classes are counted from 0 to {logits.shape[1] - 1}")
    spent_s, resumed = 0.0, now()
    for piece in _pieces(question, network, picture, preparation, target):
        spent_s += now() - resumed
        if isinstance(piece, WhyTold):
            yield piece
        else:
            values = piece.values.detach().float().cpu().contiguous()
            yield WhyAnswered(
                number=question.number, method=question.method, block=question.block, target=target, predicted=predicted,
                probabilities=shares[0].cpu().numpy().astype("<f4").tobytes(), score=float(logits[0, target]),
                shape=(values.shape[0], values.shape[1]), values=values.numpy().astype("<f4").tobytes(),
                picture=as_taken(picture[0], preparation, _SIDE_PX), run=subject.run, step=subject.step, trained=subject.trained,
                revision=subject.revision, base_score=piece.base_score, attributed=piece.attributed, cost_s=spent_s, past=subject.past,
            )  # fmt: skip
        resumed = now()


def _pieces(question: AskWhy, network: Network, picture: Tensor, preparation: Preparation, target: int) -> Iterator[WhyTold | _Found]:
    batch_size = evaluation_batch(network.analysis, 1, picture.device)
    match question.method:
        case "saliency":
            yield _Found(saliency(network, picture, target))
        case "gradcam":
            yield _Found(grad_cam(network, picture, target, question.block))
        case "integrated":
            steps, base = min(max(question.steps, 8), 256), black_picture(picture, preparation)
            for piece in integrated_gradients(network, picture, base, target, steps, min(batch_size, _MOST_WITH_GRADIENT)):
                if isinstance(piece, Attribution):
                    yield _Found(piece.contributions.sum(0), piece.base_score, float(piece.contributions.double().sum()))
                else:
                    yield WhyTold(number=question.number, done=piece, count=steps)
        case _:
            yield from _hide(question, network, picture, black_picture(picture, preparation), target, batch_size)


def _hide(question: AskWhy, network: Network, picture: Tensor, black: Tensor, target: int, batch_size: int) -> Iterator[WhyTold | _Found]:
    height, width = picture.shape[2:]
    patch, stride = min(question.patch, max(height, width)), question.stride
    count = (-(-max(0, height - patch) // stride) + 1) * (-(-max(0, width - patch) // stride) + 1)
    if count > _MOST_SQUARES:
        raise EngineError(f"{count:,} squares are too many; move the square by more than {stride} pixels, to have {_MOST_SQUARES:,} at most")
    for piece in occlusion_map(network, picture, black, target, patch, stride, min(batch_size, 64)):
        yield WhyTold(number=question.number, done=piece, count=count) if isinstance(piece, int) else _Found(piece)


def _check(question: AskWhy, network: Network) -> None:
    if question.method not in METHODS:
        raise EngineError(f"there is no method {question.method[:40]!r}; there are {', '.join(METHODS)}")
    if network.logits_id is None:
        raise EngineError("the network does not reach an end with class scores, so nothing in it speaks for a class; mend its problems first")
    if question.patch < 1 or question.stride < 1:
        raise EngineError(f"a square of {question.patch} pixels moved by {question.stride} hides nothing; both are at least 1")
