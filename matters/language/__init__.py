"""The matter language (事项定义语言): pydantic models for everything a definition may say."""
