"""The other ranks as the leader sees them: begun early, brought together at the first run, begun anew after one of them has ended."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from designer.engine.errors import RunError
from designer.engine.ranks.launching import FOLLOWER, RANK, WORLD_SIZE, RankProcesses
from designer.engine.threads import rank_threads, usable_cores

if TYPE_CHECKING:  # it imports torch, and ranks are started before that
    from designer.engine.network import Network
    from designer.engine.ranks.channel import Channel
    from designer.engine.results import TrainingParts
    from designer.engine.training import Trainer
    from designer.network.training import Training

_END_NOTICED_WITHIN_S = 1.0
"""A rank's sockets close a moment before the system says that it has ended."""


class Line:
    """The leader's line to ranks that have come together.

    Args:
        explain: Says which rank's end is behind an error of torch's; empty: none is.

    Attributes:
        broken: Something was begun together and not finished: ranks may wait for each other for ever.
    """

    def __init__(self, channel: Channel, explain: Callable[[RuntimeError], str]) -> None:
        self.channel = channel
        self.broken = False
        self._explain = explain

    @contextmanager
    def together(self) -> Iterator[Channel]:
        """Do something that all ranks take part in.

        Raises:
            RunError: A rank has ended; which, and how.
        """
        self.broken = True
        try:
            yield self.channel
        except RuntimeError as error:
            if trouble := self._explain(error):
                raise RunError(trouble) from error
            raise
        self.broken = False


class Team(ABC):
    """The ranks of a leader, however they were started.

    Args:
        ranks: How many, the leader included.
    """

    def __init__(self, ranks: int) -> None:
        self.ranks = ranks

    @abstractmethod
    def line(self) -> Line:
        """Return the line to them; waits until all are there.

        Raises:
            RunError: One of them ended, or did not come.
        """

    @abstractmethod
    def trouble(self) -> str:
        """Return which rank has ended and how; empty: all live."""

    @abstractmethod
    def release(self) -> None:
        """Let them drop the run they are at."""

    @abstractmethod
    def close(self) -> None:
        """Let them end."""

    def lead(self, network: Network, parts: TrainingParts, training: Training, data_root: str | None) -> Trainer:
        """Return a trainer that leads the team through one run.

        Raises:
            RunError: A rank ended or did not come, or there is no such device for each of them.
        """
        from designer.engine.ranks.leading import lead

        return lead(self, network, parts, training, data_root)


class StartedTeam(Team):
    """Ranks that the leader starts itself.

    Args:
        threads: Of the processor, for each rank.
        on_end: Called from another thread when a rank has ended.
        module: What the others run.
    """

    def __init__(self, ranks: int, threads: int, on_end: Callable[[], None] = lambda: None, module: str = FOLLOWER) -> None:
        super().__init__(ranks)
        self._module = module
        self._threads = threads
        self._on_end = on_end
        self._line: Line | None = None
        self._is_spent = False
        self._processes = self._start()

    def _start(self) -> RankProcesses:
        return RankProcesses(self.ranks, self._threads, self._on_end, self._module)

    def line(self) -> Line:
        if self._processes.trouble() or self._is_spent or (self._line is not None and self._line.broken):
            self._begin_anew()
        if self._line is None:
            from designer.engine.ranks.joining import gather

            self._is_spent = True  # ranks come together once; unless they did, others have to
            self._line = Line(gather(self._processes), lambda error: self._processes.trouble(_END_NOTICED_WITHIN_S))
            self._is_spent = False
        return self._line

    def trouble(self) -> str:
        return self._processes.trouble()

    def release(self) -> None:
        if self._line is None:
            return
        from designer.engine.ranks.channel import Instruction, Word

        try:
            if not self._line.broken and not self._processes.trouble():
                self._line.channel.tell(Instruction(Word.END_RUN))
                return
        except RuntimeError:  # a rank ended in this very moment
            pass
        self._begin_anew()

    def close(self) -> None:
        self._processes.close()

    def _begin_anew(self) -> None:
        from designer.engine.ranks.joining import leave

        self._processes.close(timeout_s=0.0)
        leave()
        self._line, self._is_spent = None, False
        self._processes = self._start()


class LaunchedTeam(Team):
    """Ranks of a user's own `torchrun`, which watches over them; this one is its rank 0."""

    def __init__(self, ranks: int) -> None:
        super().__init__(ranks)
        self._line: Line | None = None

    def line(self) -> Line:
        if self._line is None:
            from designer.engine.ranks.joining import come_by_torchrun

            self._line = Line(come_by_torchrun(), lambda error: "another rank ended; torchrun says which" if "gloo" in str(error) else "")
        return self._line

    def trouble(self) -> str:
        return ""

    def release(self) -> None:
        """Nothing to do: there is one run."""

    def close(self) -> None:
        from designer.engine.ranks.channel import Instruction, Word

        if self._line is not None and not self._line.broken:
            with suppress(RuntimeError):  # a rank ended in this very moment
                self._line.channel.tell(Instruction(Word.CLOSE))


def team_of(processes: int, threads: int | None) -> Team | None:
    """Return the team of a command that trains in so many processes, or that a user's own `torchrun` started as rank 0; none: it trains alone.

    Args:
        threads: Of the processor, for all of them; none: one for each core.
    """
    launched = launched_rank()
    if launched is not None:
        return LaunchedTeam(launched[1])
    return StartedTeam(processes, rank_threads(threads or usable_cores(), processes)) if processes > 1 else None


def launched_rank(environment: Mapping[str, str] = os.environ) -> tuple[int, int] | None:
    """Return rank and number of ranks under a user's own `torchrun`; none: this process stands alone.

    >>> launched_rank({"RANK": "1", "WORLD_SIZE": "2", "TORCHELASTIC_RUN_ID": "none"}), launched_rank({})
    ((1, 2), None)
    """
    if "TORCHELASTIC_RUN_ID" not in environment:
        return None
    rank, ranks = int(environment[RANK]), int(environment[WORLD_SIZE])
    return (rank, ranks) if ranks > 1 else None
