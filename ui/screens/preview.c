#include "screens/preview.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
    PUSH_TITLE_CELLS = 40,
    PUSH_BODY_CELLS = 120,
    SMS_SIGNS = 160, /* of the GSM alphabet in one message */
    SMS_SIGNS_JOINED = 153,
    SMS_WIDE_SIGNS = 70, /* where another sign is in it */
    SMS_WIDE_SIGNS_JOINED = 67,
};

static const char *text_or(const char *text, const char *otherwise)
{
    return text && *text ? text : otherwise;
}

static void add_email(struct buf *out, const struct campaign *campaign)
{
    buf_add_format(out, _("Subject: %s"), text_or(campaign->subject, _("(no subject yet)")));
    buf_add_text(out, "\n\n");
    buf_add_text(out, text_or(campaign->body, _("(no text yet)")));
}

static void add_push(struct buf *out, const struct campaign *campaign)
{
    text_add_cut(out, text_or(campaign->subject, _("(no title)")), PUSH_TITLE_CELLS, false, true);
    buf_add_char(out, '\n');
    text_add_cut(out, text_or(campaign->body, _("(no text yet)")), PUSH_BODY_CELLS, false, true);
    buf_add_char(out, '\n');
    buf_add_format(out,
            _("Locked phones show about %d characters of the title and %d of the text."),
            PUSH_TITLE_CELLS, PUSH_BODY_CELLS);
}

static void add_card(struct buf *out, const struct campaign *campaign)
{
    buf_add_format(out, "[ %s ]\n", text_or(campaign->subject, _("(no title)")));
    buf_add_text(out, text_or(campaign->body, _("(no text yet)")));
}

static size_t sign_count(const char *text, bool *wide)
{
    size_t count = 0;
    uint32_t character;
    size_t size = strlen(text);
    for (size_t at = 0; at < size; count++) {
        at += text_decode(text + at, size - at, &character);
        *wide = *wide || character > 0xff;
    }
    return count;
}

static void add_sms(struct buf *out, const struct campaign *campaign)
{
    bool wide = false;
    const char *body = text_or(campaign->body, "");
    size_t signs = sign_count(body, &wide);
    size_t one = wide ? SMS_WIDE_SIGNS : SMS_SIGNS;
    size_t joined = wide ? SMS_WIDE_SIGNS_JOINED : SMS_SIGNS_JOINED;
    size_t parts = signs <= one ? 1 : (signs + joined - 1) / joined;
    buf_add_text(out, *body ? body : _("(no text yet)"));
    buf_add_char(out, '\n');
    buf_add_format(out,
            count_text("%zu characters: about %zu SMS.", "%zu characters: about %zu SMS.", parts),
            signs, parts);
}

static void add_plain(struct buf *out, const struct campaign *campaign)
{
    buf_add_text(out, text_or(campaign->body, _("(no text yet)")));
}

void preview_add(struct buf *out, const struct campaign *campaign)
{
    static void (*const channels[CHANNEL_COUNT])(struct buf *, const struct campaign *) = {
            [CHANNEL_EMAIL] = add_email,
            [CHANNEL_PUSH] = add_push,
            [CHANNEL_IN_APP] = add_card,
            [CHANNEL_SMS] = add_sms,
            [CHANNEL_WHATSAPP] = add_plain,
            [CHANNEL_WEBHOOK] = add_plain,
            [CHANNEL_CONTENT_CARD] = add_card,
    };
    channels[campaign->channel](out, campaign);
}
