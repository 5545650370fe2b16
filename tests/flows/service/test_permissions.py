"""Who may call what: the whole matrix of roles and methods, against a table written out by hand."""

from inspect import signature
from typing import Any, get_args

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import DESKS, Service
from flows.service.permissions import Desk, Permission, allowed_to, public, roles
from flows.views.people import Caller
from matters.errors.door import Forbidden
from matters.organisation.snapshot import Role
from tests.flows.service.office import Office

ROLES: tuple[Role, ...] = get_args(Role)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
EVERYBODY, SIGNED_IN = "everybody", "signed_in"
READERS = "applicant approver window liaison supervisor"
HOLDERS = "applicant approver window liaison"
# Written out, so that a change of a permission shows in review. `local` is the command line of the machine itself.
TABLE = {
    "AccountDesk.login": EVERYBODY,
    "AccountDesk.logout": EVERYBODY,
    "AccountDesk.resolve": EVERYBODY,
    "AccountDesk.add_token": "local",
    "AccountDesk.local": "local",
    "AccountDesk.change_password": SIGNED_IN,
    "AccountKeepingDesk.list": "system_admin security_admin local",
    "AccountKeepingDesk.create": "system_admin local",
    "AccountKeepingDesk.add": "local",
    "AccountKeepingDesk.reset": "system_admin local",
    "AccountKeepingDesk.disable": "system_admin security_admin local",
    "AccountKeepingDesk.enable": "system_admin local",
    "AccountKeepingDesk.revoke": "system_admin security_admin local",
    "AuditDesk.list": "audit_admin",
    "AuditDesk.operations": "audit_admin",
    "AuditDesk.verify": "audit_admin local",
    "BookingDesk.list": SIGNED_IN,
    "BookingDesk.slots": SIGNED_IN,
    "BookingDesk.lender": SIGNED_IN,
    "BookingDesk.register": "org_admin",
    "BookingDesk.add": "org_admin",
    "BookingDesk.change": "org_admin",
    "CancellationDesk.list": "matter_admin local",
    "CancellationDesk.waiting": "matter_admin local",
    "CancellationDesk.ask": "matter_admin local",
    "CancellationDesk.confirm": "matter_admin local",
    "CancellationDesk.send_back": "matter_admin local",
    "CancellationDesk.withdraw": "matter_admin local",
    "LocalEditionDesk.list": "matter_admin list_admin local",
    "LocalEditionDesk.waiting": "matter_admin list_admin local",
    "LocalEditionDesk.choices": "matter_admin list_admin local",
    "LocalEditionDesk.show": "matter_admin list_admin local",
    "LocalEditionDesk.ask": "matter_admin list_admin local",
    "LocalEditionDesk.copy": "matter_admin list_admin local",
    "LocalEditionDesk.confirm": "matter_admin list_admin local",
    "LocalEditionDesk.send_back": "matter_admin list_admin local",
    "LocalEditionDesk.touched": "matter_admin local",
    "CaseActDesk.act": SIGNED_IN,
    "FigureDesk.board": "supervisor",
    "FigureDesk.behind": "supervisor",
    "ExportDesk.scores": "supervisor",
    "ExportDesk.figures": "supervisor",
    "RosterDesk.list": SIGNED_IN,
    "RosterDesk.show": SIGNED_IN,
    "RosterDesk.entry": SIGNED_IN,
    "RosterDesk.choices": SIGNED_IN,
    "RosterDesk.correct": "window approver",
    "RosterDesk.add": "window approver",
    "RosterDesk.workbook": SIGNED_IN,
    "RosterDesk.load": "window approver",
    "ChargeDesk.list": "supervisor approver window liaison",
    "ChargeDesk.waiting": "supervisor approver window liaison",
    "ChargeDesk.show": "supervisor approver window liaison",
    "ChargeDesk.open": "supervisor",
    "ChargeDesk.act": "supervisor approver window liaison",
    "ChargeDesk.ledger": "supervisor",
    "RatingDesk.duties": SIGNED_IN,
    "RatingDesk.show": SIGNED_IN,
    "RatingDesk.rate": "applicant",
    "RatingDesk.answer": SIGNED_IN,
    "RatingDesk.rate_again": "applicant",
    "RatingDesk.list": "supervisor",
    "RatingDesk.sums": "supervisor",
    "ReportDesk.owed": "applicant",
    "ReportDesk.list": "window approver supervisor",
    "ReportDesk.show": "window approver supervisor",
    "ReportDesk.workbook": "window approver supervisor",
    "ReportDesk.urge": "window approver",
    "CaseDesk.submit": "applicant",
    "CaseDesk.review": "applicant",
    "CaseDesk.withdraw": "applicant",
    "CaseDesk.show": READERS,
    "CaseDesk.matters": READERS,
    "CaseDesk.list": READERS,
    "DoubtDesk.count": "system_admin security_admin",
    "DoubtDesk.list": "system_admin security_admin",
    "DoubtDesk.show": "system_admin security_admin",
    "DoubtDesk.settle": "system_admin",
    "DoubtDesk.agree": "security_admin",
    "DraftDesk.load": "applicant window",
    "DraftDesk.save": "applicant window",
    "DraftDesk.wrong": HOLDERS,
    "DraftDesk.copy": "applicant",
    "DraftDesk.attach": "applicant window",
    "DraftDesk.load_supplement": HOLDERS,
    "DraftDesk.attach_supplement": HOLDERS,
    "DraftDesk.load_begun": HOLDERS,
    "DraftDesk.keep_begun": HOLDERS,
    "DraftDesk.discard": "applicant window",
    "ExportDesk.cases": READERS,
    "ExportDesk.matters": SIGNED_IN,
    "ExportDesk.seals": "supervisor audit_admin window approver",
    "ExportDesk.audit": "audit_admin",
    "FileDesk.upload": HOLDERS,
    "FileDesk.download": READERS,
    "FileDesk.look": READERS,
    "FileDesk.page": READERS,
    "ForOthersDesk.applicants": "window",
    "ForOthersDesk.forecast": "applicant window",
    "ForOthersDesk.mandates": "applicant",
    "ForOthersDesk.review": "applicant window",
    "ForOthersDesk.matters": "window",
    "ForOthersDesk.register": "window",
    "ForOthersDesk.submit": "applicant",
    "HandoverDesk.show": "org_admin",
    "HandoverDesk.hand_over": "org_admin",
    "ExportDesk.moved_days": "matter_admin",
    "AssessmentDesk.list": "supervisor matter_admin local",
    "AssessmentDesk.check": "matter_admin local",
    "AssessmentDesk.enter": "matter_admin local",
    "AssessmentDesk.publish": "matter_admin local",
    "AssessmentDesk.send_back": "matter_admin local",
    "AssessmentDesk.scores": "supervisor",
    "HouseRuleDesk.list": "matter_admin local",
    "HouseRuleDesk.enter": "matter_admin local",
    "HouseRuleDesk.confirm": "matter_admin local",
    "HouseRuleDesk.send_back": "matter_admin local",
    "HolidayDesk.list": "matter_admin local",
    "HolidayDesk.moved": "matter_admin local",
    "HolidayDesk.enter": "matter_admin local",
    "HolidayDesk.confirm": "matter_admin local",
    "HolidayDesk.send_back": "matter_admin local",
    "RepairDesk.show": "matter_admin",
    "RepairDesk.waiting": "matter_admin",
    "RepairDesk.ask": "matter_admin",
    "RepairDesk.confirm": "matter_admin",
    "RepairDesk.drop": "matter_admin",
    "HomeDesk.show": SIGNED_IN,
    "InstallationDesk.history": "system_admin audit_admin local",
    "InstallationDesk.change": "system_admin local",
    "MatterFileDesk.download": SIGNED_IN,
    "MatterFileDesk.hand_in": "matter_admin",
    "MatterFileDesk.list": "matter_admin",
    "MatterDesk.offering": "matter_admin local",
    "MatterDesk.fill": "matter_admin local",
    "MatterDesk.listed": SIGNED_IN,
    "MatterDesk.list": SIGNED_IN,
    "MatterDesk.often": SIGNED_IN,
    "MatterDesk.show": SIGNED_IN,
    "MatterDesk.forecast": SIGNED_IN,
    "MatterEditingDesk.list": "matter_admin local",
    "MatterEditingDesk.show": "matter_admin local",
    "MatterEditingDesk.waiting": "matter_admin",
    "MatterEditingDesk.begin": "matter_admin",
    "MatterEditingDesk.save": "matter_admin",
    "MatterEditingDesk.check": "matter_admin local",
    "MatterEditingDesk.submit": "matter_admin",
    "MatterEditingDesk.take_back": "matter_admin",
    "MatterEditingDesk.send_back": "matter_admin",
    "MatterEditingDesk.publish": "matter_admin",
    "MatterEditingDesk.discard": "matter_admin",
    "MatterEditingDesk.compare": "matter_admin",
    "MatterEditingDesk.source": "matter_admin local",
    "MatterEditingDesk.try_out": "matter_admin",
    "MatterTableDesk.export": "matter_admin local",
    "MatterTableDesk.try_in": "matter_admin local",
    "MatterTableDesk.take_in": "matter_admin",
    "NoticeDesk.settings": SIGNED_IN,
    "NoticeDesk.choose": SIGNED_IN,
    "NoticeDesk.list": SIGNED_IN,
    "NoticeDesk.mark_read": SIGNED_IN,
    "NoticeDesk.mark_all_read": SIGNED_IN,
    "NoticeDesk.since_last_look": SIGNED_IN,
    "NoticeDesk.unread": SIGNED_IN,
    "OperationsDesk.health": EVERYBODY,
    "OperationsDesk.ready": EVERYBODY,
    "OperationsDesk.figures": EVERYBODY,
    "OperationsDesk.mend": "local",
    "OperationsDesk.doctor": "system_admin audit_admin local",
    "OperationsDesk.state": "system_admin audit_admin local",
    "OperationsDesk.watch": "local",
    "OrganisationDesk.people": SIGNED_IN,
    "OrganisationDesk.bodies": SIGNED_IN,
    "OrganisationDesk.vocabulary": SIGNED_IN,
    "OrganisationEditingDesk.tree": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.waiting": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.search": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.body": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.person": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.choices": "org_admin security_admin system_admin local",
    "OrganisationEditingDesk.preview": "org_admin security_admin local",
    "OrganisationEditingDesk.change": "org_admin security_admin local",
    "OrganisationEditingDesk.requests": "security_admin",
    "OrganisationEditingDesk.confirm": "security_admin",
    "OrganisationEditingDesk.drop": "security_admin",
    "OrganisationEditingDesk.preview_import": "org_admin local",
    "OrganisationEditingDesk.import_all": "org_admin local",
    "OrganisationEditingDesk.export": "org_admin security_admin system_admin local",
    "PaperDesk.preview": READERS,
    "PaperDesk.manual": SIGNED_IN,
    "PaperDesk.list": READERS,
    "PaperDesk.download": READERS,
    "PaperDesk.verify": EVERYBODY,
    "PaperDesk.revocation_list": EVERYBODY,
    "PaperDesk.root_certificate": EVERYBODY,
    "ProxyDesk.list": SIGNED_IN,
    "ProxyDesk.offer": SIGNED_IN,
    "ProxyDesk.of_person": "org_admin",
    "ProxyDesk.offer_for": "org_admin",
    "ProxyDesk.grant": SIGNED_IN,
    "ProxyDesk.revoke": SIGNED_IN,
    "SealDesk.certificates": "system_admin security_admin local",
    "SealDesk.take": "local",
    "SealStopDesk.list": "security_admin local",
    "SealStopDesk.bodies": "security_admin local",
    "SealStopDesk.stop": "security_admin local",
    "SealStopDesk.revoke": "security_admin local",
    "SealStopDesk.confirm": "security_admin local",
    "SealStopDesk.lift": "security_admin local",
    "SealDesk.bodies": "supervisor audit_admin window approver",
    "SealDesk.list": "supervisor audit_admin window approver",
    "SupervisionDesk.list": "supervisor",
    "TaskDesk.queue": HOLDERS + " robot",
    "TaskDesk.kinds": HOLDERS + " robot",
    "TaskDesk.waiting": HOLDERS + " robot",
    "TaskDesk.show": HOLDERS + " robot",
    "TaskDesk.act": HOLDERS + " robot",
    "TaskDesk.batch": "applicant approver window",
    "TokenDesk.list": SIGNED_IN,
    "TokenDesk.of_account": "security_admin",
    "TokenDesk.create": SIGNED_IN,
    "TokenDesk.create_for": "security_admin",
    "TokenDesk.revoke": SIGNED_IN,
}
METHODS = {f"{desk.__name__}.{name}": permission for desk in DESKS for name, permission in desk._permissions.items()}


def caller(*held: Role) -> Caller:
    """A caller with these roles and nothing else."""
    return Caller(person="nobody", name="无名", username="nobody", roles=frozenset(held), posts=())


CALLERS: dict[str, Caller] = {**{role: caller(role) for role in ROLES}, "none": caller(), "local": LOCAL_MACHINE}


def expected(method: str, who: str) -> bool:
    """What the table says."""
    said = TABLE[method]
    return said == EVERYBODY or (said == SIGNED_IN and who != "local") or who in said.split()


def test_the_table_lists_every_public_method_and_no_other() -> None:
    """A new method shows here."""
    assert set(TABLE) == set(METHODS)


@pytest.mark.parametrize("method", METHODS)
def test_the_door_lets_in_whom_the_table_says(one_office: Office, method: str) -> None:
    """Each role, no role, and the machine: the declared permission, and the guarded method, which records its Forbidden."""
    desk_name, name = method.split(".")
    desk = next(desk for desk in vars(Service(one_office.resources)).values() if type(desk).__name__ == desk_name)
    guarded = getattr(desk, name)
    needed = [parameter for parameter in signature(guarded).parameters.values() if parameter.default is parameter.empty]
    covered = {who: METHODS[method].covers(caller) for who, caller in CALLERS.items()}
    assert covered == {who: expected(method, who) for who in CALLERS}
    for who in (who for who in CALLERS if not expected(method, who)):
        before = one_office.audited()
        assert isinstance(guarded(CALLERS[who], *(None for _ in needed[1:])), Forbidden)
        assert one_office.audited() == before + 1
        assert one_office.last_audit().code == "forbidden"


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_the_three_administrators_handle_no_business(role: str) -> None:
    """三员分立: none of them files, reads a case, or acts on one."""
    business = [
        method for method in METHODS if method.split(".")[0] in ("CaseDesk", "TaskDesk", "DraftDesk", "FileDesk")
    ]
    assert not [method for method in business if expected(method, role) or METHODS[method].covers(CALLERS[role])]


def test_a_desk_with_an_undeclared_method_does_not_come_into_being() -> None:
    """Deny by default: it fails at import, whatever kind of method it is."""
    with pytest.raises(TypeError, match="peek"):
        type("Leaky", (Desk,), {"peek": lambda self: 1})
    with pytest.raises(TypeError, match="peek"):
        type("Leaky", (Desk,), {"peek": staticmethod(lambda: 1)})
    with pytest.raises(TypeError, match="peek"):
        type("Leaky", (Desk,), {"peek": property(lambda self: 1)})


def test_declared_and_private_methods_are_fine() -> None:
    """The declaration is kept with the class."""

    class Sound(Desk):
        @public
        def open(self) -> int:
            return 1

        @allowed_to(roles("applicant"), "试用")
        def closed(self, caller: Caller) -> int:
            return 2

        def _own(self) -> int:
            return 3

    assert Sound._permissions == {"open": Permission(everybody=True), "closed": roles("applicant")}
    assert Sound().closed(caller("applicant")) == 2
    refused: Any = Sound().closed(caller("approver"))
    assert isinstance(refused, Forbidden)
    assert "试用" in refused.message


def test_every_method_of_the_service_belongs_to_a_desk(one_office: Office) -> None:
    """There is no door beside the desks."""
    assert {type(desk) for desk in vars(Service(one_office.resources)).values()} == set(DESKS)
    assert not [name for name in vars(Service) if not name.startswith("_")]
