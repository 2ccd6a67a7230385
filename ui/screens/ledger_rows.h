/* Rows of the ledger and of refusals, read in a job with a store of its own: a long list takes
 * longer than a key may take. */
#ifndef UI_SCREENS_LEDGER_ROWS_H
#define UI_SCREENS_LEDGER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/job.h"
#include "report/ledger.h"

struct world;

enum { LEDGER_ROWS_MAX = 5000 };

struct ledger_row {
    uint64_t identity;
    const char *campaign;
    const char *user;
    const char *detail; /* NULL without */
    uint32_t version;   /* 0 while pending, and for refusals */
    int code;           /* enum outcome, or enum refusal */
    int64_t trigger_ms, due_ms, decided_ms;
};

/* The newest rows first, at most LEDGER_ROWS_MAX. */
struct ledger_rows {
    struct arena texts;
    struct ledger_row *items;
    size_t count, capacity;
    bool more; /* than the limit */
};

void ledger_rows_release(struct ledger_rows *rows);

/* What was asked and what came of it; belongs to the job. */
struct ledger_reading {
    char *path; /* of the database */
    bool refusals;
    struct ledger_query query; /* its texts are owned here */
    struct ledger_rows rows;   /* whoever is told may take them */
    int status;
    struct error err;
};

/* `done` as in struct job_type: its data is the struct ledger_reading. */
struct job *ledger_read(struct view *view, bool refusals, const struct ledger_query *query,
        void (*done)(struct view *view, struct ledger_reading *reading));

#endif
