#include "screens/text_screen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "report/changelog.h"
#include "screens/badge.h"
#include "store/documents.h"

/* Two versions of a document, field by field; Left and Right walk through the versions. */
struct diff {
    struct textview text;
    enum object object;
    char *id;
    struct version_list versions;
    size_t from, to; /* places in versions; from == to: the first version, all of it is new */
};

enum { DO_OLDER = 1, DO_NEWER, DO_OTHER };

static void add_version(struct diff *state, size_t place)
{
    const struct version_row *row = &state->versions.items[place];
    struct buf line = {0};
    buf_add_format(&line, _("version %u, "), row->version);
    add_instant(&line, row->at_ms, ZONE_NONE);
    buf_add_format(&line, _(" by %s"), row->by);
    textview_span(&state->text, STYLE_STRONG, buf_text(&line));
    buf_release(&line);
}

static void add_change(struct textview *text, const struct change *change)
{
    textview_begin(text, 4);
    textview_span(text, STYLE_TEXT, "  ");
    textview_span(text, STYLE_STRONG, change->words);
    textview_begin(text, 6);
    textview_span(text, STYLE_DIM, "    ");
    textview_span(text, STYLE_DIM, change->path);
    if (change->before != NULL) {
        textview_begin(text, 8);
        textview_span(text, STYLE_REMOVED, "    - ");
        textview_span(text, STYLE_REMOVED, change->before);
    }
    if (change->after != NULL) {
        textview_begin(text, 8);
        textview_span(text, STYLE_ADDED, "    + ");
        textview_span(text, STYLE_ADDED, change->after);
    }
    textview_add(text, STYLE_TEXT, 0, "");
}

static int diff_load(struct view *view, struct error *err)
{
    struct diff *state = view->state;
    struct change_list changes = {0};
    uint32_t to = state->versions.items[state->to].version;
    uint32_t from = state->from < state->to ? state->versions.items[state->from].version : 0;
    if (versions_diff(
                world_of(view->app)->store, state->object, state->id, from, to, &changes, err) != 0)
        return -1;
    textview_clear(&state->text);
    textview_begin(&state->text, 0);
    if (from != 0) {
        textview_span(&state->text, STYLE_TEXT, _("From "));
        add_version(state, state->from);
        textview_begin(&state->text, 0);
        textview_span(&state->text, STYLE_TEXT, _("to   "));
    }
    add_version(state, state->to);
    textview_add(&state->text, STYLE_TEXT, 0, "");
    for (size_t i = 0; i < changes.count; i++)
        add_change(&state->text, &changes.items[i]);
    if (changes.count == 0)
        textview_add(&state->text, STYLE_DIM, 0, _("These two versions say the same."));
    change_list_release(&changes);
    return 0;
}

static size_t place_of(const struct diff *state, uint32_t version, size_t otherwise)
{
    for (size_t i = 0; i < state->versions.count; i++)
        if (version != 0 && state->versions.items[i].version == version)
            return i;
    return otherwise;
}

static int diff_open(struct view *view, void *argument, struct error *err)
{
    const struct diff_request *request = argument;
    struct diff *state = mem_new(sizeof *state);
    view->state = state;
    state->object = request->segment ? OBJECT_SEGMENT : OBJECT_CAMPAIGN;
    state->id = mem_string(request->id);
    if (versions_list(
                world_of(view->app)->store, state->object, state->id, &state->versions, err) != 0)
        return -1;
    if (state->versions.count == 0)
        return error_set(
                err, ERROR_REFUSED, _("%s has no versions any more: it was deleted"), state->id);
    state->to = place_of(state, request->to, state->versions.count - 1);
    state->from = place_of(state, request->from, state->to > 0 ? state->to - 1 : 0);
    return diff_load(view, err);
}

static void diff_close(struct view *view)
{
    struct diff *state = view->state;
    textview_release(&state->text);
    version_list_release(&state->versions);
    mem_free(state->id);
    mem_free(state);
}

static void diff_title(struct view *view, struct buf *out)
{
    struct diff *state = view->state;
    buf_add_format(out, _("Difference of %s"), state->id);
}

static bool refuse_older(struct view *view, struct buf *why)
{
    struct diff *state = view->state;
    if (state->to > 0)
        return false;
    buf_add_text(why, _("This is the first version."));
    return true;
}

static bool refuse_newer(struct view *view, struct buf *why)
{
    struct diff *state = view->state;
    if (state->to + 1 < state->versions.count)
        return false;
    buf_add_text(why, _("This is the newest version."));
    return true;
}

static bool refuse_base(struct view *view, struct buf *why)
{
    struct diff *state = view->state;
    if (state->to > 0)
        return false;
    buf_add_text(why, _("There is no version before this one to compare with."));
    return true;
}

static void diff_action(struct view *view, int action)
{
    struct diff *state = view->state;
    struct error err = {0};
    if (action == DO_OTHER) {
        state->from = state->from > 0 ? state->from - 1 : state->to - 1;
    } else {
        state->to += action == DO_NEWER ? 1 : (size_t)-1;
        state->from = state->to > 0 ? state->to - 1 : 0;
    }
    if (diff_load(view, &err) != 0)
        app_message_error(view->app, &err);
}

static const struct keybind binds[] = {
        {DO_OLDER, {CODE_LEFT, 'h', 'p'}, N_("older"), N_("The change before this one"),
                refuse_older},
        {DO_NEWER, {CODE_RIGHT, 'l', 'n'}, N_("newer"), N_("The change after this one"),
                refuse_newer},
        {DO_OTHER, {'b'}, N_("compare with older"),
                N_("Compare with the version before the one on the left, and round again"),
                refuse_base},
};

static const struct keymap keymap = KEYMAP(N_("Difference"), binds);

const struct view_type diff_view = {
        .name = "diff",
        .help = N_("What turns one version into another, in words and field by field."),
        .keymap = &keymap,
        TEXT_SCREEN_FUNCTIONS,
        .open = diff_open,
        .close = diff_close,
        .title = diff_title,
        .action = diff_action,
};
