"""Whether a data folder has been set up: asked before anything is started on it."""

from flows.opening import open_database
from flows.settings import Settings
from storage import migrations
from storage.people import organisations

_NOTHING = "数据目录 {} 还没有建立单位。建立本单位请运行 once setup，试用样例请运行 once up --demo；已有数据的，用 --data 指明。"


def is_founded(settings: Settings) -> bool:
    """Whether an organisation is there, of whatever release; nothing is made by asking."""
    if not settings.database_url and not (settings.data_dir / "once.db").exists():
        return False
    with open_database(settings) as database:
        if migrations.current(database) is None:
            return False
        with database.reading() as session:
            return organisations.latest_version(session) is not None


def nothing_there(settings: Settings) -> str:
    """What somebody is told who starts a folder that was never set up: both ways to do so."""
    return _NOTHING.format(settings.data_dir.resolve())
