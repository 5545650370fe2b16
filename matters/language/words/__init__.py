"""The language in Chinese words, for people who read definitions."""
