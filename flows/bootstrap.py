"""The composition root: the one place where the real world is chosen and a data folder is set up."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flows.adapters.channel import InBox
from flows.adapters.identity import Passwords, password_hash
from flows.adapters.outside import read_outside
from flows.documents.authority import Authority
from flows.documents.faces import unprintable
from flows.documents.sealing.signing import KeyFileSealer
from flows.resources import Resources
from flows.service import Service
from flows.settings import Settings
from matters.linter import findings_among
from matters.linter.runnable import not_runnable
from matters.organisation.check import mixed_grants, organisation_problems
from matters.organisation.snapshot import SYSTEM, Organisation
from storage import audit, migrations
from storage.audit import AuditEntry
from storage.database import Database, Session
from storage.definitions import catalog, matters
from storage.durable import write_durably
from storage.files import FileFolder
from storage.people import accounts, organisations
from storage.vault import KEY_BYTES, Vault

AUTHORITY_NAME = "样例电子印章根证书"
DEMO_ACCOUNTS = "demo-accounts.json"


def now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


@contextmanager
def open_resources(settings: Settings) -> Iterator[Resources]:
    """The resources of a data folder that `prepare` has set up."""
    master = settings.key_file.read_bytes()
    database = Database(settings.database)
    try:
        yield Resources(
            settings=settings,
            database=database,
            files=FileFolder(settings.files_dir),
            vault=Vault(master),
            sealer=KeyFileSealer(Authority.open(settings.authority_dir, master)),
            channel=InBox(),
            identity=Passwords(),
            clock=now,
            outside=read_outside(settings.outside),
        )
    finally:
        database.dispose()


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """The service over the resources of a data folder."""
    unprintable("一")  # loads the fonts now: the first filing would wait half a second for them
    with open_resources(settings) as resources:
        yield Service(resources)


def prepare(settings: Settings, *, demo: bool) -> str | None:
    """Set the data folder up, or say why not; done again it changes nothing. With `demo`, every sample person gets an account."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        migrations.upgrade(database)
        if not settings.key_file.exists():
            if _in_use(settings, database):
                return _KEY_LOST.format(settings.key_file.resolve())
            write_durably(settings.key_file, secrets.token_bytes(KEY_BYTES))
        if not (settings.authority_dir / "root.pem").exists():
            Authority.create(settings.authority_dir, settings.key_file.read_bytes(), AUTHORITY_NAME, now())
        with database.transaction() as session:
            organisation = _seed_organisation(session)
            _seed_catalogue(session)
            if demo and (listed := _demo_accounts(session, organisation)):
                # before the commit: a crash in between leaves no account, and the next start writes the list anew
                content = json.dumps(listed, ensure_ascii=False, indent=1).encode()
                write_durably(settings.data_dir / DEMO_ACCOUNTS, content)
    finally:
        database.dispose()
    return None


_KEY_LOST = (
    "拒绝启动：找不到主密钥文件 {}，而已有办件数据或印章密钥要用它解密，不能另行生成。"
    "请从备份恢复该文件，或用 ONCE_SECRET_KEY_FILE 指明它的位置。"
)


def _in_use(settings: Settings, database: Database) -> bool:
    """Whether a master key was made before: it is the first thing that is made, and the root key and the rows come after it."""
    with database.reading() as session:
        return (settings.authority_dir / "root.key").exists() or organisations.latest(session) is not None


def _seed_organisation(session: Session) -> Organisation:
    known = organisations.latest(session)
    if known is not None:
        return _kept_apart(session, known)
    sample = catalog.sample_organisation()
    if problems := organisation_problems(sample):
        raise catalog.BrokenCatalogueError(problems[0].message)
    organisations.add(session, sample, now())
    return sample


def _kept_apart(session: Session, known: Organisation) -> Organisation:
    """三员: an organisation from before the rule goes on with its administrators, without the other roles they had besides."""
    mixed = mixed_grants(known)
    if not mixed:
        return known
    apart = known.model_copy(
        update={"version": known.version + 1, "grants": tuple(grant for grant in known.grants if grant not in mixed)}
    )
    organisations.add(session, apart, now())
    for grant in mixed:
        done = AuditEntry(now(), SYSTEM.person, "", "三员分立，撤销兼任", grant.person, "done", code=grant.role)
        audit.record(session, done)
    return apart


def _seed_catalogue(session: Session) -> None:
    """Publish the shipped versions that lint clean and run; drafts stay in the folder. At run time the database rules.

    A version that came with a newer release is in force from now on, for new cases. What the folder has under the same number
    stays as it is.
    """
    among = {definition.code: definition for definition in catalog.shipped_definitions()}
    for definition in catalog.shipped_versions():
        known = {(head.publisher, head.version) for head in matters.versions(session, definition.code)}
        errors = [finding for finding in findings_among(definition, among.get) if finding.severity == "error"]
        named = (definition.edition.publisher, definition.edition.version)
        if named not in known and not errors and not not_runnable(definition):
            digest = matters.save_draft(session, definition)
            matters.publish(session, digest, by="system", second="system", now=now())


def _demo_accounts(session: Session, organisation: Organisation) -> list[dict[str, Any]] | None:
    """An account for every sample person, with a password made for this folder; listed in a file only its owner reads."""
    if accounts.all_accounts(session):
        return None
    today = now().date()
    listed = []
    for person in organisation.people:
        posts = organisation.posts_of(person.id, today)
        if not posts:
            continue
        password = f"{secrets.token_hex(4)}-{secrets.token_hex(2)}"
        accounts.add_account(session, person.id, person.id, password_hash(password), now())
        listed.append(
            {
                "username": person.id,
                "password": password,
                "person": person.name,
                "roles": sorted(organisation.roles_of(person.id, today)),
                "posts": [
                    {
                        "body": post.body,
                        "body_name": organisation.body_name(post.body, today),
                        "post": post.id,
                        "title": post.title,
                    }
                    for post in posts
                ],
            }
        )
    return listed
