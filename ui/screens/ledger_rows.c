#include "screens/ledger_rows.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "screens/world.h"
#include "store/store.h"

/* The job, and whom it tells. */
struct order {
    struct ledger_reading reading;
    void (*done)(struct view *view, struct ledger_reading *reading);
};

struct reader {
    struct job *job;
    struct ledger_rows *rows;
};

void ledger_rows_release(struct ledger_rows *rows)
{
    arena_release(&rows->texts);
    mem_free(rows->items);
    *rows = (struct ledger_rows){0};
}

static const char *keep(struct ledger_rows *rows, const char *text)
{
    return text != NULL ? arena_copy(&rows->texts, text, strlen(text)) : NULL;
}

/* The next row, or NULL where there are enough: one more was asked for, to know of it. */
static struct ledger_row *row_add(struct ledger_rows *rows)
{
    rows->more = rows->count == LEDGER_ROWS_MAX;
    if (rows->more)
        return NULL;
    rows->items = mem_room(rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    return &rows->items[rows->count++];
}

static int add_delivery(void *context, const struct delivery_row *delivery)
{
    struct reader *reader = context;
    struct ledger_row *row = row_add(reader->rows);
    if (row == NULL)
        return 1;
    *row = (struct ledger_row){.identity = delivery->seq,
            .campaign = keep(reader->rows, delivery->campaign),
            .user = keep(reader->rows, delivery->user),
            .detail = keep(reader->rows, delivery->detail),
            .version = delivery->version,
            .code = (int)delivery->outcome,
            .trigger_ms = delivery->trigger_ms,
            .due_ms = delivery->due_ms,
            .decided_ms = delivery->decided_ms};
    return job_cancelled(reader->job);
}

static int add_refusal(void *context, const struct refusal_row *refusal)
{
    struct reader *reader = context;
    struct ledger_row *row = row_add(reader->rows);
    if (row == NULL)
        return 1;
    *row = (struct ledger_row){.identity = hash_fast(refusal->user, strlen(refusal->user)) ^
                                           hash_fast(refusal->campaign, strlen(refusal->campaign)),
            .campaign = keep(reader->rows, refusal->campaign),
            .user = keep(reader->rows, refusal->user),
            .detail = keep(reader->rows, refusal->detail),
            .code = (int)refusal->reason,
            .trigger_ms = refusal->trigger_ms};
    return job_cancelled(reader->job);
}

static int step(void *context, int64_t done, int64_t total)
{
    struct job *job = context;
    job_progress(job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(job);
}

static void run(struct job *job, void *data)
{
    struct order *order = data;
    struct ledger_reading *reading = &order->reading;
    struct reader reader = {job, &reading->rows};
    const struct scan scan = {step, job};
    struct store *store = store_open(reading->path, STORE_EXISTING, &reading->err);
    reading->status = -1;
    if (store == NULL)
        return;
    reading->status = reading->refusals ? refusal_rows(store, &reading->query, add_refusal, &reader,
                                                  &scan, &reading->err)
                                        : delivery_rows(store, &reading->query, add_delivery,
                                                  &reader, &scan, &reading->err);
    store_close(store);
}

static void finished(struct view *view, struct job *job, void *data)
{
    struct order *order = data;
    (void)job;
    order->done(view, &order->reading);
}

static void release(void *data)
{
    struct order *order = data;
    struct ledger_reading *reading = &order->reading;
    const char *texts[] = {reading->query.campaign, reading->query.user};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        void *text;
        memcpy(&text, &texts[i], sizeof text);
        mem_free(text);
    }
    ledger_rows_release(&reading->rows);
    mem_free(reading->path);
    mem_free(order);
}

static const struct job_type job_type = {run, finished, release};

static char *copy(const char *text)
{
    return text != NULL ? mem_string(text) : NULL;
}

struct job *ledger_read(struct view *view, bool refusals, const struct ledger_query *query,
        void (*done)(struct view *view, struct ledger_reading *reading))
{
    struct order *order = mem_new(sizeof *order);
    order->done = done;
    order->reading = (struct ledger_reading){
            .path = mem_string(world_of(view->app)->path), .refusals = refusals, .query = *query};
    order->reading.query.campaign = copy(query->campaign);
    order->reading.query.user = copy(query->user);
    order->reading.query.limit = LEDGER_ROWS_MAX + 1;
    order->reading.query.newest = true;
    return job_start(view->app, view, &job_type, order);
}
