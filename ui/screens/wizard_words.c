/* What stands beside the fields: the campaign so far in plain words, and worked examples. */
#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/term.h"
#include "base/when.h"
#include "model/words.h"
#include "report/examples.h"
#include "screens/badge.h"
#include "screens/preview.h"
#include "screens/wizard_screen.h"

enum { NARROW = 100, NARROW_ROWS = 3 };

static const char *const titles[PLACE_COUNT] = {
        [PLACE_BASICS] = N_("Basics"),
        [PLACE_MESSAGE] = N_("Message"),
        [PLACE_TRIGGER] = N_("Trigger"),
        [PLACE_DELAY] = N_("Delay"),
        [PLACE_EXCEPTIONS_STEP] = N_("Exceptions"),
        [PLACE_DURATION] = N_("Duration"),
        [PLACE_WINDOW] = N_("Window"),
        [PLACE_REELIGIBILITY] = N_("Re-eligibility"),
        [PLACE_AUDIENCE_STEP] = N_("Audience"),
        [PLACE_CONVERSIONS_STEP] = N_("Conversions"),
        [PLACE_REVIEW] = N_("Review"),
};

const char *place_title(size_t place)
{
    return i18n_text(titles[place]);
}

/* A sentence a line is how it comes; a narrow screen has three rows for it. */
static void join_lines(struct buf *out)
{
    struct buf joined = {0};
    for (size_t i = 0; i < out->size; i++) {
        if (out->bytes[i] == '\n')
            buf_add_text(&joined, ". ");
        else
            buf_add_char(&joined, out->bytes[i]);
    }
    buf_release(out);
    *out = joined;
}

static void add_examples(struct wizard_screen *screen, struct buf *out)
{
    struct example_list list = {0};
    int64_t now_ms = app_now(screen->view->app);
    struct examples_query query = {.now_ms = now_ms - now_ms % MINUTE_MS,
            .company = suggest_company_zone(screen->editing.suggest)};
    campaign_examples(screen->draft.campaign, &query, &list);
    for (size_t i = 0; i < list.count; i++) {
        if (i)
            buf_add_char(out, '\n');
        buf_add_text(out, list.items[i].words);
    }
    if (!list.count)
        buf_add_text(out, _("Fill in the fields, and examples stand here."));
    example_list_release(&list);
}

void screen_examples(void *context, size_t place, struct buf *out)
{
    struct wizard_screen *screen = context;
    bool about_time = place == PLACE_DELAY || place == PLACE_DURATION || place == PLACE_WINDOW;
    if (place == PLACE_MESSAGE)
        preview_add(out, screen->draft.campaign);
    else if (about_time)
        add_examples(screen, out);
}

/* What does not fit begins with what the step itself says. */
static void lead_with_step(struct wizard_screen *screen, size_t place, size_t room, struct buf *out)
{
    struct buf words = {0};
    if (out->size < room || place == PLACE_BASICS || place >= PLACE_REVIEW)
        return;
    step_add_words(screen->draft.campaign, place, &words);
    struct buf whole = {0};
    buf_add_format(&whole, "%s: %s. ", place_title(place), buf_text(&words));
    buf_add(&whole, out->bytes, out->size);
    buf_release(&words);
    buf_release(out);
    *out = whole;
}

void screen_words(void *context, size_t place, struct buf *out)
{
    struct wizard_screen *screen = context;
    int height, width;
    term_size(&height, &width);
    campaign_add_words(out, screen->draft.campaign);
    if (width < NARROW) {
        join_lines(out);
        lead_with_step(screen, place, (size_t)(width * NARROW_ROWS), out);
        return;
    }
    /* There is room for what is worked out too. */
    struct buf examples = {0};
    screen_examples(screen, place, &examples);
    if (examples.size)
        buf_add_format(out, "\n\n%s", buf_text(&examples));
    buf_release(&examples);
}

static void add_rules(const struct campaign *campaign, enum rule_list list, struct buf *out)
{
    size_t count = rules_count(campaign, list);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_text(out, "; ");
        if (list == RULES_CONVERSIONS)
            conversion_add_words(out, &campaign->conversions[i]);
        else
            rule_add_words(out, rules_at(campaign, list, i));
    }
    if (!count)
        buf_add_text(out, _("none"));
}

static void add_basics(const struct campaign *campaign, struct buf *out)
{
    const char *title = campaign->title ? campaign->title : "...";
    const char *id = campaign->id ? campaign->id : "...";
    const char *channel = channel_words(campaign->channel);
    if (campaign->surface)
        buf_add_format(
                out, _("%s (%s), %s on the surface %s"), title, id, channel, campaign->surface);
    else
        buf_add_format(out, "%s (%s), %s", title, id, channel);
}

static void add_audience(const struct campaign *campaign, struct buf *out)
{
    audience_add_words(out, campaign);
    if (campaign->control_percent)
        buf_add_format(out, _("; %d %% are held out and get nothing"), campaign->control_percent);
}

void step_add_words(const struct campaign *campaign, size_t place, struct buf *out)
{
    int list = rules_list_of(place);
    if (list >= 0) {
        add_rules(campaign, (enum rule_list)list, out);
        return;
    }
    switch (place) {
    case PLACE_BASICS: add_basics(campaign, out); break;
    case PLACE_MESSAGE:
        buf_add_text(out, campaign->subject ? campaign->subject
                          : campaign->body  ? campaign->body
                                            : _("nothing yet"));
        break;
    case PLACE_DELAY: delay_add_words(out, &campaign->delay); break;
    case PLACE_DURATION: duration_rule_add_words(out, &campaign->duration); break;
    case PLACE_WINDOW: window_add_words(out, &campaign->window); break;
    case PLACE_REELIGIBILITY: reeligibility_add_words(out, campaign); break;
    case PLACE_AUDIENCE_STEP: add_audience(campaign, out); break;
    default: break;
    }
}
