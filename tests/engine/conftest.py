from collections.abc import Callable, Iterator

import pytest

from tests.engine.conversation import WorkerProcess


@pytest.fixture(scope="module")
def worker_of_module(program: Callable[..., list[str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerProcess]:
    """Start a worker that the tests of a file share, with a user's folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNN_DESIGNER_HOME", str(tmp_path_factory.mktemp("home")))
        with WorkerProcess(program("worker")) as started:
            started.greet()
            yield started
