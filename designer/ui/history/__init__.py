"""The past of a run: one slider moves maps, filters, probabilities and a mark on the curves together."""
