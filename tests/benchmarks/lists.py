"""Lists and searches with a million cases: the rows that lists read, made straight for the tables and nothing else of a case.

A tenth is under way, and the clerk holds so many items and has decided another tenth. The clerk's office accepts three in ten
cases; who files goes round the organisation. What each is about is put together of a few words that are common and a number
that is rare. Their definition composes no sentence, for there is nothing to compose it of.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import text

from flows.resources import Resources
from flows.service import Service
from flows.views.registers import CaseListQuery
from flows.views.tasks import TaskQuery
from matters.case.aggregate import Status
from matters.case.number import case_number
from matters.organisation.snapshot import Organisation
from storage import audit, queues
from storage.queues import QueuePage
from storage.searching.finding import EVERY, CaseFilter
from storage.searching.parts import Had
from tests.benchmarks.at_scale import Read, supervisor_of, times_of
from tests.benchmarks.bulk import Bulk
from tests.benchmarks.in_process import prepared
from tests.benchmarks.measuring import table
from tests.benchmarks.seeding import Hat, hats_of
from tests.flows.effects.story import APPLICANT, BEGIN, CLERK, OFFICE, caller

BATCH = 10_000
HELD = 10_000  # items in the queue of the clerk
COMMON = (
    "参加年度会议",
    "组织业务培训",
    "开展基层调研",
    "安全生产检查",
    "项目竣工验收",
    "公务接待活动",
    "下乡走访群众",
    "防汛巡查值守",
)
ENDED: Status = "concluded"
_FIRST = date(2019, 11, 1)


def benchmark_lists(folder: Path, url: str, size: int) -> None:
    """Fill the database and print the table."""
    with prepared(folder / "data", url) as resources:
        fill(resources, size)
        print(f"\n{resources.database.dialect}, lists of {size} cases")
        print(table([times_of(name, read) for name, read in _reads(resources, size).items()]))


def fill(resources: Resources, size: int) -> None:
    """That many cases more, as far as lists know of them."""
    made = _made(resources, size)
    with resources.database.reading() as session:
        end = audit.head(session)
    with Bulk(resources.database) as bulk:
        while batch := list(islice(made, BATCH)):
            bulk.write({name: [row for one in batch for row in one[name]] for name in batch[0]})
        bulk.finish(end)


def _made(resources: Resources, size: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The rows of one case after another, by table."""
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
        rows = {
            name: dict(session.connection().execute(text(f"SELECT * FROM {name} LIMIT 1")).mappings().one())
            for name in ("case_row", "work_item", "work_item_holder")
        }
        first = text("SELECT digest FROM matter_version WHERE code = :code ORDER BY version LIMIT 1")
        digest = session.connection().execute(first, {"code": rows["case_row"]["matter"]}).scalar_one()
        rows["case_row"]["definition"] = digest
    hats, clerk = list(hats_of(organisation)), caller(resources, CLERK)
    holds = {"person": clerk.person, "post": clerk.posts[0].post}
    for n in range(size):
        filer, other = hats[n * 7 % len(hats)], hats[n * 11 % len(hats)]
        case = _case(organisation, filer, OFFICE if n % 10 < 3 else other.body, n)
        item = {"id": secrets.token_hex(10), "case_id": case["id"], "state": "open" if n % 10 == 0 else "done"}
        if n % 10 == 1:
            item |= {"decided_by": clerk.person, "decided_at": str(BEGIN + timedelta(seconds=n))}
        held = {"item_id": item["id"], "open": n % 10 == 0, **(holds if n < 10 * HELD else {"person": other.person})}
        due = str((BEGIN + timedelta(days=n % 60)).date())
        access = {filer.body: "applicant", case["owner_body"]: "owner"}
        yield {
            "case_row": [{**rows["case_row"], **case}],
            "work_item": [{**rows["work_item"], **item, "due": due}],
            "work_item_holder": [{**rows["work_item_holder"], **held}],
            "access": [{"body": body, "case_id": case["id"], "why": why} for body, why in access.items()],
            "case_word": [{"word": word, "case_id": case["id"]} for word in _words(resources, case, n)],
        }


def _case(organisation: Organisation, filer: Hat, owner: str, n: int) -> dict[str, Any]:
    """One in ten is open."""
    day = _FIRST + timedelta(days=n // 400)
    return {
        "id": 1_000 + n,
        "case_no": case_number(organisation.body(owner), day, n % 99_999 + 1),
        "title": f"公务用车派车：{COMMON[n % 8]}{COMMON[n // 8 % 8]}第{n}批",
        "applicant_person": filer.person,
        "applicant_post": filer.post,
        "applicant_body": filer.body,
        "owner_body": owner,
        "status": "submitted" if n % 10 == 0 else "withdrawn" if n % 997 == 1 else ENDED,
    }


def _words(resources: Resources, case: dict[str, Any], n: int) -> frozenset[int]:
    words, about = resources.vault.words, case["title"].partition("：")[2]
    return words.of_case(case["case_no"], about) | words.of_paper(f"〔{2020 + n // 150_000}〕{n % 50_000}号")


def _reads(resources: Resources, size: int) -> dict[str, Read]:
    service = Service(resources)
    clerk, applicant, supervisor = caller(resources, CLERK), caller(resources, APPLICANT), supervisor_of(resources)
    with resources.database.reading() as session:
        old = text("SELECT case_no FROM case_row WHERE id > 1000 + :some AND owner_body = :office ORDER BY id LIMIT 1")
        numbers = session.connection().execute(old, {"some": size // 3, "office": OFFICE})
        case_no = str(numbers.scalar_one())

    def queue(**asked: Any) -> Callable[[], object]:  # noqa: ANN401 - what the desk takes
        return lambda: service.tasks.queue(clerk, **asked)

    def decided(wanted: CaseFilter) -> Callable[[], object]:
        def read() -> object:
            with resources.database.reading() as session:
                return queues.cases_within(session, Had("decided", clerk.person), QueuePage(), wanted)

        return read

    def bodies(**wanted: Any) -> Callable[[], object]:  # noqa: ANN401 - what the desk takes
        return lambda: service.cases.list(clerk, CaseListQuery(mine=False, **wanted))

    return {
        f"queue, {HELD} open": lambda: service.tasks.queue(clerk),
        "  its page 40": queue(page=40),
        "  what is late": queue(query=TaskQuery(due="late")),
        "  by a body": queue(query=TaskQuery(body=APPLICANT.partition(".")[0])),
        "  by a word in every eighth item": queue(query=TaskQuery(q="调研")),
        "  by what only one item says": queue(query=TaskQuery(q=f"第{HELD}批")),
        "  the newest first": queue(query=TaskQuery(order="newest")),
        "  by what it may be narrowed": lambda: service.tasks.kinds(clerk),
        "cases decided by one": decided(EVERY),
        "  of them concluded": decided(CaseFilter(statuses=(ENDED,))),
        "my cases": lambda: service.cases.list(applicant),
        "my concluded cases": lambda: service.cases.list(applicant, CaseListQuery(state=ENDED)),
        "cases of a body with 300,000": bodies(),
        "  concluded": bodies(state=ENDED),
        "  withdrawn, one in a thousand": bodies(state="withdrawn"),
        "  by number": bodies(q=case_no),
        "  by the end of a number": bodies(q=case_no[-6:]),
        "  by the middle of a number": bodies(q=case_no[9:19]),
        "  by day": bodies(q=case_no[9:17]),
        "  by document number": bodies(q="[2023]1234号"),
        "  by a word in every eighth": bodies(q="调研"),
        "  by two such words": bodies(q="培训 调研"),
        "  by two words never together": bodies(q="业务调研 安全"),
        "  by what only one says": bodies(q=f"第{size // 2 + 1}批"),
        "  by a word nobody wrote": bodies(q="没有的字"),
        "  by applicant": bodies(q="江晚晴"),
        "  by body and word": bodies(q="财政局 调研"),
        "cases of a supervisor": lambda: service.cases.list(supervisor, CaseListQuery(mine=False)),
        "  withdrawn": lambda: service.cases.list(supervisor, CaseListQuery(mine=False, state="withdrawn")),
        "  by two words": lambda: service.cases.list(supervisor, CaseListQuery(mine=False, q="培训 调研")),
        "  by what only one of all says": lambda: service.cases.list(
            supervisor, CaseListQuery(mine=False, q=f"第{size // 2 + 1}批")
        ),
    }
