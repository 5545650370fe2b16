"""Who acts at a step (办理人), and what happens where the rule alone does not tell."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from matters.language.quantities import by_key, filled
from matters.language.vocabulary import AsPassed, BodyRef, EachNamed, Id, NamedInField, Part


class ByPost(Part):
    """The holders of a post (岗位) of that kind in a body."""

    by: Literal["post"]
    post: Id
    of: BodyRef


class ByRole(Part):
    """Everybody in a body who is granted the role (角色)."""

    by: Literal["role"]
    role: Literal["approver", "window", "liaison", "robot"]
    of: BodyRef


class ByHead(Part):
    """The head of a body (主要负责人)."""

    by: Literal["head"]
    of: BodyRef


class ByHeads(Part):
    """The heads of a body and of its superiors one after another, `levels` of them (多级负责人)."""

    by: Literal["heads"]
    of: BodyRef
    levels: int = Field(ge=1, le=5)


class ByLiaison(Part):
    """The liaison officer of a body (联络员)."""

    by: Literal["liaison"]
    of: BodyRef


class ByField(Part):
    """The person named in a field of the form (表单指定)."""

    by: Literal["field"]
    field: Id


class ByChoice(Part):
    """Chosen from the holders of a post by the applicant or by the previous actor (选定)."""

    by: Literal["choice"]
    chooser: Literal["applicant", "previous_actor"]
    post: Id
    of: BodyRef


Who = Annotated[ByPost | ByRole | ByHead | ByHeads | ByLiaison | ByField | ByChoice, Field(discriminator="by")]


def answering(who: Who | None, body: BodyRef) -> tuple[Who, Who]:
    """Who answers for a body, the first rule that names anybody: those named, or else its liaison officers; then its head."""
    return who or ByLiaison(by="liaison", of=body), ByHead(by="head", of=body)


def each_of(who: Who | BodyRef) -> EachNamed | None:
    """The bodies each of which the rule means; nothing where it means one."""
    named = _in_form(who)
    return named if isinstance(named, EachNamed) else None


def field_of(who: Who | BodyRef) -> str | None:
    """The field of the form in which the rule looks for people or bodies."""
    named = _in_form(who)
    if named is None:
        return None
    return named.each if isinstance(named, EachNamed) else named.field


def unanswered(who: Who, answers: Mapping[str, Any]) -> bool:
    """Whether the rule hangs on a field of the form that nobody has filled yet."""
    field = field_of(who)
    return field is not None and not filled(answers.get(field))


_FURTHER = ("of", "superior_of", "region_of")  # where a rule, or a reference to a body, names a body in turn


def _in_form(who: Who | BodyRef) -> ByField | NamedInField | EachNamed | None:
    """The part of the rule that looks into the form."""
    ref: object = who
    while ref is not None and not isinstance(ref, ByField | NamedInField | EachNamed):
        ref = next((part for key in _FURTHER if (part := getattr(ref, key, None))), None)
    return ref


class ToStandIn(Part):
    """Another rule names the actor."""

    to: Who


Instead = Annotated[
    Annotated[Literal["refuse_filing", "superior"], Tag("word")]
    | Annotated[ToStandIn, Tag("to")]
    | Annotated[AsPassed, Tag("passes")],
    by_key("to", "passes", or_word=True),
]


class Exceptions(Part):
    """What happens in the four cases where an actor rule does not simply work. All are written out, none has a default.

    `nobody` no holder is found; `applicant` the actor is the applicant; `repeated` the same person acted before;
    `conflict` the actor stands in conflict of interest (proxy for the applicant, two hats in one case).

    `superior`: the head of the body in which the actor was looked for. In the head's own place, or where the head has spoken
    at another step of the case, that of the body above.
    """

    nobody: Instead
    applicant: Instead
    repeated: Literal["ask_again", "skip_if_consecutive", "skip_if_unchanged"]
    conflict: Literal["exclude", "allow_noted"]
