/* Every type of trigger row and every interaction (FORMATS 1 and 2): what makes it match, what
 * nearly does. Campaigns may be entered again and again, so that entries count matches. */
#include "engine/match.h"

#include "base/alloc.h"
#include "engine_rig.h"
#include "unit.h"

/* A batch of events at one user; how many entries campaign `c` with that trigger made of it. */
static int64_t entries(const char *trigger, const char *events)
{
    struct rig *rig = rig_new(NULL);
    char *json = mem_format("{'id':'c','title':'t','channel':'webhook','message':{'body':'b'},"
                            "'reeligibility':{'allowed':true},'triggers':[{%s}]}",
            trigger);
    int64_t count;

    rig_live(rig, HOOK("src", ON("never")));
    rig_live(rig, HOOK("other", ON("never")));
    rig_live(rig, json);
    rig_events(rig, events);
    count = rig_tally(rig, "c", TALLY_ENTRIES);
    assert_int_equal(rig_tally(rig, "c", TALLY_MATCHES), count);
    rig_verify(rig);
    rig_free(rig);
    mem_free(json);
    return count;
}

#define E(event, properties) TRACK("u", event, "11-02T10:00:00", properties)
#define ID(traits)           IDENTIFY("u", "11-02T10:00:00", traits)
#define FROM(id)             "'campaign_id':'" id "'"
#define INTERACTION(name)    "'type':'campaign_interaction','campaign':'src','interaction':'" name "'"

static void custom_event(void **state)
{
    (void)state;
    assert_int_equal(
            entries("'type':'custom_event','event':'go'", E("go", "") E("Go", "") E("go ", "")), 1);
    assert_int_equal(
            entries("'type':'custom_event','event':'Order Completed'", E("Order Completed", "")),
            1);
    assert_int_equal(entries("'type':'custom_event','event':'Viewed Home Page'",
                             LINE("page", "u", "11-02T10:00:00", "'name':'Home'")
                                     LINE("screen", "u", "11-02T10:00:00", "'name':'Home'")),
            1);
    assert_int_equal(entries("'type':'custom_event','event':'go','where':[{'property':'a','op':'gt'"
                             ",'value':1},{'property':'b','op':'exists'}]",
                             E("go", "'a':2,'b':0") E("go", "'a':2") E("go", "'a':1,'b':0")),
            1);
}

static void purchase(void **state)
{
    (void)state;
    assert_int_equal(
            entries("'type':'purchase'", E("Order Completed", "") E("Order Refunded", "")), 1);
    assert_int_equal(
            entries("'type':'purchase','product':'p1'",
                    E("Order Completed", "'product_id':'p1'") E("Order Completed",
                            "'products':[{'product_id':'x'},{'product_id':'p1'}]")
                            E("Order Completed", "'products':[{'sku':'p1'}]") E("Order Completed",
                                    "'sku':'p1'") E("Order Completed", "'product_id':'p2'")
                                    E("Order Completed", "'products':{'sku':'p1'}")),
            3);
    assert_int_equal(entries("'type':'purchase','product':'1'",
                             E("Order Completed", "'product_id':1")
                                     E("Order Completed", "'products':[{'sku':1.0}]")),
            0);
    assert_int_equal(
            entries("'type':'purchase','where':[{'property':'revenue','op':'ge','value':50}]",
                    E("Order Completed", "'revenue':50") E("Order Completed", "'revenue':49.99")),
            1);
}

static void session_start(void **state)
{
    (void)state;
    assert_int_equal(
            entries("'type':'session_start'",
                    E("Application Opened", "") E("Session Started", "") E("Session Ended", "")),
            2);
}

static void conversion(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("c", TRIGGER("'type':'conversion'") ",'conversions':[{'event':{'type':'purchase'}}"
                                                     ",{'event':{'type':'session_start'}}]"));
    rig_live(rig, HOOK("d", GO "," AFTER("1",
                                    "hours") ",'exceptions':[{'type':'conversion'}],'conversions':["
                                             "{'event':{'type':'custom_event','event':'done','"
                                             "where':[{'property':'n','op':'gt','value':1}]}}]"));
    rig_live(rig,
            HOOK("e", TRIGGER("'type':'conversion'") "," AGAIN ",'conversions':[{'event':{'type':'"
                                                     "campaign_interaction','interaction'"
                                                     ":'click_sms_link'}}]"));
    rig_live(rig, HOOK("none", TRIGGER("'type':'conversion'")));
    rig_events(rig, E("Session Started", "") E("Order Completed", "") E("go", "") TRACK("u", "done",
                            "11-02T10:10:00", "'n':1") TRACK("u", "done", "11-02T10:11:00", "'n':2")
                            TRACK("u", "SMS Link Clicked", "11-02T10:12:00", FROM("e"))
                                    TRACK("u", "SMS Link Clicked", "11-02T10:12:00", FROM("d")));
    rig_expect(rig, "c u 11-02T10:00:00.000 11-02T10:00:00.000 11-02T10:00:00.000 sent -\n"
                    "d u 11-02T10:00:00.000 11-02T11:00:00.000 11-02T10:11:00.000 exception -\n"
                    "e u 11-02T10:12:00.000 11-02T10:12:00.000 11-02T10:12:00.000 sent -\n");
    rig_free(rig);
}

static void email_added(void **state)
{
    static const char rule[] = "'type':'email_added'";

    (void)state;
    assert_int_equal(entries(rule, ID("'email':'a@b.c'")), 1);
    assert_int_equal(entries(rule, ID("'email':'a@b.c'") ID("'email':'d@e.f'")), 1);
    assert_int_equal(entries(rule, ID("'email':''") ID("'email':null") ID("'email':'a@b.c'")), 1);
    assert_int_equal(
            entries(rule, ID("'email':'a@b.c'") ID("'email':''") ID("'email':'a@b.c'")), 2);
    assert_int_equal(entries(rule, ID("'email':''")), 0);
    assert_int_equal(entries(rule, ID("'mail':'a@b.c'")), 0);
}

static void attribute_changed(void **state)
{
    static const char any[] = "'type':'attribute_changed','attribute':'p'";

    (void)state;
    assert_int_equal(entries(any, ID("'p':1") ID("'p':1.0") ID("'p':'1'") ID("'p':true")
                                          ID("'p':null") ID("'q':2")),
            3);
    assert_int_equal(entries(any, ID("'p':{'a':[1]}") ID("'p':{'a':[1.0]}") ID("'p':{'a':[1,2]}")
                                          ID("'p':{'b':1,'a':[1,2]}") ID("'p':{'a':[1,2],'b':1}")),
            3);
    assert_int_equal(entries("'type':'attribute_changed','attribute':'p','to':5",
                             ID("'p':5.0") ID("'p':6") ID("'p':5") ID("'p':'5'")),
            2);
    assert_int_equal(entries("'type':'attribute_changed','attribute':'p','to':''",
                             ID("'p':'x'") ID("'p':''")),
            1);
    assert_int_equal(entries("'type':'attribute_changed','attribute':'p','to':false",
                             ID("'p':true") ID("'p':false")),
            1);
    assert_int_equal(entries("'type':'attribute_changed','attribute':'subscriptionGroups'",
                             ID("'subscriptionGroups':{'g':'subscribed'}")),
            0);
}

static void subscription_changed(void **state)
{
    static const char email[] = "'type':'subscription_changed','channel':'email'";

    (void)state;
    assert_int_equal(entries(email, ID("'emailSubscription':'subscribed'")), 0);
    assert_int_equal(
            entries(email,
                    ID("'emailSubscription':'opted_in'") ID("'emailSubscription':'unsubscribed'")
                            ID("'emailSubscription':null") ID("'emailSubscription':'subscribed'")),
            3);
    assert_int_equal(
            entries("'type':'subscription_changed','channel':'email','to':'subscribed'",
                    ID("'emailSubscription':'unsubscribed'") ID("'emailSubscription':null")),
            1);
    assert_int_equal(entries("'type':'subscription_changed','channel':'push','to':'unsubscribed'",
                             ID("'emailSubscription':'unsubscribed'")
                                     ID("'pushSubscription':'unsubscribed'")),
            1);
    assert_int_equal(
            entries(email, E("Unsubscribed", "") E("Unsubscribed", "")
                                   ID("'emailSubscription':'opted_in'") E("Unsubscribed", "")),
            3);
}

static void subscription_group_changed(void **state)
{
    static const char any[] = "'type':'subscription_group_changed','group':'g'";

    (void)state;
    assert_int_equal(
            entries(any, ID("'subscriptionGroups':{'g':'unsubscribed'}")
                                 ID("'subscriptionGroups':{'g':'subscribed','h':'subscribed'}")
                                         ID("'subscriptionGroups':{'h':'unsubscribed'}")
                                                 ID("'subscriptionGroups':{'g':null}")
                                                         ID("'subscriptionGroups':7")
                                                                 ID("'subscriptionGroups':null")),
            2);
    assert_int_equal(entries("'type':'subscription_group_changed','group':'g','to':'unsubscribed'",
                             ID("'subscriptionGroups':{'g':'subscribed'}")
                                     ID("'subscriptionGroups':{'g':null}")),
            1);
}

/* The event of each interaction that events bring, and one of the same kind that is not it. */
static void campaign_interactions_of_events(void **state)
{
    static const struct {
        const char *interaction, *event, *properties;
        const char *other_event, *other_properties;
    } table[] = {
            {"view_in_app", "In-App Message Displayed", "", "In-App Message Clicked", ""},
            {"click_in_app", "In-App Message Clicked", "", "In-App Message Dismissed", ""},
            {"click_in_app_button", "In-App Message Clicked", ",'button':'b'",
                    "In-App Message Clicked", ""},
            {"click_email", "Email Link Clicked", "", "Email Opened", ""},
            {"click_email_link", "Email Link Clicked", ",'link_alias':'l'", "Email Link Clicked",
                    ""},
            {"open_email", "Email Opened", ",'machine':true", "Email Delivered", ""},
            {"open_email", "Email Opened", "", "Email Bounced", ""},
            {"open_email_machine", "Email Opened", ",'machine':true", "Email Opened", ""},
            {"open_email_other", "Email Opened", "", "Email Opened", ",'machine':true"},
            {"open_push", "Push Notification Tapped", "", "Push Notification Tapped",
                    ",'button':'b'"},
            {"click_push_button", "Push Notification Tapped", ",'button':'b'",
                    "Push Notification Tapped", ""},
            {"click_push_story", "Push Story Page Clicked", "", "Push Notification Received", ""},
            {"click_sms_link", "SMS Link Clicked", "", "SMS Delivered", ""},
            {"view_content_card", "Content Card Displayed", "", "Content Card Clicked", ""},
            {"click_content_card", "Content Card Clicked", "", "Content Card Dismissed", ""},
            {"dismiss_content_card", "Content Card Dismissed", "", "Content Card Displayed", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        char *rule = mem_format("'type':'campaign_interaction','campaign':'src','interaction':'%s'",
                table[i].interaction);
        char *event = mem_format("{'type':'track','userId':'u','timestamp':'2026-11-02T10:00:00Z','"
                                 "event':'%s','properties':{'campaign_id':'src'%s}}",
                table[i].event, table[i].properties);
        char *elsewhere = mem_format("{'type':'track','userId':'u','timestamp':'2026-11-02T10:00:"
                                     "00Z','event':'%s','properties':{'campaign_id':'other'%s}}",
                table[i].event, table[i].properties);
        char *other = mem_format("{'type':'track','userId':'u','timestamp':'2026-11-02T10:00:00Z','"
                                 "event':'%s','properties':{'campaign_id':'src'%s}}",
                table[i].other_event, table[i].other_properties);

        assert_int_equal(entries(rule, event), 1);
        assert_int_equal(entries(rule, elsewhere), 0);
        assert_int_equal(entries(rule, other), 0);
        mem_free(rule);
        mem_free(event);
        mem_free(elsewhere);
        mem_free(other);
    }
}

static void buttons_and_links(void **state)
{
    (void)state;
    assert_int_equal(entries(INTERACTION("click_push_button") ",'button':'buy'",
                             E("Push Notification Tapped", FROM("src") ",'button':'buy'")
                                     E("Push Notification Tapped", FROM("src") ",'button':'no'")),
            1);
    assert_int_equal(entries(INTERACTION("click_in_app_button") ",'button':'buy'",
                             E("In-App Message Clicked", FROM("src") ",'button':'buy'")
                                     E("In-App Message Clicked", FROM("src") ",'button':1")),
            1);
    assert_int_equal(entries(INTERACTION("click_email_link") ",'link':'sale'",
                             E("Email Link Clicked", FROM("src") ",'link_alias':'sale'")
                                     E("Email Link Clicked", FROM("src") ",'link_alias':'x'")),
            1);
}

static void ids_compare_as_strings(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("1", ON("never")));
    rig_live(rig, HOOK("c", TRIGGER("'type':'campaign_interaction','campaign':'1','interaction':'"
                                    "open_email'") "," AGAIN));
    rig_events(rig, E("Email Opened", "'campaign_id':1") E("Email Opened", "'campaign_id':'1'"));
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 1);
    assert_int_equal(rig_tally(rig, "1", TALLY_INTERACTION + INTERACTION_OPEN_EMAIL), 1);
    rig_free(rig);
}

/* Also where no index stands before the row: what asks why, asks row by row. */
static void a_row_looks_at_the_campaign_itself(void **state)
{
    struct rig *rig = rig_new(NULL);
    const struct campaign *c;
    struct stimulus stimulus = {
            .kind = STIMULUS_INTERACTION,
            .campaign = "src",
            .campaign_size = 3,
            .interactions = {INTERACTION_OPEN_EMAIL},
            .interaction_count = 1,
    };

    (void)state;
    rig_live(rig, HOOK("c", TRIGGER(INTERACTION("open_email"))));
    rig_events(rig, E("x", ""));
    c = rig_find(rig, "c")->document;
    assert_true(rule_matches(&c->triggers[0], c, &stimulus, rig_user(rig, "u"), 0, NULL, NULL));
    stimulus.campaign = "sro";
    assert_false(rule_matches(&c->triggers[0], c, &stimulus, rig_user(rig, "u"), 0, NULL, NULL));
    stimulus.campaign = "srcs";
    stimulus.campaign_size = 4;
    assert_false(rule_matches(&c->triggers[0], c, &stimulus, rig_user(rig, "u"), 0, NULL, NULL));
    stimulus.campaign = NULL;
    assert_false(rule_matches(&c->triggers[0], c, &stimulus, rig_user(rig, "u"), 0, NULL, NULL));
    rig_free(rig);
}

static void any_campaign_s_links(void **state)
{
    static const char star[] =
            "'type':'campaign_interaction','campaign':'*','interaction':'click_email_link'";

    (void)state;
    assert_int_equal(
            entries(star,
                    E("Email Link Clicked", FROM("src") ",'link_alias':'l'") E("Email Link Clicked",
                            FROM("unheard-of") ",'link_alias':'l'") E("Email Link Clicked",
                            "'canvas_id':'k','step_id':'s','link_alias':'l'")),
            3);
    assert_int_equal(entries(star, E("Email Link Clicked", FROM("src")) E("Email Link Clicked",
                                           "'link_alias':'l'") E("Email Link Clicked",
                                           "'canvas_id':'k','link_alias':'l'")),
            0);
    assert_int_equal(entries("'type':'campaign_interaction','campaign':'*','interaction':'click_"
                             "email_link','link':'l'",
                             E("Email Link Clicked", FROM("src") ",'link_alias':'l'")
                                     E("Email Link Clicked", FROM("src") ",'link_alias':'m'")),
            1);
}

/* receive_..., enter_control and conversion follow from the engine's own acts. */
static void campaign_interactions_of_the_engine(void **state)
{
    static const struct {
        const char *channel, *interaction;
        bool control;
    } table[] = {{"email", "receive_email", false}, {"push", "receive_push", false},
            {"sms", "receive_sms", false}, {"whatsapp", "receive_whatsapp", false},
            {"webhook", "receive_webhook", false}, {"in_app", NULL, false},
            {"content_card", NULL, false}, {"push", "enter_control", true},
            {"in_app", "enter_control", true}};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        struct rig *rig = rig_new(NULL);
        char *source = mem_format(
                "{'id':'src','title':'t','channel':'%s','message':{'subject':'s','body':'b'},'"
                "triggers':[{'type':'custom_event','event':'go'}],'control_percent':%d}",
                table[i].channel, table[i].control ? 100 : 0);
        int64_t interactions = 0;

        rig_live(rig, source);
        rig_live(rig,
                HOOK("all",
                        TRIGGER("'type':'campaign_interaction','campaign':'src','interaction':'"
                                "receive_email'},{'type':'campaign_interaction','campaign':'src','"
                                "interaction':'receive_push'},{'type':'campaign_interaction','"
                                "campaign':'src','interaction':'receive_sms'},{'type':'campaign_"
                                "interaction','campaign':'src','interaction':'receive_whatsapp'},{'"
                                "type':'campaign_interaction','campaign':'src','interaction':'"
                                "receive_webhook'},{'type':'campaign_interaction','campaign':'src',"
                                "'interaction':'enter_control'")));
        rig_events(rig, ID("'email':'a@b.c','phone':'1'") E("go", ""));
        assert_int_equal(rig_tally(rig, "all", TALLY_ENTRIES), table[i].interaction ? 1 : 0);
        for (int k = 0; k < INTERACTION_COUNT; k++)
            interactions += rig_tally(rig, "src", TALLY_INTERACTION + k);
        assert_int_equal(interactions, table[i].interaction ? 1 : 0);
        if (table[i].interaction)
            assert_int_equal(rig_tally(rig, "src",
                                     TALLY_INTERACTION + interaction_find(table[i].interaction)),
                    1);
        rig_free(rig);
        mem_free(source);
    }
}

static void delivery_reports_are_no_receipts(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, CAMPAIGN("src", "email", ON("never")));
    rig_events(rig,
            E("Email Delivered", FROM("src")) E("Email Delivered", FROM("src")) E(
                    "Email Bounced", FROM("src")) E("Email Marked as Spam",
                    FROM("src")) E("Unsubscribed", FROM("src")) E("Push Notification Received",
                    FROM("src")) E("Push Notification Bounced", FROM("src")) E("SMS Delivered",
                    FROM("src")) E("SMS Failed", FROM("src")) E("Webhook Failed", FROM("src"))
                    E("In-App Message Dismissed", FROM("src")) E("Email Delivered", FROM("gone"))
                            E("In-App Message Dismissed", FROM("gone")) E("Email Opened",
                                    FROM("gone")) E("go", FROM("gone")) E("Email Delivered", ""));
    assert_int_equal(rig_tally(rig, "src", TALLY_REPORT + REPORT_DELIVERED), 4);
    assert_int_equal(rig_tally(rig, "src", TALLY_REPORT + REPORT_BOUNCED), 2);
    assert_int_equal(rig_tally(rig, "src", TALLY_REPORT + REPORT_SPAM), 1);
    assert_int_equal(rig_tally(rig, "src", TALLY_REPORT + REPORT_UNSUBSCRIBED), 1);
    assert_int_equal(rig_tally(rig, "src", TALLY_REPORT + REPORT_FAILED), 2);
    assert_int_equal(rig->tallies[0][TALLY_REPORT + REPORT_DELIVERED].unique, 1);
    assert_int_equal(engine_counts(rig->engine)->unknown_campaign, 3);
    for (int k = 0; k < INTERACTION_COUNT; k++)
        assert_int_equal(rig_tally(rig, "src", TALLY_INTERACTION + k), 0);
    rig_free(rig);
}

static void card_interaction(void **state)
{
    (void)state;
    assert_int_equal(entries("'type':'card_interaction','card':'promo','interaction':'view'",
                             E("News Feed Card Viewed", "'card_id':'promo'")
                                     E("News Feed Card Clicked", "'card_id':'promo'")
                                             E("News Feed Card Viewed", "'card_id':'x'")),
            1);
    assert_int_equal(entries("'type':'card_interaction','card':'promo','interaction':'click'",
                             E("News Feed Card Viewed", "'card_id':'promo'")
                                     E("News Feed Card Clicked", "'card_id':'promo'")
                                             E("News Feed Card Clicked", "")),
            1);
}

static void canvas_interaction(void **state)
{
    static const char rule[] =
            "'type':'canvas_interaction','canvas':'k','step':'s','interaction':'open_email'";

    (void)state;
    assert_int_equal(
            entries(rule,
                    E("Email Opened", "'canvas_id':'k','step_id':'s'") E(
                            "Email Opened", "'canvas_id':'k','step_id':'t'") E("Email Opened",
                            "'canvas_id':'j','step_id':'s'") E("Email Opened", "'step_id':'s'")
                            E("Email Link Clicked", "'canvas_id':'k','step_id':'s'")),
            1);
    assert_int_equal(entries("'type':'canvas_interaction','canvas':'k','step':'s','interaction':'"
                             "view_content_card'",
                             E("Content Card Displayed", "'canvas_id':'k','step_id':'s'")),
            1);
}

static void exception_performed(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("cart", GO "," AFTER("1", "hours") "," UNLESS("buy")));
    rig_live(rig,
            HOOK("thanks", TRIGGER("'type':'exception_performed','campaign':'cart'") "," AGAIN));
    rig_live(rig, HOOK("wrong", TRIGGER("'type':'exception_performed','campaign':'thanks'")));
    rig_events(rig, TRACK("u", "buy", "11-02T09:00:00", "") TRACK("u", "go", "11-02T10:00:00", "")
                            TRACK("u", "buy", "11-02T10:10:00", "")
                                    TRACK("u", "buy", "11-02T10:20:00", ""));
    rig_expect(rig, "cart u 11-02T10:00:00.000 11-02T11:00:00.000 11-02T10:10:00.000 exception -\n"
                    "thanks u 11-02T10:10:00.000 11-02T10:10:00.000 11-02T10:10:00.000 sent -\n");
    rig_stop(rig, "cart", "2026-11-02T10:30:00Z");
    rig_free(rig);
}

static void location_entered(void **state)
{
    static const char rule[] =
            "'type':'location_entered','latitude':0,'longitude':179.99,'radius_m':5000";
    static const char pole[] =
            "'type':'location_entered','latitude':90,'longitude':0,'radius_m':5000";

    (void)state;
    /* Over the date line; inside stays inside. */
    assert_int_equal(
            entries(rule, E("Location Updated", "'latitude':0,'longitude':-179.99")
                                  E("Location Updated", "'latitude':0.01,'longitude':180") E(
                                          "Location Updated", "'latitude':1,'longitude':180")
                                          E("Location Updated", "'latitude':0,'longitude':180")),
            2);
    assert_int_equal(entries(pole, E("Location Updated", "'latitude':89.99,'longitude':120")), 1);
    assert_int_equal(entries(rule, E("Location Updated", "'latitude':'0','longitude':180") E(
                                           "Location Updated", "'latitude':0") E("Location Updated",
                                           "'latitude':91,'longitude':180") E("Location Updated",
                                           "'latitude':0,'longitude':180.01")),
            0);
    /* What is no place changes nothing. */
    assert_int_equal(entries(rule, E("Location Updated", "'latitude':0,'longitude':180") E(
                                           "Location Updated", "'latitude':null")
                                           E("Location Updated", "'latitude':0,'longitude':180")),
            1);
}

static void geofence(void **state)
{
    (void)state;
    assert_int_equal(entries("'type':'geofence','geofence':'shop','transition':'enter'",
                             E("Geofence Entered", "'geofence':'shop'") E("Geofence Exited",
                                     "'geofence':'shop'") E("Geofence Entered", "'geofence':'x'")),
            1);
    assert_int_equal(entries("'type':'geofence','geofence':'shop','transition':'exit'",
                             E("Geofence Entered", "'geofence':'shop'")
                                     E("Geofence Exited", "'geofence':'shop'")),
            1);
}

static void inbound(void **state)
{
    (void)state;
    assert_int_equal(
            entries("'type':'inbound_sms'", E("SMS Received", "'body':'x'") E("SMS Received", "")
                                                    E("WhatsApp Received", "'body':'x'")),
            2);
    assert_int_equal(entries("'type':'inbound_whatsapp','group':'g'",
                             E("WhatsApp Received", "'group':'g'") E("WhatsApp Received",
                                     "'group':'h'") E("WhatsApp Received", "")),
            1);
    assert_int_equal(entries("'type':'inbound_sms','keyword':' Yes'",
                             E("SMS Received", "'body':' yES\\r\\n\\t'") E("SMS Received",
                                     "'body':'yes please'") E("SMS Received", "'body':'y es'")
                                     E("SMS Received", "'body':7") E("SMS Received", "")),
            1);
    assert_int_equal(entries("'type':'inbound_sms','keyword':'\xc3\xa9t\xc3\xa9'",
                             E("SMS Received", "'body':'\xc3\x89T\xc3\x89'")
                                     E("SMS Received", "'body':'ete'")),
            1);
    assert_int_equal(entries("'type':'inbound_whatsapp','keyword':'\xd0\x94\xd0\xb0'",
                             E("WhatsApp Received", "'body':'\xd0\xb4\xd0\x90'")),
            1);
}

static void rows_are_ored_and_match_once(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", TRIGGER("'type':'custom_event','event':'x'},{'type':'custom_event','"
                                    "event':'Order Completed'},{'type':'purchase'") "," AGAIN));
    rig_events(rig, E("Order Completed", "") E("x", "") E("y", ""));
    assert_int_equal(rig_tally(rig, "c", TALLY_MATCHES), 2);
    assert_int_equal(rig->deliveries[0].row, 1);
    assert_int_equal(rig->deliveries[1].row, 0);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(custom_event),
            cmocka_unit_test(purchase),
            cmocka_unit_test(session_start),
            cmocka_unit_test(conversion),
            cmocka_unit_test(email_added),
            cmocka_unit_test(attribute_changed),
            cmocka_unit_test(subscription_changed),
            cmocka_unit_test(subscription_group_changed),
            cmocka_unit_test(campaign_interactions_of_events),
            cmocka_unit_test(buttons_and_links),
            cmocka_unit_test(ids_compare_as_strings),
            cmocka_unit_test(a_row_looks_at_the_campaign_itself),
            cmocka_unit_test(any_campaign_s_links),
            cmocka_unit_test(campaign_interactions_of_the_engine),
            cmocka_unit_test(delivery_reports_are_no_receipts),
            cmocka_unit_test(card_interaction),
            cmocka_unit_test(canvas_interaction),
            cmocka_unit_test(exception_performed),
            cmocka_unit_test(location_entered),
            cmocka_unit_test(geofence),
            cmocka_unit_test(inbound),
            cmocka_unit_test(rows_are_ored_and_match_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
