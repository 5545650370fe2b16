"""Identity: the port of who proves to be whom, passwords behind it, opaque tokens, and the caller a login stands for."""

import hashlib
import re
import secrets
from datetime import date
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from flows.adapters.common_passwords import is_common
from flows.views.people import Caller, PostView
from matters.organisation.snapshot import Organisation
from storage.people.accounts import AccountRecord

# OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane; about 25 ms here.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_hex(16))

_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
_LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyzA"

MIN_PASSWORD = 10
LOCK_AFTER = 5
LOCK_MINUTES = 15

# Signs in as the machine's own command line; no web caller is ever built with `local`.
LOCAL_MACHINE = Caller(
    person="local", name="本机管理", username="local", roles=frozenset(), posts=(), address="local", local=True
)


class Identity(Protocol):
    """Proves who somebody is at the door (身份认证): the passwords kept here, later the unified identity of the government."""

    def proven(self, account: AccountRecord | None, secret: str) -> bool:
        """Whether the secret is that of the account; without an account never, and that takes as long. Nothing typed raises."""
        ...


class Passwords:
    """By the argon2id hash that the account keeps."""

    def proven(self, account: AccountRecord | None, secret: str) -> bool:
        """One comparison, with an account or without."""
        return password_fits(account.password_hash if account else None, secret)


def password_hash(password: str) -> str:
    """The argon2id hash with its salt."""
    return _HASHER.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Whether the password fits; an unknown account costs the same time as a known one."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def weak_password(password: str, username: str) -> str | None:
    """Why a password is not accepted, or nothing: at least 10 characters of two kinds, not around the user name, not common."""
    kinds = sum(any(test(c) for c in password) for test in (str.isalpha, str.isdigit, lambda c: not c.isalnum()))
    if len(password) < MIN_PASSWORD or kinds < 2:
        return f"密码至少 {MIN_PASSWORD} 位，并包含字母、数字、符号中的两类。"
    if username.lower() in password.lower():
        return "密码不能包含用户名。"
    return _COMMON if is_common(password) else None


_COMMON = "这个密码很常见，容易被猜到。请换一个，例如把几个不相干的词连在一起。"


def unfit_username(username: str) -> str | None:
    """Why nobody can log in under this name, or nothing."""
    if _USERNAME.fullmatch(username):
        return None
    return "用户名须以小写字母开头，由 2 至 40 位小写字母、数字、点、横线或下划线组成。"


def initial_password() -> str:
    """A password for one login, easy to read out: 60 bits in three groups, without characters that look alike."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(3))


def new_token() -> str:
    """A fresh opaque token of 256 bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def caller_of(organisation: Organisation, person_id: str, username: str, today: date, address: str) -> Caller | None:
    """The caller behind an account, with the roles and hats of today; nothing when the person is no longer there."""
    person = organisation.find_person(person_id)
    if person is None or not person.valid(today):
        return None
    posts = tuple(
        PostView(post=post.id, title=post.title, body=post.body, body_name=organisation.body_name(post.body, today))
        for post in organisation.posts_of(person_id, today)
    )
    return Caller(
        person=person_id,
        name=person.name,
        username=username,
        roles=organisation.roles_of(person_id, today),
        posts=posts,
        address=address,
    )
