"""A run that would not fit is refused with the numbers, before anything is taken."""

import pytest
import torch

from designer.engine import run_setup
from designer.engine.errors import EngineError
from designer.engine.memory import MemoryRefusedError, free_bytes, memory_remedies, refuse_too_large
from designer.engine.pictures import Shelf
from designer.engine.run_reports import failed
from designer.engine.store import WeightStore
from designer.network.analysis import analyse
from tests.engine.networks import CPU, lenet5, small, with_settings


def test_the_processor_says_what_is_free() -> None:
    free = free_bytes(CPU)
    assert free is not None and free > 1 << 20


def test_a_run_of_over_80_percent_of_what_is_free_is_refused_with_the_numbers() -> None:
    analysis = analyse(small(batch_size=64))
    needed = analysis.training_memory_bytes
    refuse_too_large(analysis, CPU, int(needed / 0.79))
    refuse_too_large(analysis, CPU, None)
    with pytest.raises(MemoryRefusedError, match=r"training needs about \d+\.\d KiB, \d+\.\d KiB is free") as caught:
        refuse_too_large(analysis, CPU, int(needed / 0.81))
    assert [(remedy.key, remedy.value) for remedy in caught.value.remedies] == [("batch_size", 32), ("precision", "bfloat16"), ("optimizer", "sgd")]


def test_remedies_are_settings_that_need_less() -> None:
    architecture = lenet5(batch_size=512)
    for remedy in memory_remedies(analyse(architecture), CPU):
        if remedy.key != "precision":  # what it saves is the device's affair; the estimate knows of 32 bits only
            changed = with_settings(architecture, **{remedy.key: remedy.value})
            assert analyse(changed).training_memory_bytes < analyse(architecture).training_memory_bytes
    assert memory_remedies(analyse(small(batch_size=1, precision="bfloat16", optimizer="sgd")), torch.device("cpu")) == ()


def test_a_run_is_refused_before_its_data_are_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_setup, "free_bytes", lambda device: 1 << 20)
    with pytest.raises(EngineError, match=r"1\.0 MiB is free") as caught:
        run_setup.prepare_run(lenet5(dataset="digits", batch_size=4096), Shelf(), WeightStore(), CPU)
    message = failed(7, caught.value)
    assert message.run == 7 and message.remedies[0].key == "batch_size" and message.remedies[0].value == 2048
