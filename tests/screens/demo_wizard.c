#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/job.h"
#include "base/draw.h"
#include "demo.h"
#include "widgets/wizard.h"

enum { WIZ_TITLE = 1, WIZ_DELAY };
enum { STEPS = 4, COUNT_TO = 1000 };

struct state {
    struct wizard wizard;
    struct view *view;
    char *title;
    int64_t amount;
    enum field_unit unit;
    size_t stored;
    struct job *job;
    long counted;
};

static const struct field_type title_type = {
        .id = WIZ_TITLE, .kind = FIELD_TEXT, .label = N_("Title"), .required = true};
static const struct field_type delay_type = {
        .id = WIZ_DELAY, .kind = FIELD_DURATION, .label = N_("Delay"), .min = 1, .max = 720};

static void basics_enter(void *context, struct form *form)
{
    struct state *state = context;
    field_set_text(form_add(form, &title_type, 0), state->title);
}

static void basics_leave(void *context, struct form *form)
{
    struct state *state = context;
    char *title = mem_string(field_text(form_find(form, WIZ_TITLE, 0)));
    mem_free(state->title);
    state->title = title;
}

static void delay_enter(void *context, struct form *form)
{
    struct state *state = context;
    struct field *field = form_add(form, &delay_type, 0);
    if (state->amount)
        field_set_duration(field, state->amount, state->unit);
}

static void delay_leave(void *context, struct form *form)
{
    struct state *state = context;
    if (!field_duration(form_find(form, WIZ_DELAY, 0), &state->amount, &state->unit))
        state->amount = 0;
}

struct count {
    long from;
    long result;
};

static void count_run(struct job *job, void *data)
{
    struct count *count = data;
    for (long i = 0; i < COUNT_TO && !job_cancelled(job); i++) {
        count->result = count->from + i + 1;
        job_progress(job, (uint64_t)i, COUNT_TO);
    }
}

static void count_done(struct view *view, struct job *job, void *data)
{
    struct state *state = view->state;
    (void)job;
    state->counted = ((struct count *)data)->result;
    state->job = NULL;
}

static const struct job_type count_job = {count_run, count_done, mem_free};

static void review_draw(void *context, struct area area)
{
    const struct state *state = context;
    draw_format(area, 0, 2, STYLE_TEXT, "stored %zu times", state->stored);
    if (state->job)
        draw_text(area, 1, 2, STYLE_TEXT, "counting ...");
    else
        draw_format(area, 1, 2, STYLE_TEXT, "audience: %ld (r counts)", state->counted);
}

static bool review_key(void *context, const struct key *key)
{
    struct state *state = context;
    if (key->code != 'r')
        return false;
    struct count *count = mem_new(sizeof *count);
    count->from = 11840;
    job_cancel(state->job);
    state->job = job_start(state->view->app, state->view, &count_job, count);
    return true;
}

static void words(void *context, size_t step, struct buf *out)
{
    const struct state *state = context;
    (void)step;
    buf_add_format(out, "'%s' goes out ", state->title && *state->title ? state->title : "...");
    if (state->amount)
        buf_add_format(out, "%lld %s after the trigger.", (long long)state->amount,
                field_unit_name(state->unit, state->amount));
    else
        buf_add_text(out, "at once.");
    buf_add_text(out, "\nSomebody who gets it may get it again after 7 days; nobody gets it "
                      "between 18:00 and 09:00 in their own zone, what is due then waits.");
}

static enum wizard_mark mark(void *context, size_t step)
{
    const struct state *state = context;
    if (step == 0)
        return state->title && *state->title ? WIZARD_DONE : WIZARD_ERROR;
    if (step == 1)
        return state->amount ? WIZARD_DONE : WIZARD_TODO;
    return step == 2 ? WIZARD_WARNING : WIZARD_TODO;
}

static void store(void *context)
{
    ((struct state *)context)->stored++;
}

static void changed(void *context, struct form *form, struct field *field)
{
    struct state *state = context;
    if (field->type->id == WIZ_TITLE)
        basics_leave(state, form);
    else
        delay_leave(state, form);
}

static const struct wizard_step steps[STEPS] = {
        {.title = N_("Basics"),
                .examples = N_("A title such as 'Cart reminder'.\nNobody outside sees it."),
                .enter = basics_enter,
                .leave = basics_leave},
        {.title = N_("Delay"), .enter = delay_enter, .leave = delay_leave},
        {.title = N_("Exceptions")},
        {.title = N_("Review"), .draw = review_draw, .key = review_key},
};

static const struct wizard_type wizard_type = {.steps = steps,
        .step_count = STEPS,
        .words = words,
        .mark = mark,
        .store = store,
        .changed = changed};

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)argument;
    (void)err;
    view->state = state;
    state->view = view;
    wizard_init(&state->wizard, view, &wizard_type, state);
    return 0;
}

static void demo_close(struct view *view)
{
    struct state *state = view->state;
    wizard_release(&state->wizard);
    mem_free(state->title);
    mem_free(state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("New campaign"));
}

static void demo_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    wizard_draw(&state->wizard, area);
}

static bool demo_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    return wizard_key(&state->wizard, key);
}

static bool demo_typing(struct view *view)
{
    struct state *state = view->state;
    return wizard_typing(&state->wizard);
}

static bool demo_back(struct view *view)
{
    struct state *state = view->state;
    return wizard_back(&state->wizard);
}

/* To the file of $DEMO_SAVE, so that a test sees what outlives a lost terminal. */
static int demo_save(struct view *view, struct error *err)
{
    struct state *state = view->state;
    const char *path = getenv("DEMO_SAVE");
    wizard_keep(&state->wizard);
    if (!path || !state->title || !*state->title)
        return 0;
    FILE *file = fopen(path, "w");
    if (!file)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot write %s", path);
    fputs(state->title, file);
    fclose(file);
    return 0;
}

const struct view_type wizard_demo_view = {
        .name = "wizard",
        .layers = {&wizard_keymap, &form_keymap},
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .draw = demo_draw,
        .typing = demo_typing,
        .key = demo_key,
        .back = demo_back,
        .save = demo_save,
};
