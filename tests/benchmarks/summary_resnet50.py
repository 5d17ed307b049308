"""ResNet-50 from its file: shapes, parameters, MACs and receptive fields, against `torchinfo.summary`, which knows no receptive fields."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import torchinfo

from designer.network.analysis import Analysis, analyse
from designer.network.file_format import load
from tests.benchmarks.resnet50 import MACS, PARAMETERS, file_text, torch_model

SIZE = (1, 3, 224, 224)


def compare(rounds: int) -> None:
    """Print the times of both, interleaved, and their ratios, round by round and in the median."""
    text, model = file_text(), torch_model()
    check(ours(text), summary(model))
    own, analysis_only, warm, built = [], [], [], []
    for number in range(rounds):
        own.append(milliseconds(lambda: ours(text)))
        warm.append(milliseconds(lambda: summary(model)))
        analysis_only.append(milliseconds_of_analysis(text))
        built.append(milliseconds(lambda: summary(torch_model())))
        print(
            f"round {number + 1}: file and analysis {own[-1]:.2f} ms (analysis alone {analysis_only[-1]:.2f})"
            f"  torchinfo {warm[-1]:.0f} ms  building and torchinfo {built[-1]:.0f} ms",
            flush=True,
        )
    for name, theirs, ours_ms in (
        ("torchinfo.summary, warm / analysis; 20 is the aim", warm, analysis_only),
        ("building and torchinfo.summary / analysis; 50 is the aim", built, analysis_only),
        ("torchinfo.summary, warm / file and analysis", warm, own),
        ("building and torchinfo.summary / file and analysis", built, own),
    ):
        ratios = [other / mine for other, mine in zip(theirs, ours_ms, strict=True)]
        print(f"{name}: {statistics.median(ratios):.0f} ({min(ratios):.0f} … {max(ratios):.0f}), N = {rounds}")


def ours(text: str) -> Analysis:
    return analyse(load(text))


def summary(model: Any) -> torchinfo.ModelStatistics:
    return torchinfo.summary(model, input_size=SIZE, verbose=0, device="cpu")


def check(analysis: Analysis, theirs: torchinfo.ModelStatistics) -> None:
    """Make sure that both speak of the same network."""
    assert not [problem for problem in analysis.errors], analysis.errors
    assert (analysis.parameters, theirs.total_params) == (PARAMETERS, PARAMETERS)
    assert analysis.macs == MACS


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def milliseconds_of_analysis(text: str) -> float:
    architecture = load(text)
    return milliseconds(lambda: analyse(architecture))
