"""What the network gets wrong: confusion matrix, classes, and the pictures behind every number."""
