"""Administrators are called when it is their turn: a draft to publish or to mend, an effect in doubt, a proposal to agree to."""

from datetime import timedelta

from flows.machine.parts import Part
from flows.resources import Resources
from matters.case.effect_keys import EffectKey
from matters.case.effect_kinds import KINDS
from matters.holidays import HolidayNotice
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.words.answers import person_name
from matters.organisation.snapshot import ROLE_NAMES, Role
from storage.database import Session
from storage.definitions.local_editions import KeptEdition
from storage.definitions.matter_drafts import TextDraft
from storage.ledger import Backlog
from storage.notices import Message
from storage.people.role_requests import RoleRequest
from storage.seal_stops import SealStop

CALLED_AFTER = timedelta(minutes=1)  # that effects have waited; the sentence of the call says so


def draft_submitted(session: Session, resources: Resources, draft: TextDraft) -> None:
    """Any other administrator of matters may publish it."""
    by = draft.submitted_by or ""
    text = f"{_name(session, resources, by)}提交了事项{_called(draft)}的草案，请在“事项管理”中审阅，决定发布或者退回。"
    everybody = _administrators(session, resources, "matter_admin")
    others = tuple(person for person in everybody if person not in (by, draft.saved_by))
    _call(
        session, resources, f"draft:{draft.code}:{draft.revision}:{draft.submitted_at}", "draft_submitted", others, text
    )


def draft_returned(session: Session, resources: Resources, draft: TextDraft, author: str) -> None:
    """Who has submitted it is to mend it."""
    by = _name(session, resources, draft.returned_by or "")
    text = f"{by}退回了您提交的事项{_called(draft)}的草案，理由见“事项管理”，请修改后重新提交。"
    _call(
        session,
        resources,
        f"draft:{draft.code}:{draft.revision}:{draft.returned_at}",
        "draft_returned",
        (author,),
        text,
    )


def doubt_arisen(session: Session, resources: Resources, effect: EffectKey) -> None:
    """The system administrators settle what no machine may repeat."""
    text = f"办件（{effect.case_no}）的“{KINDS[effect.kind].word}”系统未能办成，请在“存疑事项”中核定。"
    _call_keepers(session, resources, f"doubt:{effect}:{resources.clock()}", "doubt_arisen", text)


def effects_waiting(session: Session, resources: Resources, backlog: Backlog) -> None:
    """The system administrators look for the cause when what a machine owes has waited for long."""
    text = (
        f"有 {backlog.count} 项事后动作（编号、制作文书、用印、通知等）已等候一分钟以上，流程引擎或执行器可能没有正常运行。"
        "办理不受影响，但文书和通知会推迟。请运行 once doctor 查看原因。"
    )
    _call_keepers(session, resources, f"waiting:{backlog.oldest}", "effects_waiting", text)


def part_missed(session: Session, resources: Resources, part: Part, explanation: str) -> None:
    """The system administrators hear that a part stands still, whoever noticed it."""
    text = f"{part.word}没有动静，{part.harm}。{explanation}。"
    _call_keepers(session, resources, f"missed:{part.name}:{resources.clock()}", "part_missed", text)


def part_back(session: Session, resources: Resources, part: Part) -> None:
    """And that it is at work again."""
    text = f"{part.word}已恢复正常。"
    _call_keepers(session, resources, f"back:{part.name}:{resources.clock()}", "part_back", text)


def role_asked(session: Session, resources: Resources, request: RoleRequest) -> None:
    """Another security administrator confirms it, or does not; never the one who is to have the role."""
    by, whom = _name(session, resources, request.asked_by), _name(session, resources, request.person)
    text = f"{by}提请授予{whom}“{ROLE_NAMES[request.role]}”，请在“机构与人员”中确认或者不同意。"
    guards = _administrators(session, resources, "security_admin")
    others = tuple(person for person in guards if person not in (request.asked_by, request.person))
    _call(session, resources, f"role:{request.id}", "role_asked", others, text)


def seal_stopped(session: Session, resources: Resources, stop: SealStop) -> None:
    """The other security administrators look into it: they confirm a revocation, or take the seal back into use."""
    organisation = resources.organisation(session)
    by, body = _name(session, resources, stop.asked_by), organisation.body_name(stop.body, resources.today)
    text = f"{by}停止使用{body}的电子印章，理由：{stop.reason}。请在“印章管理”中确认撤销，或者恢复用印。"
    others = tuple(one for one in _administrators(session, resources, "security_admin") if one != stop.asked_by)
    _call(session, resources, f"seal:{stop.id}", "seal_stopped", others, text)


def certificate_ends(session: Session, resources: Resources, fact: str, text: str) -> None:
    """Who keeps the seals, and who can import another certificate at the machine."""
    guards = _administrators(session, resources, "security_admin")
    keepers = _administrators(session, resources, "system_admin")
    _call(session, resources, f"certificate:{fact}", "certificate_ends", (*guards, *keepers), text)


def holidays_entered(session: Session, resources: Resources, notice: int, entered: HolidayNotice, by: str) -> None:
    """Any other administrator of matters may confirm it."""
    text = f"{_name(session, resources, by)}录入了{entered.year}年放假安排，请在“放假安排”中核对，确认或者退回。"
    others = tuple(person for person in _administrators(session, resources, "matter_admin") if person != by)
    _call(session, resources, f"holidays:{notice}", "holidays_entered", others, text)


def house_rule_entered(session: Session, resources: Resources, rule: int, region: str, by: str) -> None:
    """Any other administrator of matters may confirm it."""
    text = f"{_name(session, resources, by)}录入了{region}期限督促规则，请在“期限督促规则”中核对，确认或者退回。"
    others = tuple(person for person in _administrators(session, resources, "matter_admin") if person != by)
    _call(session, resources, f"house-rule:{rule}", "house_rule_entered", others, text)


def cancellation_asked(session: Session, resources: Resources, which: int, matter: Definition, by: str) -> None:
    """Any other administrator of matters may confirm that it is cancelled."""
    text = f"{_name(session, resources, by)}提请取消事项“{matter.name}”，请在“事项管理”中核对，确认或者退回。"
    others = tuple(person for person in _administrators(session, resources, "matter_admin") if person != by)
    _call(session, resources, f"cancellation:{which}", "cancellation_asked", others, text)


def cancellation_withdrawn(session: Session, resources: Resources, which: int, name: str, by: str) -> None:
    """Two have agreed to it and one takes it back: all the others hear of it."""
    text = f"{_name(session, resources, by)}撤回了对事项“{name}”的取消，该事项照常办理。"
    others = tuple(person for person in _administrators(session, resources, "matter_admin") if person != by)
    _call(session, resources, f"cancellation:{which}:withdrawn", "cancellation_withdrawn", others, text)


def edition_asked(session: Session, resources: Resources, which: int, matter: Definition, body: str, by: str) -> None:
    """Any other who keeps the local list (实施清单) of that body may confirm it."""
    name = resources.organisation(session).body_name(body, resources.today)
    text = f"{_name(session, resources, by)}提请了{name}“{matter.name}”的实施清单，请在“本地实施清单”中核对，确认或者退回。"
    others = tuple(person for person in _keepers(session, resources, body) if person != by)
    _call(session, resources, f"edition:{which}", "edition_asked", others, text)


def edition_unfit(session: Session, resources: Resources, body: str, matter: Definition, why: tuple[str, ...]) -> None:
    """Whoever keeps the local list of that body mends it; until then it goes on as it was."""
    name, version = resources.organisation(session).body_name(body, resources.today), matter.edition.version
    text = (
        f"{name}“{matter.name}”的实施清单与目录第 {version} 版不符（{'；'.join(why)[:400]}），"
        "改好之前按原来的办理。请在“本地实施清单”中修改。"
    )
    key = f"edition:{matter.code}:{body}:{version}:unfit"
    _call(session, resources, key, "edition_unfit", _keepers(session, resources, body), text)


def origin_renewed(
    session: Session, resources: Resources, origin: KeptEdition, matter: Definition, copied: tuple[str, ...]
) -> None:
    """Whoever has copied a local list hears that there is a further one where it came from."""
    organisation = resources.organisation(session)
    source = organisation.body_name(origin.edition.body, resources.today)
    for body in copied:
        name = organisation.body_name(body, resources.today)
        text = f"{name}“{matter.name}”的实施清单复制自{source}，来源已有新的一份，请在“本地实施清单”中核对是否跟随。"
        key = f"edition:{origin.id}:{body}:renewed"
        _call(session, resources, key, "origin_renewed", _keepers(session, resources, body), text)


def drop_proposed(session: Session, resources: Resources, effect: EffectKey, by: str) -> None:
    """The security administrators agree, or do not."""
    what = KINDS[effect.kind].word
    text = f"{_name(session, resources, by)}提请不再执行办件（{effect.case_no}）的“{what}”，请在“存疑事项”中复核。"
    guards = _administrators(session, resources, "security_admin")
    _call(session, resources, f"drop:{effect}:{resources.clock()}", "drop_proposed", guards, text)


def _called(draft: TextDraft) -> str:
    found = read_definition(draft.text, draft.code)
    return f"“{found.name}”" if isinstance(found, Definition) else f" {draft.code} "


def _administrators(session: Session, resources: Resources, role: Role) -> tuple[str, ...]:
    return resources.organisation(session).administrators(role, resources.today)


def _keepers(session: Session, resources: Resources, body: str) -> tuple[str, ...]:
    """Who keeps the local list of a body, by the scope of their grants."""
    organisation, today = resources.organisation(session), resources.today
    keeping: tuple[Role, ...] = ("matter_admin", "list_admin")
    people = ((one, role) for role in keeping for one in organisation.administrators(role, today))
    return tuple(dict.fromkeys(one for one, role in people if organisation.granted(one, role, body, today)))


def _name(session: Session, resources: Resources, person: str) -> str:
    return person_name(resources.organisation(session), person)


def _call_keepers(session: Session, resources: Resources, key: str, topic: str, text: str) -> None:
    _call(session, resources, key, topic, _administrators(session, resources, "system_admin"), text)


def _call(session: Session, resources: Resources, key: str, topic: str, to: tuple[str, ...], text: str) -> None:
    resources.channel.tell(session, Message(key, to, "", topic, text, resources.clock()))
