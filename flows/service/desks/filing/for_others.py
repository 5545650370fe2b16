"""The desk of filings for somebody else: by a mandate (代办申请), and for who has come to the window (窗口登记)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flows.cases.beginning import published
from flows.cases.deciding import world_of
from flows.cases.editions import edition_for
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.filing import Intake
from flows.service.intake.filing_for import ForOthers
from flows.service.intake.texts import text_refusal
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import hat_choice
from flows.service.shown.forecast import foreseen
from flows.service.shown.receipts import receipt_of_filing
from flows.service.shown.review import reviewed
from flows.views.cases import Receipt, ReviewView, SubmitRequest
from flows.views.filing_for import Mandate, MandatedRequest, WindowMatter, WindowRequest
from flows.views.matters import ForecastView
from flows.views.people import Caller
from flows.views.proxies import MatterChoice
from flows.views.tasks import HatChoice
from matters.case.channel import AtWindow, ByMandate, Channel, Original
from matters.commands.cases import Submit
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.words.answers import person_name
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from matters.who.filing_for import AT_WINDOW, BY_MANDATE, is_there
from storage import drafts
from storage.database import Session
from storage.definitions import matters
from storage.people import proxies

FOUND = 20  # applicants at once; who is not among them is found by more words
MOST_KEPT = 200  # characters: a room and a shelf


class ForOthersDesk(WorkingDesk):
    """Whether somebody may file for somebody else is asked anew when it is filed, whatever a page has shown."""

    @allowed_to(roles("applicant"), "查看代办委托")
    def mandates(self, caller: Caller) -> tuple[Mandate, ...]:
        """By which the caller may file today."""
        with self._resources.database.reading() as session:
            given = ForOthers(session, self._resources, caller).mandates
            return tuple(self._mandate(session, one) for one in given)

    @allowed_to(roles("window"), "查看可以登记的事项")
    def matters(self, caller: Caller) -> tuple[WindowMatter, ...]:
        """What the caller accepts from bodies of the own region, and so may register."""
        with self._resources.database.reading() as session:
            return tuple(self._window_matters(session, caller))

    @allowed_to(roles("window"), "查找申请人")
    def applicants(self, caller: Caller, matter: str, q: str) -> tuple[HatChoice, ...]:
        """The first whose name, body or title has every word, among those from whom the caller accepts the matter."""
        with self._resources.database.reading() as session:
            definition = published(session, self._resources, matter)
            if isinstance(definition, NotFound):
                return ()
            return tuple(islice(self._applicants(session, caller, definition, q.split()), FOUND))

    @allowed_to(roles("applicant", "window"), "查看办理预告")
    def forecast(
        self, caller: Caller, matter: str, answers: Mapping[str, Any], applicant: Holder
    ) -> ForecastView | Refusal:
        """What lies ahead of the filing; at the window the visit counts (跑动一次)."""
        with self._resources.database.reading() as session:
            definition = published(session, self._resources, matter)
            if isinstance(definition, NotFound):
                return definition
            others = ForOthers(session, self._resources, caller)
            if not others.may(definition, applicant):
                return Forbidden(operation="为该申请人提交申请")
            world = world_of(session, self._resources)
            at_window = others.by_mandate(definition, applicant) is None
            body = world.organisation.post(applicant.post).body
            definition = edition_for(session, self._resources, definition, body, answers)
            return foreseen(definition, applicant, answers, world, at_window=at_window)

    @allowed_to(roles("applicant"), BY_MANDATE)
    def submit(
        self, caller: Caller, request: MandatedRequest, key: str | None = None
    ) -> tuple[Receipt, bool] | Refusal:
        """File a case for who has given the mandate. The same key and content give the same case again."""
        filing = Operation(caller, BY_MANDATE, request.matter, request.post, key, request.model_dump(mode="json"))
        return self._changed(
            filing,
            lambda session: self._file(session, caller, self._charged(session, caller, request)),
            Receipt,
            lambda receipt: receipt.case_no,
        )

    @allowed_to(roles("window"), AT_WINDOW)
    def register(
        self, caller: Caller, request: WindowRequest, key: str | None = None
    ) -> tuple[Receipt, bool] | Refusal:
        """File a case for who has come to the window: one visit, of every material the original was seen."""
        filing = Operation(caller, AT_WINDOW, request.matter, request.post, key, request.model_dump(mode="json"))
        return self._changed(
            filing,
            lambda session: self._file(session, caller, self._attended(session, caller, request)),
            Receipt,
            lambda receipt: receipt.case_no,
        )

    @allowed_to(roles("applicant", "window"), "核对申请")
    def review(self, caller: Caller, request: MandatedRequest | WindowRequest) -> ReviewView | Refusal:
        """What it would say, as it will be read on the case; or all it would be refused for. Nothing is filed."""
        with self._resources.database.reading() as session:
            if isinstance(request, MandatedRequest):
                found = self._charged(session, caller, request)
            else:
                found = self._attended(session, caller, request)
            return found if isinstance(found, Refusal) else reviewed(session, self._resources, *found)

    def _charged(
        self, session: Session, caller: Caller, request: MandatedRequest
    ) -> tuple[Definition, Submit] | Refusal:
        """A filing by mandate."""
        record = proxies.find(session, request.mandate)
        if record is None or record.proxy.agent != caller.person:
            return NotFound(what="该委托", denied=request.mandate if record else "")
        if record.revoked_at:
            return NotPossible(action=BY_MANDATE, why="该委托已经撤销")
        channel = ByMandate(mandate=record.proxy.id)
        return self._filing(session, caller, request, record.proxy.principal, channel, {})

    def _attended(
        self, session: Session, caller: Caller, request: WindowRequest
    ) -> tuple[Definition, Submit] | Refusal:
        """A filing at the window."""
        places = {material: place.strip() for material, place in request.originals.items()}
        too_long = next((material for material, place in places.items() if len(place) > MOST_KEPT), None)
        if too_long:
            return Invalid.of(too_long, f"原件留存地点不超过 {MOST_KEPT} 字")
        seen = tuple(Original(material=material, kept=bool(place)) for material, place in places.items())
        channel, kept = AtWindow(originals=seen), {material: place for material, place in places.items() if place}
        return self._filing(session, caller, request, request.applicant, channel, kept)

    def _filing(
        self,
        session: Session,
        caller: Caller,
        request: SubmitRequest,
        applicant: Holder,
        channel: Channel,
        places: Mapping[str, str],
    ) -> tuple[Definition, Submit] | Refusal:
        organisation, hat = self._resources.organisation(session), self._hat(caller, request.post)
        if isinstance(hat, Refusal):
            return hat
        if not is_there(applicant, organisation, self._resources.today):
            return Invalid.of("applicant", "没有该申请人，或者其已不在该岗位、不能以该单位名义申请")
        fit = Intake(session, self._resources, caller).fit(applicant, request)
        if isinstance(fit, Refusal):
            return fit
        matter, request = fit[1:]
        filing = Submit(
            actor=hat,
            behalf=applicant,
            case_no="",
            answers=request.answers,
            materials=request.materials,
            choices=request.choices,
            channel=channel,
            places=places,
            period=request.period,
        )
        return text_refusal(matter, places) or (matter, filing)

    def _file(self, session: Session, caller: Caller, found: tuple[Definition, Submit] | Refusal) -> Receipt | Refusal:
        if isinstance(found, Refusal):
            return found
        matter, filing = found
        draft = drafts.of_filing(matter.code, filing.behalf)
        filed = Intake(session, self._resources, caller).begin(matter, filing, draft)
        if isinstance(filed, Refusal):
            return filed
        whose = person_name(self._resources.organisation(session), filing.behalf.person if filing.behalf else "")
        told = f"已为{whose}登记，计跑动 1 次" if isinstance(filing.channel, AtWindow) else f"已代{whose}提交"
        return receipt_of_filing(matter, *filed[1:], told)

    def _published(self, session: Session) -> Iterator[Definition]:
        return (self._resources.definition(session, head.digest) for head in matters.published(session))

    def _mandate(self, session: Session, given: Proxy) -> Mandate:
        organisation = self._resources.organisation(session)
        limited = ((code, published(session, self._resources, code)) for code in given.matters)
        return Mandate(
            id=given.id,
            principal=hat_choice(given.principal, organisation, self._resources.today),
            until=given.until,
            matters=tuple(
                MatterChoice(code=code, name=one.name if isinstance(one, Definition) else code) for code, one in limited
            ),
            pledges=given.pledges,
        )

    def _window_matters(self, session: Session, caller: Caller) -> Iterator[WindowMatter]:
        others, organisation = ForOthers(session, self._resources, caller), self._resources.organisation(session)
        # Who accepts hangs on the applicant's body: somebody who is nobody stands for all who apply from it.
        seats = (organisation.posts_in(body)[0].id for body in sorted(caller.bodies))
        anybody = tuple(Holder(person="", post=post) for post in seats)
        for matter in self._published(session):
            post = next(filter(None, (others.at_window(matter, one) for one in anybody)), None)
            if post:
                yield WindowMatter(code=matter.code, name=matter.name, post=post)

    def _applicants(
        self, session: Session, caller: Caller, matter: Definition, words: list[str]
    ) -> Iterator[HatChoice]:
        others, organisation = ForOthers(session, self._resources, caller), self._resources.organisation(session)
        today = self._resources.today
        for post in organisation.posts:
            place = f"{organisation.body_name(post.body, today)} {post.title}"
            for hat in organisation.holders_of(post, today):
                said = f"{person_name(organisation, hat.person)}（{place}）"
                meant = all(word in said for word in words) and is_there(hat, organisation, today)
                if meant and others.at_window(matter, hat):
                    yield hat_choice(hat, organisation, today)
