"""What evaluations came to: told as confusion matrices, and looked up when the window asks for their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from designer.data.dataset import Dataset
from designer.engine.errors import EngineError
from designer.engine.listed_pictures import list_pictures
from designer.engine.looking import Send
from designer.engine.pictures import split_of
from designer.engine.predictions import Predictions
from designer.engine.run_session import RunSession
from designer.protocol.commands import ListPictures
from designer.protocol.events import ConfusionCounted, PicturesListed


@dataclass(frozen=True, eq=False)
class Finding:
    """One evaluation of one part of a data set.

    Args:
        run: Whose weights were evaluated; 0: those that the blocks have.
        epoch: Of the weights; 0 where it is no run's.
        step: Steps they were trained in the run.
        revision: The document's.
        part: ``training``, ``validation`` or ``test``.
        name: Of the data set, as in the document's settings.
        number: Of the evaluation that the window asked for.
    """

    run: int
    epoch: int
    step: int
    revision: int
    part: str
    name: str
    dataset: Dataset
    predictions: Predictions
    number: int = 0

    def counted(self) -> ConfusionCounted:
        """Return the message with the confusion matrix."""
        classes = self.dataset.info.classes
        cells, left_out = self.predictions.cells(len(classes))
        return ConfusionCounted(
            run=self.run, epoch=self.epoch, step=self.step, revision=self.revision, number=self.number, part=self.part, dataset=self.name,
            classes=classes, cells=cells.astype("<i4").tobytes(), left_out=left_out,
        )  # fmt: skip


class Findings:
    """Keeps the last finding of each part: of the run that is on or was the last, and of what the window asked for."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._found: dict[tuple[int, str], Finding] = {}

    def take(self, finding: Finding) -> None:
        """Keep a finding and tell the window."""
        self._found = {key: kept for key, kept in self._found.items() if key[0] in (0, finding.run) or finding.run == 0}
        self._found[finding.run, finding.part] = finding
        self._send(finding.counted())

    def follow(self, run: RunSession) -> None:
        """Take what the run has evaluated since the last call; costs nothing where that is nothing."""
        trainer = run.ready.trainer
        for part, predictions in (("validation", trainer.validated), ("test", trainer.tested)):
            known = self._found.get((run.number, part))
            if predictions is None or (known is not None and known.predictions is predictions):
                continue
            epoch = trainer.best.epoch if part == "test" and trainer.best is not None else trainer.epochs[-1].epoch
            step = next(result.step for result in trainer.epochs if result.epoch == epoch)
            name, revision = run.ready.architecture.training.dataset, run.subject().revision
            self.take(Finding(run.number, epoch, step, revision, part, name, run.ready.dataset, predictions))

    def keep_only(self, dataset: Dataset) -> None:
        """Forget what was found in other data sets, so that they need not stay in memory."""
        self._found = {key: finding for key, finding in self._found.items() if finding.dataset is dataset}

    def list(self, question: ListPictures) -> PicturesListed:
        """Return the pictures that are asked for; `problem` says why there are none.

        Raises:
            DataError: There is no such part of a data set.
            EngineError: The question names no class or order that there is.
        """
        split = split_of(question.part)
        finding = self._found.get((question.run, question.part))
        if finding is None:
            text = "these pictures are not known any more: evaluate the network again"
            return PicturesListed(run=question.run, number=question.number, part=question.part, problem=text)
        _check(question, len(finding.dataset.info.classes))
        chosen = finding.predictions.select(question.true, question.predicted, question.only_wrong, question.order == "worst")
        pictures, problem = list_pictures(question, finding.dataset, split, finding.predictions, chosen)
        return PicturesListed(
            run=question.run, number=question.number, part=question.part, epoch=finding.epoch, first=question.first,
            total=len(chosen), pictures=pictures, problem=problem,
        )  # fmt: skip


def _check(question: ListPictures, classes: int) -> None:
    for label in (question.true, question.predicted):
        if label is not None and not 0 <= label < classes:
            raise EngineError(f"there is no class {label}; the {classes} classes are counted from 0 to {classes - 1}")
    if question.order not in ("worst", "first"):
        raise EngineError(f"pictures cannot be ordered by {question.order[:40]!r}; there are worst and first")
