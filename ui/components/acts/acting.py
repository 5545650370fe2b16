"""One open work item before one person: the keys of its widgets, what was wrong at the last attempt, and the act itself."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

import streamlit as st

from flows.views.cases import CaseView
from flows.views.people import Caller
from flows.views.tasks import ActRequest, TaskView
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import ProofRequired
from matters.filing.asked import complete_among
from matters.language.actions import ACTION_NAMES
from matters.language.form import ComputedField, FormField
from matters.language.quantities import filled
from matters.language.words.phrases import phrasing_among
from matters.organisation.snapshot import Holder
from ui.components.acts.onward import acted
from ui.components.asking import ask_password
from ui.components.defects import show_defects
from ui.components.fields.widget import FieldSlot, ask, begin, field_of, given
from ui.components.markup import plain, show, tag
from ui.components.messages import granted, refuse, refuse_after, tell_after
from ui.components.shown import as_shown
from ui.session import caller, idempotency_key, service, today

MORE: Literal["more"] = "more"  # what hands the item on, chosen one by one
_NAMES: Mapping[str, str] = dict(ACTION_NAMES) | {MORE: "更多"}
A = TypeVar("A", bound=str)


def _offered(value: object, among: Collection[object] | None) -> bool:
    """Whether a widget can show it: what was chosen may have gone since."""
    return among is None or all(one in among for one in (value if isinstance(value, list) else [value]))


@dataclass(frozen=True)
class Acting:
    """One item open before one person. Keys carry item and version: a late click on an old page finds no widget."""

    caller: Caller
    case: CaseView
    task: TaskView
    places: dict[str, str] = dataclasses.field(
        default_factory=dict
    )  # where on the page what can be wrong stands, as it is drawn

    def key(self, name: str) -> str:
        """The key of a widget of this item at this version."""
        return f"act.{self.task.line.id}.{self.task.line.version}.{name}"

    @cached_property
    def begun(self) -> Mapping[str, Any]:
        """What was chosen and written on this item before this page was drawn, as the server keeps it."""
        return granted(service().drafts.load_begun(self.caller, self.task.line.id))

    def kept(
        self, name: str, among: Collection[object] | None = None, read: Callable[[Any], object] | None = None
    ) -> dict[str, Any]:
        """What a widget is given, so that its value outlives the page.

        `among`: the options there are today. `read` makes the widget's value of JSON where it is none itself, as of a day.
        """
        key = self.key(name)
        if key not in st.session_state and name in self.begun and _offered(self.begun[name], among):
            st.session_state[key] = read(self.begun[name]) if read else self.begun[name]
        return {"key": key, "on_change": self._keep_widget, "args": (name,)}

    def choose(self, label: str, name: str, actions: Sequence[A], first: A | None = None) -> A | None:
        """Which of these acts; the only one is chosen already, or the `first` as long as nothing else was."""
        kept = self.kept(name, actions)
        if first:
            st.session_state.setdefault(kept["key"], first)
        index = 0 if len(actions) == 1 else None
        return st.radio(
            label,
            actions,
            index=index,
            format_func=_NAMES.__getitem__,
            horizontal=True,
            label_visibility="collapsed",
            **kept,
        )

    def ask(self, name: str, field: FormField, value: object, says: Mapping[str, Any]) -> object:
        """Draw a field whose answer outlives the page too; the answer as it stands. `value`: that of the case."""
        slot = replace(self._slot(name, says), changed=lambda: self.keep(name, given(field, slot)))
        begun = self.begun.get(name, value)
        begin(field, slot, begun)
        now = given(field, slot)
        self.places[field.id] = f"{slot.key}.field"
        ask(field, slot, begun, self.problem(field.id, now) or self._wrong(field.id, now, value))
        return given(field, slot)

    def _wrong(self, part: str, now: object, value: object) -> str:
        """What is wrong with what was filled in, told as soon as the field is left; asked once for each answer."""
        if now == value or not filled(now):
            return ""
        judged: dict[str, tuple[object, str]] = st.session_state.setdefault(self.key("judged"), {})
        if part not in judged or judged[part][0] != now:
            found = service().drafts.wrong(self.caller, self.task.line.id, {part: now})
            problems = () if isinstance(found, Refusal) else found
            judged[part] = (now, "；".join(one.message for one in problems))
        return judged[part][1]

    def _keep_widget(self, name: str) -> None:
        value = st.session_state.get(self.key(name))
        self.keep(name, value.isoformat() if isinstance(value, date) else value)

    def keep(self, name: str, value: object) -> None:
        """As a callback, before the page: asks for the login itself. Nothing takes the part out.

        Streamlit may call back for an item that has been done since; the page tells that by itself.
        """
        found = service().drafts.keep_begun(caller(), self.task.line.id, {name: value})
        if isinstance(found, Refusal) and not isinstance(found, NotFound):
            refuse_after(found)

    @property
    def says(self) -> dict[str, Any]:
        """What the form says: the answers of the case, and what the office has filled in so far."""
        fields = {fill.definition["id"]: (field_of(fill), fill.value) for fill in self.task.fills}
        slots = {part: FieldSlot(self.key(f"fill.{part}")) for part in fields}
        written = {part: given(fields[part][0], slot) for part, slot in slots.items() if slot.key in st.session_state}
        return self.completed({answer.id: answer.value for answer in self.case.answers} | written, fields)

    def completed(self, says: Mapping[str, Any], changing: Collection[str]) -> dict[str, Any]:
        """The same with what is computed from the fields that change here; of the rest not all may be shown."""
        hanging, names = [], set(changing)
        for field in self._form:
            if isinstance(field, ComputedField) and names & set(field.value.looks_at):
                hanging.append(field)
                names.add(field.id)
        return complete_among(hanging, says, today(), self._belongs)

    def draw_computed(self, part: str, says: Mapping[str, Any]) -> None:
        """The values computed from this field, as they now stand."""
        for field in self._form:
            if isinstance(field, ComputedField) and part in field.value.looks_at and self._belongs(field, says):
                ask(field, self._slot(f"computed.{field.id}", says), None)

    def _slot(self, name: str, says: Mapping[str, Any]) -> FieldSlot:
        return FieldSlot(self.key(name), answers=says, parties=self.task.parties, words=phrasing_among(self._form))

    @cached_property
    def _form(self) -> tuple[FormField, ...]:
        return tuple(field_of(fill) for fill in (*self.task.form, *self.task.fills))

    def _belongs(self, field: FormField, says: Mapping[str, Any]) -> bool:
        return field.shown_when is None or field.shown_when.met(says, today())

    @property
    def problems(self) -> dict[str, str]:
        """What was wrong at the last attempt, by target."""
        problems: dict[str, str] = st.session_state.setdefault(self.key("problems"), {})
        return problems

    @property
    def faulty(self) -> list[str]:
        """The targets of all that was wrong at any attempt."""
        faulty: list[str] = st.session_state.setdefault(self.key("faulty"), [])
        return faulty

    def problem(self, part: str, now: object) -> str:
        """What was wrong with a part at the last attempt, as long as the part stays what it was then."""
        blamed: dict[str, object] = st.session_state.setdefault(self.key("blamed"), {})
        if part in self.problems and blamed.setdefault(part, now) != now:
            del self.problems[part], blamed[part]
        return self.problems.get(part, "")

    def remember(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong, so that it stands beside its field."""
        st.session_state[self.key("blamed")] = {}
        self.problems.clear()
        self.problems.update({problem.target: problem.message for problem in problems})
        st.session_state[self.key("attempt")] = st.session_state.get(self.key("attempt"), 0) + 1
        self.faulty.extend(target for target in self.problems if target not in self.faulty)

    def show_defects(self) -> None:
        """All that was wrong at the last attempt, each with the way to where it stands; the password is told of beside it."""
        told = {target: message for target, message in self.problems.items() if target != "password"}
        placed = [(message, self.places.get(target, "")) for target, message in told.items()]
        show_defects(placed, self.key(f"attempt.{st.session_state.get(self.key('attempt'), 0)}"))

    def common(self, post: str | None) -> dict[str, Any]:
        """What every act carries."""
        stead = self.task.line.behalf
        behalf = Holder(person=stead.person, post=stead.post) if stead else None
        return {"expected_version": self.task.line.version, "post": post, "behalf": behalf}

    def post(self, name: str = "post") -> str | None:
        """The hat to act under, asked when the item waits for several of the person's hats."""
        posts = self.task.line.posts
        titles = {hat.post: plain(f"{hat.body_name} {hat.title}") for hat in self.caller.posts if hat.post in posts}
        if len(posts) < 2:
            return posts[0] if posts else None
        return st.radio("以哪个岗位办理", list(titles), index=None, format_func=titles.__getitem__, key=self.key(name))

    def prove(self) -> None:
        """Ask for the password beside what was chosen and written, once the service wants to know who acts (身份确认)."""
        if st.session_state.get(self.key("prove")):
            show(tag("p", self.problems.get("password", ""), class_="once-alert", role="alert"))
            ask_password(self.key("password"))

    def act(self, request: ActRequest) -> None:
        """Once: the key is bound to item, version and content, so that a second click is answered with the first result."""
        if not as_shown():
            return
        line = self.task.line
        request = request.model_copy(update={"password": st.session_state.get(self.key("password"), "")})
        key = idempotency_key("act", request, line.id, line.version)
        found = service().tasks.act(self.caller, line.id, request, key)
        if isinstance(found, Invalid):
            self.remember(found.problems)
        elif isinstance(found, ProofRequired):
            st.session_state[self.key("prove")] = True
            self.remember([Problem("password", found.message)])
        elif isinstance(found, Refusal):
            self.problems.clear()
            refuse(found)
            return
        else:
            tell_after(f"{found.message}办件当前状态：{found.status_name}。")
            acted(found.case_no)
        st.rerun()
