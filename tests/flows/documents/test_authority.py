"""The local certificate authority."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from flows.documents.authority import Authority
from tests.flows.documents.samples import BODY, SEALED_AT

SECRET: Final = b"passphrase"


def test_a_body_keeps_its_seal_key_from_process_to_process(tmp_path: Path) -> None:
    """Replaying an order after a restart needs the same key and certificate."""
    made = Authority.create(tmp_path, SECRET, "样例根", SEALED_AT).seal_key("B-1", BODY)
    assert Authority.open(tmp_path, SECRET).seal_key("B-1", BODY).certificate == made.certificate


def test_two_processes_that_need_a_seal_at_once_get_the_same_one(tmp_path: Path) -> None:
    """The first one makes it, the other waits for it; so it is with the root."""
    script = (
        "import sys; from datetime import datetime; from pathlib import Path;"
        "from flows.documents.authority import Authority;"
        "a = Authority.create(Path(sys.argv[1]), b'passphrase', '样例根', datetime.fromisoformat(sys.argv[2]));"
        "print(a.root_pem.decode(), a.seal_key('B-1', '样例局').certificate.serial_number)"
    )
    arguments = [sys.executable, "-c", script, str(tmp_path), SEALED_AT.isoformat()]
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE) for _ in range(2)]
    answers = [process.communicate()[0] for process in running]
    assert answers[0] == answers[1] != b""


def test_a_root_once_made_is_not_made_again(tmp_path: Path) -> None:
    """A second set-up must not orphan every paper sealed so far."""
    first = Authority.create(tmp_path, SECRET, "样例根", SEALED_AT)
    assert Authority.create(tmp_path, SECRET, "另一个", SEALED_AT).root_pem == first.root_pem


def test_keys_at_rest_are_useless_without_the_passphrase(tmp_path: Path) -> None:
    """A stolen data folder seals nothing."""
    Authority.create(tmp_path, SECRET, "样例根", SEALED_AT).seal_key("B-1", BODY)
    keys = list(tmp_path.glob("*.key"))
    assert len(keys) == 2
    assert all(b"ENCRYPTED PRIVATE KEY" in key.read_bytes() and key.stat().st_mode & 0o077 == 0 for key in keys)
    # One wrong guess in 256 decrypts into something, which is then no key.
    with pytest.raises(ValueError, match=r"(?i)password|decrypt|deserialize|pars|key"):
        Authority.open(tmp_path, b"guess")


def test_the_certificate_names_the_body_and_outlives_the_retention_of_papers(authority: Authority) -> None:
    """样例 is read in the subject, and a paper verifies for 30 years."""
    sealer = authority.seal_key("B-1", BODY)
    (name,) = sealer.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value == f"{BODY}电子印章"
    assert sealer.certificate.not_valid_after_utc - SEALED_AT > timedelta(days=365 * 29)
    assert sealer.chain[-1].not_valid_after_utc > sealer.certificate.not_valid_after_utc
    sealer.certificate.verify_directly_issued_by(sealer.chain[-1])


def test_a_renamed_body_gets_a_new_seal(authority: Authority) -> None:
    """The old seal names a body that is no more."""
    assert authority.seal_key("B-9", "样例旧局").certificate != authority.seal_key("B-9", "样例新局").certificate


def test_a_very_long_name_still_fits_a_certificate(authority: Authority) -> None:
    """The common name holds 21 Chinese characters; the organisation has no such limit."""
    subject = authority.seal_key("B-8", "样" * 40).certificate.subject
    names = [subject.get_attributes_for_oid(oid)[0].value for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)]
    assert names == ["样" * 40, "样" * 21]


def test_the_revocation_list_is_signed_by_the_root(authority: Authority) -> None:
    """Empty, and valid as long as the root."""
    crl = x509.load_pem_x509_crl(authority.crl_pem)
    root = x509.load_pem_x509_certificate(authority.root_pem)
    assert len(list(crl)) == 0
    assert crl.is_signature_valid(authority.seal_key("B-1", BODY).chain[-1].public_key())  # type: ignore[arg-type]
    assert crl.next_update_utc == root.not_valid_after_utc
