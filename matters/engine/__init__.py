"""What a decision is made with: the facts around a case, guards, and the table of what is allowed when."""
