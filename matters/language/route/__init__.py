"""The route of a matter (环节): its steps, what machines do at them, and where each stands."""
