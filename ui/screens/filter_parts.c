#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/filter_form_private.h"

#define OF(kind) (1u << (kind))

static const struct editing *editing_of(void *context)
{
    return context;
}

static const struct {
    const char *value;
    enum filter_kind kind;
} kind_names[] = {
        {"trait", FILTER_TRAIT},
        {"segment", FILTER_SEGMENT},
        {"event_count", FILTER_EVENT_COUNT},
        {"event_time", FILTER_EVENT_TIME},
        {"spent", FILTER_SPENT},
        {"received", FILTER_RECEIVED},
        {"interacted", FILTER_INTERACTED},
        {"control", FILTER_CONTROL},
        {"bucket", FILTER_BUCKET},
        {"user", FILTER_USER},
        {"everyone", FILTER_EVERYONE},
};

const char *filter_kind_name(enum filter_kind kind)
{
    for (size_t i = 0; i < ARRAY_COUNT(kind_names); i++)
        if (kind_names[i].kind == kind)
            return kind_names[i].value;
    return "";
}

int filter_kind_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_COUNT(kind_names); i++)
        if (strcmp(kind_names[i].value, name) == 0)
            return (int)kind_names[i].kind;
    return -1;
}

void filter_leaf_usual(struct filter *leaf, enum filter_kind kind)
{
    leaf->kind = kind;
    leaf->count_op = COUNT_GE;
    leaf->number = kind == FILTER_EVENT_TIME ? 7 : 1;
    leaf->time_op = TIME_LESS_THAN_DAYS_AGO;
    leaf->last = true;
    leaf->interaction = INTERACTION_CLICK_EMAIL;
    leaf->bucket_to = 499;
}

bool filter_leaf_is_whole(const struct filter *leaf)
{
    bool ago = leaf->time_op == TIME_MORE_THAN_DAYS_AGO || leaf->time_op == TIME_LESS_THAN_DAYS_AGO;
    switch (leaf->kind) {
    case FILTER_TRAIT:
        return leaf->condition.path.text &&
               (leaf->condition.operand || op_operand(leaf->condition.op) == OPERAND_NONE);
    case FILTER_EVENT_TIME: return leaf->name && (ago || leaf->instant_text);
    case FILTER_EVENT_COUNT:
    case FILTER_RECEIVED:
    case FILTER_INTERACTED:
    case FILTER_CONTROL:
    case FILTER_SEGMENT: return leaf->name;
    case FILTER_BUCKET: return leaf->bucket_from <= leaf->bucket_to;
    case FILTER_USER: return leaf->user_count;
    default: return true;
    }
}

static void suggest_event(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    (void)form;
    (void)field;
    choices_add_matching(out, typed, "$session", NULL, _("any session start"));
    choices_add_matching(out, typed, "$purchase", NULL, _("any purchase"));
    suggest_events(editing_of(context)->suggest, typed, out);
}

static void suggest_source(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    const struct filter_form *state = context;
    (void)form;
    (void)field;
    suggest_campaigns(state->editing.suggest, typed,
            state->leaf.kind == FILTER_RECEIVED ? _("any campaign") : NULL, out);
}

static void suggest_segment(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    (void)form;
    (void)field;
    suggest_segments(editing_of(context)->suggest, typed, out);
}

static enum field_verdict check_count(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    double number;
    (void)context;
    (void)form;
    if (!field_number(field, &number) ||
            (number >= 0 && number <= FILTER_COUNT_MAX && number == floor(number)))
        return FIELD_OK;
    buf_add_text(why, _("A count is a whole number from 0 up."));
    return FIELD_ERROR;
}

static enum field_verdict check_days_ago(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    double number;
    (void)context;
    (void)form;
    if (!field_number(field, &number) ||
            (number >= 0 && number <= FILTER_DAYS_AGO_MAX && number == floor(number)))
        return FIELD_OK;
    buf_add_text(why, _("This must be a whole number of days from 0 to 36 500."));
    return FIELD_ERROR;
}

static enum field_verdict check_bucket(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct filter_form *state = context;
    (void)form;
    (void)field;
    if (state->leaf.bucket_from <= state->leaf.bucket_to)
        return FIELD_OK;
    buf_add_text(why, _("The first bucket must not be above the last one."));
    return FIELD_ERROR;
}

static const struct field_option kinds[] = {
        {"trait", N_("has a trait")},
        {"segment", N_("is in a segment")},
        {"event_count", N_("did an event so often")},
        {"event_time", N_("did an event at a time")},
        {"spent", N_("spent money")},
        {"received", N_("received a campaign")},
        {"interacted", N_("reacted to a campaign")},
        {"control", N_("is held out of a campaign")},
        {"bucket", N_("is in a random part")},
        {"user", N_("is one of these users")},
        {"everyone", N_("is anybody")},
};
static const struct field_option count_ops[] = {
        {"ge", N_("at least")},
        {"le", N_("at most")},
        {"gt", N_("more than")},
        {"lt", N_("less than")},
        {"eq", N_("exactly")},
        {"ne", N_("not exactly")},
};
static const struct field_option which[] = {
        {"last", N_("the last time")},
        {"first", N_("the first time")},
};
static const struct field_option time_ops[] = {
        {"less_than_days_ago", N_("less than so many days ago")},
        {"more_than_days_ago", N_("more than so many days ago")},
        {"before", N_("before a time")},
        {"after", N_("after a time")},
};

static void interaction_choices(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    (void)context;
    (void)form;
    (void)field;
    for (int i = 0; i < INTERACTION_COUNT; i++)
        choices_add_matching(out, typed, interaction_name((enum interaction)i),
                interaction_label((enum interaction)i), NULL);
}

const struct field_type filter_kind_type = {.id = FILTER_KIND,
        .kind = FIELD_CHOICE,
        .label = N_("who"),
        .required = true,
        .options = kinds,
        .option_count = ARRAY_COUNT(kinds),
        .help = N_("What the condition asks about. Space opens the list; the letters you type "
                   "narrow it.")};

const struct filter_part filter_parts[] = {
        {OF(FILTER_EVENT_COUNT) | OF(FILTER_EVENT_TIME),
                {.id = FILTER_NAME_EVENT,
                        .kind = FIELD_TEXT,
                        .label = N_("event"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .choices = suggest_event,
                        .width = 34,
                        .help = N_("The name of the event, spelled exactly. $session is any "
                                   "session start, $purchase any purchase.")}},
        {OF(FILTER_EVENT_TIME),
                {.id = FILTER_WHICH,
                        .kind = FIELD_CHOICE,
                        .label = N_("which"),
                        .required = true,
                        .options = which,
                        .option_count = ARRAY_COUNT(which),
                        .help = N_("Which time counts. Who never did it does not match.")}},
        {OF(FILTER_EVENT_TIME),
                {.id = FILTER_TIME_OP,
                        .kind = FIELD_CHOICE,
                        .label = N_("was"),
                        .required = true,
                        .options = time_ops,
                        .option_count = ARRAY_COUNT(time_ops),
                        .help = N_("A day here is 24 hours, counted back from the engine's "
                                   "clock.")}},
        {OF(FILTER_EVENT_TIME), {.id = FILTER_DAYS_AGO,
                                        .kind = FIELD_NUMBER,
                                        .label = N_("days"),
                                        .required = true,
                                        .check = check_days_ago,
                                        .help = N_("Whole days of 24 hours.")}},
        {OF(FILTER_EVENT_TIME),
                {.id = FILTER_TIME,
                        .kind = FIELD_DATE_TIME,
                        .label = N_("time"),
                        .required = true,
                        .hint = N_("company time"),
                        .help = N_("A day and a time, on the clock of the company.")}},
        {OF(FILTER_EVENT_COUNT) | OF(FILTER_SPENT),
                {.id = FILTER_COUNT_OP,
                        .kind = FIELD_CHOICE,
                        .label = N_("how much"),
                        .required = true,
                        .options = count_ops,
                        .option_count = ARRAY_COUNT(count_ops),
                        .help = N_("An event that never happened counts 0, so 'less than 1' finds "
                                   "those who never did it.")}},
        {OF(FILTER_EVENT_COUNT), {.id = FILTER_COUNT,
                                         .kind = FIELD_NUMBER,
                                         .label = N_("times"),
                                         .required = true,
                                         .check = check_count,
                                         .help = N_("How often, a whole number.")}},
        {OF(FILTER_SPENT),
                {.id = FILTER_MONEY,
                        .kind = FIELD_NUMBER,
                        .label = N_("money"),
                        .required = true,
                        .help = N_("The sum of the purchases, in the currency of the events.")}},
        {OF(FILTER_EVENT_COUNT) | OF(FILTER_SPENT),
                {.id = FILTER_DAYS,
                        .kind = FIELD_INTEGER,
                        .label = N_("in the last days"),
                        .min = 1,
                        .max = FILTER_DAYS_MAX,
                        .hint = N_("1 to 90; empty: ever"),
                        .help = N_("Calendar days in UTC, today included. Empty: ever.")}},
        {OF(FILTER_RECEIVED) | OF(FILTER_INTERACTED) | OF(FILTER_CONTROL),
                {.id = FILTER_NAME_CAMPAIGN,
                        .kind = FIELD_TEXT,
                        .label = N_("campaign"),
                        .required = true,
                        .size_max = CAMPAIGN_ID_MAX,
                        .choices = suggest_source,
                        .help = N_("The id of the campaign. With 'received', * is any campaign; "
                                   "who is held out received nothing.")}},
        {OF(FILTER_INTERACTED), {.id = FILTER_INTERACTION,
                                        .kind = FIELD_CHOICE,
                                        .label = N_("how"),
                                        .required = true,
                                        .choices = interaction_choices,
                                        .help = N_("What the user did with the message, ever.")}},
        {OF(FILTER_SEGMENT), {.id = FILTER_NAME_SEGMENT,
                                     .kind = FIELD_TEXT,
                                     .label = N_("segment"),
                                     .required = true,
                                     .size_max = CAMPAIGN_ID_MAX,
                                     .choices = suggest_segment,
                                     .help = N_("The id of the segment.")}},
        {OF(FILTER_BUCKET),
                {.id = FILTER_FROM,
                        .kind = FIELD_INTEGER,
                        .label = N_("from bucket"),
                        .required = true,
                        .max = BUCKET_MAX,
                        .hint = N_("0 to 9999: every user is in one for good"),
                        .help = N_("Users are dealt out evenly and for good over the buckets 0 to "
                                   "9999, so 0 to 499 is one in twenty.")}},
        {OF(FILTER_BUCKET), {.id = FILTER_TO,
                                    .kind = FIELD_INTEGER,
                                    .label = N_("to bucket"),
                                    .required = true,
                                    .max = BUCKET_MAX,
                                    .check = check_bucket,
                                    .help = N_("The last bucket, which belongs to it.")}},
        {OF(FILTER_USER),
                {.id = FILTER_USERS,
                        .kind = FIELD_MULTI,
                        .label = N_("users"),
                        .required = true,
                        .free = true,
                        .hint = N_("type an id, Enter"),
                        .help = N_("Ids of users, up to 256: type one and press Enter, as often as "
                                   "you like.")}},
};
const size_t filter_part_count = ARRAY_COUNT(filter_parts);
