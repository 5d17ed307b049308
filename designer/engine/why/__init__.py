"""What in a picture speaks for a class, and which pictures excite a map."""
