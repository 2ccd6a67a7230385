#include "screens/user_rows.h"

#include <string.h>

#include "base/alloc.h"
#include "base/glyph.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/stats.h"
#include "screens/badge.h"
#include "screens/labels.h"

static void row_release(struct user_row *row)
{
    for (size_t i = 0; i < USER_COLUMNS_MAX; i++)
        mem_free(row->cells[i]);
    mem_free(row->words);
    mem_free(row->target);
}

void user_table_release(struct user_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        row_release(&table->items[i]);
    mem_free(table->items);
    *table = (struct user_table){0};
}

static struct user_row *add_row(struct user_table *table, const char *target)
{
    table->items = mem_room(table->items, table->count, &table->capacity, sizeof *table->items);
    struct user_row *row = &table->items[table->count++];
    *row = (struct user_row){.target = target != NULL ? mem_string(target) : NULL};
    return row;
}

static void set_text(struct user_row *row, size_t column, const char *text)
{
    row->cells[column] = mem_string(text);
}

static void set_instant(
        struct user_row *row, size_t column, int64_t instant_ms, const struct user_answer *user)
{
    struct buf text = {0};
    add_instant(&text, instant_ms, zone_find(user->company_zone, strlen(user->company_zone)));
    row->cells[column] = buf_take(&text);
    row->figures[column] = instant_ms;
}

static void set_number(struct user_row *row, size_t column, int64_t number)
{
    struct buf text = {0};
    text_add_number(&text, number);
    row->cells[column] = buf_take(&text);
    row->figures[column] = number;
}

/* Behind the sentence, a phrase. */
static void add_detail(struct buf *out, const char *detail)
{
    if (detail != NULL && detail[0] != '\0')
        buf_add_format(out, " (%s)", detail);
}

static void fill_messages(struct user_table *table, const struct user_answer *user)
{
    for (size_t i = 0; i < user->entry_count; i++) {
        const struct user_entry *entry = &user->entries[i];
        struct user_row *row = add_row(table, entry->campaign);
        struct buf words = {0};
        set_instant(row, 0, entry->trigger_ms, user);
        set_text(row, 1, entry->campaign);
        set_text(row, 2, outcome_label(entry->outcome));
        set_instant(row, 3, entry->due_ms, user);
        set_instant(row, 4, entry->decided_ms, user);
        row->style = outcome_style(entry->outcome);
        buf_add_text(&words, i18n_text(outcome_words(entry->outcome)));
        add_detail(&words, entry->detail != NULL ? detail_label(entry->detail) : NULL);
        if (entry->version > 0)
            buf_add_format(&words, _(" Decided by version %u."), entry->version);
        row->words = buf_take(&words);
    }
}

static void fill_events(struct user_table *table, const struct user_answer *user)
{
    for (size_t i = 0; i < user->event_count; i++) {
        const struct user_event *event = &user->events[i];
        struct user_row *row = add_row(table, event->name);
        set_text(row, 0, event->name);
        set_number(row, 1, event->count);
        set_number(row, 2, event->recent);
        set_instant(row, 3, event->last_ms, user);
        set_instant(row, 4, event->first_ms, user);
    }
}

static void fill_refusals(struct user_table *table, const struct user_answer *user)
{
    for (size_t i = 0; i < user->campaign_count; i++) {
        const struct user_campaign *campaign = &user->campaigns[i];
        struct buf words = {0};
        if (campaign->refusal == REFUSAL_NONE)
            continue;
        struct user_row *row = add_row(table, campaign->campaign);
        set_instant(row, 0, campaign->refusal_ms, user);
        set_text(row, 1, campaign->campaign);
        set_text(row, 2, refusal_label(campaign->refusal));
        set_text(row, 3, campaign->refusal_detail != NULL ? campaign->refusal_detail : "");
        buf_add_text(&words, i18n_text(refusal_words(campaign->refusal)));
        add_detail(&words, campaign->refusal_detail);
        row->words = buf_take(&words);
    }
}

/* What we did, not the user. */
static bool is_ours(enum interaction interaction)
{
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        if (channel_receipt_interaction((enum channel)channel) == (int)interaction)
            return true;
    return interaction == INTERACTION_ENTER_CONTROL;
}

static void add_interactions(struct buf *out, const struct user_campaign *campaign)
{
    for (int i = 0; i < INTERACTION_COUNT; i++)
        if (campaign->interactions[i] && !is_ours((enum interaction)i))
            buf_add_format(
                    out, "%s%s", out->size > 0 ? ", " : "", interaction_did((enum interaction)i));
}

static void fill_campaigns(struct user_table *table, const struct user_answer *user)
{
    for (size_t i = 0; i < user->campaign_count; i++) {
        const struct user_campaign *campaign = &user->campaigns[i];
        struct buf done = {0};
        struct user_row *row = add_row(table, campaign->campaign);
        set_text(row, 0, campaign->campaign);
        set_text(row, 1,
                campaign->received && campaign->in_control ? _("received, held out")
                : campaign->received                       ? _("received")
                : campaign->in_control                     ? _("held out")
                                                           : "-");
        set_instant(row, 2, campaign->last_ms, user);
        add_interactions(&done, campaign);
        set_text(row, 3, buf_text(&done));
        row->words = buf_take(&done);
    }
}

static void fill_traits(struct user_table *table, const struct user_answer *user)
{
    for (size_t i = 0; i < user->trait_count; i++) {
        struct user_row *row = add_row(table, NULL);
        set_text(row, 0, user->traits[i].name);
        set_text(row, 1, user->traits[i].json);
        row->words = mem_format("%s: %s", user->traits[i].name, user->traits[i].json);
    }
}

static const struct segment_row *find_segment(const struct segment_list *segments, const char *id)
{
    for (size_t i = 0; i < segments->count; i++)
        if (strcmp(segments->items[i].id, id) == 0)
            return &segments->items[i];
    return NULL;
}

static void fill_segments(struct user_table *table, const struct user_answer *user,
        const struct segment_list *segments)
{
    for (size_t i = 0; i < user->segment_count; i++) {
        const struct segment_row *segment = find_segment(segments, user->segments[i]);
        struct user_row *row = add_row(table, user->segments[i]);
        set_text(row, 0, user->segments[i]);
        set_text(row, 1, segment != NULL ? segment->name : "");
        row->words = mem_string(segment != NULL ? segment->filter_words : "");
    }
}

void user_table_fill(struct user_table *table, enum user_section section,
        const struct user_answer *user, const struct segment_list *segments)
{
    user_table_release(table);
    switch (section) {
    case USER_MESSAGES: fill_messages(table, user); break;
    case USER_EVENTS: fill_events(table, user); break;
    case USER_REFUSALS: fill_refusals(table, user); break;
    case USER_CAMPAIGNS: fill_campaigns(table, user); break;
    case USER_TRAITS: fill_traits(table, user); break;
    default: fill_segments(table, user, segments); break;
    }
}

void user_add_words(const struct user_answer *user, struct buf *out)
{
    if (user->zone != NULL)
        buf_add_text(out, user->zone);
    else
        buf_add_format(out, _("no zone known, %s counts"), user->company_zone);
    buf_add_format(out, " %s ", glyph(GLYPH_DOT));
    buf_add_format(out, _("spent %.2f"), user->spent);
    if (user->best_hour >= 0) {
        buf_add_format(out, " %s ", glyph(GLYPH_DOT));
        buf_add_format(out, _("mostly here from %02d:00 to %02d:00"), user->best_hour,
                (user->best_hour + 1) % 24);
    }
    if (user->has_place) {
        buf_add_format(out, " %s ", glyph(GLYPH_DOT));
        buf_add_format(out, _("last at %.4f, %.4f"), user->latitude, user->longitude);
    }
}
