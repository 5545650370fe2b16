"""People as they are remembered: accounts, the organisation, and who stands in for whom."""
