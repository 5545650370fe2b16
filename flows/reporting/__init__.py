"""Recurring reports (周期性报送): how they stand, and that who has not filed is told by the clock or by whoever urges."""
