"""Commands on cases and tasks, acting for an account of this machine."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from flows.service import Service
from flows.views.cases import CaseView, SubmitRequest
from flows.views.people import Caller
from flows.views.tasks import ActRequest, TaskLine
from matters.calendar import SHANGHAI
from matters.language.actions import ACTION_NAMES
from matters.organisation.snapshot import Holder
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import acting_as, opened
from ui.cli.outcome import CommandOutcome, Unusable, given, read_bytes, read_json, read_password, table
from ui.cli.words import Declarations, subcommands


def _declare_case(parser: ChineseParser) -> None:
    cases = subcommands(parser)
    submit = _as_user(with_data(command(cases, "submit", "提交申请", _submit)))
    submit.add_argument("code", metavar="事项代码")
    submit.add_argument("--answers", metavar="文件", type=Path, required=True, help="填报内容（JSON）")
    submit.add_argument("--file", metavar="材料=路径", action="append", default=[], help="材料文件，可写多次")
    submit.add_argument("--post", metavar="岗位", help="以哪个岗位办理（任有多个岗位的须写明）")
    submit.add_argument("--key", metavar="编号", help="请求编号：同一编号重发不会重复提交")
    show = with_data(command(cases, "show", "查看办件", _show))
    show.add_argument("case_no", metavar="办件编号")
    show.add_argument("--as", metavar="用户名", dest="username", required=True, help="以哪个账号查看")


def _declare_task(parser: ChineseParser) -> None:
    tasks = subcommands(parser)
    _as_user(with_data(command(tasks, "list", "列出待办", _list_tasks)))
    act = _as_user(with_data(command(tasks, "act", "办理一项待办", _act)))
    act.add_argument("task", metavar="待办编号")
    act.add_argument("action", metavar="办理方式", choices=list(ACTION_NAMES), help=_actions_help())
    act.add_argument("--opinion", metavar="文字", default="", help="意见")
    act.add_argument("--form", metavar="文件", type=Path, help="其余内容（JSON）：fills、findings、answers、materials")
    act.add_argument("--post", metavar="岗位", help="以哪个岗位办理（任有多个岗位的须写明）")
    act.add_argument("--key", metavar="编号", help="请求编号：同一编号重发不会重复办理")
    act.add_argument("--password-stdin", action="store_true", help="须确认身份的，从标准输入读取该账号的密码")


WORDS: Declarations = {"case": _declare_case, "task": _declare_task}


def _as_user(parser: ChineseParser) -> ChineseParser:
    parser.add_argument("--as", metavar="用户名", dest="username", required=True, help="以哪个账号办理")
    return parser


def _actions_help() -> str:
    return "、".join(f"{name}（{label}）" for name, label in ACTION_NAMES.items())


def _submit(arguments: argparse.Namespace) -> CommandOutcome:
    answers = read_json(arguments.answers)
    if not isinstance(answers, dict):
        raise Unusable(f"文件 {arguments.answers} 应为“名称: 内容”的 JSON 对象")
    handed = [_material(pair) for pair in arguments.file]
    with opened(settings_of(arguments)) as service:
        caller = acting_as(service, arguments.username)
        materials = _uploaded(service, caller, handed, arguments.key)
        request = SubmitRequest(matter=arguments.code, answers=answers, materials=materials, post=arguments.post)
        receipt, created = given(service.cases.submit(caller, request, arguments.key))
    return CommandOutcome([receipt.message if created else f"同一请求已提交过，办件编号 {receipt.case_no}。"], receipt)


def _material(pair: str) -> tuple[str, Path]:
    material, equals, path = pair.partition("=")
    if not (material and equals and path):
        raise Unusable(f"参数 --file 应写作“材料=路径”，不能写 {pair}")
    return material, Path(path)


def _uploaded(
    service: Service, caller: Caller, handed: Sequence[tuple[str, Path]], key: str | None
) -> dict[str, tuple[str, ...]]:
    """The ids of the uploaded files by material; under the filing's key, so that a repetition hands in the same files."""
    materials: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for material, path in handed:
        own = f"{key}:{material}:{path}" if key else None
        materials[material] += (given(service.files.upload(caller, path.name, read_bytes(path), own)).id,)
    return dict(materials)


def _show(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        case = given(service.cases.show(acting_as(service, arguments.username), arguments.case_no))
    return CommandOutcome(_case_lines(case), case)


def _case_lines(case: CaseView) -> list[str]:
    line = case.line
    due = f"{line.due}（暂定）" if line.due and line.provisional else str(line.due or "—")
    history = [(f"{e.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", e.step, e.who, e.what, e.opinion) for e in case.timeline]
    return [
        f"{line.case_no}  {line.matter_name}  {line.status_name}",
        f"申请：{line.applicant_body} {line.applicant}  办结期限：{due}",
        *((f"期限依据：{case.due_reason}",) if case.due_reason else ()),
        *((f"结果有效期：至 {case.valid_until}",) if case.valid_until else ()),
        *(f"{a.label}：{a.text}" for a in case.answers),
        *table([("时间", "环节", "办理人", "办理", "意见"), *history]),
        *(f"正在办理：{w.step}（{'、'.join(w.who)}）" for w in case.waiting),
        *(f"文书：{d.title} {d.number}" for d in case.documents),
    ]


def _list_tasks(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        tasks = _queue(service, acting_as(service, arguments.username))
    rows = [
        (t.id, t.case_no, t.matter_name, _step(t), str(t.due or "—"), "、".join(ACTION_NAMES[a] for a in t.actions))
        for t in tasks
    ]
    heading = ("待办编号", "办件编号", "事项", "环节", "期限", "可办理")
    return CommandOutcome(table([heading, *rows]) if rows else ["没有待办。"], tasks)


def _step(line: TaskLine) -> str:
    """The step; of an item on which one stands in, with whose it is (代理)."""
    return f"{line.step_name}（代{line.behalf.name}）" if line.behalf else line.step_name


def _act(arguments: argparse.Namespace) -> CommandOutcome:
    form = read_json(arguments.form) if arguments.form else {}
    if not isinstance(form, dict) or not form.keys() <= {"fills", "findings", "answers", "materials"}:
        raise Unusable(f"文件 {arguments.form} 只能写 fills、findings、answers、materials 四组内容")
    asked = ActRequest.model_validate(
        {
            **form,
            "action": arguments.action,
            "expected_version": 0,
            "opinion": arguments.opinion,
            "post": arguments.post,
            "password": read_password("密码：", from_stdin=True) if arguments.password_stdin else "",
        }
    )
    with opened(settings_of(arguments)) as service:
        caller = acting_as(service, arguments.username)
        line = given(service.tasks.show(caller, arguments.task))
        behalf = Holder(person=line.behalf.person, post=line.behalf.post) if line.behalf else None
        request = asked.model_copy(update={"expected_version": line.version, "behalf": behalf})
        receipt = given(service.tasks.act(caller, arguments.task, request, arguments.key))
    return CommandOutcome([receipt.message], receipt)


def _queue(service: Service, caller: Caller) -> list[TaskLine]:
    """All pages of the queue."""
    found: list[TaskLine] = []
    number = 1
    while True:
        page = given(service.tasks.queue(caller, number))
        found.extend(page.items)
        if number * page.page.size >= page.page.total:
            return found
        number += 1
