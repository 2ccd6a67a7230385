/* Step 7: at which hours messages may go. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "screens/wizard_screen.h"

enum { WINDOW_SET = 1, WINDOW_FROM, WINDOW_TO, WINDOW_ZONE, WINDOW_MISSED };

static const struct field_option sets[] = {
        {"always", N_("at any time of day")},
        {"window", N_("only between two times of day")},
};
static const struct field_option zones[] = {
        [ZONE_OF_USER] = {"user", N_("on the user's own clock")},
        [ZONE_OF_COMPANY] = {"company", N_("on the company's clock")},
};
static const struct field_option missed[] = {
        {"drop", N_("it is dropped")},
        {"next", N_("it goes when the window opens again")},
};

static enum field_verdict check_to(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = context;
    const struct window *window = &screen->draft.campaign->window;
    (void)form;
    (void)field;
    if (!window->set || window->from_ms != window->to_ms)
        return FIELD_OK;
    buf_add_text(why, _("Between equal times there is nothing: choose another one."));
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = WINDOW_SET,
                .kind = FIELD_CHOICE,
                .label = N_("It may go out"),
                .required = true,
                .options = sets,
                .option_count = ARRAY_COUNT(sets),
                .hint = N_("Space: the list"),
                .help = N_("Whether messages keep to certain hours. Mind that a trigger outside "
                           "the window is lost too, not only a message.")},
        {.id = WINDOW_FROM,
                .kind = FIELD_CLOCK,
                .label = N_("From"),
                .required = true,
                .hint = N_("9 is 09:00"),
                .help = N_("The first minute that is inside.")},
        {.id = WINDOW_TO,
                .kind = FIELD_CLOCK,
                .label = N_("To"),
                .required = true,
                .check = check_to,
                .hint = N_("this minute is outside again"),
                .help = N_("The first minute that is outside again. 22:00 to 06:00 spans "
                           "midnight.")},
        {.id = WINDOW_ZONE,
                .kind = FIELD_CHOICE,
                .label = N_("Read"),
                .required = true,
                .options = zones,
                .option_count = ARRAY_COUNT(zones),
                .help = N_("On whose clock the times are meant. A user without a known time zone "
                           "has the company's.")},
        {.id = WINDOW_MISSED,
                .kind = FIELD_CHOICE,
                .label = N_("If due outside"),
                .required = true,
                .options = missed,
                .option_count = ARRAY_COUNT(missed),
                .help = N_("What happens to a message that is due outside the window: dropped for "
                           "good, or sent at the next opening. Without a delay it makes no "
                           "difference, since then the trigger itself lies outside.")},
};

static const struct binding bindings[] = {
        {"window", WINDOW_SET, BIND_CHOICE_FLAG, offsetof(struct campaign, window.set), 0},
        {"window.from", WINDOW_FROM, BIND_CLOCK, offsetof(struct campaign, window.from_ms), 0},
        {"window.to", WINDOW_TO, BIND_CLOCK, offsetof(struct campaign, window.to_ms), 0},
        {"window.zone", WINDOW_ZONE, BIND_CHOICE, offsetof(struct campaign, window.zone), 0},
        {"window.if_missed", WINDOW_MISSED, BIND_CHOICE_FLAG,
                offsetof(struct campaign, window.next), 0},
};

static void window_apply(struct wizard_screen *screen, struct form *form, struct field *field)
{
    struct window *window = &screen->draft.campaign->window;
    if (field->type->id != WINDOW_SET || !window->set || window->from_ms != window->to_ms)
        return;
    window->from_ms = 9 * HOUR_MS;
    window->to_ms = 18 * HOUR_MS;
    field_set_text(step_field(form, WINDOW_FROM), "09:00");
    field_set_text(step_field(form, WINDOW_TO), "18:00");
}

static void window_show(struct wizard_screen *screen, struct form *form)
{
    bool set = screen->draft.campaign->window.set;
    for (int id = WINDOW_FROM; id <= WINDOW_MISSED; id++)
        step_hide(form, id, !set);
}

const struct step_form window_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .apply = window_apply,
        .show = window_show,
};
