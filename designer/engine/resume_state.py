"""From a checkpoint's tensors and facts back to a half-done run; what contradicts itself, or the network, is refused."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping

import torch
from torch import Tensor

from designer.engine.devices import restore_random_state
from designer.engine.errors import EngineError
from designer.engine.evaluation import Score
from designer.engine.results import Best, EpochResult
from designer.engine.trainer_state import BEST, COLUMNS, DTYPES, EPOCHS, NETWORK, OPTIMIZER, RANDOM_CPU, RANDOM_DEVICE, trained_parameters
from designer.engine.training import Trainer
from designer.runs.checkpoint_header import CheckpointFacts


def expected_tensors(trainer: Trainer, facts: CheckpointFacts) -> dict[str, tuple[str, tuple[int, ...] | None]]:
    """Return name, dtype and shape of every tensor that a checkpoint of these facts must have, no more and no less; no shape: any.

    Raises:
        EngineError: The facts name a parameter that is not trained.
    """
    state = {name: (DTYPES[tensor.dtype], tuple(tensor.shape)) for name, tensor in trainer.network.state().items()}
    found: dict[str, tuple[str, tuple[int, ...] | None]] = {f"{NETWORK}.{name}": value for name, value in state.items()}
    if facts.best_epoch is not None:
        found |= {f"{BEST}.{name}": value for name, value in state.items()}
    keys = _state_keys(trainer)
    trained = trained_parameters(trainer.network)
    for name in facts.with_state:
        if name not in trained:
            raise EngineError(f"it has an optimiser's values for '{name[:40]}', which is not trained")
        dtype, shape = state[name]
        for key, scalar in keys.items():
            found[f"{OPTIMIZER}.{name}.{key}"] = (DTYPES[scalar.dtype], ()) if scalar is not None else (dtype, shape)
    found[EPOCHS] = ("F64", (facts.epochs, COLUMNS))
    found[RANDOM_CPU] = ("U8", tuple(torch.get_rng_state().shape))
    if facts.conditions.device.partition(":")[0] in ("cuda", "mps"):
        found[RANDOM_DEVICE] = ("U8", None)
    return found


def check_facts(trainer: Trainer, facts: CheckpointFacts) -> None:
    """Refuse facts that contradict each other or the network.

    Raises:
        EngineError: What is wrong.
    """
    place, steps, done = facts.position, len(trainer.batches), facts.epochs
    at_end = place.epoch == done and place.steps_in_epoch == (steps if done else 0)
    inside = place.epoch == done + 1 and 0 <= place.steps_in_epoch <= steps
    if facts.steps_per_epoch != steps or not (at_end or inside) or place.step != max(place.epoch - 1, 0) * steps + place.steps_in_epoch:
        raise EngineError(f"step {place.step:,} is not step {place.steps_in_epoch:,} of epoch {place.epoch:,}, of {steps:,} steps each")
    if facts.best_epoch is not None and not 1 <= facts.best_epoch <= done:
        raise EngineError(f"its best epoch is {facts.best_epoch} of {done}")
    if not (math.isfinite(place.loss_sum) and 0 <= place.right <= place.pictures <= len(trainer.parts.train.labels)):
        raise EngineError("its sums over the epoch are not possible")
    if not (math.isfinite(facts.base_rate) and facts.base_rate > 0) or (facts.scaler is None) != (trainer.scaler is None):
        raise EngineError("its learning rate or gradient scaler does not fit the settings")


def restore(trainer: Trainer, facts: CheckpointFacts, tensors: Mapping[str, Tensor]) -> None:
    """Put a fresh trainer where the checkpoint was taken; the facts and the tensors' shapes were checked before.

    Raises:
        EngineError: Its results or random state are impossible; the trainer is of no use then.
    """
    names = [owned.name for owned in trainer.network.owned]
    trainer.network.load_state({name: tensors[f"{NETWORK}.{name}"] for name in names})
    _restore_optimizer(trainer, facts, tensors)
    trainer.set_base_rate(facts.base_rate)
    trainer.epochs = _results(tensors[EPOCHS], len(trainer.batches), facts.best_epoch)
    if facts.best_epoch is not None:
        best = {name: tensors[f"{BEST}.{name}"].to(trainer.device) for name in names}
        trainer.best = Best(facts.best_epoch, trainer.epochs[facts.best_epoch - 1].validation, best)
    if trainer.scaler is not None and facts.scaler is not None:
        state = trainer.scaler.state_dict()
        trainer.scaler.load_state_dict({**state, "scale": facts.scaler["scale"], "_growth_tracker": int(facts.scaler["growth_tracker"])})
    place = facts.position
    trainer.step, trainer.epoch, trainer.steps_in_epoch = place.step, place.epoch, place.steps_in_epoch
    trainer.figures.go_on(place.step, place.loss_sum, place.right, place.pictures)
    _restore_random(trainer, facts, tensors)


def _state_keys(trainer: Trainer) -> dict[str, Tensor | None]:
    """Return what this optimiser keeps for a parameter after a step: a tensor of its shape (None), or a number (as the tensor it is).

    It is asked rather than known: it differs between versions of torch.
    """
    kind = type(trainer.optimizer)
    taken = inspect.signature(kind).parameters
    tried = torch.nn.Parameter(torch.zeros(2, device=trainer.device))
    tried.grad = torch.zeros_like(tried)
    twin = kind([tried], **{key: value for key, value in trainer.optimizer.defaults.items() if key in taken})
    twin.step()
    state = {key: value for key, value in twin.state[tried].items() if isinstance(value, Tensor)}
    return {key: None if value.shape == tried.shape else value for key, value in state.items()}


def _restore_optimizer(trainer: Trainer, facts: CheckpointFacts, tensors: Mapping[str, Tensor]) -> None:
    trained, keys = trained_parameters(trainer.network), _state_keys(trainer)
    for name in facts.with_state:
        parameter = trained[name]
        # empty_like: the fused kernels walk parameter and state in the same order of memory
        trainer.optimizer.state[parameter] = {
            key: torch.empty_like(parameter if scalar is None else scalar, requires_grad=False).copy_(tensors[f"{OPTIMIZER}.{name}.{key}"])
            for key, scalar in keys.items()
        }


def _restore_random(trainer: Trainer, facts: CheckpointFacts, tensors: Mapping[str, Tensor]) -> None:
    torch.manual_seed(trainer.training.seed)  # on every device, where the one that is left has no state for this one
    kept = tensors.get(RANDOM_DEVICE)
    same = facts.conditions.device.partition(":")[0] == trainer.device.type
    try:
        restore_random_state(trainer.device, (tensors[RANDOM_CPU], kept if same else None))
    except RuntimeError as error:
        raise EngineError(f"its random state is none: {str(error).splitlines()[0][:80]}") from error


def _results(table: Tensor, steps: int, best_epoch: int | None) -> list[EpochResult]:
    """Return the epochs of a table.

    Raises:
        EngineError: An accuracy is none, or the best epoch is another.
    """
    found, best = [], None
    for epoch, (train_loss, train_accuracy, loss, accuracy, speed, is_best) in enumerate(table.tolist(), start=1):
        if not (0 <= train_accuracy <= 1 and 0 <= accuracy <= 1):
            raise EngineError(f"the accuracies of its epoch {epoch} are {train_accuracy} and {accuracy}")
        best = epoch if is_best else best
        found.append(EpochResult(epoch, epoch * steps, Score(train_loss, train_accuracy), Score(loss, accuracy), speed, bool(is_best)))
    if best != best_epoch:
        raise EngineError(f"its best epoch is {best_epoch}, its results say {best}")
    return found
