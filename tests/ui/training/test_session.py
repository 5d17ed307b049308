from __future__ import annotations

import json
import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol import events as e
from designer.ui.training.pace import Pace
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import Bench, MakeBench

READY, RUNNING, PAUSED, NO_WORKER = TrainingState.READY, TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.NO_WORKER


def state(bench: Bench) -> TrainingState:
    return bench.session.state


def reach(qtbot: QtBot, bench: Bench, wanted: TrainingState) -> None:
    qtbot.waitUntil(lambda: bench.session.state is wanted, timeout=10_000)


def wait_for(qtbot: QtBot, bench: Bench, name: str, times: int = 1) -> list[str]:
    qtbot.waitUntil(lambda: len(bench.heard(name)) >= times, timeout=10_000)
    return bench.heard(name)


def begin(qtbot: QtBot, bench: Bench) -> Bench:
    """Let the worker answer and load its data."""
    with qtbot.waitSignal(bench.session.network_shown, timeout=10_000):
        bench.session.begin()
    reach(qtbot, bench, READY)
    return bench


def set_epochs(bench: Bench, epochs: int) -> None:
    assert bench.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", epochs))


def test_a_new_worker_is_told_data_network_and_sight(qtbot: QtBot, bench: MakeBench) -> None:
    at = bench()
    frames: list[e.MapsDrawn] = []
    at.session.frame_drawn.connect(frames.append)
    at.document.select(["conv2"])
    at.session.show_visible(("conv1", "conv2"))
    begin(qtbot, at)
    qtbot.waitUntil(lambda: bool(frames), timeout=5_000)
    wait_for(qtbot, at, "AcknowledgeFrame")
    look = json.loads(wait_for(qtbot, at, "LookAt")[-1])
    assert (look["visible"], look["selected"]) == (["conv1", "conv2"], "conv2")
    assert json.loads(at.heard("LoadDataset")[0])["name"] == at.document.architecture.training.dataset
    assert frames[0].revision == at.document.revision


def test_no_maps_are_asked_for_while_nobody_can_see_them(qtbot: QtBot, bench: MakeBench) -> None:
    at = bench()
    at.document.select(["conv2"])
    at.session.show_visible(("conv1", "conv2"))
    begin(qtbot, at)
    for is_on_screen, looks in ((False, 2), (True, 3)):
        at.session.set_on_screen(is_on_screen)
        qtbot.waitUntil(lambda looks=looks: len(at.heard("LookAt")) == looks, timeout=5_000)  # type: ignore[misc]  # a default binds the loop's value
        look = json.loads(at.heard("LookAt")[-1])
        assert (look["visible"], look["selected"]) == ((["conv1", "conv2"], "conv2") if is_on_screen else ([], None))


def test_an_edit_of_the_network_is_shown_and_one_of_the_settings_is_not(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    set_epochs(at, 7)
    with qtbot.waitSignal(at.session.network_shown, timeout=5_000) as heard:
        at.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 8))
    assert heard.args[0].revision == at.document.revision
    assert len(at.heard("ShowNetwork")) == 2


def test_a_run_goes_through_its_states_and_ends(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    set_epochs(at, 2)
    states: list[TrainingState] = []
    at.session.state_changed.connect(states.append)
    with qtbot.waitSignal(at.session.finished, timeout=10_000) as heard:
        at.session.train()
        assert state(at) is TrainingState.STARTING
    assert states == [TrainingState.STARTING, RUNNING, READY]
    assert (heard.args[0].step, heard.args[0].best_epoch) == (20, 2)


def test_every_step_is_told_once(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    set_epochs(at, 3)
    steps: list[int] = []
    at.session.steps_done.connect(lambda event: steps.append(event.first_step))
    with qtbot.waitSignal(at.session.finished, timeout=10_000):
        at.session.train()
    assert steps == list(range(1, 31))


def test_pause_resume_and_stop_answer_at_once(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    at.session.train()
    reach(qtbot, at, RUNNING)
    at.session.primary()
    assert state(at) is TrainingState.PAUSING
    reach(qtbot, at, PAUSED)
    at.session.primary()
    assert state(at) is RUNNING
    at.session.stop()
    assert state(at) is TrainingState.STOPPING
    with qtbot.waitSignal(at.session.finished, timeout=5_000) as heard:
        pass
    assert heard.args[0].ending is e.Ending.STOPPED
    assert state(at) is READY


def test_step_begins_a_paused_run_and_tells_the_loss_before_and_after(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    for step in (1, 2):
        with qtbot.waitSignal(at.session.step_made, timeout=5_000) as heard:
            at.session.step()
            assert state(at) is TrainingState.STEPPING
        assert (heard.args[0].step, heard.args[0].loss_before, heard.args[0].loss_after) == (step, 2.5, 2.25)
        assert state(at) is PAUSED
    assert json.loads(at.heard("StartTraining")[0])["paused"] is True


def test_step_during_a_run_pauses_it(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    at.session.train()
    reach(qtbot, at, RUNNING)
    with qtbot.waitSignal(at.session.step_made, timeout=5_000):
        at.session.step()
    assert state(at) is PAUSED


def test_train_before_the_worker_answers_starts_as_soon_as_it_does(qtbot: QtBot, bench: MakeBench) -> None:
    at = bench()
    at.session.begin()
    assert state(at) is TrainingState.WARMING_UP
    at.session.train()
    assert state(at) is TrainingState.STARTING
    reach(qtbot, at, RUNNING)


def test_problems_are_shown_instead_of_training(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    at.document.attempt("kernel", lambda architecture: edits.set_field(architecture, "conv2", "kernel", (90, 90)))
    assert at.document.analysis.errors
    with qtbot.waitSignal(at.session.problems_in_the_way, timeout=500):
        at.session.train()
    assert state(at) is READY


def test_what_an_older_run_says_is_ignored(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench("--old-run"))
    failures: list[str] = []
    at.session.failed.connect(failures.append)
    at.session.train()
    reach(qtbot, at, RUNNING)
    assert failures == []


def test_edits_during_a_run_are_named_and_shown_after_it(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    edited: list[tuple[str, ...]] = []
    at.session.edited_since.connect(edited.append)
    at.session.train()
    reach(qtbot, at, RUNNING)
    at.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 8))
    assert edited and edited[-1][0] == "conv1" and "pool1" in edited[-1] and "dense3" not in edited[-1]
    at.document.undo()
    assert edited[-1] == ()
    at.document.redo()
    with qtbot.waitSignal(at.session.network_shown, timeout=5_000) as heard:
        at.session.stop()
    assert heard.args[0].revision == at.document.revision
    assert edited[-1] == ()
    assert len(at.heard("ShowNetwork")) == 2


@pytest.mark.parametrize("phase", ["StartTraining", "PauseTraining", "StepTraining", "StopTraining"])
def test_a_worker_that_dies_in_a_run_leaves_the_document_and_train_starts_another(qtbot: QtBot, bench: MakeBench, phase: str) -> None:
    at = begin(qtbot, bench("--die-on", phase))
    before = at.document.architecture
    with qtbot.waitSignal(at.session.broke_off, timeout=10_000) as heard:
        at.session.train()
        if phase != "StartTraining":
            reach(qtbot, at, RUNNING)
            {"PauseTraining": at.session.pause, "StepTraining": at.session.step, "StopTraining": at.session.stop}[phase]()
    assert "killed by signal 9" in heard.args[0]
    assert state(at) is NO_WORKER
    assert at.session.why_no_worker == heard.args[0]
    assert at.document.architecture is before
    number = at.session.run
    at.session.train()
    assert state(at) is TrainingState.STARTING
    assert at.session.run == number + 1


def test_an_idle_worker_that_dies_is_started_again_once(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    first = at.client.pid
    with qtbot.waitSignal(at.session.worker_ready, timeout=10_000):
        os.kill(first, signal.SIGKILL)
    assert state(at) is READY
    assert at.client.pid != first
    with qtbot.waitSignal(at.session.worker_died, timeout=5_000):
        os.kill(at.client.pid, signal.SIGKILL)
    assert state(at) is NO_WORKER
    assert not at.client.is_running


def test_the_pace_of_a_watchable_run_follows_what_the_worker_tells(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    set_epochs(at, 80)
    at.session.train()
    reach(qtbot, at, RUNNING)
    assert json.loads(wait_for(qtbot, at, "SetPace")[0])["pace"] == 40.0  # 800 steps in 20 s
    at.session.set_pace(Pace.STEPS_5)
    assert json.loads(wait_for(qtbot, at, "SetPace", 2)[1])["pace"] == 5.0
    at.session.set_pace(Pace.FULL)
    assert json.loads(wait_for(qtbot, at, "SetPace", 3)[2]).get("pace") is None


def test_kept_weights_are_told_and_random_ones_asked_for(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    set_epochs(at, 1)
    sentences: list[str] = []
    at.session.told.connect(sentences.append)
    for fresh in (False, False, True):
        with qtbot.waitSignal(at.session.finished, timeout=10_000):
            at.session.train(fresh)
    assert sentences == ["Goes on with the trained weights of conv1; the others start at random."]
    assert [json.loads(line).get("fresh", False) for line in at.heard("StartTraining")] == [False, False, True]


def test_a_path_that_came_with_a_file_is_not_opened_before_a_person_says_so(qtbot: QtBot, bench: MakeBench) -> None:
    at = bench()
    at.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "../secret"))
    begin(qtbot, at)
    assert at.session.dataset.waits_for_consent
    at.session.train()
    assert state(at) is READY
    assert at.heard("LoadDataset") == at.heard("StartTraining") == []
    at.session.load_dataset()
    assert json.loads(wait_for(qtbot, at, "LoadDataset")[0])["name"] == os.path.abspath("../secret"), "the worker knows no document"


def test_a_data_set_that_cannot_be_loaded_says_why(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    qtbot.waitUntil(lambda: at.session.dataset.loaded is not None, timeout=5_000)
    at.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "mnist"))
    qtbot.waitUntil(lambda: at.session.dataset.problem == "MNIST is not here", timeout=5_000)


def test_the_probe_is_stepped_around(qtbot: QtBot, bench: MakeBench) -> None:
    at = begin(qtbot, bench())
    qtbot.waitUntil(lambda: at.session.probe is not None, timeout=5_000)
    with qtbot.waitSignal(at.session.probe_chosen, timeout=5_000) as heard:
        at.session.step_probe(-1)
    assert heard.args[0].index == 179
