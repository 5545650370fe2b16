"""What the keys, words and parts of the matter language are called in Chinese, for differences and for the admin's help."""

import re
from collections.abc import Mapping
from typing import get_args

from pydantic import BaseModel

from matters.language.actions import ACTION_NAMES
from matters.language.comparisons import COMPARISONS
from matters.language.form import FIELD_TYPES, FieldBase
from matters.language.route.steps import STEPS
from matters.language.route.votes import VOTES


def _chosen_by(part: type[BaseModel], key: str) -> str:
    """The one word by which a definition chooses that part."""
    return str(get_args(part.model_fields[key].annotation)[0])


_KEYS: Mapping[str, str] = {
    "access": "办理方式", "act_first": "先办后补", "action": "动作", "addressee": "主送", "advance": "提前量",
    "aliases": "常用叫法", "all": "全部满足", "answer": "答", "answers": "填报内容", "any": "任一满足",
    "apart_from": "受审分离", "applicant": "申请人信息", "applicants": "申请对象", "applies": "直接适用",
    "approved_by": "批准人", "approving": "同意时的意见", "archive": "归档", "at": "时间", "at_least": "至少",
    "at_most": "至多", "baseline": "优化前基线", "basis": "依据", "batch": "目录批次", "before_field": "早于", "blocks": "正文",
    "body": "单位", "branches": "分支", "brief": "摘要", "by": "由谁", "case_type": "办件类型", "cases": "各种情形",
    "category": "类别",
    "certificate": "电子证照", "chooser": "由谁选定", "clause": "条款", "clock": "时限", "closes": "截止", "closing": "结语",
    "code": "代码", "column": "列", "columns": "各列", "compare": "比较", "conditions": "办理条件", "conflict": "有利害关系时",
    "contacts": "联系方式", "copies": "复印件份数", "copy_to": "抄送", "count": "行数", "criteria": "受理标准",
    "dates": "批次日期", "days": "天数", "do": "做什么", "document_no": "文号", "due": "期限", "duties": "办后义务",
    "directory_digest": "目录版本的摘要",
    "duty": "职责", "earlier_case": "历史办件", "earliest": "最早", "edit": "可填写", "edition": "版本", "errands": "跑动次数",
    "event": "事件", "exceptions": "特殊情形", "expect": "预期", "extension": "延长", "facts": "要素表", "field": "填报项",
    "fields": "填报项", "filed_as": "以哪个岗位申请", "filled": "已填", "filled_by": "由谁填写", "fills": "填写内容",
    "findings": "补正事项", "first_day": "第一日", "follow_ups": "后续事项", "for_event": "等待的事件", "for_field": "等到",
    "form": "表单", "format": "格式版本", "formats": "文件格式", "gaps": "未尽", "golden": "金样", "guide": "办事指南",
    "help": "填写说明", "hidden": "不可见", "holder": "持有单位", "hours": "时间", "how": "送达方式", "id": "标识",
    "identity_check": "办理前的身份确认",
    "instructions": "办理要求", "interface": "数据接口", "item": "数据项", "item_type": "事项类型", "joint": "联办机构",
    "kind": "种类", "kinds": "单位类别", "label": "名称", "latest": "最晚", "left": "左边", "legal": "法定时限",
    "legal_basis": "设定依据", "level": "层级", "levels": "层级", "limit": "时限", "line": "隶属关系", "local_code": "地方编码",
    "location": "照片的拍摄位置",
    "local_may_change": "地方可调整", "materials": "材料", "matter": "事项", "max": "最大值", "max_files": "文件数上限",
    "max_length": "字数上限", "max_megabytes": "文件大小上限（MB）", "medium": "介质", "message": "说明", "min": "最小值",
    "name": "名称", "national_code": "国家编码", "natural_person": "自然人可申请", "nobody": "无人可办时", "not": "非",
    "not_before": "不早于", "note": "说明", "now": "申请时间", "number": "文号", "of": "哪个单位", "on": "何时出具",
    "on_failure": "未通过时由谁办", "on_site": "到场", "one_hand_reason": "受理与审批同一人办理的理由", "one_of": "属于",
    "opens": "开始", "opinion": "意见", "opinions": "办理意见", "options": "选项", "originals": "原件份数",
    "otherwise": "其他情形", "outcome": "文书和结果", "overdue": "超期", "owed_by": "义务单位", "owner": "受理机构",
    "paper": "结果文书", "papers": "文书", "passes": "自动通过", "path": "经过的环节", "pattern": "写法",
    "pattern_help": "写法说明", "per_row": "每行一件", "phone": "电话", "phrases": "常用语", "place": "地点",
    "places": "小数位数", "pointer": "线下指引", "post": "岗位", "prefill": "自动带出", "promised": "承诺时限",
    "publicity": "公开范围", "published_on": "发布日期", "publisher": "发布单位", "purpose": "用途", "question": "问",
    "questions": "常见问题", "read": "只读", "reason": "理由", "refusal": "不同意时", "repeated": "同一人重复出现时",
    "required": "是否必填", "resource": "资源", "results": "结果", "retention": "保管期限", "return_resumes": "退回后",
    "reuse": "复用", "right": "右边", "rights": "字段权限", "role": "角色", "rule": "规则", "rules": "规则", "sample": "样表",
    "months": "月数", "remind_days": "提前几日提醒", "years": "年数",
    "scope": "联办范围", "seals": "用印", "sections": "分组", "sensitivity": "敏感级别", "share": "通过比例",
    "shown_when": "何时显示", "signer": "签署人", "signers": "会签人", "source": "来源", "stands_on": "所依据的目录版本",
    "starts": "起算", "steps": "环节", "stops": "停表", "stops_clock": "是否停表", "story": "办理经过", "sum": "合计",
    "summary": "简介", "superior_of": "上级", "supplement_within": "补正期限", "system": "外部系统", "target": "对象",
    "template": "空白表格", "text": "文字", "title": "标题", "to": "改由", "today_plus": "距今天数", "trust": "可信等级",
    "concerned": "是否当事人（回避）", "for_time": "等待时长", "undone": "逾期未办", "unsupplemented": "逾期未补正",
    "type": "类型", "unanswered": "逾期未复", "unit": "单位", "until_then": "目前的办法", "urgent_exempt": "紧急豁免",
    "until_field": "有效期截止日",
    "valid_days": "有效天数", "validity": "有效期", "value": "值", "version": "版本号", "veto": "一票否决", "vote": "表决规则",
    "waits": "等待结果", "weight": "权重", "weights": "各人权重", "what": "内容", "when": "条件", "who": "办理人",
    "why": "原因", "why_more_errands": "多次跑的理由", "why_in_person": "须现场领取的理由", "why_paper": "须交纸质的理由",
    "why_sensitive": "完整印出的理由",
    "window": "申请窗口期",
    "within": "限于单位", "within_working_days": "补交期限（工作日）", "work": "自动办理内容", "working_days": "工作日",
    "at_most_days": "最多天数", "choices": "选定的办理人", "grounds": "事由", "resumes": "退回后", "step": "环节",
    "suspension": "挂起", "until": "至何日", "where": "加签位置", "asks": "查询依据", "hands_over": "提供的内容", "holds": "条件",
    "instant": "秒批", "of_hundred": "每百件抽取", "robot": "报告账号", "spot_check": "抽检", "shows": "协查单位可见",
    "by_seat": "按座位预约", "days_ahead": "最多提前（日）", "longest_hours": "一次最长（小时）",
    "preset": "预置意见", "rejecting": "不同意时的意见", "returning": "退回时的意见",
    "as_body": "以谁的名义申请", "fixed": "固定内容", "follow_up": "后续办理", "on_refusal": "子事项未获准时",
    "on_withdrawal": "子事项撤回时",
    "sha256": "内容摘要", "result": "办理结果", "row": "第几行", "rows": "明细表", "takes_back": "带回内容",
    "plus": "相加", "minus": "相减", "times": "相乘", "percent": "占比", "days_from": "起始日期", "rounding": "取整",
    "min_in": "各行最小值", "max_in": "各行最大值", "any_row": "任一行", "every_row": "每一行",
    "act": "如何登入", "belongs": "归属单位的列", "corrected_by": "谁可更正", "entry": "所选的记录", "key": "识别记录的列",
    "roster": "台账", "rosters": "台账", "seen_by": "谁可查看", "values": "写入的内容", "writes": "登入台账",
    "recurring": "周期性报送", "every": "报送周期", "since": "第一期的第一日", "owes": "应报单位", "bodies": "单位标识",
    "sums": "合计的填报项", "day": "第几日", "month": "第几个月",
    "by_case": "分情形", "region_of": "以何单位所在地区为准", "each": "逐一各单位", "if_none": "没有选定时",
    "comes_back": "答复后返回", "informs": "办后知会", "passes_on": "转送其他单位",
}  # fmt: skip
# A key that means something else in that part.
_IN_PART: Mapping[str, str] = {
    "Act.answers": "补正填报", "Act.by": "办理人", "Act.materials": "补正材料", "Archive.category": "归档范围",
    "Baseline.materials": "材料数", "Baseline.steps": "环节数", "Batch.number": "批次", "ByHeads.levels": "级数",
    "ComputedField.value": "计算方法", "Exceptions.applicant": "办理人即申请人时", "Expected.outcome": "结果",
    "Inquiry.answers": "可答复", "Inquiry.question": "协查内容", "Material.required": "是否必须", "NumberRule.pattern": "文号",
    "Offline.kind": "办理方式", "Online.kind": "办理方式", "Opinions.opinions": "办理意见", "Result.code": "结果代码",
    "Result.on": "在何种决定时", "ResultCode.number": "结果代码", "Rights.required": "必须填写", "SealRule.kind": "印章",
    "When.when": "条件", "Window.closes": "截止日", "Window.opens": "开始日",
    "Act.to": "交给谁", "Act.answer": "协查答复", "Act.files": "随附文件",
    "Act.outcome": "子事项结果", "FollowUp.hands_over": "移交内容", "SubMatter.hands_over": "移交内容",
    "ConditionOnRows.where": "该行符合", "CountOf.where": "只数符合的行", "DaysBetween.to": "截止日期",
    "ExtensionRule.at_most_days": "共不超过（工作日）", "ExtensionRule.times": "次数",
    "EntryField.copies": "带出的内容", "RosterWrite.per_row": "每行一条", "RosterWrite.when": "何时登入",
    "Expected.writes": "登入的记录",
    "Paper.at": "出具环节", "Paper.per_row": "每行一份",
    "Option.when": "何时可选", "PercentOf.of": "占什么的比例",
    "PassDown.to": "转到哪里", "PassTo.to": "转到哪里", "PassUp.to": "报到哪里",
}  # fmt: skip

_WORDS: Mapping[str, str] = {
    "10_years": "10年", "30_years": "30年", "acceptance_refused": "不予受理",
    "accepted": "受理", "administrative": "行政隶属", "advised": "建议", "allow_noted": "注明后可办",
    "always": "必须", "applicant": "申请单位", "applicant_body": "申请单位",
    "applicant_person": "经办人", "approver": "审批人", "ask_again": "仍须办理", "assessment": "检测评估",
    "at_once": "即办", "batches": "批次",
    "body": "单位", "body_name": "单位名称", "by_case": "分情形", "calendar_days": "自然日",
    "certificate": "电子证照", "choose": "由退回人选择", "city": "市级",
    "classified": "涉密", "collect_all": "收齐再定", "concluded": "办结",
    "congress": "人大机关", "consultation": "征求意见", "consultative": "政协机关", "contacts": "联系方式",
    "county": "县级", "court": "审判机关", "cross_department": "跨部门", "cross_level": "跨层级",
    "data": "数据核验", "deemed_withdrawn": "视为撤回申请", "deliberative": "议事协调机构",
    "denied": "不予批准", "directory": "目录", "earlier_result": "前序结果", "electronic": "电子件",
    "enquiry": "咨询", "enterprise": "国有企业", "escalate": "负责人可办",
    "every": "全部环节", "exclude": "回避",
    "expert_review": "专家评审", "extended": "延长期限", "field": "表单指定",
    "first_refusal_ends": "一人不同意即终止", "government": "行政机关", "granted": "准予", "head": "主要负责人",
    "heads": "多级负责人", "immediate": "即办件",
    "institution": "事业单位", "internal": "内部", "kept": "保留",
    "liaison": "联络员", "look_up": "数据核验", "mass": "群团组织", "material": "提供材料",
    "materials_fewer": "减少材料", "never": "不复用", "next_working_day": "次一工作日", "no": "否",
    "now": "申请时", "number_rules": "文号规则", "numbered": "逐项列明", "offer": "可复用",
    "office": "受理机构填写", "official": "公章", "offline": "线下办理", "on_site": "上门", "online": "网上", "open": "公开",
    "optional": "选填", "other": "其他", "other_body": "他机关持有", "outside_call": "外部系统办理", "own": "申请单位本级",
    "own_body": "本机关持有", "owner": "受理机构", "paper_copy": "纸质复印件", "paper_original": "纸质原件",
    "party": "党委机关", "permanent": "永久", "person_name": "经办人姓名",
    "personal": "个人信息", "phone": "电话", "pick_up": "现场领取", "post": "岗位", "post_name": "岗位名称",
    "previous_actor": "上一办理人", "proceed_noted": "注明后继续", "procuratorate": "检察机关", "professional": "业务指导",
    "promised": "承诺时限", "province": "省级", "public": "对外公开", "questions": "常见问题",
    "refuse_filing": "不予接收申请", "region_name": "地区名称",
    "remind": "提醒", "removed": "去除", "required": "必填", "rerun": "重新办理",
    "role": "角色", "rule_check": "规则核验",
    "same_body": "本单位历史办件", "same_day": "当日", "same_person": "本人历史办件", "skip_if_consecutive": "连续时跳过",
    "skip_if_unchanged": "内容未变时跳过", "special": "业务专用章",
    "statutory_presence": "法定须到场", "step": "环节办结", "straight_back": "直接回到退回环节", "submitted": "提交",
    "superior": "由上级办理", "supervise": "督办", "supervision": "监督", "supplement": "补正",
    "supplement_requested": "补正告知", "survey": "现场勘验", "suspension": "中止", "township": "乡镇级",
    "village": "村级", "village_body": "村（社区）组织",
    "while_valid": "有效期内可复用", "window": "受理岗", "withdraw": "撤回", "withdrawn": "撤回",
    "within_department": "部门内部", "work_secret": "工作秘密", "working_days": "工作日", "yes": "是",
    "after": "之后", "before": "之前", "beside": "同时", "child_ended": "子事项办结", "fail": "核验无结果", "go_on": "照常继续",
    "enter": "登记", "change": "变更", "take_out": "注销", "everybody": "所有人", "belonging": "归属单位",
    "keepers": "保管单位",
    "refuse": "本事项也不予同意", "ask": "由人员决定", "begin_again": "重新发起一次", "revoked": "撤销决定", "robot": "数字员工",
}  # fmt: skip
_WORD_IN_KEY: Mapping[str, str] = {
    "on_withdrawal.go_on": "不再等候，照常继续", "on_withdrawal.end": "本事项也终止",
    "action.answer": "答复", "action.complete": "完成", "action.supplement": "补正", "case_type.promised": "承诺件",
    "chooser.applicant": "申请人", "filled_by.applicant": "申请人填写",
    "how.online": "网上送达", "identity_check.always": "每次办理都须输入密码", "identity_check.by_setting": "按系统设置",
    "how.post": "邮寄", "kind.applicant": "申请人提交", "kind.certificate": "电子证照",
    "every.month": "每月", "every.quarter": "每季度", "every.half_year": "每半年", "every.year": "每年",
    "addressee.nobody": "不写主送", "by.choice": "选定",
    "kind.online": "网上办理", "kinds.supervision": "监察机关", "opinion.required": "必填", "publicity.internal": "机关内部",
    "rounding.half_up": "四舍五入", "rounding.up": "进位", "rounding.down": "舍尾",
    "starts.submitted": "提交", "starts.accepted": "受理",
    "role.liaison": "联络员", "if_none.refuse": "须选定至少一个", "stops.special_procedure": "特别程序",
}  # fmt: skip
# Acts and ways to pass an item on, and words that choose a kind of step or field, a vote, a comparison are told where they are.
_TOLD_THERE: Mapping[str, str] = {
    **{f"{key}.{word}": name for key in ("action", "kind") for word, name in ACTION_NAMES.items()},
    **{f"type.{_chosen_by(part, 'type')}": part.word for part in FIELD_TYPES},
    **{f"kind.{_chosen_by(part, 'kind')}": part.word for part in STEPS},
    **{f"rule.{_chosen_by(part, 'rule')}": part.phrase for part in VOTES},
    **{f"compare.{word}": how.word for word, how in COMPARISONS.items()},
}
_CHINESE = re.compile(r"([一-鿿][一-鿿、]+)")
# Parts whose docstring names something else first, or nothing in Chinese.
_PARTS: Mapping[str, str] = {
    "Act": "办理经过的一步", "AsPassed": "自动通过", "Branch": "分支", "CalendarDays": "自然日时限",
    "CaseLimit": "一种情形的时限", "Countersign": "会签", "DutyHolder": "按职责确定的单位", "Edition": "版本",
    "Exceptions": "特殊情形", "Expected": "预期", "GoldenFinding": "金样的补正事项", "NamedInField": "表单指定的单位",
    "NotSo": "非", "Outcome": "文书和结果", "PartyToCase": "当事单位", "SuperiorOf": "上级单位",
    "ToStandIn": "改由他人办理", "VoteAll": "全部同意", "Weight": "一人的权重", "WorkingDays": "工作日时限",
}  # fmt: skip


def key_name(part: type[BaseModel], key: str) -> str:
    """What a key of that part is called; a key without a name is shown as it is written."""
    plain = key.rstrip("_")
    named = (_IN_PART.get(f"{base.__name__}.{plain}") for base in part.__mro__)
    return next(filter(None, named), None) or _KEYS.get(plain, plain)


def word_name(key: str, word: str) -> str:
    """What a word means that stands under that key; anything else is returned as it is."""
    named = f"{key}.{word}"
    return _WORD_IN_KEY.get(named) or _TOLD_THERE.get(named) or _WORDS.get(word, word)


def part_name(part: type[BaseModel]) -> str:
    """What a part is called: as a field says itself, by name, or by the first Chinese term of its docstring."""
    if issubclass(part, FieldBase):
        return part.word
    found = _CHINESE.search(part.__doc__ or "")
    return _PARTS.get(part.__name__) or (found[1] if found else part.__name__)
