/* Questions that only `verify` asks of the database. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/buf.h"
#include "store/store.h"

/* SQLite's own check; what it finds is appended, nothing where all is well. Goes through the whole
 * file. */
int audit_pages(struct store *store, struct buf *findings, struct error *err);
/* Rows that point to what is not there. */
int audit_references(struct store *store, struct buf *findings, struct error *err);
/* Versions that are not 1 to the newest without a gap. */
int audit_versions(struct store *store, struct buf *findings, struct error *err);

#endif
