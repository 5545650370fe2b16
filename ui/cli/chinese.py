"""argparse that speaks Chinese: usage, headings, help and every message about wrong use."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"参数 \1 不能写 \2，可用：\3"),
    (r"argument (.*): expected one argument", r"参数 \1 后面须写一个值"),
    (r"argument (.*): expected (?:at least )?(?:one|\d+) arguments?", r"参数 \1 后面须写值"),
    (r"argument (.*): invalid \w+ value: (.*)", r"参数 \1 的值 \2 写法不对"),
    (r"argument (.*): not allowed with argument (.*)", r"参数 \1 与 \2 不能同时使用"),
    (r"argument (.*): ignored explicit argument (.*)", r"参数 \1 后面不能写值 \2"),
    (r"one of the arguments (.*) is required", r"参数 \1 须写其中一个"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese usage line."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage line under its Chinese name."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose every word is Chinese; wrong use is one line on stderr and exit code 2."""

    def __init__(self, prog: str | None = None, description: str = "", **more: object) -> None:
        super().__init__(
            prog=prog, description=description, formatter_class=ChineseFormatter, add_help=False, allow_abbrev=False
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        """Wrong use, as argparse says it."""
        self.refuse(in_chinese(message))

    def refuse(self, message: str) -> NoReturn:
        """Wrong use, in Chinese."""
        self.exit(2, f"{message}。用法见 {self.prog} --help\n")


def in_chinese(message: str) -> str:
    """What argparse says, in Chinese; its wording is the same from Python 3.11 to 3.14."""
    for english, chinese in _MESSAGES:
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(chinese)
    return "命令写法不正确"


def say_wrong(message: str) -> None:
    """One line about what went wrong."""
    print(" ".join(message.split()), file=sys.stderr)
