"""Nobody misses that a part stopped: each part that lives says so, looks after the others and calls the administrators."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flows.adapters.engine import engine_silence
from flows.cases.calling import part_back, part_missed
from flows.machine.part_logs import last_end
from flows.machine.parts import PARTS, Part
from flows.resources import Resources
from flows.settings import Settings
from storage.database import Session
from storage.operating import heartbeats
from storage.operating.heartbeats import LastBeat

WEB = "web"
_NEVER = LastBeat(None, missed=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands. `age` of its last beat, `missed`: the administrators were told."""

    part: Part
    age: timedelta | None
    missed: bool

    @property
    def silent(self) -> bool:
        """Whether it stands still."""
        return self.part.is_silent(self.age)


def address_of_web(session: Session, settings: Settings) -> str:
    """What papers lead to: where the web says that it is reached, whatever the part that draws them was told."""
    return heartbeats.address_of(session, WEB) or settings.address


def standings(session: Session) -> tuple[Standing, ...]:
    """Every part and sweep; nothing where the product was never started."""
    found = heartbeats.last_beats(session)
    beats = ((part, found.get(part.name, _NEVER)) for part in PARTS)
    return tuple(Standing(part, beat.age, beat.missed) for part, beat in beats) if found else ()


def explanation(settings: Settings, part: Part) -> str:
    """Why it stands still as far as that is known, and what to do; it names nothing that not everybody may read."""
    engine = part.name == "prefect"
    others = engine and bool(settings.prefect_api_url)
    known = (engine_silence(settings) if engine else "", "" if others else last_end(settings.logs_dir, part.name))
    return "".join(f"{said}。" for said in known if said) + (_OTHERS_ENGINE if others else part.mend)


_OTHERS_ENGINE = "流程引擎由 ONCE_PREFECT_API_URL 所指的服务提供，请核对该地址，并在那里查看"


class Watch:
    """The watch that one process keeps. Web and executor keep one each: whichever dies, the other tells.

    A part is given its time from when the watch began: what starts after it is not missed, nor what the machine slept through.
    """

    def __init__(self, resources: Resources, part: str) -> None:
        self._resources = resources
        self._part = part
        self._began = time.monotonic()

    def look(self, sweeps: Iterable[str] = ()) -> None:
        """Beat for this part, for the sweeps it has done and for a flow engine that answers; then look after all."""
        engine = () if engine_silence(self._resources.settings) else ("prefect",)
        with self._resources.database.transaction() as session:
            heartbeats.beat(session, (self._part, *sweeps, *engine))
            if self._part == WEB:
                heartbeats.say_address(session, WEB, self._resources.settings.address)
            found = standings(session)
        silent = {one.part.name for one in found if one.silent}
        for one in found:
            if one.missed != one.silent and (one.missed or self._is_news(one.part, silent)):
                self._tell(one)

    def _is_news(self, part: Part, silent: set[str]) -> bool:
        """It had the time to show itself, and nobody is told already of what it depends on."""
        had = timedelta(seconds=time.monotonic() - self._began)
        return had > part.silent_after and not silent.intersection(part.needs)

    def _tell(self, standing: Standing) -> None:
        told = explanation(self._resources.settings, standing.part) if standing.silent else ""
        with self._resources.database.transaction() as session:
            if not heartbeats.mark(session, standing.part.name, missed=standing.silent):
                return
            if standing.silent:
                part_missed(session, self._resources, standing.part, told)
            else:
                part_back(session, self._resources, standing.part)
