/* Step 6: from when until when triggers count. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/wizard_screen.h"

enum { DURATION_START = 1, DURATION_END, DURATION_ZONE };

static const struct field_option zones[] = {
        [ZONE_OF_USER] = {"user", N_("on the user's own clock")},
        [ZONE_OF_COMPANY] = {"company", N_("on the company's clock")},
};

static bool is_before(const struct wall_time *a, const struct wall_time *b)
{
    return a->day < b->day || (a->day == b->day && a->ms < b->ms);
}

static enum field_verdict check_end(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = context;
    const struct duration *duration = &screen->draft.campaign->duration;
    (void)form;
    (void)field;
    if (!duration->start.set || !duration->end.set || is_before(&duration->start, &duration->end))
        return FIELD_OK;
    buf_add_text(why, _("The end must be after the start."));
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = DURATION_START,
                .kind = FIELD_DATE_TIME,
                .label = N_("Start"),
                .hint = N_("2026-12-01 09:00; empty: at once"),
                .help = N_("Triggers before it are lost. Empty: the campaign counts from its "
                           "activation on. With a start ahead it is Scheduled first, then live by "
                           "itself.")},
        {.id = DURATION_END,
                .kind = FIELD_DATE_TIME,
                .label = N_("End"),
                .check = check_end,
                .hint = N_("empty: until it is stopped"),
                .help = N_("Triggers after it are lost, and a message that would go after it does "
                           "not go. Empty: it runs until somebody stops it.")},
        {.id = DURATION_ZONE,
                .kind = FIELD_CHOICE,
                .label = N_("Read"),
                .required = true,
                .options = zones,
                .option_count = ARRAY_COUNT(zones),
                .help = N_("On whose clock start and end are meant. On the user's own clock it "
                           "begins in Tokyo many hours before it begins in New York.")},
};

static const struct binding bindings[] = {
        {"duration.start", DURATION_START, BIND_WALL, offsetof(struct campaign, duration.start), 0},
        {"duration.end", DURATION_END, BIND_WALL, offsetof(struct campaign, duration.end), 0},
        {"duration.zone", DURATION_ZONE, BIND_CHOICE, offsetof(struct campaign, duration.zone), 0},
};

static void duration_show(struct wizard_screen *screen, struct form *form)
{
    const struct duration *duration = &screen->draft.campaign->duration;
    step_hide(form, DURATION_ZONE, !duration->start.set && !duration->end.set);
}

const struct step_form duration_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .show = duration_show,
};
