/* Step 8: whether somebody may get it again. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/wizard_screen.h"

enum { AGAIN_ALLOWED = 1, AGAIN_WAIT };

static const struct field_option allowed[] = {
        {"once", N_("get it once and never again")},
        {"again", N_("get it again")},
};

static enum field_verdict check_wait(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    enum field_unit unit;
    struct span span = {0};
    (void)context;
    (void)form;
    if (!field_duration(field, &span.amount, &unit))
        return FIELD_OK;
    span.unit = (enum time_unit)unit;
    if (span_is_valid(span))
        return FIELD_OK;
    buf_add_text(why, _("A wait is 1 second to 720 days; leave it empty for none at all."));
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = AGAIN_ALLOWED,
                .kind = FIELD_CHOICE,
                .label = N_("Users may"),
                .required = true,
                .options = allowed,
                .option_count = ARRAY_COUNT(allowed),
                .hint = N_("Space: the list"),
                .help = N_("Whether a user who has received the message, or was held out, can "
                           "trigger it again.")},
        {.id = AGAIN_WAIT,
                .kind = FIELD_DURATION,
                .label = N_("After"),
                .check = check_wait,
                .hint = N_("7d; empty: with every trigger"),
                .help = N_("The time that must have passed since the last message. Exactly so long "
                           "is enough. Empty: every trigger counts, even while a message waits.")},
};

static const struct binding bindings[] = {
        {"reeligibility", AGAIN_ALLOWED, BIND_CHOICE_FLAG, offsetof(struct campaign, reeligible),
                0},
        {"reeligibility.after", AGAIN_WAIT, BIND_SPAN, offsetof(struct campaign, wait), 0},
};

static void again_apply(struct wizard_screen *screen, struct form *form, struct field *field)
{
    struct campaign *campaign = screen->draft.campaign;
    if (field->type->id != AGAIN_ALLOWED || !campaign->reeligible || campaign->wait.amount)
        return;
    campaign->wait = (struct span){7, UNIT_DAYS};
    field_set_duration(step_field(form, AGAIN_WAIT), 7, FIELD_DAYS);
}

static void again_show(struct wizard_screen *screen, struct form *form)
{
    step_hide(form, AGAIN_WAIT, !screen->draft.campaign->reeligible);
}

const struct step_form reeligibility_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .apply = again_apply,
        .show = again_show,
};
