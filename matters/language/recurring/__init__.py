"""Recurring reports (周期性报送): the rule by which one is owed, and the periods for which it is."""
