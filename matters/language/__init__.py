"""The matter language (事项定义语言): pydantic models for everything a definition may say."""

from matters.language.bundle import Bundle
from matters.language.document import DIRECTORY, Definition, Edition

__all__ = ["DIRECTORY", "Bundle", "Definition", "Edition"]
