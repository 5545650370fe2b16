"""JSON in few bytes: canonical text, deflated with the words that most stored objects have in common."""

import json
import zlib

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

from storage.tables.base import JsonObject, canonical

# The first byte of a packed object names the words it was packed with; that of plain JSON is `{`. Never change these words:
# with others nothing that is stored can be read. Better ones get a byte of their own, and these stay for what is there.
MARK = b"\x01"
WORDS = (
    '"action":"case_no":"message":"“”已提交，无需重复点击。已提交，办件编号 。"status":"in_progress","status_name":"办理中"'
    '"in_reply_to":"reason":"requirements":"materials":"answers":"files":"opinion":"findings":"fills":"behalf":"body":"'
    '"body_id":"body_name":"县机关事务管理中心","document_id":"legend":"业务专用章","seal_number":"印〔2026〕号",'
    '"sealed_at":"2026-11-20T02:00:00+00:00","seed":"unsigned_digest":"{"told":["{"number":"〔2026〕号","title":"关于的批复'
    '{"to":["topic":"new_task"}{"paper":"acceptance_refused"}{"document_id":"issued_on":"2026-organisation":'
    '"applicant":{"person":"post":"staff"},"applicant_body":"calendar":"chinesecalendar 1.11.0",'
    '"definition":"matter":"organisation":"owner_body":"said":"due":"2026-holders":[{"person":"p","post":"clerk"},'
    '"organisation":1,"provisional":false,"purpose":"act","step":"countersign"}"item":"wrote":["result":"granted"}'
    '{"actor":{"person":"system","post":""},"digest":"0123456789abcdef","document":"issued_on":"2026-'
    '"number":"号","paper":"reply","tell":["p"]}{"actor":{"person":"p","post":"county_'
).encode()
# A window as long as the words, a table of matches as small as the objects: 16 µs an object, with the usual ones 250.
LEVEL, WINDOW, MEMORY = 6, -12, 5


class PackedJson(TypeDecorator[JsonObject]):
    """A JSON object, packed where it is stored; the same bytes on both databases."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: JsonObject | None, dialect: Dialect) -> bytes | None:
        """Packed on the way in."""
        return None if value is None else packed(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> JsonObject | None:
        """The object on the way out."""
        return None if value is None else unpacked(value)


def packed(value: JsonObject) -> bytes:
    """The object in the fewer bytes: packed, or its canonical text as it is."""
    plain = canonical(value).encode()
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW, MEMORY, zdict=WORDS)
    short = MARK + deflater.compress(plain) + deflater.flush()
    return min(short, plain, key=len)


def unpacked(stored: bytes) -> JsonObject:
    """The object; earlier releases stored it as plain text."""
    plain = zlib.decompressobj(WINDOW, zdict=WORDS).decompress(stored[1:]) if stored.startswith(MARK) else stored
    found: JsonObject = json.loads(plain)
    return found
