"""Frozen read models and request forms of the service: the types pages, API and command line know."""
