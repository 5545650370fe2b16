"""Figures (指标) brought together: kept sums of cases, what matters count by their definitions, and which bodies are there."""
