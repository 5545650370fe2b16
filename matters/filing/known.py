"""What is on record of the applicant, which a form takes over (自动带出): offered, or settled by the post that applies."""

from typing import Any

from matters.errors.handling import NoOwner
from matters.filing.asked import Values, shown
from matters.filing.entries import with_copied
from matters.language.document import Definition
from matters.language.form import FormField
from matters.language.prefill import FromApplicant
from matters.language.quantities import filled
from matters.organisation.snapshot import Holder
from matters.who.parties import Parties, owner_of
from matters.world import World

_OFFERED = (
    "person_name",
    "phone",
)  # somebody else may be the one to call; body, post and region are the applicant's own


def known_answers(matter: Definition, person: str, post: str | None, world: World) -> dict[str, str]:
    """What is known for every field that asks for it, by field id; without a post what the person alone tells."""
    on_record = _on_record(person, post, world)
    return {
        field.id: text
        for field in matter.fields
        if isinstance(field.prefill, FromApplicant) and (text := on_record.get(field.prefill.applicant))
    }


def settled(field: FormField) -> bool:
    """Whether what is known is the answer and nobody types another."""
    return isinstance(field.prefill, FromApplicant) and field.prefill.applicant not in _OFFERED


def with_settled(matter: Definition, answers: Values, hat: Holder, world: World) -> Values:
    """The answers with what is settled, and what entries of rosters say, where the form asks for it and nothing was sent."""
    known = known_answers(matter, hat.person, hat.post, world)
    open_ones = (field for field in matter.fields if settled(field) and not filled(answers.get(field.id)))
    added = {f.id: known[f.id] for f in open_ones if f.id in known and shown(matter, f, answers, world.today)}
    return with_copied(matter, {**answers, **added}, world, _between(matter, hat, world))


def taken_over(matter: Definition, answers: Values, hat: Holder, world: World) -> dict[str, Any]:
    """What the entries of rosters say that are chosen in the form, by the field that takes it over."""
    chosen = {
        field.id: answers[field.id] for field, asks in matter.entry_fields if field is asks and field.id in answers
    }
    says = with_copied(matter, chosen, world, _between(matter, hat, world))
    return {name: value for name, value in says.items() if name in matter.taken_over}


def _between(matter: Definition, hat: Holder, world: World) -> Parties | None:
    """Between whom the case would be, where anybody accepts it."""
    body = world.organisation.post(hat.post).body
    owner = owner_of(matter, body, world)
    return None if isinstance(owner, NoOwner) else Parties(hat, body, owner.id)


def _on_record(person: str, post: str | None, world: World) -> dict[str, str]:
    organisation = world.organisation
    who, seat = organisation.find_person(person), organisation.find_post(post) if post else None
    of_person = {"person_name": who.name, "phone": who.phone} if who else {}
    if seat is None:
        return of_person
    body = organisation.body(seat.body)
    region = organisation.region(body.region).name
    name = organisation.body_name(body.id, world.today)
    return {**of_person, "body_name": name, "post_name": seat.title, "region_name": region}
