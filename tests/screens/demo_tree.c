#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "demo.h"
#include "widgets/tree.h"

enum { ROWS_MAX = 40 };

struct row {
    int depth;
    bool group;
    bool any;
    bool not ;
    const char *text;
    int64_t size;
};

struct state {
    struct tree tree;
    struct row rows[ROWS_MAX];
    size_t count;
};

static const struct row samples[] = {
        {0, true, false, false, NULL, 12840},
        {1, false, false, false, "plan equals 'pro'", 98012},
        {1, true, true, false, NULL, 40112},
        {2, false, false, false, "bought at least 2 times in the last 30 days", 38001},
        {2, false, false, false, "spent more than 100 in the last 30 days", 9120},
        {2, true, false, true, NULL, 400},
        {3, false, false, false, "received 'Cart reminder'", 400},
        {1, false, false, true, "country is any of DE, AT, CH", 700233},
};

static size_t rows_count(void *context)
{
    return ((struct state *)context)->count;
}

static void rows_row(void *context, size_t number, struct tree_row *out)
{
    const struct row *row = &((struct state *)context)->rows[number];
    out->depth = row->depth;
    out->group = row->group;
    if (row->not )
        buf_add_text(&out->text, "not: ");
    buf_add_text(&out->text, row->text ? row->text : row->any ? "any of" : "all of");
    text_add_number(&out->figure, row->size);
    out->share = (double)row->size / 1000000;
}

static size_t rows_act(void *context, size_t number, enum tree_action action)
{
    struct state *state = context;
    struct row *row = &state->rows[number];
    if (action == TREE_TURN)
        row->any = !row->any;
    else if (action == TREE_NOT)
        row->not = !row->not ;
    else if (action == TREE_DELETE && state->count)
        memmove(row, row + 1, (--state->count - number) * sizeof *row);
    return number;
}

static bool rows_refuse(void *context, size_t number, enum tree_action action, struct buf *why)
{
    const struct state *state = context;
    if (number >= state->count) {
        buf_add_text(why, _("There is nothing here yet"));
        return true;
    }
    if (action != TREE_TURN || state->rows[number].group)
        return false;
    buf_add_text(why, _("Only a group can be turned between all and any"));
    return true;
}

static const struct tree_type tree_type = {
        .empty = N_("Everyone. Press a to add a condition."),
        .count = rows_count,
        .row = rows_row,
        .act = rows_act,
        .refuse = rows_refuse,
};

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)argument;
    (void)err;
    view->state = state;
    memcpy(state->rows, samples, sizeof samples);
    state->count = ARRAY_COUNT(samples);
    tree_init(&state->tree, &tree_type, state);
    return 0;
}

static void demo_close(struct view *view)
{
    struct state *state = view->state;
    tree_release(&state->tree);
    mem_free(state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Filter"));
}

static void demo_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    tree_draw(&state->tree, area, true);
}

static bool demo_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    return tree_key(&state->tree, key);
}

const struct view_type tree_demo_view = {
        .name = "tree",
        .layers = {&tree_keymap},
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .draw = demo_draw,
        .key = demo_key,
};
