"""Parts of the pages on which definitions are written and looked at."""
