"""A sample paper and the order to seal it."""

from datetime import UTC, date, datetime
from hashlib import sha256

from flows.documents.paper import DrawnOpinions, DrawnPaper, DrawnParagraph, DrawnTable
from flows.documents.sealing.order import SealOrder

BODY = "样例市人力资源和社会保障局"
SEALED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOTE = "样例系统制发，不具法律效力"
LINE = "请你单位按照有关规定，于收到本批复之日起5个工作日内办理变更手续（含“年金”），并将结果报我局备案。"


def sample(**facts: object) -> DrawnPaper:
    """A short 批复 with table and opinions; `facts` replaces some of it."""
    given: dict[str, object] = {
        "title": "关于同意张𬭎同志任职的批复",
        "issuer": BODY,
        "number": "样例人社函〔2026〕15号",
        "addressee": "样例市城乡建设发展中心",
        "blocks": (
            DrawnParagraph(text="你单位《关于申请办理张𬭎同志任职的请示》收悉。经研究，同意你单位意见。"),
            DrawnTable(rows=(("办件编号", "YL-2026-000123-7"), ("申请单位", "样例市城乡建设发展中心"))),
            DrawnOpinions(rows=(("受理", "李明", "材料齐全，准予受理。", date(2026, 2, 26)),)),
        ),
        "issued_on": date(2026, 3, 2),
        "closing": "特此批复。",
        "verify_url": "https://once.example/verify",
        "document_id": "D-20260302-0001",
        "note": NOTE,
        "content_digest": sha256(b"facts").hexdigest(),
    }
    return DrawnPaper.model_validate(given | facts)


def order_for(pdf: bytes, *, seed: bytes = b"s" * 32) -> SealOrder:
    """The order to seal `pdf` for the sample body."""
    return SealOrder(
        document_id="D-20260302-0001",
        unsigned_digest=sha256(pdf).hexdigest(),
        seal_number="YY-2026-000001",
        sealed_at=SEALED_AT,
        seed=seed,
        body_id="B-1",
        body_name=BODY,
        legend="样例",
    )
