"""Revoked certificates: by the list of a trusted root alone, as of the time it names."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.documents.authority import Authority
from flows.documents.sealing.revocation import RevocationLists
from flows.documents.sealing.signing import KeyFileSealer
from flows.documents.sealing.verification import verify
from tests.flows.documents.samples import BODY, SEALED_AT, order_for

SECOND = timedelta(seconds=1)


@pytest.fixture
def authority_of_one(tmp_path: Path) -> Authority:
    """An authority whose seals may be revoked."""
    return Authority.create(tmp_path, b"passphrase", "样例根证书", SEALED_AT)


@pytest.mark.parametrize(
    ("revoked_at", "verdict"),
    [(SEALED_AT - SECOND, "untrusted"), (SEALED_AT, "untrusted"), (SEALED_AT + SECOND, "valid")],
)
def test_a_paper_verifies_as_of_the_time_of_its_seal(
    authority_of_one: Authority, unsealed: bytes, revoked_at: datetime, verdict: str
) -> None:
    """Sealed before the revocation it stays valid and says so; at that moment or later it does not."""
    sealer = KeyFileSealer(authority_of_one)
    sealed = sealer.seal(unsealed, order_for(unsealed))
    sealer.revoke("B-1", revoked_at)
    found = verify(sealed.content, [sealer.root_pem], crls=[sealer.crl_pem])
    assert (found.verdict, found.revoked_later) == (verdict, verdict == "valid")
    assert any("撤销" in reason and "2026年3月2日" in reason for reason in found.reasons)
    assert verify(sealed.content, [sealer.root_pem]).verdict == "valid"  # without the list nobody can know


def test_the_earlier_time_stays_and_other_bodies_are_untouched(authority_of_one: Authority) -> None:
    """A seal is revoked once; the list counts up."""
    mine = authority_of_one.seal_key("B-1", BODY).certificate.serial_number
    other = authority_of_one.seal_key("B-2", BODY).certificate.serial_number
    authority_of_one.revoke("B-1", SEALED_AT)
    authority_of_one.revoke("B-1", SEALED_AT + SECOND)
    lists = RevocationLists([authority_of_one.crl_pem], [authority_of_one.root_pem])
    assert (lists.since(mine), lists.since(other)) == (SEALED_AT, None)
    assert authority_of_one.seal_key("B-1", BODY).certificate.serial_number != mine


def test_a_list_that_no_trusted_root_has_signed_is_refused(authority_of_one: Authority, authority: Authority) -> None:
    """Whoever could slip in another list could hide a revocation."""
    with pytest.raises(ValueError, match="no root"):
        RevocationLists([authority.crl_pem], [authority_of_one.root_pem])
