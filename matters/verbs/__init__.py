"""What each command does to a case (动词): one module per kind of act, each function the events of one command or a refusal."""
