"""The steps of a matter (环节): who acts, by which rule, in which order."""
