"""The sample office (样例): planted for trying the product out, the same way in which an office is set up."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from flows.adapters.identity import password_hash
from flows.bootstrap import Founding, found, now, open_resources, prepare
from flows.founded import is_founded
from flows.settings import Settings
from matters.organisation.check import organisation_problems
from matters.organisation.snapshot import SYSTEM, Organisation, Person
from storage import bookings
from storage.database import Session
from storage.definitions import catalog
from storage.durable import write_durably
from storage.installations import Installation
from storage.overseeing import assessments
from storage.people import accounts

_DRAFTER, _PUBLISHER = "p48", "p37"  # who keep the rules of the sample county
DEMO_ACCOUNTS = "demo-accounts.json"
_OWN = "拒绝启动：数据目录 {} 是“{}”自己的，不是样例。请去掉 --demo，或用 --data 指定另一个目录试用样例。"


def sample_founding() -> Founding:
    """The sample organisation, whose papers and seals say what they are."""
    organisation = catalog.sample_organisation()
    if problems := organisation_problems(organisation):
        raise catalog.BrokenCatalogueError(problems[0].message)
    said = Installation(
        name="样例县",
        note="样例系统制发，不具法律效力",
        legend="样例",
        root_name="样例电子印章根证书",
        sample=True,
        by=SYSTEM.person,
        at=now(),
    )
    return Founding(said, organisation)


def prepare_sample(settings: Settings) -> str | None:
    """`--demo`: plant the sample where nothing is, with what it lends and an account for every person, or say why not."""
    if why := prepare(settings) if is_founded(settings) else found(settings, sample_founding()):
        return why
    with open_resources(settings) as resources, resources.database.transaction() as session:
        if not (said := resources.installation(session)).sample:
            return _OWN.format(settings.data_dir.resolve(), said.name)
        _lend(session)
        _assess(session)
        if listed := _accounts(session, resources.organisation(session)):
            # before the commit: a crash in between leaves no account, and the next start writes the list anew
            content = json.dumps(listed, ensure_ascii=False, indent=1).encode()
            write_durably(settings.data_dir / DEMO_ACCOUNTS, content)
    return None


def _lend(session: Session) -> None:
    """What ships to be booked is in the register; a sample of an earlier release gets what has come since."""
    shipped = {one.id: one for one in catalog.sample_resources()}
    there = {one.id for one in bookings.find(session, shipped)}
    for resource_id in shipped.keys() - there:
        bookings.add(session, shipped[resource_id])


def _assess(session: Session) -> None:
    """How bodies are assessed this year: drafted by one of those who keep the rules and published by another."""
    if assessments.all_schemes(session):
        return
    drafted = assessments.enter(session, catalog.sample_assessment(now().year), _DRAFTER, now())
    assessments.publish(session, drafted, _PUBLISHER, now())


def _accounts(session: Session, organisation: Organisation) -> list[dict[str, Any]] | None:
    """An account for every sample person, with a password made for this folder; listed in a file only its owner reads."""
    if accounts.all_accounts(session):
        return None
    today = now().date()
    people = [person for person in organisation.people if organisation.posts_of(person.id, today)]
    passwords = [f"{secrets.token_hex(4)}-{secrets.token_hex(2)}" for _ in people]
    # 24 ms each for 174 people: the hash lets go of the interpreter, so all cores work at it
    with ThreadPoolExecutor() as cores:
        for person, hashed in zip(people, cores.map(password_hash, passwords), strict=True):
            accounts.add_account(session, person.id, person.id, hashed, now())
    return [_listed(organisation, person, password, today) for person, password in zip(people, passwords, strict=True)]


def _listed(organisation: Organisation, person: Person, password: str, today: date) -> dict[str, Any]:
    posts = organisation.posts_of(person.id, today)
    return {
        "username": person.id,
        "password": password,
        "person": person.name,
        "roles": sorted(organisation.roles_of(person.id, today)),
        "posts": [
            {
                "body": post.body,
                "body_name": organisation.body_name(post.body, today),
                "post": post.id,
                "title": post.title,
            }
            for post in posts
        ],
    }
