#include "screens/text_screen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/changelog.h"
#include "screens/badge.h"
#include "screens/diff_lines.h"
#include "store/documents.h"
#include "widgets/dialog.h"

/* Two versions of a document, field by field; Left and Right walk through the versions. */
struct diff {
    struct textview text;
    enum object object;
    char *id;
    struct version_list versions;
    size_t from, to; /* places in versions; from == to: the first version, all of it is new */
    struct change_list changes;
    int width; /* of the area the text is for; 0: it is to be made */
};

enum { DO_OLDER = 1, DO_NEWER, DO_OTHER, DO_FROM, DO_TO };

static void add_version(struct buf *out, const struct diff *state, size_t place)
{
    const struct version_row *row = &state->versions.items[place];
    struct buf when = {0};
    add_instant(&when, row->at_ms, ZONE_NONE);
    buf_add_format(out, _("version %u, %s by %s"), row->version, buf_text(&when), row->by);
    buf_release(&when);
}

static void add_change(struct diff *state, const struct change *change)
{
    struct textview *text = &state->text;
    struct buf before = {0}, after = {0};
    textview_begin(text, 4);
    textview_span(text, STYLE_TEXT, "  ");
    textview_span(text, STYLE_STRONG, change->words);
    textview_span(text, STYLE_DIM, "  ");
    textview_span(text, STYLE_DIM, change->path);
    if (change->before != NULL)
        change_value_add_text(&before, change->before);
    if (change->after != NULL)
        change_value_add_text(&after, change->after);
    diff_add_lines(text, change->before != NULL ? buf_text(&before) : NULL,
            change->after != NULL ? buf_text(&after) : NULL, state->width);
    buf_release(&before);
    buf_release(&after);
    textview_add(text, STYLE_TEXT, 0, "");
}

static void add_heading(struct diff *state, uint32_t from)
{
    struct buf before = {0}, after = {0}, line = {0};
    int half = diff_half(state->width);
    textview_add(&state->text, STYLE_STRONG, 0, state->id);
    add_version(&after, state, state->to);
    if (from != 0)
        add_version(&before, state, state->from);
    if (state->width >= DIFF_SIDE_WIDTH_MIN) {
        buf_add_text(&line, "    ");
        text_add_cut(&line, buf_text(&before), half, true, glyph_is_ascii());
        buf_add_format(&line, "  %s", buf_text(&after));
        textview_add(&state->text, STYLE_STRONG, 0, buf_text(&line));
    } else {
        if (from != 0) {
            buf_add_format(&line, _("From %s"), buf_text(&before));
            textview_add(&state->text, STYLE_STRONG, 5, buf_text(&line));
            buf_clear(&line);
            buf_add_format(&line, _("to   %s"), buf_text(&after));
        } else {
            buf_add_text(&line, buf_text(&after));
        }
        textview_add(&state->text, STYLE_STRONG, 5, buf_text(&line));
    }
    textview_add(&state->text, STYLE_TEXT, 0, "");
    buf_release(&before);
    buf_release(&after);
    buf_release(&line);
}

static uint32_t version_from(const struct diff *state)
{
    return state->from < state->to ? state->versions.items[state->from].version : 0;
}

static void make_text(struct diff *state, int width)
{
    state->width = width;
    textview_clear(&state->text);
    add_heading(state, version_from(state));
    for (size_t i = 0; i < state->changes.count; i++)
        add_change(state, &state->changes.items[i]);
    if (state->changes.count == 0)
        textview_add(&state->text, STYLE_DIM, 0, _("These two versions say the same."));
}

static int diff_load(struct view *view, struct error *err)
{
    struct diff *state = view->state;
    struct change_list changes = {0};
    if (versions_diff(world_of(view->app)->store, state->object, state->id, version_from(state),
                state->versions.items[state->to].version, &changes, err) != 0)
        return -1;
    change_list_release(&state->changes);
    state->changes = changes;
    state->width = 0;
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
    change_list_release(&state->changes);
    version_list_release(&state->versions);
    mem_free(state->id);
    mem_free(state);
}

static void diff_draw(struct view *view, struct area area)
{
    struct diff *state = view->state;
    if (state->width != area.width)
        make_text(state, area.width);
    text_screen_draw(view, area);
}

static void diff_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Difference"));
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

static void show(struct view *view)
{
    struct error err = {0};
    if (diff_load(view, &err) != 0)
        app_message_error(view->app, &err);
}

struct choosing {
    struct view *view;
    bool to; /* else from */
};

/* The older one is always on the left. */
static void version_chosen(struct view *top, void *context, int answer)
{
    struct choosing *choosing = context;
    struct diff *state = choosing->view->state;
    size_t count = state->versions.count;
    (void)top;
    if (answer != DIALOG_CANCEL) {
        size_t place = count - 1 - (size_t)answer;
        size_t other = choosing->to ? state->from : state->to;
        state->from = place < other ? place : other;
        state->to = place < other ? other : place;
        show(choosing->view);
    }
    mem_free(choosing);
}

static void choose_version(struct view *view, bool to)
{
    struct diff *state = view->state;
    struct choosing *choosing = mem_new(sizeof *choosing);
    struct choices choices = {0};
    *choosing = (struct choosing){view, to};
    for (size_t i = state->versions.count; i-- > 0;) {
        struct buf label = {0};
        add_version(&label, state, i);
        choices_add(&choices, "", buf_text(&label), NULL);
        buf_release(&label);
    }
    dialog_choose(view->app,
            &(struct dialog){.title = to ? _("What it became") : _("Compare with"),
                    .done = version_chosen,
                    .context = choosing},
            &choices);
    choices_release(&choices);
}

static void diff_action(struct view *view, int action)
{
    struct diff *state = view->state;
    if (action == DO_FROM || action == DO_TO) {
        choose_version(view, action == DO_TO);
        return;
    }
    if (action == DO_OTHER) {
        state->from = state->from > 0 ? state->from - 1 : state->to - 1;
    } else {
        state->to += action == DO_NEWER ? 1 : (size_t)-1;
        state->from = state->to > 0 ? state->to - 1 : 0;
    }
    show(view);
}

static bool refuse_one(struct view *view, struct buf *why)
{
    struct diff *state = view->state;
    if (state->versions.count > 1)
        return false;
    buf_add_text(why, _("There is one version only: nothing to compare it with."));
    return true;
}

static const struct keybind binds[] = {
        {DO_OLDER, {CODE_LEFT, 'h', 'p'}, N_("older"), N_("The change before this one"),
                refuse_older},
        {DO_NEWER, {CODE_RIGHT, 'l', 'n'}, N_("newer"), N_("The change after this one"),
                refuse_newer},
        {DO_FROM, {'c'}, N_("compare with"), N_("Choose the version to compare with"), refuse_one},
        {DO_TO, {'v'}, NULL, N_("Choose the version that is compared"), refuse_one},
        {DO_OTHER, {'b'}, NULL,
                N_("Compare with the version before the one on the left, and round again"),
                refuse_base},
};

static const struct keymap keymap = KEYMAP(N_("Difference"), binds);

const struct view_type diff_view = {
        .name = "diff",
        .help = N_("What turns one version into another, in words and field by field."),
        .keymap = &keymap,
        .layers = {&textview_keymap},
        .draw = diff_draw,
        .status = text_screen_status,
        .key = text_screen_key,
        .typing = text_screen_typing,
        .back = text_screen_back,
        .mode = text_screen_mode,
        .open = diff_open,
        .close = diff_close,
        .title = diff_title,
        .action = diff_action,
};
