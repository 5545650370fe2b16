"""相关办件 on the page of a case, and what whoever takes over a sub-matter may do.

Covers: ui/pages/case_page.py
"""

from datetime import date

from flows.views.cases import CheckView, RelatedCase, TimeDay, TimelineEntry, TimeShare
from tests.ui.conftest import Open
from tests.ui.stub import AT, CASE_NO, TASK, StubService, accept_task, case, supplement_task
from ui.components.wording import shares_text

CHILD = RelatedCase(
    relation="sub_matter",
    matter_name="网络接入",
    about="发起接入，第 1 行",
    case_no="990121003202603020000025",
    state_name="办理中",
    number=None,
    readable=True,
)


def test_the_cases_it_began_are_listed_with_a_link_where_one_may_read(open_page: Open, office: StubService) -> None:
    """How each stands is told in any case."""
    hidden = CHILD.model_copy(
        update={"readable": False, "state_name": "准予", "number": "样网〔2026〕1号", "case_no": "9902"}
    )
    office.answers["case"] = case().model_copy(update={"related": (CHILD, hidden)})
    page = open_page("case_page", case=CASE_NO)
    assert not page.exception
    links = [link.proto for link in page.get("page_link")]
    assert [link.label for link in links if "网络接入" in link.label] == ["子事项：网络接入"]
    assert CHILD.case_no in next(link.query_string for link in links if "网络接入" in link.label)
    said = " ".join(element.proto.body for element in page.get("html"))
    assert "样网〔2026〕1号" in said
    assert "发起接入，第 1 行" in said


def test_how_each_day_counts_stands_folded_away(open_page: Open, office: StubService) -> None:
    """For whoever counts the limit again; without a limit there is nothing to unfold."""
    counted = TimeDay(day=date(2026, 3, 3), number=1, note="")
    rests = TimeDay(day=date(2026, 3, 4), number=None, note="“审核”挂起，停止计时")
    office.answers["case"] = case().model_copy(update={"days": (counted, rests)})
    (found,) = (one for one in open_page("case_page", case=CASE_NO).expander if one.label == "办理时限逐日计算")
    said = " ".join(element.proto.body for element in found.get("html"))
    assert all(part in said for part in ("2026年3月3日", "第1日", "2026年3月4日", "不计入", "“审核”挂起，停止计时"))
    office.answers["case"] = case()
    assert "办理时限逐日计算" not in [one.label for one in open_page("case_page", case=CASE_NO).expander]


def test_until_when_a_result_is_good_stands_with_the_dates(open_page: Open, office: StubService) -> None:
    """结果有效期; nothing where it has no end."""
    office.answers["case"] = case().model_copy(update={"valid_until": date(2027, 3, 2)})
    assert "至2027年3月2日" in " ".join(one.proto.body for one in open_page("case_page", case=CASE_NO).get("html"))
    office.answers["case"] = case()
    assert "结果有效期" not in " ".join(one.proto.body for one in open_page("case_page", case=CASE_NO).get("html"))


def test_whose_part_of_the_time_runs_stands_with_who_is_next(open_page: Open, office: StubService) -> None:
    """分段限时; nothing where the step has no limit."""
    (waits,) = case().waiting
    office.answers["case"] = case().model_copy(
        update={"waiting": (waits.model_copy(update={"share": "样例县财政局：5 个工作日"}),)}
    )
    assert "样例县财政局：5 个工作日" in " ".join(
        one.proto.body for one in open_page("case_page", case=CASE_NO).get("html")
    )
    office.answers["case"] = case()
    assert "本段时限" not in " ".join(one.proto.body for one in open_page("case_page", case=CASE_NO).get("html"))


def test_a_paper_says_who_sealed_it_jointly_and_that_another_took_its_place(
    open_page: Open, office: StubService
) -> None:
    """联合行文、已被取代; the one that counts says nothing."""
    paper = case().documents[0].model_copy(update={"is_result": False})
    joint = paper.model_copy(
        update={"id": "d8", "title": "联合批复", "sealed_by": ("样例市机关事务管理局", "样例市财政局")}
    )
    old = paper.model_copy(update={"id": "d9", "title": "编制使用通知单", "superseded": True})
    office.answers["case"] = case().model_copy(update={"documents": (joint, old)})
    said = [
        one.proto.body for one in open_page("case_page", case=CASE_NO).get("html") if "编制使用通知单" in one.proto.body
    ]
    assert "样例市机关事务管理局、样例市财政局联合用印" in said[0]
    assert said[0].count("已被取代") == 1


def test_a_case_that_stands_alone_has_no_such_heading(open_page: Open, office: StubService) -> None:
    """Nothing is listed."""
    office.answers["case"] = case()
    page = open_page("case_page", case=CASE_NO)
    assert "相关办件" not in [heading.value for heading in page.header]


def test_a_sub_matter_is_begun_again_by_a_button(open_page: Open, office: StubService) -> None:
    """Without a reason if one likes."""
    line = TASK.model_copy(update={"actions": ("begin_again", "complete", "reject")})
    office.answers["case"] = case(accept_task().model_copy(update={"line": line, "fills": ()}))
    page = open_page("case_page", case=CASE_NO)
    page.radio(key="act.t1.3.action").set_value("begin_again").run()
    page.button(key="act.t1.3.submit.begin_again").click().run()
    assert not page.exception
    request = office.did("act")[-1][2]
    assert (request.action, request.expected_version) == ("begin_again", 3)


def test_how_far_it_is_stands_on_top_but_for_who_is_only_asked(open_page: Open, office: StubService) -> None:
    """One line for everybody who sees the case; of a part of it nobody is told how far the whole is."""
    office.answers["case"] = case()
    first = open_page("case_page", case=CASE_NO).get("html")[0].proto.body
    assert "once-progress" in first
    assert "正在办" in first
    office.answers["case"] = case().model_copy(update={"progress": ()})
    page = open_page("case_page", case=CASE_NO)
    assert not page.exception
    assert "once-progress" not in "".join(element.proto.body for element in page.get("html"))


def test_what_was_checked_stands_in_one_line_and_what_gives_pause_stands_open(
    open_page: Open, office: StubService
) -> None:
    """Each check with what it was, folded away; a doubt is seen without unfolding anything."""
    passed = CheckView(name="填报规则", passed=True, note="均已核验")
    doubt = CheckView(name="重复申请", passed=False, note="近期提交过 9901")
    office.answers["case"] = case(accept_task()).model_copy(update={"checks": (passed, doubt)})
    said = "".join(str(part.value) for part in open_page("case_page", case=CASE_NO).html)
    assert "已核验 1 项，未发现问题：填报规则</summary>" in said
    assert "填报规则：均已核验" in said
    assert '<p class="once-alert">重复申请：近期提交过 9901</p>' in said
    office.answers["case"] = case(accept_task())
    assert "已核验" not in "".join(str(part.value) for part in open_page("case_page", case=CASE_NO).html)


def test_whoever_decides_reads_first_what_is_asked_for(open_page: Open, office: StubService) -> None:
    """Content, then what others said, then the question; number, dates and grounds come last."""
    said = TimelineEntry(seq=2, at=AT, step="审核", who="欧阳楠", post="", what="同意", opinion="情况属实")
    office.answers["case"] = case(accept_task()).model_copy(update={"timeline": (said,)})
    page = open_page("case_page", case=CASE_NO)
    titles = [heading.value.split("：")[0] for heading in page.header]
    order = ["申请内容", "申请材料", "已有意见", "文书", "请您办理", "查看材料", "办理过程", "办件信息"]
    assert [title for title in titles if title in order] == order
    assert "审核　欧阳楠" in "".join(str(part.value) for part in page.html)


def test_what_is_mine_to_mend_stands_first(open_page: Open, office: StubService) -> None:
    """A supplement is why the applicant has come."""
    office.answers["case"] = case(supplement_task())
    titles = [heading.value.split("：")[0] for heading in open_page("case_page", case=CASE_NO).header]
    assert titles[0] == "请您办理"


def test_a_step_is_not_said_twice(open_page: Open, office: StubService) -> None:
    """“提交申请 申请环节” and “出具批复 系统环节 系统” say one thing twice."""
    told = (
        ("提交申请", "申请", "钟宏"),
        ("受理", "受理", "廖文"),
        ("同意", "审批", "欧阳楠"),
        ("出具批复", "系统", "系统"),
    )
    history = tuple(
        TimelineEntry(seq=n, at=AT, step=step, who=who, post="", what=what, opinion="")
        for n, (what, step, who) in enumerate(told, 1)
    )
    office.answers["case"] = case().model_copy(update={"timeline": history})
    said = " ".join(element.proto.body for element in open_page("case_page", case=CASE_NO).get("html"))
    assert [step for _, step, _ in told if f"{step}环节" in said] == ["审批"]


def test_the_time_taken_is_told_by_whose_it_was() -> None:
    """The most first, with the sum; nothing of a case that has taken none."""
    own = TimeShare(party="holder", party_name="承办单位", days=1)
    theirs = TimeShare(party="applicant", party_name="申请人", days=3)
    assert shares_text((own, theirs)) == "自提交起共 4 个工作日：申请人 3，承办单位 1"
    assert shares_text(()) == ""
