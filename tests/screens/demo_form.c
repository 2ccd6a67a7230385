#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "demo.h"
#include "widgets/form.h"

enum {
    DEMO_HEADING = 1,
    DEMO_TITLE,
    DEMO_EVENT,
    DEMO_CHANNEL,
    DEMO_SEGMENTS,
    DEMO_TRACK,
    DEMO_DELAY,
    DEMO_AT,
    DEMO_START,
    DEMO_CONTROL,
    DEMO_VALUE,
    DEMO_BODY,
    DEMO_LOCKED,
    DEMO_ADD,
    DEMO_NOTE,
};
enum { DEMO_NEXT = 1 };

struct state {
    struct form form;
};

static const struct field_option channels[] = {
        {"email", N_("E-mail")},
        {"push", N_("Push")},
        {"in_app", N_("In-app message")},
        {"sms", N_("SMS")},
        {"whatsapp", N_("WhatsApp")},
};

static void suggest(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    static const char *const names[][2] = {
            {"Added To Cart", "120 331"},
            {"Application Opened", "2 901 114"},
            {"Order Completed", "43 020"},
            {"Product Viewed", "1 200 455"},
            {"Product Shared", "1 021"},
            {"Évènement accentué", "12"},
    };
    (void)context;
    (void)form;
    (void)field;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        choices_add_matching(out, typed, names[i][0], NULL, names[i][1]);
}

static enum field_verdict check_control(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    int64_t percent;
    (void)context;
    (void)form;
    if (!field_integer(field, &percent) || percent <= 20)
        return FIELD_OK;
    buf_add_text(why, _("More than 20 % get nothing: that is unusual."));
    return FIELD_WARNING;
}

static void pressed(void *context, struct form *form, struct field *field)
{
    (void)context;
    app_message_format(form->view->app, STYLE_GOOD, "pressed %s", field_label(field));
}

static const struct field_type types[] = {
        {.id = DEMO_HEADING, .kind = FIELD_HEADING, .label = N_("Basics")},
        {.id = DEMO_TITLE,
                .kind = FIELD_TEXT,
                .label = N_("Title"),
                .required = true,
                .size_max = 120,
                .help = N_("What your colleagues see in lists. Users never see it.")},
        {.id = DEMO_EVENT,
                .kind = FIELD_TEXT,
                .label = N_("Event"),
                .choices = suggest,
                .hint = N_("start typing")},
        {.id = DEMO_CHANNEL,
                .kind = FIELD_CHOICE,
                .label = N_("Channel"),
                .required = true,
                .options = channels,
                .option_count = ARRAY_COUNT(channels)},
        {.id = DEMO_SEGMENTS,
                .kind = FIELD_MULTI,
                .label = N_("Segments"),
                .free = true,
                .choices = suggest},
        {.id = DEMO_TRACK, .kind = FIELD_TOGGLE, .label = N_("Track opens")},
        {.id = DEMO_DELAY,
                .kind = FIELD_DURATION,
                .label = N_("Delay"),
                .min = 1,
                .max = 720,
                .hint = N_("after the trigger")},
        {.id = DEMO_AT, .kind = FIELD_CLOCK, .label = N_("At"), .hint = N_("local time")},
        {.id = DEMO_START, .kind = FIELD_DATE_TIME, .label = N_("Start")},
        {.id = DEMO_CONTROL,
                .kind = FIELD_INTEGER,
                .label = N_("Control group"),
                .max = 100,
                .check = check_control,
                .hint = N_("% who get nothing")},
        {.id = DEMO_VALUE, .kind = FIELD_NUMBER, .label = N_("Cart value")},
        {.id = DEMO_BODY, .kind = FIELD_LONG, .label = N_("Body")},
        {.id = DEMO_LOCKED, .kind = FIELD_TEXT, .label = N_("Id")},
        {.id = DEMO_ADD, .kind = FIELD_BUTTON, .label = N_("add a condition"), .pressed = pressed},
        {.id = DEMO_NOTE,
                .kind = FIELD_NOTE,
                .label = N_("Conditions of one row must all hold; several rows are alternatives.")},
};

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)argument;
    (void)err;
    view->state = state;
    form_init(&state->form, view, state, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(types); i++)
        form_add(&state->form, &types[i], 0);
    struct field *locked = form_find(&state->form, DEMO_LOCKED, 0);
    field_set_text(locked, "cart-reminder");
    field_set_disabled(locked, _("The id of a saved campaign stays: clone it for another one"));
    return 0;
}

static void demo_close(struct view *view)
{
    struct state *state = view->state;
    form_release(&state->form);
    mem_free(state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Form"));
}

static void demo_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    form_draw(&state->form, area, true);
}

static bool demo_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    return form_key(&state->form, key);
}

static bool demo_typing(struct view *view)
{
    struct state *state = view->state;
    return form_typing(&state->form);
}

static bool demo_back(struct view *view)
{
    struct state *state = view->state;
    return form_back(&state->form);
}

static void demo_action(struct view *view, int action)
{
    struct state *state = view->state;
    if (action == DEMO_NEXT && form_check(&state->form))
        app_message(view->app, STYLE_GOOD, _("All is well"));
}

static const struct keybind binds[] = {
        {DEMO_NEXT, {CODE_CTRL('N')}, N_("check"), N_("Check all fields"), NULL},
};
static const struct keymap keymap = KEYMAP(N_("Form"), binds);

const struct view_type form_demo_view = {
        .name = "form",
        .help = N_("One field of every kind."),
        .keymap = &keymap,
        .layers = {&form_keymap},
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .draw = demo_draw,
        .typing = demo_typing,
        .key = demo_key,
        .action = demo_action,
        .back = demo_back,
};
