from __future__ import annotations

import pytest

from designer.network.fields import fields_of
from designer.network.training import Training
from designer.protocol.greeting import Device
from designer.ui.training.setting_field import help_text
from designer.ui.training.setting_groups import ELSEWHERE, augmentation_text, rise_note, setting_groups, unknown_text, why_not_on, why_unused


def test_every_setting_has_one_place() -> None:
    grouped = [name for group in setting_groups() for name in group.names]
    assert sorted([*grouped, *ELSEWHERE]) == sorted(fields_of(Training))


@pytest.mark.parametrize("name", list(fields_of(Training)))
def test_every_setting_is_explained_in_a_sentence(name: str) -> None:
    text = help_text(name)
    assert text[0].isupper() and text.endswith(".") and len(text) > 30


@pytest.mark.parametrize(
    ("changes", "unused"),
    [
        ({}, {"momentum", "nesterov", "drop_every", "drop_to"}),
        ({"optimizer": "sgd"}, {"drop_every", "drop_to"}),
        ({"optimizer": "sgd", "momentum": 0.0}, {"nesterov", "drop_every", "drop_to"}),
        ({"optimizer": "rmsprop", "schedule": "step"}, {"momentum", "nesterov"}),
    ],
)
def test_what_does_not_count_says_why(changes: dict[str, object], unused: set[str]) -> None:
    training = Training()
    for name, value in changes.items():
        training = training.change(name, value)
    assert {name for name in fields_of(Training) if why_unused(training, name)} == unused


def test_a_warm_up_before_a_one_cycle_is_remarked() -> None:
    assert rise_note(Training(schedule="one-cycle", warm_up=1.0)) and not rise_note(Training(schedule="cosine", warm_up=1.0))


def test_what_the_processor_cannot_do_is_known() -> None:
    cpu, gpu = Device(name="cpu", title="CPU"), Device(name="cuda:0", title="GPU")
    assert why_not_on("float16", cpu) == "not on the CPU"
    assert why_not_on("bfloat16", Device(name="mps", title="Apple GPU")) == "not on Apple GPU"
    assert [why_not_on("float16", gpu), why_not_on("bfloat16", cpu), why_not_on("float16", None)] == ["", "", ""]


def test_augmentation_and_unknown_settings_are_put_in_words() -> None:
    assert augmentation_text(Training()) == "none"
    assert augmentation_text(Training(rotation=15.0, crop=4)) == "rotation 15.0, crop 4"
    assert unknown_text(Training()) == ""
    assert unknown_text(Training(unknown=(("ema", "0.999"), ("swa", '{"from": "é"}')))) == 'ema: 0.999\nswa: {"from": "é"}'
    assert len(unknown_text(Training(unknown=(("long", '"' + 300 * "x" + '"'),)))) < 60
