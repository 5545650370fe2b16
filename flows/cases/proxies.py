"""A standing proxy (代理) begins or ends, and both people are told."""

from flows.resources import Resources
from matters.calendar import day_text
from matters.language.words.answers import person_name
from matters.organisation.proxies import Proxy
from storage.database import Session
from storage.notices import Message
from storage.people import proxies

GRANT, REVOKE = "授权代理", "撤销代理"


def begin_proxy(session: Session, resources: Resources, proxy: Proxy, by: str) -> None:
    """Keep it; raises `ProxyTakenError` at the end when the same hat was given another one meanwhile."""
    proxies.add(session, proxy, by)
    _tell(session, resources, proxy, "granted", "{principal}已委托{agent}代理，{since}至{until}。")


def end_proxy(session: Session, resources: Resources, proxy: Proxy, by: str) -> bool:
    """Revoke it; false when that was done before."""
    if not proxies.revoke(session, proxy.id, by, resources.clock()):
        return False
    _tell(session, resources, proxy, "revoked", "{principal}委托{agent}的代理已撤销，立即生效。")
    return True


def _tell(session: Session, resources: Resources, proxy: Proxy, what: str, text: str) -> None:
    """A notice to both."""
    organisation = resources.organisation(session)
    told = text.format(
        principal=person_name(organisation, proxy.principal.person),
        agent=person_name(organisation, proxy.agent),
        since=day_text(proxy.since),
        until=day_text(proxy.until),
    )
    both = (proxy.principal.person, proxy.agent)
    message = Message(f"proxy:{proxy.id}:{what}", both, "", f"proxy_{what}", told, resources.clock())
    resources.channel.tell(session, message)
