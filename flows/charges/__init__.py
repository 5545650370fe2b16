"""Charges (督办): who answers for the body that is charged, who does what its opener does; people are told, each once."""
