"""Notices put together by what they are about."""

from collections.abc import Sequence

from flows.views.cases import NoticeView


def by_case(found: Sequence[NoticeView]) -> list[list[NoticeView]]:
    """Notices of one case together, in the order they came in; one that is about no case stands alone."""
    together: dict[str, list[NoticeView]] = {}
    for notice in found:
        together.setdefault(notice.case_no or f"notice {notice.id}", []).append(notice)
    return list(together.values())
