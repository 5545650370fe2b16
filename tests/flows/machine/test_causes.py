"""Causes in Chinese, by what was said in English."""

import errno

import pytest

from flows.machine.causes import known_cause, os_cause


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  password authentication failed for user "once"', "用户名或密码"),
        ('FATAL:  database "once" does not exist', "数据库或用户不存在"),
        ('root certificate file "/none.pem" does not exist', "sslrootcert"),
        ("SSL error: certificate verify failed", "没有通过核验"),
        ("failed to resolve host 'db.invalid': [Errno -2] Name or service not known", "主机名"),
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "没有启动"),
        ("permission denied for schema public", "没有所需的权限"),
        ("attempt to write a readonly database", "只读"),
        ("file is not a database", "已损坏"),
        ("something new", ""),
    ],
)
def test_the_first_known_word_decides(said: str, told: str) -> None:
    """Of a missing certificate it is not said that the database is missing."""
    assert told in known_cause(said)
    assert bool(told) == bool(known_cause(said))


def test_why_a_file_is_not_opened_is_said_in_chinese() -> None:
    """What nobody foresaw in the system's own words."""
    assert os_cause(OSError(errno.EROFS, "Read-only file system")) == "文件系统只读"
    assert os_cause(OSError(errno.EIO, "Input/output error")) == "Input/output error"
