/* Triggers, exceptions and conversion events compared. */
#include <string.h>

#include "base/alloc.h"
#include "model/differ.h"
#include "model/rule.h"
#include "model/words.h"

static const struct field rule_field = {
        .codec = &codec_tagged, .required = true, .tagged = &rule_tagged};
static const struct field condition_field = {.codec = &codec_object, .shape = &condition_shape};

static void add_condition_words(struct buf *out, const void *condition)
{
    condition_add_words(out, condition);
}

static int conditions_similar(const void *context, size_t before, size_t after)
{
    const struct list_difference *list = context;
    const struct condition *a = list->before, *b = list->after;
    return shape_similar(&condition_shape, &a[before], &b[after]);
}

static void compare_where(struct differ *differ, const char *what, const struct rule *before,
        const struct rule *after)
{
    size_t mark = differ_enter(differ, "where");
    differ_list(differ, &(struct list_difference){.what = what,
                                .element = &condition_field,
                                .size = sizeof(struct condition),
                                .before = before->where,
                                .after = after->where,
                                .before_count = before->where_count,
                                .after_count = after->where_count,
                                .similar = conditions_similar,
                                .add_words = add_condition_words,
                                .added = "{1}: condition '{3}' added",
                                .removed = "{1}: condition '{2}' removed",
                                .moved = "{1}: condition '{3}' moved"});
    differ_leave(differ, mark);
}

static void add_rule_words(struct buf *out, const void *rule)
{
    rule_add_words(out, rule);
}

/* The act by itself, then its conditions one by one. */
static void rule_changed(
        struct differ *differ, const struct list_difference *list, size_t before, size_t after)
{
    const struct rule *a = (const struct rule *)list->before + before;
    const struct rule *b = (const struct rule *)list->after + after;
    char *what = mem_format("%s %zu", list->what, after + 1);
    struct rule was = *a, is = *b;
    was.where_count = is.where_count = 0;
    if (!field_same(&rule_field, &was, &is)) {
        struct buf was_words = {0}, is_words = {0};
        rule_add_act_words(&was_words, a);
        rule_add_act_words(&is_words, b);
        differ_add_narrowed(differ, &rule_field, &was, &is, "{1}: {2} -> {3}", what,
                buf_text(&was_words), buf_text(&is_words));
        buf_release(&was_words);
        buf_release(&is_words);
    }
    compare_where(differ, what, a, b);
    mem_free(what);
}

static int rules_similar(const void *context, size_t before, size_t after)
{
    const struct list_difference *list = context;
    const struct rule *a = (const struct rule *)list->before + before;
    const struct rule *b = (const struct rule *)list->after + after;
    return a->type == b->type ? shape_similar(field_shape(&rule_field, a), a, b) : 0;
}

void differ_rules(struct differ *differ, const char *what, const struct rule *before,
        size_t before_count, const struct rule *after, size_t after_count)
{
    differ_list(differ, &(struct list_difference){.what = what,
                                .numbered = true,
                                .element = &rule_field,
                                .size = sizeof(struct rule),
                                .before = before,
                                .after = after,
                                .before_count = before_count,
                                .after_count = after_count,
                                .similar = rules_similar,
                                .add_words = add_rule_words,
                                .changed = rule_changed});
}

static void add_conversion_words(struct buf *out, const void *event)
{
    conversion_add_words(out, event);
}

static int conversions_similar(const void *context, size_t before, size_t after)
{
    const struct list_difference *list = context;
    const struct conversion_event *a = (const struct conversion_event *)list->before + before;
    const struct conversion_event *b = (const struct conversion_event *)list->after + after;
    return shape_similar(&conversion_shape, a, b);
}

static const struct field conversion_field = {.codec = &codec_object, .shape = &conversion_shape};

void differ_conversions(
        struct differ *differ, const struct campaign *before, const struct campaign *after)
{
    differ_list(differ, &(struct list_difference){.what = "conversion event",
                                .numbered = true,
                                .element = &conversion_field,
                                .size = sizeof(struct conversion_event),
                                .before = before->conversions,
                                .after = after->conversions,
                                .before_count = before->conversion_count,
                                .after_count = after->conversion_count,
                                .similar = conversions_similar,
                                .add_words = add_conversion_words});
}
