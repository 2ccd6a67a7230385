/* Step 9: who may get it. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/words.h"
#include "screens/wizard_screen.h"

enum {
    AUDIENCE_SEGMENTS = 1,
    AUDIENCE_FILTER,
    AUDIENCE_AGAIN,
    AUDIENCE_CONTROL,
    AUDIENCE_SIZE,
};

static struct wizard_screen *screen_of(void *context)
{
    return context;
}

static void choose_segments(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    (void)form;
    (void)field;
    suggest_segments(screen_of(context)->editing.suggest, typed, out);
}

static void choose_filter(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    const struct campaign *campaign = screen_of(context)->draft.campaign;
    struct buf words = {0};
    (void)form;
    (void)field;
    (void)typed;
    if (campaign->filter)
        filter_add_words(&words, campaign->filter);
    choices_add(out, "now", campaign->filter ? buf_text(&words) : _("none"), NULL);
    choices_add(out, "edit", _("edit the filter ..."), NULL);
    if (campaign->filter)
        choices_add(out, "none", _("remove the filter"), NULL);
    buf_release(&words);
}

static enum field_verdict check_segments(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = screen_of(context);
    (void)form;
    for (size_t i = 0; i < field->chosen_count; i++) {
        if (suggest_has_segment(screen->editing.suggest, field->chosen[i]))
            continue;
        buf_add_format(why, _("There is no segment %s: take it away, or write it first."),
                field->chosen[i]);
        return FIELD_ERROR;
    }
    return FIELD_OK;
}

static enum field_verdict check_control(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    int64_t percent;
    (void)context;
    (void)form;
    if (!field_integer(field, &percent) || percent <= 50)
        return FIELD_OK;
    buf_add_text(why, _("More than half of the audience would get nothing."));
    return FIELD_WARNING;
}

static const struct field_type fields[] = {
        {.id = AUDIENCE_SEGMENTS,
                .kind = FIELD_MULTI,
                .label = N_("In segments"),
                .choices = choose_segments,
                .check = check_segments,
                .hint = N_("Space: the list; none: everyone"),
                .help = N_("Users must be in all of the segments, at the moment of the trigger. "
                           "Space opens the list and marks a row in it, letters narrow it, Enter "
                           "closes it. Sizes are as they were last counted.")},
        {.id = AUDIENCE_FILTER,
                .kind = FIELD_CHOICE,
                .label = N_("Extra filter"),
                .required = true,
                .choices = choose_filter,
                .hint = N_("Space: edit"),
                .help = N_("Conditions for this campaign alone, beside the segments: traits, "
                           "events, money, other campaigns, joined by all, any and not. What "
                           "several campaigns share belongs into a segment.")},
        {.id = AUDIENCE_CONTROL,
                .kind = FIELD_INTEGER,
                .label = N_("Control group"),
                .max = CONTROL_PERCENT_MAX,
                .check = check_control,
                .hint = N_("% get nothing; empty: nobody"),
                .help = N_("The share of users who get nothing, so that you see what the message "
                           "really brings. They are chosen for good, evenly, per campaign. It "
                           "cannot change once the campaign was live. 10 is usual.")},
        {.id = AUDIENCE_AGAIN,
                .kind = FIELD_TOGGLE,
                .label = N_("Look again at send"),
                .hint = N_("Space changes it"),
                .help = N_("Whether a user must still be in the audience when the message goes. "
                           "Without a delay it makes no difference.")},
        {.id = AUDIENCE_SIZE, .kind = FIELD_NOTE, .label = N_("...")},
};

static const struct binding bindings[] = {
        {"audience", AUDIENCE_SEGMENTS, BIND_LIST, offsetof(struct campaign, segments),
                offsetof(struct campaign, segment_count)},
        {"audience.filter", AUDIENCE_FILTER, BIND_OWN, 0, 0},
        {"control_percent", AUDIENCE_CONTROL, BIND_WHOLE,
                offsetof(struct campaign, control_percent), 0},
        {"reevaluate_audience", AUDIENCE_AGAIN, BIND_FLAG,
                offsetof(struct campaign, reevaluate_audience), 0},
};

static void audience_fill(struct wizard_screen *screen, struct form *form)
{
    field_set_text(step_field(form, AUDIENCE_FILTER), "now");
    if (screen->draft.campaign->control_percent == 0)
        field_set_text(step_field(form, AUDIENCE_CONTROL), "");
}

static void audience_apply(struct wizard_screen *screen, struct form *form, struct field *field)
{
    struct campaign *campaign = screen->draft.campaign;
    if (field->type->id == AUDIENCE_CONTROL && !*field_text(field))
        campaign->control_percent = 0;
    if (field->type->id == AUDIENCE_FILTER) {
        bool edit = strcmp(field_text(field), "edit") == 0;
        if (strcmp(field_text(field), "none") == 0 && campaign->filter) {
            filter_release(campaign->filter);
            mem_free(campaign->filter);
            campaign->filter = NULL;
        }
        field_set_text(field, "now");
        if (edit)
            wizard_filter_open(screen);
    }
    (void)form;
}

static void audience_show(struct wizard_screen *screen, struct form *form)
{
    const char *why;
    struct buf words = {0};
    if (frozen_for_good(screen, &why))
        field_set_disabled(step_field(form, AUDIENCE_CONTROL), why);
    if (!screen_shows(screen, form))
        return;
    count_start(screen);
    count_add_words(screen, &words);
    field_set_label(step_field(form, AUDIENCE_SIZE), buf_text(&words));
    buf_release(&words);
}

const struct step_form audience_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .fill = audience_fill,
        .apply = audience_apply,
        .show = audience_show,
};
