"""Desks of those who keep the rules: definitions of matters, and the days off that limits are counted by."""
