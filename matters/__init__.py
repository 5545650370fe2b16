"""WHAT may be handled and what has happened: pure rules, no clock, no id, no file, no network."""
