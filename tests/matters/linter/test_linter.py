"""The linter: each rule fires for its own defect and for nothing else; what ships is clean.

Covers: matters/linter/actors.py, matters/linter/briefs.py, matters/linter/columns.py, matters/linter/conditions.py
Covers: matters/linter/form.py
Covers: matters/linter/late_materials.py, matters/linter/machines.py, matters/linter/options.py, matters/linter/papers.py
Covers: matters/linter/reach.py, matters/linter/references.py, matters/linter/route.py
"""

import re
from pathlib import Path
from typing import Any

import pytest

import matters.linter as package
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.linter import findings
from matters.linter.runnable import CONSTRUCTS, not_runnable
from tests.matters.linter.test_children import IN_A_ROW, OTHER_DEFECTS, OWN_DEFECTS
from tests.matters.linter.test_joint_papers import PAPERS
from tests.matters.linter.test_limits import LIMITS
from tests.matters.linter.test_people import PEOPLE
from tests.matters.linter.test_recurring import REPORTS
from tests.matters.linter.test_rosters import ACROSS, KEEPING, READING, UNSEEN
from tests.matters.stories import varied

Edits = list[tuple[str, str]]

BRIEF = '"赴{destination}"'
STARTS = "starts: accepted"
FIELD = "- {id: contact, label: 联系人, type: text, max_length: 20, prefill: {applicant: person_name}}"
OUT = "{compare: equals, left: {field: out_of_city}, right: {value: true}}"
ABOVE = "{compare: above, left: {field: passengers}, right: {value: 5}}"
EXCEPTIONS = "exceptions: {nobody: superior, applicant: superior, repeated: ask_again, conflict: exclude}"
HEAD = f"who: {{by: head, of: {{body: owner}}}}, {EXCEPTIONS}"
REVIEW = f"  - {{id: look, name: 复核, kind: review, {HEAD}}}\n"
DECIDE = "  - id: decide\n    name: 审批\n    kind: decide\n"
DELIVER = "  - id: dispatch\n    name: 派车办结\n    kind: deliver\n    how: online\n"
APART = "    apart_from: [accept]\n"
ACCEPT_ID = "  - id: accept\n    name: 受理\n    kind: accept\n"
REPLY = "- text: 二、本次由{plate}号车保障，驾驶员{driver}。"
BASELINE = (
    "  baseline:\n    materials: 2\n    steps: 5\n    working_days: 2\n    errands: 2\n"
    "    source: 本产品自行估算（按纸质派车单逐级签字、现场领取的通常做法），不是官方数据\n"
)
BOOKING = "type: booking, resource: car, of: {body: owner}"
ROWS = (
    f"{FIELD}\n        - {{id: stops, label: 途经, type: rows, required: optional,\n"
    "           columns: [{id: km, label: 里程, type: integer}]}"
)
COMPUTED = "type: computed, value: {field: passengers}"
SUM = "{compare: above, left: {sum: stops, column: %s}, right: {value: 5}}"
MATERIAL = "    trust: D\n    required:"
PLATE = 'fills: {plate: 样A12345, driver: 马行健, driver_phone: "5550188"}'

COUNTERSIGN = (
    "  - {id: sign, name: 会签, kind: countersign, signers: [{by: head, of: {body: owner}}, {by: liaison, of: {body: owner}}],\n"
    f"     {EXCEPTIONS}, vote: {{rule: all}}, refusal: collect_all}}\n"
)
INCLUSIVE = (
    "  - {id: some, name: 分支, kind: inclusive, refusal: collect_all, branches: [\n"
    "     {id: one, name: 一, when: {filled: purpose}, steps:\n"
    f"     [{{id: look, name: 复核, kind: review, {HEAD}}}]}}]}}\n"
)
EXCLUSIVE = INCLUSIVE.replace("inclusive, refusal: collect_all", "exclusive, otherwise: []")
PARALLEL = (
    "  - {id: both, name: 并联, kind: parallel, refusal: collect_all, branches: [{id: one, name: 一, steps:\n"
    f"     [{{id: settle, name: 审定, kind: decide, apart_from: [accept], {HEAD}}}]}}, {{id: two, name: 二, steps:\n"
    f"     [{{id: look, name: 复核, kind: review, {HEAD}}}]}}]}}\n"
)
INSTANT = "instant: {rules: [{text: 已写明用途, holds: {filled: purpose}}]"
LOT = "spot_check: {of_hundred: 5, who: {by: head, of: {body: owner}}, limit: {kind: working_days, days: 5}}"
CALLS = (
    "  - {id: auto, name: 派车平台, kind: automatic, on_failure: {by: head, of: {body: owner}},\n"
    "     work: {do: outside_call, system: dispatch, robot: {by: role, role: robot, of: {body: owner}}}}\n"
)
BY_CHIEF = "who: {by: post, post: vehicle_chief, of: {body: owner}}\n    exceptions"
NOBODY = "nobody: {to: {by: head, of: {body: owner}}}"

UP = "{kind: report_up, to: {duty: official_vehicles}}"
CHIEF = "who: {by: post, post: vehicle_chief, of: {body: owner}}"
DEMANDED = f"    required:\n      when:\n        any:\n          - {OUT}\n          - {ABOVE}\n"
DAY = "{kind: working_days, days: 1}"
PROMISED = f"promised: {DAY}"
ACT_FIRST = "  starts: accepted\n"
OTHER_USE = "- {id: other, label: 其他公务}"
TIRED = (
    "        - {id: rest, label: 途中休息, type: choice, options: [\n"
    f"           {{id: short, label: 一次, when: {OUT}}}, {{id: long, label: 两次, when: {{all: [{OUT}, {ABOVE}]}}}}]}}"
)
URGENTLY = f"{ACT_FIRST}  act_first: {{when: {{filled: purpose}}, within_working_days: 2}}\n"

DEFECTS: dict[str, Edits] = {
    "unknown_field": [(OUT, "{filled: out_of_town}")],
    "prefill_type": [
        ("type: yes_no", "type: yes_no, prefill: {applicant: phone}"),
    ],
    "unknown_material": [("materials: {notice: [notice.pdf]}", "materials: {notise: [notice.pdf]}")],
    "unknown_either": [("findings: [{target: destination,", "findings: [{target: destinatoin,")],
    "unknown_step": [("- opinions: [decide]", "- opinions: [decision]")],
    "unknown_paper": [("papers: [acceptance_refused]", "papers: [refusal]")],
    "unknown_column": [(FIELD, ROWS), (ABOVE, SUM % "miles")],
    "sensitive_in_full": [
        (FIELD, ROWS.replace("type: integer", "type: integer, sensitivity: personal")),
        (REPLY, "- {rows: stops, columns: [km]}"),
    ],
    "column_twice": [(FIELD, ROWS), (REPLY, "- {rows: stops, columns: [km, km]}")],
    "rows_in_text": [(FIELD, ROWS), (REPLY, "- {text: '途经：{stops}。', when: {filled: stops}}")],
    "field_kind": [("not_before: depart_at", "not_before: purpose")],
    "duplicate_id": [
        ("{id: meeting, label: 会议培训}", "{id: inspection, label: 会议培训}"),
        ("vehicle_use: meeting", "vehicle_use: other"),
    ],
    "condition_type": [(ABOVE, ABOVE.replace("5", "many"))],
    "condition_option": [(ABOVE, "{one_of: [parade], field: vehicle_use}")],
    "range": [("min: 1, max: 55", "min: 60, max: 55")],
    "pattern": [('pattern: "[一-龥]', 'pattern: "([一-龥]')],
    "pledge_reused": [("type: pledge\n", "type: pledge\n          reuse: offer\n")],
    "field_order": [("not_before: now", "not_before: return_at")],
    "computed_filled": [(FIELD, f"{FIELD}\n        - {{id: all, label: 合计, filled_by: office, {COMPUTED}}}")],
    "share_of_nothing": [
        (ABOVE, "{compare: above, left: {percent: {field: passengers}, of: {value: 0}}, right: {value: 5}}")
    ],
    "computed_from_blank": [
        (
            FIELD,
            f"{FIELD}\n        - {{id: guests, label: 来宾, type: integer, required: optional}}\n"
            "        - {id: all, label: 合计, type: computed, value: {plus: [{field: passengers}, {field: guests}]}}",
        ),
    ],
    "unreachable_option": [
        (OTHER_USE, OTHER_USE.replace("公务}", "公务, when: {all: [{filled: purpose}, {not: {filled: purpose}}]}}"))
    ],
    "no_option": [(FIELD, f"{FIELD}\n{TIRED}")],
    "booking_column": [(FIELD, ROWS.replace("type: integer", BOOKING))],
    "column_filled_apart": [(FIELD, ROWS.replace("type: integer", "type: integer, filled_by: office"))],
    "id_number_personal": [(FIELD, f"{FIELD}\n        - {{id: id_no, label: 证件号码, type: id_number}}")],
    "sensitive_reused": [(MATERIAL, "    trust: D\n    sensitivity: personal\n    reuse: while_valid\n    required:")],
    "office_field_unfillable": [
        ("edit: [plate, driver, driver_phone]", "edit: [plate, driver]"),
        ("- text: 驾驶员联系电话：{driver_phone}。", "- text: 另行通知。"),
    ],
    "office_field_not_demanded": [("required: [plate, driver]}", "required: [plate]}")],
    "required_unfillable": [("required: [plate, driver]}", "required: [plate, driver, purpose]}")],
    "edits_hidden": [("required: [plate, driver]}", "required: [plate, driver], hidden: [driver_phone]}")],
    "shown_nowhere": [(MATERIAL, "    trust: D\n    sensitivity: personal\n    required:")],
    "edits_applicant": [("edit: [plate, driver, driver_phone]", "edit: [plate, driver, driver_phone, purpose]")],
    "asks_itself": [
        ("help: 写到乡镇、街道或具体单位。", "shown_when: {filled: destination}"),
        ("- text: 一、同意", "- when: {filled: destination}\n          text: 一、同意"),
    ],
    "materials_unsaid": [],
    "online_incomplete": [],
    "offline_has_form": [
        ("access: {kind: online}", "access: {kind: offline, why: classified, basis: 保密规定, pointer: 请线下办理。}")
    ],
    "no_baseline": [(BASELINE, "")],
    "no_contact": [],
    "untouched_hint": [("  summary: ", "  summary: 请用两三句话写明："), ("instructions: ", "instructions: 待填写 #")],
    "edition": [("edition: {publisher: directory,", "edition: {publisher: county_logistics,")],
    "accept_first": [(ACCEPT_ID, REVIEW + ACCEPT_ID)],
    "one_decision": [(DECIDE, f"  - {{id: first, name: 初定, kind: decide, apart_from: [accept], {HEAD}}}\n{DECIDE}")],
    "deliver_last": [("\nclock:\n", f"{DELIVER.replace('dispatch', 'again')}\nclock:\n")],
    "after_decision": [(DELIVER, REVIEW + DELIVER)],
    "decides_in_branch": [(DECIDE, DECIDE.replace("kind: decide", "kind: review")), (DELIVER, PARALLEL + DELIVER)],
    "branch_condition": [(DECIDE, INCLUSIVE.replace("when: {filled: purpose}, ", "") + DECIDE)],
    "unreachable_branch": [
        (DECIDE, EXCLUSIVE.replace("{filled: purpose}", f"{{all: [{ABOVE}, {{not: {ABOVE}}}]}}") + DECIDE)
    ],
    "branch_veto": [(DECIDE, EXCLUSIVE.replace("name: 一", "name: 一, veto: true") + DECIDE)],
    "one_signer": [(DECIDE, COUNTERSIGN.replace(", {by: liaison, of: {body: owner}}", "") + DECIDE)],
    "one_hand": [(APART, "")],
    "passes_decision": [(NOBODY, "nobody: {passes: 无人审批}")],
    "promise_exceeds_law": [
        (
            "promised: {kind: working_days, days: 1}",
            "promised: {kind: working_days, days: 10}\n  legal: {kind: calendar_days, days: 10}",
        )
    ],
    "step_exceeds_promise": [
        ("limit: {kind: working_days, days: 1}\n    opinion", "limit: {kind: working_days, days: 2}\n    opinion")
    ],
    "overdue_without_limit": [
        (APART, f"{APART}    overdue: supervise\n"),
        ("    limit: {kind: working_days, days: 1}\n    opinion", "    opinion"),
    ],
    "passes_on_out_of_place": [(ACCEPT_ID, f"{ACCEPT_ID}    passes_on: [{UP}]\n")],
    "passes_on_twice": [(APART, f"{APART}    passes_on: [{UP}, {UP}]\n")],
    "passes_on_to_nobody": [
        (APART, f"{APART}    passes_on: [{UP}]\n"),
        (CHIEF, "who: {by: heads, of: {body: owner}, levels: 2}"),
    ],
    "case_type": [("case_type: promised", "case_type: immediate")],
    "many_errands": [
        ("    how: online\n", "    how: pick_up\n    why_in_person: 领取钥匙\n"),
        (MATERIAL, "    trust: D\n    medium: paper_copy\n    why_paper: 须验原件\n    required:"),
    ],
    "idle_why_more_errands": [("  case_type: promised", "  case_type: promised\n  why_more_errands: 须本人签收两次")],
    "errand_without_reason": [("    how: online\n", "    how: pick_up\n")],
    "one_paper_per_occasion": [("      on: acceptance_refused\n", "      on: denied\n")],
    "both_results": [
        (
            "    - on: denied\n      name: 不予批准\n      paper: denial",
            "    - on: granted\n      name: 另行安排\n      paper: reply",
        )
    ],
    "result_paper": [("      paper: denial\n", "      paper: reply\n")],
    "findings_block": [("        - findings: numbered\n", "")],
    "no_reason": [("        - opinions: [accept]\n", "")],
    "number_pattern": [("{prefix}车批〔{year}〕{n}号", "{prefix}车批〔{year}〕号")],
    "placeholder_braces": [(REPLY, REPLY.replace("{driver}", "{driver"))],
    "placeholder_format": [
        (REPLY, REPLY.replace("{driver}", "{driver:>999999999}").replace("{plate}", "{plate:in_words}"))
    ],
    "unknown_placeholder": [(REPLY, REPLY.replace("{driver}", "{chauffeur}"))],
    "brief_without_answer": [(BRIEF, "请尽快办理")],
    "hidden_in_brief": [
        (BRIEF, '"电话{contact_phone}"'),
        ("required: [plate, driver]}", "required: [plate, driver], hidden: [contact_phone]}"),
    ],
    "rows_in_brief": [(BRIEF, '"{stops}"'), (FIELD, ROWS)],
    "placeholder_too_early": [("尚有内容需要补正。", "尚有内容需要补正，期限至{due_on}。")],
    "paper_before_filled": [("- findings: numbered", "- findings: numbered\n        - facts: [plate]")],
    "sensitive_on_public_paper": [
        ("publicity: internal", "publicity: public"),
        (FIELD, FIELD.replace("max_length", "sensitivity: personal, max_length")),
    ],
    "waits_for_nothing": [(DECIDE, f"  - {{id: until, name: 等待, kind: wait}}\n{DECIDE}")],
    "event_reporter": [(DECIDE, f"  - {{id: until, name: 等待, kind: wait, for_event: arrival}}\n{DECIDE}")],
    "instant_needs_hand": [("required: [plate, driver]}", f"required: [plate, driver]}}\n    {INSTANT}}}")],
    "instant_proves_nobody": [(APART, f"{APART}    identity_check: always\n    {INSTANT}, {LOT}}}\n")],
    "instant_unchecked": [(APART, f"{APART}    {INSTANT}}}\n")],
    "call_without_limit": [(DECIDE, CALLS + DECIDE)],
    "heads_out_of_place": [(NOBODY, "nobody: {to: {by: heads, of: {body: owner}, levels: 2}}")],
    "choice_out_of_place": [(NOBODY, "nobody: {to: {by: choice, chooser: applicant, post: head, of: {body: owner}}}")],
    "skips_repetition": [("repeated: ask_again", "repeated: skip_if_unchanged")],
    "weight_of_nobody": [
        (
            DECIDE,
            COUNTERSIGN.replace("rule: all", "rule: weighted, share: 0.5, weights: [{signer: 3, weight: 2}]").replace(
                "{by: liaison, of: {body: owner}}", "{by: liaison, of: {body: applicant}}"
            )
            + DECIDE,
        )
    ],
    "one_person_two_seats": [(DECIDE, COUNTERSIGN.replace("rule: all", "rule: ratio, share: 0.5") + DECIDE)],
    "nothing_to_bring_later": [(ACT_FIRST, URGENTLY), (DEMANDED, "    required: optional\n")],
    "acts_first_unknown": [(ACT_FIRST, URGENTLY.replace("purpose", "plate"))],
    "no_validity": [("尚有内容需要补正。", "尚有内容需要补正，有效期至{result_valid_until}。")],
    "reminder_too_early": [("      paper: reply\n", "      paper: reply\n      validity: {days: 30}\n")],
    "validity_of_denial": [("      paper: denial\n", "      paper: denial\n      validity: {years: 1}\n")],
    "no_supplement_limit": [("尚有内容需要补正。", "尚有内容需要补正，应于{supplement_due}前补正。")],
    "limit_unknown": [
        (FIELD, f"{FIELD}\n        - {{id: note, label: 备注, type: text, filled_by: office, required: optional}}"),
        (APART, f"{APART}    rights: {{edit: [note]}}\n"),
        (PROMISED, f"promised: {{kind: by_case, cases: [{{when: {{filled: note}}, limit: {DAY}}}], otherwise: {DAY}}}"),
    ],
    "no_lead_time": [(STARTS, f"{STARTS}\n  advance: {{before_field: depart_at}}")],
    "hours_before_a_day": [
        (FIELD, f"{FIELD}\n        - {{id: day, label: 日期, type: date}}"),
        (STARTS, f"{STARTS}\n  advance: {{before_field: day, hours: 8}}"),
    ],
    "lead_time_unknown": [
        (STARTS, f"{STARTS}\n  advance: {{before_field: leaves, working_days: 1}}"),
        (
            FIELD,
            f"{FIELD}\n        - {{id: leaves, label: 发车, type: datetime, filled_by: office, required: optional}}",
        ),
        ("edit: [plate,", "edit: [leaves, plate,"),
    ],
    "placeholder_may_be_blank": [("          when: {filled: driver_phone}\n", "")],
}
# Parts that are left out whole, by their first lines.
LEFT_OUT = {"materials_unsaid": "materials", "online_incomplete": "golden", "no_contact": "contacts"}
# The golden case hands in what is left out.
ALSO = {
    "materials_unsaid": {"unknown_material"},
    "sensitive_in_full": {"shown_nowhere"},
    "sensitive_reused": {"shown_nowhere"},
    "sensitive_on_public_paper": {"shown_nowhere"},
}


@pytest.mark.parametrize("rule", DEFECTS)
def test_each_defect_fires_its_own_rule_alone(car_text: str, rule: str) -> None:
    """One defect, one rule, told in Chinese with a mend."""
    found = findings(_spoilt(_base(car_text, rule), DEFECTS[rule]))
    assert {finding.rule for finding in found} - ALSO.get(rule, set()) == {rule}, [f.message for f in found]
    assert all(re.search("请|可用|只留", finding.message) and finding.target for finding in found)


def test_every_rule_is_tried() -> None:
    """A rule without a defect that fires it would be a rule nobody has seen work."""
    sources = "".join(path.read_text("utf-8") for path in Path(package.__file__).parent.glob("*.py"))
    rules = set(re.findall(r'\b(?:error|warning)\(\s*"(\w+)"', sources))
    rules |= {f"unknown_{target}" for target in ("field", "material", "either", "step", "paper")}
    bounded = {"too_large", "too_many"}  # tests/matters/linter/test_sizes.py
    of_rosters = {*KEEPING, *READING, *ACROSS, UNSEEN}
    between = {rule for rule, _ in OTHER_DEFECTS}
    assert rules == {
        *DEFECTS,
        *OWN_DEFECTS,
        *IN_A_ROW,
        *bounded,
        *between,
        *of_rosters,
        *PEOPLE,
        *PAPERS,
        *LIMITS,
        *REPORTS,
    }


def test_what_ships_is_clean(every_version: tuple[Definition, ...]) -> None:
    """No error and no warning, drafts included."""
    assert [finding for definition in every_version for finding in findings(definition)] == []


def test_only_warnings_do_not_forbid(car_text: str) -> None:
    """The severity tells the publisher what must be mended and what should be."""
    found = [f for rule in DEFECTS for f in findings(_spoilt(_base(car_text, rule), DEFECTS[rule]))]
    advised = {
        "no_baseline",
        "no_contact",
        "one_signer",
        "computed_from_blank",
        "one_person_two_seats",
        "step_exceeds_promise",
        "placeholder_may_be_blank",
        "rows_in_text",
    }
    assert {finding.rule for finding in found if finding.severity == "warning"} == advised
    assert not advised & {finding.rule for finding in found if finding.severity == "error"}


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("{rows: stops, columns: [km]}", None),
        ("{rows: stops, columns: [miles]}", "unknown_column"),
        ("{rows: stop, columns: [km]}", "unknown_field"),
        ("{rows: purpose, columns: [km]}", "field_kind"),
    ],
)
def test_a_table_on_paper_names_rows_and_their_columns(car_text: str, table: str, rule: str | None) -> None:
    """What the table names must be there to be printed."""
    found = {finding.rule for finding in findings(_spoilt(car_text, [(FIELD, ROWS), (REPLY, f"- {table}")]))}
    assert found == ({rule} if rule else set())


CONDITIONS = [
    (ABOVE.replace("right: {value: 5}", "right: {field: purpose}"), "condition_type"),
    (
        ABOVE.replace("left: {field: passengers}", "left: {field: vehicle_use}").replace("value: 5", "value: other"),
        "condition_type",
    ),
    (ABOVE.replace("left: {field: passengers}", "left: {value: 1}"), "condition_type"),
    (
        ABOVE.replace("left: {field: passengers}", "left: {field: out_of_city}").replace("above", "equals"),
        "condition_type",
    ),
    (ABOVE.replace("left: {field: passengers}", "left: {today_plus: 1}"), "condition_type"),
    ("{compare: equals, left: {field: depart_at}, right: {value: '2026-03-02'}}", "condition_type"),
    ("{compare: equals, left: {field: depart_at}, right: {value: 2026-13-02T00:00}}", "condition_type"),
    ("{one_of: [1], field: purpose}", "condition_type"),
    ("{compare: above, left: {count: passengers}, right: {value: 5}}", "field_kind"),
    ("{compare: equals, left: {field: vehicle_use}, right: {value: tank}}", "condition_option"),
]


@pytest.mark.parametrize(("condition", "rule"), CONDITIONS)
def test_conditions_that_can_never_hold_are_found(car_text: str, condition: str, rule: str) -> None:
    """Unlike things, ordered choices, constants alone, malformed days and unknown options."""
    assert {finding.rule for finding in findings(_spoilt(car_text, [(ABOVE, condition)]))} == {rule}


@pytest.mark.parametrize(
    "condition",
    [
        ABOVE.replace("5", "'5.5'"),
        "{compare: at_least, left: {field: return_at}, right: {field: depart_at}}",
        "{compare: at_least, left: {field: depart_at}, right: {value: 2026-03-02T08:00}}",
        "{not: {one_of: [other, meeting], field: vehicle_use}}",
        "{one_of: [true], field: out_of_city}",
        "{compare: not_equals, left: {value: 甲}, right: {field: purpose}}",
    ],
)
def test_conditions_that_can_hold_are_left_alone(car_text: str, condition: str) -> None:
    """Like things compared in either order."""
    assert findings(_spoilt(car_text, [(ABOVE, condition)])) == ()


WORK = f"kind: special_procedure, what: expert_review, stops_clock: true, {HEAD}"
INQUIRY = "kind: inquiry, of: {duty: finance}, question: 有无欠费, answers: [yes, no], limit: {kind: at_once}, unanswered: remind"
STOPS = "  stops: [supplement]\n"
URGENT = "when: {filled: purpose}"
DUTY = "{id: log, name: 补登里程, owed_by: {body: applicant}, limit: {kind: at_once}, text: 补登。}"


def _asking(where: str, more: str = "") -> Edits:
    return [(where, f"  - {{id: ask, name: 协查, {INQUIRY}{more}}}\n{where}")]


def test_a_question_to_another_body_may_be_published(car_text: str) -> None:
    """What it shows are fields, materials and the parties."""
    matter = _spoilt(car_text, _asking(DECIDE, ", shows: [passengers, applicant_body]"))
    assert (findings(matter), not_runnable(matter)) == ((), ())


def test_a_question_shows_only_what_there_is(car_text: str) -> None:
    """Neither a field nor a material is called so."""
    assert {f.rule for f in findings(_spoilt(car_text, _asking(DECIDE, ", shows: [nothing]")))} == {"unknown_either"}


def test_nobody_is_asked_after_the_decision(car_text: str) -> None:
    """An answer would come too late for whoever decides."""
    assert {f.rule for f in findings(_spoilt(car_text, _asking(DELIVER)))} == {"after_decision"}


def _owing(id_: str) -> Edits:
    duty = DUTY.replace("id: log", f"id: {id_}")
    return [("      paper: reply\n", f"      paper: reply\n      duties: [{duty}]\n")]


def test_a_duty_after_the_decision_may_be_published(car_text: str) -> None:
    """Under an id that no step has."""
    matter = _spoilt(car_text, _owing("log"))
    assert (findings(matter), not_runnable(matter)) == ((), ())
    assert {finding.rule for finding in findings(_spoilt(car_text, _owing("decide")))} == {"duplicate_id"}


def test_a_special_procedure_may_be_published(car_text: str) -> None:
    """Before the decision, with the clock that stands still meanwhile."""
    stops = (STOPS, "  stops: [supplement, special_procedure]\n")
    matter = _spoilt(car_text, [(DECIDE, f"  - {{id: experts, name: 评审, {WORK}}}\n{DECIDE}"), stops])
    assert (findings(matter), not_runnable(matter)) == ((), ())
    after = _spoilt(car_text, [(DELIVER, f"  - {{id: experts, name: 评审, {WORK}}}\n{DELIVER}")])
    assert {finding.rule for finding in findings(after)} == {"after_decision"}


def test_filing_first_and_bringing_later_may_be_published(car_text: str) -> None:
    """Where something is required of the applicant, by what the applicant says."""
    matter = _spoilt(car_text, [(ACT_FIRST, URGENTLY)])
    assert (findings(matter), not_runnable(matter)) == ((), ())


UNRUNNABLE: dict[str, Edits] = {
    "自然人申请": [("  applicants:\n", "  applicants:\n    natural_person: true\n")],
    "邮寄或上门送达": [("    how: online\n", "    how: post\n")],
    "数据接口预填": [("prefill: {applicant: person_name}", "prefill: {interface: people, item: name}")],
    "历史办件预填": [("prefill: {applicant: person_name}", "prefill: {earlier_case: same_body}")],
    "填报内容复用": [("prefill: {applicant: person_name}", "reuse: offer")],
    "材料复用": [(MATERIAL, "    trust: D\n    reuse: while_valid\n    required:")],
    "材料有效期核对": [(MATERIAL, "    trust: D\n    valid_days: 30\n    required:")],
    "电子证照调取": [("source: {kind: applicant}", "source: {kind: certificate, certificate: licence}")],
    "数据接口核验材料": [("source: {kind: applicant}", "source: {kind: data, interface: notices}")],
    "向他机关调取材料": [("source: {kind: applicant}", "source: {kind: other_body, holder: {duty: finance}}")],
    "引用前序结果": [("source: {kind: applicant}", "source: {kind: earlier_result, matter: MS028}")],
}


@pytest.mark.parametrize("why", ["", "依《档案法》须留原文"])
@pytest.mark.parametrize("printing", [{"text": "联系电话：{secret}。"}, {"facts": ["purpose", "secret"]}])
def test_what_is_sensitive_is_printed_in_full_for_a_reason(car_text: str, printing: dict[str, Any], why: str) -> None:
    """In running text and in a table of facts; where nothing is said of why, each place is named."""

    def add(document: dict[str, Any]) -> None:
        secret = {"id": "secret", "label": "密语", "type": "text", "sensitivity": "personal", "required": "optional"}
        document["form"]["sections"][0]["fields"].append(secret)
        document["outcome"]["papers"][0]["blocks"].append({**printing, "why_sensitive": why})

    told = [finding for finding in findings(varied(_spoilt(car_text, []), add)) if finding.rule == "sensitive_in_full"]
    assert [finding.message[:4] for finding in told] == ([] if why else ["“密语”"])


@pytest.mark.parametrize("key", ["title", "closing"])
def test_what_is_sensitive_stands_in_no_title_and_no_closing(car_text: str, key: str) -> None:
    """Those are read by whoever sees the list of papers."""

    def name_it(document: dict[str, Any]) -> None:
        field = next(f for s in document["form"]["sections"] for f in s["fields"] if f["id"] == "purpose")
        field["sensitivity"] = "work_secret"
        document["outcome"]["papers"][0][key] = "关于{purpose}"

    told = {
        finding.target
        for finding in findings(varied(_spoilt(car_text, []), name_it))
        if "标题和结语" in finding.message
    }
    assert told == {f"outcome.papers[0].{key}"}


@pytest.mark.parametrize("name", UNRUNNABLE)
def test_what_the_engine_cannot_run_is_named(car_text: str, name: str) -> None:
    """Valid in the language, refused at publishing by its Chinese name."""
    found = not_runnable(_spoilt(car_text, UNRUNNABLE[name]))
    assert name in {_named(finding.message) for finding in found}


def test_what_ships_runs(every_version: tuple[Definition, ...]) -> None:
    """Nothing in the catalogue waits for the engine."""
    assert [finding for definition in every_version for finding in not_runnable(definition)] == []


def test_every_construct_of_the_table_is_tried() -> None:
    """The table has no row that no definition has ever hit."""
    assert {construct.name for construct in CONSTRUCTS} == set(UNRUNNABLE)


def _named(message: str) -> str:
    return message.split("“")[1].split("”")[0]


def _base(text: str, rule: str) -> str:
    return _without(text, LEFT_OUT[rule]) if rule in LEFT_OUT else text


def _without(text: str, part: str) -> str:
    """The text without one part: from its line to the next line that is not indented deeper."""
    found = re.search(rf"^( *){part}:\n(?:\1 .*\n|\n)*", text, re.MULTILINE)
    assert found
    return text.replace(found[0], "", 1)


def _spoilt(text: str, edits: Edits) -> Definition:
    for right, wrong in edits:
        assert right in text, right
        text = text.replace(right, wrong)
    definition = read_definition(text, "试.yaml")
    assert isinstance(definition, Definition), definition
    return definition


@pytest.mark.parametrize(
    ("condition", "rules"),
    [
        ("{any_row: stops, where: {compare: above, left: {field: km}, right: {field: passengers}}}", set()),
        ("{every_row: stops, where: {not: {all: [{filled: km}, {filled: purpose}]}}}", set()),
        ("{compare: at_least, left: {count: stops, where: {filled: km}}, right: {value: 3}}", set()),
        ("{any_row: stops, where: {filled: miles}}", {"unknown_field"}),
        ("{all: [{filled: km}, {any_row: stops, where: {filled: km}}]}", {"unknown_field"}),
        ("{any_row: stop, where: {filled: purpose}}", {"unknown_field"}),
        ("{any_row: purpose, where: {filled: purpose}}", {"field_kind"}),
        ("{any_row: stops, where: {compare: above, left: {field: km}, right: {value: far}}}", {"condition_type"}),
        ("{compare: above, left: {max_in: stops, column: miles}, right: {value: 1}}", {"unknown_column"}),
        ("{compare: above, left: {plus: [{field: purpose}, {value: 1}]}, right: {value: 1}}", {"condition_type"}),
        (
            "{compare: above, left: {days_from: {field: depart_at}, to: {field: passengers}}, right: {value: 1}}",
            {"condition_type"},
        ),
    ],
)
def test_a_condition_on_rows_sees_their_columns_and_the_form(car_text: str, condition: str, rules: set[str]) -> None:
    """And nothing but them: a column stands for one row, which only such a condition goes through."""
    assert {f.rule for f in findings(_spoilt(car_text, [(FIELD, ROWS), (ABOVE, condition)]))} == rules


@pytest.mark.parametrize(
    ("columns", "rules"),
    [
        ("{id: twice, label: 两倍, type: computed, value: {plus: [{field: km}, {field: passengers}]}}", set()),
        ("{id: twice, label: 两倍, type: computed, value: {plus: [{field: twice}, {field: km}]}}", {"field_order"}),
        (
            "{id: twice, label: 两倍, type: computed, value: {plus: [{field: once}, {value: 1}]}}, "
            "{id: once, label: 一倍, type: computed, value: {plus: [{field: twice}, {value: 1}]}}",
            {"field_order"},
        ),
        (
            "{id: twice, label: 两倍, type: computed, value: {percent: {field: km}, of: {sum: stops, column: km}}}",
            {"field_order"},
        ),
        (
            "{id: twice, label: 两倍, type: computed, value: {plus: [{field: km}, {field: contact}]}}",
            {"condition_type"},
        ),
    ],
)
def test_a_computed_column_uses_what_is_known_before_it(car_text: str, columns: str, rules: set[str]) -> None:
    """Columns to its left and fields above the table, so that nothing is ever computed from itself."""
    column = "{id: km, label: 里程, type: integer}"
    table = ROWS.replace(column, f"{column}, {columns}").replace(
        "required: optional,", "required: optional, at_least: 0,"
    )
    assert {f.rule for f in findings(_spoilt(car_text, [(FIELD, table)]))} == rules
