/* Campaigns and segments compared, field by field. */
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/differ.h"
#include "model/phrase.h"
#include "model/shown.h"
#include "model/words.h"

typedef void add_words_of(struct buf *out, const struct campaign *campaign);

static void add_delay(struct buf *out, const struct campaign *campaign)
{
    if (campaign->delay.kind == DELAY_AFTER)
        span_add_words(out, campaign->delay.after);
    else
        delay_add_words(out, &campaign->delay);
}

static void add_window(struct buf *out, const struct campaign *campaign)
{
    window_add_words(out, &campaign->window);
}

static void add_window_times(struct buf *out, const struct campaign *campaign)
{
    struct buf from = {0}, to = {0};
    phrase_add_clock(&from, campaign->window.from_ms);
    phrase_add_clock(&to, campaign->window.to_ms);
    phrase_add(out, "{1} to {2}", buf_text(&from), buf_text(&to), NULL);
    buf_release(&from);
    buf_release(&to);
}

/* Where only its times changed, the rest of the window goes without saying. */
static add_words_of *window_words(const struct campaign *before, const struct campaign *after)
{
    const struct window *a = &before->window, *b = &after->window;
    bool same = a->set && b->set && a->zone == b->zone && a->next == b->next;
    return same ? add_window_times : add_window;
}

static void add_control(struct buf *out, const struct campaign *campaign)
{
    buf_add_format(out, "%d %%", campaign->control_percent);
}

/* What is compared. A side that is not there is an empty document of which nothing counts. */
struct sides {
    const void *before, *after;
    bool from_nothing, to_nothing;
    /* Members that are compared in their own way; false where this is none of them. */
    bool (*compare_own)(struct differ *differ, const char *path, const struct sides *sides);
};

/* What a member is called, and its words where they are not those of its text. */
static const struct label {
    const char *path, *what;
    add_words_of *add_words;
} labels[] = {
        {"id", "id", NULL},
        {"title", "title", NULL},
        {"name", "name", NULL},
        {"description", "description", NULL},
        {"channel", "channel", NULL},
        {"surface", "surface", NULL},
        {"identity", "identity", NULL},
        {"message.subject", "subject", NULL},
        {"message.body", "body", NULL},
        {"tracking.opens", "tracking of opens", NULL},
        {"tracking.clicks", "tracking of clicks", NULL},
        {"audience.segments", "audience segment", NULL},
        {"audience.filter", "audience filter", NULL},
        {"triggers", "trigger", NULL},
        {"delay", "delay", add_delay},
        {"exceptions", "exception", NULL},
        {"duration.start", "start", NULL},
        {"duration.end", "end", NULL},
        {"duration.zone", "zone of start and end", NULL},
        {"window", "time window", add_window},
        {"reeligibility", "re-eligibility", reeligibility_add_words},
        {"reevaluate_audience", "audience checked again before sending", NULL},
        {"control_percent", "control group", add_control},
        {"tags", "tag", NULL},
};

static struct label label_of(const char *path)
{
    for (size_t i = 0; i < ARRAY_COUNT(labels); i++) {
        if (strcmp(labels[i].path, path) == 0)
            return labels[i];
    }
    return (struct label){.path = "", .what = "document"};
}

/* Long texts begin shortly before the place where they differ. */
enum { CONTEXT_BYTES = 20 };

static size_t excerpt_start(const char *before, const char *after)
{
    size_t same = 0;
    while (before[same] && before[same] == after[same])
        same++;
    if (strlen(before) <= SHOWN_CELLS_MAX && strlen(after) <= SHOWN_CELLS_MAX)
        return 0;
    return same > CONTEXT_BYTES ? text_cut_bytes(before, strlen(before), same - CONTEXT_BYTES) : 0;
}

static char *excerpt(const char *text, size_t start)
{
    struct buf out = {0};
    buf_add_text(&out, start > 0 ? "..." : "");
    text_add_shown(&out, text + start, strlen(text + start));
    return buf_take(&out);
}

/* The value in words: a text's part that differs, others as they are written. */
static char *value_words(const struct field *field, const void *at, const void *other)
{
    if (field->codec == &codec_text || field->codec == &codec_id) {
        const char *text = *(char *const *)at, *other_text = other ? *(char *const *)other : NULL;
        return excerpt(text, other_text ? excerpt_start(text, other_text) : 0);
    }
    if (field->codec == &codec_flag)
        return mem_string(*(const bool *)at ? "yes" : "no");
    struct buf words = {0};
    struct json_writer writer = {.out = &words};
    field->codec->write(&writer, field, at);
    char *text = buf_take(&words);
    size_t size = strlen(text);
    bool quoted = size > 2 && text[0] == '"';
    text_add_safe(&words, quoted ? text + 1 : text, quoted ? size - 2 : size, false);
    mem_free(text);
    return buf_take(&words);
}

/* A member that is compared as one value. Either side may be NULL: not there. */
static void compare_value(
        struct differ *differ, const struct field *field, const void *before, const void *after)
{
    struct label label = label_of(buf_text(&differ->path));
    char *was = before ? value_words(field, before, after) : NULL;
    char *is = after ? value_words(field, after, before) : NULL;
    if (before && after)
        differ_add_narrowed(differ, field, before, after, "{1}: {2} -> {3}", label.what, was, is);
    else if (after)
        differ_add(differ, NULL, field_json(field, after), "{1} set: {3}", label.what, was, is);
    else
        differ_add(
                differ, field_json(field, before), NULL, "{1} removed: {2}", label.what, was, is);
    mem_free(was);
    mem_free(is);
}

/* A member with words of its own, which also say what it is without. */
static void compare_in_words(struct differ *differ, const struct field *field, const void *before,
        const void *after, const struct sides *sides)
{
    struct label label = label_of(buf_text(&differ->path));
    struct buf was = {0}, is = {0};
    add_words_of *add_words = label.add_words == add_window
                                      ? window_words(sides->before, sides->after)
                                      : label.add_words;
    add_words(&was, sides->before);
    add_words(&is, sides->after);
    if (before && after)
        differ_add_narrowed(differ, field, before, after, "{1}: {2} -> {3}", label.what,
                buf_text(&was), buf_text(&is));
    else
        differ_add(differ, before ? field_json(field, before) : NULL,
                after ? field_json(field, after) : NULL, "{1}: {2} -> {3}", label.what,
                buf_text(&was), buf_text(&is));
    buf_release(&was);
    buf_release(&is);
}

static void add_text_words(struct buf *out, const void *text)
{
    phrase_add_name(out, *(char *const *)text);
}

static int never_similar(const void *context, size_t before, size_t after)
{
    (void)context;
    (void)before;
    (void)after;
    return 0;
}

static bool is_text_list(const struct field *field)
{
    return field->list &&
           (field->list->element->codec == &codec_text || field->list->element->codec == &codec_id);
}

static size_t count_of(const struct field *field, const void *at)
{
    return *(const size_t *)((const char *)at + field->list->count_offset);
}

static void compare_texts(
        struct differ *differ, const struct field *field, const void *before, const void *after)
{
    differ_list(differ, &(struct list_difference){.what = label_of(buf_text(&differ->path)).what,
                                .element = field->list->element,
                                .size = sizeof(char *),
                                .before = *(char **const *)before,
                                .after = *(char **const *)after,
                                .before_count = count_of(field, before),
                                .after_count = count_of(field, after),
                                .similar = never_similar,
                                .add_words = add_text_words});
}

static void compare_filters(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after)
{
    static const struct field filter_field = {.codec = &codec_filter};
    struct buf words = {0};
    if (before && after) {
        differ_filter(differ, what, before, after);
    } else if (before || after) {
        filter_add_words(&words, before ? before : after);
        differ_add(differ, before ? field_json(&filter_field, before) : NULL,
                after ? field_json(&filter_field, after) : NULL,
                before ? "{1} removed: {2}" : "{1} set: {2}", what, buf_text(&words), NULL);
        buf_release(&words);
    }
}

static bool compare_campaign_own(struct differ *differ, const char *path, const struct sides *sides)
{
    const struct campaign *a = sides->before, *b = sides->after;
    if (strcmp(path, "audience.filter") == 0)
        compare_filters(differ, "audience filter", a->filter, b->filter);
    else if (strcmp(path, "triggers") == 0)
        differ_rules(
                differ, "trigger", a->triggers, a->trigger_count, b->triggers, b->trigger_count);
    else if (strcmp(path, "exceptions") == 0)
        differ_rules(differ, "exception", a->exceptions, a->exception_count, b->exceptions,
                b->exception_count);
    else if (strcmp(path, "conversions") == 0)
        differ_conversions(differ, a, b);
    else
        return false;
    return true;
}

static bool compare_segment_own(struct differ *differ, const char *path, const struct sides *sides)
{
    const struct segment *a = sides->before, *b = sides->after;
    if (strcmp(path, "filter") != 0)
        return false;
    compare_filters(differ, "filter", sides->from_nothing ? NULL : &a->filter,
            sides->to_nothing ? NULL : &b->filter);
    return true;
}

/* Switches and numbers have a value also where the document leaves it out. */
static bool has_default(const struct field *field)
{
    return field->codec == &codec_flag || field->codec == &codec_term ||
           field->codec == &codec_whole;
}

static bool is_there(const struct field *field, const void *at, const struct sides *sides)
{
    bool both = !sides->from_nothing && !sides->to_nothing;
    return (both && has_default(field)) || field->always || !field->codec->absent(field, at);
}

static void compare_shape(struct differ *differ, const struct shape *shape, const char *before,
        const char *after, const struct sides *sides);

static void compare_field(struct differ *differ, const struct field *field, const void *before,
        const void *after, const struct sides *sides)
{
    const char *path = buf_text(&differ->path);
    struct label label = label_of(path);
    if (field->codec == &codec_object && !label.add_words) {
        compare_shape(differ, field->shape, before, after, sides);
        return;
    }
    bool was = !sides->from_nothing && is_there(field, before, sides);
    bool is = !sides->to_nothing && is_there(field, after, sides);
    if ((!was && !is) || (was && is && field_same(field, before, after)))
        return;
    if (sides->compare_own(differ, path, sides))
        return;
    if (is_text_list(field))
        compare_texts(differ, field, before, after);
    else if (label.add_words)
        compare_in_words(differ, field, was ? before : NULL, is ? after : NULL, sides);
    else
        compare_value(differ, field, was ? before : NULL, is ? after : NULL);
}

static void compare_shape(struct differ *differ, const struct shape *shape, const char *before,
        const char *after, const struct sides *sides)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        size_t mark = differ_enter(differ, field->key);
        compare_field(differ, field, before + field->offset, after + field->offset, sides);
        differ_leave(differ, mark);
    }
}

static void compare(const struct shape *shape, const struct sides *sides, struct change_list *out)
{
    struct differ differ = {.out = out};
    compare_shape(&differ, shape, sides->before, sides->after, sides);
    buf_release(&differ.path);
}

void campaign_changes(
        const struct campaign *before, const struct campaign *after, struct change_list *out)
{
    struct campaign *nothing = campaign_new();
    compare(&campaign_shape,
            &(struct sides){.before = before ? before : nothing,
                    .after = after ? after : nothing,
                    .from_nothing = !before,
                    .to_nothing = !after,
                    .compare_own = compare_campaign_own},
            out);
    campaign_free(nothing);
}

void segment_changes(
        const struct segment *before, const struct segment *after, struct change_list *out)
{
    struct segment *nothing = segment_new();
    compare(&segment_shape,
            &(struct sides){.before = before ? before : nothing,
                    .after = after ? after : nothing,
                    .from_nothing = !before,
                    .to_nothing = !after,
                    .compare_own = compare_segment_own},
            out);
    segment_free(nothing);
}
