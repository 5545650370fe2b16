"""What a decision leaves on paper: drawn from facts, dressed as an archive file, sealed and verified."""
