/* Somebody else saved the campaign meanwhile: the base, mine and theirs beside each other, field by
 * field, and what to do. */
#include <stdlib.h>
#include <string.h>

#include "actions/save.h"
#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/wrap.h"
#include "screens/review.h"
#include "widgets/dialog.h"

struct conflict_row {
    char *path;
    char *base;
    char *mine; /* NULL: not changed there */
    char *theirs;
};

struct conflict {
    struct review *review;
    struct conflict_row *rows;
    size_t count;
    size_t capacity;
    size_t selected;
    size_t top;
};

enum { CONFLICT_MINE = 1, CONFLICT_THEIRS, CONFLICT_EDIT, CONFLICT_UP, CONFLICT_DOWN };
enum { COLUMNS = 3, CELL_ROWS_MAX = 4 };

static struct conflict_row *row_for(struct conflict *conflict, const struct change *change)
{
    for (size_t i = 0; i < conflict->count; i++)
        if (strcmp(conflict->rows[i].path, change->path) == 0)
            return &conflict->rows[i];
    conflict->rows =
            mem_room(conflict->rows, conflict->count, &conflict->capacity, sizeof *conflict->rows);
    struct conflict_row *row = &conflict->rows[conflict->count++];
    *row = (struct conflict_row){.path = mem_string(change->path),
            .base = mem_string(change->before ? change->before : _("(nothing)"))};
    return row;
}

static void set_side(char **side, const struct change *change)
{
    mem_free(*side);
    *side = mem_string(change->after ? change->after : _("(removed)"));
}

static int compare_rows(const void *a, const void *b)
{
    const struct conflict_row *left = a;
    const struct conflict_row *right = b;
    bool left_both = left->mine && left->theirs;
    bool right_both = right->mine && right->theirs;
    if (left_both != right_both)
        return left_both ? -1 : 1;
    return strcmp(left->path, right->path);
}

static int conflict_view_open(struct view *view, void *argument, struct error *err)
{
    (void)err;
    view->state = *(struct conflict **)argument;
    return 0;
}

static void conflict_close(struct view *view)
{
    struct conflict *conflict = view->state;
    for (size_t i = 0; i < conflict->count; i++) {
        mem_free(conflict->rows[i].path);
        mem_free(conflict->rows[i].base);
        mem_free(conflict->rows[i].mine);
        mem_free(conflict->rows[i].theirs);
    }
    mem_free(conflict->rows);
    mem_free(conflict);
}

static void conflict_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Saved by somebody else"));
}

static int column_width(const struct area *area)
{
    return (area->width - 2) / COLUMNS;
}

static const char *side_text(const char *side)
{
    return side ? side : _("as it was");
}

static int cell_rows(const char *text, int width)
{
    int rows = width > 1 ? (int)wrap_count(text, strlen(text), width - 1) : 1;
    return rows < CELL_ROWS_MAX ? rows : CELL_ROWS_MAX;
}

static int row_height(const struct conflict_row *row, const struct area *area)
{
    int width = column_width(area);
    int height = cell_rows(row->base, width);
    int mine = cell_rows(side_text(row->mine), width);
    int theirs = cell_rows(side_text(row->theirs), width);
    height = mine > height ? mine : height;
    return 1 + (theirs > height ? theirs : height);
}

static void draw_cell(struct area area, int column, enum style style, const char *text)
{
    int width = column_width(&area);
    struct area cell = area_columns(area, 2 + column * width, width - 1);
    draw_wrapped(cell, 0, style, text);
}

static void draw_row(const struct conflict_row *row, struct area area, bool selected)
{
    bool both = row->mine && row->theirs;
    struct area values = area_rows(area, 1, area.height - 1);
    if (selected) {
        draw_glyph(area, 0, 0, STYLE_STRONG, GLYPH_SELECT);
        draw_focus(area, 0, 0);
    }
    int x = 2 + draw_text(area, 0, 2, STYLE_STRONG, row->path);
    if (both)
        draw_badge(area, 0, x + 1, STYLE_WARNING, _("BOTH"));
    draw_cell(values, 0, STYLE_TEXT, row->base);
    draw_cell(values, 1, row->mine ? STYLE_ADDED : STYLE_DIM, side_text(row->mine));
    draw_cell(values, 2, row->theirs ? STYLE_CHANGED : STYLE_DIM, side_text(row->theirs));
}

static void follow(struct conflict *conflict, const struct area *area)
{
    int height = 0;
    if (conflict->selected < conflict->top)
        conflict->top = conflict->selected;
    for (size_t i = conflict->selected + 1; i-- > conflict->top;) {
        height += row_height(&conflict->rows[i], area);
        if (height > area->height) {
            conflict->top = i < conflict->selected ? i + 1 : i;
            return;
        }
    }
}

static void conflict_draw(struct view *view, struct area area)
{
    struct conflict *conflict = view->state;
    struct area head = area_take_top(&area, 2);
    draw_fit(head, 0, 2, head.width - 3, STYLE_STRONG,
            _("Nothing is saved yet. Which version shall it be?"));
    draw_cell(area_rows(head, 1, 1), 0, STYLE_BAR, _("Base: where you began"));
    draw_cell(area_rows(head, 1, 1), 1, STYLE_BAR, _("Mine"));
    draw_cell(area_rows(head, 1, 1), 2, STYLE_BAR, _("Theirs, saved now"));
    if (!conflict->count)
        return;
    follow(conflict, &area);
    int y = 0;
    for (size_t i = conflict->top; i < conflict->count && y < area.height; i++) {
        int height = row_height(&conflict->rows[i], &area);
        draw_row(&conflict->rows[i], area_rows(area, y, height), i == conflict->selected);
        y += height;
    }
}

static void take_mine(struct view *view, void *context, int answer)
{
    struct conflict *conflict = context;
    struct review *review = conflict->review;
    struct error err;
    if (answer != DIALOG_YES)
        return;
    if (draft_rebase(review->draft, &err) < 0) {
        app_message_error(view->app, &err);
        return;
    }
    app_close(view->app, view);
    review_refresh(review);
    app_message(review->view->app, STYLE_TEXT,
            _("Yours goes on top of their version: look at it and save it again"));
}

static void take_theirs(struct view *view, void *context, int answer)
{
    struct conflict *conflict = context;
    struct review *review = conflict->review;
    struct error err;
    if (answer != DIALOG_YES)
        return;
    if (draft_take_theirs(review->draft, &err) < 0) {
        app_message_error(view->app, &err);
        return;
    }
    app_close(view->app, view);
    review_refresh(review);
    app_message(review->view->app, STYLE_TEXT,
            _("The fields show their version now; ^R brings yours back"));
}

static void conflict_action(struct view *view, int action)
{
    struct conflict *conflict = view->state;
    size_t last = conflict->count ? conflict->count - 1 : 0;
    if (action == CONFLICT_UP)
        conflict->selected -= conflict->selected > 0;
    else if (action == CONFLICT_DOWN)
        conflict->selected += conflict->selected < last;
    else if (action == CONFLICT_EDIT)
        app_back(view->app);
    else
        dialog_confirm(view->app,
                &(struct dialog){
                        .title = action == CONFLICT_MINE ? _("Take yours?") : _("Take theirs?"),
                        .text = action == CONFLICT_MINE
                                        ? _("All fields get your values; what they changed is "
                                            "overwritten once you save. It stays in the changelog.")
                                        : _("What you wrote here goes."),
                        .yes = action == CONFLICT_MINE ? _("Take mine") : _("Take theirs"),
                        .context = conflict,
                        .done = action == CONFLICT_MINE ? take_mine : take_theirs});
}

static const struct keybind binds[] = {
        {CONFLICT_MINE, {'m'}, N_("mine"), N_("Go on with yours, on top of their version"), NULL},
        {CONFLICT_THEIRS, {'t'}, N_("theirs"), N_("Drop yours and take their version"), NULL},
        {CONFLICT_EDIT, {'e', CODE_ENTER}, N_("keep editing"),
                N_("Back to the review; nothing is decided"), NULL},
        {CONFLICT_UP, {CODE_UP, 'k'}, NULL, N_("Up"), NULL},
        {CONFLICT_DOWN, {CODE_DOWN, 'j'}, NULL, N_("Down"), NULL},
};
static const struct keymap keymap = KEYMAP(N_("Two edits of one campaign"), binds);

static const struct view_type conflict_view = {
        .name = "conflict",
        .help = N_("Somebody saved the campaign while you edited it. Here stands, field by field, "
                   "how it was when you began, what you made of it and what they did."),
        .keymap = &keymap,
        .open = conflict_view_open,
        .close = conflict_close,
        .title = conflict_title,
        .draw = conflict_draw,
        .action = conflict_action,
};

static void tell_taken(struct review *review)
{
    dialog_message(review->view->app, _("The id is taken"),
            _("Somebody has saved another campaign under this id meanwhile. Go back to the first "
              "step and choose another id."));
}

void conflict_open(struct review *review, const struct save_answer *answer)
{
    if (draft_is_new(review->draft)) {
        tell_taken(review);
        return;
    }
    struct conflict *conflict = mem_new(sizeof *conflict);
    conflict->review = review;
    for (size_t i = 0; i < answer->changes.count; i++)
        set_side(&row_for(conflict, &answer->changes.items[i])->mine, &answer->changes.items[i]);
    for (size_t i = 0; i < answer->theirs.count; i++)
        set_side(&row_for(conflict, &answer->theirs.items[i])->theirs, &answer->theirs.items[i]);
    if (conflict->count > 1)
        qsort(conflict->rows, conflict->count, sizeof *conflict->rows, compare_rows);
    app_open(review->view->app, &conflict_view, &conflict);
}
