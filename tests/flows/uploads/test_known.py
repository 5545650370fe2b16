"""Formats that are not taken are called by their Chinese names, with what to do instead."""

import pytest

from flows.uploads.checking import check_upload
from matters.errors.door import FileRefused
from tests.flows.bad_files import OLE
from tests.flows.good_files import archive


def ole(*streams: str) -> bytes:
    """An OLE file whose directory names these streams."""
    return OLE + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)


def boxes(*brands: bytes) -> bytes:
    """The beginning of a film or of a picture of that family."""
    return (16 + 4 * len(brands[1:])).to_bytes(4) + b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:]) + bytes(100)


KNOWN = [
    ("申请.docx", ole("EncryptionInfo", "EncryptedPackage"), ("打开密码的 Word 文档", "去掉打开密码")),
    ("台账.xlsx", ole("EncryptedPackage"), ("打开密码的 Excel 表格", "去掉打开密码")),
    ("汇报.pptx", ole("EncryptedPackage"), ("打开密码的演示文稿", "去掉打开密码")),
    ("申请.pdf", ole("EncryptedPackage"), ("打开密码的 Office 文件", "去掉打开密码")),
    ("申请.doc", ole("WordDocument"), ("旧版 Word 文档", "另存为 DOCX")),
    ("申请.docx", ole("WordDocument"), ("旧版 Word 文档", "另存为 DOCX")),
    ("台账.xlsx", ole("Workbook"), ("旧版 Excel 表格", "另存为 XLSX")),
    ("申请.wps", ole("WordDocument"), ("WPS 文字文档", "另存为 DOCX")),
    ("台账.et", ole("Workbook"), ("WPS 表格", "另存为 XLSX")),
    ("汇报.dps", ole("PowerPoint Document"), ("WPS 演示文稿", "PDF")),
    ("来信.msg", ole("__nameid_version1.0"), ("电子邮件", "打印为 PDF")),
    ("来信.eml", b"From: a@b\r\n", ("电子邮件", "打印为 PDF")),
    ("IMG_0001.HEIC", boxes(b"heic", b"mif1"), ("HEIC 照片", "兼容性最佳", "另存为 JPG")),
    ("IMG_0001.jpg", boxes(b"mif1", b"heic"), ("HEIC 照片", "兼容性最佳", "另存为 JPG")),
    ("图.webp", b"RIFF\0\0\0\0WEBPVP8 ", ("WebP 图片", "另存为 JPG")),
    ("图.jpg", b"RIFF\0\0\0\0WEBPVP8 ", ("WebP 图片", "另存为 JPG")),
    ("图.png", boxes(b"avif"), ("AVIF", "另存为 JPG")),
    ("图.gif", b"GIF89a", ("GIF 图片", "另存为 JPG")),
    ("图.bmp", b"BM\x46\0\0\0\0\0\0\0", ("BMP 图片", "另存为 JPG")),
    ("传真.tif", b"II*\0", ("TIFF 图片", "另存为 JPG")),
    ("IMG_0002.MOV", boxes(b"qt  "), ("视频", "截取画面")),
    ("录像.mp4", boxes(b"isom"), ("视频", "截取画面")),
    ("录音.m4a", boxes(b"M4A "), ("录音", "不收音视频")),
    ("录音.amr", b"#!AMR\n", ("录音", "不收音视频")),
    ("材料.zip", archive(("a.txt", b"a")), ("压缩包（ZIP）", "解压后逐个上传")),
    ("材料.pdf", archive(("a.txt", b"a")), ("压缩包（ZIP）", "解压后逐个上传")),
    ("材料.rar", b"Rar!\x1a\x07", ("压缩包（RAR）", "解压后逐个上传")),
    ("材料.7z", b"7z\xbc\xaf\x27\x1c", ("压缩包", "解压后逐个上传")),
    ("汇报.pptx", archive(("ppt/presentation.xml", b"<a/>")), ("演示文稿", "PDF")),
    ("申请.odt", archive(("mimetype", b"application/vnd.oasis.opendocument.text")), ("开放文档", "DOCX")),
    ("申请.rtf", b"{\\rtf1", ("RTF 文档", "DOCX")),
    ("说明.txt", "说明".encode(), ("纯文本", "存为 DOCX 或 PDF")),
    ("名单.csv", b"a,b", ("表格", "XLSX")),
    ("公文.ceb", b"Founder CEB", ("版式公文", "PDF")),
    ("网页.pdf", b"<!DOCTYPE html><html>", ("网页", "PDF")),
    ("图标.svg", b"<svg/>", ("矢量图", "JPG")),
    ("图纸.dwg", b"AC1032", ("图纸", "PDF")),
    ("宏.docm", b"", ("文件是空的",)),
    ("程序.exe", b"MZ", ("程序", "上传材料本身")),
    ("申请.pdf", b"nothing known", ("内容不是 PDF 文件",)),
    ("申请.zzz", b"nothing known", ("只接收 PDF、OFD",)),
]


@pytest.mark.parametrize(("name", "content", "words"), KNOWN)
def test_a_known_format_is_named_with_what_to_do(name: str, content: bytes, words: tuple[str, ...]) -> None:
    """A guess such as “看起来是 WB3” helps nobody; by content first, for names lie, then by the ending."""
    refused = check_upload(name, content)
    assert isinstance(refused, FileRefused)
    assert all(word in refused.message for word in words)
    assert "请" in refused.message
