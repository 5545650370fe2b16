"""Files: handed in, unfolded in place, and looked at beside a decision."""
