"""Why a run cannot go on, in words, and which settings would help."""

from __future__ import annotations

import re
from dataclasses import dataclass

import torch

from designer.engine.devices import random_state, restore_random_state
from designer.engine.epoch_batches import Batch
from designer.engine.errors import RunError
from designer.engine.fault_search import Cause, classes_of, find_cause, find_label, find_weight
from designer.engine.memory import free_bytes, memory_remedies, memory_text
from designer.engine.precision import SMALLEST_SCALE
from designer.engine.stepping import Stepping
from designer.network.training import Training
from designer.protocol.events import Remedy

_OUT_OF_MEMORY = re.compile(r"can't allocate memory|not enough memory|out of memory|CUDNN_STATUS_ALLOC_FAILED|CUBLAS_STATUS_ALLOC_FAILED")
_ASKED = re.compile(r"allocate ([\d.]+ (?:bytes|KiB|MiB|GiB))")
_LARGEST_USUAL_RATE = 0.1
"""What is proposed at most instead of a learning rate: a tenth of an absurd one is absurd."""


@dataclass(frozen=True)
class Fault:
    """Why a run cannot go on.

    Args:
        step: Number of the step that went wrong; the weights are those before it.
        text: One sentence, or two.
        remedies: Settings that would help, the best first.
        block: Id of the block where it went wrong, or empty.
    """

    step: int
    text: str
    remedies: tuple[Remedy, ...] = ()
    block: str = ""

    def error(self) -> RunError:
        """Return it as an error."""
        return RunError(self.text)


class FaultFinder:
    """Finds out why a step went wrong, and goes back to before it."""

    def __init__(self, stepping: Stepping, training: Training, device: torch.device) -> None:
        self._stepping = stepping
        self._training = training
        self._device = device
        self._analysis = stepping.network.analysis

    def of_rate(self, step: int, rate: float) -> Fault:
        """Return what is wrong where a step cannot be made with its learning rate."""
        text = f"the learning rate of step {step:,} is {rate:g}, with which no step can be made; a usual one is 0.001"
        return Fault(step, text, (_remedy("learning_rate", 0.001, "learning rate 0.001"),))

    def of_numbers(self, step: int, batch: Batch) -> Fault:
        """Return what is wrong where a step is not finite; it is computed once more for that."""
        random = random_state(self._device)
        try:
            cause = find_cause(self._stepping, batch.images, batch.labels)
        finally:
            restore_random_state(self._device, random)
            self._stepping.undo()
        text = f"step {step:,} went wrong: {cause.text}; nothing was changed by it"
        if cause.picture is not None:
            number = int(batch.positions[cause.picture])
            return Fault(step, f"{text}. It is training picture {number:,}, counted from 0: mend it or leave it out", (), cause.block)
        remedies = calmer(self._training)
        return Fault(step, f"{text}. {_hint(remedies)}".rstrip(), remedies, cause.block)

    def of_labels(self, step: int, batch: Batch) -> Fault | None:
        """Return what is wrong where a label is none of the classes; none: each is one."""
        cause = find_label(batch.labels, classes_of(self._stepping.network))
        self._stepping.undo()
        if cause is None or cause.picture is None:
            return None
        number = int(batch.positions[cause.picture])
        return Fault(step, f"step {step:,} went wrong: {cause.text}. It is training picture {number:,}, counted from 0")

    def of_scale(self, step: int) -> Fault | None:
        """Return what is wrong where gradients in 16 bits are infinite however little the loss is scaled; none: they are not."""
        scaler = self._stepping.scaler
        if scaler is None or scaler.get_scale() >= SMALLEST_SCALE:
            return None
        remedies = calmer(self._training)
        return Fault(step, f"the gradients up to step {step:,} were not finite in float16. {_hint(remedies)}", remedies)

    def of_weights(self, step: int) -> Fault:
        """Return what is wrong where the update of the last step was one that no weight can hold."""
        cause, remedies = find_weight(self._stepping.network), calmer(self._training)
        found = cause or Cause("a weight is not a number")
        return Fault(step, f"after step {step:,} {found.text}. {_hint(remedies)}", remedies, found.block)

    def of_error(self, step: int, error: BaseException) -> Fault | None:
        """Return what an error of torch means for the run; none: it is not one that is known."""
        if is_out_of_memory(error):
            self._stepping.let_go()
            asked = _ASKED.search(str(error))
            wanted = f" when step {step:,} asked for {asked[1]} more" if asked else f" in step {step:,}"
            text = memory_text(self._analysis.training_memory_bytes, free_bytes(self._device))
            return Fault(step, f"the memory was full{wanted}: {text}", memory_remedies(self._analysis, self._device))
        if "does not have a deterministic implementation" in str(error):
            name = str(error).split(" ", 1)[0]
            text = f"the device has no deterministic way to compute {name}; switch off Deterministic, or train on the processor"
            return Fault(step, text, (_remedy("deterministic", False, "not deterministic"),))
        return None


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error means that the memory of the device or of the processor is full."""
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or bool(_OUT_OF_MEMORY.search(str(error)))


def calmer(training: Training) -> tuple[Remedy, ...]:
    """Return the settings that make steps shorter, the best first."""
    found = []
    if training.precision == "float16":
        found.append(_remedy("precision", "float32", "precision float32"))
    rate = min(float(f"{training.learning_rate / 10:.3g}"), _LARGEST_USUAL_RATE)
    if rate > 0:
        found.append(_remedy("learning_rate", rate, f"learning rate {rate:g}"))
    if not 0 < training.clip_norm <= 1:
        found.append(_remedy("clip_norm", 1.0, "gradients clipped at 1"))
    if training.normalize == "none":
        found.append(_remedy("normalize", "standard", "pictures normalised"))
    if training.warm_up == 0 and training.epochs > 1:
        found.append(_remedy("warm_up", 1.0, "a warm-up of 1 epoch"))
    return tuple(found)


def _hint(remedies: tuple[Remedy, ...]) -> str:
    return f"Most likely the steps were too long; try {' or '.join(remedy.text for remedy in remedies[:2])}" if remedies else ""


def _remedy(key: str, value: str | float | int | bool, text: str) -> Remedy:
    return Remedy(key=key, value=value, text=text)
