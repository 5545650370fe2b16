"""A filing in progress: the draft on the server, the widgets that change it, and what was wrong at the last attempt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from flows.views.cases import DraftView, FileView, SubmitRequest
from flows.views.matters import ForecastView
from flows.views.people import Caller
from flows.views.tasks import HatChoice
from matters.errors.base import Problem, Refusal
from matters.filing.asked import asked, complete, is_required, shown, without_stale
from matters.filing.known import settled
from matters.filing.late_materials import acts_first
from matters.language.document import Definition
from matters.language.form import ComputedField, FormField, Section, When
from matters.language.materials import Material
from matters.language.quantities import filled
from matters.language.words.answers import answer_text
from matters.language.words.phrases import Phrasing, phrasing_among
from matters.organisation.snapshot import Holder
from ui.components.applying.parts import FormPart
from ui.components.applying.reporting import NO_PERIOD, PeriodAsked
from ui.components.defects import place_of, show_problem
from ui.components.fields.widget import FieldSlot, ask, given, keep_chosen, start
from ui.components.markup import facts, plain, show, tag
from ui.components.messages import granted, refuse_after
from ui.components.shown import changed_here, shows
from ui.session import caller, service, today

_POST = "以哪个岗位申请"


@dataclass(frozen=True)
class Filing:
    """One person's filing of one matter. Widget keys carry matter, version and how often the form was started anew.

    `owner`: the body that accepts it for the applicant's first hat. `behalf`: for whom it is, if for another (代办、窗口登记).
    `period`: for which one it is, of a recurring report.
    """

    caller: Caller
    definition: Definition
    draft: DraftView
    owner: str | None = None
    behalf: HatChoice | None = None
    period: PeriodAsked = NO_PERIOD

    @property
    def code(self) -> str:
        """The matter's code."""
        return self.definition.code

    @property
    def post(self) -> str | None:
        """The hat chosen, or the one there is to begin with."""
        return self.behalf.post if self.behalf else self.caller.hat(self.draft.post)

    @property
    def applicant(self) -> Holder | None:
        """For whom it is, if for somebody else."""
        return holder_of(self.behalf)

    @cached_property
    def forecast(self) -> ForecastView | Refusal:
        """What lies ahead of the filing as it stands, and what the service would say of its answers."""
        if self.applicant:
            return service().for_others.forecast(self.caller, self.code, self.answers, self.applicant)
        return service().matters.forecast(self.caller, self.code, self.answers, self.post)

    @property
    def problems(self) -> Mapping[str, str]:
        """What was wrong at the last attempt, by field or material."""
        problems: dict[str, str] = st.session_state.setdefault(self._name("problems"), {})
        return problems

    def turn(self, what: str) -> str:
        """Which one this is of what comes again: an attempt that was refused, a reading before it is handed in, a way back."""
        return f"{self.code}.{what}.{st.session_state.get(self._name(what), 0)}"

    def _another(self, what: str) -> None:
        st.session_state[self._name(what)] = st.session_state.get(self._name(what), 0) + 1

    @property
    def defects(self) -> tuple[tuple[str, str], ...]:
        """The problems in the order of the page, each with the key of its place."""
        places = {"post": self.key("post.field")} | {f.id: self.key(f"{f.id}.field") for f in self.definition.fields}
        places |= {one.id: self.key(f"{one.id}.box") for one in self.definition.materials}
        places |= {"choices": self.key("choices.field")}
        placed = tuple((self.problems[target], key) for target, key in places.items() if target in self.problems)
        return (*placed, *((message, "") for target, message in self.problems.items() if target not in places))

    def problem(self, target: str) -> str:
        """What is wrong with a field or material: at the last attempt, or with what was filled in since."""
        return self.problems.get(target) or self._wrong.get(target) or self._taken_from(target)

    def _taken_from(self, target: str) -> str:
        """What was chosen there and cannot be any more; the draft keeps it, and it comes back with what took it away."""
        gone = filled(self.draft.answers.get(target)) and target in self._fitting and not filled(self._fitting[target])
        return "原来选择的内容已不适用，请重新选择" if gone else ""

    @cached_property
    def missing(self) -> Mapping[str, str] | None:
        """What the filing would be refused for now, by field or material; nothing where that cannot be told yet."""
        if isinstance(self.forecast, Refusal):
            return None
        handed_in = {material for material, files in self.draft.materials.items() if files}
        return {one.target: one.message for one in self.forecast.problems if one.target not in handed_in}

    @cached_property
    def _wrong(self) -> Mapping[str, str]:
        wrong = () if isinstance(self.forecast, Refusal) else self.forecast.wrong
        return {problem.target: problem.message for problem in wrong}

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """The answers to what is asked now; an answer to a field that has gone is not sent."""
        given = {f.id: self._fitting[f.id] for f in self.definition.fields if self._asked(f)}
        return {key: value for key, value in given.items() if filled(value)}

    @cached_property
    def says(self) -> Mapping[str, Any]:
        """What the form says now: the answers with what is computed from them."""
        return complete(self.definition, self.answers, today())

    @cached_property
    def _words(self) -> Phrasing:
        return phrasing_among(self.definition.fields)

    @cached_property
    def parties(self) -> Mapping[str, str]:
        """The bodies the case would be between, as far as they are known."""
        hat = next((hat for hat in self.caller.posts if hat.post == self.post), None)
        if hat is None:
            return {}
        owner = self.owner if hat.body == self.caller.posts[0].body else None
        return {"applicant": hat.body} | ({"owner": owner} if owner else {})

    def present(self, field: FormField) -> object:
        """The answer in the draft, also one that was emptied; else what is on record. What is settled no draft changes."""
        known = self.draft.known.get(field.id)
        return known if known and self._settled(field) else self.draft.answers.get(field.id, known)

    def key(self, name: str) -> str:
        """The key of a widget."""
        turn = st.session_state.get(self._name("turn"), 0)
        return f"filing.{name_of(self.code, self.behalf)}.{self.definition.edition.version}.{turn}.{name}"

    def sections(self) -> Iterable[Section]:
        """The sections that ask something now."""
        sections = self.definition.form.sections if self.definition.form else ()
        return (section for section in sections if self.shown_in(section))

    def shown_in(self, section: Section) -> tuple[FormField, ...]:
        """The fields of a section that are asked now."""
        return tuple(field for field in section.fields if self._asked(field))

    @cached_property
    def parts(self) -> tuple[FormPart, ...]:
        """The sections that ask something now, and the materials."""
        sections = (
            FormPart(one.title, self.key(f"{one.id}.part"), tuple(field.id for field in self.shown_in(one)), "已填好")
            for one in self.sections()
        )
        materials = tuple(one.id for one in self.definition.materials if asked(one))
        return (*sections, *([FormPart("申请材料", self.key("part"), materials, "已交齐")] if materials else ()))

    @property
    def reviewing(self) -> bool:
        """Whether it is being read once more before it is handed in."""
        return self._name("review.chosen") in st.session_state

    @property
    def chosen(self) -> Mapping[str, Holder]:
        """Who was chosen to act later, when that reading began."""
        chosen: Mapping[str, Holder] = st.session_state.get(self._name("review.chosen"), {})
        return chosen

    def review(self, chosen: Mapping[str, Holder]) -> None:
        """Have it read once more; the page it is read on ends with the draft."""
        if self.draft.saved_at is None:
            self.save({})
        st.session_state[self._name("review.chosen")] = chosen
        self._another("review")

    def amend(self, part: str = "") -> None:
        """Go back to the form, to that part of it."""
        st.session_state.pop(self._name("review.chosen"), None)
        st.session_state[self._name("amended")] = part
        self._another("amend")

    def show_way_back(self) -> None:
        """Bring the person to the part that was to be amended."""
        part = st.session_state.get(self._name("amended"), "")
        if part:
            show(tag("i", hidden="hidden", data_arrive=self.turn("amend"), data_to=place_of(part)))

    def save(self, answers: Mapping[str, Any]) -> DraftView:
        """Keep these answers; also nothing but that it was begun."""
        return granted(service().drafts.save(self.caller, self.code, answers, self.post, self.applicant))

    def request(self, choices: Mapping[str, Holder]) -> SubmitRequest:
        """All of it, as it stands on the page."""
        materials = {key: tuple(file.id for file in files) for key, files in self.draft.materials.items() if files}
        own = {"matter": self.code, "post": self.post, "period": self.period.key}
        return SubmitRequest(answers=self.answers, materials=materials, choices=choices, **own)

    def note_shown(self) -> None:
        """The page shows all of it as text: a press counts for that."""
        shows(self.key("post"), self.post, _POST)
        for field in self.definition.fields:
            if self._asked(field) and not isinstance(field, ComputedField):
                shows(self.key(field.id), self.present(field), field.label)
        for material in self.definition.materials:
            ids = tuple(file.id for file in self.draft.materials.get(material.id, ()))
            shows(self.key(material.id), ids, material.name)

    def ask(self, field: FormField) -> None:
        """Draw a field; a change is saved at once."""
        value = self.present(field)
        if value and self._settled(field):
            show(facts([(field.label, answer_text(field, value))]))
            return
        key = self.key(field.id)
        slot = FieldSlot(key, lambda: self._save(field, FieldSlot(key)), self.says, self.parties, words=self._words)
        if shows(key, value, field.label):
            st.session_state[key] = start(field, value)
        keep_chosen(field, slot, self._fitting.get(field.id))
        ask(field, slot, value, self.problem(field.id))

    def _settled(self, field: FormField) -> bool:
        """Whether nobody types it: it is on record of the applicant, or the entry says it that was chosen."""
        known = field.id in self.draft.known
        return known and (settled(field) or field.id in self.definition.taken_over)

    def taken_away(self) -> bool:
        """Whether the draft this page has shown was filed or emptied elsewhere; then the page begins anew."""
        seen = bool(st.session_state.get(self._name("seen")))
        st.session_state[self._name("seen")] = self.draft.saved_at is not None
        if seen and self.draft.saved_at is None:
            self.start_anew()
            return True
        return False

    def choose_post(self) -> None:
        """Ask under which hat, when the person has several; one is chosen already where they are all of one body."""
        if self.behalf:
            show(facts([("申请人", self.behalf.text)]))
            return
        if len(self.caller.posts) < 2:
            return
        titles = {hat.post: plain(f"{hat.body_name} {hat.title}") for hat in self.caller.posts}
        key, post = self.key("post"), self.post
        if shows(key, post, _POST) or key not in st.session_state:
            st.session_state[key] = post
        with st.container(key=self.key("post.field"), gap="xsmall"):
            st.radio(
                f"{_POST}（必填）",
                list(titles),
                format_func=titles.__getitem__,
                key=key,
                on_change=self._save_post,
                args=(key,),
            )
            show_problem(self.problem("post"))

    def attach(self, material: str, files: tuple[FileView, ...]) -> None:
        """Make these the files of a material."""
        self._forget(material)
        ids = tuple(file.id for file in files)
        saved = service().drafts.attach(caller(), self.code, material, ids, self.applicant)
        _told(saved)

    def requirement(self, material: Material) -> str:
        """Whether the material must be handed in, with the answers given so far, and whether it may come later (先办后补)."""
        if is_required(material.required, self.says, today()):
            return (
                "必须提交，可以先提交申请，之后补交"
                if acts_first(self.definition, self.answers, today())
                else "必须提交"
            )
        return "目前填写的内容不需要提交" if isinstance(material.required, When) else ""

    def remember(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong, so that it stands beside its field."""
        st.session_state[self._name("problems")] = {problem.target: problem.message for problem in problems}
        st.session_state[self._name("followed")] = set()
        self._another("attempt")

    def follow(self) -> None:
        """Let what was wrong follow the form: what would be refused of its answers now; other problems stand until touched."""
        if self.missing is None:
            return
        now = self.missing
        followed: set[str] = st.session_state.setdefault(self._name("followed"), set())
        followed |= self.problems.keys() & now.keys()
        others = {target: message for target, message in self.problems.items() if target not in followed}
        wrong = {target: now[target] for target in now if target in followed}
        st.session_state[self._name("problems")] = others | wrong

    def start_anew(self) -> None:
        """Forget the widgets' values: the draft they showed is gone."""
        start_anew(name_of(self.code, self.behalf))

    def _name(self, what: str) -> str:
        return kept_of(name_of(self.code, self.behalf), what)

    def _asked(self, field: FormField) -> bool:
        return shown(self.definition, field, self._drafted, today())

    @cached_property
    def _drafted(self) -> Mapping[str, Any]:
        return complete(self.definition, without_stale(self.definition, self.draft.answers, today()), today())

    @cached_property
    def _fitting(self) -> Mapping[str, Any]:
        """What stands in the form, without the choices that other answers have taken away."""
        return without_stale(self.definition, {f.id: self.present(f) for f in self.definition.fields}, today())

    def _save(self, field: FormField, slot: FieldSlot) -> None:
        """Runs as a callback, before the page: asks for the login itself."""
        who = caller()
        if self._outlived(who, slot.key, field.id):
            return
        self._forget(field.id)
        value = given(field, slot)
        emptied = "" if field.prefill else None  # kept, so that what is known does not come back by itself
        answers = {field.id: emptied if value is None else value}
        saved = service().drafts.save(who, self.code, answers, self.post, self.applicant)
        if isinstance(saved, DraftView):
            changed_here(slot.key, saved.answers.get(field.id))
        _told(saved)

    def _save_post(self, key: str) -> None:
        who = caller()
        if not self._outlived(who, key, "post"):
            changed_here(key, st.session_state[key])
            _told(service().drafts.save(who, self.code, {}, st.session_state[key]))

    def _outlived(self, who: Caller, key: str, name: str) -> bool:
        """Whether the form with this widget was filed or emptied meanwhile, here or in another tab.

        Streamlit may call back for widgets of the form before; the answers in them alone would become a new draft.
        """
        if key != self.key(name):
            return True
        return self.draft.saved_at is not None and self._reloaded(who).saved_at is None

    def _reloaded(self, who: Caller) -> DraftView:
        return granted(service().drafts.load(who, self.code, self.applicant))

    def _forget(self, target: str) -> None:
        st.session_state.get(self._name("problems"), {}).pop(target, None)


def name_of(matter: str, behalf: HatChoice | None) -> str:
    """What the session calls the filing of a matter, for oneself or for somebody else."""
    return f"{matter}.{behalf.person}.{behalf.post}" if behalf else matter


def holder_of(choice: HatChoice | None) -> Holder | None:
    """Who was chosen, under that hat."""
    return Holder(person=choice.person, post=choice.post) if choice else None


def kept_of(matter: str, what: str) -> str:
    """Under which key the session keeps something of the filing of a matter."""
    return f"filing.{matter}.{what}"


def start_anew(matter: str) -> None:
    """Forget what the session keeps of a filing: another draft is drawn from now on."""
    turn = kept_of(matter, "turn")
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    for what in ("problems", "followed", "seen", "review.chosen", "amended", "copied", "receipt"):
        st.session_state.pop(kept_of(matter, what), None)


def _told(saved: DraftView | Refusal) -> None:
    if isinstance(saved, Refusal):
        refuse_after(saved)
