"""One file per kind of data set; each ends in `SOURCE`, which `designer.data.registry` lists."""
