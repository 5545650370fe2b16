"""机构与人员: the tree of regions and bodies with a search; a body with its posts and people; what may be changed there."""

import streamlit as st

from flows.views.organisation_editing import BodyDetail, ImportPreview, OrganisationTree, PostLine, RegionNode
from flows.views.people import Caller
from matters.calendar import moment_text, period_text
from matters.errors.base import Refusal
from matters.organisation.snapshot import Role
from ui.components.links import Place, link
from ui.components.markup import bullets, facts, plain, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.organisation_form import Offer
from ui.components.role_requests import show_role_requests
from ui.components.wording import with_id
from ui.session import caller, idempotency_key, service

_OF_A_BODY = (
    "rename_body",
    "add_post",
    "end_post",
    "give_post",
    "change_superiors",
    "give_duty",
    "take_duty",
    "end_body",
)

_READERS = frozenset[Role]({"org_admin", "security_admin", "system_admin"})


def _waiting(who: Caller) -> int | Refusal:
    if "security_admin" in who.roles:
        requests = service().organisation_editing.requests(who)
        return requests if isinstance(requests, Refusal) else sum(one.open_to_caller for one in requests)
    return service().organisation_editing.waiting(who) if "org_admin" in who.roles else 0


PLACE = Place("organisation", "机构与人员", rank=30, roles=_READERS, waiting=_waiting, counted="项变更等您复核")


def page() -> None:
    """The body in the address, or the whole."""
    who = caller()
    tell()
    body_id = st.query_params.get("body")
    if body_id:
        _body(who, granted(service().organisation_editing.body(who, body_id)))
    else:
        _whole(who, granted(service().organisation_editing.tree(who)))


def _whole(who: Caller, tree: OrganisationTree) -> None:
    st.title(PLACE.title, anchor=False)
    _unattended(tree)
    if "security_admin" in who.roles:
        show_role_requests(who)
    words = st.text_input("查找", key="organisation.q", placeholder="单位、姓名、别名或电话")
    if words.strip():
        _found(who, words)
        return
    if tree.vacancies:
        with st.expander(f"岗位空缺（{len(tree.vacancies)}）"):
            show(bullets(tree.vacancies))
    for node in tree.regions:
        _region(node)
    if "org_admin" in who.roles:
        st.header("新增", anchor=False)
        _offer(who, "whole", ("add_person", "add_body"), {}, {})
        _import(who)
    else:
        _export(who)


def _unattended(tree: OrganisationTree) -> None:
    if not tree.unattended_total:
        return
    show(tag("p", f"有 {tree.unattended_total} 项待办无人可办，请安排接任人员。安排后自动转交。", class_="once-alert"))
    for one in tree.unattended:
        what = f"{one.matter_name}　{one.step_name}（{one.case_no}）"
        show(
            tag("p", what),
            tag("p", f"{moment_text(one.opened_at)}到达，原办理人：{'、'.join(one.holders)}", class_="once-note"),
        )


def _found(who: Caller, words: str) -> None:
    lines = granted(service().organisation_editing.search(who, words))
    for line in lines:
        if line.kind == "单位":
            link("organisation", f"{line.name}（{line.detail}）", body=line.id)
        else:
            link("person", f"{line.name}（{line.detail}）", person=line.id)
    if not lines:
        st.info("没有找到。请换一个词，或清空后按地区查看。")


def _region(node: RegionNode) -> None:
    with st.expander(f"{'　' * node.depth}{plain(node.name)}（{node.level_name}，{len(node.bodies)} 个单位）"):
        columns = st.columns(2)
        for number, body in enumerate(node.bodies):
            with columns[number % 2]:
                ended = "，已撤销" if body.ended else ""
                link("organisation", f"{body.name}（{body.kind_name}，{body.people} 人{ended}）", body=body.id)


def _body(who: Caller, body: BodyDetail) -> None:
    link("organisation", "返回机构与人员")
    st.title(plain(body.line.name), anchor=False)
    show(facts(_facts(body)))
    _posts(body)
    if "org_admin" in who.roles:
        st.header("调整", anchor=False)
        posts = {post.id: post.title for post in body.posts if not post.ended}
        _offer(who, body.line.id, _OF_A_BODY, {"body": body.line.id}, {"end_post.post": posts, "give_post.post": posts})


def _facts(body: BodyDetail) -> list[tuple[str, str]]:
    past = "；".join(f"{name.text}（{period_text(name.since, name.until)}）" for name in body.names[:-1])
    duties = "、".join(with_id(duty.name, duty.duty, duty.region_name) for duty in body.duties if duty.valid)
    return [
        ("单位标识", body.line.id),
        ("类别", body.line.kind_name),
        ("层级", f"{body.level_name}（{body.region_name}）"),
        ("机关代字", body.prefix),
        ("单位编号", body.number),
        ("行政隶属", body.administrative_name),
        ("业务指导", body.professional_name),
        ("承担职责", duties),
        ("曾用名", past),
        ("名称", body.names[-1].text if body.names[-1].text != body.line.name else ""),
        ("存续", period_text(body.since, body.until)),
    ]


def _posts(body: BodyDetail) -> None:
    st.header("岗位和人员", anchor=False)
    for post in body.posts:
        if not post.ended:
            _post(post)
    gone = [post for post in body.posts if post.ended]
    if gone:
        with st.expander(f"已撤销的岗位（{len(gone)}）"):
            show(bullets(post.title for post in gone))


def _post(post: PostLine) -> None:
    marks = [word for word, there in (("主要负责人", post.head), ("联络员", post.liaison)) if there] or ["工作岗位"]
    kind = [*(mark for mark in marks if mark != post.kind_name), with_id(post.kind_name, post.kind)]
    with st.container(border=True, key=f"post.{post.id}"):
        left, right = st.columns([2, 3])
        with left:
            show(tag("p", tag("strong", post.title)), tag("p", "　".join(kind), class_="once-note"))
        with right:
            _holders(post)


def _holders(post: PostLine) -> None:
    present = [holder for holder in post.holders if holder.valid]
    for holder in present:
        waiting = f"，{holder.tasks} 项待办" if holder.tasks else ""
        link("person", f"{holder.person_name}{waiting}", person=holder.person)
    if not present:
        show(tag("p", "空缺", class_="once-alert"))
    others = [f"{h.person_name}（{period_text(h.since, h.until)}）" for h in post.holders if not h.valid]
    if others:
        show(tag("p", "曾任或待任：" + "、".join(others), class_="once-note"))


def _offer(
    who: Caller, place: str, types: tuple[str, ...], known: dict[str, str], among: dict[str, dict[str, str]]
) -> None:
    choices = granted(service().organisation_editing.choices(who))
    Offer(place, types, choices, known, among).show()


def _export(who: Caller) -> None:
    text = granted(service().organisation_editing.export(who))
    st.download_button("导出全部（YAML）", text, "organisation.yaml", "text/yaml", on_click="ignore")


def _import(who: Caller) -> None:
    with st.expander("导出、导入全部"):
        _export(who)
        upload = st.file_uploader("导入（YAML）", type=["yaml", "yml"], key="organisation.file")
        if upload is None:
            return
        text = upload.getvalue().decode("utf-8", errors="replace")
        found = granted(service().organisation_editing.preview_import(who, text))
        _preview_import(found)
        if not found.problems and found.differences:
            st.button(
                "确认导入", type="primary", on_click=_do_import, args=(text, found.version), key="organisation.import"
            )


def _preview_import(found: ImportPreview) -> None:
    if found.problems:
        show(tag("p", tag("strong", f"有 {len(found.problems)} 处问题，不能导入")), bullets(found.problems))
        return
    show(tag("p", tag("strong", f"共 {len(found.differences)} 处变化")), bullets(found.differences))
    if found.warnings:
        show(tag("div", tag("p", tag("strong", "请注意")), bullets(found.warnings), class_="once-alert"))


def _do_import(text: str, version: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    done = service().organisation_editing.import_all(caller(), text, version, idempotency_key("import", text, version))
    answer_after(done)
