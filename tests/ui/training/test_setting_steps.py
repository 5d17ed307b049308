from __future__ import annotations

import math

import pytest

from designer.network.fields import NumberField, TextField, WholeField, fields_of
from designer.network.training import Training
from designer.ui.training.setting_steps import stepped

OPEN = NumberField(label="", doc="", least=0.0, most=math.inf, open_least=True)
HALF_OPEN = NumberField(label="", doc="", least=0.0, most=math.inf)


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [(0.001, 0.002, 0.0005), (0.002, 0.005, 0.001), (0.005, 0.01, 0.002), (0.0031, 0.005, 0.002), (1.0, 2.0, 0.5), (3e-4, 5e-4, 2e-4)],
)
def test_rates_go_along_one_two_five(value: float, up: float, down: float) -> None:
    assert (stepped(OPEN, value, True), stepped(OPEN, value, False)) == (up, down)


def test_zero_is_left_and_reached() -> None:
    assert stepped(HALF_OPEN, 0.0, True) == 1e-4 and stepped(HALF_OPEN, 1e-4, False) == 0.0
    assert stepped(OPEN, 1e-4, False) == 5e-5, "a learning rate never gets there"


@pytest.mark.parametrize("name", [name for name, field in fields_of(Training).items() if isinstance(field, WholeField | NumberField)])
def test_every_step_is_allowed(name: str) -> None:
    field, value = fields_of(Training)[name], getattr(Training(), name)
    for up in (True, False):
        for _ in range(40):
            following = stepped(field, value, up)
            if following is None:
                break
            assert (following > value) == up and field.parse(following) == following
            value = following


def test_texts_have_no_steps() -> None:
    assert stepped(TextField(label="", doc=""), 1, True) is None
