#include "demo/demo.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/when.h"
#include "demo/document.h"
#include "demo/line.h"
#include "demo/offer.h"
#include "demo/output.h"

enum {
    BUFFER_SIZE = 1 << 20,
    PROGRESS_EVERY = 16384,
    PLAIN_DAYS = 3, /* the newest files are not compressed */
    DUPLICATES = 12,
    LATE = 6, /* in 1/10000, as these */
    DIRT = 5,
};

struct demo {
    const struct demo_options *options;
    struct demo_summary *summary;
    struct world world;
    struct line_writer writer;
    struct buf lines;
    struct moment_list late; /* of the day before: lines of devices that were offline */
    struct buf batch_files[DEMO_BATCHES];
    char *customers;
    struct output output;
    int64_t done;
};

static int flush(struct demo *demo, struct error *err)
{
    demo->summary->bytes += (int64_t)demo->lines.size;
    int status = output_write(&demo->output, demo->lines.bytes, demo->lines.size, err);
    buf_clear(&demo->lines);
    return status;
}

static int maybe_flush(struct demo *demo, struct error *err)
{
    return demo->lines.size < BUFFER_SIZE ? 0 : flush(demo, err);
}

/* Progress is told in people times days, the unit of all the work. */
static int step(struct demo *demo, struct error *err)
{
    const struct demo_options *options = demo->options;
    if (demo->done++ % PROGRESS_EVERY || !options->progress)
        return 0;
    int64_t total = 2 * (int64_t)demo->world.users * demo->world.days;
    if (options->progress(options->context, demo->done, total))
        return error_set(
                err, ERROR_INTERRUPTED, "interrupted; %s is incomplete", options->directory);
    return 0;
}

static int open_day(struct demo *demo, const char *suffix, int64_t day_ms, bool compress,
        char **name, struct error *err)
{
    char text[WHEN_TEXT_MAX];
    char *file = mem_format(
            "events/%.10s%s.ndjson%s", when_format(day_ms, text), suffix, compress ? ".gz" : "");
    char *path = mem_format("%s/%s", demo->options->directory, file);
    int status = output_open(&demo->output, path, compress, err);
    demo->summary->files++;
    mem_free(path);
    *name = file;
    return status;
}

/* Everybody who was a customer before, as the customer database hands them over once. */
static int write_customers(struct demo *demo, struct error *err)
{
    int64_t begin_ms = demo->world.start_ms - HOUR_MS;
    if (open_day(demo, "-customers", begin_ms, true, &demo->customers, err) != 0)
        return -1;
    for (uint32_t i = 0; i < demo->world.users; i++) {
        struct person person = person_of(demo->world.seed, i, demo->world.days);
        if (person.joins_day >= 0)
            continue;
        int64_t at_ms = begin_ms + (int64_t)i * HOUR_MS / 2 / demo->world.users;
        line_add_customer(&demo->writer, &person, at_ms, &demo->lines);
        demo->summary->lines++;
        demo->summary->events++;
        if (maybe_flush(demo, err) != 0)
            return -1;
    }
    return flush(demo, err) == 0 ? output_close(&demo->output, err) : -1;
}

/* Sends of the day, in order; what answers them may bring further sends of the same day. */
static void decide_sends(struct world *world, uint32_t day)
{
    struct moment_list *list = &world->calendar[day];
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == MOMENT_SEND) {
            struct moment send = list->items[i];
            offer_send(world, &send);
        }
}

static int write_moment(struct demo *demo, const struct moment *moment, struct error *err)
{
    struct rng rng = rng_of(demo->world.seed, moment->serial, UINT64_C(0x64697274));
    size_t before = demo->lines.size;
    line_add(&demo->writer, moment, &demo->lines);
    demo->summary->lines++;
    demo->summary->events++;
    if (rng_chance(&rng, DUPLICATES)) {
        size_t size = demo->lines.size - before;
        char *place = buf_room(&demo->lines, size);
        memcpy(place, demo->lines.bytes + before, size);
        demo->lines.size += size;
        demo->lines.bytes[demo->lines.size] = 0;
        demo->summary->lines++;
    }
    if (rng_chance(&rng, DIRT)) {
        line_add_dirt(&demo->writer, moment, &demo->lines);
        demo->summary->lines++;
    }
    return maybe_flush(demo, err);
}

static bool comes_late(const struct demo *demo, const struct moment *moment, uint32_t day)
{
    struct rng rng = rng_of(demo->world.seed, moment->serial, UINT64_C(0x6c617465));
    return day + 1 < demo->world.days && rng_chance(&rng, LATE);
}

static int write_lines(struct demo *demo, uint32_t day, struct error *err)
{
    struct moment_list *list = &demo->world.calendar[day], late = demo->late;
    int status = 0;
    demo->late = (struct moment_list){0};
    for (size_t i = 0; i < late.count && status == 0; i++)
        status = write_moment(demo, &late.items[i], err);
    mem_free(late.items);
    for (size_t i = 0; i < list->count && status == 0; i++) {
        const struct moment *moment = &list->items[i];
        if (moment->kind == MOMENT_SEND)
            continue;
        if (!comes_late(demo, moment, day)) {
            status = write_moment(demo, moment, err);
            continue;
        }
        struct moment_list *later = &demo->late;
        later->items = mem_room(later->items, later->count, &later->capacity, sizeof *later->items);
        later->items[later->count++] = *moment;
    }
    return status == 0 ? flush(demo, err) : status;
}

static uint32_t batch_of(const struct demo *demo, uint32_t day)
{
    return day * DEMO_BATCHES / demo->world.days;
}

static int write_day(struct demo *demo, uint32_t day, struct error *err)
{
    struct world *world = &demo->world;
    for (uint32_t i = 0; i < world->users; i++) {
        struct person person = person_of(world->seed, i, world->days);
        visit_day(world, &person, day);
        if (step(demo, err) != 0)
            return -1;
    }
    decide_sends(world, day);
    world_sort_day(world, day);
    char *name;
    bool compress = day + PLAIN_DAYS < world->days;
    int status = open_day(demo, "", world->start_ms + day * DAY_MS, compress, &name, err);
    struct buf *files = &demo->batch_files[batch_of(demo, day)];
    buf_add_format(files, "%s%s", files->size ? " " : "", name);
    mem_free(name);
    if (status != 0)
        return -1;
    if (write_lines(demo, day, err) != 0 || output_close(&demo->output, err) != 0)
        return -1;
    world_drop_day(world, day);
    demo->done += world->users;
    return 0;
}

static int write_documents(struct demo *demo, struct error *err)
{
    struct world *world = &demo->world;
    struct demo_dates dates = {
            .start_ms = world->start_ms, .end_ms = world->end_ms, .customers = demo->customers};
    for (uint32_t i = 0; i < DEMO_BATCHES; i++) {
        dates.batch_files[i] = buf_text(&demo->batch_files[i]);
        dates.batch_end_ms[i] = world->start_ms;
    }
    for (uint32_t day = 0; day < world->days; day++) {
        int64_t end_ms = world->start_ms + (day + 1) * DAY_MS;
        dates.batch_end_ms[batch_of(demo, day)] = end_ms < world->end_ms ? end_ms : world->end_ms;
    }
    return documents_write(demo->options->directory, &dates, demo->summary, err);
}

#define MARK ".campanile-demo"

/* A folder that is somebody's is left alone: it must be empty, or hold a demo from before. */
static int check_folder(const char *directory, struct error *err)
{
    char *mark = mem_format("%s/" MARK, directory);
    bool ours = access(mark, F_OK) == 0, empty = true;
    DIR *folder = opendir(directory);
    for (struct dirent *entry; folder && empty && (entry = readdir(folder)) != NULL;)
        empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
    if (folder)
        closedir(folder);
    mem_free(mark);
    if (ours || empty)
        return 0;
    return error_set(
            err, ERROR_REFUSED, "%s is not empty and holds no demo; name a new folder", directory);
}

static int make_folders(const char *directory, struct error *err)
{
    char *events = mem_format("%s/events", directory);
    int status = check_folder(directory, err);
    if (status == 0)
        status = output_folder(directory, err);
    if (status == 0)
        status = output_folder(events, err);
    struct output mark = {.fd = -1};
    char *path = mem_format("%s/" MARK, directory);
    if (status == 0)
        status = output_open(&mark, path, false, err);
    if (status == 0)
        status = output_close(&mark, err);
    output_discard(&mark);
    mem_free(path);
    mem_free(events);
    return status;
}

static int check_options(const struct demo_options *options, struct error *err)
{
    if (options->users < 1 || options->users > DEMO_USERS_MAX)
        return error_set(err, ERROR_USAGE, "--users takes 1 to %d", DEMO_USERS_MAX);
    if (options->days < 1 || options->days > DEMO_DAYS_MAX)
        return error_set(err, ERROR_USAGE, "--days takes 1 to %d", DEMO_DAYS_MAX);
    if (options->end_ms < (DEMO_DAYS_MAX + 1) * DAY_MS)
        return error_set(err, ERROR_USAGE, "--end takes a time from 1971-01-03 on");
    return 0;
}

int demo_write(const struct demo_options *options, struct demo_summary *summary, struct error *err)
{
    *summary = (struct demo_summary){0};
    if (check_options(options, err) != 0)
        return -1;
    int64_t last_day = when_day(options->end_ms - 1);
    struct demo demo = {
            .options = options,
            .summary = summary,
            .world = {.seed = options->seed,
                    .users = options->users,
                    .days = options->days,
                    .start_ms = (last_day - options->days + 1) * DAY_MS,
                    .end_ms = options->end_ms},
            .output = {.fd = -1},
    };
    demo.writer.world = &demo.world;
    summary->start_ms = demo.world.start_ms;
    world_start(&demo.world);
    int status = make_folders(options->directory, err);
    if (status == 0)
        status = write_customers(&demo, err);
    for (uint32_t day = 0; day < options->days && status == 0; day++)
        status = write_day(&demo, day, err);
    if (status == 0)
        status = write_documents(&demo, err);
    output_discard(&demo.output);
    world_release(&demo.world);
    mem_free(demo.late.items);
    mem_free(demo.customers);
    buf_release(&demo.lines);
    for (size_t i = 0; i < DEMO_BATCHES; i++)
        buf_release(&demo.batch_files[i]);
    return status;
}
