#include "screens/figures.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/words.h"
#include "report/say.h"
#include "screens/labels.h"

static void add(struct figures *figures, struct figure figure)
{
    if (figures->count < FIGURES_MAX)
        figures->items[figures->count++] = figure;
}

static int64_t refused(const struct stats_row *stats)
{
    int64_t sum = 0;
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        sum += stats->refusals[i];
    return sum;
}

static void add_refusals(struct figures *figures, const struct stats_row *stats)
{
    add(figures, (struct figure){.kind = FIGURE_REFUSED,
                         .level = 1,
                         .count = refused(stats),
                         .unique = -1,
                         .whole = stats->matches});
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        if (stats->refusals[i] > 0)
            add(figures, (struct figure){.kind = FIGURE_REFUSAL,
                                 .code = i,
                                 .level = 2,
                                 .count = stats->refusals[i],
                                 .unique = -1,
                                 .whole = stats->matches});
}

static void add_outcomes(struct figures *figures, const struct stats_row *stats)
{
    static const enum outcome order[] = {OUTCOME_PENDING, OUTCOME_EXCEPTION, OUTCOME_LEFT_AUDIENCE,
            OUTCOME_UNREACHABLE, OUTCOME_TOO_LATE, OUTCOME_DUE_AFTER_END, OUTCOME_STOPPED,
            OUTCOME_CONTROL, OUTCOME_SENT};
    for (size_t i = 0; i < ARRAY_COUNT(order); i++) {
        enum outcome outcome = order[i];
        bool rung = outcome == OUTCOME_PENDING || outcome == OUTCOME_SENT;
        if (rung || stats->outcomes[outcome] > 0)
            add(figures, (struct figure){.kind = FIGURE_OUTCOME,
                                 .code = (int)outcome,
                                 .level = 2,
                                 .count = stats->outcomes[outcome],
                                 .unique = outcome == OUTCOME_SENT ? stats->unique_recipients : -1,
                                 .whole = stats->entries});
    }
}

static void add_reports(struct figures *figures, const struct stats_row *stats)
{
    for (int i = 0; i < REPORT_KIND_COUNT; i++)
        if (stats->reports[i].total > 0)
            add(figures, (struct figure){.kind = FIGURE_REPORT,
                                 .code = i,
                                 .level = 3,
                                 .count = stats->reports[i].total,
                                 .unique = stats->reports[i].unique,
                                 .whole = stats->unique_recipients});
}

/* Receipts and enrolments are outcomes already; conversions have rows of their own. */
static bool is_a_reaction(int interaction)
{
    return interaction != INTERACTION_CONVERSION && interaction != INTERACTION_ENTER_CONTROL &&
           (interaction < INTERACTION_RECEIVE_EMAIL || interaction > INTERACTION_RECEIVE_WEBHOOK);
}

static void add_untracked(struct figures *figures, const struct stats_row *stats)
{
    if (stats->channel != CHANNEL_EMAIL)
        return;
    if (!stats->track_opens && stats->interactions[INTERACTION_OPEN_EMAIL].total == 0)
        add(figures, (struct figure){.kind = FIGURE_UNTRACKED,
                             .code = INTERACTION_OPEN_EMAIL,
                             .level = 3,
                             .unique = -1});
    if (!stats->track_clicks && stats->interactions[INTERACTION_CLICK_EMAIL].total == 0)
        add(figures, (struct figure){.kind = FIGURE_UNTRACKED,
                             .code = INTERACTION_CLICK_EMAIL,
                             .level = 3,
                             .unique = -1});
}

static void add_interactions(struct figures *figures, const struct stats_row *stats)
{
    for (int i = 0; i < INTERACTION_COUNT; i++)
        if (is_a_reaction(i) && stats->interactions[i].total > 0)
            add(figures, (struct figure){.kind = FIGURE_INTERACTION,
                                 .code = i,
                                 .level = 3,
                                 .count = stats->interactions[i].total,
                                 .unique = stats->interactions[i].unique,
                                 .whole = stats->unique_recipients});
    add_untracked(figures, stats);
}

/* In-app messages and cards are received when they are first seen (SEMANTICS 6.6). */
static int64_t receipts(const struct stats_row *stats)
{
    int impression = channel_impression(stats->channel);
    return impression < 0 ? stats->outcomes[OUTCOME_SENT] : stats->interactions[impression].unique;
}

static void add_conversions(struct figures *figures, const struct stats_row *stats)
{
    for (size_t i = 0; i < stats->conversion_count; i++) {
        const struct conversion_count *count = &stats->conversions[i];
        add(figures, (struct figure){.kind = FIGURE_CONVERSION,
                             .code = (int)i,
                             .level = 3,
                             .count = count->sent,
                             .unique = -1,
                             .whole = receipts(stats)});
        if (stats->outcomes[OUTCOME_CONTROL] > 0 || count->control > 0)
            add(figures, (struct figure){.kind = FIGURE_CONTROL,
                                 .code = (int)i,
                                 .level = 4,
                                 .count = count->control,
                                 .unique = -1,
                                 .whole = stats->outcomes[OUTCOME_CONTROL]});
    }
    if (stats->revenue > 0)
        add(figures,
                (struct figure){
                        .kind = FIGURE_REVENUE, .level = 3, .unique = -1, .money = stats->revenue});
}

void figures_make(
        struct figures *figures, const struct stats_row *stats, const struct campaign *campaign)
{
    figures_release(figures);
    figures->stats = *stats;
    figures->stats.campaign = NULL;
    for (size_t i = 0; i < campaign->conversion_count; i++) {
        struct buf words = {0};
        rule_add_words(&words, &campaign->conversions[i].rule);
        figures->names[i] = buf_take(&words);
    }
    add(figures, (struct figure){.kind = FIGURE_MATCHES, .count = stats->matches, .unique = -1});
    add_refusals(figures, stats);
    add(figures, (struct figure){.kind = FIGURE_ENTRIES,
                         .level = 1,
                         .count = stats->entries,
                         .unique = -1,
                         .whole = stats->matches});
    add_outcomes(figures, stats);
    add_reports(figures, stats);
    add_interactions(figures, stats);
    add_conversions(figures, stats);
}

void figures_release(struct figures *figures)
{
    for (size_t i = 0; i < CAMPAIGN_CONVERSIONS_MAX; i++)
        mem_free(figures->names[i]);
    *figures = (struct figures){0};
}

void figure_add_label(struct buf *out, const struct figures *figures, const struct figure *figure)
{
    enum { INDENT = 2 };
    buf_add_format(out, "%*s", figure->level * INDENT, "");
    switch (figure->kind) {
    case FIGURE_MATCHES: buf_add_text(out, _("matched")); break;
    case FIGURE_REFUSED: buf_add_text(out, _("refused")); break;
    case FIGURE_REFUSAL: buf_add_text(out, refusal_label((enum refusal)figure->code)); break;
    case FIGURE_ENTRIES: buf_add_text(out, _("entries")); break;
    case FIGURE_OUTCOME: buf_add_text(out, outcome_label((enum outcome)figure->code)); break;
    case FIGURE_REPORT: buf_add_text(out, report_kind_label((enum report_kind)figure->code)); break;
    case FIGURE_UNTRACKED:
    case FIGURE_INTERACTION:
        buf_add_text(out, interaction_did((enum interaction)figure->code));
        break;
    case FIGURE_CONVERSION:
        if (figure->code == 0 && figures->stats.conversion_count == 1)
            buf_add_text(out, _("converted"));
        else
            buf_add_format(out, _("converted, event %d"), figure->code + 1);
        break;
    case FIGURE_CONTROL: buf_add_text(out, _("control group")); break;
    default: buf_add_text(out, _("revenue")); break;
    }
}

void figure_add_value(struct buf *out, const struct figure *figure)
{
    if (figure->kind == FIGURE_REVENUE)
        buf_add_format(out, "%.2f", figure->money);
    else if (figure->kind == FIGURE_UNTRACKED)
        buf_add_text(out, _("not tracked"));
    else
        text_add_number(out, figure->count);
}

double figure_share(const struct figure *figure)
{
    int64_t part =
            figure->unique >= 0 && figure->kind != FIGURE_OUTCOME ? figure->unique : figure->count;
    if (figure->whole <= 0 || figure->kind == FIGURE_UNTRACKED)
        return -1;
    return part >= figure->whole ? 1 : (double)part / (double)figure->whole;
}

void figure_add_share(struct buf *out, const struct figure *figure)
{
    int64_t part =
            figure->unique >= 0 && figure->kind != FIGURE_OUTCOME ? figure->unique : figure->count;
    if (figure_share(figure) >= 0)
        say_share(out, part, figure->whole);
}

static void add_sum(struct buf *out, enum figure_kind kind, int64_t a, int64_t b, int64_t c)
{
    struct buf one = {0}, two = {0}, three = {0};
    text_add_number(&one, a);
    text_add_number(&two, b);
    text_add_number(&three, c);
    if (kind == FIGURE_MATCHES)
        buf_add_format(out,
                _("Events that matched a trigger while the campaign was live or scheduled: %s = %s "
                  "refused + %s entries."),
                buf_text(&one), buf_text(&two), buf_text(&three));
    else
        buf_add_format(out, _("Triggers that passed every rule: %s = %s waiting + %s decided."),
                buf_text(&one), buf_text(&two), buf_text(&three));
    buf_release(&one);
    buf_release(&two);
    buf_release(&three);
}

static void add_part(struct buf *out, const struct figure *figure)
{
    struct buf share = {0};
    figure_add_share(&share, figure);
    if (share.size > 0) {
        buf_add_char(out, ' ');
        switch (figure->kind) {
        case FIGURE_REFUSED:
        case FIGURE_REFUSAL:
        case FIGURE_ENTRIES: buf_add_format(out, _("%s of what matched."), buf_text(&share)); break;
        case FIGURE_OUTCOME: buf_add_format(out, _("%s of the entries."), buf_text(&share)); break;
        default: buf_add_format(out, _("%s of the users it was sent to."), buf_text(&share)); break;
        }
    }
    buf_release(&share);
}

/* Below it one user more or less moves the share by a percent and more. */
enum { FEW = 100 };

static void add_conversion_words(
        struct buf *out, const struct figures *figures, const struct figure *figure)
{
    const struct stats_row *stats = &figures->stats;
    const struct conversion_count *count = &stats->conversions[figure->code];
    struct buf sent = {0}, control = {0};
    int64_t held_out = stats->outcomes[OUTCOME_CONTROL];
    const char *name = figures->names[figure->code] ? figures->names[figure->code] : "";
    if (receipts(stats) > 0)
        say_share(&sent, count->sent, receipts(stats));
    if (held_out > 0)
        say_share(&control, count->control, held_out);
    if (figure->kind == FIGURE_CONVERSION)
        buf_add_format(out, _("Receipts after which the user %s in time."), name);
    else
        buf_add_format(out, _("Users who got nothing, for comparison, and %s in time."), name);
    if (sent.size > 0 && control.size > 0)
        buf_add_format(out, _(" %s of the receipts, %s of the control group."), buf_text(&sent),
                buf_text(&control));
    if (held_out > 0 && held_out < FEW)
        buf_add_text(out, _(" So few held out say little."));
    buf_release(&sent);
    buf_release(&control);
}

static const char *plain_words(const struct figure *figure)
{
    switch (figure->kind) {
    case FIGURE_REFUSED:
        return _("Triggers that led to nothing, each counted for the first rule it failed. They "
                 "are lost, not postponed.");
    case FIGURE_REFUSAL: return i18n_text(refusal_words((enum refusal)figure->code));
    case FIGURE_OUTCOME: return i18n_text(outcome_words((enum outcome)figure->code));
    case FIGURE_REPORT: return i18n_text(report_kind_words((enum report_kind)figure->code));
    case FIGURE_INTERACTION: return i18n_text(interaction_words((enum interaction)figure->code));
    case FIGURE_UNTRACKED:
        return _("The campaign does not ask the gateway to track this, so it is not known: that is "
                 "not zero. Basics in the wizard turns it on.");
    default: return _("The money of purchases inside the window of the first conversion event.");
    }
}

void figure_add_words(struct buf *out, const struct figures *figures, const struct figure *figure)
{
    const struct stats_row *stats = &figures->stats;
    switch (figure->kind) {
    case FIGURE_MATCHES:
        add_sum(out, FIGURE_MATCHES, stats->matches, refused(stats), stats->entries);
        break;
    case FIGURE_ENTRIES:
        add_sum(out, FIGURE_ENTRIES, stats->entries, stats->outcomes[OUTCOME_PENDING],
                stats->entries - stats->outcomes[OUTCOME_PENDING]);
        add_part(out, figure);
        break;
    case FIGURE_CONVERSION:
    case FIGURE_CONTROL: add_conversion_words(out, figures, figure); break;
    default:
        buf_add_text(out, plain_words(figure));
        add_part(out, figure);
        break;
    }
}

static const char *const refusal_advice[REFUSAL_COUNT] = {
        [REFUSAL_SOURCE_NOT_LIVE] = N_("Activate the campaign that this one follows up."),
        [REFUSAL_BEFORE_START] =
                N_("Nothing is retroactive; an earlier start helps the next time."),
        [REFUSAL_AFTER_END] = N_("The step Duration has the end."),
        [REFUSAL_NOT_FROM_SDK] = N_("Let the app send the event, or choose another channel."),
        [REFUSAL_OUTSIDE_WINDOW] = N_("The step Time window sets it: what triggers must itself lie "
                                      "inside, not only the message."),
        [REFUSAL_ALREADY_PENDING] = N_("Re-eligibility without a wait lets several wait at once."),
        [REFUSAL_ALREADY_RECEIVED] = N_("The step Re-eligibility lets users get it again."),
        [REFUSAL_ALREADY_CONTROL] = N_("The step Re-eligibility lets users enter again."),
        [REFUSAL_WAIT_NOT_OVER] = N_("The step Re-eligibility shortens the wait."),
        [REFUSAL_NOT_IN_AUDIENCE] = N_("The step Audience says who is in; the rows tell what each "
                                       "user lacked."),
        [REFUSAL_MISSED_WINDOW] =
                N_("The step Time window can send it at the next opening instead."),
        [REFUSAL_DUE_AFTER_END] = N_("A shorter delay or a later end lets them through."),
};

static const char *const outcome_advice[OUTCOME_COUNT] = {
        [OUTCOME_UNREACHABLE] = N_("The rows tell who has no address and who unsubscribed."),
        [OUTCOME_LEFT_AUDIENCE] = N_("The step Audience can do without the second look at send."),
        [OUTCOME_TOO_LATE] = N_("The setting max_late says how late is too late."),
        [OUTCOME_DUE_AFTER_END] = N_("A shorter delay or a later end lets them through."),
};

void figure_add_advice(struct buf *out, const struct figure *figure)
{
    if (figure->kind == FIGURE_REFUSAL)
        buf_add_text(out, i18n_text(refusal_advice[figure->code]));
    else if (figure->kind == FIGURE_OUTCOME)
        buf_add_text(out, i18n_text(outcome_advice[figure->code]));
}
