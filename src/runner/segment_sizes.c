#include "runner/segment_sizes.h"

#include <string.h>

#include "base/alloc.h"
#include "runner/count.h"
#include "store/documents.h"
#include "store/seen.h"

struct prepare {
    struct segment_sizes *sizes;
    const struct plan *plan;
};

static int add_segment(void *context, const struct document *document)
{
    struct prepare *prepare = context;
    struct segment_sizes *sizes = prepare->sizes;
    const struct filter_plan *filter = plan_segment_filter(prepare->plan, document->id);

    if (!filter || sizes->count >= plan_segment_count(prepare->plan))
        return 0;
    sizes->filters[sizes->count] = filter;
    sizes->rows[sizes->count++] =
            (struct segment_size){.number = document->number, .version = document->version};
    return 0;
}

int segment_sizes_prepare(struct segment_sizes *sizes, struct store *store, const struct plan *plan,
        struct error *err)
{
    struct prepare prepare = {sizes, plan};
    size_t count = plan_segment_count(plan);

    sizes->count = 0;
    sizes->filters = mem_array(count + 1, sizeof *sizes->filters);
    sizes->rows = mem_array(count + 1, sizeof *sizes->rows);
    return documents_scan(store, OBJECT_SEGMENT, add_segment, &prepare, err);
}

static void take_numbers(struct segment_sizes *sizes, const int64_t *numbers, int64_t clock_ms)
{
    for (size_t i = 0; i < sizes->count; i++) {
        sizes->rows[i].size = numbers[i];
        sizes->rows[i].as_of_ms = clock_ms;
    }
}

bool segment_sizes_count(struct segment_sizes *sizes, const struct state *state, int64_t clock_ms)
{
    int64_t *numbers = mem_array(sizes->count + 1, sizeof *numbers);
    bool counted = state_count_users(state, sizes->filters, sizes->count, clock_ms, numbers);

    if (counted)
        take_numbers(sizes, numbers, clock_ms);
    mem_free(numbers);
    return counted;
}

int segment_sizes_count_stored(
        struct segment_sizes *sizes, struct store *store, int64_t clock_ms, struct error *err)
{
    int64_t *numbers = mem_array(sizes->count + 1, sizeof *numbers);
    int failed = 0;

    if (sizes->count)
        failed = runner_count(
                store, sizes->filters, sizes->count, clock_ms, numbers, NULL, NULL, err);
    if (!failed)
        take_numbers(sizes, numbers, clock_ms);
    mem_free(numbers);
    return failed;
}

int segment_sizes_write(const struct segment_sizes *sizes, struct store *store, struct error *err)
{
    for (size_t i = 0; i < sizes->count; i++)
        if (segment_size_put(store, &sizes->rows[i], err))
            return -1;
    return 0;
}

void segment_sizes_release(struct segment_sizes *sizes)
{
    mem_free(sizes->filters);
    mem_free(sizes->rows);
    memset(sizes, 0, sizeof *sizes);
}

int runner_segment_sizes(struct store *store, const struct plan *plan, struct error *err)
{
    struct segment_sizes sizes = {0};
    struct engine_record record;
    int failed = engine_record_load(store, &record, err) ||
                 segment_sizes_prepare(&sizes, store, plan, err) ||
                 segment_sizes_count_stored(&sizes, store, record.clock_ms, err) ||
                 store_begin(store, err);

    if (!failed) {
        failed = segment_sizes_write(&sizes, store, err);
        if (failed)
            store_rollback(store);
        else
            failed = store_commit(store, err);
    }
    segment_sizes_release(&sizes);
    return failed ? -1 : 0;
}
