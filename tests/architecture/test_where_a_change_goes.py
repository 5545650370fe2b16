"""README says where a change goes. Two of the changes are carried out on copies of the tree, in the files named and no others."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.sound import sound_template

ROOT = Path(__file__).parents[2]
FLOORS = ("flows", "matters", "storage", "ui")
CHANGE = "a type of field"

FORM = "matters/language/form.py"
VALUES = "matters/filing/values.py"
ANSWERS = "matters/language/words/answers.py"
WIDGETS = "ui/components/fields/simple.py"

# By file: before which line of it what is written.
EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    FORM: (
        (
            "class DateTimeField(FieldBase):\n",
            'class MonthField(FieldBase):\n    """A month (月份), written YYYY-MM."""\n\n'
            '    word = "月份"\n    holds = ValueKind.TEXT\n\n    type: Literal["month"]\n\n\n',
        ),
        ("    | DateTimeField\n", "    | MonthField\n"),
    ),
    VALUES: (
        ("    PersonField,\n", "    MonthField,\n"),
        (
            "@_problem.register\ndef _(field: DateTimeField",
            "@_problem.register\ndef _(field: MonthField, value: object, amid: Amid) -> str | None:\n"
            '    fits = isinstance(value, str) and re.fullmatch(r"\\d{4}-(0[1-9]|1[0-2])", value, re.ASCII)\n'
            '    return None if fits else "应为月份，如 2026-03"\n\n\n',
        ),
    ),
    ANSWERS: (
        ("    PersonField,\n", "    MonthField,\n"),
        (
            "        case YesNoField():\n",
            '        case MonthField():\n            return f"{str(value)[:4]}年{int(str(value)[5:])}月"\n',
        ),
    ),
    WIDGETS: (
        ("    PhoneField,\n", "    MonthField,\n"),
        (
            "@draw.register(PhoneField)\n",
            "@draw.register\ndef _(field: MonthField, slot: FieldSlot) -> None:\n"
            '    st.text_input(slot.label(field), max_chars=7, placeholder="年-月，如 2026-03", **slot.common(field))\n\n\n',
        ),
    ),
}

STEPS = "matters/language/route/steps.py"
ACTS = "matters/commands/acts.py"
# A step that people sign as they sign a review: of the files in its row the first two are enough.
STEP_EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    STEPS: (
        (
            "class Decide(HumanStep):\n",
            'class Recheck(HumanStep):\n    """Somebody else looks again (复核)."""\n\n    word = "复核"\n'
            '    in_guide = "另一人复核"\n\n    kind: Literal["recheck"]\n\n\n',
        ),
        (" Decide | Work | SpecialProcedure\n", " Recheck |"),
        ("    | Decide\n", "    | Recheck\n"),
    ),
    ACTS: (('"decide", "countersign")\n', '"recheck", '),),
}

# Run in the copy: what checking and playing through make of a matter that has such a step, and how it reads.
TRIED_STEP = """
import json, sys
from pathlib import Path
from flows import catalogue, rehearsal
from matters.organisation.snapshot import Vocabulary
from ui.components.guides.route_picture import route_picture

text = Path("matters/catalog/MS009.v1.yaml").read_text("utf-8")
assert "kind: review" in text
changed = Path(sys.argv[1])
changed.write_text(text.replace("kind: review", "kind: recheck"), "utf-8")
(checked,) = rehearsal.check([changed])
matter = catalogue.read(changed)
played = rehearsal.explore(matter)
told = {"copy": rehearsal.__file__, "remarks": [one.message for one in checked.remarks], "golden": checked.golden}
told |= {"outcomes": played.outcomes, "stuck": played.stuck, "unopened": played.unopened}
told["picture"] = '<span class="once-kind">另一人复核</span>' in route_picture(matter, Vocabulary())
print(json.dumps(told, ensure_ascii=False))
"""

# Run in the copy: what its editor, its form, its service and its papers make of the new type.
TRIED = '''
import json, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
from flows.adapters.identity import caller_of
from flows.bootstrap import found, open_resources
from flows.checking import check_text
from flows.effects import rendering
from flows.effects.carrying import carry_out
from flows.sample import sample_founding
from flows.service import Service
from flows.settings import Settings
from flows.views.cases import SubmitRequest
from flows.views.tasks import ActRequest
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage import ledger
from storage.definitions import matters

PAGE = """
from matters.language.form import MonthField
from ui.components.fields import simple
from ui.components.fields.widget import FieldSlot, ask
ask(MonthField(id="month", label="用车月份", type="month"), FieldSlot(key="month"), None)
"""

told = {"copy": str(Path(rendering.__file__).parents[2])}
told["widget"] = AppTest.from_string(PAGE).run().text_input[0].placeholder
text = Path(sys.argv[2]).read_text("utf-8")
for before, after in (
    ("        - {id: contact_phone,", "        - {id: month, label: 用车月份, type: month}\\n        - {id: contact_phone,"),
    ("承诺于{due_on}前办结。\\n", "承诺于{due_on}前办结。\\n        - facts: [month]\\n"),
    ("purpose: 办理样例事项,", 'purpose: 办理样例事项, month: "2026-03",'),
):
    assert before in text, before
    text = text.replace(before, after)
settings = Settings(data_dir=Path(sys.argv[1]))
assert found(settings, sample_founding()) is None
with open_resources(settings) as resources:
    with resources.database.transaction() as session:
        organisation, calendar = resources.organisation(session), resources.calendar(session)
        checked = check_text(text, Surroundings(World(organisation, calendar, resources.clock()), {}, organisation))
        told["remarks"] = [remark.message for remark in checked.remarks if remark.severity in ("error", "draft")]
        told["clean"] = checked.clean
        digest = matters.save_draft(session, checked.definition, text)
        matters.publish(session, digest, by="test", second="test", now=resources.clock())

    def holder(post):
        (one, *_) = organisation.holders_of(organisation.post(post), resources.today)
        return caller_of(organisation, one.person, one.person, resources.today, "127.0.0.1")

    service, post = Service(resources), "county_finance.staff"
    def filed(month):
        answers = {"purpose": "调研", "month": month, "contact_phone": "5550050"}
        return service.cases.submit(holder(post), SubmitRequest(matter="TT001", answers=answers, post=post), None)

    told["refused"] = filed("2026-13").message
    case_no = filed("2026-03")[0].case_no
    told["read"] = {a.id: a.text for a in service.cases.show(holder(post), case_no).answers}["month"]
    clerk = holder("county_logistics.vehicle_clerk")
    (task,) = service.cases.show(clerk, case_no).tasks
    service.tasks.act(clerk, task.line.id, ActRequest(action="accept", expected_version=task.line.version))
    drawn, papers = rendering.draw, []
    rendering.draw = lambda paper: (papers.append(paper), drawn(paper))[1]
    with resources.database.transaction() as session:
        waiting = [one.id for one in ledger.open_advances(session, resources.clock(), 10)]
    for advance in waiting:
        with resources.database.transaction() as session:
            now = resources.clock()
            assert ledger.lease(session, advance, "test", now, now.replace(year=now.year + 1))
        assert carry_out(resources, advance, "test") == "settled"
    told["paper"] = [row for paper in papers for block in paper.blocks for row in getattr(block, "rows", ())]
print(json.dumps(told, ensure_ascii=False))
'''


def _table() -> str:
    """What README says of it."""
    return (ROOT / "README.md").read_text("utf-8").partition("## Where a change goes")[2].partition("\n## ")[0]


def _named(change: str) -> tuple[str, ...]:
    """The files that README names for a change, in order."""
    (row,) = re.findall(rf"^\| {re.escape(change)} \|.*$", _table(), flags=re.M)
    return tuple(re.findall(r"`((?:" + "|".join(FLOORS) + r")/[\w./]+)`", row))


def _copied(tree: Path, changes: dict[str, tuple[tuple[str, str], ...]]) -> Path:
    """The product with the toy in it."""
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tree / floor, ignore=shutil.ignore_patterns("*.pyc.*", "fonts"))
    (tree / "flows" / "documents" / "fonts").symlink_to(ROOT / "flows" / "documents" / "fonts")
    for name, edits in changes.items():
        text = (tree / name).read_text("utf-8")
        for before, written in edits:
            assert before in text, f"{name} has no {before!r} any more: take README's list and this test along"
            text = text.replace(before, written + before, 1)
        (tree / name).write_text(text, "utf-8")
    return tree


def _told(tree: Path, script: str, *arguments: str) -> dict[str, Any]:
    """What the script says that runs in the copy."""
    environment = {"PYTHONPATH": str(tree), "PATH": ""}
    run = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(run, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("copy").startswith(str(tree))
    return told


def test_the_list_has_thirteen_kinds_of_change() -> None:
    """Each with the files it takes, in the order in which one writes them."""
    rows = re.findall(r"^\| (?!change|-)(.+?) \| (.+) \|$", _table(), flags=re.M)
    assert len(rows) == 13, "Add the row to the table in README, and count it here."
    assert all("`" in files for _, files in rows), "Name the files of each row of the table in README."


def test_the_list_for_a_type_of_field_names_what_is_edited() -> None:
    """In this order, and nothing else is touched."""
    assert _named(CHANGE) == tuple(EDITS), "Take README's row and the edits of this test along together."


def test_a_type_of_field_added_by_the_list_works_from_form_to_paper(tmp_path: Path) -> None:
    """Its definition is clean, its widget asks, a wrong month is refused, a right one is read and stands on the paper."""
    written = tmp_path / "TT001.yaml"
    written.write_text(sound_template("TT001", "样例月度用车"), "utf-8")
    told = _told(_copied(tmp_path, EDITS), TRIED, str(tmp_path / "data"), str(written))
    assert "用车月份：应为月份，如 2026-03" in told.pop("refused")
    assert told == {
        "widget": "年-月，如 2026-03",
        "remarks": [],
        "clean": True,
        "read": "2026年3月",
        "paper": [["用车月份", "2026年3月"]],
    }


def test_a_kind_of_step_that_people_sign_takes_the_first_two_files_of_its_row(tmp_path: Path) -> None:
    """A matter with it is clean, its golden cases come out, no way through it ends nowhere; guide and picture tell it."""
    assert _named("a kind of step (环节)")[:2] == tuple(STEP_EDITS), (
        "Take README's row and the edits of this test along."
    )
    assert _told(_copied(tmp_path, STEP_EDITS), TRIED_STEP, str(tmp_path / "MS009.v1.yaml")) == {
        "remarks": [],
        "golden": 5,
        "outcomes": ["不予受理", "不予批准", "准予"],
        "stuck": [],
        "unopened": [],
        "picture": True,
    }
