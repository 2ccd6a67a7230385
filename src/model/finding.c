#include "model/finding.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "model/document.h"
#include "model/finding_check.h"

const char *severity_name(enum severity severity)
{
    static const char *const words[] = {
            [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_HINT] = "hint"};
    return words[severity];
}

void finding_list_release(struct finding_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mem_free(list->items[i].path);
        mem_free(list->items[i].message);
    }
    mem_free(list->items);
    memset(list, 0, sizeof *list);
}

static void add(struct finding_list *list, enum severity severity, const char *code,
        const char *path, const char *format, va_list args) __attribute__((format(printf, 5, 0)));

static void add(struct finding_list *list, enum severity severity, const char *code,
        const char *path, const char *format, va_list args)
{
    struct buf message = {0};
    buf_add_format_v(&message, format, args);
    list->items = mem_room(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct finding){.severity = severity,
            .code = code,
            .path = mem_string(path),
            .message = mem_string(buf_text(&message))};
    buf_release(&message);
}

void finding_add(struct finding_list *list, enum severity severity, const char *code,
        const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(list, severity, code, path, format, args);
    va_end(args);
}

void check_error(struct check *check, const char *code, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(check->out, SEVERITY_ERROR, code, path, format, args);
    va_end(args);
}

void check_warning(struct check *check, const char *code, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(check->out, SEVERITY_WARNING, code, path, format, args);
    va_end(args);
}

void check_hint(struct check *check, const char *code, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(check->out, SEVERITY_HINT, code, path, format, args);
    va_end(args);
}

static bool comes_before(const struct finding *a, const struct finding *b)
{
    if (a->severity != b->severity)
        return a->severity < b->severity;
    return campaign_key_order(a->path) < campaign_key_order(b->path);
}

/* By insertion: it keeps the order of equal ones, and a campaign has few rows. */
void finding_list_sort(struct finding_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct finding moved = list->items[i];
        size_t to = i;
        for (; to > 0 && comes_before(&moved, &list->items[to - 1]); to--)
            list->items[to] = list->items[to - 1];
        list->items[to] = moved;
    }
}

void campaign_findings(const struct campaign *campaign, int64_t action_ms, uint16_t company,
        struct finding_list *out)
{
    static void (*const checks[])(struct check *) = {check_message, check_rows, check_audience,
            check_delay, check_duration, check_window, check_reeligibility};
    struct check check = {
            .campaign = campaign, .action_ms = action_ms, .company = company, .out = out};
    for (size_t i = 0; i < ARRAY_COUNT(checks); i++)
        checks[i](&check);
}
