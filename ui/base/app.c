#include "base/app.h"

#include <string.h>

#include "base/alloc.h"
#include "base/app_private.h"
#include "base/clipboard.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/signals.h"
#include "base/term.h"
#include "base/when.h"

enum { TICK_MS = 1000 };

struct app *app_new(const struct app_options *options)
{
    struct app *app = mem_new(sizeof *app);
    app->options = *options;
    if (app->options.tick_ms <= 0)
        app->options.tick_ms = TICK_MS;
    if (app->options.tab_count > APP_TABS_MAX)
        app->options.tab_count = APP_TABS_MAX;
    app->dirty = true;
    return app;
}

/* A view may be closed by one of its own functions, so it is freed later. */
static void bury(struct app *app, struct view *view)
{
    struct view **last = &app->closed;
    job_forget_view(app, view);
    while (*last)
        last = &(*last)->next;
    *last = view;
}

void app_free_closed(struct app *app)
{
    while (app->closed) {
        struct view *view = app->closed;
        app->closed = view->next;
        if (view->type->close)
            view->type->close(view);
        mem_free(view);
    }
}

void app_free(struct app *app)
{
    if (!app)
        return;
    app->closing = true;
    for (size_t tab = 0; tab < APP_TABS_MAX; tab++)
        while (app->stacks[tab].count)
            bury(app, app->stacks[tab].views[--app->stacks[tab].count]);
    /* Views may cancel their jobs when they close, so the jobs go last. */
    app_free_closed(app);
    job_end_all(app);
    buf_release(&app->message);
    buf_release(&app->clock);
    buf_release(&app->clock_short);
    mem_free(app);
}

int app_start(struct app *app, struct error *err)
{
    app->ticked_ms = app_now(app);
    return app_open(app, app->options.tabs[0].type, NULL) < 0
                   ? error_set(err, ERROR_UNAVAILABLE, "%s", buf_text(&app->message))
                   : 0;
}

void *app_context(struct app *app)
{
    return app->options.context;
}

uint32_t app_last_key(const struct app *app)
{
    return app->last_code;
}

const struct app_options *app_options(const struct app *app)
{
    return &app->options;
}

int64_t app_now(struct app *app)
{
    if (app->frozen)
        return app->frozen_ms;
    return app->options.now ? app->options.now(app->options.context) : when_now();
}

void app_freeze(struct app *app, int64_t now_ms)
{
    app->frozen = true;
    app->frozen_ms = now_ms;
    app->ticked_ms = now_ms;
}

void app_advance(struct app *app, int64_t ms)
{
    app->frozen_ms += ms;
}

struct view *app_top(struct app *app)
{
    struct stack *stack = &app->stacks[app->tab];
    return stack->count ? stack->views[stack->count - 1] : NULL;
}

int app_open(struct app *app, const struct view_type *type, void *argument)
{
    struct stack *stack = &app->stacks[app->tab];
    struct error err = {0};
    if (app->closing)
        return -1;
    if (stack->count == APP_DEPTH_MAX) {
        error_set(&err, ERROR_REFUSED, _("too many screens are open here; go back with Esc first"));
        app_message_error(app, &err);
        return -1;
    }
    struct view *view = mem_new(sizeof *view);
    view->type = type;
    view->app = app;
    app->dirty = true;
    if (type->open && type->open(view, argument, &err) < 0) {
        bury(app, view);
        app_message_error(app, &err);
        return -1;
    }
    stack->views[stack->count++] = view;
    return 0;
}

static void show_top(struct app *app)
{
    struct view *top = app_top(app);
    app->dirty = true;
    if (top && top->type->shown)
        top->type->shown(top);
}

void app_close(struct app *app, struct view *view)
{
    for (size_t tab = 0; tab < APP_TABS_MAX; tab++) {
        struct stack *stack = &app->stacks[tab];
        size_t at = 0;
        while (at < stack->count && stack->views[at] != view)
            at++;
        if (at == stack->count)
            continue;
        while (stack->count > at)
            bury(app, stack->views[--stack->count]);
        if (tab == app->tab)
            show_top(app);
        return;
    }
}

void app_back(struct app *app)
{
    if (app->stacks[app->tab].count > 1)
        app_close(app, app_top(app));
}

void app_show_tab(struct app *app, size_t tab)
{
    if (tab >= app->options.tab_count || tab == app->tab)
        return;
    size_t before = app->tab;
    app->tab = tab;
    app->dirty = true;
    if (app->stacks[tab].count)
        show_top(app);
    else if (app_open(app, app->options.tabs[tab].type, NULL) < 0)
        app->tab = before;
}

void app_redraw(struct app *app)
{
    app->dirty = true;
}

void app_message(struct app *app, enum style style, const char *text)
{
    buf_clear(&app->message);
    buf_add_text(&app->message, text);
    app->message_style = style;
    app->dirty = true;
}

void app_message_format(struct app *app, enum style style, const char *format, ...)
{
    va_list args;
    buf_clear(&app->message);
    va_start(args, format);
    buf_add_format_v(&app->message, format, args);
    va_end(args);
    app->message_style = style;
    app->dirty = true;
}

void app_message_error(struct app *app, const struct error *err)
{
    app_message(app, STYLE_ERROR, err->text);
}

void app_copy(struct app *app, const char *text, const char *what)
{
    size_t size = strlen(text);
    clipboard_copy(text, size);
    if (size > CLIPBOARD_MAX)
        app_message_format(app, STYLE_WARNING,
                _("Copied the first %d bytes of %s: terminals take no more"), CLIPBOARD_MAX, what);
    else
        app_message_format(app, STYLE_GOOD, _("Copied %s to the clipboard"), what);
}

int app_lend_terminal(struct app *app, int (*run)(void *context, struct error *err), void *context,
        struct error *err)
{
    term_suspend();
    signals_lend();
    int result = run(context, err);
    signals_take_back();
    term_resume();
    app->dirty = true;
    return result;
}

static int save_all(struct app *app, struct error *err)
{
    int result = 0;
    for (size_t tab = 0; tab < APP_TABS_MAX; tab++)
        for (size_t i = 0; i < app->stacks[tab].count; i++) {
            struct view *view = app->stacks[tab].views[i];
            if (view->type->save && view->type->save(view, result ? NULL : err) < 0)
                result = -1;
        }
    return result;
}

void app_quit(struct app *app)
{
    struct error err = {0};
    if (save_all(app, &err) == 0 || app->quit_refused) {
        app->end = APP_QUIT;
        return;
    }
    app->quit_refused = true;
    app_message_format(
            app, STYLE_ERROR, _("Not saved: %s. Q again leaves without saving"), err.text);
}

void app_end(struct app *app, enum app_end why)
{
    if (app->end == APP_RUNNING) {
        save_all(app, NULL);
        app->end = why;
    }
}

enum app_end app_ended(const struct app *app)
{
    return app->end;
}

bool app_work(struct app *app)
{
    bool left = job_deliver(app);
    app_free_closed(app);
    return left;
}

static void ask_clock(
        struct app *app, void (*ask)(void *context, struct buf *out), struct buf *kept)
{
    struct buf now = {0};
    if (ask)
        ask(app->options.context, &now);
    if (strcmp(buf_text(&now), buf_text(kept)) != 0)
        app->dirty = true;
    buf_release(kept);
    *kept = now;
}

static void update_clock(struct app *app)
{
    ask_clock(app, app->options.clock, &app->clock);
    ask_clock(app, app->options.clock_short, &app->clock_short);
}

void app_tick(struct app *app)
{
    int64_t now_ms = app_now(app);
    struct stack *stack = &app->stacks[app->tab];
    if (now_ms - app->ticked_ms < app->options.tick_ms && now_ms >= app->ticked_ms)
        return;
    app->ticked_ms = now_ms;
    update_clock(app);
    for (size_t i = stack->count; i-- > 0;) {
        struct view *view = i < stack->count ? stack->views[i] : NULL;
        if (view && view->type->tick)
            view->type->tick(view, now_ms);
    }
    app_free_closed(app);
}

void app_paint(struct app *app)
{
    if (!app->dirty)
        return;
    app->dirty = false;
    if (!buf_text(&app->clock)[0])
        update_clock(app);
    draw_begin();
    frame_paint(app);
    draw_end();
    app->dirty = false;
}

/* Reads what is there, at most for as long as a person does not notice. True where there is more.
 */
static bool read_keys(struct app *app)
{
    enum { BUSY_MS = 10 };
    struct key key;
    int64_t begun_ms = when_monotonic_ms();
    while (!app->end && term_read(&key)) {
        app_key(app, &key);
        if (when_monotonic_ms() - begun_ms > BUSY_MS)
            return true;
    }
    return false;
}

static int wait_ms(struct app *app)
{
    int64_t left_ms = app->ticked_ms + app->options.tick_ms - app_now(app);
    if (left_ms < 0)
        return 0;
    return left_ms > app->options.tick_ms ? app->options.tick_ms : (int)left_ms;
}

enum app_end app_run(struct app *app)
{
    bool more = false;
    while (!app->end) {
        app_paint(app);
        unsigned what = term_wait(more ? 0 : wait_ms(app));
        if (what & TERM_LOST)
            app_end(app, APP_LOST);
        else if (what & TERM_QUIT)
            app_end(app, APP_SIGNAL);
        if (what & (TERM_SIZE | TERM_WAKE))
            app->dirty = true;
        if (!app->end && (more || (what & TERM_KEY)))
            more = read_keys(app);
        app_work(app);
        app_tick(app);
    }
    return app->end;
}
