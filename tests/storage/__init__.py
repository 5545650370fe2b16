"""Tests of the storage room, on SQLite and PostgreSQL."""
