"""The steps of a definition as a picture (环节图): nested lists drawn as boxes, so that it reads without the picture too."""

from matters.language.document import Definition
from matters.language.route.by_itself import SubMatter, Wait
from matters.language.route.steps import Branch, Branching, Countersign, Exclusive, Inquiry, Step, limit_of
from matters.language.words.keys import word_name
from matters.language.words.phrases import Phrasing, phrasing_of
from matters.organisation.snapshot import Vocabulary
from ui.components.markup import Html, tag


def route_picture(matter: Definition, vocabulary: Vocabulary) -> Html:
    """From filing to the end, with every branch and its condition, and who acts as the organisation calls them."""
    if not matter.steps:
        return tag("p", "没有环节：本事项不在网上办理。", class_="once-note")
    phrasing = phrasing_of(matter, vocabulary)
    ends = (
        tag("li", "提交申请", class_="once-end"),
        *_boxes(matter.steps, phrasing),
        tag("li", "办结", class_="once-end"),
    )
    return tag("ol", *ends, class_="once-route", **{"aria-label": "环节图"})


def _boxes(steps: tuple[Step, ...], phrasing: Phrasing) -> tuple[Html, ...]:
    return tuple(_fork(step, phrasing) if isinstance(step, Branching) else _box(step, phrasing) for step in steps)


def _box(step: Step, phrasing: Phrasing) -> Html:
    lines = [_kind(step), tag("strong", step.name)]
    lines += [tag("span", line, class_="once-note") for line in _details(step, phrasing)]
    return tag("li", tag("div", *lines, class_="once-card"))


def _kind(step: Step) -> Html:
    return tag("span", step.in_guide or step.word, class_="once-kind")


def _details(step: Step, phrasing: Phrasing) -> list[str]:
    who, limit = getattr(step, "who", None), limit_of(step)
    details = [phrasing.who(who)] if who else []
    if isinstance(step, Countersign):
        details += [phrasing.who(signer) for signer in step.signers]
        details.append(f"{word_name('rule', step.vote.rule)}，{word_name('refusal', step.refusal)}")
    if isinstance(step, Inquiry):
        details.append(f"向{phrasing.body(step.of)}协查")
    if isinstance(step, SubMatter):
        details.append(f"发起事项 {step.matter}{'，每行一件' if step.per_row else ''}")
    if isinstance(step, Wait):
        details += _waited_for(step, phrasing)
    if getattr(step, "on_site", None):
        details.append("申请人须到场")
    return details + ([f"时限：{phrasing.limit(limit)}"] if limit else [])


def _waited_for(step: Wait, phrasing: Phrasing) -> list[str]:
    """What ends the wait: a day, or a stretch of time; an event is what the step is called."""
    day = [f"等到“{phrasing.label(step.for_field)}”"] if step.for_field else []
    return [*day, *([f"为期 {phrasing.limit(step.for_time)}，期满后继续"] if step.for_time else [])]


def _fork(step: Branching, phrasing: Phrasing) -> Html:
    head = [_kind(step), tag("strong", step.name)]
    if not isinstance(step, Exclusive):
        head.append(tag("span", word_name("refusal", step.refusal), class_="once-note"))
    ways = [_way(branch, phrasing) for branch in step.branches]
    if isinstance(step, Exclusive):
        ways.append(tag("li", tag("em", "其他情形"), _inner(step.otherwise, phrasing), class_="once-way"))
    return tag("li", *head, tag("ul", *ways, class_="once-ways"), class_="once-fork")


def _way(branch: Branch, phrasing: Phrasing) -> Html:
    condition = branch.when.phrase(phrasing) if branch.when else ""
    told = f"{condition}的" if condition and condition != branch.name else ""
    notes = [note for note in (told, "一票否决" if branch.veto else "") if note]
    heading = [tag("em", branch.name), *(tag("span", note, class_="once-note") for note in notes)]
    return tag("li", *heading, _inner(branch.steps, phrasing), class_="once-way")


def _inner(steps: tuple[Step, ...], phrasing: Phrasing) -> Html:
    return (
        tag("ol", *_boxes(steps, phrasing), class_="once-route") if steps else tag("p", "直接继续", class_="once-note")
    )
