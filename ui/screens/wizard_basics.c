/* Step 1: what the campaign is called, and by which way it goes out. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/id_propose.h"
#include "screens/wizard_screen.h"

enum {
    BASICS_TITLE = 1,
    BASICS_ID,
    BASICS_CHANNEL,
    BASICS_DESCRIPTION,
    BASICS_TAGS,
    BASICS_SURFACE,
    BASICS_IDENTITY,
    BASICS_OPENS,
    BASICS_CLICKS,
};

static struct wizard_screen *screen_of(void *context)
{
    return context;
}

static void choose_tags(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    (void)form;
    (void)field;
    suggest_tags(screen_of(context)->editing.suggest, typed, out);
}

static void choose_surface(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    const struct wizard_screen *screen = screen_of(context);
    (void)form;
    (void)field;
    suggest_surfaces(screen->editing.suggest, (int)screen->draft.campaign->channel, typed, out);
}

static void choose_identity(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    (void)form;
    (void)field;
    choices_add_matching(out, typed, "none", NULL, _("nothing needed"));
    suggest_properties(screen_of(context)->editing.suggest, NULL, typed, out);
}

static enum field_verdict check_id(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = screen_of(context);
    const char *id = field_text(field);
    (void)form;
    if (!*id)
        return FIELD_OK;
    if (!id_is_valid(id))
        buf_add_text(why, _("An id has 1 to 64 of the characters a-z 0-9 . _ - and nothing else."));
    else if (draft_is_new(&screen->draft) && suggest_has_campaign(screen->editing.suggest, id))
        buf_add_text(why, _("There is a campaign with this id already: choose another one."));
    else
        return FIELD_OK;
    return FIELD_ERROR;
}

static enum field_verdict check_surface(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct wizard_screen *screen = screen_of(context);
    struct choices known = {0};
    const char *surface = field_text(field);
    bool limited = suggest_surfaces(
            screen->editing.suggest, (int)screen->draft.campaign->channel, surface, &known);
    bool found = choices_find(&known, surface);
    (void)form;
    choices_release(&known);
    if (!limited || found)
        return FIELD_OK;
    if (!*surface)
        buf_add_text(why, _("A surface is needed for this channel: take one from the list."));
    else
        buf_add_text(
                why, _("This is none of the surfaces of the channel: take one from the list, or "
                       "have it added to the setting 'surfaces'."));
    return FIELD_ERROR;
}

static const struct field_option channels[CHANNEL_COUNT] = {
        [CHANNEL_EMAIL] = {"email", N_("E-mail")},
        [CHANNEL_PUSH] = {"push", N_("Push message")},
        [CHANNEL_IN_APP] = {"in_app", N_("In-app message")},
        [CHANNEL_SMS] = {"sms", N_("SMS")},
        [CHANNEL_WHATSAPP] = {"whatsapp", N_("WhatsApp")},
        [CHANNEL_WEBHOOK] = {"webhook", N_("Webhook")},
        [CHANNEL_CONTENT_CARD] = {"content_card", N_("Content card")},
};

static const struct field_type fields[] = {
        {.id = BASICS_TITLE,
                .kind = FIELD_TEXT,
                .label = N_("Title"),
                .required = true,
                .size_max = CAMPAIGN_TITLE_MAX,
                .help = N_("What your colleagues see in lists. Users never see it.")},
        {.id = BASICS_CHANNEL,
                .kind = FIELD_CHOICE,
                .label = N_("Channel"),
                .required = true,
                .options = channels,
                .option_count = ARRAY_COUNT(channels),
                .hint = N_("Space: the list"),
                .help = N_("How the message goes out. One campaign has one channel; for several "
                           "channels write several campaigns. It cannot change once the campaign "
                           "was live.")},
        {.id = BASICS_ID,
                .kind = FIELD_TEXT,
                .label = N_("Id"),
                .required = true,
                .size_max = CAMPAIGN_ID_MAX,
                .check = check_id,
                .help = N_("The name in files, links and the command line, made from the title. "
                           "It stays for good once the campaign was saved.")},
        {.id = BASICS_DESCRIPTION,
                .kind = FIELD_LONG,
                .label = N_("Description"),
                .size_max = CAMPAIGN_DESCRIPTION_MAX,
                .hint = N_("Space"),
                .help = N_("Why this campaign exists, for colleagues who read it in a year. Space "
                           "opens the editor.")},
        {.id = BASICS_TAGS,
                .kind = FIELD_MULTI,
                .label = N_("Tags"),
                .free = true,
                .size_max = NAME_SIZE_MAX,
                .choices = choose_tags,
                .hint = N_("Space: the list; or type"),
                .help = N_("Words to find campaigns by. Type a new one and press Enter, or take "
                           "one that is in use.")},
        {.id = BASICS_SURFACE,
                .kind = FIELD_TEXT,
                .label = N_("Surface"),
                .size_max = NAME_SIZE_MAX,
                .choices = choose_surface,
                .check = check_surface,
                .help = N_("The preset of the delivery gateway: sender, domain, app. Empty: the "
                           "gateway's own default.")},
        {.id = BASICS_IDENTITY,
                .kind = FIELD_TEXT,
                .label = N_("Identity"),
                .size_max = NAME_SIZE_MAX,
                .choices = choose_identity,
                .width = 20,
                .help = N_("The trait a user must have to be reached, such as email. Empty: the "
                           "usual one of the channel; 'none': everybody can be reached. It cannot "
                           "change once the campaign was live.")},
        {.id = BASICS_OPENS,
                .kind = FIELD_TOGGLE,
                .label = N_("Track opens"),
                .help = N_("Whether the gateway reports opens. Where it does not, figures say 'not "
                           "tracked', never 0. Space changes it.")},
        {.id = BASICS_CLICKS,
                .kind = FIELD_TOGGLE,
                .label = N_("Track clicks"),
                .help = N_("Whether the gateway rewrites links so that clicks are known. Space "
                           "changes it.")},
};

static const struct binding bindings[] = {
        {"title", BASICS_TITLE, BIND_TEXT, offsetof(struct campaign, title), 0},
        {"channel", BASICS_CHANNEL, BIND_CHOICE, offsetof(struct campaign, channel), 0},
        {"id", BASICS_ID, BIND_TEXT, offsetof(struct campaign, id), 0},
        {"description", BASICS_DESCRIPTION, BIND_TEXT, offsetof(struct campaign, description), 0},
        {"tags", BASICS_TAGS, BIND_LIST, offsetof(struct campaign, tags),
                offsetof(struct campaign, tag_count)},
        {"surface", BASICS_SURFACE, BIND_TEXT, offsetof(struct campaign, surface), 0},
        {"identity", BASICS_IDENTITY, BIND_OWN, 0, 0},
        {"tracking.opens", BASICS_OPENS, BIND_FLAG, offsetof(struct campaign, track_opens), 0},
        {"tracking.clicks", BASICS_CLICKS, BIND_FLAG, offsetof(struct campaign, track_clicks), 0},
};

static bool is_taken(const void *context, const char *id)
{
    return suggest_has_campaign(context, id);
}

static void propose_id(struct wizard_screen *screen, struct form *form)
{
    struct campaign *campaign = screen->draft.campaign;
    char *id =
            id_propose(campaign->title ? campaign->title : "", is_taken, screen->editing.suggest);
    field_set_text(step_field(form, BASICS_ID), id);
    mem_free(campaign->id);
    campaign->id = *id ? id : NULL;
    if (!campaign->id)
        mem_free(id);
}

/* Where a channel has surfaces one is needed: the first, until somebody chooses another one. */
static void propose_surface(struct wizard_screen *screen, struct form *form)
{
    struct campaign *campaign = screen->draft.campaign;
    struct choices known = {0};
    bool limited = suggest_surfaces(screen->editing.suggest, (int)campaign->channel, "", &known);
    if (limited && known.count && !(campaign->surface && choices_find(&known, campaign->surface))) {
        mem_free(campaign->surface);
        campaign->surface = mem_string(known.items[0].value);
        field_set_text(step_field(form, BASICS_SURFACE), campaign->surface);
    }
    choices_release(&known);
}

static void apply_identity(struct campaign *campaign, const char *typed)
{
    mem_free(campaign->identity);
    campaign->identity = NULL;
    if (strcmp(typed, "none") == 0)
        campaign->identity = mem_string("");
    else if (*typed)
        campaign->identity = mem_string(typed);
}

static void basics_apply(struct wizard_screen *screen, struct form *form, struct field *field)
{
    bool new = draft_is_new(&screen->draft);
    if (field->type->id == BASICS_ID) {
        struct campaign *campaign = screen->draft.campaign;
        screen->id_typed = *field_text(field);
        /* Not even a working copy can have one that is none. */
        if (campaign->id && !id_is_valid(campaign->id)) {
            mem_free(campaign->id);
            campaign->id = NULL;
        }
    }
    if (field->type->id == BASICS_TITLE && new && !screen->id_typed)
        propose_id(screen, form);
    if (new && (field->type->id == BASICS_TITLE || field->type->id == BASICS_CHANNEL))
        propose_surface(screen, form);
    /* The usual identity is another one on another channel. */
    if (field->type->id == BASICS_IDENTITY || field->type->id == BASICS_CHANNEL)
        apply_identity(screen->draft.campaign, field_text(step_field(form, BASICS_IDENTITY)));
}

static void basics_fill(struct wizard_screen *screen, struct form *form)
{
    const char *identity = screen->draft.campaign->identity;
    const char *usual = channel_identity(screen->draft.campaign->channel);
    if (identity && strcmp(identity, usual) != 0)
        field_set_text(step_field(form, BASICS_IDENTITY), *identity ? identity : "none");
}

static void basics_show(struct wizard_screen *screen, struct form *form)
{
    const struct campaign *campaign = screen->draft.campaign;
    const char *why;
    bool email = campaign->channel == CHANNEL_EMAIL;
    if (!draft_is_new(&screen->draft))
        field_set_disabled(step_field(form, BASICS_ID),
                _("The id of a saved campaign stays: clone it to have it under another one"));
    if (frozen_for_good(screen, &why)) {
        field_set_disabled(step_field(form, BASICS_CHANNEL), why);
        field_set_disabled(step_field(form, BASICS_IDENTITY), why);
    }
    step_hide(form, BASICS_OPENS, !email);
    step_hide(form, BASICS_CLICKS,
            !email && campaign->channel != CHANNEL_SMS && campaign->channel != CHANNEL_WHATSAPP);
}

const struct step_form basics_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .fill = basics_fill,
        .apply = basics_apply,
        .show = basics_show,
};
