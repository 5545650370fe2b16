"""Recurring reports (周期性报送): those that were filed, and what those were told who have not filed."""
