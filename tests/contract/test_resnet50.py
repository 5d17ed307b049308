"""A network of every day, written as a file by hand: the figures that are published with its weights."""

import torch

from designer.network.analysis import analyse
from designer.network.file_format import load, save
from tests.benchmarks.resnet50 import MACS, PARAMETERS, file_text, torch_model
from tests.contract.beside_torch import compare


def test_resnet50_has_the_published_figures() -> None:
    analysis = compare(load(file_text()))
    assert (analysis.parameters, analysis.macs) == (PARAMETERS, MACS)
    assert not analysis.problems
    assert analysis.reports["s4b3_relu3"].output_shape == (2048, 7, 7)
    field = analysis.reports["s4b3_relu3"].receptive_field
    assert field is not None and (field.size, field.jump) == ((427, 427), (32, 32))


def test_its_file_is_stable() -> None:
    text = save(load(file_text()))
    assert save(load(text)) == text and analyse(load(text)).parameters == PARAMETERS


def test_the_module_it_is_measured_against_is_the_same_network() -> None:
    with torch.device("meta"):
        model = torch_model()
        assert sum(parameter.numel() for parameter in model.parameters()) == PARAMETERS
        assert model(torch.empty(1, 3, 224, 224)).shape == (1, 1000)
