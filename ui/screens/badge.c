#include "screens/badge.h"

#include "base/i18n.h"
#include "base/when.h"

static const struct {
    const char *word;
    enum style style;
} badges[STATUS_COUNT] = {
        [STATUS_DRAFT] = {N_("DRAFT"), STYLE_DRAFT},
        [STATUS_LIVE] = {N_("LIVE"), STYLE_LIVE},
        [STATUS_STOPPED] = {N_("STOPPED"), STYLE_STOPPED},
        [STATUS_ARCHIVED] = {N_("ARCHIVED"), STYLE_ARCHIVED},
        [STATUS_SCHEDULED] = {N_("SCHEDULED"), STYLE_SCHEDULED},
        [STATUS_ENDED] = {N_("ENDED"), STYLE_ENDED},
};

static const char *const channels[CHANNEL_COUNT] = {
        [CHANNEL_EMAIL] = N_("e-mail"),
        [CHANNEL_PUSH] = N_("push"),
        [CHANNEL_IN_APP] = N_("in-app message"),
        [CHANNEL_SMS] = N_("SMS"),
        [CHANNEL_WHATSAPP] = N_("WhatsApp"),
        [CHANNEL_WEBHOOK] = N_("webhook"),
        [CHANNEL_CONTENT_CARD] = N_("content card"),
};

const char *status_badge(enum status status)
{
    return i18n_text(badges[status].word);
}

enum style status_style(enum status status)
{
    return badges[status].style;
}

enum status status_stored(enum status shown)
{
    return shown == STATUS_SCHEDULED || shown == STATUS_ENDED ? STATUS_LIVE : shown;
}

const char *channel_words(enum channel channel)
{
    return i18n_text(channels[channel]);
}

void add_instant(struct buf *out, int64_t instant_ms, zone_id zone)
{
    struct wall wall;
    int year, month, day;
    if (instant_ms == WHEN_NONE || instant_ms == WHEN_NEVER) {
        buf_add_char(out, '-');
        return;
    }
    wall = zone_wall(zone, instant_ms);
    day_to_civil(wall.day, &year, &month, &day);
    buf_add_format(out, "%04d-%02d-%02d %02d:%02d", year, month, day, (int)(wall.ms / HOUR_MS),
            (int)(wall.ms / MINUTE_MS % 60));
}

void add_ago(struct buf *out, int64_t instant_ms, int64_t now_ms)
{
    int64_t minutes = (now_ms - instant_ms) / MINUTE_MS;
    if (minutes < 1)
        buf_add_text(out, _("just now"));
    else if (minutes < 60)
        buf_add_format(out, _("%d min ago"), (int)minutes);
    else if (minutes < 48 * 60)
        buf_add_format(
                out, count_text("%d hour ago", "%d hours ago", minutes / 60), (int)(minutes / 60));
    else
        buf_add_format(out, count_text("%d day ago", "%d days ago", minutes / 1440),
                (int)(minutes / 1440));
}
