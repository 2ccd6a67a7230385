/* Step 2: what is sent. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/wizard_screen.h"

enum { MESSAGE_SUBJECT = 1, MESSAGE_BODY };

static enum field_verdict check_template(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const char *text = field_text(field);
    (void)context;
    (void)form;
    if (!strstr(text, "{{") && !strstr(text, "{%"))
        return FIELD_OK;
    buf_add_text(why, _("Placeholders such as {{name}} are not supported yet: everybody would read "
                        "them as they stand. Write a text that suits everyone."));
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = MESSAGE_SUBJECT,
                .kind = FIELD_TEXT,
                .label = N_("Subject"),
                .size_max = CAMPAIGN_SUBJECT_MAX,
                .check = check_template,
                .width = 50,
                .help = N_("The line people see before they open the message. An e-mail needs one; "
                           "about 50 characters show on a phone.")},
        {.id = MESSAGE_BODY,
                .kind = FIELD_LONG,
                .label = N_("Body"),
                .required = true,
                .size_max = CAMPAIGN_BODY_MAX,
                .check = check_template,
                .hint = N_("Enter"),
                .help = N_("The text of the message. Typing or Enter opens the editor, ^X in it "
                           "your own "
                           "$EDITOR; ^O keeps the text. An e-mail should say how to "
                           "unsubscribe. ^T shows the message as people will see it.")},
};

static const struct binding bindings[] = {
        {"message.subject", MESSAGE_SUBJECT, BIND_TEXT, offsetof(struct campaign, subject), 0},
        {"message.body", MESSAGE_BODY, BIND_TEXT, offsetof(struct campaign, body), 0},
};

/* Texts and webhooks have no subject; one that is there all the same can be taken away. */
static void message_show(struct wizard_screen *screen, struct form *form)
{
    const struct campaign *campaign = screen->draft.campaign;
    enum channel channel = campaign->channel;
    struct field *subject = step_field(form, MESSAGE_SUBJECT);
    bool without =
            channel == CHANNEL_SMS || channel == CHANNEL_WHATSAPP || channel == CHANNEL_WEBHOOK;
    subject->hidden = without && !campaign->subject;
    field_set_label(subject, channel == CHANNEL_EMAIL ? NULL : _("Title"));
}

const struct step_form message_form = {
        .fields = fields,
        .field_count = ARRAY_COUNT(fields),
        .bindings = bindings,
        .binding_count = ARRAY_COUNT(bindings),
        .show = message_show,
};
