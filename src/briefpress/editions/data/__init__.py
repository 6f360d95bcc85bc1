"""The data of an edition for programs: a workbook, and a data package (datapackage.org, 2.0)."""
