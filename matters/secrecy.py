"""Marks of state secrets (密级标志) in text; this system carries unclassified content only."""

import re

# 国家秘密的标志 is written level ★ term, e.g. “机密★1年”; spaces and full-width variants occur in scanned text.
_MARK = re.compile(r"(绝\s*密|机\s*密|秘\s*密)\s*[★☆]")


def secrecy_mark(text: str) -> str | None:
    """The first secrecy mark in the text as written, or nothing."""
    found = _MARK.search(text)
    return found.group(0) if found else None
