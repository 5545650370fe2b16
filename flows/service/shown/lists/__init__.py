"""What is shown of the list of matters (事项清单) to its administrators."""
