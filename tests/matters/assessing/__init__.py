"""Schemes, formulas and scores, as pure rules."""
