"""A real office behind the API: sample people who are logged in, and a filing that is in order."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from flows.bootstrap import open_service
from flows.sample import DEMO_ACCOUNTS, prepare_sample
from flows.service import Service
from flows.settings import Settings
from tests.passwords import light_passwords
from tests.ui.api.serving import served
from ui.api import create_api

APPLICANT = "county_finance.staff"
COLLEAGUE = "county_court.staff"
CLERK = "county_logistics.vehicle_clerk"
CHIEF = "county_logistics.vehicle_chief"
OF_MANY_POSTS = "province_logistics.vehicle_clerk"
FILING: Mapping[str, Any] = {
    "matter": "MS032",
    "post": APPLICANT,
    "answers": {
        "purpose": "赴样例镇开展防汛检查",
        "vehicle_use": "inspection",
        "depart_at": "2090-03-01T08:00",
        "return_at": "2090-03-01T18:00",
        "destination": "样例镇人民政府",
        "passengers": 3,
        "out_of_city": False,
        "contact": "值班室",
        "contact_phone": "5550061",
        "pledge": True,
    },
}
KEEPER = "county_data.administrator"  # 机构管理员
GUARD = "county_data.administrator.3"  # 安全管理员
AUTHOR = "county_office.staff"  # 事项管理员
ROOM: Mapping[str, Any] = {
    "body": "county_logistics",
    "kind": "meeting_room",
    "name": "会议室301",
    "capacity": 30,
    "since": "2026-01-01",
}
FILLS = {"plate": "样A12345", "driver": "马行健"}


@dataclass
class Office:
    """The people of the sample organisation at their browsers, by post."""

    address: str
    accounts: Mapping[str, Mapping[str, str]]
    service: Service
    _clients: dict[str, httpx.Client] = field(default_factory=dict)

    def at(self, post: str) -> httpx.Client:
        """The person on that post, logged in."""
        if post not in self._clients:
            client = httpx.Client(base_url=self.address, trust_env=False, timeout=60)
            credentials = {name: self.accounts[post][name] for name in ("username", "password")}
            token = client.post("session", json=credentials).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            self._clients[post] = client
        return self._clients[post]

    def file(self, **answers: object) -> httpx.Response:
        """The usual filing with other answers; `None` leaves one out."""
        merged = {**FILING["answers"], **answers}
        given = {name: value for name, value in merged.items() if value is not None}
        return self.at(APPLICANT).post("cases", json={**FILING, "answers": given})

    def item(self, post: str, case_no: str) -> dict[str, Any]:
        """The person's open item on the case."""
        page, seen = 1, 0
        while True:
            found = self.at(post).get("tasks", params={"page": page}).json()
            for line in found["items"]:
                if line["case_no"] == case_no:
                    return dict(line)
            page, seen = page + 1, seen + len(found["items"])
            if seen >= found["page"]["total"]:
                raise LookupError(case_no)

    def act(self, post: str, item: Mapping[str, Any], action: str, **more: object) -> httpx.Response:
        """An act on an item at the version shown."""
        body = {"action": action, "expected_version": item["version"], "post": post, **more}
        return self.at(post).post(f"tasks/{item['id']}/actions", json=body)

    @cached_property
    def accepted_once(self) -> str:
        """A case that waits for the chief."""
        return self.accepted()

    def accepted(self) -> str:
        """A new case that waits for the chief."""
        case_no = str(self.file().json()["case_no"])
        self.act(CLERK, self.item(CLERK, case_no), "accept", fills=FILLS)
        return case_no

    def close(self) -> None:
        """Everybody goes home."""
        for client in self._clients.values():
            client.close()


@contextmanager
def opened_office(folder: Path, database_url: str) -> Iterator[Office]:
    """A prepared data folder with the API served over it."""
    settings = Settings(data_dir=folder, database_url=database_url)
    with light_passwords():
        prepare_sample(settings)
    listed = json.loads((folder / DEMO_ACCOUNTS).read_text("utf-8"))
    accounts = {post["post"]: account for account in listed for post in account["posts"]}
    with ExitStack() as stack:
        service = stack.enter_context(open_service(settings))
        office = Office(stack.enter_context(served(create_api(service))), accounts, service)
        stack.callback(office.close)
        yield office
