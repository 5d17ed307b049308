"""Feature maps: kept as they arrive, coloured, painted on cards and in their panel."""
