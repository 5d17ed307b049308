"""The Runs tab: the list of trainings, their curves over each other, and what can be done with them."""
