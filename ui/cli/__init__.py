"""The command line `once`: the same service as the pages, for the machine's own administration."""

import argparse
from collections.abc import Sequence
from typing import Any

from ui.cli.chinese import ChineseParser
from ui.cli.words import subcommands, word

_DESCRIPTION = """一次 Once：机关内部“最多跑一次”后台。

退出码：0 完成；1 被拒绝或检查未通过；2 命令写法不正确。"""

# Each word, what it is for, and the module that declares it.
_WORDS = (
    ("up", "在本机启动全部服务（数据库、流程引擎、执行器、网页和接口）", "run_commands"),
    ("setup", "建立本单位：机构、三员账号、密钥和根证书，不含样例", "setup_command"),
    ("installation", "安装信息：名称、文书页脚、公章下方的字，历次改动", "setup_command"),
    ("web", "只启动网页和接口", "run_commands"),
    ("executor", "只启动执行器", "run_commands"),
    ("prefect", "只启动流程引擎", "run_commands"),
    ("demo", "在全新的临时数据目录中无人值守演示一遍主要流程", "run_commands"),
    ("matter", "事项定义：列出、查看、检查、预告、推演、比较、导入、导出", "matter_commands"),
    ("case", "办件：提交、查看", "case_commands"),
    ("task", "待办：列出、办理", "case_commands"),
    ("organisation", "机构与人员：模板、检查、导入、导出", "organisation_commands"),
    ("holidays", "放假安排：列出、导入，改变的期限", "holiday_commands"),
    ("house-rules", "期限督促规则：列出、录入", "house_rule_commands"),
    ("assessments", "考核办法：列出", "assessment_commands"),
    ("seal", "印章：证书、导入、停用、撤销、恢复用印，撤销名单", "seal_commands"),
    ("verify", "查验一份文书的电子印章（可离线）", "verify_command"),
    ("doctor", "自检", "operation_commands"),
    ("audit", "校验审计链和各表的记录", "operation_commands"),
    ("db", "数据库", "operation_commands"),
    ("user", "账号", "account_commands"),
    ("token", "接口令牌", "account_commands"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command. 0 done, 1 refused or check failed, 2 wrong use."""
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    from ui.cli.performing import perform  # with pydantic, 0.1 s that `once --help` does not wait for

    return perform(arguments)


class _Release(argparse.Action):
    """Says which release this is, and nothing else."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: Any) -> None:  # noqa: ANN401
        """Names of distributions are looked up when asked: that takes 0.05 s."""
        from flows.release import RELEASE

        print(f"once {RELEASE}")
        parser.exit()


def parser() -> ChineseParser:
    """All words of the command line."""
    once = ChineseParser("once", _DESCRIPTION)
    once.add_argument("--version", action=_Release, nargs=0, help="显示版本")
    commands = subcommands(once)
    for name, summary, module in _WORDS:
        word(commands, name, summary, module)
    return once
