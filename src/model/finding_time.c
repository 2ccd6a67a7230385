/* Findings about when: delay, duration, window, re-eligibility (SEMANTICS 11). */
#include "base/when.h"
#include "model/finding_check.h"

enum { IN_APP_DELAY_HOURS_MAX = 2 };

void check_delay(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    const struct delay *delay = &campaign->delay;
    if (campaign->exception_count > 0 && delay->kind == DELAY_IMMEDIATE)
        check_error(check, "exception_without_delay", "exceptions",
                "Exceptions cancel waiting messages, but without a delay nothing waits: set a "
                "delay, or remove the exceptions.");
    bool fits_in_app = delay->kind == DELAY_IMMEDIATE ||
                       (delay->kind == DELAY_AFTER &&
                               span_ms(delay->after) <= IN_APP_DELAY_HOURS_MAX * HOUR_MS);
    if (campaign->channel == CHANNEL_IN_APP && !fits_in_app)
        check_error(check, "in_app_delay", "delay",
                "An in-app message can only go at once or after at most %d hours: shorten the "
                "delay, or take another channel.",
                IN_APP_DELAY_HOURS_MAX);
}

static int64_t wall_instant(const struct check *check, const struct wall_time *wall)
{
    return zone_instant(check->company, (struct wall){.day = wall->day, .ms = wall->ms});
}

static bool ends_before_start(const struct duration *duration)
{
    const struct wall_time *start = &duration->start, *end = &duration->end;
    return start->set && end->set &&
           (end->day < start->day || (end->day == start->day && end->ms < start->ms));
}

static void check_room(struct check *check, int64_t end_ms)
{
    const struct duration *duration = &check->campaign->duration;
    int64_t from_ms = check->action_ms;
    if (duration->start.set && wall_instant(check, &duration->start) > from_ms)
        from_ms = wall_instant(check, &duration->start);
    int64_t least_ms = delay_least_ms(&check->campaign->delay);
    if (least_ms <= end_ms - from_ms)
        return;
    struct buf least = {0}, room = {0};
    duration_add_words(&least, least_ms);
    duration_add_words(&room, end_ms - from_ms);
    check_error(check, "delay_longer_than_duration", "delay",
            "The delay is at least %s, but the campaign runs for %s only, so no message would be "
            "due before its end: shorten the delay, or move the end.",
            buf_text(&least), buf_text(&room));
    buf_release(&least);
    buf_release(&room);
}

void check_duration(struct check *check)
{
    const struct duration *duration = &check->campaign->duration;
    if (duration->start.set && wall_instant(check, &duration->start) < check->action_ms)
        check_warning(check, "start_in_past", "duration.start",
                "The start is in the past. What users did before the activation does not count: "
                "remove the start, or expect nothing from the days before.");
    if (ends_before_start(duration)) {
        check_error(check, "end_before_start", "duration.end",
                "The campaign ends before it starts: move the end behind the start.");
        return;
    }
    if (!duration->end.set)
        return;
    int64_t end_ms = wall_instant(check, &duration->end);
    if (end_ms <= check->action_ms)
        check_error(check, "end_in_past", "duration.end",
                "The end is in the past, so nobody would ever get the message: move the end, or "
                "remove it.");
    else
        check_room(check, end_ms);
}

static bool inside(const struct window *window, int64_t ms)
{
    if (window->from_ms < window->to_ms)
        return ms >= window->from_ms && ms < window->to_ms;
    return ms >= window->from_ms || ms < window->to_ms;
}

static void check_wall_delay(struct check *check)
{
    const struct delay *delay = &check->campaign->delay;
    const struct window *window = &check->campaign->window;
    bool wall = delay->kind == DELAY_IN_DAYS || delay->kind == DELAY_ON_WEEKDAY;
    if (!wall || window->next || delay->zone != window->zone || inside(window, delay->at_ms))
        return;
    check_error(check, "never_in_window", "delay.at",
            "The delay ends at %02d:%02d, which is always outside the time window %02d:%02d to "
            "%02d:%02d, so every message would be dropped: choose another time of day, widen the "
            "window, or take \"next available\".",
            (int)(delay->at_ms / HOUR_MS), (int)(delay->at_ms % HOUR_MS / MINUTE_MS),
            (int)(window->from_ms / HOUR_MS), (int)(window->from_ms % HOUR_MS / MINUTE_MS),
            (int)(window->to_ms / HOUR_MS), (int)(window->to_ms % HOUR_MS / MINUTE_MS));
}

/* Of the times of day in the window, those from which the delay leads outside it: shifted by the
 * delay, the window overlaps itself at its end and, through midnight, at its beginning. */
static int64_t lost_ms(const struct window *window, int64_t delay_ms)
{
    int64_t length = (window->to_ms - window->from_ms + DAY_MS) % DAY_MS;
    int64_t shift = delay_ms % DAY_MS;
    int64_t kept = shift < length ? length - shift : 0;
    if (shift > 0 && DAY_MS - shift < length)
        kept += length - (DAY_MS - shift);
    return length - kept;
}

static void check_relative_delay(struct check *check)
{
    const struct delay *delay = &check->campaign->delay;
    const struct window *window = &check->campaign->window;
    if (delay->kind != DELAY_AFTER || window->next)
        return;
    int64_t lost = lost_ms(window, span_ms(delay->after));
    if (lost <= 0)
        return;
    int64_t length = (window->to_ms - window->from_ms + DAY_MS) % DAY_MS;
    struct buf lost_words = {0}, length_words = {0};
    duration_add_words(&lost_words, lost);
    duration_add_words(&length_words, length);
    int percent = (int)((100 * lost + length / 2) / length);
    check_warning(check, "window_drops", "window.if_missed",
            "Of the %s of the time window, %s a day (%d %%) are lost: who triggers then is due "
            "outside the window and gets nothing. Take \"next available\", or another delay.",
            buf_text(&length_words), buf_text(&lost_words), percent > 0 ? percent : 1);
    buf_release(&lost_words);
    buf_release(&length_words);
}

void check_window(struct check *check)
{
    const struct window *window = &check->campaign->window;
    if (!window->set)
        return;
    if (window->next && check->campaign->delay.kind == DELAY_IMMEDIATE)
        check_warning(check, "next_without_delay", "window.if_missed",
                "\"Next available\" does nothing without a delay: who triggers outside the window "
                "is not taken. Set a delay, or take \"drop\".");
    if (window->from_ms == window->to_ms) {
        check_error(check, "window_empty", "window.to",
                "The time window begins and ends at the same time, so nothing lies inside: move "
                "one of them, or remove the window.");
        return;
    }
    check_wall_delay(check);
    check_relative_delay(check);
}

void check_reeligibility(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    if (!campaign->reeligible)
        return;
    if (campaign->wait.amount == 0) {
        check_warning(check, "wait_zero", "reeligibility.after",
                "Users get the message at every trigger, several times in a row if they trigger "
                "so: set a wait if that is too much.");
        return;
    }
    if (span_ms(campaign->wait) < delay_least_ms(&campaign->delay))
        check_warning(check, "wait_shorter_than_delay", "reeligibility.after",
                "The wait is shorter than the delay. It counts from the last message to the next "
                "trigger, and the delay comes on top, so most of the pause between two messages "
                "is the delay: lengthen the wait if it was meant to be that pause.");
}
