"""The command that verifies a paper."""

import argparse
from pathlib import Path

from flows.verification import own_root, revocation_list, trust_anchor, verify_file
from flows.views.papers import VerdictView
from matters.calendar import moment_text
from ui.cli.chinese import ChineseParser
from ui.cli.commands import must_be_set_up, runs, settings_of, with_data
from ui.cli.outcome import CommandOutcome, Unusable, given, read_bytes
from ui.cli.words import Declarations, loading


def _declare_verify(parser: ChineseParser) -> None:
    with_data(runs(parser, _verify)).add_argument("file", metavar="文件", type=Path)
    parser.add_argument(
        "--trust", metavar="根证书", type=Path, help="信任的根证书（PEM）；不写时用数据目录自己的根证书"
    )
    parser.add_argument("--crl", metavar="撤销名单", type=Path, help="撤销名单（PEM），与 --trust 一同使用")


WORDS: Declarations = {"verify": _declare_verify}


def _verify(arguments: argparse.Namespace) -> CommandOutcome:
    view = _verdict(arguments, read_bytes(arguments.file))
    seals = [f"印章：{s.name}" + (f"，{moment_text(s.signed_at)}用印" if s.signed_at else "") for s in view.seals]
    return CommandOutcome(
        [f"查验结论：{view.verdict_name}", *view.reasons, *seals], view, 0 if view.verdict == "valid" else 1
    )


def _verdict(arguments: argparse.Namespace, content: bytes) -> VerdictView:
    if arguments.trust:
        return verify_file(content, (_root(arguments.trust),), crls=_list(arguments.crl) if arguments.crl else ())
    settings = settings_of(arguments)
    if not own_root(settings).exists():
        raise Unusable("没有可用的根证书，请用 --trust 指定根证书，或用 --data 指定数据目录")
    must_be_set_up(settings)
    with loading():
        from flows.issued import verify_in_folder  # with sqlalchemy, 0.3 s that an offline check does not wait for

    return verify_in_folder(settings, content)


def _root(path: Path) -> bytes:
    read_bytes(path)
    return given(trust_anchor(path))


def _list(path: Path) -> tuple[bytes, ...]:
    return (given(revocation_list(read_bytes(path), path.name)),)
