/* Campaigns and segments as documents (FORMATS 2, 3). */
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/document.h"

#define AT(member) offsetof(struct campaign, member)

static const char *const zone_words[] = {"user", "company"};
static const struct names zone_names = NAMES("a zone", zone_words);

static const char *const if_missed_words[] = {"drop", "next"};
static const struct names if_missed_names =
        NAMES("what to do with a missed window", if_missed_words);

static const char *const delay_words[] = {
        "immediate", "after", "in_days", "on_weekday", "intelligent"};
static const struct names delay_names = NAMES("a kind of delay", delay_words);

/* Delay. */

#define KIND                                                                                       \
    {                                                                                              \
        "kind", &codec_term, offsetof(struct delay, kind), .required = true, .names = &delay_names \
    }
#define CLOCK(key_text, of, member)                                                                \
    {                                                                                              \
        key_text, &codec_clock, offsetof(struct of, member), .required = true                      \
    }
#define ZONE(of, default_zone)                                                                     \
    {                                                                                              \
        "zone", &codec_term, offsetof(struct of, zone), .names = &zone_names,                      \
                                                        .usual = (default_zone)                    \
    }

static int check_after(struct reader *reader, void *object)
{
    return span_check(reader, ((struct delay *)object)->after, SPAN_DAYS_MAX);
}

static const struct field immediate_fields[] = {KIND};
static const struct field after_fields[] = {KIND,
        {"amount", &codec_amount, offsetof(struct delay, after.amount), .required = true,
                .always = true},
        {"unit", &codec_term, offsetof(struct delay, after.unit), .required = true,
                .names = &time_unit_names}};
static const struct field in_days_fields[] = {KIND,
        {"days", &codec_whole, offsetof(struct delay, days), .min = 1, .max = 365,
                .required = true},
        CLOCK("at", delay, at_ms), ZONE(delay, ZONE_OF_USER)};
static const struct field on_weekday_fields[] = {KIND,
        {"weekday", &codec_term, offsetof(struct delay, weekday), .required = true,
                .names = &weekday_names},
        CLOCK("at", delay, at_ms), ZONE(delay, ZONE_OF_USER)};
static const struct field intelligent_fields[] = {KIND, CLOCK("fallback", delay, at_ms)};

static const struct shape delay_shapes[] = {
        [DELAY_IMMEDIATE] = SHAPE(immediate_fields),
        [DELAY_AFTER] = SHAPE_CHECKED(after_fields, check_after),
        [DELAY_IN_DAYS] = SHAPE(in_days_fields),
        [DELAY_ON_WEEKDAY] = SHAPE(on_weekday_fields),
        [DELAY_INTELLIGENT] = SHAPE(intelligent_fields),
};
static const struct field kind_field = KIND;
static const struct tagged delay_tagged = {&kind_field, delay_shapes, "a delay"};

/* Window. */

static const struct field window_fields[] = {
        CLOCK("from", window, from_ms),
        CLOCK("to", window, to_ms),
        ZONE(window, ZONE_OF_USER),
        {"if_missed", &codec_choice, offsetof(struct window, next), .names = &if_missed_names},
};
static const struct shape window_shape = SHAPE(window_fields);

static int read_window(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    ((struct window *)at)->set = true;
    return shape_read(reader, json, &window_shape, at);
}

static void write_window(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    shape_write(writer, &window_shape, at);
}

static bool window_absent(const struct field *field, const void *at)
{
    (void)field;
    return !((const struct window *)at)->set;
}

static const struct codec codec_window = {read_window, write_window, window_absent};

/* Re-eligibility: the wait means nothing where it is not allowed. */

static int read_wait(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    return codec_span.read(reader, json, field, &((struct campaign *)at)->wait);
}

static void write_wait(struct json_writer *writer, const struct field *field, const void *at)
{
    codec_span.write(writer, field, &((const struct campaign *)at)->wait);
}

static bool wait_absent(const struct field *field, const void *at)
{
    (void)field;
    const struct campaign *campaign = at;
    return !campaign->reeligible || campaign->wait.amount == 0;
}

static const struct codec codec_wait = {read_wait, write_wait, wait_absent};

static const struct field reeligibility_fields[] = {
        {.key = "allowed", .codec = &codec_flag, .offset = AT(reeligible)},
        {"after", &codec_wait, 0, .max = SPAN_DAYS_MAX},
};

static int check_reeligibility(struct reader *reader, void *object)
{
    const struct campaign *campaign = object;
    if (campaign->reeligible || campaign->wait.amount == 0)
        return 0;
    size_t mark = reader_enter(reader, "after");
    reader_fail(
            reader, "a wait counts only where \"allowed\" is true; set that, or leave this out");
    reader_leave(reader, mark);
    return -1;
}

static const struct shape reeligibility_shape =
        SHAPE_CHECKED(reeligibility_fields, check_reeligibility);

/* Conversion events. */

#define CONVERSION(member) offsetof(struct conversion_event, member)

static const struct field conversion_fields[] = {
        {"event", &codec_tagged, CONVERSION(rule), .required = true,
                .tagged = &conversion_rule_tagged},
        {"within", &codec_span, CONVERSION(within), .max = CONVERSION_DAYS_MAX},
};

static int check_conversion(struct reader *reader, void *object)
{
    (void)reader;
    struct conversion_event *event = object;
    if (event->within.amount == 0)
        event->within = (struct span){CONVERSION_DAYS_USUAL, UNIT_DAYS};
    return 0;
}

const struct shape conversion_shape = SHAPE_CHECKED(conversion_fields, check_conversion);

/* Lists and the objects that only group members of a campaign. */

static const struct field tag_field = {.codec = &codec_text, .min = 1, .max = NAME_SIZE_MAX};
static const struct field id_field = {.codec = &codec_id};
static const struct field rule_field = {
        .codec = &codec_tagged, .required = true, .tagged = &rule_tagged};
static const struct field conversion_field = {.codec = &codec_object, .shape = &conversion_shape};

static const struct list tag_list = {
        .element = &tag_field, .size = sizeof(char *), .count_offset = AT(tag_count) - AT(tags)};
static const struct list segments_list = {.element = &id_field,
        .size = sizeof(char *),
        .count_offset = AT(segment_count) - AT(segments)};
static const struct list trigger_list = {.element = &rule_field,
        .size = sizeof(struct rule),
        .count_offset = AT(trigger_count) - AT(triggers),
        .needed = true};
static const struct list exception_list = {.element = &rule_field,
        .size = sizeof(struct rule),
        .count_offset = AT(exception_count) - AT(exceptions)};
static const struct list conversion_list = {.element = &conversion_field,
        .size = sizeof(struct conversion_event),
        .count_offset = AT(conversion_count) - AT(conversions)};

static int read_audience_filter(
        struct reader *reader, json_t *json, const struct field *field, void *at)
{
    struct filter *filter = mem_new(sizeof *filter);
    *(struct filter **)at = filter;
    return codec_filter.read(reader, json, field, filter);
}

static void write_audience_filter(
        struct json_writer *writer, const struct field *field, const void *at)
{
    codec_filter.write(writer, field, *(struct filter *const *)at);
}

static bool audience_filter_absent(const struct field *field, const void *at)
{
    (void)field;
    return !*(struct filter *const *)at;
}

static const struct codec codec_audience_filter = {
        read_audience_filter, write_audience_filter, audience_filter_absent};

static const struct field message_fields[] = {
        {"subject", &codec_text, AT(subject), .max = CAMPAIGN_SUBJECT_MAX},
        {"body", &codec_text, AT(body), .max = CAMPAIGN_BODY_MAX},
};
static const struct shape message_shape = SHAPE(message_fields);

static const struct field tracking_fields[] = {
        {"opens", &codec_flag, AT(track_opens), .usual = true},
        {"clicks", &codec_flag, AT(track_clicks), .usual = true},
};
static const struct shape tracking_shape = SHAPE(tracking_fields);

static const struct field audience_fields[] = {
        {"segments", &codec_list, AT(segments), .max = SEGMENTS_MAX, .list = &segments_list},
        {.key = "filter", .codec = &codec_audience_filter, .offset = AT(filter)},
};
static const struct shape audience_shape = SHAPE(audience_fields);

static const struct field duration_fields[] = {
        {.key = "start", .codec = &codec_wall, .offset = offsetof(struct duration, start)},
        {.key = "end", .codec = &codec_wall, .offset = offsetof(struct duration, end)},
        ZONE(duration, ZONE_OF_COMPANY),
};
static const struct shape duration_shape = SHAPE(duration_fields);

/* Identity: the default depends on the channel. */

static int read_identity(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    const char *text = json_string_value(json);
    if (text && !*text) {
        ((struct campaign *)at)->identity = mem_string("");
        return 0;
    }
    return codec_text.read(reader, json, field, &((struct campaign *)at)->identity);
}

static void write_identity(struct json_writer *writer, const struct field *field, const void *at)
{
    codec_text.write(writer, field, &((const struct campaign *)at)->identity);
}

static bool identity_absent(const struct field *field, const void *at)
{
    (void)field;
    const struct campaign *campaign = at;
    return !campaign->identity ||
           strcmp(campaign->identity, channel_identity(campaign->channel)) == 0;
}

static const struct codec codec_identity = {read_identity, write_identity, identity_absent};

static const struct field campaign_fields[] = {
        {"id", &codec_id, AT(id), .required = true},
        {"title", &codec_text, AT(title), .required = true, .min = 1, .max = CAMPAIGN_TITLE_MAX},
        {"description", &codec_text, AT(description), .max = CAMPAIGN_DESCRIPTION_MAX},
        {"tags", &codec_list, AT(tags), .max = TAGS_MAX, .list = &tag_list},
        {"channel", &codec_term, AT(channel), .required = true, .names = &channel_names},
        {"surface", &codec_text, AT(surface), .max = NAME_SIZE_MAX},
        {"identity", &codec_identity, 0, .max = NAME_SIZE_MAX},
        {"message", &codec_object, 0, .shape = &message_shape},
        {"tracking", &codec_object, 0, .shape = &tracking_shape},
        {"audience", &codec_object, 0, .shape = &audience_shape},
        {"triggers", &codec_list, AT(triggers), .required = true, .max = CAMPAIGN_TRIGGERS_MAX,
                .list = &trigger_list},
        {"delay", &codec_tagged, AT(delay), .tagged = &delay_tagged},
        {"exceptions", &codec_list, AT(exceptions), .max = CAMPAIGN_TRIGGERS_MAX,
                .list = &exception_list},
        {"duration", &codec_object, AT(duration), .shape = &duration_shape},
        {"window", &codec_window, AT(window), .shape = &window_shape},
        {"reeligibility", &codec_object, 0, .shape = &reeligibility_shape},
        {.key = "reevaluate_audience", .codec = &codec_flag, .offset = AT(reevaluate_audience)},
        {"control_percent", &codec_whole, AT(control_percent), .max = CONTROL_PERCENT_MAX},
        {"conversions", &codec_list, AT(conversions), .max = CAMPAIGN_CONVERSIONS_MAX,
                .list = &conversion_list},
};

int campaign_key_order(const char *path)
{
    size_t size = strcspn(path, ".[");
    int order = 0;
    for (; order < (int)ARRAY_COUNT(campaign_fields); order++) {
        const char *key = campaign_fields[order].key;
        if (strlen(key) == size && memcmp(key, path, size) == 0)
            break;
    }
    return order;
}

/* A conversion event counts interactions with this campaign alone, named or not. */
static int check_own_interaction(
        struct reader *reader, const struct campaign *campaign, size_t index)
{
    struct rule *rule = &campaign->conversions[index].rule;
    if (!rule->campaign)
        return 0;
    if (campaign->id && strcmp(rule->campaign, campaign->id) == 0) {
        mem_free(rule->campaign);
        rule->campaign = NULL;
        return 0;
    }
    struct buf path = {0};
    buf_add_format(&path, "conversions[%zu].event.campaign", index);
    size_t mark = reader_enter(reader, buf_text(&path));
    buf_release(&path);
    reader_fail(reader,
            "\"%s\" is another campaign; only interactions with this one's own message convert. "
            "Leave the key out",
            rule->campaign);
    reader_leave(reader, mark);
    return -1;
}

static int check_campaign(struct reader *reader, void *object)
{
    struct campaign *campaign = object;
    for (size_t i = 0; i < campaign->conversion_count; i++) {
        if (check_own_interaction(reader, campaign, i) != 0)
            return -1;
    }
    if (!campaign->identity && reader->mode == DOCUMENT_WHOLE)
        campaign->identity = mem_string(channel_identity(campaign->channel));
    return 0;
}

const struct shape campaign_shape = SHAPE_CHECKED(campaign_fields, check_campaign);
static const struct field campaign_field = {.codec = &codec_object, .shape = &campaign_shape};

static const struct list segment_tag_list = {.element = &tag_field,
        .size = sizeof(char *),
        .count_offset = offsetof(struct segment, tag_count) - offsetof(struct segment, tags)};

static const struct field segment_fields[] = {
        {"id", &codec_id, offsetof(struct segment, id), .required = true},
        {"name", &codec_text, offsetof(struct segment, name), .required = true, .min = 1,
                .max = CAMPAIGN_TITLE_MAX},
        {"description", &codec_text, offsetof(struct segment, description),
                .max = CAMPAIGN_DESCRIPTION_MAX},
        {"tags", &codec_list, offsetof(struct segment, tags), .max = TAGS_MAX,
                .list = &segment_tag_list},
        {"filter", &codec_filter, offsetof(struct segment, filter), .required = true},
};
const struct shape segment_shape = SHAPE(segment_fields);
static const struct field segment_field = {.codec = &codec_object, .shape = &segment_shape};

struct campaign *campaign_read(
        const char *json, size_t size, enum document_mode mode, struct error *err)
{
    struct reader reader = {.mode = mode, .whole = "the document", .err = err};
    struct campaign *campaign = campaign_new();
    if (document_read(&reader, json, size, &campaign_field, campaign) == 0)
        return campaign;
    campaign_free(campaign);
    return NULL;
}

struct segment *segment_read(
        const char *json, size_t size, enum document_mode mode, struct error *err)
{
    struct reader reader = {.mode = mode, .whole = "the document", .err = err};
    struct segment *segment = segment_new();
    if (document_read(&reader, json, size, &segment_field, segment) == 0)
        return segment;
    segment_free(segment);
    return NULL;
}

void campaign_write(const struct campaign *campaign, int indent, struct buf *out)
{
    struct json_writer writer = {.out = out, .indent = indent};
    shape_write(&writer, &campaign_shape, campaign);
}

void segment_write(const struct segment *segment, int indent, struct buf *out)
{
    struct json_writer writer = {.out = out, .indent = indent};
    shape_write(&writer, &segment_shape, segment);
}
