/* A small application of all widgets, driven by scripts: demo --script FILE --size 80x24
 * --snap-dir DIR. Without a script it runs in the terminal. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/script.h"
#include "base/term.h"
#include "demo.h"
#include "widgets/help.h"
#include "widgets/prompt.h"

static const struct app_tab tabs[] = {
        {N_("Campaigns"), &list_demo_view},
        {N_("Segments"), &form_demo_view},
        {N_("Texts"), &text_demo_view},
        {N_("Filter"), &tree_demo_view},
        {N_("Chart"), &chart_demo_view},
        {N_("Wizard"), &wizard_demo_view},
};

/* 2026-11-20T14:03:21Z */
static int64_t demo_now(void *context)
{
    (void)context;
    return INT64_C(1795183401000);
}

static void demo_clock(void *context, struct buf *out)
{
    (void)context;
    buf_add_text(out, "Fri 20 Nov 14:03 UTC");
}

static void demo_clock_short(void *context, struct buf *out)
{
    (void)context;
    buf_add_text(out, "20 Nov 14:03");
}

static void demo_complete(void *context, const char *line, struct choices *out)
{
    static const char *const verbs[][2] = {
            {"campaign activate ", "Make a campaign live"},
            {"campaign stop ", "Stop a campaign"},
            {"segment size", "Count the members"},
            {"why ", "Why a user got a message, or did not"},
    };
    (void)context;
    for (size_t i = 0; i < ARRAY_COUNT(verbs); i++)
        if (strncmp(verbs[i][0], line, strlen(line)) == 0)
            choices_add(out, verbs[i][0], NULL, verbs[i][1]);
}

static void demo_run(void *context, struct app *app, const char *line)
{
    (void)context;
    app_message_format(app, STYLE_GOOD, "ran %s", line);
}

static const struct prompt_type prompt = {.complete = demo_complete, .run = demo_run};

static void demo_action(struct app *app, int action)
{
    if (action == PROMPT_OPEN)
        prompt_open(app, &prompt);
}

static struct app *make_app(void)
{
    struct app_options options = {.name = "campanile",
            .tabs = tabs,
            .tab_count = ARRAY_COUNT(tabs),
            .now = demo_now,
            .clock = demo_clock,
            .clock_short = demo_clock_short,
            .keymap = &prompt_keymap,
            .action = demo_action,
            .help = &help_view};
    return app_new(&options);
}

static int run(const struct script_options *options, struct error *err)
{
    struct app *app = make_app();
    int result = term_start(&options->term, err);
    if (result == 0)
        result = app_start(app, err);
    if (result == 0 && options->file)
        result = script_run(app, options, err);
    else if (result == 0)
        app_run(app);
    app_free(app);
    prompt_history_clear();
    term_stop();
    return result;
}

int main(int argc, char **argv)
{
    struct script_options options = {0};
    struct error err = {0};
    i18n_start(NULL);
    for (int at = 1; at < argc;) {
        int known = script_parse_option(&options, argc, argv, &at, &err);
        if (known == 0)
            error_set(&err, ERROR_USAGE, "unknown option '%s'", argv[at]);
        if (known <= 0) {
            fprintf(stderr, "demo: %s\n", err.text);
            return 2;
        }
    }
    if (run(&options, &err) < 0) {
        fprintf(stderr, "demo: %s\n", err.text);
        return error_exit_status(err.code);
    }
    return 0;
}
