"""Field rights over the API: crafted calls by the holder of a step that hides something."""

from collections.abc import Iterator

import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.flows.good_files import PDF
from tests.flows.service.office import START
from tests.matters.shielded import HIDDEN, shielded
from tests.ui.api.office import APPLICANT, CHIEF, CLERK, FILING, FILLS, Office, opened_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office, which has published the matter."""
    folder = tmp_path_factory.mktemp("office")
    with opened_office(folder, "") as opened:
        definition = shielded(next(m for m in shipped_definitions() if m.code == "MS032"))
        with open_resources(Settings(data_dir=folder)) as resources, resources.database.transaction() as session:
            matters.publish(session, matters.save_draft(session, definition), by="system", second="system", now=START)
        yield opened


def test_neither_view_nor_file_nor_writing(office: Office) -> None:
    """404 for the file; not a trace in the case; 422 beside each field that is written or named."""
    file = office.at(APPLICANT).post("files", files={"file": ("通知.pdf", PDF)}).json()["id"]
    answers = {**FILING["answers"], "passengers": 8}
    filing = {**FILING, "matter": "TR001", "answers": answers, "materials": {"notice": [file]}}
    case_no = office.at(APPLICANT).post("cases", json=filing).json()["case_no"]
    assert office.act(CLERK, office.item(CLERK, case_no), "accept", fills=FILLS).status_code == 200
    case, item = office.at(CHIEF).get(f"cases/{case_no}").json(), office.item(CHIEF, case_no)
    assert case["withheld"] is True
    assert not {one["id"] for one in (*case["answers"], *case["materials"])} & set(HIDDEN)
    hidden = (f"files/{file}", f"files/{file}/look", f"files/{file}/pages/1")
    assert {office.at(CHIEF).get(path).status_code for path in hidden} == {404}
    assert office.at(CLERK).get(f"files/{file}").status_code == 200
    written = office.act(CHIEF, item, "approve", fills={"purpose": "改", "driver_phone": "5550188"})
    assert (written.status_code, [one["target"] for one in written.json()["problems"]]) == (422, ["purpose"])
    left_out = office.act(CHIEF, item, "approve")
    assert [one["target"] for one in left_out.json()["problems"]] == ["driver_phone"]
    named = office.act(CHIEF, item, "return_to_applicant", opinion="请补", findings=dict.fromkeys(HIDDEN, "请写明"))
    assert {one["target"] for one in named.json()["problems"]} == set(HIDDEN)
