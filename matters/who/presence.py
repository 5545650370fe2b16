"""Who of those for whom an open item waits is there to act (在岗)."""

from datetime import date

from matters.case.items import OF_APPLICANT, WorkItem
from matters.organisation.snapshot import Holder, Organisation


def in_post(holder: Holder, organisation: Organisation, day: date) -> bool:
    """Whether the person still holds the post on that day."""
    there = _there(holder, organisation, day)
    return there and any(post.id == holder.post for post in organisation.posts_of(holder.person, day))


def present(item: WorkItem, organisation: Organisation, day: date) -> tuple[Holder, ...]:
    """Its holders without who has left; what the applicant owes stays with him, whatever the post."""
    is_there = _there if item.purpose in OF_APPLICANT else in_post
    return tuple(holder for holder in item.holders if is_there(holder, organisation, day))


def _there(holder: Holder, organisation: Organisation, day: date) -> bool:
    person = organisation.find_person(holder.person)
    return person is not None and person.valid(day)
