"""The guide of a matter and the picture of its route."""
