"""Go on with an earlier run: everything is checked before anything is changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from designer.engine.checkpoint_conditions import conditions_now, differences
from designer.engine.checkpoint_file import read_tensors
from designer.engine.devices import choose_device
from designer.engine.errors import EngineError, RunError
from designer.engine.network import Network
from designer.engine.pictures import Shelf
from designer.engine.resume_state import check_facts, expected_tensors, restore
from designer.engine.run_record import Continued, RunRecord
from designer.engine.run_setup import MakeTrainer, ReadyRun, alone, prepare_run
from designer.engine.store import WeightStore
from designer.engine.trainer_state import memory_format
from designer.network.architecture import Architecture
from designer.network.errors import EditError, FileError
from designer.network.file_format import load
from designer.network.same_run import changed_settings, same_network
from designer.network.training import Training
from designer.runs.checkpoint_header import CHECKPOINT, CheckpointFacts, CheckpointHeader, damaged, read_header
from designer.runs.folder import RunFolder
from designer.runs.listing import summarise


@dataclass(frozen=True)
class ResumedRun:
    """A run where it was when its last checkpoint was taken.

    Args:
        approximate: Why it may not go on exactly as it would have; empty: bit for bit.
    """

    ready: ReadyRun
    record: RunRecord
    facts: CheckpointFacts
    approximate: str


@dataclass(frozen=True)
class Wishes:
    """What may be otherwise than in the checkpoint.

    Args:
        architecture: The network to go on with must be this one, its number of epochs is the new total; none: as in the checkpoint.
        epochs: New total of epochs.
        data_root: Where the data lies now.
        device: ``auto``: as before where it is there.
        threads: ``None``: as before.
    """

    architecture: Architecture | None = None
    epochs: int | None = None
    data_root: str | None = None
    device: str = "auto"
    threads: int | None = None


def resume_run(path: Path, shelf: Shelf, store: WeightStore, wishes: Wishes, make_trainer: MakeTrainer = alone) -> ResumedRun:
    """Lock a run's folder, check its checkpoint, and return the run as it was then.

    The threads of the checkpoint are set for the whole process.

    Raises:
        DesignerError: It cannot go on, one sentence; the folder is as it was.
    """
    folder = RunFolder.reopen(path)
    try:
        header = read_header(folder.path / CHECKPOINT)
        architecture = _architecture(header, wishes)
        _refuse_finished(folder.path, header.facts, architecture.training.epochs)
        torch.set_num_threads(wishes.threads or header.facts.conditions.threads)
        device = _device(header.facts, wishes)
        ready = prepare_run(architecture, shelf, store, device, wishes.data_root or header.facts.data_root, fresh=True, make_trainer=make_trainer)
        _restore(header, ready)
        now = conditions_now(ready.network, device)
        approximate = ", ".join(filter(None, [differences(header.facts.conditions, now), _by_chance(device, architecture.training)]))
        ready = _with_trained(ready, header.facts)
        folder.cut_metrics(header.facts.metrics_bytes)
        record = RunRecord(ready, continued=Continued(folder, header.facts.started, header.facts.seconds, header.facts.position.step, approximate))
    except BaseException:
        folder.close()
        raise
    _adopt_frozen(ready, store)
    return ResumedRun(ready, record, header.facts, approximate)


def _architecture(header: CheckpointHeader, wishes: Wishes) -> Architecture:
    try:
        kept = load(header.facts.architecture)
    except FileError as error:
        raise damaged(header.path, f"its network cannot be read ({str(error).splitlines()[0][:120]})") from None
    wanted = wishes.architecture
    if wanted is not None:
        _refuse_changes(kept, wanted)
    epochs = wishes.epochs or (wanted.training.epochs if wanted is not None else kept.training.epochs)
    try:
        return dataclasses.replace(kept, training=kept.training.change("epochs", epochs))
    except EditError as error:
        raise EditError(f"--epochs: {error}") from error


def _refuse_changes(kept: Architecture, wanted: Architecture) -> None:
    changed = changed_settings(kept, wanted)
    if changed:
        raise RunError(f"the run cannot go on with another {', '.join(changed)}; a run that goes on keeps its settings, only epochs may grow")
    if not same_network(kept, wanted):
        raise RunError("the run cannot go on with another network; open the run's network, or train this one anew")


def _refuse_finished(path: Path, facts: CheckpointFacts, epochs: int) -> None:
    done, place = facts.epochs, facts.position
    least = max(done, place.epoch if place.steps_in_epoch and place.epoch > done else done)
    if epochs < least:
        raise RunError(f"the run is in epoch {least} already; give {least} epochs or more (--epochs)")
    if summarise(path).ending == "completed" and epochs <= max(done, load(facts.architecture).training.epochs):
        raise RunError(f"the run is complete: it has done its {done} epochs; to train it more, give more than {done} epochs (--epochs)")


def _device(facts: CheckpointFacts, wishes: Wishes) -> torch.device:
    if wishes.device != "auto":
        return choose_device(wishes.device)
    try:
        return choose_device(facts.conditions.device)
    except EngineError:
        return choose_device("auto")


def _restore(header: CheckpointHeader, ready: ReadyRun) -> None:
    facts, trainer = header.facts, ready.trainer
    if facts.fingerprint != ready.data.fingerprint:
        raise RunError(
            f"the data set '{facts.dataset}' is not the one the run was trained with (fingerprint {ready.data.fingerprint[:12]}, "
            f"the run has {facts.fingerprint[:12]}); bring the old pictures back, or begin a new run"
        )
    if memory_format(ready.network) != facts.conditions.memory_format:
        _reorder(ready.network, facts.conditions.memory_format)
    try:
        check_facts(trainer, facts)
        restore(trainer, facts, read_tensors(header, expected_tensors(trainer, facts)))
    except EngineError as error:
        raise damaged(header.path, str(error)) from None


def _reorder(network: Network, wanted: str) -> None:
    """Let the weights lie in memory as they did; a format that torch does not have is left and told as a difference."""
    formats = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
    if wanted in formats:
        reorder: Callable[..., object] = network.to
        reorder(memory_format=formats[wanted])


def _by_chance(device: torch.device, training: Training) -> str:
    """Return why even the same run twice gives other bits here; empty: it does not."""
    if device.type == "cpu" or training.deterministic:
        return ""
    return f"sums on {device.type} come in any order unless the setting Deterministic is on"


def _with_trained(ready: ReadyRun, facts: CheckpointFacts) -> ReadyRun:
    """Say of every block whether its weights are trained: it began so, or steps were made since and it is not frozen."""
    owners = {owned.block.id: owned.block for owned in ready.network.owned}
    trained = {name for name, block in owners.items() if name in facts.kept or (facts.position.step and not block.frozen)}
    kept = tuple(name for name in ready.analysis.order if name in trained)
    return dataclasses.replace(ready, kept=kept, untrained=tuple(name for name in ready.untrained if name not in trained), fresh=False)


def _adopt_frozen(ready: ReadyRun, store: WeightStore) -> None:
    """Give the store the weights of the run's frozen blocks: at the end it takes those of the others only."""
    seed = ready.architecture.training.seed
    for owned in ready.network.owned:
        if owned.block.frozen and owned.block.id in ready.kept:
            store.put_trained(owned.block.id, owned.weight, seed, owned.tensor)
        elif owned.block.frozen:
            store.forget(owned.block.id, owned.weight)
