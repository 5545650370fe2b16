"""What pages of the kept lists are made of."""
