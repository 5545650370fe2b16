"""Sealing a drawn file.

Covers: flows/documents/sealing/order.py
"""

import dataclasses
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from flows.documents.authority import Authority
from flows.documents.sealing.sealer import SealedPdf
from flows.documents.sealing.signing import KeyFileSealer
from tests.flows.documents import poppler
from tests.flows.documents.samples import order_for

REPLAY = """
import pickle, sys
from pathlib import Path
from flows.documents.authority import Authority
from flows.documents.sealing.signing import KeyFileSealer
pdf, order = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(KeyFileSealer(Authority.open(Path(sys.argv[1]), b"passphrase")).seal(pdf, order).content)
"""


def test_the_same_order_gives_the_same_bytes_in_another_process(
    unsealed: bytes, sealed: SealedPdf, authority_folder: Path
) -> None:
    """A worker that died between sealing and settling is replayed without a second document coming into the world."""
    script = [sys.executable, "-c", REPLAY, str(authority_folder)]
    again = subprocess.run(script, input=pickle.dumps((unsealed, order_for(unsealed))), capture_output=True, check=True)
    assert again.stdout == sealed.content


def test_threads_sealing_at_once_do_not_disturb_each_other(
    unsealed: bytes, sealed: SealedPdf, authority: Authority
) -> None:
    """Nothing global is pinned: every seal carries its own order's clock and seed."""
    seeds = [bytes([number]) * 32 for number in range(4)] * 2
    with ThreadPoolExecutor(4) as pool:
        sealer = KeyFileSealer(authority)
        made = list(pool.map(lambda seed: sealer.seal(unsealed, order_for(unsealed, seed=seed)).digest, seeds))
    assert made[:4] == made[4:]
    assert len(set(made)) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"seed": b"t" * 32},
        {"sealed_at": datetime.fromisoformat("2026-03-02T17:31:00+08:00")},
        {"seal_number": "YY-2026-000002"},
    ],
)
def test_another_order_gives_other_bytes(
    change: dict[str, object], unsealed: bytes, sealed: SealedPdf, authority: Authority
) -> None:
    """Every part of the ledger row is in the file."""
    order = dataclasses.replace(order_for(unsealed), **change)  # type: ignore[arg-type]
    assert KeyFileSealer(authority).seal(unsealed, order).digest != sealed.digest


def test_a_file_without_the_empty_field_is_not_sealed(authority: Authority) -> None:
    """No file leaves unsealed by a way round: there is no result without a seal."""
    with pytest.raises(Exception, match=r"(?i)pdf|header"):
        KeyFileSealer(authority).seal(b"no pdf", order_for(b"no pdf"))


def test_an_order_without_time_zone_or_seed_is_refused(unsealed: bytes) -> None:
    """Both would make the replay depend on the machine."""
    order = order_for(unsealed)
    with pytest.raises(ValueError, match="time zone"):
        dataclasses.replace(order, sealed_at=order.sealed_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="seed"):
        dataclasses.replace(order, seed=b"")


def test_pdfsig_calls_the_whole_document_signed_valid_and_trusted(
    sealed: SealedPdf, authority: Authority, tmp_path: Path
) -> None:
    """Anyone can verify without this product; exit codes do not help, the exact words do."""
    (tmp_path / "root.pem").write_bytes(authority.root_pem)
    (tmp_path / "sealed.pdf").write_bytes(sealed.content)
    database = f"sql:{tmp_path}"
    poppler.run("certutil", "-N", "-d", database, "--empty-password")
    poppler.run("certutil", "-A", "-d", database, "-n", "root", "-t", "C,C,C", "-i", tmp_path / "root.pem")
    lines = poppler.run("pdfsig", "-nssdir", database, tmp_path / "sealed.pdf").decode().splitlines()
    words = {line.strip() for line in lines}
    assert "- Total document signed" in words
    assert "- Signature Validation: Signature is Valid." in words
    assert "- Certificate Validation: Certificate is Trusted." in words
    assert sum("Signature #" in line for line in lines) == 1
