/* Step 4: how long a message waits after its trigger. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "screens/wizard_screen.h"

enum {
    DELAY_FIELD_KIND = 1,
    DELAY_FIELD_AFTER,
    DELAY_FIELD_DAYS,
    DELAY_FIELD_WEEKDAY,
    DELAY_FIELD_AT,
    DELAY_FIELD_ZONE,
};

static const struct field_option kinds[] = {
        [DELAY_IMMEDIATE] = {"immediate", N_("at once")},
        [DELAY_AFTER] = {"after", N_("some time after the trigger")},
        [DELAY_IN_DAYS] = {"in_days", N_("some days later at a certain time")},
        [DELAY_ON_WEEKDAY] = {"on_weekday", N_("on the next such weekday at a certain time")},
        [DELAY_INTELLIGENT] = {"intelligent", N_("in the hour the user is mostly there")},
};
static const struct field_option weekdays[] = {
        {"sunday", N_("Sunday")},
        {"monday", N_("Monday")},
        {"tuesday", N_("Tuesday")},
        {"wednesday", N_("Wednesday")},
        {"thursday", N_("Thursday")},
        {"friday", N_("Friday")},
        {"saturday", N_("Saturday")},
};
static const struct field_option zones[] = {
        [ZONE_OF_USER] = {"user", N_("on the user's own clock")},
        [ZONE_OF_COMPANY] = {"company", N_("on the company's clock")},
};

static enum field_verdict check_after(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = context;
    enum field_unit unit;
    struct span span = {0};
    (void)form;
    if (field_duration(field, &span.amount, &unit)) {
        span.unit = (enum time_unit)unit;
        if (!span_is_valid(span)) {
            buf_add_text(why, _("A delay is 1 second to 720 days."));
            return FIELD_ERROR;
        }
    }
    if (screen->draft.campaign->channel == CHANNEL_IN_APP && span_ms(span) > 2 * HOUR_MS) {
        buf_add_text(why, _("An in-app message waits at most 2 hours: it is shown in a session."));
        return FIELD_ERROR;
    }
    return FIELD_OK;
}

static enum field_verdict check_kind_of_delay(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = context;
    const struct campaign *campaign = screen->draft.campaign;
    (void)form;
    (void)field;
    if (campaign->channel == CHANNEL_IN_APP && campaign->delay.kind > DELAY_AFTER)
        buf_add_text(why, _("An in-app message goes at once, or at most 2 hours after."));
    else if (campaign->exception_count && campaign->delay.kind == DELAY_IMMEDIATE)
        buf_add_text(why, _("The exceptions need a delay: without one nobody waits. Choose a "
                            "delay, or remove the exceptions."));
    else
        return FIELD_OK;
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = DELAY_FIELD_KIND,
                .kind = FIELD_CHOICE,
                .label = N_("It goes out"),
                .required = true,
                .options = kinds,
                .option_count = ARRAY_COUNT(kinds),
                .check = check_kind_of_delay,
                .hint = N_("Space: the list"),
                .help = N_("When the message goes after the trigger. Exceptions in the next step "
                           "can cancel it as long as it waits.")},
        {.id = DELAY_FIELD_AFTER,
                .kind = FIELD_DURATION,
                .label = N_("After"),
                .required = true,
                .check = check_after,
                .hint = N_("2h, 30m, 3d"),
                .help = N_("The time between trigger and message, exact to the second. Type 2h for "
                           "2 hours; Right and Left change the unit. At most 720 days; a month is "
                           "30 days.")},
        {.id = DELAY_FIELD_DAYS,
                .kind = FIELD_INTEGER,
                .label = N_("Days later"),
                .required = true,
                .min = 1,
                .max = 365,
                .help = N_("Calendar days after the day of the trigger: 1 is the next day.")},
        {.id = DELAY_FIELD_WEEKDAY,
                .kind = FIELD_CHOICE,
                .label = N_("Weekday"),
                .required = true,
                .options = weekdays,
                .option_count = ARRAY_COUNT(weekdays),
                .help = N_("The next such day after the day of the trigger; a trigger on that very "
                           "weekday waits a week.")},
        {.id = DELAY_FIELD_AT,
                .kind = FIELD_CLOCK,
                .label = N_("At"),
                .required = true,
                .help = N_("The time of day. With 'the hour the user is mostly there' it is for "
                           "users who never had a session.")},
        {.id = DELAY_FIELD_ZONE,
                .kind = FIELD_CHOICE,
                .label = N_("Read"),
                .required = true,
                .options = zones,
                .option_count = ARRAY_COUNT(zones),
                .help = N_("On whose clock the day and the time are meant. A user without a known "
                           "time zone has the company's.")},
};

static const struct binding bindings[] = {
        {"delay", DELAY_FIELD_KIND, BIND_CHOICE, offsetof(struct campaign, delay.kind), 0},
        {"delay.amount", DELAY_FIELD_AFTER, BIND_SPAN, offsetof(struct campaign, delay.after), 0},
        {"delay.days", DELAY_FIELD_DAYS, BIND_WHOLE, offsetof(struct campaign, delay.days), 0},
        {"delay.weekday", DELAY_FIELD_WEEKDAY, BIND_CHOICE,
                offsetof(struct campaign, delay.weekday), 0},
        {"delay.at", DELAY_FIELD_AT, BIND_CLOCK, offsetof(struct campaign, delay.at_ms), 0},
        {"delay.zone", DELAY_FIELD_ZONE, BIND_CHOICE, offsetof(struct campaign, delay.zone), 0},
};

/* A kind that is chosen for the first time begins with something sensible. */
static void delay_apply(struct wizard_screen *screen, struct form *form, struct field *field)
{
    struct delay *delay = &screen->draft.campaign->delay;
    if (field->type->id != DELAY_FIELD_KIND)
        return;
    if (delay->kind == DELAY_AFTER && !delay->after.amount) {
        delay->after = (struct span){1, UNIT_HOURS};
        field_set_duration(step_field(form, DELAY_FIELD_AFTER), 1, FIELD_HOURS);
    }
    if (delay->kind > DELAY_AFTER && !delay->days) {
        delay->days = 1;
        delay->weekday = 1;
        delay->at_ms = (delay->kind == DELAY_INTELLIGENT ? 10 : 9) * HOUR_MS;
        field_set_integer(step_field(form, DELAY_FIELD_DAYS), 1);
        field_set_text(step_field(form, DELAY_FIELD_WEEKDAY), weekdays[1].value);
        field_set_text(step_field(form, DELAY_FIELD_AT),
                delay->kind == DELAY_INTELLIGENT ? "10:00" : "09:00");
    }
}

static void delay_show(struct wizard_screen *screen, struct form *form)
{
    enum delay_kind kind = screen->draft.campaign->delay.kind;
    bool wall = kind == DELAY_IN_DAYS || kind == DELAY_ON_WEEKDAY;
    step_hide(form, DELAY_FIELD_AFTER, kind != DELAY_AFTER);
    step_hide(form, DELAY_FIELD_DAYS, kind != DELAY_IN_DAYS);
    step_hide(form, DELAY_FIELD_WEEKDAY, kind != DELAY_ON_WEEKDAY);
    step_hide(form, DELAY_FIELD_AT, !wall && kind != DELAY_INTELLIGENT);
    step_hide(form, DELAY_FIELD_ZONE, !wall);
    field_set_label(
            step_field(form, DELAY_FIELD_AT), kind == DELAY_INTELLIGENT ? _("Unknown: at") : NULL);
}

const struct step_form delay_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .apply = delay_apply,
        .show = delay_show,
};
