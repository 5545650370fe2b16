"""A domain name with TLS in front of the product: a real nginx that runs the operators' recipe."""

import base64
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from tests.journeys.browsing import Visitor
from tests.journeys.product import free_port, until

NAME = "once.linhe.test"
RECIPE = Path(__file__).parents[2] / ".docs" / "operating" / "nginx.conf"
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Domain:
    """Where nginx listens on this machine for the name, and the certificate that it shows."""

    certificate: Path
    http: int
    https: int

    @property
    def url(self) -> str:
        """What people type."""
        return f"https://{NAME}"

    @property
    def flags(self) -> tuple[str, str]:
        """What lets Chromium find the name here, and trust this one key."""
        places = f"MAP {NAME}:80 127.0.0.1:{self.http},MAP {NAME}:443 127.0.0.1:{self.https}"
        key = x509.load_pem_x509_certificate(self.certificate.read_bytes()).public_key()
        pin = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
        trusted = base64.b64encode(pin).decode()
        return f"--host-resolver-rules={places}", f"--ignore-certificate-errors-spki-list={trusted}"

    def download(self, visitor: Visitor, title: str) -> bytes:
        """What is behind a link, with this person's cookies."""
        path = visitor.page.get_by_role("link", name=title).first.get_attribute("href") or ""
        cookies = {one["name"]: one["value"] for one in visitor.page.context.cookies()}
        answer = self.get(path, cookies)
        assert answer.is_success
        return answer.content

    def get(self, path: str, cookies: dict[str, str] | None = None) -> httpx.Response:
        """Read from it as a program does that trusts the certificate and no other."""
        where = f"https://127.0.0.1:{self.https}{path}"
        trusting = ssl.create_default_context(cafile=self.certificate)
        with httpx.Client(verify=trusting, trust_env=False, cookies=cookies, timeout=30) as client:
            return client.get(where, headers={"Host": NAME}, extensions={"sni_hostname": NAME})


@contextmanager
def in_front_of(port: int, folder: Path) -> Iterator[Domain]:
    """nginx before the product on that port, until the block ends."""
    nginx = shutil.which("nginx")
    assert nginx
    domain = Domain(folder / "fullchain.pem", free_port(), free_port())
    _certify(folder)
    (folder / "nginx.conf").write_text(_whole(folder, _filled_in(domain, port, folder)), "utf-8")
    command = [nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    running = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        until(lambda: _answers(domain), 30, "nginx answers")
        yield domain
    finally:
        running.terminate()
        running.wait(30)


def _filled_in(domain: Domain, port: int, folder: Path) -> str:
    """The recipe with the names of this place; a test may not listen on 80 and 443."""
    recipe = RECIPE.read_text("utf-8")
    for said, here in (
        ("once.example.gov.cn", NAME),
        ("/etc/once/tls", str(folder)),
        ("127.0.0.1:8610", f"127.0.0.1:{port}"),
        ("listen 80;", f"listen 127.0.0.1:{domain.http};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{domain.https} ssl;"),
    ):
        assert said in recipe, said
        recipe = recipe.replace(said, here)
    return recipe


def _whole(folder: Path, site: str) -> str:
    """What Debian's nginx.conf has around a site."""
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in _KINDS)
    return f"pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{own}{site}\n}}\n"


def _answers(domain: Domain) -> bool:
    try:
        return domain.get("/healthz").is_success
    except httpx.TransportError:
        return False


def _certify(folder: Path) -> None:
    """A certificate of the name with its key, where the recipe looks for them."""
    key, since = generate_private_key(65537, 2048), datetime.now(UTC) - timedelta(days=1)
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(written)
    (folder / "fullchain.pem").write_bytes(_certificate(key, since).public_bytes(Encoding.PEM))


def _certificate(key: RSAPrivateKey, since: datetime) -> x509.Certificate:
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, SHA256())
    )
