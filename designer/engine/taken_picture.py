"""The probe as a network takes it: fitted to its input and prepared."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from designer.data.preparation import Preparation
from designer.engine.network import Network
from designer.engine.pictures import Probe, Shelf


class TakenPicture:
    """Keeps the last one, which is made anew only where picture, preparation or device changed."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: tuple[Probe, Preparation, torch.device, Tensor] | None = None

    def of(
        self, probe: Probe | None, network: Network, device: torch.device, prepared: Preparation | None = None
    ) -> tuple[Tensor, Preparation] | None:
        """Return a picture as this network takes it, on its device, and how it was prepared; none where it takes no pictures.

        Args:
            prepared: As the network was trained; none: as its document says, with the data that is here.

        Raises:
            DataError: The input takes neither grey nor colour pictures, or the picture's file cannot be read any more.
        """
        report = network.analysis.reports.get(network.input_id)
        if probe is None or report is None or report.output_shape is None:
            return None
        if prepared is None or prepared.shape != report.output_shape:
            normalize = network.analysis.architecture.training.normalize
            preparation = self._shelf.preparation(probe.dataset, report.output_shape, normalize)
        else:  # how bright a picture can be is the data's that it is from
            preparation = replace(prepared, divisor=probe.dataset.info.divisor)
        key = (probe, preparation, device)
        if self._kept is None or self._kept[:3] != key:
            self._kept = (*key, probe.picture(report.output_shape, preparation).to(device))
        return self._kept[3], preparation
