"""Who may file for somebody else (代办申请、窗口登记): by a mandate in force, or as the desk that accepts the matter."""

from datetime import date

from matters.case.channel import AtWindow, ByMandate
from matters.commands.cases import Submit
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.form import PledgeField
from matters.language.route.steps import Acceptance, of_kind
from matters.organisation.proxies import Proxy, unfit
from matters.organisation.snapshot import Holder, Organisation
from matters.who.parties import Parties
from matters.who.seats import named
from matters.world import World

BY_MANDATE, AT_WINDOW = "代办申请", "窗口登记"
PLEDGE_IS_OWN = "承诺须由申请人本人作出"


def not_for_another(matter: Definition, command: Submit, parties: Parties, world: World) -> Refusal | None:
    """Why the actor may not file it for whom the command names; nothing of what people file for themselves."""
    match command.channel:
        case ByMandate(mandate=mandate):
            given = next((one for one in world.proxies if one.id == mandate), None)
            why = no_mandate(given, command.actor.person, command.hat, matter, world) or _pledged(
                given, matter, command
            )
            return NotPossible(action=BY_MANDATE, why=why) if why else None
        case AtWindow():
            return _not_the_desk(matter, command, parties, world) or _originals(command.channel, matter, command)
        case None:
            return None


def no_mandate(given: Proxy | None, agent: str, applicant: Holder, matter: Definition, world: World) -> str | None:
    """Why the agent may not file the matter for the applicant by what was given."""
    if given is None or not given.filing or (given.principal, given.agent) != (applicant, agent):
        return "没有有效的委托，或者委托已经撤销"
    if not given.valid(world.today):
        return "委托期限尚未开始，或者已经届满"
    if given.matters and matter.code not in given.matters:
        return "该事项不在委托范围内"
    misfit = unfit(given, world.organisation, world.today)
    return misfit.message if misfit else None


def pledges_of(matter: Definition) -> frozenset[str]:
    """The fields by which the applicant pledges something (承诺)."""
    return frozenset(field.id for field in matter.fields if isinstance(field, PledgeField))


def desk_of(matter: Definition, parties: Parties, world: World) -> frozenset[Holder]:
    """Who accepts the matter from this applicant: they register at their window what is brought to them."""
    found = (named(step, parties, world) for step in of_kind(matter.steps, Acceptance))
    return frozenset(holder for holders in found if isinstance(holders, tuple) for holder in holders)


def is_there(applicant: Holder, organisation: Organisation, today: date) -> bool:
    """Whether the person holds the post, and may file for its body."""
    post = organisation.find_post(applicant.post)
    return (
        post is not None
        and applicant in organisation.holders_of(post, today)
        and organisation.granted(applicant.person, "applicant", post.body, today)
    )


def _pledged(given: Proxy | None, matter: Definition, command: Submit) -> str | None:
    """A pledge is the applicant's own: the agent hands in what the applicant himself has charged him with."""
    made = any(command.answers.get(one) for one in pledges_of(matter))
    if not made or (given and given.pledges):
        return None
    return f"{PLEDGE_IS_OWN}，该委托没有授权代为提交承诺"


def _not_the_desk(matter: Definition, command: Submit, parties: Parties, world: World) -> Refusal | None:
    if command.actor.person == command.hat.person:
        return NotPossible(action=AT_WINDOW, why="本人的申请请在网上提交，或者由其他受理人员登记")
    return None if command.actor in desk_of(matter, parties, world) else Forbidden(operation="登记不由本岗位受理的申请")


def _originals(channel: AtWindow, matter: Definition, command: Submit) -> Invalid | None:
    """Of each material that was brought the original was seen, and of no other."""
    brought = {material for material, files in command.materials.items() if files}
    seen = [one.material for one in channel.originals]
    if brought == set(seen) and len(seen) == len(brought):
        return None
    wrong = sorted(brought.symmetric_difference(seen)) or seen
    return Invalid.of(wrong[0], f"“{matter.label(wrong[0])[:40]}”须逐份登记原件是否核验、留存在哪里或者退还")
