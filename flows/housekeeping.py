"""What is thrown away after a time: files handed in that nobody uses."""

from datetime import timedelta

from flows.resources import Resources
from storage import drafts, files
from storage.database import Session

KEPT_DAYS = 30


def forget_uploads(resources: Resources) -> int:
    """Forget files that no case has taken up and no draft names, 30 days after they came; returns how many.

    Bytes go after the rows are gone for good, and only where no other file and no paper has them.
    """
    before = resources.clock() - timedelta(days=KEPT_DAYS)
    with resources.database.transaction() as session:
        old = files.expired(session, before)
        named = set[str]().union(
            *(_in_drafts(session, resources, owner) for owner in {file.owner_person for file in old})
        )
        unused = [file.id for file in old if file.id not in named]
        digests = files.forget(session, unused)
    for digest in digests:
        resources.files.remove(digest, before)
    return len(unused)


def _in_drafts(session: Session, resources: Resources, person: str) -> set[str]:
    written = drafts.contents(session, resources.vault, person)
    return {file for content in written for ids in content["materials"].values() for file in ids}
