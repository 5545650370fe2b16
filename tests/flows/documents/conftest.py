"""A local authority and a sealed file, made once."""

from pathlib import Path

import pytest

from flows.documents.authority import Authority
from flows.documents.drawing import draw
from flows.documents.sealing.sealer import SealedPdf
from flows.documents.sealing.signing import KeyFileSealer
from tests.flows.documents.samples import SEALED_AT, order_for, sample


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="session")
def authority(authority_folder: Path) -> Authority:
    return Authority.create(authority_folder, b"passphrase", "样例省一次系统根证书", SEALED_AT)


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    return draw(sample())


@pytest.fixture(scope="session")
def sealed(unsealed: bytes, authority: Authority) -> SealedPdf:
    return KeyFileSealer(authority).seal(unsealed, order_for(unsealed))
