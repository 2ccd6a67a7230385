#include "demo/line.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "demo/offer.h"
#include "demo/shop.h"

#define TEXT(out, literal) buf_add((out), (literal), sizeof(literal) - 1)

struct line {
    struct line_writer *writer;
    const struct moment *moment;
    struct person person;
    struct buf *out;
};

static void add_digits(struct buf *out, uint64_t number, int digits)
{
    char text[20];
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        text[i] = (char)('0' + number % 10);
    buf_add(out, text, (size_t)digits);
}

static void add_plain(struct buf *out, uint64_t number)
{
    int digits = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10)
        digits++;
    add_digits(out, number, digits);
}

static void add_hex(struct buf *out, uint32_t number)
{
    char text[8];
    for (int i = 7; i >= 0; i--, number >>= 4)
        text[i] = "0123456789abcdef"[number & 15];
    buf_add(out, text, 8);
}

static void add_money(struct buf *out, uint32_t cents)
{
    add_plain(out, cents / 100);
    buf_add_char(out, '.');
    add_digits(out, cents % 100, 2);
}

static void add_instant(struct line_writer *writer, int64_t at_ms, struct buf *out)
{
    int64_t day = when_day(at_ms), ms = at_ms - day * DAY_MS;
    if (day != writer->day || !writer->date[0]) {
        char text[WHEN_TEXT_MAX];
        memcpy(writer->date, when_format(at_ms, text), 11);
        writer->day = day;
    }
    buf_add(out, writer->date, 11);
    add_digits(out, (uint64_t)(ms / HOUR_MS), 2);
    buf_add_char(out, ':');
    add_digits(out, (uint64_t)(ms / MINUTE_MS % 60), 2);
    buf_add_char(out, ':');
    add_digits(out, (uint64_t)(ms / SECOND_MS % 60), 2);
    buf_add_char(out, '.');
    add_digits(out, (uint64_t)(ms % 1000), 3);
    buf_add_char(out, 'Z');
}

/* Degrees from millionths, so that no rounding differs between machines. */
static void add_degrees(struct buf *out, double centre, int64_t off_millionths)
{
    int64_t millionths = (int64_t)(centre * 10000) * 100 + off_millionths;
    if (millionths < 0)
        buf_add_char(out, '-');
    uint64_t size = (uint64_t)(millionths < 0 ? -millionths : millionths);
    add_plain(out, size / 1000000);
    buf_add_char(out, '.');
    add_digits(out, size % 1000000, 6);
}

static const struct product *line_product(const struct line *line)
{
    uint32_t number = line->moment->products & 255;
    return &products[number ? number - 1 : 0];
}

static void add_product(struct buf *out, const struct product *product)
{
    TEXT(out, "\"product_id\":\"");
    buf_add_text(out, product->id);
    TEXT(out, "\",\"name\":\"");
    buf_add_text(out, product->name);
    TEXT(out, "\",\"category\":\"");
    buf_add_text(out, product->category);
    TEXT(out, "\",\"price\":");
    add_money(out, product->price_cents);
}

static void put_session(const struct line *line)
{
    struct buf *out = line->out;
    TEXT(out, "\"platform\":");
    if (!line->person.mobile)
        TEXT(out, "\"web\"");
    else if (line->person.number % 3)
        TEXT(out, "\"android\",\"version\":\"5.2.1\"");
    else
        TEXT(out, "\"ios\",\"version\":\"5.2.0\"");
}

static void put_signed_up(const struct line *line)
{
    static const char *const sources[] = {
            "\"source\":\"organic\"", "\"source\":\"ad\"", "\"source\":\"friend\""};
    buf_add_text(line->out, sources[line->moment->serial % 3]);
}

static void put_search(const struct line *line)
{
    static const char *const words[] = {"scarf", "gift", "hiking boots", "lamp", "coffee", "tent"};
    TEXT(line->out, "\"query\":\"");
    buf_add_text(line->out, words[line->moment->serial % ARRAY_COUNT(words)]);
    TEXT(line->out, "\",\"results\":");
    add_plain(line->out, line->moment->serial % 23);
}

static void put_product(const struct line *line)
{
    add_product(line->out, line_product(line));
}

static void put_added(const struct line *line)
{
    add_product(line->out, line_product(line));
    TEXT(line->out, ",\"quantity\":1,\"cart_value\":");
    add_money(line->out, line->moment->amount);
}

static void put_checkout(const struct line *line)
{
    TEXT(line->out, "\"cart_value\":");
    add_money(line->out, line->moment->amount);
    TEXT(line->out, ",\"currency\":\"EUR\"");
}

static void put_order(const struct line *line)
{
    struct buf *out = line->out;
    uint32_t shipping = line->moment->amount >= 6000 ? 0 : 490;
    TEXT(out, "\"order_id\":\"o-");
    add_hex(out, line->moment->serial);
    TEXT(out, "\",\"revenue\":");
    add_money(out, line->moment->amount);
    TEXT(out, ",\"shipping\":");
    add_money(out, shipping);
    TEXT(out, ",\"total\":");
    add_money(out, line->moment->amount + shipping);
    TEXT(out, ",\"currency\":\"EUR\",\"products\":[");
    for (int shift = 24; shift >= 0; shift -= 8) {
        uint32_t number = line->moment->products >> shift & 255;
        if (!number)
            continue;
        buf_add_char(out, '{');
        add_product(out, &products[number - 1]);
        TEXT(out, ",\"quantity\":1}");
        if (shift)
            buf_add_char(out, ',');
    }
    buf_add_char(out, ']');
}

static void put_review(const struct line *line)
{
    TEXT(line->out, "\"rating\":");
    add_plain(line->out, 1 + line->moment->serial % 5);
}

static void put_location(const struct line *line)
{
    const struct demo_city *city = &demo_cities[line->person.city];
    struct rng rng = rng_of(line->moment->serial, 1, 2);
    TEXT(line->out, "\"latitude\":");
    add_degrees(line->out, city->latitude, rng_between(&rng, -90000, 90000));
    TEXT(line->out, ",\"longitude\":");
    add_degrees(line->out, city->longitude, rng_between(&rng, -90000, 90000));
}

static void put_geofence(const struct line *line)
{
    TEXT(line->out, "\"geofence\":\"");
    buf_add_text(line->out, demo_cities[line->person.city].store);
    buf_add_char(line->out, '"');
}

static void put_inbound(const struct line *line)
{
    static const char *const bodies[] = {"STATUS", "status", " Status ", "Where is my parcel?"};
    TEXT(line->out, "\"group\":\"orders\",\"body\":\"");
    buf_add_text(line->out, bodies[line->moment->serial % ARRAY_COUNT(bodies)]);
    buf_add_char(line->out, '"');
}

static void put_inbound_help(const struct line *line)
{
    buf_add_text(line->out, line->moment->serial % 3 ? "\"group\":\"care\",\"body\":\"HELP\""
                                                     : "\"group\":\"care\",\"body\":\"Hi there\"");
}

static void put_campaign(const struct line *line)
{
    TEXT(line->out, "\"campaign_id\":\"");
    buf_add_text(line->out, offer_id(line->moment->offer));
    buf_add_char(line->out, '"');
}

static void put_opened(const struct line *line)
{
    put_campaign(line);
    TEXT(line->out, ",\"machine\":false");
}

static void put_opened_machine(const struct line *line)
{
    put_campaign(line);
    TEXT(line->out, ",\"machine\":true");
}

static void put_link(const struct line *line)
{
    put_campaign(line);
    TEXT(line->out, ",\"link_alias\":\"");
    buf_add_text(line->out, offer_link(line->moment->amount));
    buf_add_char(line->out, '"');
}

static void put_button(const struct line *line)
{
    put_campaign(line);
    buf_add_text(
            line->out, line->moment->amount % 2 ? ",\"button\":\"shop\"" : ",\"button\":\"later\"");
}

static void put_bounce(const struct line *line)
{
    put_campaign(line);
    buf_add_text(line->out, line->moment->amount ? ",\"reason\":\"mailbox unavailable\""
                                                 : ",\"reason\":\"mailbox full\"");
}

enum origin { DEVICE, SERVER };

static const struct {
    const char *event;
    const char *event_mobile; /* NULL: the same */
    enum origin origin;
    void (*put)(const struct line *);
} shapes[MOMENT_KIND_COUNT] = {
        [MOMENT_SIGNED_UP] = {"Signed Up", NULL, DEVICE, put_signed_up},
        [MOMENT_SESSION] = {"Session Started", "Application Opened", DEVICE, put_session},
        [MOMENT_SEARCHED] = {"Products Searched", NULL, DEVICE, put_search},
        [MOMENT_VIEWED] = {"Product Viewed", NULL, DEVICE, put_product},
        [MOMENT_WISHED] = {"Product Added to Wishlist", NULL, DEVICE, put_product},
        [MOMENT_ADDED] = {"Product Added", NULL, DEVICE, put_added},
        [MOMENT_CHECKOUT] = {"Checkout Started", NULL, DEVICE, put_checkout},
        [MOMENT_ORDER] = {"Order Completed", NULL, DEVICE, put_order},
        [MOMENT_REVIEW] = {"Review Submitted", NULL, DEVICE, put_review},
        [MOMENT_LOCATION] = {"Location Updated", NULL, DEVICE, put_location},
        [MOMENT_GEOFENCE_IN] = {"Geofence Entered", NULL, DEVICE, put_geofence},
        [MOMENT_GEOFENCE_OUT] = {"Geofence Exited", NULL, DEVICE, put_geofence},
        [MOMENT_SMS_IN] = {"SMS Received", NULL, SERVER, put_inbound},
        [MOMENT_WHATSAPP_IN] = {"WhatsApp Received", NULL, SERVER, put_inbound_help},
        [MOMENT_EMAIL_DELIVERED] = {"Email Delivered", NULL, SERVER, put_campaign},
        [MOMENT_EMAIL_BOUNCED] = {"Email Bounced", NULL, SERVER, put_bounce},
        [MOMENT_EMAIL_SPAM] = {"Email Marked as Spam", NULL, SERVER, put_campaign},
        [MOMENT_EMAIL_OPENED] = {"Email Opened", NULL, SERVER, put_opened},
        [MOMENT_EMAIL_OPENED_MACHINE] = {"Email Opened", NULL, SERVER, put_opened_machine},
        [MOMENT_EMAIL_CLICKED] = {"Email Link Clicked", NULL, SERVER, put_link},
        [MOMENT_UNSUBSCRIBED] = {"Unsubscribed", NULL, SERVER, put_campaign},
        [MOMENT_PUSH_RECEIVED] = {"Push Notification Received", NULL, DEVICE, put_campaign},
        [MOMENT_PUSH_BOUNCED] = {"Push Notification Bounced", NULL, SERVER, put_campaign},
        [MOMENT_PUSH_TAPPED] = {"Push Notification Tapped", NULL, DEVICE, put_campaign},
        [MOMENT_PUSH_BUTTON] = {"Push Notification Tapped", NULL, DEVICE, put_button},
        [MOMENT_IN_APP_DISPLAYED] = {"In-App Message Displayed", NULL, DEVICE, put_campaign},
        [MOMENT_IN_APP_CLICKED] = {"In-App Message Clicked", NULL, DEVICE, put_button},
        [MOMENT_IN_APP_DISMISSED] = {"In-App Message Dismissed", NULL, DEVICE, put_campaign},
        [MOMENT_CARD_DISPLAYED] = {"Content Card Displayed", NULL, DEVICE, put_campaign},
        [MOMENT_CARD_CLICKED] = {"Content Card Clicked", NULL, DEVICE, put_campaign},
        [MOMENT_CARD_DISMISSED] = {"Content Card Dismissed", NULL, DEVICE, put_campaign},
        [MOMENT_SMS_DELIVERED] = {"SMS Delivered", NULL, SERVER, put_campaign},
        [MOMENT_SMS_FAILED] = {"SMS Failed", NULL, SERVER, put_campaign},
        [MOMENT_SMS_CLICKED] = {"SMS Link Clicked", NULL, SERVER, put_campaign},
        [MOMENT_WEBHOOK_FAILED] = {"Webhook Failed", NULL, SERVER, put_campaign},
};

static void begin(struct line *line, const char *type)
{
    char id[PERSON_ID_SIZE];
    person_id(line->person.number, id);
    TEXT(line->out, "{\"messageId\":\"m");
    add_hex(line->out, line->moment->serial);
    TEXT(line->out, "\",\"type\":\"");
    buf_add_text(line->out, type);
    TEXT(line->out, "\",\"userId\":\"");
    buf_add(line->out, id, PERSON_ID_SIZE - 1);
    TEXT(line->out, "\",\"timestamp\":\"");
    add_instant(line->writer, line->moment->at_ms, line->out);
    buf_add_char(line->out, '"');
}

static void end(struct line *line, enum origin origin)
{
    if (origin == SERVER) {
        TEXT(line->out, ",\"channel\":\"server\"}\n");
        return;
    }
    TEXT(line->out, ",\"context\":{\"timezone\":\"");
    buf_add_text(line->out, demo_cities[line->person.city].zone);
    buf_add_text(line->out,
            line->person.mobile ? "\"},\"channel\":\"mobile\"}\n" : "\"},\"channel\":\"web\"}\n");
}

static void add_track(struct line *line)
{
    int kind = line->moment->kind;
    const char *event = shapes[kind].event;
    if (line->person.mobile && shapes[kind].event_mobile)
        event = shapes[kind].event_mobile;
    begin(line, "track");
    TEXT(line->out, ",\"event\":\"");
    buf_add_text(line->out, event);
    TEXT(line->out, "\",\"properties\":{");
    shapes[kind].put(line);
    buf_add_char(line->out, '}');
    end(line, shapes[kind].origin);
}

static void add_page(struct line *line)
{
    static const char *const names[] = {"Home", "Sale", "New Arrivals", "Outdoor", "Kitchen"};
    begin(line, line->person.mobile ? "screen" : "page");
    TEXT(line->out, ",\"name\":\"");
    buf_add_text(line->out, names[line->moment->serial % ARRAY_COUNT(names)]);
    TEXT(line->out, "\",\"properties\":{}");
    end(line, DEVICE);
}

static void add_identify(struct line *line)
{
    begin(line, "identify");
    TEXT(line->out, ",\"traits\":");
    person_add_traits(&line->person, line->moment->amount != 0, line->out);
    end(line, DEVICE);
}

static void add_email_given(struct line *line)
{
    begin(line, "identify");
    TEXT(line->out, ",\"traits\":");
    person_add_traits(&line->person, true, line->out);
    end(line, DEVICE);
}

static void add_plan_changed(struct line *line)
{
    begin(line, "identify");
    TEXT(line->out, ",\"traits\":{\"plan\":\"plus\"}");
    end(line, DEVICE);
}

void line_add(struct line_writer *writer, const struct moment *moment, struct buf *out)
{
    const struct world *world = writer->world;
    struct line line = {writer, moment, person_of(world->seed, moment->user, world->days), out};
    switch (moment->kind) {
    case MOMENT_IDENTIFY: add_identify(&line); break;
    case MOMENT_EMAIL_GIVEN: add_email_given(&line); break;
    case MOMENT_PLAN_CHANGED: add_plan_changed(&line); break;
    case MOMENT_PAGE: add_page(&line); break;
    default: add_track(&line); break;
    }
}

void line_add_customer(
        struct line_writer *writer, const struct person *person, int64_t at_ms, struct buf *out)
{
    char id[PERSON_ID_SIZE];
    person_id(person->number, id);
    TEXT(out, "{\"messageId\":\"crm-");
    buf_add(out, id, PERSON_ID_SIZE - 1);
    TEXT(out, "\",\"type\":\"identify\",\"userId\":\"");
    buf_add(out, id, PERSON_ID_SIZE - 1);
    TEXT(out, "\",\"timestamp\":\"");
    add_instant(writer, at_ms, out);
    TEXT(out, "\",\"traits\":");
    person_add_traits(person, true, out);
    TEXT(out, ",\"channel\":\"server\"}\n");
}

void line_add_dirt(struct line_writer *writer, const struct moment *moment, struct buf *out)
{
    static const struct {
        const char *before;
        const char *after; /* NULL: no time between */
    } faults[] = {
            {"{\"type\":\"track\",\"anonymousId\":\"a-77\",\"event\":\"Product Viewed\","
             "\"timestamp\":\"",
                    "\",\"properties\":{\"product_id\":\"p-1001\"}}\n"},
            {"{\"type\":\"track\",\"userId\":\"u00000001\",\"event\":\"Product Vie", NULL},
            {"{\"type\":\"track\",\"event\":\"Product Viewed\",\"timestamp\":\"", "\"}\n"},
            {"{\"type\":\"track\",\"userId\":\"u00000002\",\"event\":\"Product Viewed\","
             "\"timestamp\":\"yesterday\"}",
                    NULL},
            {"{\"type\":\"group\",\"userId\":\"u00000003\",\"groupId\":\"g1\",\"timestamp\":\"",
                    "\"}\n"},
            {"{\"type\":\"track\",\"userId\":\"u00000004\",\"event\":\"Product Added\","
             "\"properties\":{\"cart_value\":1e999},\"timestamp\":\"",
                    "\"}\n"},
            {"{\"type\":\"tracking\",\"userId\":\"u00000005\",\"timestamp\":\"", "\"}\n"},
            {"<html><body>502 Bad Gateway</body></html>", NULL},
            {"{\"type\":\"track\",\"userId\":\"u00000006\",\"event\":\"Product Viewed\","
             "\"timestamp\":\"2099-01-01T00:00:00Z\"}",
                    NULL},
            {"{\"type\":\"track\",\"userId\":\"\",\"event\":\"Product Viewed\",\"timestamp\":\"",
                    "\"}\n"},
    };
    uint32_t fault = moment->serial % ARRAY_COUNT(faults);
    buf_add_text(out, faults[fault].before);
    if (faults[fault].after)
        add_instant(writer, moment->at_ms, out);
    buf_add_text(out, faults[fault].after ? faults[fault].after : "\n");
}
