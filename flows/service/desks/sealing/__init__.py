"""Desks of the seals: what they were used for, and stopping one."""
