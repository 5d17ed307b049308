"""The command `train`: a run with a progress bar instead of a window.

Torch is imported only once the options are known to be right, and after its threads were told how to wait.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from designer.engine.errors import EngineError
from designer.engine.ranks.team import Team, launched_rank, team_of
from designer.engine.threads import prepare_for_torch, rank_threads, usable_cores
from designer.engine.train_options import TrainOptions
from designer.network.architecture import Architecture
from designer.network.dataset_names import is_path, resolved
from designer.network.errors import DesignerError, EditError
from designer.network.file_format import load_file
from designer.runs.home import runs_folder

if TYPE_CHECKING:  # torch comes with it
    from designer.engine.terminal_run import TerminalRun

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(options: TrainOptions) -> int:
    """Train, and return the exit status: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl+C after writing the weights."""
    launched = launched_rank()
    if launched is not None and options.processes > 1:
        return complain(EditError("--processes starts processes, and torchrun did that already: leave one of them out"), WRONG_USAGE)
    if launched is not None and launched[0] > 0:
        from designer.engine.ranks.follower import main_by_torchrun

        return main_by_torchrun(rank_threads(options.threads or usable_cores(), launched[1]))
    if options.resume is not None:
        return resume(options)
    try:
        if options.file is None:
            raise EngineError("there is nothing to train: name a network's file, or a run to go on with by --resume")
        architecture = load_file(options.file)
    except DesignerError as error:
        return complain(error, FAILED)
    try:
        architecture = with_settings(architecture, options)
    except EditError as error:
        return complain(error, WRONG_USAGE)
    prepare_for_torch()
    team = team_of(options.processes, options.threads)
    import torch

    from designer.engine.terminal_run import TerminalRun

    torch.set_num_threads(rank_threads(options.threads or usable_cores(), team.ranks if team else 1))
    return _train(lambda: TerminalRun(architecture, options, team=team), options, team)


def resume(options: TrainOptions) -> int:
    """Go on with an earlier run, and return the exit status as `run` does."""
    assert options.resume is not None
    if refused := options.refused_with_resume():
        return complain(EditError(refused), WRONG_USAGE)
    options = dataclasses.replace(options, resume=str(_run_path(options.resume)))
    prepare_for_torch()
    team = team_of(options.processes, options.threads)
    if team is not None and options.threads is not None:
        options = dataclasses.replace(options, threads=rank_threads(options.threads, team.ranks))
    from designer.engine.terminal_run import TerminalRun

    return _train(lambda: TerminalRun(None, options, team=team), options, team)


def _run_path(text: str) -> Path:
    """Return the folder of a run named by its path, or by its name among the runs."""
    path = Path(text).expanduser()
    return path if path.exists() or path.name != text else runs_folder() / text


def _train(begin: Callable[[], TerminalRun], options: TrainOptions, team: Team | None) -> int:
    import torch

    try:
        run = begin()
        finished = run.train()
    except DesignerError as error:
        return complain(error, FAILED)
    except torch.OutOfMemoryError as error:
        return complain(DesignerError(f"the device's memory is full; a smaller batch may fit ({str(error).splitlines()[0]})"), FAILED)
    finally:
        if team is not None:
            team.close()
    if options.json:
        print(json.dumps(run.result(), allow_nan=False))
    return DONE if finished else INTERRUPTED


def with_settings(architecture: Architecture, options: TrainOptions) -> Architecture:
    """Return the architecture with the settings that were given.

    Raises:
        EditError: A value is outside its limits; the option is named.
    """
    training = architecture.training
    for option, (name, value) in options.settings().items():
        try:
            training = training.change(name, value)
        except EditError as error:
            raise EditError(f"{option}: {error}") from error
    if options.data is None and options.file is not None and is_path(training.dataset):
        training = training.change("dataset", resolved(training.dataset, options.file.absolute().parent))
    return dataclasses.replace(architecture, training=training)


def complain(error: DesignerError, status: int) -> int:
    """Print an error, one line each, and return the exit status."""
    for line in str(error).splitlines():
        print(f"error: {line}", file=sys.stderr)
    return status
