"""Taking in a filing (收件): in which matter, all that is wrong with it, and the case that it begins."""

from dataclasses import dataclass

from flows.cases.around import look_up
from flows.cases.beginning import begin, published
from flows.cases.deciding import world_of
from flows.cases.editions import edition_for
from flows.cases.repeated import filed_before
from flows.offering import not_offered
from flows.resources import Resources
from flows.service.intake.materials import file_ids, material_refusal, taken_up
from flows.service.intake.texts import text_refusal
from flows.views.cases import SubmitRequest
from flows.views.people import Caller
from matters.case.aggregate import Case
from matters.commands.cases import Submit
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid
from matters.errors.together import told_together
from matters.filing.asked import complete
from matters.filing.checking import filing_problems
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.organisation.snapshot import Body, Holder
from matters.verbs.applying import filing_defects
from matters.who.parties import Parties, owner_of
from storage import drafts
from storage.cases import CaseHead
from storage.database import Session


@dataclass(frozen=True, slots=True)
class Intake:
    """What one caller hands in within one session, for himself or for somebody else."""

    session: Session
    resources: Resources
    caller: Caller

    def fit(self, hat: Holder | Refusal, request: SubmitRequest) -> tuple[Holder, Definition, SubmitRequest] | Refusal:
        """Under which hat it is applied for, in which matter, and the filing as it is taken; or why it cannot be begun."""
        matter = published(self.session, self.resources, request.matter)
        if isinstance(matter, Refusal):
            return matter
        if isinstance(hat, Holder) and not self._applies_for(hat):
            return Forbidden(operation="以该单位名义申请")
        request = request.model_copy(update={"answers": all_taken(matter, request.answers)})
        if isinstance(hat, Holder) and (closed := self._not_offered(hat, matter, request)):
            return closed
        matter = self._edition(hat, matter, request)
        texts = text_refusal(matter, request.answers)
        materials = material_refusal(self.session, self.caller, matter, request.materials)
        unfit = [one for one in (hat, texts, materials) if isinstance(one, Refusal)]
        if isinstance(hat, Refusal) or unfit:
            return told_together(*unfit, *self._defects(hat, matter, request))
        return hat, matter, request

    def begin(self, matter: Definition, filing: Submit, draft: str) -> tuple[CaseHead, Case, CaseHead | None] | Refusal:
        """The case, and an earlier one that says the same. `draft`: under which name it was kept, to be forgotten."""
        filed = begin(self.session, self.resources, matter, filing)
        if isinstance(filed, Refusal):
            return filed
        head, case = filed
        refusal = taken_up(self.session, file_ids(filing.materials), self.caller.person, head.id)
        if refusal:
            return refusal
        drafts.drop(self.session, self.caller.person, draft)
        return head, case, filed_before(self.session, self.resources, head)

    def _defects(self, hat: Holder | Refusal, matter: Definition, request: SubmitRequest) -> tuple[Refusal, ...]:
        """What else is wrong with a filing that cannot be begun: whoever files it hears of everything at once."""
        world = look_up(self.session, self.resources, world_of(self.session, self.resources), matter, request.answers)
        body = world.organisation.post(hat.post).body if isinstance(hat, Holder) else ""
        owner = owner_of(matter, body, world, complete(matter, request.answers, world.today)) if body else None
        parties = Parties(hat, body, owner.id) if isinstance(hat, Holder) and isinstance(owner, Body) else None
        named = {key: value for key, value in request.answers.items() if key.isprintable()}
        if parties:
            return filing_defects(matter, named, request.materials, request.choices, world, parties)
        problems = filing_problems(matter, named, request.materials, world)
        return (Invalid(problems=problems),) if problems else ()

    def _not_offered(self, hat: Holder, matter: Definition, request: SubmitRequest) -> Refusal | None:
        return not_offered(self.session, self.resources, matter, self._body_of(hat), request.answers)

    def _edition(self, hat: Holder | Refusal, matter: Definition, request: SubmitRequest) -> Definition:
        """The one that holds at the body which accepts it (实施清单)."""
        if isinstance(hat, Refusal):
            return matter
        return edition_for(self.session, self.resources, matter, self._body_of(hat), request.answers)

    def _body_of(self, hat: Holder) -> str:
        return self.resources.organisation(self.session).post(hat.post).body

    def _applies_for(self, hat: Holder) -> bool:
        organisation = self.resources.organisation(self.session)
        body = organisation.post(hat.post).body
        return organisation.granted(hat.person, "applicant", body, self.resources.today)


def own_filing(hat: Holder, request: SubmitRequest) -> Submit:
    """What somebody files for himself."""
    return Submit(
        actor=hat,
        case_no="",
        answers=request.answers,
        materials=request.materials,
        choices=request.choices,
        period=request.period,
    )
