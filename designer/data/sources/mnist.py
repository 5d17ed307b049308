"""MNIST: 60,000 training and 10,000 test pictures of handwritten digits, 28×28 pixels.

Source:
    Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits.
"""

from designer.data.dataset import DatasetInfo
from designer.data.sources.idx_folder import idx_source

SOURCE = idx_source(
    DatasetInfo("mnist", "MNIST", tuple("0123456789"), (1, 28, 28), about="handwritten digits"),
    (
        ("440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9_912_422),
        ("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28_881),
        ("8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877),
        ("f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542),
    ),
    ("https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"),
)
