"""Tests of `matters/figures/`."""
