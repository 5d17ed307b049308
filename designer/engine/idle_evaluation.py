"""*Evaluate now*: one part of the data with the weights that the blocks have, batch by batch while no run is on."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from designer.data.dataset import Dataset
from designer.data.prepared import PreparedData
from designer.engine.evaluation import Evaluation
from designer.engine.findings import Finding
from designer.engine.lifeline import now
from designer.engine.looking import Send
from designer.engine.pictures import Shelf, split_of
from designer.engine.run_setup import refuse_errors
from designer.engine.settings import evaluation_batch
from designer.engine.store import WeightStore
from designer.engine.streaming import StreamedPart, pictures_of
from designer.engine.wiring import shown_network
from designer.network.analysis import analyse
from designer.network.file_format import load
from designer.protocol.commands import EvaluateNetwork
from designer.protocol.events import EvaluationTold

TOLD_EVERY_S = 0.1


class IdleEvaluation:
    """One evaluation that the window asked for.

    Raises:
        DesignerError: The network has errors, or its data cannot be used.
    """

    def __init__(self, command: EvaluateNetwork, shelf: Shelf, store: WeightStore, device: torch.device, send: Send) -> None:
        self.number = command.number
        self._command = command
        self._send = send
        split = split_of(command.part)
        architecture = load(command.architecture)
        training = architecture.training
        refuse_errors(analyse(architecture))
        self._dataset: Dataset = shelf.load(training.dataset, command.data_root)
        analysis = analyse(architecture, classes=len(self._dataset.info.classes))
        refuse_errors(analysis)
        assert analysis.input_id is not None
        shape = analysis.reports[analysis.input_id].output_shape
        assert shape is not None
        data: PreparedData = shelf.prepare(training.dataset, command.data_root, shape, training.normalize)
        self._pictures = pictures = pictures_of(data, split, device)
        batch_size = evaluation_batch(analysis, training.batch_size, device)
        self._name = training.dataset
        self._count = len(pictures.labels)
        self._batch_size = batch_size
        self._evaluation = Evaluation(shown_network(architecture, analysis, store, device), pictures, batch_size)
        self._batches: Iterator[None] = self._evaluation.batches()
        self._done = 0
        self._tell()

    def advance(self) -> Finding | None:
        """Evaluate the next batch; after the last one return what was found."""
        for _ in self._batches:
            self._done = min(self._done + self._batch_size, self._count)
            if now() - self._told_at > TOLD_EVERY_S:
                self._tell()
            return None
        return Finding(0, 0, 0, self._command.revision, self._command.part, self._name, self._dataset, self._evaluation.predictions, self.number)

    def close(self) -> None:
        """End the processes that read pictures, if there are any."""
        if isinstance(self._pictures, StreamedPart):
            self._pictures.close()

    def _tell(self) -> None:
        self._told_at = now()
        self._send(EvaluationTold(number=self.number, done=self._done, count=self._count))
