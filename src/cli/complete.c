#include "cli/complete.h"

#include <string.h>

#include "cli/place.h"
#include "model/terms.h"
#include "report/campaigns.h"
#include "report/seen.h"
#include "report/segments.h"
#include "store/settings.h"

struct completion {
    struct cli *cli;
    const char *typed;
    const char *db;    /* --db of the words before, NULL without */
    char *words[2];    /* noun and verb */
    size_t word_count; /* without options, before the typed one */
    int value_of;      /* option whose value is typed, -1 */
};

static void offer(struct completion *completion, const char *candidate)
{
    if (!strncmp(candidate, completion->typed, strlen(completion->typed)))
        out_line(&completion->cli->out, candidate);
}

static void offer_option(struct completion *completion, enum option_id option)
{
    char text[40] = "--";
    size_t size = strlen(option_rows[option].name);
    memcpy(text + 2, option_rows[option].name, size + 1);
    offer(completion, text);
}

/* Candidates from the database. Where it cannot be read there are none, and nothing is said. */
static int open_database(struct completion *completion)
{
    struct cli *cli = completion->cli;
    if (cli->store)
        return 0;
    cli->db = place_find(completion->db, NULL);
    if (!cli->db || zone_start(NULL) != 0)
        return -1;
    return cli_open(cli, CLI_READ, NULL);
}

static void offer_campaigns(struct completion *completion)
{
    struct campaigns_query query = {.status = -1};
    struct campaign_list list = {0};
    if (open_database(completion) == 0 &&
            campaigns_list(completion->cli->store, &query, &list, NULL) == 0)
        for (size_t i = 0; i < list.count; i++)
            offer(completion, list.items[i].id);
    campaign_list_release(&list);
}

static void offer_segments(struct completion *completion)
{
    struct segment_list list = {0};
    if (open_database(completion) == 0 && segments_list(completion->cli->store, &list, NULL) == 0)
        for (size_t i = 0; i < list.count; i++)
            offer(completion, list.items[i].id);
    segment_list_release(&list);
}

static void offer_objects(struct completion *completion)
{
    offer_campaigns(completion);
    offer_segments(completion);
}

static void offer_events(struct completion *completion)
{
    struct seen *seen =
            open_database(completion) == 0 ? seen_open(completion->cli->store, NULL) : NULL;
    for (size_t i = 0; seen && i < seen_event_count(seen); i++)
        offer(completion, seen_event_at(seen, i)->event);
    seen_free(seen);
}

static void offer_settings(struct completion *completion)
{
    size_t count;
    const struct setting_kind *kinds = setting_kinds(&count);
    for (size_t i = 0; i < count; i++)
        offer(completion, kinds[i].key);
}

static void offer_statuses(struct completion *completion)
{
    for (int i = 0; i < STATUS_COUNT; i++)
        offer(completion, status_name((enum status)i));
}

static void offer_outcomes(struct completion *completion)
{
    for (int i = 0; i < OUTCOME_COUNT; i++)
        offer(completion, outcome_name((enum outcome)i));
}

static void offer_refusals(struct completion *completion)
{
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        offer(completion, refusal_name((enum refusal)i));
}

static void offer_day(struct completion *completion)
{
    offer(completion, "day");
}

static void offer_day_or_hour(struct completion *completion)
{
    offer(completion, "day");
    offer(completion, "hour");
}

static void offer_files(struct completion *completion)
{
    out_line(&completion->cli->out, "@files");
}

static void offer_nouns(struct completion *completion)
{
    for (size_t i = 0; i < command_count; i++)
        if (i == 0 || strcmp(commands[i].noun, commands[i - 1].noun) != 0)
            offer(completion, commands[i].noun);
}

static void offer_kind(struct completion *completion, enum takes takes)
{
    static void (*const offers[])(struct completion *) = {
            [TAKES_CAMPAIGN] = offer_campaigns,
            [TAKES_SEGMENT] = offer_segments,
            [TAKES_OBJECT] = offer_objects,
            [TAKES_FILE] = offer_files,
            [TAKES_EVENT] = offer_events,
            [TAKES_SETTING] = offer_settings,
            [TAKES_COMMAND] = offer_nouns,
            [TAKES_STATUS] = offer_statuses,
            [TAKES_OUTCOME] = offer_outcomes,
            [TAKES_REFUSAL] = offer_refusals,
            [TAKES_DAY] = offer_day,
            [TAKES_DAY_OR_HOUR] = offer_day_or_hour,
    };
    if (takes > TAKES_TEXT)
        offers[takes](completion);
}

static int option_of(const char *word)
{
    for (int i = 0; !strncmp(word, "--", 2) && i < OPTION_COUNT; i++)
        if (!strcmp(word + 2, option_rows[i].name))
            return i;
    return -1;
}

static void read_words(struct completion *completion, int count, char **words)
{
    completion->value_of = -1;
    for (int i = 0; i < count; i++) {
        int option = completion->value_of;
        completion->value_of = -1;
        if (option == OPTION_DB)
            completion->db = words[i];
        if (option >= 0)
            continue;
        option = option_of(words[i]);
        if (option >= 0 && option_rows[option].value)
            completion->value_of = option;
        else if (words[i][0] != '-' && completion->word_count++ < 2)
            completion->words[completion->word_count - 1] = words[i];
    }
}

static void offer_verbs(struct completion *completion)
{
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].verb && !strcmp(commands[i].noun, completion->words[0]))
            offer(completion, commands[i].verb);
}

static void offer_options(struct completion *completion, const struct command *command)
{
    for (enum option_id i = 0; i < OPTION_COUNT; i++)
        if (command ? command_takes(command, i) : i <= OPTION_VERSION)
            offer_option(completion, i);
}

int complete(struct cli *cli, int count, char **words)
{
    struct completion completion = {.cli = cli, .typed = count > 0 ? words[count - 1] : ""};
    size_t used = 0, known;
    read_words(&completion, count > 0 ? count - 1 : 0, words);
    known = completion.word_count < 2 ? completion.word_count : 2;
    const struct command *command =
            known ? command_find(completion.words, known, &used, NULL) : NULL;
    if (completion.value_of >= 0)
        offer_kind(&completion, option_row_of(command, (enum option_id)completion.value_of)->takes);
    else if (completion.typed[0] == '-' && completion.typed[1])
        offer_options(&completion, command);
    else if (!known)
        offer_nouns(&completion);
    else {
        if (known == 1)
            offer_verbs(&completion);
        if (command)
            offer_kind(&completion, completion.word_count == used ? command->first : command->rest);
    }
    return 0;
}
