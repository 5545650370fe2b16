"""Setting a data folder up: once is enough, twice changes nothing.

Covers: flows/resources.py, flows/founded.py, flows/sample.py, storage/durable.py
"""

import json
import os
import shutil
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import FirstAccount, Founding, found, now, open_resources, open_service, prepare
from flows.sample import DEMO_ACCOUNTS, prepare_sample, sample_founding
from flows.service import Service
from flows.settings import Settings
from flows.views.cases import SubmitRequest
from flows.views.matters import MatterQuery
from flows.views.people import Caller
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.organisation.snapshot import Grant
from storage import audit, bookings
from storage.definitions import catalog
from storage.definitions.catalog import Release
from storage.durable import write_durably
from storage.overseeing import assessments
from storage.people import organisations
from storage.tables.base import table_of
from storage.tables.bookings import ResourceRow
from tests.passwords import light_passwords
from tests.sample_folder import planted

NEWEST = max(one.edition.version for one in catalog.shipped_versions() if one.code == "MS009")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A folder set up with the demo."""
    made = Settings(data_dir=tmp_path_factory.mktemp("bootstrap") / "data")
    with light_passwords():
        prepare_sample(made)
    return made


def _content(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and "once.db" not in path.name)
    return {str(path): path.read_bytes() for path in kept}


def test_the_second_time_changes_nothing(settings: Settings) -> None:
    """Keys, authority and accounts stay as they are."""
    before = _content(settings.data_dir)
    prepare_sample(settings)
    prepare(settings)
    assert _content(settings.data_dir) == before


def test_what_the_sample_lends_is_planted_once_and_brought_later(settings: Settings) -> None:
    """A sample of an earlier release has none of it; what its keepers changed stays."""
    shipped = catalog.sample_resources()
    with open_resources(settings) as resources:
        with resources.database.transaction() as session:
            table = table_of(ResourceRow)
            session.connection().execute(delete(table).where(table.c.id == shipped[0].id))
            assert bookings.change(session, replace(shipped[1], capacity=7), 1)
        prepare_sample(settings)
        with resources.database.reading() as session:
            lent = {one.id: one for one in bookings.find(session, [one.id for one in shipped])}
    assert lent == {one.id: one for one in shipped} | {shipped[1].id: replace(shipped[1], capacity=7)}


def test_the_sample_has_a_scheme_of_assessment_of_its_own_year(settings: Settings) -> None:
    """Sound, marked as a sample, and planted once: what its keepers published since stays alone."""
    with open_resources(settings) as resources, resources.database.reading() as session:
        (kept,) = assessments.all_schemes(session)
    assert (kept.scheme.problems(), "（示例）" in kept.scheme.name) == ((), True)
    assert kept.entered_by != kept.settled_by
    prepare_sample(settings)
    with open_resources(settings) as resources, resources.database.reading() as session:
        assert assessments.all_schemes(session) == (kept,)


def test_a_newer_release_brings_its_versions_into_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New cases begin on the new version; a case under way goes on by the one it began on."""
    settings = Settings(data_dir=tmp_path / "data")
    earlier = tuple(one for one in catalog.releases() if one.version == 1)
    with monkeypatch.context() as released, light_passwords():
        released.setattr(catalog, "releases", lambda: earlier)
        prepare_sample(settings)
    with open_service(settings) as service:
        assert _in_force(service) == 1
        old = _filed(service)
    prepare(settings)
    with open_service(settings) as service:
        assert _in_force(service) == NEWEST
        new = _filed(service)
        assert [_asked(service, case_no) for case_no in (old, new)] == [False, True]
        view = service.matter_editing.show(LOCAL_MACHINE, "MS009")
        assert not isinstance(view, Refusal)
        assert [(one.version, one.current, one.running) for one in view.versions] == [
            (NEWEST, True, 1),
            *((version, False, 0) for version in range(NEWEST - 1, 1, -1)),
            (1, False, 1),
        ]


def test_a_version_the_folder_made_itself_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is taken: what a newer release ships under it is not published over it, and nothing fails."""
    settings = Settings(data_dir=tmp_path / "data")
    line = _released()
    own = _released(("version: 1,", f"version: {NEWEST},"), ("name: 电子政务外网接入", "name: 外网接入"))
    with monkeypatch.context() as released:
        released.setattr(catalog, "releases", lambda: (line, own))
        planted(settings)
    prepare(settings)
    with open_service(settings) as service:
        view = service.matter_editing.show(LOCAL_MACHINE, "MS009")
        assert not isinstance(view, Refusal)
        assert [view.versions[0].digest, view.versions[-1].digest] == [own.digest, line.digest]


def test_a_local_edition_takes_no_number_of_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """实施清单 and 目录 count their versions apart."""
    settings = Settings(data_dir=tmp_path / "data")
    line = _released()
    local = _released(("publisher: directory", "publisher: county_data"), ("version: 1,", f"version: {NEWEST},"))
    with monkeypatch.context() as released:
        released.setattr(catalog, "releases", lambda: (line, local))
        planted(settings)
    prepare(settings)
    with open_service(settings) as service:
        view = service.matter_editing.show(LOCAL_MACHINE, "MS009")
        assert not isinstance(view, Refusal)
        assert [one.version for one in view.versions if one.current] == [NEWEST]


def _released(*changes: tuple[str, str]) -> Release:
    """The first version of 电子政务外网接入 as it ships, with other words in it."""
    text = catalog.shipped_text("MS009", 1)
    assert text is not None
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    definition = read_definition(text, "MS009")
    assert isinstance(definition, Definition)
    edition = definition.edition
    return Release("MS009", edition.publisher, edition.version, definition.digest, text)


def _in_force(service: Service) -> int:
    """Which version of 电子政务外网接入 new cases begin on."""
    view = service.matters.show(_person(service, "p70"), "MS009")
    assert not isinstance(view, Refusal)
    return view.line.version


def _person(service: Service, person: str) -> Caller:
    caller = service.accounts.local(LOCAL_MACHINE, person)
    assert not isinstance(caller, Refusal)
    return caller


def _filed(service: Service) -> str:
    """A township's new case; its number."""
    answers = {
        "access_kind": "new_line",
        "purpose": "使用财政一体化系统",
        "address": "样例镇人民政府三楼",
        "terminals": 25,
        "bandwidth": "m100",
        "internet": False,
        "carrier": "sample_telecom",
        "site_contact": "p70",
        "site_phone": "5550070",
        "planned_on": (now().date() + timedelta(days=30)).isoformat(),
        "pledge": True,
    }
    request = SubmitRequest(matter="MS009", answers=answers, post="sample_town.staff")
    filed = service.cases.submit(_person(service, "p70"), request, None)
    assert not isinstance(filed, Refusal), filed
    return filed[0].case_no


def _asked(service: Service, case_no: str) -> bool:
    """Accepts the case, and says whether the 网信 body is asked about it, which version 2 is the first to do."""
    clerk = _person(service, "p46")
    shown = service.cases.show(clerk, case_no)
    assert not isinstance(shown, Refusal)
    line = shown.tasks[0].line
    accepted = service.tasks.act(clerk, line.id, ActRequest(action="accept", expected_version=line.version))
    assert not isinstance(accepted, Refusal), accepted
    return not isinstance(service.cases.show(_person(service, "p54"), case_no), Refusal)


def test_secrets_are_for_their_owner_only(settings: Settings) -> None:
    """The master key and the list of demo passwords."""
    for path in (settings.key_file, settings.data_dir / DEMO_ACCOUNTS):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_demo_account_logs_in_and_finds_the_catalogue(settings: Settings) -> None:
    """The listed password works; the runnable matters are published, the drafts are not."""
    listed = json.loads((settings.data_dir / DEMO_ACCOUNTS).read_text("utf-8"))
    account = next(entry for entry in listed if entry["username"] == "p50")
    with open_service(settings) as service:
        login = service.accounts.login("p50", account["password"], "127.0.0.1")
        assert not isinstance(login, Refusal)
        found = service.matters.list(login.caller, MatterQuery(q="MS032"))
        assert not isinstance(found, Refusal)
        assert [line.code for line in found.items] == ["MS032"]
        checks = service.operations.doctor(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        assert [check.name for check in checks if not check.ok] == []
    assert {post["post"] for post in account["posts"]} == {hat.post for hat in login.caller.posts}


def test_a_folder_that_was_never_set_up_is_told_both_ways(tmp_path: Path) -> None:
    """Nothing is planted without being asked for, and nothing is left behind by the refusal."""
    bare = Settings(data_dir=tmp_path / "bare")
    why = prepare(bare)
    assert why is not None
    assert "once setup" in why
    assert "once up --demo" in why
    assert not bare.data_dir.exists()


def test_what_is_set_up_begins_with_the_accounts_it_names_alone(tmp_path: Path) -> None:
    """No default password exists anywhere; the first password serves one login. A second time is refused with what is there."""
    own = Settings(data_dir=tmp_path / "own", secret_key_file=tmp_path / "secret.key")
    assert found(own, OWN) is None
    assert not (own.data_dir / DEMO_ACCOUNTS).exists()
    assert own.key_file.exists()
    with open_service(own) as service:
        assert isinstance(service.accounts.local(LOCAL_MACHINE, "p50"), Refusal)
        login = service.accounts.login("guan", "once-only-9", "127.0.0.1")
    assert not isinstance(login, Refusal)
    assert login.caller.must_change
    before = _content(own.data_dir)
    again = found(own, OWN)
    assert again is not None
    assert OWN.installation.name in again
    assert _content(own.data_dir) == before


def test_an_office_of_its_own_is_no_sample(tmp_path: Path) -> None:
    """`--demo` gives nobody an account there."""
    own = Settings(data_dir=tmp_path / "own")
    assert found(own, OWN) is None
    why = prepare_sample(own)
    assert why is not None
    assert "请去掉 --demo" in why
    assert not (own.data_dir / DEMO_ACCOUNTS).exists()


def test_what_was_broken_off_is_completed_under_the_same_name(tmp_path: Path) -> None:
    """Keys and root were made, rows were not: the root is used then; one of another name may belong to somebody else."""
    own = Settings(data_dir=tmp_path / "own")
    assert found(own, OWN) is None
    root = (own.authority_dir / "root.pem").read_bytes()
    for file in own.data_dir.glob("once.db*"):
        file.unlink()
    why = found(own, replace(OWN, installation=replace(OWN.installation, root_name="别县根证书")))
    assert why is not None
    assert OWN.installation.root_name in why
    assert found(own, OWN) is None
    assert (own.authority_dir / "root.pem").read_bytes() == root


def test_a_lost_root_is_not_replaced(tmp_path: Path) -> None:
    """Papers are verified under it for thirty years."""
    settings = Settings(data_dir=tmp_path)
    planted(settings)
    (settings.authority_dir / "root.pem").unlink()
    why = prepare(settings)
    assert why is not None
    assert "root.pem" in why
    assert not (settings.authority_dir / "root.pem").exists()


@pytest.mark.parametrize("kept", ["authority", "database"])
def test_a_lost_master_key_is_not_replaced(tmp_path: Path, kept: str) -> None:
    """With another one nothing could be read again; the seal keys alone are reason enough, and so are the rows alone."""
    settings = Settings(data_dir=tmp_path)
    planted(settings)
    settings.key_file.unlink()
    if kept == "authority":
        (tmp_path / "once.db").unlink()
    else:
        shutil.rmtree(settings.authority_dir)
    why = prepare(settings)
    assert why is not None
    assert str(settings.key_file) in why
    assert "请从备份恢复" in why
    assert not settings.key_file.exists()


def test_a_private_file_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content before the rename, the folder after it: a power cut leaves no key that others have used already."""
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "content")
        sync(descriptor)

    def replaced(self: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(self, target)

    monkeypatch.setattr("os.fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_durably(tmp_path / "secret.key", b"secret")
    assert steps == ["content", "rename", "folder"]
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("secret.key", b"secret")]


def test_a_sample_organisation_that_does_not_hang_together_is_not_seeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the build."""
    sample = catalog.sample_organisation()
    twice = sample.model_copy(update={"people": (*sample.people, sample.people[0])})
    monkeypatch.setattr(catalog, "sample_organisation", lambda: twice)
    with pytest.raises(catalog.BrokenCatalogueError, match="重复出现 2 次"):
        planted(Settings(data_dir=tmp_path))


def test_the_clock_of_the_real_world_is_aware() -> None:
    """Naive instants are refused by the database."""
    assert now().tzinfo is not None


def test_an_organisation_from_before_the_rule_keeps_its_administrators_without_business(tmp_path: Path) -> None:
    """三员: the roles held besides end with a new version and a line each in the audit log; a second start changes nothing."""
    settings = Settings(data_dir=tmp_path / "data")
    planted(settings)
    with open_resources(settings) as resources:
        with resources.database.transaction() as session:
            before = resources.organisation(session)
            mixed = before.model_copy(update={"version": before.version + 1, "grants": (*before.grants, BESIDES)})
            session.connection().execute(text("DROP TRIGGER organisation_version_INSERT"))
            organisations.add(session, mixed, now())
        prepare(settings)
        prepare(settings)
        with resources.database.reading() as session:
            after = resources.organisation(session)
            (line,) = audit.entries(session, operation="三员分立，撤销兼任")
    assert (after.version, after.grants) == (before.version + 2, before.grants)
    assert (line.object_id, line.code) == (BESIDES.person, BESIDES.role)


BESIDES = Grant(person="p77", role="liaison", scope="county_data")
OWN = Founding(
    replace(sample_founding().installation, name="临河县", root_name="临河县电子印章根证书", sample=False),
    catalog.sample_organisation(),
    (FirstAccount("guan", "p50", "once-only-9"),),
)
