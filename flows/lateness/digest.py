"""The sum of each workday (每日督促汇总): heads and supervisors are told how much of their bodies is near or late."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.lateness.lights import Lights
from flows.resources import Resources
from matters.calendar import day_text
from matters.lateness import Light
from matters.organisation.snapshot import Organisation
from storage.collisions import CollisionError
from storage.database import Session
from storage.notices import Message
from storage.overseeing import late_calls
from storage.overseeing.late_calls import LateCall

DIGEST = "digest"  # what stands among the items and cases that were told of
FEW_BODIES = 3  # that one takes in

_Sums = Mapping[str, Counter[Light]]  # by body


def tell_sums(resources: Resources, now: Lights) -> int:
    """Once a day, whoever has anything near or late; returns how many were told."""
    try:
        with resources.database.transaction() as session:
            if late_calls.noted(session, DIGEST, now.today):
                return 0
            late_calls.note(session, [LateCall(DIGEST, now.today, 0, resources.clock())])
            return sum(_tell(session, resources, now, person, sums) for person, sums in _by_person(session, now))
    except CollisionError:
        return 0


def _tell(session: Session, resources: Resources, now: Lights, person: str, sums: _Sums) -> int:
    text = _text(sums, now)
    message = Message(f"late:{DIGEST}:{now.today}", (person,), "", "late_digest", text, resources.clock())
    resources.channel.tell(session, message)
    return 1


def _by_person(session: Session, now: Lights) -> Iterator[tuple[str, _Sums]]:
    """The heads of the bodies that have something, and those who supervise one of them."""
    sums = _by_body(session, now)
    heads = {hat.person for body in sums for hat in now.organisation.heads(body, now.today)}
    supervisors = now.organisation.administrators("supervisor", now.today)
    for person in dict.fromkeys((*sorted(heads), *supervisors)):
        theirs = {body: sum_ for body, sum_ in sums.items() if _answers_for(now.organisation, person, body, now)}
        if theirs:
            yield person, theirs


def _answers_for(organisation: Organisation, person: str, body: str, now: Lights) -> bool:
    heads = (hat.person for hat in organisation.heads(body, now.today))
    return person in heads or organisation.granted(person, "supervisor", body, now.today)


def _by_body(session: Session, now: Lights) -> _Sums:
    """Each item counts once for a body, however many of its people hold it."""
    found: dict[str, dict[str, Light]] = {}
    for load in late_calls.loads(session, now.yellow_until):
        post, light = now.organisation.find_post(load.post), now.of(load.due, load.owner_body)
        rule = now.rules.of(load.owner_body, now.organisation)
        if post and light and light != "green" and rule.digest:
            found.setdefault(post.body, {})[load.id] = light
    return {body: Counter(items.values()) for body, items in found.items()}


def _text(sums: _Sums, now: Lights) -> str:
    """The bodies with the most that is late first."""
    total = sum(sums.values(), Counter[Light]())
    worst = sorted(sums, key=lambda body: (-sums[body]["red"], -sums[body]["yellow"], body))[:FEW_BODIES]
    named = "；".join(f"{now.organisation.body_name(body, now.today)}{_counted(sums[body])}" for body in worst)
    more = "等" if len(sums) > len(worst) else ""
    return f"{day_text(now.today)}期限督促汇总：{_counted(total)}（{named}{more}），请督促办理。"


def _counted(sum_: Counter[Light]) -> str:
    return f"超期 {sum_['red']} 项、临期 {sum_['yellow']} 项"
