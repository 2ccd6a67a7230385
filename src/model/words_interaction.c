#include "model/words_interaction.h"

#include "model/phrase.h"

static const struct {
    const char *present, *past;
    const char *which; /* present, with the button or link {2} */
} sentences[INTERACTION_COUNT] = {
        [INTERACTION_VIEW_IN_APP] = {"sees the in-app message of {1}",
                "saw the in-app message of {1}", NULL},
        [INTERACTION_CLICK_IN_APP] = {"clicks the in-app message of {1}",
                "clicked the in-app message of {1}", NULL},
        [INTERACTION_CLICK_IN_APP_BUTTON] = {"clicks a button in the in-app message of {1}",
                "clicked a button in the in-app message of {1}",
                "clicks the button {2} in the in-app message of {1}"},
        [INTERACTION_CLICK_EMAIL] = {"clicks in the e-mail of {1}", "clicked in the e-mail of {1}",
                NULL},
        [INTERACTION_CLICK_EMAIL_LINK] = {"clicks a link in the e-mail of {1}",
                "clicked a link in the e-mail of {1}", "clicks the link {2} in the e-mail of {1}"},
        [INTERACTION_OPEN_EMAIL] = {"opens the e-mail of {1}", "opened the e-mail of {1}", NULL},
        [INTERACTION_OPEN_EMAIL_MACHINE] = {"has a machine open the e-mail of {1}",
                "had a machine open the e-mail of {1}", NULL},
        [INTERACTION_OPEN_EMAIL_OTHER] = {"opens the e-mail of {1} (not a machine)",
                "opened the e-mail of {1} (not a machine)", NULL},
        [INTERACTION_OPEN_PUSH] = {"opens the push notification of {1}",
                "opened the push notification of {1}", NULL},
        [INTERACTION_CLICK_PUSH_BUTTON] = {"taps a button of the push notification of {1}",
                "tapped a button of the push notification of {1}",
                "taps the button {2} of the push notification of {1}"},
        [INTERACTION_CLICK_PUSH_STORY] = {"taps the push story of {1}",
                "tapped the push story of {1}", NULL},
        [INTERACTION_CONVERSION] = {"converts in {1}", "converted in {1}", NULL},
        [INTERACTION_RECEIVE_EMAIL] = {"is sent the e-mail of {1}", "was sent the e-mail of {1}",
                NULL},
        [INTERACTION_RECEIVE_PUSH] = {"is sent the push notification of {1}",
                "was sent the push notification of {1}", NULL},
        [INTERACTION_RECEIVE_SMS] = {"is sent the SMS of {1}", "was sent the SMS of {1}", NULL},
        [INTERACTION_RECEIVE_WHATSAPP] = {"is sent the WhatsApp message of {1}",
                "was sent the WhatsApp message of {1}", NULL},
        [INTERACTION_RECEIVE_WEBHOOK] = {"causes the webhook call of {1}",
                "caused the webhook call of {1}", NULL},
        [INTERACTION_CLICK_SMS_LINK] = {"clicks a link in the SMS of {1}",
                "clicked a link in the SMS of {1}", NULL},
        [INTERACTION_ENTER_CONTROL] = {"enters the control group of {1}",
                "entered the control group of {1}", NULL},
        [INTERACTION_VIEW_CONTENT_CARD] = {"sees the content card of {1}",
                "saw the content card of {1}", NULL},
        [INTERACTION_CLICK_CONTENT_CARD] = {"clicks the content card of {1}",
                "clicked the content card of {1}", NULL},
        [INTERACTION_DISMISS_CONTENT_CARD] = {"dismisses the content card of {1}",
                "dismissed the content card of {1}", NULL},
};

void interaction_add_words(
        struct buf *out, enum interaction interaction, const char *campaign, const char *which)
{
    const char *sentence = which && sentences[interaction].which ? sentences[interaction].which
                                                                 : sentences[interaction].present;
    phrase_add(out, sentence, campaign, which, NULL);
}

void interaction_add_past_words(struct buf *out, enum interaction interaction, const char *campaign)
{
    phrase_add(out, sentences[interaction].past, campaign, NULL, NULL);
}
