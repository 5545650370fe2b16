"""The machine's hands: what is owed after a decision, claimed, done and settled, each at most once."""
