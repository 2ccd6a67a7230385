#include "base/alloc.h"
#include "base/when.h"
#include "engine/due.h"
#include "report/reach.h"
#include "report/reach_parts.h"
#include "report/say.h"

enum { FIRST_TRIES_MAX = 64 };

/* Due of a trigger at that instant; intelligent delivery may pick any full hour. */
static int64_t earliest_due(const struct campaign *campaign, int64_t at_ms, zone_id company)
{
    if (campaign->delay.kind == DELAY_INTELLIGENT) {
        struct wall wall = zone_wall(company, at_ms);
        return at_ms - wall.ms % HOUR_MS + HOUR_MS;
    }
    return due_ms(&campaign->delay, at_ms, ZONE_NONE, company, -1);
}

/* Where a message due outside the window is dropped, a later trigger may be due inside: the first
 * one is that which is due at the next opening. */
int64_t reach_first_ms(const struct campaign *campaign, int64_t from_ms, zone_id company)
{
    const struct window *window = &campaign->window;
    int64_t end_ms = campaign->duration.end.set
                             ? wall_time_ms(&campaign->duration.end, campaign->duration.zone,
                                       ZONE_NONE, company)
                             : WHEN_NEVER;
    int64_t at_ms = from_ms;
    for (int i = 0; i < FIRST_TRIES_MAX; i++) {
        int64_t due, opening;
        at_ms = window_next_ms(window, at_ms, ZONE_NONE, company);
        if (at_ms > end_ms)
            return WHEN_NONE;
        due = earliest_due(campaign, at_ms, company);
        opening = window_next_ms(window, due, ZONE_NONE, company);
        if (opening == due || window->next)
            return opening > end_ms ? WHEN_NONE : opening;
        at_ms += campaign->delay.kind == DELAY_AFTER ? opening - due : HOUR_MS;
    }
    return WHEN_NONE;
}

static int64_t acts_from(
        const struct facts *facts, const struct campaign *campaign, int64_t action_ms)
{
    zone_id company = facts->settings.timezone;
    int64_t start_ms = action_ms;
    if (campaign->duration.start.set)
        start_ms = wall_time_ms(
                &campaign->duration.start, campaign->duration.zone, ZONE_NONE, company);
    return start_ms > action_ms ? start_ms : action_ms;
}

static void say_first(struct reach *out, const struct facts *facts, int64_t from_ms)
{
    zone_id company = facts->settings.timezone;
    struct buf words = {0};
    if (out->first_ms == WHEN_NONE) {
        buf_add_text(&words, "No message can go before the campaign ends: look at its delay, "
                             "window and end");
    } else {
        buf_add_text(&words, "The first message can go ");
        say_instant(&words, out->first_ms, company);
        buf_add_format(&words, " (%s), to somebody who triggers from ", zone_name(company));
        say_instant(&words, from_ms, company);
        buf_add_text(&words, " on; what happened before does not count");
    }
    out->first_words = buf_take(&words);
}

int reach_count(struct store *store, const struct campaign *campaign, int64_t action_ms,
        const struct scan *scan, struct reach *out, struct error *err)
{
    struct facts facts;
    int64_t from_ms;
    int answer;
    *out = (struct reach){.first_ms = WHEN_NONE};
    if (facts_open(&facts, store, err) < 0)
        return -1;
    from_ms = acts_from(&facts, campaign, action_ms == WHEN_NONE ? when_now() : action_ms);
    answer = reach_users(&facts, campaign, scan, out, err);
    if (answer == 0) {
        out->first_ms = reach_first_ms(campaign, from_ms, facts.settings.timezone);
        say_first(out, &facts, from_ms);
    }
    facts_close(&facts);
    return answer;
}

void reach_release(struct reach *reach)
{
    mem_free(reach->first_words);
    *reach = (struct reach){0};
}
