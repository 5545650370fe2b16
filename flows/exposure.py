"""What others on the network could read, or pass themselves off as: refused at start, unless the risk is taken by its name."""

import os
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Literal, get_args
from urllib.parse import parse_qs, urlsplit

from flows.adapters.outside import read_outside
from flows.machine.causes import os_cause
from flows.settings import Settings, UnfitError

Risk = Literal["any_proxy", "plain_http", "plain_prefect", "plain_database", "plain_outside"]
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
_MANY = 256  # addresses that do not belong to a network of one's own: nobody has that many proxies


@dataclass(frozen=True, slots=True)
class Exposure:
    """A way in or a way to read along 暴露: its name, what is wrong, and what to do."""

    risk: Risk
    why: str
    mend: str


def refuse_unsafe(settings: Settings) -> str | None:
    """Why the product does not start."""
    accepted = _accepted(settings)
    if unknown := accepted - {*get_args(Risk)}:
        known = "、".join(get_args(Risk))
        return f"拒绝启动：ONCE_ACCEPTED_RISKS 中没有“{'、'.join(sorted(unknown))}”这种风险。可写的有：{known}。"
    if settings.trusted_proxy and not settings.public_url.startswith("https://"):
        return (
            "拒绝启动：已设置 ONCE_TRUSTED_PROXY，但未用 ONCE_PUBLIC_URL 写明对外的 https:// 地址。"
            "文书二维码和登录 Cookie 的加密保护都以它为准，请设为用户在浏览器中输入的地址，例如 https://once.example.gov.cn。"
        )
    for found in exposures(settings):
        if found.risk not in accepted:
            return (
                f"拒绝启动：{found.why}。{found.mend}。"
                f"网络另有保护、确需如此的，可设置 ONCE_ACCEPTED_RISKS={found.risk}，自行承担这一风险。"
            )
    defect = _tls_defect(settings)
    return f"拒绝启动：{defect}" if defect else None


def _tls_defect(settings: Settings) -> str:
    """What is wrong with certificate and key of the web; without them there is nothing to look at."""
    certificate, key = settings.tls_certfile, settings.tls_keyfile
    if not certificate and not key:
        return ""
    if not certificate or not key:
        return "ONCE_TLS_CERTFILE 与 ONCE_TLS_KEYFILE 只设了一项，请同时设置证书和私钥文件。"
    for variable, file in (("ONCE_TLS_CERTFILE", certificate), ("ONCE_TLS_KEYFILE", key)):
        try:
            file.read_bytes()
        except OSError as error:
            return f"{variable} 所指的文件 {file} 无法读取（{os_cause(error)}），请核对路径和权限。"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (ssl.SSLError, ValueError):
        return f"证书 {certificate} 与私钥 {key} 无法使用：格式不对、彼此不配，或者私钥带有密码。请核对这两个文件。"
    return ""


def accepted_risks(settings: Settings) -> tuple[str, ...]:
    """What is open though it ought not to be, in sentences: whoever starts the product is reminded of it."""
    return tuple(f"注意：{one.why}；已按 ONCE_ACCEPTED_RISKS={one.risk} 承担风险。" for one in exposures(settings))


def exposures(settings: Settings) -> Iterator[Exposure]:
    """Everything that is open; nothing on one machine with the settings as they come."""
    yield from _of_the_web(settings)
    if _in_clear(settings.prefect_api_url):
        yield Exposure("plain_prefect", _PLAIN_PREFECT.format(settings.prefect_api_url), _PREFECT)
    for name in ("database_url", "prefect_database_url"):
        if _database_in_clear(getattr(settings, name)):
            yield Exposure("plain_database", _PLAIN_DATABASE.format(f"ONCE_{name.upper()}"), _SSLMODE)
    for name in _outside_in_clear(settings):
        yield Exposure(
            "plain_outside", f"外部接口“{name}”在另一台机器上，却以 http:// 明文连接", "请改用 https:// 地址"
        )


def _of_the_web(settings: Settings) -> Iterator[Exposure]:
    for proxies in (part.strip() for part in settings.trusted_proxy.split(",") if part.strip()):
        if not _few(proxies):
            yield Exposure("any_proxy", _ANY_PROXY.format(proxies), "请写明代理服务器自己的 IP 地址")
    if not is_loopback(settings.host) and not (settings.tls_certfile and settings.tls_keyfile):
        yield Exposure("plain_http", _PLAIN_HTTP.format(settings.host), _TLS)
    if _in_clear(settings.public_url):
        yield Exposure("plain_http", f"用户经 {settings.public_url} 以明文访问，密码可被截获", _HTTPS)


_ANY_PROXY = "ONCE_TRUSTED_PROXY={} 会相信任何人自称的来源地址，登录锁定和审计记录都可被绕过"
_PLAIN_HTTP = "监听地址 {} 可被其他机器访问，但未配置加密传输，密码可被截获"
_PLAIN_PREFECT = "流程引擎 {} 在另一台机器上，却以 http:// 明文连接，访问口令可被截获"
_PLAIN_DATABASE = "{} 指向另一台机器上的数据库，但没有要求加密连接"
_TLS = "请配置 ONCE_TLS_CERTFILE 与 ONCE_TLS_KEYFILE，或将监听地址改为 127.0.0.1，由本机的反向代理加密"
_HTTPS = "请启用加密，并把 ONCE_PUBLIC_URL 改为 https:// 地址"
_PREFECT = "请在它前面启用加密，并把 ONCE_PREFECT_API_URL 改为 https:// 地址"
_SSLMODE = "请在地址末尾加上 ?sslmode=verify-full（Prefect 的 asyncpg 写 ?ssl=verify-full），至少为 require"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it; a name other than `localhost` counts as reachable by others."""
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


def _accepted(settings: Settings) -> frozenset[str]:
    return frozenset(part.strip() for part in settings.accepted_risks.split(",") if part.strip())


def _few(proxies: str) -> bool:
    """An address or a network of one's own. Names are not looked up by whoever reads the header, so none is one."""
    try:
        network = ip_network(proxies)
    except ValueError:
        return False
    return network.is_private or network.num_addresses <= _MANY


def _in_clear(url: str) -> bool:
    return url.startswith("http://") and not is_loopback(urlsplit(url).hostname or "")


def _database_in_clear(url: str) -> bool:
    """A PostgreSQL elsewhere without a demand for TLS; without a demand the driver falls back to none."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgresql"):
        return False
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    demanded = {query.get("sslmode"), query.get("ssl"), os.environ.get("PGSSLMODE")} & _ENCRYPTED
    hosts = _hosts(parts.netloc) or query.get("host", os.environ.get("PGHOST", "")).split(",")
    return not demanded and any(host and not host.startswith("/") and not is_loopback(host) for host in hosts)


def _hosts(netloc: str) -> list[str]:
    """Of `user:password@one:5432,other`, which only PostgreSQL may say, each host."""
    named = [part for part in netloc.rpartition("@")[2].split(",") if part]
    return [urlsplit(f"//{part}").hostname or "" for part in named]


def _outside_in_clear(settings: Settings) -> Iterator[str]:
    with suppress(UnfitError):  # one that cannot be read is refused where it is opened
        outside = read_outside(settings.outside)
        places = {**outside.interfaces, **outside.systems}
        yield from (name for name, place in places.items() if place.url and _in_clear(str(place.url)))
