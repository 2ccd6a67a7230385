/* The schema and its numbered migrations, for this room alone. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/sql.h"

/* Makes the schema in an empty database, brings an older one up to date, refuses a newer one and a
 * database of another program. `may_create`: whether an empty one is filled. */
int store_migrate(struct store *store, bool may_create, struct error *err);

#endif
