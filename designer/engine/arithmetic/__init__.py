"""How one value of a block comes about, in float64, from the activations and weights of a frame."""
