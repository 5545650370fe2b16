"""What is shown of the list of matters (事项清单) as its administrators keep it."""
