"""The errand meter (跑动次数): how often the worst path of a definition makes the applicant come in person.

Counted: one visit to hand in whatever must come on paper, one for each step that demands presence, one to fetch the result.
Papers and a presence at acceptance are one visit, unless the papers may be brought later (先办后补); so is it with whoever comes
to the window to have the filing written down (窗口登记), which is a visit where nothing else demands one. The count is ours
(no published list defines it); every reason is told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from matters.language.document import Definition
from matters.language.materials import Material
from matters.language.places import Path
from matters.language.route.steps import Acceptance, Deliver, Exclusive, HumanStep, Inclusive, Parallel, Step, of_kind

MOST = 1
ErrandClass = Literal["none", "one", "more", "offline"]
ERRAND_CLASSES: Mapping[ErrandClass, str] = {
    "none": "一次不跑",
    "one": "只跑一次",
    "more": "多次跑（未达标）",
    "offline": "线下办理",
}


@dataclass(frozen=True, slots=True)
class Errand:
    """One visit. `ground` is the reason the definition gives; empty when it gives none."""

    path: Path
    what: str
    ground: str


@dataclass(frozen=True, slots=True)
class ErrandCount:
    """The visits of the worst path. `worst` is what the guide shows as 到办事现场次数."""

    visits: tuple[Errand, ...]

    @property
    def worst(self) -> int:
        """How many visits."""
        return len(self.visits)

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence for each visit."""
        return tuple(f"{errand.what}：{errand.ground or '未说明理由'}" for errand in self.visits)


_AT_WINDOW = Errand(("steps",), "到窗口提出申请", "申请人选择到窗口办理")


def errands(matter: Definition, *, at_window: bool = False) -> ErrandCount:
    """The visits a matter costs in the worst case; one that is filed at the window begins with one."""
    papers = tuple(
        Errand(("materials", n), f"提交纸质材料“{material.name}”", material.why_paper)
        for n, material in enumerate(matter.materials)
        if _on_paper(material)
    )
    steps = _visits(matter.steps, ("steps",))
    at_acceptance = any(isinstance(step, Acceptance) and step.on_site for step in matter.steps)
    later = matter.clock is not None and matter.clock.act_first is not None
    filing = papers[:1] or ((_AT_WINDOW,) if at_window else ())
    return ErrandCount(steps if at_acceptance and not later else (*filing, *steps))


def errand_class(matter: Definition) -> ErrandClass:
    """In which of the lists of the reform (跑动清单) the matter stands; what is not handled here is not counted."""
    if matter.guide.access.kind == "offline":
        return "offline"
    worst = errands(matter).worst
    return "more" if worst > MOST else "one" if worst else "none"


def errands_made(
    matter: Definition, opened: Collection[str], materials: Collection[str], granted: bool, late: Collection[str] = ()
) -> int:
    """The visits one case really cost: papers handed in, presences at the steps that were opened, fetching what was granted.

    `late`: those of the materials that were brought after the filing (先办后补), the papers among them in one visit.
    """
    papers = {m.id for m in matter.materials if m.medium != "electronic"}.intersection(materials)
    came = [step for step in of_kind(matter.steps, HumanStep) if step.on_site and step.id in opened]
    fetched = granted and any(deliver.in_person for deliver in of_kind(matter.steps, Deliver))
    at_acceptance = any(isinstance(step, Acceptance) for step in came)
    at_filing, afterwards = papers.difference(late), papers.intersection(late)
    return len(came) + fetched + (bool(at_filing) and not at_acceptance) + bool(afterwards)


def _on_paper(material: Material) -> bool:
    asked = material.source.kind == "applicant" and material.required not in ("advised", "optional")
    return asked and material.medium != "electronic"


def _visits(steps: tuple[Step, ...], path: Path) -> tuple[Errand, ...]:
    return tuple(errand for n, step in enumerate(steps) for errand in _visits_of(step, (*path, n)))


def _visits_of(step: Step, path: Path) -> tuple[Errand, ...]:
    if isinstance(step, HumanStep) and step.on_site:
        return (Errand(path, f"“{step.name}”环节须到场", f"{step.on_site.reason}（{step.on_site.basis}）"),)
    if isinstance(step, Deliver) and step.in_person:
        return (Errand(path, f"“{step.name}”须现场领取", step.why_in_person),)
    if isinstance(step, (Parallel, Inclusive)):
        return tuple(e for n, b in enumerate(step.branches) for e in _visits(b.steps, (*path, "branches", n, "steps")))
    if isinstance(step, Exclusive):
        ways = [_visits(b.steps, (*path, "branches", n, "steps")) for n, b in enumerate(step.branches)]
        return max((*ways, _visits(step.otherwise, (*path, "otherwise"))), key=len)
    return ()
