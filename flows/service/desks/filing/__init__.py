"""Filing for somebody else (代办申请、窗口登记)."""
