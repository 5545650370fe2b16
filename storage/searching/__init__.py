"""Searching (查找): the words by which cases are known, and the ways over indexes to those that are wanted."""
