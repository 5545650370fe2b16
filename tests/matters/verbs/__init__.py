"""The verbs of the engine, one test module per kind of act."""
