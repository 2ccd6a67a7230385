/* A copy of the whole database while it is in use. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

/* Writes `path`, which must not exist yet, as a database of its own; whole or not at all. The
 * progress may be NULL; a return other than 0 interrupts. */
int store_backup(struct store *store, const char *path,
        int (*progress)(void *context, int64_t done, int64_t total), void *context,
        struct error *err);

#endif
