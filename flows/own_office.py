"""An office of one's own (本单位): what its files say, checked as a whole, as what an installation is founded on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.adapters.identity import LOCAL_MACHINE, initial_password, unfit_username
from flows.adapters.workbooks import UnreadableWorkbookError, read_workbook
from flows.bootstrap import FirstAccount, Founding
from flows.documents.faces import misprint
from flows.views.operations import LEGEND_LIMIT, NAME_LIMIT, NOTE_LIMIT
from matters.errors.base import Problem
from matters.language.text.reading import read_organisation, read_plain
from matters.language.text.yaml_text import Parsed, parse_yaml
from matters.organisation.check import organisation_problems
from matters.organisation.snapshot import ROLE_NAMES, THREE, Grant, Organisation, Role
from matters.organisation.tables.cells import TableNames
from matters.organisation.tables.reading import FoundSheet, parts_of, records_of
from matters.organisation.tables.sheets import ADMINISTRATORS
from storage.definitions import catalog
from storage.installations import Installation

Problems = tuple[Problem, ...]
Places = Mapping[tuple[str, int], str]
# Which part a defect of the organisation is about, by the word its sentence begins with, and the keys it is known by there.
_ABOUT = (
    ("行政区划", "regions", ("code",)),
    ("单位", "bodies", ("id", "number")),
    ("机关代字", "bodies", ("prefix",)),
    ("职责", "duties", ("duty",)),
    ("岗位", "posts", ("id",)),
    ("任职", "holdings", ("person",)),
    ("授权", "grants", ("person",)),
    ("", "bodies", ("id",)),
    ("", "people", ("id",)),
    ("", "regions", ("code",)),
)
_MOST_ROWS_TOLD = 5
_MORE_TO_COME = "以上改正后，再核对单位、岗位、人员之间的关系，那时可能另有须改正之处。"


class Administrator(BaseModel):
    """One of the three (三员): whose role it is, and under which name the person logs in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["system_admin", "security_admin", "audit_admin"]
    person: str
    username: str


class _Administrators(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    administrators: tuple[Administrator, ...]


@dataclass(frozen=True)
class OwnOffice:
    """What somebody wants to found: the words of the installation, its organisation and its administrators."""

    name: str
    organisation: Organisation
    administrators: tuple[Administrator, ...]
    note: str = ""
    legend: str = ""
    root_name: str = ""


def is_workbook(content: bytes) -> bool:
    """Whether it is a ZIP, or what old and encrypted office files are: told to be saved otherwise."""
    return content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def organisation_in(name: str, content: bytes) -> Organisation | Problems:
    """The organisation in a file, XLSX or YAML, or every defect of it with where it stands."""
    if is_workbook(content):
        return _tabled(name, content)
    text = _text(name, content)
    if isinstance(text, tuple):
        return text
    found = read_organisation(text, name)
    parsed = parse_yaml(text)
    if not isinstance(found, Organisation) or not isinstance(parsed, Parsed):
        return found if isinstance(found, tuple) else ()
    records = ((path, line) for path, line in parsed.lines.items() if len(path) == 2 and isinstance(path[1], int))
    lines = {(str(path[0]), int(path[1])): f"{name} 第 {line} 行" for path, line in records}
    return _sound(found, lines)


def organisation_and_grants_in(name: str, content: bytes) -> Organisation | Problems:
    """The organisation in a file with those whom a sheet 管理员 beside it makes administrators."""
    organisation = organisation_in(name, content)
    if not isinstance(organisation, Organisation) or not holds_administrators(content):
        return organisation
    found = administrators_in(name, content)
    administrators = _by_id(organisation, (one for one in found if isinstance(one, Administrator)))
    problems = (*(one for one in found if isinstance(one, Problem)), *_strangers(organisation, administrators))
    return problems or _with_grants(organisation, administrators)


def administrators_in(name: str, content: bytes) -> tuple[Administrator, ...] | Problems:
    """The three administrators in a file, as a sheet 管理员 or as YAML; people are named as the organisation names them."""
    if not is_workbook(content):
        text = _text(name, content)
        found = text if isinstance(text, tuple) else read_plain(_Administrators, text, name)
        return found.administrators if isinstance(found, _Administrators) else found
    sheets = _sheets(name, content)
    if isinstance(sheets, tuple):
        return sheets
    if ADMINISTRATORS.title not in sheets:
        return (Problem(name, f"{name} 中没有“{ADMINISTRATORS.title}”表。请从模板中补上。"),)
    records, problems = records_of(
        ADMINISTRATORS, sheets[ADMINISTRATORS.title], TableNames(catalog.shipped_vocabulary())
    )
    return problems or tuple(Administrator.model_validate(record) for record in records)


def holds_administrators(content: bytes) -> bool:
    """Whether a workbook names administrators beside its organisation."""
    sheets = _sheets("", content) if is_workbook(content) else ()
    return not isinstance(sheets, tuple) and any(
        row for row in sheets.get(ADMINISTRATORS.title, FoundSheet((), ())).rows if not row.explains
    )


def granted_administrators(organisation: Organisation, today: date) -> tuple[Administrator, ...]:
    """Those whom the organisation itself makes administrators; each logs in under the id of the person."""
    return tuple(
        Administrator.model_validate({"role": grant.role, "person": grant.person, "username": grant.person})
        for grant in organisation.grants
        if grant.role in THREE and grant.valid(today)
    )


def founding_of(wanted: OwnOffice, now: datetime) -> Founding | Problems:
    """What is founded, with a password for one login for each administrator; or everything that stands against it."""
    named = _by_id(wanted.organisation, wanted.administrators)
    known = [one for one in named if wanted.organisation.find_person(one.person)]
    organisation = _with_grants(wanted.organisation, known)
    problems = (
        *_words(wanted),
        *_unnamed(named),
        *_people(wanted, named),
        *_new_problems(wanted.organisation, organisation),
    )
    if problems:
        return problems
    said = Installation(
        name=wanted.name,
        note=wanted.note,
        legend=wanted.legend,
        root_name=wanted.root_name or f"{wanted.name}电子印章根证书",
        sample=False,
        by=LOCAL_MACHINE.person,
        at=now,
    )
    accounts = tuple(FirstAccount(one.username, one.person, initial_password()) for one in named)
    return Founding(said, organisation, accounts)


def _text(name: str, content: bytes) -> str | Problems:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (Problem(name, f"{name} 不是 UTF-8 编码的文本，也不是 XLSX 表格。请另存为其中一种后重试。"),)


def _sheets(name: str, content: bytes) -> dict[str, FoundSheet] | Problems:
    try:
        return read_workbook(content)
    except UnreadableWorkbookError as unreadable:
        return (Problem(name, f"{name} {unreadable}"),)


def _tabled(name: str, content: bytes) -> Organisation | Problems:
    sheets = _sheets(name, content)
    if isinstance(sheets, tuple):
        return sheets
    tabled = parts_of(sheets, catalog.shipped_vocabulary())
    if tabled.problems:
        return (*tabled.problems, Problem(name, _MORE_TO_COME))
    if not tabled.data["bodies"]:
        return (Problem(name, f"{name} 的“单位”是空的。请从第 4 行起填写。"),)
    try:
        found = Organisation.model_validate(tabled.data)
    except ValidationError as error:
        places = {(str(one["loc"][0]), int(one["loc"][1])) for one in error.errors() if len(one["loc"]) > 1}
        return tuple(
            Problem(name, f"{tabled.places[place]}：写法不合要求。请对照模板更正。") for place in sorted(places)
        )
    return _sound(found, tabled.places)


def _sound(found: Organisation, places: Places) -> Organisation | Problems:
    problems = (*organisation_problems(found), *_unprintable(found))
    return tuple(Problem(one.target, f"{_place(one, found, places)}{one.message}") for one in problems) or found


def _place(problem: Problem, found: Organisation, places: Places) -> str:
    """Where it is written that is wrong."""
    for word, part, keys in _ABOUT:
        if not problem.message.startswith(word):
            continue
        records = enumerate(getattr(found, part))
        rows = [at for at, one in records if problem.target.split(" ")[-1] in (getattr(one, key) for key in keys)]
        if rows:
            told = "、".join(places[part, row] for row in rows[:_MOST_ROWS_TOLD] if (part, row) in places)
            return f"{told}：" if told else ""
    return ""


def _unprintable(found: Organisation) -> Iterator[Problem]:
    """Names go on papers and seals, so every font must print them."""
    for body in found.bodies:
        yield from (
            _misprinted(body.id, f"单位“{body.id}”的名称", name.text) for name in body.names if misprint(name.text)
        )
    yield from (
        _misprinted(post.id, f"岗位“{post.id}”的名称", post.title) for post in found.posts if misprint(post.title)
    )
    yield from (_misprinted(one.id, f"人员“{one.id}”的姓名", one.name) for one in found.people if misprint(one.name))


def _misprinted(target: str, what: str, text: str) -> Problem:
    return Problem(target, f"{what}：{misprint(text)}。")


def _by_id(organisation: Organisation, administrators: Iterable[Administrator]) -> tuple[Administrator, ...]:
    return tuple(one.model_copy(update={"person": _person_of(organisation, one.person)}) for one in administrators)


def _strangers(organisation: Organisation, administrators: Iterable[Administrator]) -> Iterator[Problem]:
    for one in administrators:
        if not organisation.find_person(one.person):
            message = f"{ROLE_NAMES[one.role]}“{one.person}”不在人员中，或有同名的人。请在这里改写人员的标识。"
            yield Problem(one.person, message)


def _person_of(organisation: Organisation, named: str) -> str:
    """The id of a person who is named by it, or by a name that nobody else has."""
    people = [person.id for person in organisation.people if named in (person.id, person.name)]
    return people[0] if len(people) == 1 else named


def _with_grants(organisation: Organisation, administrators: Iterable[Administrator]) -> Organisation:
    held = {(grant.person, grant.role) for grant in organisation.grants}
    wanted = dict.fromkeys((one.person, one.role) for one in administrators)
    new = tuple(Grant(person=person, role=role, scope="*") for person, role in wanted if (person, role) not in held)
    return organisation.model_copy(update={"grants": (*organisation.grants, *new)})


def _new_problems(before: Organisation, after: Organisation) -> Iterator[Problem]:
    known = organisation_problems(before)
    yield from (problem for problem in organisation_problems(after) if problem not in known)


def _words(wanted: OwnOffice) -> Iterator[Problem]:
    for option, what, text, most in (
        ("name", "单位名称", wanted.name, NAME_LIMIT),
        ("note", "文书页脚的话", wanted.note, NOTE_LIMIT),
        ("legend", "公章下方的字", wanted.legend, LEGEND_LIMIT),
        ("root-name", "根证书名称", wanted.root_name, 21),  # 64 bytes, three to a character
    ):
        if len(text) > most or "\n" in text:
            yield Problem(option, f"{what}（--{option}）须在一行内、不超过 {most} 个字。请缩短。")
        elif wrong := misprint(text):
            yield Problem(option, f"{what}（--{option}）：{wrong}。")
    if not wanted.name.strip():
        yield Problem("name", "没有写明单位名称。请用 --name 写明，如 --name 临河县。")


def _unnamed(named: Iterable[Administrator]) -> Iterator[Problem]:
    there: set[Role] = {one.role for one in named}
    for role in sorted(THREE - there):
        yield Problem(
            role,
            f"没有写明{ROLE_NAMES[role]}。系统、安全、审计管理员须由三人分任，请在“管理员”表（或 --administrators 文件）中写明。",
        )


def _people(wanted: OwnOffice, named: Iterable[Administrator]) -> Iterator[Problem]:
    yield from _strangers(wanted.organisation, named)
    usernames: dict[str, str] = {}
    for one in named:
        if wrong := unfit_username(one.username):
            yield Problem(one.person, f"{ROLE_NAMES[one.role]}“{one.person}”的用户名“{one.username}”不合要求：{wrong}")
        if usernames.setdefault(one.username, one.person) != one.person:
            yield Problem(one.person, f"用户名“{one.username}”给了两个人。请改用不同的用户名。")
    twice = [person for person in usernames.values() if list(usernames.values()).count(person) > 1]
    for person in dict.fromkeys(twice):
        yield Problem(person, f"{person} 有几个用户名。每人只开一个账号，请只留一个。")
