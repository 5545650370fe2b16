"""What the settings name, opened: database and master key. What cannot be used is told in one sentence with its mend."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.machine.causes import known_cause, os_cause
from flows.settings import Settings, UnfitError
from storage import migrations
from storage.database import AddressError, Database, UnavailableError
from storage.vault import KEY_BYTES

_NEWER = "数据库由更新的版本建立，本版本不能使用。请安装那一版本，或者恢复升级之前的备份"


def data_folder(settings: Settings) -> None:
    """Make it where there is none, for its owner only."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnfitError(f"{folder} 不是目录，不能用作数据目录。请用 --data 指定另一个目录。") from error
    except OSError as error:
        raise UnfitError(f"数据目录 {folder} 无法建立（{os_cause(error)}）。请核对上级目录的权限和磁盘。") from error


def master_key(settings: Settings) -> bytes:
    """The master key, as far as its length tells."""
    file = settings.key_file
    try:
        key = file.read_bytes()
    except FileNotFoundError as error:
        raise UnfitError(
            f"找不到主密钥文件 {file}，已有的办件数据和印章密钥要用它解密。"
            "请从备份恢复该文件，或用 ONCE_SECRET_KEY_FILE 指明它的位置。"
        ) from error
    except OSError as error:
        raise UnfitError(f"主密钥文件 {file} 无法读取（{os_cause(error)}）。请核对文件和权限。") from error
    if len(key) != KEY_BYTES:
        raise UnfitError(f"主密钥文件 {file} 已损坏：应为 {KEY_BYTES} 字节，现为 {len(key)} 字节。请从备份恢复该文件。")
    return key


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, which answers and may be written; closed at the end."""
    try:
        database = Database(settings.database)
    except AddressError as error:
        raise UnfitError(_ADDRESS) from error
    except OSError as error:
        raise UnfitError(f"数据库文件所在的目录无法写入（{os_cause(error)}）。请核对目录的权限和磁盘。") from error
    try:
        if said := database.trouble():
            raise _unusable(said)
        yield database
    finally:
        database.dispose()


def upgrade(database: Database) -> None:
    """The schema as this release wants it; one of a newer release is left alone."""
    if migrations.is_newer(database):
        raise UnfitError(f"{_NEWER}。")
    try:
        migrations.upgrade(database)
    except UnavailableError as error:
        raise _unusable(str(error)) from error


def schema_defect(database: Database) -> str:
    """What is wrong with the schema, and the mend; nothing where it is the one of this release."""
    if not migrations.pending(database):
        return ""
    return _NEWER if migrations.is_newer(database) else "待升级，请停止服务后运行 once db upgrade"


_ADDRESS = (
    "ONCE_DATABASE_URL 不是可用的数据库地址。PostgreSQL 写作 postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME"
    "（密码中的 @、:、/ 等须转写为 %40、%3A、%2F），SQLite 写作 sqlite:////srv/once/once.db。"
)


def _unusable(said: str) -> UnfitError:
    """It may be well again in a minute, so that a part of ours tries again."""
    first = said.strip().partition("\n")[0][:300]
    cause = known_cause(said) or "请核对 ONCE_DATABASE_URL 和数据库的运行情况"
    return UnfitError(f"数据库无法使用：{cause}。数据库的应答：{first}", lasting=False)
