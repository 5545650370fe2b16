"""One change of one case, in one transaction."""
