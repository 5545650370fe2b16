"""The desk of what the office says of itself (安装信息): shown with its history, and said anew by the system administrator."""

from dataclasses import asdict, replace

from flows.adapters.identity import LOCAL_MACHINE
from flows.documents.faces import misprint
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.views.operations import InstallationChange, InstallationView
from flows.views.people import Caller
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.language.words.answers import person_name
from storage import installations
from storage.database import Session
from storage.installations import Installation

_READERS = roles("system_admin", "audit_admin", local=True)
_KEEPERS = roles("system_admin", local=True)


class InstallationDesk(WorkingDesk):
    """Every version stays: papers are drawn again with the words they had."""

    @allowed_to(_READERS, "查看安装信息")
    def history(self, caller: Caller) -> tuple[InstallationView, ...]:
        """What is said now, and before it what was said."""
        with self._resources.database.reading() as session:
            return tuple(self._view(session, said) for said in installations.history(session))

    @allowed_to(_KEEPERS, "修改安装信息")
    def change(self, caller: Caller, wanted: InstallationChange, key: str | None = None) -> InstallationView | Refusal:
        """Papers that are drawn from now on carry the new words. The name of the root certificate stands in the certificate."""
        changing = Operation(caller, "修改安装信息", "", key=key, content=wanted.model_dump())

        def work(session: Session) -> InstallationView | Refusal:
            known = self._resources.installation(session)
            said = {name: text for name, text in wanted.model_dump().items() if text is not None}
            new = replace(known, **said, version=known.version + 1, by=caller.person, at=self._resources.clock())
            if not said:
                return Invalid.of("name", "没有写明要改什么。请写明名称、文书页脚的话或公章下方的字。")
            if problems := tuple(
                Problem(name, f"{wrong}。") for name, text in said.items() if (wrong := misprint(text))
            ):
                return Invalid(problems=problems)
            installations.add(session, new)
            return self._view(session, new)

        return self._change(changing, work, InstallationView)

    def _view(self, session: Session, said: Installation) -> InstallationView:
        at_the_machine = said.by == LOCAL_MACHINE.person
        known = LOCAL_MACHINE.name if at_the_machine else person_name(self._resources.organisation(session), said.by)
        return InstallationView(**asdict(said), by_name=known)
