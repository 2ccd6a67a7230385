#include "screens/review_rows.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/wizard_screen.h"

void review_clear_rows(struct review *review)
{
    for (size_t i = 0; i < review->count; i++) {
        mem_free(review->rows[i].code);
        mem_free(review->rows[i].path);
        mem_free(review->rows[i].heading);
        mem_free(review->rows[i].text);
    }
    review->count = 0;
}

static struct review_row *add_row(struct review *review, int severity, const char *path,
        const char *heading, const char *text)
{
    review->rows = mem_room(review->rows, review->count, &review->capacity, sizeof *review->rows);
    struct review_row *row = &review->rows[review->count++];
    *row = (struct review_row){.severity = severity,
            .path = mem_string(path),
            .heading = mem_string(heading),
            .text = mem_string(text)};
    return row;
}

void review_add_fault(
        struct review *review, const char *path, const char *heading, const char *text)
{
    char *whole = mem_format("%s: %s", heading, text);
    add_row(review, SEVERITY_ERROR, path, heading, whole);
    mem_free(whole);
}

static char *seen_key(const struct review_row *row)
{
    return mem_format("%s %s %s", row->code ? row->code : "", row->path, row->text);
}

static size_t seen_place(const struct review *review, const char *key)
{
    size_t i = 0;
    while (i < review->seen_count && strcmp(review->seen[i], key) != 0)
        i++;
    return i;
}

void review_remember_seen(struct review *review, const struct review_row *row)
{
    char *key = seen_key(row);
    size_t place = seen_place(review, key);
    bool there = place < review->seen_count;
    if (row->seen && !there) {
        review->seen = mem_room(
                review->seen, review->seen_count, &review->seen_capacity, sizeof *review->seen);
        review->seen[review->seen_count++] = key;
        return;
    }
    if (!row->seen && there) {
        mem_free(review->seen[place]);
        review->seen[place] = review->seen[--review->seen_count];
    }
    mem_free(key);
}

static void add_finding(struct review *review, const struct finding *finding)
{
    const char *path = finding->path ? finding->path : "";
    size_t place = field_place_of(path).place;
    char *text = mem_format("%s: %s", place_title(place), finding->message);
    struct review_row *row =
            add_row(review, (int)finding->severity, path, place_title(place), text);
    mem_free(text);
    row->code = mem_string(finding->code);
    char *key = seen_key(row);
    row->seen =
            finding->severity == SEVERITY_WARNING && seen_place(review, key) < review->seen_count;
    mem_free(key);
}

static const char *const step_paths[PLACE_REVIEW] = {
        [PLACE_BASICS] = "title",
        [PLACE_MESSAGE] = "message",
        [PLACE_TRIGGER] = "triggers[0]",
        [PLACE_DELAY] = "delay",
        [PLACE_EXCEPTIONS_STEP] = "exceptions[0]",
        [PLACE_DURATION] = "duration",
        [PLACE_WINDOW] = "window",
        [PLACE_REELIGIBILITY] = "reeligibility",
        [PLACE_AUDIENCE_STEP] = "audience",
        [PLACE_CONVERSIONS_STEP] = "conversions[0]",
};

static void add_step(struct review *review, size_t place)
{
    struct buf words = {0};
    step_add_words(review->draft->campaign, place, &words);
    add_row(review, -1, step_paths[place], place_title(place), buf_text(&words));
    buf_release(&words);
}

void review_make_rows(struct review *review)
{
    review_clear_rows(review);
    if (review->faults)
        review->faults(review->context, review);
    if (*review->failed.text)
        review_add_fault(review, "title", _("The check"), review->failed.text);
    for (size_t i = 0; i < review->findings.count; i++)
        add_finding(review, &review->findings.items[i]);
    for (size_t place = 0; place < PLACE_REVIEW; place++)
        add_step(review, place);
    if (review->selected >= review->count)
        review->selected = 0;
    if (review->top >= review->count)
        review->top = 0;
}
