"""What a case has to do with rosters (台账): the entries it has chosen, and those its result has written."""

from typing import ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.events.base import EventBase
from matters.case.values import EntrySeen, EntryWritten


class EntriesSeen(EventBase):
    """The form has named entries of rosters, each as it stood. 选用台账记录. `fields`: in which fields."""

    type: Literal["entries_seen"] = "entries_seen"
    fields: tuple[str, ...]
    seen: tuple[EntrySeen, ...]

    def change(self, case: Case) -> Case:
        """What was named in these fields before counts no more."""
        kept = (one for one in case.seen if one.field not in self.fields)
        return case.replaced(seen=(*kept, *self.seen))


class EntriesWritten(EventBase):
    """The result has taken effect on rosters. 登入台账; what stands there is what the form says by then."""

    name: ClassVar[str] = "登入台账"
    type: Literal["entries_written"] = "entries_written"
    entries: tuple[EntryWritten, ...]

    def change(self, case: Case) -> Case:
        return case.replaced(entered=(*case.entered, *self.entries))


class EntriesPutBack(EventBase):
    """What the result had written stands no more: each entry is as it was before it. 台账恢复."""

    name: ClassVar[str] = "台账恢复原状"
    type: Literal["entries_put_back"] = "entries_put_back"
    entries: tuple[EntryWritten, ...]

    def change(self, case: Case) -> Case:
        return case.replaced(entered=())
