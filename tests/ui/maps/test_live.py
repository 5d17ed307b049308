import msgspec
from pytestqt.qtbot import QtBot

from designer.protocol.events import ProbeChosen
from designer.ui.maps.live import LiveMaps
from tests.ui.maps.frames import card, exact, frame, ramp

CONV, POOL = card("conv1", ramp(2, 4, 4)), card("pool1", ramp(2, 2, 2))


def test_frame_brings_maps_and_names_their_blocks(qtbot: QtBot, live: LiveMaps) -> None:
    with qtbot.waitSignal(live.changed) as told:
        live.show_frame(frame(CONV, exact("conv1", ramp(2, 4, 4))))
    assert told.args == [("conv1",)]
    assert live.card("conv1") is not None
    values = live.exact("conv1")
    assert values is not None
    assert (values == ramp(2, 4, 4)).all()
    assert live.exact("pool1") is None


def test_wrong_frame_changes_nothing_and_is_told(qtbot: QtBot, live: LiveMaps) -> None:
    live.show_frame(frame(CONV))
    before = live.card("conv1")
    with qtbot.assertNotEmitted(live.changed), qtbot.waitSignal(live.refused) as told:
        live.show_frame(frame(CONV, msgspec.structs.replace(POOL, pixels=b""), step=1))
    assert "pool1" in told.args[0]
    assert live.card("conv1") is before


def test_maps_that_a_later_frame_left_out_are_stale(live: LiveMaps) -> None:
    live.show_frame(frame(CONV, POOL, exact("pool1", ramp(2, 2, 2)), run=1, step=1, trained=True))
    live.show_frame(frame(CONV, run=1, step=2, trained=True))
    assert live.card("conv1") is not None
    assert live.card("pool1") is None
    assert live.is_stale("pool1")
    assert live.newest_card("pool1") is not None
    assert live.exact("pool1") is None


def test_second_frame_of_one_moment_completes_the_first(live: LiveMaps) -> None:
    live.show_frame(frame(CONV))
    live.show_frame(frame(POOL))
    assert live.card("conv1") is not None
    assert live.card("pool1") is not None


def test_another_probe_makes_all_maps_stale(live: LiveMaps) -> None:
    live.show_frame(frame(CONV))
    live.show_probe(ProbeChosen(index=3, count=10, label="4"))
    assert live.card("conv1") is None
    live.show_frame(frame(CONV))
    assert live.card("conv1") is not None


def test_edited_block_shows_no_maps_until_it_agrees_again(qtbot: QtBot, live: LiveMaps) -> None:
    live.show_frame(frame(CONV, POOL))
    with qtbot.waitSignal(live.changed) as told:
        live.mark_edited(["pool1"])
    assert told.args == [("pool1",)]
    assert live.card("pool1") is None
    assert live.is_edited_since("pool1")
    assert live.card("conv1") is not None
    live.clear_edited()
    assert live.card("pool1") is not None


def test_caption_is_honest(live: LiveMaps) -> None:
    assert live.frame_caption() == ""
    live.show_frame(frame(CONV))
    assert live.frame_caption() == "random weights"
    live.show_frame(frame(CONV, run=1, step=1281, trained=True, skipped=3))
    assert live.frame_caption() == "step 1,281", "before a run nothing was due"
    live.show_frame(frame(CONV, run=1, step=1282, trained=True, skipped=3))
    assert live.frame_caption() == "step 1,282", "nothing is skipped while nothing moves"
    live.show_live(True)
    assert live.frame_caption() == "step 1,282 · live · 3 frames skipped"
    live.show_frame(frame(CONV, run=1, step=1282, trained=True))
    assert live.frame_caption() == "step 1,282 · live"
    live.show_live(False)
    live.show_frame(frame(CONV, trained=True))
    assert live.frame_caption() == "trained weights"


def test_caption_is_of_the_blocks_that_count(live: LiveMaps) -> None:
    live.show_frame(frame(CONV, trained=True, untrained=("conv2", "dense1")))
    assert live.frame_caption(["conv1"]) == "trained weights"
    assert live.frame_caption(["conv1", "conv2"]) == "trained weights · conv2 untrained"
    assert live.frame_caption(["conv1", "conv2", "dense1"]) == "trained weights · 2 blocks untrained"
    assert live.frame_caption(["conv2"]) == "random weights"
    sobel = {"conv2": "sobel-x"}
    assert live.frame_caption(["conv2"], sobel) == "sobel-x filters"
    assert live.frame_caption(["conv2", "dense1"], sobel) == "random weights · conv2 sobel-x"
    assert live.frame_caption(["conv1", "conv2"], sobel) == "trained weights · conv2 sobel-x"
    assert live.frame_caption(["conv1", "conv2", "dense1"], sobel) == "trained weights · conv2 sobel-x · dense1 untrained"
    assert live.frame_caption(["conv1", "conv2", "dense1"], {**sobel, "dense1": "blur"}) == "trained weights · 2 blocks of named kernels"
    live.show_frame(frame(CONV, run=1, step=7, trained=True, untrained=("conv1",)))
    assert live.frame_caption(["conv1"]) == "step 7 · conv1 untrained", "frozen as it started"
    assert live.untrained() == {"conv1"}


def test_nothing_is_left_after_clearing(live: LiveMaps) -> None:
    live.show_frame(frame(CONV))
    live.clear()
    assert live.card("conv1") is None
    assert live.frame_caption() == ""
