#include "report/files.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/text_screen.h"

enum { ROWS_MAX = 2000 };

/* The rejected lines of one file, each with its reason. */
struct rejects {
    struct textview text;
    size_t count;
};

static int add_reject(void *context, const struct reject_line *reject)
{
    struct rejects *state = context;
    struct buf line = {0};
    buf_add_format(&line, _("line %lld: "), (long long)reject->line);
    textview_begin(&state->text, 4);
    textview_span(&state->text, STYLE_STRONG, buf_text(&line));
    textview_span(&state->text, STYLE_WARNING, reject->reason);
    buf_clear(&line);
    buf_add_text(&line, "    ");
    buf_add(&line, reject->text, reject->text_size);
    textview_add(&state->text, STYLE_DIM, 4, buf_text(&line));
    buf_release(&line);
    return ++state->count >= ROWS_MAX;
}

static int rejects_open(struct view *view, void *argument, struct error *err)
{
    struct rejects *state = mem_new(sizeof *state);
    view->state = state;
    if (reject_lines(world_of(view->app)->store, argument, ROWS_MAX, add_reject, state, err) != 0)
        return -1;
    if (state->count >= ROWS_MAX)
        textview_add(&state->text, STYLE_DIM, 0,
                _("There are more; 'campanile rejects --file FILE' shows them all."));
    return 0;
}

static void rejects_close(struct view *view)
{
    struct rejects *state = view->state;
    textview_release(&state->text);
    mem_free(state);
}

static void rejects_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Rejected lines"));
}

const struct view_type rejects_view = {
        .name = "rejects",
        .help = N_("Lines of an event file that were not taken, with the reason."),
        TEXT_SCREEN_FUNCTIONS,
        .open = rejects_open,
        .close = rejects_close,
        .title = rejects_title,
};
