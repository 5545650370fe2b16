"""`once setup`: an invented county, from its tables to the sealed paper of its first case, with nothing of the sample in it.

Covers: flows/office_template.py, flows/offering.py, ui/cli/local_commands.py
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import now, open_resources
from flows.effects.carrying import carry_out
from flows.resources import Resources
from flows.service import Service
from flows.settings import Settings
from flows.verification import verify_file
from flows.views.cases import SubmitRequest
from flows.views.matters import LocalFilling
from flows.views.people import Caller, SessionView
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotOffered
from storage import cases, documents, ledger
from tests import county
from tests.journeys.product import free_port
from tests.ui.cli.conftest import Once, Said

CHOSEN = "three plain words 7"
ANSWERS: dict[str, Any] = {
    "purpose": "赴邻县参加预算会审",
    "vehicle_use": "meeting",
    "depart_at": (now() + timedelta(days=10)).strftime("%Y-%m-%dT08:00"),
    "return_at": (now() + timedelta(days=10)).strftime("%Y-%m-%dT18:00"),
    "destination": "邻县财政局",
    "passengers": 3,
    "out_of_city": False,
    "contact": "卫萍",
    "contact_phone": "8210011",
    "pledge": True,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with its rows in a file of it or in an empty database."""
    if request.param == "postgresql":
        monkeypatch.setenv("ONCE_DATABASE_URL", request.getfixturevalue("postgres_url")())
    return tmp_path / "once"


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """The county's organisation and its administrators, as two spreadsheets."""
    files = tmp_path / "机构.xlsx", tmp_path / "管理员.xlsx"
    files[0].write_bytes(county.workbook(county.sheets()))
    files[1].write_bytes(county.workbook({"管理员": county.ADMINISTRATORS}))
    return files


def _set_up(once: Once, folder: Path, tables: tuple[Path, Path], *more: str) -> Any:  # noqa: ANN401 - any JSON value
    files = ("--organisation", tables[0], "--administrators", tables[1])
    said = once("setup", *files, "--name", county.NAME, "--data", folder, "--json", *more)
    assert said.code == 0, said
    return said.data


def test_a_county_goes_from_its_tables_to_a_paper_that_verifies(
    once: Once, folder: Path, tables: tuple[Path, Path]
) -> None:
    """Set up, an administrator chooses a password and opens accounts, a case of a shipped matter ends with its sealed result."""
    made = _set_up(once, folder, tables)
    assert (made["bodies"], made["people"]) == (3, 17)
    assert [one["role"] for one in made["administrators"]] == [
        "system_admin",
        "security_admin",
        "security_admin",
        "audit_admin",
    ]
    with open_resources(Settings(data_dir=folder)) as resources:
        service = Service(resources)
        keeper = _first_login(service, made["administrators"][0])
        people = {person: _account(service, keeper, person) for person in ("weiping", "yuchun", "panfeng")}
        _offered(service, people["weiping"])
        case_no = _carried(resources, people)
        paper, certificates = _result(resources, case_no)
        root = service.papers.root_certificate()
        assert verify_file(paper, (root,)).verdict == "valid"
    assert f"关于{county.FINANCE}公务用车的批复" in _text(paper)
    assert "临机管车批〔" in _text(paper)
    written = [_text(paper), *(str(one.subject) + str(one.issuer) for one in certificates)]
    assert not [said for said in written if "样例" in said]
    assert "样例" not in x509.load_pem_x509_certificate(root).subject.rfc4514_string()
    assert "临河县电子印章根证书" in x509.load_pem_x509_certificate(root).subject.rfc4514_string()


def _first_login(service: Service, account: dict[str, str]) -> Caller:
    """The one-time password opens nothing but the choice of another; with that one the administrator is in."""
    first = service.accounts.login(account["username"], account["password"], "here")
    assert isinstance(first, SessionView)
    assert (first.caller.must_change, first.caller.roles) == (True, frozenset())
    done = service.accounts.change_password(first.caller, account["password"], CHOSEN)
    assert not isinstance(done, Refusal), done
    again = service.accounts.login(account["username"], CHOSEN, "here")
    assert isinstance(again, SessionView)
    return again.caller


def _account(service: Service, keeper: Caller, person: str) -> Caller:
    """A colleague gets an account and logs in for the first time."""
    opened = service.account_keeping.create(keeper, person, person)
    assert not isinstance(opened, Refusal), opened
    return _first_login(service, {"username": person, "password": opened.password})


def _offered(service: Service, applicant: Caller) -> None:
    """Nothing is offered before the body that accepts it can be rung up; what the office lacks is told for each matter."""
    assert _codes(service, applicant) == []
    unfilled = service.matters.show(applicant, "MS032")
    assert not isinstance(unfilled, Refusal)
    assert "写明公务活动名称。" in str(unfilled.definition["form"])
    refused = service.cases.submit(applicant, SubmitRequest(matter="MS032", answers=ANSWERS), None)
    assert isinstance(refused, NotOffered)
    assert "临河县机关事务中心还没有填写咨询电话、监督电话、“用车事由”的填报说明" in refused.message
    lines = service.matters.offering(LOCAL_MACHINE)
    assert not isinstance(lines, Refusal)
    car = next(line for line in lines if line.code == "MS032")
    assert (car.body, car.lacks) == ("swzx", ("未填写咨询电话", "未填写监督电话", "未填写“用车事由”的填报说明"))
    filling = LocalFilling(
        code="MS032",
        body="swzx",
        enquiry="8210016",
        supervision="8210013",
        hints={"purpose": "如“赴苏木开展防汛检查”。"},
    )
    filled = service.matters.fill(LOCAL_MACHINE, filling)
    assert not isinstance(filled, Refusal), filled
    assert filled.offered
    assert _codes(service, applicant) == ["MS032"]
    shown = service.matters.show(applicant, "MS032")
    assert not isinstance(shown, Refusal)
    assert [contact["phone"] for contact in shown.definition["guide"]["contacts"]] == ["8210016", "8210013"]
    assert "赴苏木开展" in str(shown.definition["form"])
    assert "样例" not in str(shown.definition)
    assert "样A" not in str(shown.definition)
    assert shown.definition["golden"] == []
    edited = service.matters.show(applicant.model_copy(update={"roles": {"matter_admin"}}), "MS032")
    assert not isinstance(edited, Refusal)
    assert edited.definition["golden"]
    assert isinstance(service.matters.fill(LOCAL_MACHINE, filling.model_copy(update={"enquiry": "无"})), Invalid)
    assert isinstance(service.matters.fill(LOCAL_MACHINE, filling.model_copy(update={"body": "czj"})), Invalid)


def _codes(service: Service, applicant: Caller) -> list[str]:
    found = service.matters.list(applicant)
    assert not isinstance(found, Refusal)
    return [line.code for line in found.items]


def _carried(resources: Resources, people: dict[str, Caller]) -> str:
    """A car is asked for, accepted and granted; the machine does what it owes after each step."""
    service = Service(resources)
    filed = service.cases.submit(people["weiping"], SubmitRequest(matter="MS032", answers=ANSWERS), None)
    assert not isinstance(filed, Refusal), filed
    case_no = filed[0].case_no
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("yuchun", {"action": "accept", "fills": {"plate": "蒙L12345", "driver": "聂欣"}}),
        ("panfeng", {"action": "approve", "opinion": "同意派车。"}),
    )
    for person, act in acts:
        _work_off(resources)
        shown = service.cases.show(people[person], case_no)
        assert not isinstance(shown, Refusal)
        line = shown.tasks[0].line
        request = ActRequest.model_validate({"expected_version": line.version, **act})
        done = service.tasks.act(people[person], line.id, request)
        assert not isinstance(done, Refusal), done
    _work_off(resources)
    return case_no


def _work_off(resources: Resources) -> None:
    while True:
        with resources.database.transaction() as session:
            waiting = ledger.open_advances(session, resources.clock(), 1)
            until = resources.clock() + timedelta(seconds=60)
            if not waiting or not ledger.lease(session, waiting[0].id, "test", resources.clock(), until):
                return
        assert carry_out(resources, waiting[0].id, "test") == "settled"


def _result(resources: Resources, case_no: str) -> tuple[bytes, list[x509.Certificate]]:
    """The sealed result and the certificates within its signature."""
    with resources.database.reading() as session:
        case = cases.find(session, case_no)
        assert case
        (paper,) = (one for one in documents.of_case(session, case.id) if one.is_result)
    content = resources.files.read(paper.digest)
    with pikepdf.open(BytesIO(content)) as opened:
        signature = bytes(opened.Root.AcroForm.Fields[0].V.Contents)
    return content, pkcs7.load_der_pkcs7_certificates(signature[: 4 + int.from_bytes(signature[2:4])])


def _text(pdf: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def test_what_is_there_is_not_set_up_again(once: Once, folder: Path, tables: tuple[Path, Path]) -> None:
    """The second time is refused with what is there; nobody gets another password."""
    _set_up(once, folder, tables)
    again = once(
        "setup", "--organisation", tables[0], "--administrators", tables[1], "--name", "别县", "--data", folder
    )
    assert again.code == 1
    assert "已经建立“临河县”（3 个单位、17 人）" in again.complaint
    assert len(once("user", "list", "--data", folder, "--json").data) == 4


def test_an_import_leaves_none_of_the_three_without_anybody(
    once: Once, tmp_path: Path, folder: Path, tables: tuple[Path, Path]
) -> None:
    """The tables alone are refused, by the role; with the sheet of administrators they change nothing."""
    _set_up(once, folder, tables)
    refused = once("organisation", "import", tables[0], "--data", folder)
    assert refused.code == 1
    assert "导入后没有系统管理员。请在“管理员”表或授权中写明由谁担任。" in refused.err
    whole = tmp_path / "全部.xlsx"
    whole.write_bytes(county.workbook(county.sheets() | {"管理员": county.ADMINISTRATORS}))
    assert once("organisation", "check", whole, "--data", folder).out.strip() == "没有差异。"


def test_all_that_is_missing_or_wrong_is_told_at_once(once: Once, tmp_path: Path) -> None:
    """Without a terminal nothing is asked; a file with defects names each, and no folder is made."""
    folder = tmp_path / "once"
    said = once("setup", "--data", folder)
    assert said.code == 1
    assert "--name" in said.out
    assert "--organisation" in said.out
    tables = county.sheets()
    tables["单位"][2][6] = "临政办"
    file = tmp_path / "机构.xlsx"
    file.write_bytes(county.workbook(tables))
    said = once(
        "setup", "--organisation", file, "--name", county.NAME, "--legend", "字" * 9, "--data", folder, "--json"
    )
    (problem,) = said.data["problems"]
    assert "“单位”表第 2 行、“单位”表第 3 行" in problem["message"]
    tables["单位"][2][6] = "临财"
    file.write_bytes(county.workbook(tables))
    said = once(
        "setup", "--organisation", file, "--name", county.NAME, "--legend", "字" * 9, "--data", folder, "--json"
    )
    assert [one["target"] for one in said.data["problems"]] == [
        "legend",
        "audit_admin",
        "security_admin",
        "system_admin",
    ]
    assert not folder.exists()


@pytest.mark.parametrize("command", ["up", "web", "executor"])
def test_a_folder_that_was_never_set_up_is_not_started(
    once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """One sentence that names both ways."""
    for setting in ("ONCE_PORT", "ONCE_PREFECT_PORT"):
        monkeypatch.setenv(setting, str(free_port()))
    said = once(command, "--data", tmp_path / "none")
    assert said.code == 1
    assert "once setup" in said.complaint
    assert "once up --demo" in said.complaint


def test_the_template_is_read_back(once: Once, tmp_path: Path) -> None:
    """Blank as it is, it says that nothing is filled in; no file is overwritten."""
    file = tmp_path / "模板.xlsx"
    assert once("organisation", "template", file).code == 0
    assert "已经存在" in once("organisation", "template", file).complaint
    said = once("setup", "--organisation", file, "--name", county.NAME, "--data", tmp_path / "once", "--json")
    assert [one["message"] for one in said.data["problems"]] == ["模板.xlsx 的“单位”是空的。请从第 4 行起填写。"]


def test_the_words_of_the_installation_are_changed_at_the_machine(
    once: Once, tmp_path: Path, tables: tuple[Path, Path]
) -> None:
    """And shown with what they were; too long a word is wrong use."""
    folder = tmp_path / "once"
    _set_up(once, folder, tables, "--note", "临河县印制")
    assert once("installation", "change", "--note", "", "--legend", "（1）", "--data", folder).code == 0
    said = once("installation", "show", "--data", folder, "--json").data
    assert [(one["version"], one["note"], one["legend"]) for one in said] == [(2, "", "（1）"), (1, "临河县印制", "")]
    assert once("installation", "change", "--legend", "字" * 9, "--data", folder).code == 2


def test_what_is_missing_before_a_matter_is_offered_is_listed_and_filled_in(
    once: Once, tmp_path: Path, tables: tuple[Path, Path]
) -> None:
    """At the machine: each need of the office once, then what a body has to fill in; the sample asks for nothing."""
    folder = tmp_path / "once"
    _set_up(once, folder, tables)
    lines = {one["code"]: one for one in once("matter", "local", "list", "--data", folder, "--json").data}
    assert "没有单位承担职责“电子政务外网（government_network）”。" in lines["MS009"]["lacks"][0]
    assert (lines["MS009"]["body"], lines["MS009"]["offered"]) == ("", False)
    rows = once("matter", "local", "list", "--data", folder).out.splitlines()
    (car,) = (number for number, row in enumerate(rows) if row.startswith("MS032"))
    assert rows[car].split()[2:] == ["swzx", "临河县机关事务中心", "未开通", "未填写咨询电话"]
    assert [row.strip() for row in rows[car + 1 : car + 3]] == ["未填写监督电话", "未填写“用车事由”的填报说明"]
    fill = ("matter", "local", "fill", "MS032", "--body", "swzx", "--enquiry", "8210016", "--data", folder)
    assert once(*fill).code == 2
    assert once(*fill, "--supervision", "8210013", "--hint", "nowhere=说明").code == 1
    assert once(*fill, "--supervision", "8210013", "--hint", "说明").code == 2
    assert once(*fill, "--supervision", "8210013", "--hint", "purpose=写明公务活动。").code == 0
    lines = {one["code"]: one for one in once("matter", "local", "list", "--data", folder, "--json").data}
    assert (lines["MS032"]["offered"], lines["MS032"]["lacks"]) == (True, [])


def test_what_shipped_matters_ask_for_can_be_chosen(once: Once, tmp_path: Path, tables: tuple[Path, Path]) -> None:
    """A kind of post and a duty that the office does not have yet are among the choices, by their names."""
    folder = tmp_path / "once"
    _set_up(once, folder, tables)
    with open_resources(Settings(data_dir=folder)) as resources:
        editing = Service(resources).organisation_editing
        choices = editing.choices(LOCAL_MACHINE)
        assert not isinstance(choices, Refusal)
        assert (choices.post_kinds["review_clerk"], choices.duties["cyberspace"]) == ("审核岗", "网络安全和信息化")
        day = resources.today.isoformat()
        given = {"type": "give_duty", "duty": "cyberspace", "region": county.REGION, "body": "xfb", "on": day}
        done = editing.change(LOCAL_MACHINE, given, choices.version)
        assert not isinstance(done, Refusal), done
        body = editing.body(LOCAL_MACHINE, "xfb")
        assert not isinstance(body, Refusal)
        assert [duty.name for duty in body.duties] == ["网络安全和信息化"]


def test_everybody_gets_an_account_with_a_password_in_a_file(
    once: Once, tmp_path: Path, tables: tuple[Path, Path]
) -> None:
    """That nobody else reads; what is there is not written over, and nobody gets a second account."""
    folder, file = tmp_path / "once", tmp_path / "口令.txt"
    _set_up(once, folder, tables)
    assert once("user", "add-all", file, "--data", folder, "--json").data == {"opened": 13, "refused": []}
    assert file.stat().st_mode & 0o777 == 0o600
    head, *lines = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    assert head == ["用户名", "人员", "一次性密码"]
    assert {one: name for one, name, _ in lines}["xiling"] == f"席苓（{county.OFFICE}机构和事项管理岗）"
    with open_resources(Settings(data_dir=folder)) as resources:
        username, _, password = lines[0]
        first = Service(resources).accounts.login(username, password, "here")
        assert isinstance(first, SessionView)
        assert first.caller.must_change
    assert "已经存在" in once("user", "add-all", file, "--data", folder).complaint
    more = tmp_path / "再次.txt"
    assert once("user", "add-all", more, "--data", folder, "--json").data == {"opened": 0, "refused": []}


def test_a_body_is_written_by_its_id_or_its_name(once: Once, tmp_path: Path, tables: tuple[Path, Path]) -> None:
    """Refused are one that there is not and one that does not accept the matter, each by its own sentence."""
    folder = tmp_path / "once"
    _set_up(once, folder, tables)

    def fill(body: str) -> Said:
        phones = ("--enquiry", "8210016", "--supervision", "8210013")
        return once("matter", "local", "fill", "MS032", "--body", body, *phones, "--data", folder)

    assert "“临河县机关事务中心”的本地内容" in fill("临河县机关事务中心").out
    assert fill("swzx").code == 0
    assert "没有单位“机关事务中心”" in fill("机关事务中心").complaint
    assert "该单位不受理" in fill("czj").complaint


def test_the_sample_is_offered_as_it_ships(once: Once, data: Path) -> None:
    """With its invented telephones."""
    lines = once("matter", "local", "list", "--data", data, "--json").data
    assert lines
    assert not [one for one in lines if not one["offered"]]
