"""Figures for people, never a timed test: `python -m tests.benchmarks [--actions N] [--processes]`, `--cases N`."""
