"""Definitions as they are remembered: the shipped catalogue, drafts and published versions."""
