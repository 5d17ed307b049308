"""The Code tab: the network as a PyTorch script, live, and where it is saved."""
