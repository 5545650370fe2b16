"""Writing a file so that after a power cut it is whole or absent; only its owner may read it."""

import errno
import os
from pathlib import Path
from tempfile import mkstemp


def write_durably(target: Path, content: bytes) -> None:
    """Write beside (mkstemp gives mode 0600), sync, rename, sync the folder."""
    descriptor, beside = mkstemp(prefix=".new-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def is_full(error: OSError) -> bool:
    """Whether there was no room, on the disk or in the owner's share of it."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
