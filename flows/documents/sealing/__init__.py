"""Sealing and verifying: the only home of pyHanko."""

from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.signing import SealedPdf, seal
from flows.documents.sealing.verification import SealSeen, Verdict, verify

__all__ = ["SealOrder", "SealSeen", "SealedPdf", "Verdict", "seal", "verify"]
