"""One search for exciting pictures, from the command to the answer."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from designer.data.errors import DataError
from designer.data.prepared import PreparedData
from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.pictures import Shelf, split_of
from designer.engine.settings import evaluation_batch
from designer.engine.streaming import StreamedPart, pictures_of
from designer.engine.why.exciting import Excited, check_map, field_of, most_exciting
from designer.engine.why.seen import as_taken, steady_network
from designer.protocol.commands import FindExciting
from designer.protocol.events import ExcitingFound, ExcitingPicture, ExcitingTold

MOST_PICTURES = 60
MOST_SIDE_PX = 256
"""With `MOST_PICTURES` in colour 11 MiB: less than a message may have."""


class Search:
    """Looks through a part of the data that the network on the screen is trained with.

    Raises:
        DesignerError: There is no such map, or the data cannot be used.
    """

    def __init__(self, question: FindExciting, subject: Subject, shelf: Shelf) -> None:
        self._question = question
        self._subject = subject
        check_map(subject.network, question.block, question.channel)
        self._split = split_of(question.part)
        training = subject.network.analysis.architecture.training
        shape = subject.network.analysis.reports[subject.network.input_id].output_shape
        if shape is None:
            raise EngineError("the input block has no shape, so no picture fits it")
        self._name = training.dataset
        self._data: PreparedData = shelf.prepare(training.dataset, question.data_root, shape, training.normalize)
        self._pictures = pictures_of(self._data, self._split, subject.device)

    def pieces(self) -> Iterator[ExcitingTold | ExcitingFound]:
        """Search batch by batch; tell how far it is, and at the end what was found."""
        question, subject = self._question, self._subject
        network = steady_network(subject)
        batch_size = evaluation_batch(network.analysis, 1, subject.device)
        count = min(max(question.count, 1), MOST_PICTURES)
        yield ExcitingTold(number=question.number, done=0, count=len(self._pictures.labels))
        for piece in most_exciting(network, self._pictures, question.block, question.channel, count, batch_size):
            if isinstance(piece, Excited):
                yield self._found(piece)
            else:
                yield ExcitingTold(number=question.number, done=piece, count=len(self._pictures.labels))

    def close(self) -> None:
        """End the processes that read pictures, if there are any."""
        if isinstance(self._pictures, StreamedPart):
            self._pictures.close()

    def _found(self, excited: Excited) -> ExcitingFound:
        question, subject, data = self._question, self._subject, self._data
        pictures, problem = self._shown(excited)
        height, width = data.preparation.shape[1:]
        return ExcitingFound(
            number=question.number, block=question.block, channel=question.channel, part=question.part, shape=(height, width),
            looked_at=len(self._pictures.labels), silent=excited.silent, pictures=pictures, dataset=self._name, classes=data.classes,
            run=subject.run, step=subject.step, trained=subject.trained, revision=subject.revision, problem=problem,
            past=subject.past,
        )  # fmt: skip

    def _shown(self, excited: Excited) -> tuple[tuple[ExcitingPicture, ...], str]:
        """Return the pictures as they are shown, and why some are missing."""
        question, network, data = self._question, self._subject.network, self._data
        pictures, problem = [], ""
        for one in excited.found:
            try:
                prepared, label = data.sample(self._split, one.index)
            except DataError as error:  # a file that has vanished since
                problem = str(error)
                continue
            picture = as_taken(torch.from_numpy(prepared), data.preparation, max(1, min(question.side_px, MOST_SIDE_PX)))
            field = field_of(network, question.block, one.place)
            pictures.append(ExcitingPicture(index=one.index, label=label, value=one.value, place=one.place, field=field, picture=picture))
        return tuple(pictures), problem
