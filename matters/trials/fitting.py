"""Whether a definition fits where it is to run (适配): all that it names is there, and in every body somebody for each step."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from pydantic import BaseModel

from matters.errors.handling import NobodyFound
from matters.language.begun_cases import FollowUp
from matters.language.document import Definition
from matters.language.form import BookingField, EntryField
from matters.language.guide import Guide, Owner
from matters.language.materials import FormFile, FromEarlierMatter
from matters.language.outcome import SealRule
from matters.language.places import Path, parts, place_of
from matters.language.prefill import FromRegister
from matters.language.recurring.rule import Owing
from matters.language.rosters import RosterWrite
from matters.language.route.by_itself import Automatic, SubMatter, Wait
from matters.language.route.machines import LookUp, OutsideCall
from matters.language.route.steps import Countersign, Inquiry, Staffed, Step, walk
from matters.language.route.who import ByChoice, ByPost, field_of, unanswered
from matters.language.vocabulary import BodyRef, DutyHolder, NamedInField
from matters.linter.finding import Finding, error, guess, warning
from matters.linter.rosters import across
from matters.organisation.kinds import LEVEL_NAMES
from matters.organisation.snapshot import Holder
from matters.trials.surroundings import Surroundings
from matters.who.actors import hangs, robots, stand_ins
from matters.who.parties import Parties, body_of, owners_of
from matters.who.seats import named
from matters.world import World

_MOST_BODIES = 3  # that are named where nobody is
ANYBODY = Holder(person="", post="")


@dataclass(frozen=True)
class NameOf:
    """What a definition names from outside. `at`: the models with their attribute; `among`: what is there, if that is known."""

    at: tuple[tuple[type, str], ...]
    rule: str
    among: Callable[[Surroundings], Collection[str] | None]
    absent: str
    mend: str

    def unknown(self, written: Iterable[tuple[Path, BaseModel]], there: Collection[str]) -> Iterator[tuple[Path, str]]:
        """Each name that is not there, with its place."""
        for path, part in written:
            for attribute in (attribute for model, attribute in self.at if isinstance(part, model)):
                named_there = getattr(part, attribute)
                for name in (named_there,) if isinstance(named_there, str) else named_there or ():
                    if name not in there:
                        yield (*path, attribute), name

    def told(self, name: str, known: Mapping[str, str], there: Collection[str], times: int) -> str:
        """Cause and mend, once however often it is named. A word that shipped matters know, by its Chinese name, is no slip."""
        often = f"（共 {times} 处）" if times > 1 else ""
        if name in known:
            absent = self.absent.format(f"{known[name]}（{name}）")
            return f"{absent}{often}。请先{self.mend}，或由事项管理员起草新版本，改写为本单位已有的。"
        return f"{self.absent.format(name)}{often}。{guess(name, there)}请更正，或先{self.mend}。"


def _duties(around: Surroundings) -> Collection[str]:
    return {duty.duty for duty in around.world.organisation.duties if duty.valid(around.world.today)}


def _post_kinds(around: Surroundings) -> Collection[str]:
    return {post.kind for post in around.world.organisation.posts if post.valid(around.world.today)}


_MATTERS = ((SubMatter, "matter"), (FollowUp, "matter"), (FromEarlierMatter, "matter"), (Guide, "follow_ups"))
_REGISTERS = ((LookUp, "interface"), (FromRegister, "interface"))
NAMES: tuple[NameOf, ...] = (
    NameOf(_MATTERS, "unknown_matter", lambda around: around.known, "没有代码为“{}”的事项", "发布该事项"),
    NameOf(
        ((Owner, "duty"), (DutyHolder, "duty"), (Owing, "duty")),
        "unknown_duty",
        _duties,
        "没有单位承担职责“{}”",
        "在组织机构中写明由哪个单位承担",
    ),
    NameOf(
        ((ByPost, "post"), (ByChoice, "post")),
        "unknown_post",
        _post_kinds,
        "没有单位设有“{}”这类岗位",
        "在组织机构中设岗",
    ),
    NameOf(
        _REGISTERS,
        "unknown_interface",
        lambda around: around.interfaces,
        "没有接入数据接口“{}”",
        "请系统管理员接入",
    ),
    NameOf(
        ((OutsideCall, "system"),),
        "unknown_system",
        lambda around: around.systems,
        "没有接入外部系统“{}”",
        "请系统管理员接入",
    ),
    NameOf(
        ((EntryField, "roster"), (RosterWrite, "roster")),
        "unknown_roster",
        lambda around: around.rosters,
        "没有名为“{}”的台账",
        "发布建立该台账的事项",
    ),
    NameOf(
        ((Owing, "bodies"),),
        "unknown_body",
        lambda around: {body.id for body in around.world.organisation.bodies},
        "没有标识为“{}”的单位",
        "在组织机构中设立该单位",
    ),
    NameOf(
        ((BookingField, "resource"),),
        "unknown_resource",
        lambda around: around.resources,
        "没有登记“{}”这类资源",
        "在“资源登记”中登记",
    ),
)


def misfits(matter: Definition, around: Surroundings) -> tuple[Finding, ...]:
    """What the definition names and does not find where it is to run.

    Whether everything finds its body and each step somebody is asked once every name is known. Left alone: what hangs on an
    answer.
    """
    unknown = (*_unknown(matter, around), *_declared_twice(matter, around), *_kept_no_more(matter, around))
    return unknown or (*_foreign(matter, around), *_unserved(matter, around.world), *_vacancies(matter, around.world))


def _unknown(matter: Definition, around: Surroundings) -> Iterator[Finding]:
    """The matter itself, and the rosters that it declares, are there as soon as it is published."""
    written, words = tuple(parts(matter)), around.sample.vocabulary
    own = {matter.code, *(roster.id for roster in matter.rosters)}
    known = {**words.post_kinds, **words.duties}
    yield from _not_handed_in(written, around)
    for kind in NAMES:
        there = kind.among(around)
        places: dict[str, list[Path]] = {}
        for path, name in () if there is None else kind.unknown(written, {*there, *own}):
            places.setdefault(name, []).append(path)
        for name, paths in places.items():
            yield error(kind.rule, paths[0], kind.told(name, known, there or (), len(paths)))


def _declared_twice(matter: Definition, around: Surroundings) -> Iterator[Finding]:
    """A roster is one matter's."""
    for roster in matter.rosters:
        other = next((one for one in around.known.values() if one.code != matter.code and one.roster(roster.id)), None)
        path = (*place_of(matter, roster), "id")
        if other:
            message = f"台账“{roster.id}”已由“{other.name}”建立。请改为不同的标识，或直接引用该台账。"
            yield error("roster_declared_twice", path, message)


def _kept_no_more(matter: Definition, around: Surroundings) -> Iterator[Finding]:
    """A version that leaves out what is kept in a roster would hide that, and cases under way could not write it."""
    before = around.known.get(matter.code)
    for earlier in before.rosters if before else ():
        roster = matter.roster(earlier.id)
        if roster is None:
            message = f"台账“{earlier.name}”已经启用，其中的记录不能没有出处。请恢复该台账。"
            yield error("roster_dropped", ("rosters",), message)
        elif gone := [column for column in earlier.columns if roster.column(column.id) is None]:
            lost = f"台账“{earlier.name}”的“{gone[0].label}”列已经启用，不能删去。"
            message = f"{lost}请恢复该列；不再使用的，写 required: optional。"
            yield error("roster_dropped", (*place_of(matter, roster), "columns"), message)
        elif earlier.key != roster.key:
            message = f"台账“{roster.name}”已按“{'、'.join(earlier.key)}”识别记录，不能改变。请恢复 key，或另建台账。"
            yield error("roster_key_fixed", (*place_of(matter, roster), "key"), message)


def _foreign(matter: Definition, around: Surroundings) -> Iterator[Finding]:
    """What it says of the rosters of other matters."""
    own = {roster.id for roster in matter.rosters}
    return across(matter, {name: roster for name, roster in around.rosters.items() if name not in own})


def _not_handed_in(written: Iterable[tuple[Path, BaseModel]], around: Surroundings) -> Iterator[Finding]:
    """Samples and blank forms that are named and were not handed in, or changed since."""
    for path, part in written:
        if isinstance(part, FormFile) and around.files is not None and part.sha256 not in around.files:
            message = (
                f"没有交来文件“{part.name}”，或者内容与摘要不符。请在“事项管理”中打开该事项上传，照页面给出的写法填写。"
            )
            yield error("unknown_file", (*path, "sha256"), message)


def _parties(matter: Definition, world: World) -> Iterator[Parties]:
    """Whoever may come: each body there is, with the body that accepts from it."""
    for body in (body for body in world.organisation.bodies if body.valid(world.today)):
        yield from (Parties(ANYBODY, body.id, owner.id) for owner in owners_of(matter, body.id, world))


def _unserved(matter: Definition, world: World) -> Iterator[Finding]:
    """Duties that are there but not on the level where they are asked for, and seals of bodies that are not there."""
    everybody = tuple(_parties(matter, world))
    owner = matter.guide.owner
    if not everybody:
        levels = "、".join(LEVEL_NAMES[level] for level in owner.levels)
        message = f"{levels}没有单位承担职责“{owner.duty}”，无人受理。请更正 levels，或先在组织机构中补上。"
        yield error("unowned", ("guide", "owner", "levels"), message)
        return
    for path, part in parts(matter):
        if _known_before(part) and not any(body_of(part, one, world) for one in everybody):
            where = "各级" if part.level == "own" else LEVEL_NAMES[part.level]
            message = f"{where}没有单位承担职责“{part.duty}”。请更正 level，或先在组织机构中补上。"
            yield error("unheld_duty", (*path, "level"), message)
        if isinstance(part, SealRule):
            yield from _unsealed(part.of, path, everybody, world)


def _known_before(part: object) -> TypeGuard[DutyHolder]:
    """Whether it is a duty for a region that is known before a form is filled in."""
    return isinstance(part, DutyHolder) and field_of(part) is None


def _unsealed(ref: BodyRef, path: Path, everybody: tuple[Parties, ...], world: World) -> Iterator[Finding]:
    """Told of the first body whose papers would find no seal; one that is named in a field is known only then."""
    known = not isinstance(ref, NamedInField)
    lost = next((one for one in everybody if known and body_of(ref, one, world) is None), None)
    if lost:
        name = world.organisation.body_name(lost.applicant_body, world.today)
        message = f"“{name}”的申请找不到这枚印章所属的单位，文书无法用印。请更正 of，或缩小受理层级 levels。"
        yield error("unsealed", (*path, "of"), message)


def _vacancies(matter: Definition, world: World) -> Iterator[Finding]:
    """Told once for each step, with the bodies. Where a filing is refused by rule, the author has thought of it."""
    found: dict[tuple[Step, Path], dict[str, None]] = {}
    for parties in _parties(matter, world):
        for step, rule, body in _vacant(matter, parties, world):
            found.setdefault((step, rule), {})[body] = None
    for (step, rule), bodies in found.items():
        where = "".join(f"“{body}”" for body in [*bodies][:_MOST_BODIES])
        where += f"等 {len(bodies)} 个单位" if len(bodies) > _MOST_BODIES else ""
        exceptions = getattr(step, "exceptions", None)
        told = warning if exceptions and exceptions.nobody == "refuse_filing" else error
        message = (
            f"{where}没有人能办“{step.name}”。请改用该单位设有的岗位，写明 nobody 时由谁代办，或缩小受理层级 levels。"
        )
        if rule[-1] == "robot":
            message = f"{where}没有报告“{step.name}”的数字员工账号。请更正 robot，或先授予“数字员工”角色。"
        yield told("vacant", (*place_of(matter, step), *rule), message)


def _vacant(matter: Definition, parties: Parties, world: World) -> Iterator[tuple[Step, Path, str]]:
    """Each step that finds nobody, with where its rule stands and the body in which nobody is."""
    for step in walk(matter.steps):
        for rule, people in _asked_of(step, parties, world):
            if isinstance(people, NobodyFound):
                yield step, rule, people.body


def _asked_of(step: Step, parties: Parties, world: World) -> Iterator[tuple[Path, object]]:
    """Whom the step needs, by where it says so."""
    if isinstance(step, Staffed) and step.actor_rules and not hangs(step, {}):
        rule = "signers" if isinstance(step, Countersign) else "of" if isinstance(step, Inquiry) else "who"
        yield (rule,), named(step, parties, world)
    if isinstance(step, Wait | Automatic):
        yield ("robot",) if isinstance(step, Wait) else ("work", "robot"), robots(step, parties, world)
    if isinstance(step, Automatic) and not unanswered(step.on_failure, {}):
        yield ("on_failure",), stand_ins(step, parties, world)
