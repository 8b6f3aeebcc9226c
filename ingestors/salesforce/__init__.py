"""Salesforce's data export: one CSV file for each object, with the API's names as columns.

Ask for it under Setup, Data Export ("Include all data", or the objects below), unpack the archive, and load the files.
Files of Data Loader, of `sf data export` and of Bulk API queries have the same columns and are read too, in CSV, JSON
Lines or Parquet.

An id of 15 characters and the same one of 18 are one id, and its first three characters say what it refers to: so are
`WhoId` and `WhatId` read. References to objects that are not listed below are passed over.

Custom fields are read under these names: `USCC__c` (or `Unified_Social_Credit_Code__c`, `统一社会信用代码__c`),
`LEI__c`, `VAT_Number__c`, `Registration_Number__c`, `WeChat__c`, and on cases `Serial_Number__c`, `SerialNumber__c`
and `VIN__c`.
`Territory__c`, `Region__c` and `Sales_Region__c` become scopes `region:…`, and the owner's id becomes `owner:…`.

What lies in the recycle bin (`IsDeleted`) stays with the state `deleted` and is no longer joined with anything. A
contact role in the bin says nothing: load with `--complete` to have it closed. Not read: person accounts (their contact
is), attachments, campaigns, price books and orders.
"""

from __future__ import annotations

from graph_platform.facts import Formats
from ingestors.salesforce import sales, service
from ingestors.tables import tables_source

TABLES = (*sales.TABLES, *service.TABLES)

source = tables_source(
    "salesforce",
    "Salesforce data export",
    "sales",
    0.6,
    Formats(dates=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")),
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "jsonl", "parquet"),
)
