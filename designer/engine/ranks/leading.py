"""The leader's side of training together: it tells the ranks what its own `Trainer` is about to do."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import torch
from torch import Tensor

from designer.engine.errors import RunError
from designer.engine.loss import TrainingLoss
from designer.engine.network import Network
from designer.engine.ranks.channel import Channel, Instruction, Order, Word, labels_digest
from designer.engine.ranks.joining import device_of_rank
from designer.engine.ranks.optimizer_state import tell_state
from designer.engine.ranks.stepping import RankedStepping
from designer.engine.ranks.team import Line, Team
from designer.engine.results import TrainingParts
from designer.engine.stepping import Made
from designer.engine.training import Trainer
from designer.network.file_format import save
from designer.network.training import Training


class LeadingStepping(RankedStepping):
    """Tells the ranks before each step, and at the first one what the run is."""

    def __init__(
        self, network: Network, training: Training, loss: TrainingLoss, device: torch.device,
        line: Line, order: Order, place: Callable[[], tuple[int, int]],
    ) -> None:  # fmt: skip
        super().__init__(network, training, loss, device, line.channel)
        self._line = line
        self._order = order
        self._place = place
        self._is_known = False

    def make(self, images: Tensor, labels: Tensor, rate: float, count: int | None = None) -> tuple[Made, bool]:
        with self._line.together() as channel:
            if not self._is_known:
                self._make_known(channel)
            epoch, index = self._place()
            channel.tell(Instruction(Word.STEP, epoch, index, rate))
            return super().make(images, labels, rate, count)

    def compute(self, images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        if torch.is_grad_enabled():
            return super().compute(images, labels, count)
        with self._line.together() as channel:
            channel.tell(Instruction(Word.AGAIN))
            return super().compute(images, labels, count)

    def _make_known(self, channel: Channel) -> None:
        """Let every rank build the run; not before the first step, so that one process alone has read, downloaded or restored what there is.

        Raises:
            RunError: One of them cannot; which, and why.
        """
        channel.tell(Instruction(Word.PREPARE, text=msgspec.json.encode(self._order)))
        if (unwell := channel.agree()) is not None:
            raise RunError(f"rank {unwell[0]} cannot take part: {unwell[1]}")
        tell_state(channel, self.optimizer, self.scaler)
        self._is_known = True


def lead(team: Team, network: Network, parts: TrainingParts, training: Training, data_root: str | None) -> Trainer:
    """Return a trainer that leads a team through one run; waits until the team is there.

    Raises:
        RunError: A rank ended or did not come, or there is no such device for each of them.
    """
    device = parts.train.labels.device
    if device_of_rank(device.type, 0, team.ranks) != device:
        raise RunError(f"{team.ranks} processes use the cards from cuda:0 on; choose the device automatic instead of {device}")
    line = team.line()
    order = Order(
        architecture=save(network.analysis.architecture), data_root=data_root, device=device.type,
        threads=torch.get_num_threads(), labels=labels_digest(parts.train.labels),
    )  # fmt: skip

    def make_stepping(network: Network, training: Training, loss: TrainingLoss, device: torch.device) -> LeadingStepping:
        return LeadingStepping(network, training, loss, device, line, order, lambda: (trainer.epoch, trainer.steps_in_epoch))

    trainer = Trainer(network, parts, training, make_stepping)
    return trainer
