"""The lab's kernel on its way into the network: what the menu offers for each convolution and size, and what is asked for."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.edits import set_field
from designer.network.kernel_lab import LECTURE_KERNEL, KernelLab, Mode
from designer.network.kernels import NAMED_KERNELS
from designer.ui.document import Document
from designer.ui.filters.putting import PutRequest
from designer.ui.kernel_lab.put_kernel import PutKernel
from designer.ui.theme import Themes

WIDE_ROW = KernelLab().with_window((1, 7))
CENTRED = ((0.0,) * 5, (0.0, 1.0, 0.0, 1.0, 0.0), (0.0, 0.0, 1.0, 0.0, 0.0), (0.0, 1.0, 0.0, 1.0, 0.0), (0.0,) * 5)


@pytest.fixture
def put(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[PutKernel]:
    button = PutKernel(document, themes)
    qtbot.addWidget(button)
    yield button


@pytest.fixture
def asked(put: PutKernel) -> list[PutRequest]:
    found: list[PutRequest] = []
    put.filters_asked.connect(found.append)
    return found


def offers(put: PutKernel, lab: KernelLab | None = None) -> list[QAction]:
    if lab is not None:
        put.show_lab(lab)
    put.fill()
    return [action for action in put.menu().actions() if not action.isSeparator()]


def texts(actions: list[QAction]) -> list[str]:
    return [action.text() for action in actions]


def sized(document: Document, kernel: tuple[int, int]) -> None:
    assert document.attempt("Size", lambda architecture: set_field(architecture, "conv1", "kernel", kernel))


def test_a_kernel_without_a_name_goes_into_all_filters_or_one(put: PutKernel, document: Document, asked: list[PutRequest]) -> None:
    sized(document, (3, 3))
    found = offers(put, KernelLab(bias=0.5).with_kernel_cell(0, 0, 7.0))
    assert texts(found) == ["Put into all 6 filters", "Put into filter 0", "conv2", "and freeze the block, so that training leaves it"]
    found[0].trigger()
    found[1].trigger()
    kernel = ((7.0, 0.0, 1.0), *LECTURE_KERNEL[1:])
    assert asked == [PutRequest("conv1", None, kernel, 0.5), PutRequest("conv1", 0, kernel, 0.5)]


def test_the_selected_convolution_and_its_outlined_filter_come_first(put: PutKernel, document: Document, asked: list[PutRequest]) -> None:
    assert put.text() == "Put into conv1"
    document.select(("conv2",))
    put.show_outlined(3)
    assert put.text() == "Put into conv2"
    found = offers(put)
    assert texts(found)[1:4] == ["Put into all 16 filters, over its 6 channels", "Put into filter 3, over its 6 channels", "conv1"]
    found[2].trigger()
    assert (asked[0].block, asked[0].filter) == ("conv2", 3)


def test_a_smaller_kernel_is_offered_with_zeros_around(put: PutKernel, asked: list[PutRequest]) -> None:
    found = offers(put)
    assert found[0].text() == "conv1 has 5×5 kernels; this one is 3×3: it is put in the middle, zeros around" and not found[0].isEnabled()
    found[1].trigger()
    assert asked[0].kernel == CENTRED


@pytest.mark.parametrize(
    ("size", "own", "sentence", "larger"),
    [
        ((3, 3), (5, 5), "conv1 has 3×3 kernels; this one is 5×5: only its middle 3×3 would go in", "Give conv1 5×5 kernels, for all of it"),
        ((4, 4), (3, 3), "conv1 has 4×4 kernels; this one is 3×3: zeros around, one more below or right", ""),
        ((3, 3), (4, 4), "conv1 has 3×3 kernels; this one is 4×4: only 3×3 of it would go in", "Give conv1 4×4 kernels, for all of it"),
        ((5, 5), (1, 7), "conv1 has 5×5 kernels; this one is 1×7: only its middle 1×5 would go in", "Give conv1 5×7 kernels, for all of it"),
    ],
)
def test_sizes_that_differ_are_told_in_a_sentence_with_what_would_work(
    put: PutKernel, document: Document, size: tuple[int, int], own: tuple[int, int], sentence: str, larger: str
) -> None:  # fmt: skip
    sized(document, size)
    found = texts(offers(put, KernelLab().with_window(own)))
    assert found[0] == sentence
    assert [text for text in found if text.startswith("Give")] == ([larger] if larger else [])


def test_kernels_of_the_block_grow_to_take_all_of_it(put: PutKernel, document: Document, asked: list[PutRequest]) -> None:
    found = offers(put, WIDE_ROW)
    next(action for action in found if action.text().startswith("Give")).trigger()
    spec = document.architecture.by_id["conv1"].spec
    assert isinstance(spec, Conv2d) and spec.kernel == (5, 7) and document.undo_label == "Set kernel 5 → 5×7 in conv1"
    offers(put)[1].trigger()
    assert [row for row in asked[0].kernel if any(row)] == [WIDE_ROW.kernel[0]]
    document.undo()
    assert not document.can_undo


@pytest.mark.parametrize("name", NAMED_KERNELS)
def test_a_kernel_with_a_name_can_be_what_the_block_starts_as_in_one_undo_step(put: PutKernel, document: Document, name: str) -> None:
    found = offers(put, KernelLab().with_kernel(NAMED_KERNELS[name]))
    found[-1].setChecked(True)
    next(action for action in found if action.text() == f"Let conv1 start as {name}: kept with the network").trigger()
    block = document.architecture.by_id["conv1"]
    assert isinstance(block.spec, Conv2d) and block.spec.start == name
    assert block.frozen and document.undo_label == f"Put {name} into conv1" and document.selection == ("conv1",)
    document.undo()
    assert not document.architecture.by_id["conv1"].frozen and not document.can_undo


def test_a_start_is_offered_only_where_it_has_a_middle_to_lie_in(put: PutKernel, document: Document) -> None:
    sized(document, (4, 4))
    assert not [text for text in texts(offers(put, KernelLab().with_kernel(NAMED_KERNELS["edge"]))) if "start as" in text]


def test_while_a_run_is_on_the_reason_stands_in_place_of_the_filters(put: PutKernel, asked: list[PutRequest]) -> None:
    put.show_lock("A run is on.")
    found = offers(put)
    assert "A run is on." in texts(found) and not [text for text in texts(found) if text.startswith("Put")]
    assert not next(action for action in found if action.text() == "A run is on.").isEnabled()


def test_what_has_no_kernel_or_nowhere_to_go_is_told(put: PutKernel, document: Document) -> None:
    told: list[str] = []
    put.told.connect(told.append)
    (only,) = offers(put, KernelLab().with_mode(Mode.MAX))
    assert not only.isEnabled() and told == [only.text()] and "A pool has no kernel" in only.text()
    document.replace(Architecture(), None)
    (only,) = offers(put, KernelLab())
    assert "no convolution" in only.text() and put.text() == "Put into…"


def test_a_block_that_cannot_be_computed_says_so(put: PutKernel, document: Document) -> None:
    sized(document, (3, 3))
    document.attempt("Shrink", lambda architecture: set_field(architecture, "input", "shape", (1, 2, 2)))
    document.attempt("Narrow", lambda architecture: set_field(architecture, "conv1", "padding", "valid"))
    assert "conv1 cannot be computed as it is, so it has no filters yet" in texts(offers(put))


def test_freezing_is_an_edit_of_the_document_beside_it(put: PutKernel, document: Document, asked: list[PutRequest]) -> None:
    found = offers(put)
    found[-1].setChecked(True)
    found[1].trigger()
    assert document.architecture.by_id["conv1"].frozen and document.undo_label == "Freeze conv1" and len(asked) == 1
