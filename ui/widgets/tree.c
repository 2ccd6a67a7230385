#include "widgets/tree.h"

#include <string.h>

#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"

enum { FIGURE_WIDTH = 12, SHARE_WIDTH = 10, INDENT = 3 };
enum { MOVE_UP = 100, MOVE_DOWN, MOVE_FIRST, MOVE_LAST, MOVE_PAGE_UP, MOVE_PAGE_DOWN };

static const struct keybind binds[] = {
        {TREE_EDIT, {CODE_ENTER, 'e'}, N_("edit"), N_("Edit the condition"), NULL},
        {TREE_ADD, {'a'}, N_("add"), N_("Add a condition here"), NULL},
        {TREE_ADD_GROUP, {'b'}, N_("branch"), N_("Add a group of conditions here"), NULL},
        {TREE_TURN, {'t'}, N_("all/any"), N_("All conditions of the group, or any of them"), NULL},
        {TREE_NOT, {'n'}, N_("not"), N_("The opposite of this row, or no longer"), NULL},
        {TREE_DELETE, {'d', CODE_DELETE}, N_("delete"), N_("Delete the row and what is below it"),
                NULL},
        {TREE_UNDO, {'u'}, N_("undo"), N_("Take back the last change"), NULL},
        {TREE_MOVE_UP, {'K'}, NULL, N_("Move the row up among its like"), NULL},
        {TREE_MOVE_DOWN, {'J'}, NULL, N_("Move the row down among its like"), NULL},
        {MOVE_UP, {CODE_UP, 'k'}, NULL, N_("Up"), NULL},
        {MOVE_DOWN, {CODE_DOWN, 'j'}, NULL, N_("Down"), NULL},
        {MOVE_FIRST, {'g', CODE_HOME}, NULL, N_("First row"), NULL},
        {MOVE_LAST, {'G', CODE_END}, NULL, N_("Last row"), NULL},
        {MOVE_PAGE_UP, {CODE_CTRL('U'), CODE_PAGE_UP}, NULL, N_("Half a page up"), NULL},
        {MOVE_PAGE_DOWN, {CODE_CTRL('D'), CODE_PAGE_DOWN}, NULL, N_("Half a page down"), NULL},
};

const struct keymap tree_keymap = KEYMAP(N_("Filter trees"), binds);

void tree_init(struct tree *tree, const struct tree_type *type, void *context)
{
    memset(tree, 0, sizeof *tree);
    tree->type = type;
    tree->context = context;
    tree->page = 10;
}

void tree_release(struct tree *tree)
{
    buf_release(&tree->why);
}

static size_t count_rows(const struct tree *tree)
{
    size_t count = tree->type->count(tree->context);
    return count < TREE_ROWS_MAX ? count : TREE_ROWS_MAX;
}

static void select_row(struct tree *tree, size_t row)
{
    size_t count = count_rows(tree);
    tree->selected = row < count ? row : count ? count - 1 : 0;
}

static bool move(struct tree *tree, int action)
{
    size_t half = tree->page > 2 ? (size_t)tree->page / 2 : 1;
    size_t at = tree->selected;
    switch (action) {
    case MOVE_UP: select_row(tree, at ? at - 1 : 0); break;
    case MOVE_DOWN: select_row(tree, at + 1); break;
    case MOVE_FIRST: select_row(tree, 0); break;
    case MOVE_LAST: select_row(tree, TREE_ROWS_MAX); break;
    case MOVE_PAGE_UP: select_row(tree, at > half ? at - half : 0); break;
    case MOVE_PAGE_DOWN: select_row(tree, at + half); break;
    default: return false;
    }
    return true;
}

static void change(struct tree *tree, enum tree_action action)
{
    if (tree->type->refuse && tree->type->refuse(tree->context, tree->selected, action, &tree->why))
        return;
    select_row(tree, tree->type->act(tree->context, tree->selected, action));
}

static bool click(struct tree *tree, const struct key *key)
{
    if (!area_holds(tree->rows_area, key->y, key->x))
        return false;
    select_row(tree, tree->top + (size_t)(key->y - tree->rows_area.y));
    return true;
}

bool tree_key(struct tree *tree, const struct key *key)
{
    buf_clear(&tree->why);
    if (key->code == CODE_MOUSE)
        return click(tree, key);
    const struct keybind *bind = keymap_find(&tree_keymap, key->code, false);
    if (!bind)
        return false;
    if (!move(tree, bind->action))
        change(tree, (enum tree_action)bind->action);
    return true;
}

static int depth_of(const struct tree *tree, size_t number)
{
    struct tree_row row = {.share = -1};
    tree->type->row(tree->context, number, &row);
    buf_release(&row.text);
    buf_release(&row.figure);
    return row.depth < TREE_DEPTH_MAX ? row.depth : TREE_DEPTH_MAX;
}

/* Which levels go on below a row: bit d is set where a later row of depth d follows before the
 * branch ends. */
static unsigned levels_below(const struct tree *tree, size_t number, size_t count)
{
    unsigned levels = 0;
    int least = TREE_DEPTH_MAX + 1;
    for (size_t i = number + 1; i < count && least > 0; i++) {
        int depth = depth_of(tree, i);
        if (depth < least) {
            least = depth;
            levels |= 1u << depth;
        }
    }
    return levels;
}

static int draw_branches(
        struct area area, const struct tree_row *row, unsigned levels, enum style style)
{
    int x = 2;
    for (int depth = 1; depth <= row->depth && depth <= TREE_DEPTH_MAX; depth++) {
        bool on = levels >> depth & 1u;
        if (depth == row->depth) {
            draw_glyph(area, 0, x, style, on ? GLYPH_BRANCH : GLYPH_LAST);
            draw_glyph(area, 0, x + 1, style, GLYPH_LINE);
        } else if (on) {
            draw_glyph(area, 0, x, style, GLYPH_BAR);
        }
        x += INDENT;
    }
    return x;
}

static void draw_share(struct area area, double share, enum style style)
{
    int cells = (int)(share * SHARE_WIDTH + 0.5);
    if (share > 0 && cells < 1)
        cells = 1;
    for (int i = 0; i < SHARE_WIDTH; i++)
        draw_glyph(area, 0, i, style, i < cells ? GLYPH_HEAVY : GLYPH_LINE);
}

static void draw_row(
        struct tree *tree, struct area area, size_t number, unsigned levels, bool focus)
{
    struct tree_row row = {.share = -1};
    bool selected = number == tree->selected;
    enum style ground = !selected ? STYLE_TEXT : focus ? STYLE_SELECTED : STYLE_IDLE;
    tree->type->row(tree->context, number, &row);
    if (selected) {
        draw_fill(area, ground);
        draw_glyph(area, 0, 0, ground, GLYPH_SELECT);
        draw_focus(area, 0, 0);
    }
    struct area right =
            area_take_right(&area, FIGURE_WIDTH + (area.width >= 90 ? SHARE_WIDTH + 2 : 0) + 1);
    int x = draw_branches(area, &row, levels, selected ? ground : STYLE_DIM);
    enum style style = selected ? ground : row.group ? STYLE_STRONG : row.style;
    draw_fit(area, 0, x, area.width - x, style, buf_text(&row.text));
    draw_fit_right(
            right, 0, 0, FIGURE_WIDTH, selected ? ground : STYLE_TEXT, buf_text(&row.figure));
    if (row.share >= 0 && right.width > FIGURE_WIDTH + 1)
        draw_share(area_columns(right, FIGURE_WIDTH + 1, SHARE_WIDTH), row.share,
                selected ? ground : STYLE_TEXT);
    buf_release(&row.text);
    buf_release(&row.figure);
}

static void follow_selection(struct tree *tree, size_t count)
{
    size_t page = (size_t)tree->page;
    select_row(tree, tree->selected);
    if (tree->selected < tree->top)
        tree->top = tree->selected;
    if (tree->selected >= tree->top + page)
        tree->top = tree->selected - page + 1;
    if (tree->top + page > count)
        tree->top = count > page ? count - page : 0;
}

void tree_draw(struct tree *tree, struct area area, bool focus)
{
    size_t count = count_rows(tree);
    if (tree->why.size) {
        struct area below = area_take_bottom(&area, 1);
        draw_fit(below, 0, 1, below.width - 2, STYLE_WARNING, buf_text(&tree->why));
    }
    tree->rows_area = area;
    tree->page = area.height > 0 ? area.height : 1;
    follow_selection(tree, count);
    if (!count)
        draw_wrapped(area_inset(area, 0, 2), 0, STYLE_DIM, i18n_text(tree->type->empty));
    for (int y = 0; y < area.height && tree->top + (size_t)y < count; y++) {
        size_t number = tree->top + (size_t)y;
        draw_row(tree, area_rows(area, y, 1), number, levels_below(tree, number, count), focus);
    }
}
