"""The parts of the product and the sweeps of its executor: how each is called, and when its silence counts."""

from dataclasses import dataclass
from datetime import timedelta

# A commit of some 5 ms twice in ten seconds, once for the web and once for the executor: 0.1 % of what the database can take.
BEAT_SECONDS = 10.0
# Three beats. A part that crashed is back after 5 to 15 s, a busy database lets nobody write for 30 s at most.
SILENT_AFTER = timedelta(seconds=45)
_MINUTELY = timedelta(minutes=3)  # three rounds of a minute
_EVERY_TEN_MINUTES = timedelta(minutes=30)  # three rounds as well
_HOURLY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Part:
    """Part 部件: a process, or a sweep (例行工作) inside one. `needs`: whose silence explains its own."""

    name: str
    word: str
    harm: str
    mend: str
    silent_after: timedelta = SILENT_AFTER
    needs: tuple[str, ...] = ()

    def is_silent(self, age: timedelta | None) -> bool:
        """Whether so old a beat says that it stands still; one from the future is from before the clock was put back."""
        return age is None or abs(age) > self.silent_after


_LATER = "办理不受影响，但文书和通知会推迟"
_PROCESS = "请查看日志 logs/{0}.log，并运行 once up（分开部署的，运行 once {0}）"
_SWEEP = "请查看日志 logs/executor.log 中的错误，再重新启动执行器"

PARTS = (
    Part("web", "网页服务", "网页和接口打不开", _PROCESS.format("web")),
    Part("executor", "执行器", _LATER, _PROCESS.format("executor")),
    Part("prefect", "流程引擎", _LATER, _PROCESS.format("prefect")),
    Part(
        "reconciling",
        "例行对账",
        "执行中断的事项不会重新执行，离任人员的待办不会移交",
        _SWEEP,
        _MINUTELY,
        ("executor", "prefect"),
    ),
    Part("alarms", "到期处理", "到期的环节不会自动提醒和流转", _SWEEP, _MINUTELY, ("executor",)),
    Part("lateness", "期限督促", "临期和超期的办件不会提醒，也不会逐级督促", _SWEEP, _EVERY_TEN_MINUTES, ("executor",)),
    Part("checkpoints", "日志整理", "数据库日志会不断变大", _SWEEP, _MINUTELY, ("executor",)),
    Part(
        "housekeeping",
        "例行清理",
        "失效的登录和无用的文件不会清除，也不提醒应报、应评、应答复和被督办的",
        _SWEEP,
        _HOURLY,
        ("executor",),
    ),
)
NAMED = {part.name: part for part in PARTS}
