/* What a line of the command line `:` may become. */
#include "screens/commands_parts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/terms.h"
#include "report/campaigns.h"
#include "report/seen.h"
#include "report/segments.h"
#include "screens/badge.h"
#include "store/settings.h"

struct completion {
    struct world *world;
    struct choices *out;
    const char *before; /* the line up to the word that is typed */
    size_t before_size;
    const char *typed;
    const struct command *command; /* NULL while it is not known */
    char *words[COMMAND_WORDS_MAX];
    size_t word_count; /* without the typed one */
};

/* The whole line with the word in place of what is typed. */
static void offer(struct completion *completion, const char *word, const char *note)
{
    struct buf line = {0};
    bool quoted = strpbrk(word, " \t\"'") != NULL;
    if (strncmp(word, completion->typed, strlen(completion->typed)) != 0 ||
            strchr(word, '"') != NULL)
        return;
    buf_add(&line, completion->before, completion->before_size);
    buf_add_format(&line, quoted ? "\"%s\" " : "%s ", word);
    choices_add(completion->out, buf_text(&line), word, note);
    buf_release(&line);
}

static void offer_campaigns(struct completion *completion)
{
    const struct campaigns_query query = {.status = -1};
    struct campaign_list list = {0};
    if (campaigns_list(completion->world->store, &query, &list, NULL) == 0)
        for (size_t i = 0; i < list.count; i++)
            offer(completion, list.items[i].id, list.items[i].title);
    campaign_list_release(&list);
}

static void offer_segments(struct completion *completion)
{
    struct segment_list list = {0};
    if (segments_list(completion->world->store, &list, NULL) == 0)
        for (size_t i = 0; i < list.count; i++)
            offer(completion, list.items[i].id, list.items[i].name);
    segment_list_release(&list);
}

static void offer_objects(struct completion *completion)
{
    offer_campaigns(completion);
    offer_segments(completion);
}

static void offer_events(struct completion *completion)
{
    struct seen *seen = seen_open(completion->world->store, NULL);
    for (size_t i = 0; seen != NULL && i < seen_event_count(seen); i++)
        offer(completion, seen_event_at(seen, i)->event, NULL);
    seen_free(seen);
}

static void offer_settings(struct completion *completion)
{
    size_t count;
    const struct setting_kind *kinds = setting_kinds(&count);
    for (size_t i = 0; i < count; i++)
        offer(completion, kinds[i].key, i18n_text(kinds[i].words));
}

static void offer_outcomes(struct completion *completion)
{
    for (int i = 0; i < OUTCOME_COUNT; i++)
        offer(completion, outcome_name((enum outcome)i), NULL);
}

static void offer_refusals(struct completion *completion)
{
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        offer(completion, refusal_name((enum refusal)i), NULL);
}

static void offer_kind(struct completion *completion, enum takes takes)
{
    static void (*const offers[])(struct completion *) = {
            [TAKES_CAMPAIGN] = offer_campaigns,
            [TAKES_SEGMENT] = offer_segments,
            [TAKES_OBJECT] = offer_objects,
            [TAKES_EVENT] = offer_events,
            [TAKES_SETTING] = offer_settings,
            [TAKES_OUTCOME] = offer_outcomes,
            [TAKES_REFUSAL] = offer_refusals,
    };
    if (takes < ARRAY_COUNT(offers) && offers[takes] != NULL)
        offers[takes](completion);
}

static const char *summary_of(const char *noun, const char *verb)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].noun, noun) == 0 &&
                (verb == NULL ? commands[i].verb == NULL
                              : commands[i].verb != NULL && strcmp(commands[i].verb, verb) == 0))
            return i18n_text(commands[i].summary);
    return NULL;
}

/* 'show, edit, list, ...' for a noun that needs one. */
static void add_verbs(struct buf *out, const char *noun)
{
    for (size_t i = 0; i < command_verb_count; i++)
        if (command_verbs[i].verb != NULL && strcmp(command_verbs[i].noun, noun) == 0)
            buf_add_format(out, "%s%s", out->size > 0 ? ", " : "", command_verbs[i].verb);
}

static void offer_nouns(struct completion *completion)
{
    for (size_t i = 0; i < command_verb_count; i++) {
        const char *noun = command_verbs[i].noun;
        struct buf verbs = {0};
        if (i > 0 && strcmp(noun, command_verbs[i - 1].noun) == 0)
            continue;
        add_verbs(&verbs, noun);
        offer(completion, noun, verbs.size > 0 ? buf_text(&verbs) : summary_of(noun, NULL));
        buf_release(&verbs);
    }
}

static void offer_verbs(struct completion *completion)
{
    for (size_t i = 0; i < command_verb_count; i++)
        if (command_verbs[i].verb != NULL &&
                strcmp(command_verbs[i].noun, completion->words[0]) == 0)
            offer(completion, command_verbs[i].verb,
                    summary_of(command_verbs[i].noun, command_verbs[i].verb));
}

static void offer_options(struct completion *completion)
{
    const struct command_verb *verb = command_verb_of(completion->command);
    for (enum option_id i = 0; verb != NULL && i < OPTION_COUNT; i++) {
        struct buf name = {0};
        if ((verb->options >> i & 1) == 0)
            continue;
        buf_add_format(&name, "--%s", option_rows[i].name);
        offer(completion, buf_text(&name), i18n_text(option_row_of(completion->command, i)->words));
        buf_release(&name);
    }
}

static int option_of(const char *word)
{
    for (int i = 0; strncmp(word, "--", 2) == 0 && i < OPTION_COUNT; i++)
        if (strcmp(word + 2, option_rows[i].name) == 0)
            return i;
    return -1;
}

/* The place among the arguments, or -1 where the value of *option is typed. */
static int argument_place(const struct completion *completion, size_t used, int *option)
{
    int place = 0;
    *option = -1;
    for (size_t i = used; i < completion->word_count; i++) {
        bool value = *option >= 0;
        *option = value ? -1 : option_of(completion->words[i]);
        if (*option >= 0 && option_rows[*option].value == NULL)
            *option = -1;
        place += !value && strncmp(completion->words[i], "--", 2) != 0;
    }
    return *option >= 0 ? -1 : place;
}

static void offer_words(struct completion *completion)
{
    size_t used = 0;
    int option;
    size_t known = completion->word_count < 2 ? completion->word_count : 2;
    if (known == 0) {
        offer_nouns(completion);
        return;
    }
    completion->command = command_find(completion->words, known, &used, NULL);
    if (known == 1)
        offer_verbs(completion);
    if (completion->command == NULL || command_verb_of(completion->command) == NULL)
        return;
    int place = argument_place(completion, used, &option);
    if (place < 0)
        offer_kind(completion, option_row_of(completion->command, (enum option_id)option)->takes);
    else if (completion->typed[0] == '-')
        offer_options(completion);
    else
        offer_kind(completion, place == 0 ? completion->command->first : completion->command->rest);
}

void commands_complete(struct world *world, const char *line, struct choices *out)
{
    const char *typed = strrchr(line, ' ');
    typed = typed != NULL ? typed + 1 : line;
    char *before = mem_string_of(line, (size_t)(typed - line));
    struct completion completion = {.world = world,
            .out = out,
            .before = line,
            .before_size = (size_t)(typed - line),
            .typed = typed};
    completion.word_count = command_words(before, completion.words);
    offer_words(&completion);
    mem_free(before);
}
