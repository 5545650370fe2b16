"""Oversight (督查): the rules of the regions on limits, what is near or late and who was told; ratings by those who applied."""
