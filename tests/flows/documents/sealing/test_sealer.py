"""What every provider of seals keeps to, tried on each there is; and a second one, as a seal service outside would be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes

import pytest

from flows.documents.authority import Authority
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealedPdf, Sealer, SealingFailed, check_ordered, proven
from flows.documents.sealing.signing import KeyFileSealer
from flows.documents.sealing.verification import verify
from tests.flows.documents.samples import order_for


class ServiceSealer:
    """A service whose signatures differ each time; its answers are kept, as the port asks of such a provider."""

    def __init__(self, service: Sealer) -> None:
        self._service = service
        self._answers: dict[str, SealedPdf] = {}

    @property
    def root_pem(self) -> bytes:
        """The root of the service."""
        return self._service.root_pem

    @property
    def crl_pem(self) -> bytes:
        """The list of the service."""
        return self._service.crl_pem

    def revoke(self, body_id: str, at: datetime) -> tuple[str, ...]:
        """By the service."""
        return self._service.revoke(body_id, at)

    def seal(self, pdf: bytes, *orders: SealOrder) -> SealedPdf:
        """Asked once for each document."""
        check_ordered(pdf, orders)
        document = orders[0].document_id
        if document not in self._answers:
            answer = self._service.seal(pdf, *(replace(order, seed=token_bytes(32)) for order in orders))
            self._answers[document] = proven(answer.content, orders, self.root_pem, answer.certificates)
        return self._answers[document]


@pytest.fixture(params=[KeyFileSealer, lambda authority: ServiceSealer(KeyFileSealer(authority))])
def sealer(request: pytest.FixtureRequest, authority: Authority) -> Sealer:
    """Each provider."""
    made: Sealer = request.param(authority)
    return made


def test_what_is_sealed_verifies_under_the_root_of_the_provider(sealer: Sealer, unsealed: bytes) -> None:
    """It names the body, its number and document, and the register learns which certificate it was."""
    order = order_for(unsealed)
    sealed = sealer.seal(unsealed, order)
    verdict = verify(sealed.content, [sealer.root_pem], sealed.digest)
    assert verdict.verdict == "valid"
    assert verdict.seals[0].name == order.body_name
    assert order.seal_number in verdict.seals[0].remark
    assert order.document_id in verdict.seals[0].remark
    assert [int(serial, 16) > 0 for serial in sealed.certificates] == [True]


def test_the_same_order_gives_the_same_bytes(sealer: Sealer, unsealed: bytes) -> None:
    """A crash between sealing and settling brings no second document into the world."""
    order = order_for(unsealed)
    assert sealer.seal(unsealed, order).content == sealer.seal(unsealed, order).content


def test_another_file_than_the_ordered_one_is_not_sealed(sealer: Sealer, unsealed: bytes) -> None:
    """Whatever lies in the store by then."""
    with pytest.raises(SealingFailed, match="not the one that was ordered"):
        sealer.seal(unsealed + b" ", order_for(unsealed))


def test_no_unsound_file_passes_for_a_sealed_one(sealer: Sealer, unsealed: bytes) -> None:
    """An unsealed file, a changed one and one under another root never become a `SealedPdf`."""
    order = order_for(unsealed)
    sealed = sealer.seal(unsealed, order)
    for content in (unsealed, sealed.content + b"\n", b""):
        with pytest.raises(SealingFailed):
            proven(content, (order,), sealer.root_pem, sealed.certificates)
    with pytest.raises(TypeError):
        SealedPdf(unsealed, sealed.certificates, object())


@pytest.mark.parametrize("named", [KeyFileSealer, lambda authority: ServiceSealer(KeyFileSealer(authority))])
def test_a_revoked_seal_is_on_the_list_and_the_next_one_is_another(
    named: Callable[[Authority], Sealer], tmp_path: Path, unsealed: bytes
) -> None:
    """Papers sealed before stay valid, told so; the old certificate seals nothing any more; done again it changes nothing."""
    order = order_for(unsealed)
    sealer = named(Authority.create(tmp_path, b"passphrase", "样例根证书", order.sealed_at))
    before = sealer.seal(unsealed, order)
    later = order.sealed_at + timedelta(hours=1)
    assert sealer.revoke(order.body_id, later) == before.certificates
    assert sealer.revoke(order.body_id, later) == ()
    verdict = verify(before.content, [sealer.root_pem], crls=[sealer.crl_pem])
    assert (verdict.verdict, verdict.revoked_later) == ("valid", True)
    after = sealer.seal(unsealed, replace(order, document_id="D-2", sealed_at=later))
    assert after.certificates != before.certificates
    assert verify(after.content, [sealer.root_pem], crls=[sealer.crl_pem]).reasons == (
        "印章有效，文件自用印后没有改动。",
    )
    assert not [key for key in tmp_path.glob("*.key") if before.certificates[0] in key.name]
