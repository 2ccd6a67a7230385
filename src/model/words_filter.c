/* Filters in words. */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/phrase.h"
#include "model/words.h"
#include "model/words_interaction.h"

/* An event a user did: credits have names of their own for two of them. */
static char *did(const char *event)
{
    if (event && strcmp(event, "$session") == 0)
        return mem_string("started a session");
    if (event && strcmp(event, "$purchase") == 0)
        return mem_string("made a purchase");
    struct buf out = {0};
    char *name = phrase_name(event);
    phrase_add(&out, "did {1}", name, NULL, NULL);
    mem_free(name);
    return buf_take(&out);
}

static bool means_never(const struct filter *filter)
{
    switch (filter->count_op) {
    case COUNT_EQ:
    case COUNT_LE: return filter->number == 0;
    case COUNT_LT: return filter->number == 1;
    default: return false;
    }
}

static bool means_ever(const struct filter *filter)
{
    switch (filter->count_op) {
    case COUNT_GT:
    case COUNT_NE: return filter->number == 0;
    case COUNT_GE: return filter->number == 1;
    default: return false;
    }
}

static const char *times_sentence(const struct filter *filter)
{
    static const struct {
        const char *one, *many;
    } sentences[] = {
            [COUNT_EQ] = {"{1} exactly once", "{1} exactly {2} times"},
            [COUNT_NE] = {"{1} never or more than once", "{1} any number of times but {2}"},
            [COUNT_GT] = {"{1} more than once", "{1} more than {2} times"},
            [COUNT_GE] = {"{1} at least once", "{1} at least {2} times"},
            [COUNT_LT] = {"{1} less than once", "{1} less than {2} times"},
            [COUNT_LE] = {"{1} at most once", "{1} at most {2} times"},
    };
    if (means_never(filter))
        return "never {1}";
    if (means_ever(filter))
        return "{1}";
    return filter->number == 1 ? sentences[filter->count_op].one : sentences[filter->count_op].many;
}

/* Adds 'in the last 7 days' where the filter says so. */
static void add_within_days(struct buf *out, const struct buf *what, int days)
{
    char *number = mem_format("%d", days);
    const char *sentence = days == 0   ? "{1}"
                           : days == 1 ? "{1} since yesterday (UTC)"
                                       : "{1} in the last {2} days";
    phrase_add(out, sentence, buf_text(what), number, NULL);
    mem_free(number);
}

static void add_event_count(struct buf *out, const struct filter *filter)
{
    struct buf what = {0}, number = {0};
    char *event = did(filter->name);
    text_add_double(&number, filter->number);
    phrase_add(&what, times_sentence(filter), event, buf_text(&number), NULL);
    add_within_days(out, &what, filter->days);
    mem_free(event);
    buf_release(&number);
    buf_release(&what);
}

static void add_event_time(struct buf *out, const struct filter *filter)
{
    static const char *const sentences[][2] = {
            [TIME_BEFORE] = {"{1} for the first time before {2}",
                    "{1} for the last time before {2}"},
            [TIME_AFTER] = {"{1} for the first time after {2}", "{1} for the last time after {2}"},
            [TIME_MORE_THAN_DAYS_AGO] = {"{1} for the first time more than {2} days ago",
                    "{1} for the last time more than {2} days ago"},
            [TIME_LESS_THAN_DAYS_AGO] = {"{1} for the first time less than {2} days ago",
                    "{1} for the last time less than {2} days ago"},
    };
    struct buf when = {0};
    char *event = did(filter->name);
    if (filter->time_op == TIME_BEFORE || filter->time_op == TIME_AFTER)
        phrase_add_name(&when, filter->instant_text);
    else
        text_add_double(&when, filter->number);
    phrase_add(out, sentences[filter->time_op][filter->last ? 1 : 0], event, buf_text(&when), NULL);
    mem_free(event);
    buf_release(&when);
}

static void add_spent(struct buf *out, const struct filter *filter)
{
    static const char *const sentences[] = {
            [COUNT_EQ] = "spent exactly {1}",
            [COUNT_NE] = "spent anything but {1}",
            [COUNT_GT] = "spent more than {1}",
            [COUNT_GE] = "spent at least {1}",
            [COUNT_LT] = "spent less than {1}",
            [COUNT_LE] = "spent at most {1}",
    };
    struct buf what = {0}, number = {0};
    text_add_double(&number, filter->number);
    phrase_add(&what, sentences[filter->count_op], buf_text(&number), NULL, NULL);
    add_within_days(out, &what, filter->days);
    buf_release(&number);
    buf_release(&what);
}

static void add_bucket(struct buf *out, const struct filter *filter)
{
    struct buf share = {0};
    char *from = mem_format("%d", filter->bucket_from);
    char *to = mem_format("%d", filter->bucket_to);
    text_add_double(&share, (filter->bucket_to - filter->bucket_from + 1) / 100.0);
    phrase_add(out, "is in the random buckets {1} to {2} ({3} % of all users)", from, to,
            buf_text(&share));
    mem_free(from);
    mem_free(to);
    buf_release(&share);
}

static void add_users(struct buf *out, const struct filter *filter)
{
    struct pieces pieces = {0};
    struct buf names = {0};
    for (size_t i = 0; i < filter->user_count; i++) {
        struct buf piece = {0};
        phrase_add_name(&piece, filter->users[i]);
        pieces_add(&pieces, &piece);
    }
    pieces_join(&pieces, &names, "{1} or {2}");
    phrase_add(out, "is the user {1}", filter->user_count ? buf_text(&names) : "...", NULL, NULL);
    buf_release(&names);
}

static void add_named(struct buf *out, const struct filter *filter)
{
    char *name = phrase_name(filter->name);
    if (filter->kind == FILTER_RECEIVED && filter->name && strcmp(filter->name, "*") == 0)
        buf_add_text(out, "received any campaign");
    else if (filter->kind == FILTER_RECEIVED)
        phrase_add(out, "received {1}", name, NULL, NULL);
    else if (filter->kind == FILTER_CONTROL)
        phrase_add(out, "is in the control group of {1}", name, NULL, NULL);
    else if (filter->kind == FILTER_SEGMENT)
        phrase_add(out, "is in the segment {1}", name, NULL, NULL);
    else
        interaction_add_past_words(out, filter->interaction, name);
    mem_free(name);
}

static void add_leaf(struct buf *out, const struct filter *filter)
{
    switch (filter->kind) {
    case FILTER_EVERYONE: buf_add_text(out, "is a known user"); break;
    case FILTER_TRAIT: condition_add_words(out, &filter->condition); break;
    case FILTER_EVENT_COUNT: add_event_count(out, filter); break;
    case FILTER_EVENT_TIME: add_event_time(out, filter); break;
    case FILTER_SPENT: add_spent(out, filter); break;
    case FILTER_BUCKET: add_bucket(out, filter); break;
    case FILTER_USER: add_users(out, filter); break;
    default: add_named(out, filter); break;
    }
}

static void add_node(struct buf *out, const struct filter *filter, bool inner);

/* Every child is said, also those beyond what a list shows: a rule is not cut short. */
static void add_group(struct buf *out, const struct filter *filter, bool inner)
{
    struct buf all = {0};
    for (size_t i = 0; i < filter->child_count; i++) {
        struct buf both = {0}, child = {0};
        add_node(&child, &filter->children[i], true);
        if (i == 0)
            buf_add_text(&both, buf_text(&child));
        else
            phrase_add(&both, filter->kind == FILTER_ALL ? "{1} and {2}" : "{1} or {2}",
                    buf_text(&all), buf_text(&child), NULL);
        buf_release(&all);
        buf_release(&child);
        all = both;
    }
    phrase_add(out, inner && filter->child_count > 1 ? "({1})" : "{1}",
            filter->child_count ? buf_text(&all) : "...", NULL, NULL);
    buf_release(&all);
}

static void add_node(struct buf *out, const struct filter *filter, bool inner)
{
    struct buf child = {0};
    if (!filter_is_group(filter)) {
        add_leaf(out, filter);
    } else if (filter->kind != FILTER_NOT) {
        add_group(out, filter, inner);
    } else {
        if (filter->child_count)
            add_node(&child, filter->children, false);
        phrase_add(out, "not ({1})", child.size ? buf_text(&child) : "...", NULL, NULL);
        buf_release(&child);
    }
}

void filter_add_words(struct buf *out, const struct filter *filter)
{
    add_node(out, filter, false);
}
