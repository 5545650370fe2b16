"""Tests of `storage/figures/`."""
