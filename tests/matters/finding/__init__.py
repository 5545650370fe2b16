"""Tests of how matters are found."""
