"""Certificates of seals that end (印章证书到期): which they are, and that those who keep the seals are told in time."""

from flows.cases.calling import certificate_ends
from flows.documents.authority import SealCertificate
from flows.resources import Resources
from matters.calendar import day_text, local_day
from storage.database import Session

RENEW = "请向发证机构换发后，在服务器上用 once seal import 导入"


def ending(resources: Resources) -> tuple[SealCertificate, ...]:
    """Those that have ended or soon will, the first to end before the others."""
    now = resources.clock()
    found = (one for one in resources.sealer.in_use() if one.state(now) != "有效")
    return tuple(sorted(found, key=lambda one: one.ends))


def certificate_words(session: Session, resources: Resources, held: SealCertificate) -> str:
    """Whose it is, and until when."""
    organisation = resources.organisation(session)
    body = organisation.find_body(held.body)
    name = organisation.body_name(body.id, resources.today) if body else held.body
    over = "已" if held.state(resources.clock()) == "已到期" else "将"
    return f"{name}的印章证书{over}于{day_text(local_day(held.ends))}到期"


def call_to_renew(resources: Resources) -> None:
    """Looked at every hour; each is told once when it ends soon, and once more when it has ended."""
    if found := ending(resources):
        with resources.database.transaction() as session:
            for held in found:
                fact = f"{held.certificate.serial_number:X}:{held.state(resources.clock())}"
                certificate_ends(session, resources, fact, f"{certificate_words(session, resources, held)}。{RENEW}。")
