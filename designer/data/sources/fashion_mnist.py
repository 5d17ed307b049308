"""Fashion-MNIST: 60,000 training and 10,000 test pictures of clothes, 28×28 pixels, in the files of MNIST.

Source:
    Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747.
"""

from designer.data.dataset import DatasetInfo
from designer.data.sources.idx_folder import idx_source

_CLASSES = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")

SOURCE = idx_source(
    DatasetInfo("fashion-mnist", "Fashion-MNIST", _CLASSES, (1, 28, 28), about="grey photos of clothes"),
    (
        ("3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 26_421_880),
        ("a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 29_515),
        ("346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4_422_102),
        ("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5_148),
    ),
    (
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
)
