"""Reading data sets and preparing their pictures: numpy and Pillow, no Qt, no torch.

::

    sources/*  read one kind of data set each  ──►  Dataset (raw bytes, labels, splits)
    registry   finds a source by its name
    prepare    fits raw pictures to the input block ──►  float32 (N, C, H, W)
    prepared   both in one call, as the engine wants it
"""
