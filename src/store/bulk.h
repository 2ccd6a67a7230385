/* Many rows with one statement: an array of structs as a table that a statement selects from.
 * Binding and stepping each row alone costs more than half of an append. For this room alone. */
#ifndef STORE_BULK_H
#define STORE_BULK_H

#include "store/sql.h"

enum { BULK_COLUMNS_MAX = 16 };

enum bulk_kind {
    BULK_INT64,
    BULK_UINT64,
    BULK_INSTANT, /* WHEN_NONE is NULL */
    BULK_UINT32,
    BULK_INT,         /* int and enums */
    BULK_INT_OR_NULL, /* -1 is NULL */
    BULK_UINT8,       /* and bool */
    BULK_TEXT,        /* const char *; NULL is NULL */
    BULK_BYTES,       /* const void * and a size_t, at `offset` and `size_offset`; NULL is NULL */
    BULK_STRING,      /* likewise, as text */
};

struct bulk_column {
    enum bulk_kind kind;
    size_t offset, size_offset;
};

/* What the statement's table `bulk` has: columns c0, c1, ... */
struct bulk {
    const struct bulk_column *columns;
    const void *rows;
    size_t row_size, count;
};

int bulk_register(struct store *store);
/* Runs the statement (a literal) once over all rows. */
int bulk_run(struct store *store, const struct bulk *bulk, const char *text, struct error *err);

#endif
