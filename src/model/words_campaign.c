/* Whole campaigns in words: who, when, unless, until, again. */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "model/names.h"
#include "model/phrase.h"
#include "model/words.h"

static char *clock_text(int64_t ms)
{
    struct buf out = {0};
    phrase_add_clock(&out, ms);
    return buf_take(&out);
}

static void add_in_days(struct buf *out, const struct delay *delay, const char *at)
{
    static const char *const sentences[2][2] = {
            {"the next day at {1}, the user's time", "{2} days later at {1}, the user's time"},
            {"the next day at {1}, company time", "{2} days later at {1}, company time"},
    };
    char *days = mem_format("%d", delay->days);
    phrase_add(out, sentences[delay->zone == ZONE_OF_COMPANY][delay->days != 1], at, days, NULL);
    mem_free(days);
}

static void add_on_weekday(struct buf *out, const struct delay *delay, const char *at)
{
    static const char *const sentences[2] = {
            "on the next {2} at {1}, the user's time", "on the next {2} at {1}, company time"};
    static const char *const weekdays[] = {
            "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    phrase_add(out, sentences[delay->zone == ZONE_OF_COMPANY], at, weekdays[delay->weekday], NULL);
}

void delay_add_words(struct buf *out, const struct delay *delay)
{
    struct buf span = {0};
    char *at = clock_text(delay->at_ms);
    switch (delay->kind) {
    case DELAY_IMMEDIATE: buf_add_text(out, "at once"); break;
    case DELAY_AFTER:
        span_add_words(&span, delay->after);
        phrase_add(out, "after {1}", buf_text(&span), NULL, NULL);
        break;
    case DELAY_IN_DAYS: add_in_days(out, delay, at); break;
    case DELAY_ON_WEEKDAY: add_on_weekday(out, delay, at); break;
    case DELAY_INTELLIGENT:
        phrase_add(out,
                "at the user's most active hour, the user's time ({1} where no session is known)",
                at, NULL, NULL);
        break;
    }
    mem_free(at);
    buf_release(&span);
}

static char *wall_text(const struct wall_time *wall)
{
    struct buf out = {0};
    if (wall->set)
        phrase_add_wall(&out, wall->day, wall->ms);
    return buf_take(&out);
}

void duration_rule_add_words(struct buf *out, const struct duration *duration)
{
    static const char *const sentences[2][4] = {
            {"without start and end", "from {1}, the user's time", "until {2}, the user's time",
                    "from {1} to {2}, the user's time"},
            {"without start and end", "from {1}, company time", "until {2}, company time",
                    "from {1} to {2}, company time"},
    };
    char *start = wall_text(&duration->start);
    char *end = wall_text(&duration->end);
    phrase_add(out,
            sentences[duration->zone == ZONE_OF_COMPANY]
                     [(duration->start.set ? 1 : 0) + (duration->end.set ? 2 : 0)],
            start, end, NULL);
    mem_free(start);
    mem_free(end);
}

void window_add_words(struct buf *out, const struct window *window)
{
    static const char *const sentences[2][2] = {
            {"from {1} to {2}, the user's time; what is due outside is dropped",
                    "from {1} to {2}, the user's time; what is due outside goes at the next "
                    "opening"},
            {"from {1} to {2}, company time; what is due outside is dropped",
                    "from {1} to {2}, company time; what is due outside goes at the next opening"},
    };
    if (!window->set) {
        buf_add_text(out, "at any time of day");
        return;
    }
    char *from = clock_text(window->from_ms);
    char *to = clock_text(window->to_ms);
    phrase_add(out, sentences[window->zone == ZONE_OF_COMPANY][window->next], from, to, NULL);
    mem_free(from);
    mem_free(to);
}

void reeligibility_add_words(struct buf *out, const struct campaign *campaign)
{
    struct buf wait = {0};
    if (!campaign->reeligible) {
        buf_add_text(out, "once a user");
    } else if (campaign->wait.amount == 0) {
        buf_add_text(out, "again at every trigger");
    } else {
        span_add_words(&wait, campaign->wait);
        phrase_add(
                out, "again, {1} after the last one at the earliest", buf_text(&wait), NULL, NULL);
    }
    buf_release(&wait);
}

void audience_add_words(struct buf *out, const struct campaign *campaign)
{
    struct pieces pieces = {0};
    struct buf segments = {0}, filter = {0};
    for (size_t i = 0; i < campaign->segment_count; i++) {
        struct buf piece = {0};
        phrase_add_name(&piece, campaign->segments[i]);
        pieces_add(&pieces, &piece);
    }
    size_t count = pieces.count;
    pieces_join(&pieces, &segments, "{1} and {2}");
    if (campaign->filter)
        filter_add_words(&filter, campaign->filter);
    static const char *const sentences[3][2] = {
            {"everyone", "users for whom this holds: {2}"},
            {"users in the segment {1}", "users in the segment {1} for whom this holds: {2}"},
            {"users in all of the segments {1}",
                    "users in all of the segments {1} for whom this holds: {2}"},
    };
    phrase_add(out, sentences[count > 2 ? 2 : count][campaign->filter ? 1 : 0], buf_text(&segments),
            buf_text(&filter), NULL);
    buf_release(&segments);
    buf_release(&filter);
}

static void add_rules(struct buf *out, const struct rule *rules, size_t count)
{
    struct buf all = {0};
    for (size_t i = 0; i < count; i++) {
        struct buf both = {0}, rule = {0};
        rule_add_words(&rule, &rules[i]);
        phrase_add(&both, i == 0 ? "{2}" : "{1}, or {2}", buf_text(&all), buf_text(&rule), NULL);
        buf_release(&all);
        buf_release(&rule);
        all = both;
    }
    buf_add_text(out, count ? buf_text(&all) : "...");
    buf_release(&all);
}

/* A line of its own, filled with what the phrase says. */
static void add_line(struct buf *out, const char *sentence, struct buf *phrase)
{
    if (out->size > 0)
        buf_add_char(out, '\n');
    phrase_add(out, sentence, buf_text(phrase), NULL, NULL);
    buf_release(phrase);
}

static void add_sending(struct buf *out, const struct campaign *campaign)
{
    static const char *const sentences[] = {
            [CHANNEL_EMAIL] = "When a user {1}, they get an e-mail {2}",
            [CHANNEL_PUSH] = "When a user {1}, they get a push notification {2}",
            [CHANNEL_IN_APP] = "When a user {1}, they get an in-app message {2}",
            [CHANNEL_SMS] = "When a user {1}, they get an SMS {2}",
            [CHANNEL_WHATSAPP] = "When a user {1}, they get a WhatsApp message {2}",
            [CHANNEL_WEBHOOK] = "When a user {1}, a webhook is called {2}",
            [CHANNEL_CONTENT_CARD] = "When a user {1}, they get a content card {2}",
    };
    struct buf rules = {0}, delay = {0};
    add_rules(&rules, campaign->triggers, campaign->trigger_count);
    delay_add_words(&delay, &campaign->delay);
    phrase_add(out, sentences[campaign->channel], buf_text(&rules), buf_text(&delay), NULL);
    buf_release(&rules);
    buf_release(&delay);
}

static void add_limits(struct buf *out, const struct campaign *campaign)
{
    struct buf phrase = {0};
    if (campaign->exception_count > 0) {
        add_rules(&phrase, campaign->exceptions, campaign->exception_count);
        add_line(out, "Unless, while it waits, the user {1}", &phrase);
    }
    if (campaign->window.set) {
        window_add_words(&phrase, &campaign->window);
        add_line(out, "Only {1}", &phrase);
    }
    if (campaign->duration.start.set || campaign->duration.end.set) {
        duration_rule_add_words(&phrase, &campaign->duration);
        add_line(out, "The campaign runs {1}", &phrase);
    }
    reeligibility_add_words(&phrase, campaign);
    add_line(out, "It is sent {1}", &phrase);
}

static void add_measuring(struct buf *out, const struct campaign *campaign)
{
    struct buf phrase = {0};
    if (campaign->control_percent > 0) {
        buf_add_format(&phrase, "%d", campaign->control_percent);
        add_line(out, "{1} % of the users get nothing, as a control group", &phrase);
    }
    for (size_t i = 0; i < campaign->conversion_count; i++) {
        conversion_add_words(&phrase, &campaign->conversions[i]);
        add_line(out,
                i == 0 ? "It is a success when the user {1}" : "It also counts when the user {1}",
                &phrase);
    }
}

void campaign_add_words(struct buf *out, const struct campaign *campaign)
{
    struct buf lines = {0}, phrase = {0};
    add_sending(&lines, campaign);
    audience_add_words(&phrase, campaign);
    add_line(&lines,
            campaign->reevaluate_audience ? "It can reach {1}; checked again before sending"
                                          : "It can reach {1}",
            &phrase);
    add_limits(&lines, campaign);
    add_measuring(&lines, campaign);
    buf_add(out, buf_text(&lines), lines.size);
    buf_release(&lines);
}
