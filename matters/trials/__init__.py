"""Whether a definition is good (试运行): it is played, before anybody files it."""
