/* Settings (FORMATS 4): kept as text, checked when they are set. */
#ifndef STORE_SETTINGS_H
#define STORE_SETTINGS_H

#include "base/buf.h"
#include "base/zone.h"
#include "store/store.h"

struct setting_kind {
    const char *key;
    const char *fallback; /* the default as text; "" where it has none */
    const char *words;    /* what it is for and what it takes */
};

const struct setting_kind *setting_kinds(size_t *count); /* in the order of FORMATS 4 */
const struct setting_kind *setting_kind_find(const char *key);

/* The value as text, the default where it is not set. An unknown key is ERROR_USAGE. */
int settings_get(struct store *store, const char *key, struct buf *value, struct error *err);
/* Checks, keeps and logs; "" sets the default again. ERROR_USAGE says what the key takes. */
int settings_put(struct store *store, const struct act *act, const char *key, const char *value,
        struct error *err);

/* All of them, read. Lists of surfaces: per channel, NULL-terminated; NULL where any is taken. */
struct settings {
    zone_id timezone;
    int64_t max_ahead_ms; /* -1: off */
    int64_t max_late_ms;  /* -1: off */
    int64_t grace_ms;
    int64_t dedupe_ms;
    char **surfaces[8];    /* by enum channel */
    bool surfaces_limited; /* some channel has a list */
    char *inbox;           /* "" where not set, as the next */
    char *outbox;
    char *inbox_done; /* keep, delete or a folder */
};
int settings_load(struct store *store, struct settings *settings, struct error *err);
void settings_release(struct settings *settings);

#endif
