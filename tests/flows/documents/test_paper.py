"""The facts of a paper."""

import pytest
from pydantic import ValidationError

from tests.flows.documents.samples import sample


def test_the_check_link_names_the_document_and_half_the_digest_of_its_facts() -> None:
    """128 bits of the facts' digest tie the code to the content, not to the file that shows it."""
    paper = sample(content_digest="ab" * 32)
    assert paper.check_link == f"https://once.example/verify?d=D-20260302-0001&c={'ab' * 16}"


def test_a_document_id_that_would_change_the_link_is_refused() -> None:
    """An id is part of an address and is never escaped."""
    with pytest.raises(ValidationError):
        sample(document_id="D&c=0")


def test_every_printed_text_is_offered_to_the_glyph_check() -> None:
    """A text left out would be drawn unchecked."""
    texts = "".join(sample().texts())
    for printed in ("张𬭎同志任职的批复", "样例人社函", "YL-2026-000123-7", "材料齐全", "李明", "特此批复"):
        assert printed in texts
