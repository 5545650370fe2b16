"""An organisation as tables (机构表), for those who keep it in a spreadsheet."""
