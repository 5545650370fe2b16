"""Certificates that are revoked (撤销名单): as of when each is, under roots that have signed the list."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import (
    Certificate,
    CertificateRevocationList,
    load_pem_x509_certificates,
    load_pem_x509_crl,
)


class RevocationLists:
    """Lists as PEM. One that no root has signed is a fault of whoever gives it: nothing may be judged by it."""

    def __init__(self, crls: Sequence[bytes], roots: Sequence[bytes]) -> None:
        issuers = [root for pem in roots for root in load_pem_x509_certificates(pem)]
        self._lists = [_signed(load_pem_x509_crl(pem), issuers) for pem in crls]

    def since(self, serial: int) -> datetime | None:
        """From when on the certificate is revoked, if it is."""
        found = (one.get_revoked_certificate_by_serial_number(serial) for one in self._lists)
        return min((entry.revocation_date_utc for entry in found if entry), default=None)


def _signed(crl: CertificateRevocationList, issuers: Sequence[Certificate]) -> CertificateRevocationList:
    for issuer in issuers:
        key = issuer.public_key()
        if isinstance(key, RSAPublicKey) and issuer.subject == crl.issuer and crl.is_signature_valid(key):
            return crl
    raise ValueError("no root has signed this list of revoked certificates")
