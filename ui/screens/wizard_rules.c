/* Steps 3, 5 and 10: rows of triggers, exceptions and conversion events. One row shows its fields,
 * the others stand in words; behind the last one waits an empty row. */
#include <string.h>

#include "base/alloc.h"
#include "base/glyph.h"
#include "base/i18n.h"
#include "base/term.h"
#include "base/text.h"
#include "model/words.h"
#include "screens/wizard_screen.h"

enum { RULES_CLOSED = 1, RULES_WITHIN, RULES_NOTE };
/* From that width on the words stand beside the fields; and what labels and brackets take. */
enum { SIDE_BY_SIDE = 100, LABEL_ROOM = 24 };

static const struct {
    size_t place;
    enum rule_list list;
} lists[] = {
        {PLACE_TRIGGER, RULES_TRIGGERS},
        {PLACE_EXCEPTIONS_STEP, RULES_EXCEPTIONS},
        {PLACE_CONVERSIONS_STEP, RULES_CONVERSIONS},
};

int rules_list_of(size_t place)
{
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++)
        if (lists[i].place == place)
            return (int)lists[i].list;
    return -1;
}

size_t rules_count(const struct campaign *campaign, enum rule_list list)
{
    const size_t counts[] = {
            campaign->trigger_count, campaign->exception_count, campaign->conversion_count};
    return counts[list];
}

static struct rule *rule_at(struct campaign *campaign, enum rule_list list, size_t index)
{
    if (index >= rules_count(campaign, list))
        return NULL;
    if (list == RULES_CONVERSIONS)
        return &campaign->conversions[index].rule;
    return list == RULES_TRIGGERS ? &campaign->triggers[index] : &campaign->exceptions[index];
}

const struct rule *rules_at(const struct campaign *campaign, enum rule_list list, size_t index)
{
    if (index >= rules_count(campaign, list))
        return NULL;
    if (list == RULES_CONVERSIONS)
        return &campaign->conversions[index].rule;
    return list == RULES_TRIGGERS ? &campaign->triggers[index] : &campaign->exceptions[index];
}

static size_t rules_max(enum rule_list list)
{
    return list == RULES_CONVERSIONS ? CAMPAIGN_CONVERSIONS_MAX : CAMPAIGN_TRIGGERS_MAX;
}

static void add_rule(struct rule **rules, size_t *count)
{
    *rules = mem_resize(*rules, *count + 1, sizeof **rules);
    memset(&(*rules)[(*count)++], 0, sizeof **rules);
}

static struct rule *rules_add(struct campaign *campaign, enum rule_list list)
{
    if (list == RULES_TRIGGERS) {
        add_rule(&campaign->triggers, &campaign->trigger_count);
    } else if (list == RULES_EXCEPTIONS) {
        add_rule(&campaign->exceptions, &campaign->exception_count);
    } else {
        size_t count = campaign->conversion_count++;
        campaign->conversions =
                mem_resize(campaign->conversions, count + 1, sizeof *campaign->conversions);
        campaign->conversions[count] =
                (struct conversion_event){.within = {CONVERSION_DAYS_USUAL, UNIT_DAYS}};
    }
    return rule_at(campaign, list, rules_count(campaign, list) - 1);
}

static void drop(void *items, size_t size, size_t *count, size_t index)
{
    char *at = (char *)items + index * size;
    memmove(at, at + size, (--*count - index) * size);
}

static void rules_drop(struct campaign *campaign, enum rule_list list, size_t index)
{
    rule_release(rule_at(campaign, list, index));
    if (list == RULES_TRIGGERS)
        drop(campaign->triggers, sizeof *campaign->triggers, &campaign->trigger_count, index);
    else if (list == RULES_EXCEPTIONS)
        drop(campaign->exceptions, sizeof *campaign->exceptions, &campaign->exception_count, index);
    else
        drop(campaign->conversions, sizeof *campaign->conversions, &campaign->conversion_count,
                index);
}

static struct wizard_screen *screen_of(const struct editing *editing)
{
    return (struct wizard_screen *)(void *)(uintptr_t)editing;
}

static const struct rule *rule_of_row(const struct editing *editing, int row)
{
    const struct wizard_screen *screen = screen_of(editing);
    int list = rules_list_of(screen->place);
    return list < 0 ? NULL
                    : rules_at(screen->draft.campaign, (enum rule_list)list,
                              (size_t)(row / RULE_ROWS));
}

const char *rules_event_of(const struct editing *editing, int row)
{
    const struct rule *rule = rule_of_row(editing, row);
    if (!rule || rule->type == RULE_PURCHASE)
        return "Order Completed";
    return rule->event ? rule->event : "";
}

const struct condition *rules_condition_of(const struct editing *editing, int row)
{
    const struct rule *rule = rule_of_row(editing, row);
    size_t index = (size_t)(row % RULE_ROWS);
    return rule && index < rule->where_count ? &rule->where[index] : NULL;
}

static void open_row(void *context, struct form *form, struct field *field)
{
    struct wizard_screen *screen = context;
    int row = field->row;
    int list = rules_list_of(screen->place);
    if (list < 0)
        return;
    screen->open_rule[list] = (size_t)(row / RULE_ROWS);
    form_clear(form);
    rules_enter(screen, (enum rule_list)list, form);
    form_focus(form, form_find(form, RULE_TYPE, row));
}

static const struct field_type closed_type = {.id = RULES_CLOSED,
        .kind = FIELD_BUTTON,
        .label = N_("..."),
        .pressed = open_row,
        .help = N_("Another row of this list, in words. Enter opens its fields.")};

static enum field_verdict check_within(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    enum field_unit unit;
    struct span span = {0};
    (void)context;
    (void)form;
    if (!field_duration(field, &span.amount, &unit))
        return FIELD_OK;
    span.unit = (enum time_unit)unit;
    struct span most = {CONVERSION_DAYS_MAX, UNIT_DAYS};
    if (span_is_valid(span) && span_ms(span) <= span_ms(most))
        return FIELD_OK;
    buf_add_text(why, _("The time for a conversion is at most 30 days."));
    return FIELD_ERROR;
}

static const struct field_type within_type = {.id = RULES_WITHIN,
        .kind = FIELD_DURATION,
        .label = N_("within"),
        .required = true,
        .check = check_within,
        .hint = N_("after the message"),
        .help = N_("How long after the message, or after being held out, it still counts. At most "
                   "30 days.")};

static const struct field_type notes[] = {
        [RULES_TRIGGERS] = {.id = RULES_NOTE,
                .kind = FIELD_NOTE,
                .label = N_("Any one of the rows starts it. Conditions in a row must all hold.")},
        [RULES_EXCEPTIONS] = {.id = RULES_NOTE,
                .kind = FIELD_NOTE,
                .label = N_("Who does one of these while the message waits does not get it. What "
                            "was done before the trigger does not count.")},
        [RULES_CONVERSIONS] = {.id = RULES_NOTE,
                .kind = FIELD_NOTE,
                .label = N_("What the message is for. The first one is the primary conversion, "
                            "whose purchases count as revenue.")},
};

static const char *row_label(enum rule_list list, size_t index)
{
    if (index == 0)
        return NULL;
    switch (list) {
    case RULES_EXCEPTIONS: return _("or");
    case RULES_CONVERSIONS: return _("also counts");
    default: return _("or");
    }
}

static void add_closed(struct form *form, const struct rule *rule, enum rule_list list, int row)
{
    struct buf words = {0};
    struct buf label = {0};
    struct field *field = form_add(form, &closed_type, row);
    rule_add_words(&words, rule);
    if (list == RULES_TRIGGERS)
        buf_add_format(
                &label, row ? _("or when someone %s") : _("when someone %s"), buf_text(&words));
    else if (list == RULES_EXCEPTIONS)
        buf_add_format(&label, _("unless someone %s"), buf_text(&words));
    else
        buf_add_format(&label, _("counts who %s"), buf_text(&words));
    int height, width;
    struct buf cut = {0};
    term_size(&height, &width);
    width = width < SIDE_BY_SIDE ? width : width * 3 / 5;
    text_add_cut(&cut, buf_text(&label), width - LABEL_ROOM, false, glyph_is_ascii());
    field_set_label(field, buf_text(&cut));
    buf_release(&cut);
    buf_release(&words);
    buf_release(&label);
}

static void add_open(
        struct wizard_screen *screen, enum rule_list list, struct form *form, size_t index)
{
    int row = (int)index * RULE_ROWS;
    const struct campaign *campaign = screen->draft.campaign;
    const struct rule *rule = rules_at(campaign, list, index);
    rule_form_add_type(form, list, rule, row, row_label(list, index));
    if (!rule)
        return;
    if (list == RULES_CONVERSIONS) {
        struct field *within = form_add(form, &within_type, row);
        struct span span = campaign->conversions[index].within;
        field_set_duration(within, span.amount, (enum field_unit)span.unit);
    }
    rule_form_add(form, &screen->editing, list, rule, row);
}

static void freeze(struct wizard_screen *screen, struct form *form)
{
    const char *why;
    if (!frozen_for_good(screen, &why))
        return;
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i]->type->kind < FIELD_NOTE)
            field_set_disabled(form->fields[i], why);
}

void rules_enter(struct wizard_screen *screen, enum rule_list list, struct form *form)
{
    struct campaign *campaign = screen->draft.campaign;
    /* A campaign has a trigger: the first row is there from the beginning. */
    if (list == RULES_TRIGGERS && campaign->trigger_count == 0 && screen_shows(screen, form))
        rules_add(campaign, list);
    size_t count = rules_count(campaign, list);
    for (size_t i = 0; i < count; i++) {
        if (i == screen->open_rule[list] || (count == 1 && i == 0))
            add_open(screen, list, form, i);
        else
            add_closed(form, rules_at(campaign, list, i), list, (int)i * RULE_ROWS);
    }
    if (count < rules_max(list))
        add_open(screen, list, form, count);
    form_add(form, &notes[list], 0);
    if (list == RULES_CONVERSIONS)
        freeze(screen, form);
}

void rules_leave(struct wizard_screen *screen, enum rule_list list)
{
    struct campaign *campaign = screen->draft.campaign;
    for (size_t i = 0; i < rules_count(campaign, list); i++)
        rule_form_prune(rule_at(campaign, list, i));
    screen->stale = false;
}

static void rebuild(struct wizard_screen *screen, enum rule_list list, struct form *form)
{
    form_clear(form);
    rules_enter(screen, list, form);
    screen->stale = false;
}

static void apply_within(struct conversion_event *event, const struct field *field)
{
    enum field_unit unit;
    struct span span = {0};
    struct span most = {CONVERSION_DAYS_MAX, UNIT_DAYS};
    if (!field_duration(field, &span.amount, &unit))
        return;
    span.unit = (enum time_unit)unit;
    if (span_is_valid(span) && span_ms(span) <= span_ms(most))
        event->within = span;
}

void rules_changed(
        struct wizard_screen *screen, enum rule_list list, struct form *form, struct field *field)
{
    struct campaign *campaign = screen->draft.campaign;
    size_t index = (size_t)(field->row / RULE_ROWS);
    if (field->type->id == RULES_WITHIN && index < campaign->conversion_count) {
        apply_within(&campaign->conversions[index], field);
        return;
    }
    if (!rule_form_owns(field))
        return;
    struct rule *rule = rule_at(campaign, list, index);
    bool more = !rule;
    if (more && (field->type->id != RULE_TYPE || !*field_text(field)))
        return;
    if (more) {
        rule = rules_add(campaign, list);
        screen->open_rule[list] = index;
    }
    size_t conditions = rule->where_count;
    if (rule_form_apply(form, &screen->editing, list, field, rule) || more)
        rebuild(screen, list, form);
    else if (rule->where_count != conditions)
        screen->stale = true;
}

bool rules_remove(struct wizard_screen *screen, enum rule_list list, struct form *form)
{
    struct campaign *campaign = screen->draft.campaign;
    const struct field *field = form_focused(form);
    size_t index = field ? (size_t)(field->row / RULE_ROWS) : 0;
    struct rule *rule = rule_at(campaign, list, index);
    if (!field || !rule || field->disabled)
        return false;
    if (condition_owns(field)) {
        if (rule_form_condition(field) >= rule->where_count)
            return false;
        rule_form_remove_condition(rule, rule_form_condition(field));
    } else {
        rules_drop(campaign, list, index);
        if (screen->open_rule[list] >= rules_count(campaign, list))
            screen->open_rule[list] = 0;
    }
    rebuild(screen, list, form);
    return true;
}
