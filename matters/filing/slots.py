"""Whether a booking (预约) may be had, and which slots a case holds."""

from collections.abc import Iterator
from datetime import timedelta

from matters.calendar import period_text
from matters.case.aggregate import Case
from matters.filing.asked import Values
from matters.language.document import Definition
from matters.language.form import BookingField
from matters.language.words.answers import slot_text
from matters.organisation.resources import (
    Hold,
    Register,
    Resource,
    Slot,
    fits,
    hold_of,
    nearest,
    needed,
    next_quarter,
    quarterly,
    stretches,
)
from matters.organisation.snapshot import Body
from matters.world import World

_AROUND = timedelta(days=1)  # how far before and after the wanted slot an alternative is looked for
_MOST = 3  # other resources that are named


def booking_problem(
    field: BookingField, value: object, answers: Values, world: World, owner: Body | None
) -> str | None:
    """What is wrong with a booking, as half a sentence. `owner`: whose resources are lent, where that is known."""
    hold = hold_of(value)
    if hold is None:
        return "请选择资源，填写起止时间"
    return _ill_timed(field, hold, world) or _unfit(field, hold, answers, world, owner)


def holds_in(matter: Definition, answers: Values) -> dict[str, Hold]:
    """What the answers book, by field."""
    found = {field.id: hold_of(answers.get(field.id)) for field in booking_fields(matter)}
    return {key: hold for key, hold in found.items() if hold}


def held(matter: Definition, case: Case, answers: Values) -> dict[str, Hold]:
    """What the case holds, by field: while it runs and once it is granted; nothing when it has ended otherwise."""
    over = case.result == "denied" or case.ended not in (None, "concluded")
    return {} if over else holds_in(matter, answers)


def window_around(slot: Slot) -> Slot:
    """When alternatives to a slot are looked for."""
    return Slot(slot.begins - _AROUND, slot.ends + _AROUND)


def lost(matter: Definition, answers: Values, world: World) -> str | None:
    """Why what the case holds can no longer be granted, as half a sentence: the resource is out of service, or too small."""
    for field in booking_fields(matter):
        hold = hold_of(answers.get(field.id))
        problem = _taken(field, hold, answers, world) if hold else None
        if problem:
            return f"{field.label}：{problem}"
    return None


def booking_fields(matter: Definition) -> tuple[BookingField, ...]:
    """The fields of the form that book something, in reading order."""
    return tuple(field for field in matter.fields if isinstance(field, BookingField))


def _ill_timed(field: BookingField, hold: Hold, world: World) -> str | None:
    """What is wrong with the slot itself, whatever the resource."""
    slot = hold.slot
    if slot.ends <= slot.begins:
        return "结束时间须晚于开始时间"
    if not (quarterly(slot.begins) and quarterly(slot.ends)):
        return "起止时间须为整刻，如 09:00、09:15、09:30、09:45"
    if slot.begins < world.now:
        return "开始时间不能早于现在"
    if slot.begins > world.now + timedelta(days=field.days_ahead):
        return f"最多提前 {field.days_ahead} 日预约"
    return f"一次预约不超过 {field.longest_hours} 小时" if slot.length > timedelta(hours=field.longest_hours) else None


def _unfit(field: BookingField, hold: Hold, answers: Values, world: World, owner: Body | None) -> str | None:
    """What is wrong with the resource that is chosen."""
    seats = _ill_counted(field, hold)
    if seats or world.register is None:
        return seats
    resource = world.register.find(hold.resource)
    if resource is None or resource.kind != field.resource or (owner and resource.body != owner.id):
        return "请从可预约的资源中选择"
    return _taken(field, hold, answers, world)


def _ill_counted(field: BookingField, hold: Hold) -> str | None:
    if not field.by_seat:
        return None if hold.seats is None else "该资源整体预约，不填写座位数"
    return "请填写座位数" if hold.seats is None or hold.seats < 1 else None


def _taken(field: BookingField, hold: Hold, answers: Values, world: World) -> str | None:
    """Why the resource cannot be had for the slot: out of service, too small, or held by others, and what is free instead."""
    if world.register is None:
        return None
    resource = world.register.find(hold.resource)
    if resource is None or not resource.serves(hold.slot):
        return f"“{resource.name}”{_service(resource)}，请另选" if resource else "该资源已不在登记簿中，请另选"
    if needed(resource, hold) > resource.capacity:
        return f"“{resource.name}”共 {resource.capacity} 座，请减少座位数或者另选"
    taken = (*world.register.taken, *_beside(field, answers))
    if fits(resource, hold, taken):
        return None
    return f"“{resource.name}”{_busy(resource, hold, taken)}{_instead(world.register, resource, hold, taken, world)}"


def _beside(field: BookingField, answers: Values) -> Iterator[Hold]:
    """What other fields of the same form book: only a booking is written so."""
    found = (hold_of(value) for key, value in answers.items() if key != field.id)
    return (hold for hold in found if hold)


def _service(resource: Resource) -> str:
    return f"可以预约的日期为{period_text(resource.since, resource.until)}"


def _busy(resource: Resource, hold: Hold, taken: tuple[Hold, ...]) -> str:
    """When it is held by others, not by whom."""
    wide = Slot(
        min(hold.slot.begins, *(one.slot.begins for one in taken)),
        max(hold.slot.ends, *(one.slot.ends for one in taken)),
    )
    short = [part for part in stretches(resource, wide, taken) if part.left < needed(resource, hold)]
    parts = [part for part in short if part.slot.overlaps(hold.slot)]
    return "；".join(f"{slot_text(part.slot)}{f'只余 {part.left} 座' if part.left else '已被预约'}" for part in parts)


def _instead(register: Register, resource: Resource, hold: Hold, taken: tuple[Hold, ...], world: World) -> str:
    """What is free instead: the nearest slots of the resource, and others like it at that time."""
    around = window_around(hold.slot)
    slots = nearest(resource, hold, taken, Slot(max(around.begins, next_quarter(world.now)), around.ends))
    others = [one.name for one in register.alike(resource) if _would_do(one, hold, taken)]
    offers = [f"“{resource.name}”可改为{'或'.join(slot_text(slot) for slot in slots)}"] if slots else []
    offers += [f"同一时段{''.join(f'“{name}”' for name in others[:_MOST])}空闲"] if others else []
    return f"。{'；'.join(offers)}" if offers else "，前后一日内也没有同样长的空闲时段，请另选日期"


def _would_do(resource: Resource, hold: Hold, taken: tuple[Hold, ...]) -> bool:
    other = Hold(resource.id, hold.slot, hold.seats)
    return resource.serves(hold.slot) and needed(resource, other) <= resource.capacity and fits(resource, other, taken)
