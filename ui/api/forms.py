"""The forms that FastAPI makes of a file, in the words of the description."""

from collections.abc import Mapping

FORMS: Mapping[str, str] = {
    "Body_upload": "上传的表单",
    "Body_verify": "查验的表单",
    "Body_hand_in_form": "上传样表和空白表格的表单",
    "Body_import_roster": "导入台账的表单",
    "Body_try_tables": "试导入事项要素表的表单",
    "Body_import_tables": "导入事项要素表的表单",
}
FILE = "文件内容，连同文件名"
