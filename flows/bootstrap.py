"""The composition root: the one place where the real world is chosen and a data folder is set up or made ready to start."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flows import opening
from flows.adapters.calendars import shipped_notices
from flows.adapters.channel import InBox
from flows.adapters.identity import LOCAL_MACHINE, Passwords, password_hash
from flows.adapters.outside import read_outside
from flows.cases.counting import count_earlier
from flows.cases.entering import enter_words
from flows.documents.authority import Authority
from flows.documents.faces import unprintable
from flows.documents.sealing.signing import KeyFileSealer
from flows.founded import is_founded, nothing_there
from flows.resources import Resources
from flows.service import Service
from flows.settings import Settings, UnfitError
from matters.organisation.check import mixed_grants
from matters.organisation.snapshot import SYSTEM, Organisation
from storage import audit, installations
from storage.audit import AuditEntry
from storage.database import Database, Session
from storage.definitions import catalog, holidays, matters
from storage.durable import write_durably
from storage.files import FileFolder
from storage.installations import Installation
from storage.people import accounts, organisations
from storage.vault import KEY_BYTES, Vault


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account that an installation begins with; its password is good for one login."""

    username: str
    person: str
    password: str


@dataclass(frozen=True, slots=True)
class Founding:
    """What an installation is made of: its words, its organisation, and who can log in at first."""

    installation: Installation
    organisation: Organisation
    accounts: tuple[FirstAccount, ...] = ()


def now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


@contextmanager
def open_resources(settings: Settings) -> Iterator[Resources]:
    """The resources of a data folder that `prepare` has made ready; an `UnfitError` where one of them cannot be used."""
    master = opening.master_key(settings)
    sealer = KeyFileSealer(_authority(settings, master))
    outside = read_outside(settings.outside)
    with opening.open_database(settings) as database:
        yield Resources(
            settings=settings,
            database=database,
            files=FileFolder(settings.files_dir),
            vault=Vault(master),
            sealer=sealer,
            channel=InBox(sends=outside.messages is not None),
            identity=Passwords(),
            clock=now,
            outside=outside,
        )


def _authority(settings: Settings, master: bytes) -> Authority:
    """The root and its key, which that master key must open."""
    folder = settings.authority_dir
    try:
        return Authority.open(folder, master)
    except FileNotFoundError as error:
        raise UnfitError(f"印章根证书目录 {folder} 不完整，缺少 root.pem 或 root.key。请从备份恢复该目录。") from error
    except (OSError, ValueError) as error:
        raise UnfitError(
            f"印章根密钥 {folder / 'root.key'} 打不开：主密钥文件 {settings.key_file} 不是原来的，或者根密钥、根证书已损坏。"
            "请从备份恢复。"
        ) from error


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """The service over the resources of a data folder."""
    unprintable("一")  # loads the fonts now: the first filing would wait half a second for them
    with open_resources(settings) as resources:
        yield Service(resources)


def found(settings: Settings, founding: Founding) -> str | None:
    """Make an installation, or say why not. Where there is one already nothing is touched; what was broken off is completed."""
    opening.data_folder(settings)
    with opening.open_database(settings) as database:
        opening.upgrade(database)
        if refusal := _taken(settings, database, founding.installation):
            return refusal
        if not settings.key_file.exists():
            write_durably(settings.key_file, secrets.token_bytes(KEY_BYTES))
        master, root_name = opening.master_key(settings), founding.installation.root_name
        Authority.create(settings.authority_dir, master, root_name, founding.installation.at)
        with database.transaction() as session:
            organisations.add(session, founding.organisation, founding.installation.at)
            installations.add(session, founding.installation)
            _publish_catalogue(session)
            holidays.keep_shipped(session, shipped_notices(), SYSTEM.person, now())
            _open_accounts(session, founding)
            done = AuditEntry(now(), LOCAL_MACHINE.person, "", "建立安装", founding.installation.name, "done")
            audit.record(session, done)
    return None


def prepare(settings: Settings) -> str | None:
    """Bring an installation that is there to this release, or say why it cannot start; done again it changes nothing."""
    if not is_founded(settings):
        return _KEY_LOST.format(settings.key_file.resolve()) if _root_key(settings) else nothing_there(settings)
    with opening.open_database(settings) as database:
        opening.upgrade(database)
        if refusal := _lost(settings):
            return refusal
        enter_words(database, Vault(opening.master_key(settings)).words)
        with database.transaction() as session:
            audit.take_in(session, now())
            _keep_apart(session)
            _publish_catalogue(session)
            holidays.keep_shipped(session, shipped_notices(), SYSTEM.person, now())
    with open_resources(settings) as resources:
        count_earlier(resources)
    return None


_KEY_LOST = (
    "拒绝启动：找不到主密钥文件 {}，而已有办件数据或印章密钥要用它解密，不能另行生成。"
    "请从备份恢复该文件，或用 ONCE_SECRET_KEY_FILE 指明它的位置。"
)
_ROOT_LOST = "拒绝启动：找不到印章根证书 {}，已有文书要凭它查验，不能另行生成。请从备份恢复整个 authority 目录。"
_THERE = (
    "数据目录 {} 已经建立“{}”（{} 个单位、{} 人），不再重复建立。"
    "另建一套请用 --data 指定空目录，修改请在“机构与人员”中办理。"
)
_OTHER_ROOT = "{} 中已有名为“{}”的根证书，可能属于另一套安装。请用 --data 指定空目录，或改用同一名称。"


def _root_key(settings: Settings) -> bool:
    return (settings.authority_dir / "root.key").exists() and not settings.key_file.exists()


def _lost(settings: Settings) -> str | None:
    """What cannot be made anew: the master key, and the root under which papers were sealed."""
    root = settings.authority_dir / "root.pem"
    if not settings.key_file.exists():
        return _KEY_LOST.format(settings.key_file.resolve())
    return None if root.exists() else _ROOT_LOST.format(root.resolve())


def _taken(settings: Settings, database: Database, wanted: Installation) -> str | None:
    """Why nothing may be founded here."""
    with database.reading() as session:
        known, said = organisations.latest(session), installations.latest_version(session)
        if known is not None:
            name = said and installations.by_version(session, said)
            folder, called = settings.data_dir.resolve(), name.name if name else ""
            return _THERE.format(folder, called, len(known.bodies), len(known.people))
    if _root_key(settings):
        return _KEY_LOST.format(settings.key_file.resolve())
    if (settings.authority_dir / "root.pem").exists():
        root = _authority(settings, opening.master_key(settings))
        if root.name != wanted.root_name:
            return _OTHER_ROOT.format(settings.authority_dir.resolve(), root.name)
    return None


def _keep_apart(session: Session) -> None:
    """三员: an organisation from before the rule goes on with its administrators, without the other roles they had besides."""
    known = organisations.latest(session)
    mixed = mixed_grants(known) if known else ()
    if known is None or not mixed:
        return
    apart = known.model_copy(
        update={"version": known.version + 1, "grants": tuple(grant for grant in known.grants if grant not in mixed)}
    )
    organisations.add(session, apart, now())
    for grant in mixed:
        done = AuditEntry(now(), SYSTEM.person, "", "三员分立，撤销兼任", grant.person, "done", code=grant.role)
        audit.record(session, done)


def _open_accounts(session: Session, founding: Founding) -> None:
    at = founding.installation.at
    for one in founding.accounts:
        hashed = password_hash(one.password)
        accounts.add_account(session, one.username, one.person, hashed, at, must_change=True)


def _publish_catalogue(session: Session) -> None:
    """Publish what ships and is not there yet; drafts stay in the folder. At run time the database rules.

    A version that came with a newer release is in force from now on, for new cases. What the folder has under the same number
    stays as it is. Nothing is linted again: 81 versions took 2 s of every first start, and the lock says what was clean.
    """
    known = matters.numbered(session)
    for release in catalog.releases():
        if (release.code, release.publisher, release.version) not in known:
            digest = matters.save_draft(session, release.read())
            matters.publish(session, digest, by="system", second="system", now=now())
