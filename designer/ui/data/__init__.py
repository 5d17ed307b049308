"""The data set window: what there is to learn from, what the pictures are, how they are fitted and changed. It opens no data set itself."""
