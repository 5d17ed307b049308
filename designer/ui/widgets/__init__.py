"""Small widgets that several panels use; they know the theme and nothing of networks."""
