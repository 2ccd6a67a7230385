#include "widgets/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/glyph.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
    LIST_UP = 1,
    LIST_DOWN,
    LIST_PAGE_UP,
    LIST_PAGE_DOWN,
    LIST_FIRST,
    LIST_LAST,
    LIST_FILTER,
    LIST_SORT,
    LIST_REVERSE,
    LIST_MARK,
    LIST_MARK_ALL,
    LIST_NEXT_SET,
    LIST_PREVIOUS_SET,
};

static const struct keybind binds[] = {
        {LIST_FILTER, {'/', CODE_CTRL('F')}, N_("filter"),
                N_("Filter as you type; Enter keeps the filter, Esc clears it"), NULL},
        {LIST_UP, {CODE_UP, 'k'}, NULL, N_("Up"), NULL},
        {LIST_DOWN, {CODE_DOWN, 'j'}, NULL, N_("Down"), NULL},
        {LIST_FIRST, {'g', CODE_HOME}, NULL, N_("First row"), NULL},
        {LIST_LAST, {'G', CODE_END}, NULL, N_("Last row"), NULL},
        {LIST_PAGE_UP, {CODE_CTRL('U'), CODE_PAGE_UP}, NULL, N_("Half a page up"), NULL},
        {LIST_PAGE_DOWN, {CODE_CTRL('D'), CODE_PAGE_DOWN}, NULL, N_("Half a page down"), NULL},
        {LIST_SORT, {'s'}, NULL, N_("Sort by the next column"), NULL},
        {LIST_REVERSE, {'S'}, NULL, N_("Turn the order around"), NULL},
        {LIST_MARK, {' '}, NULL, N_("Mark the row, for actions on several"), NULL},
        {LIST_MARK_ALL, {'*'}, NULL, N_("Mark all that are shown, or none"), NULL},
        {LIST_NEXT_SET, {CODE_RIGHT, 'l'}, NULL, N_("The next columns"), NULL},
        {LIST_PREVIOUS_SET, {CODE_LEFT, 'h'}, NULL, N_("The columns before"), NULL},
};

const struct keymap list_keymap = KEYMAP(N_("Lists"), binds);

static const struct keybind filter_binds[] = {
        {1, {CODE_ENTER}, N_("keep the filter"), N_("Keeps the filter"), NULL},
        {2, {CODE_ESC}, N_("show all"), N_("Clears the filter"), NULL},
        {3, {CODE_DOWN, CODE_UP}, N_("move"), N_("Moves the selection"), NULL},
};

const struct keymap filter_keymap = KEYMAP(N_("While a filter is typed"), filter_binds);

static size_t row_at(const struct list *list, size_t place)
{
    return list->order ? list->order[place] : place;
}

static uint64_t identity_of(const struct list *list, size_t row)
{
    return list->type->identity ? list->type->identity(list->context, row) : row;
}

void list_init(struct list *list, const struct list_type *type, void *context)
{
    memset(list, 0, sizeof *list);
    list->type = type;
    list->context = context;
    list->sort_column = -1;
    list->page = 10;
    list->set_count = 1;
    list_reload(list);
}

void list_release(struct list *list)
{
    mem_free(list->order);
    mem_free(list->marks);
    line_release(&list->filter);
    memset(list, 0, sizeof *list);
}

static bool cells_match(const struct list *list, size_t row, const char *filter)
{
    bool found = false;
    for (size_t column = 0; column < list->type->column_count && !found; column++) {
        struct list_cell cell = {0};
        list->type->cell(list->context, row, column, &cell);
        found = text_contains_folded(buf_text(&cell.text), filter);
        buf_release(&cell.text);
    }
    return found;
}

static bool row_matches(const struct list *list, size_t row, const char *filter)
{
    return list->type->match ? list->type->match(list->context, row, filter)
                             : cells_match(list, row, filter);
}

static int compare_places(const void *a, const void *b, void *argument)
{
    const struct list *list = argument;
    uint32_t row_a = *(const uint32_t *)a;
    uint32_t row_b = *(const uint32_t *)b;
    int result = list->type->compare(list->context, row_a, row_b, (size_t)list->sort_column);
    if (list->descending)
        result = -result;
    return result ? result : (row_a > row_b) - (row_a < row_b);
}

static bool is_sorted(const struct list *list)
{
    return list->sort_column >= 0 && list->type->compare;
}

static void build_order(struct list *list)
{
    const char *filter = list->type->filter ? "" : line_text(&list->filter);
    mem_free(list->order);
    list->order = NULL;
    list->shown = list->total;
    if (list->total > LIST_INDEX_MAX || (!*filter && !is_sorted(list)))
        return;
    list->order = mem_array(list->total + 1, sizeof *list->order);
    list->shown = 0;
    for (size_t row = 0; row < list->total; row++)
        if (!*filter || row_matches(list, row, filter))
            list->order[list->shown++] = (uint32_t)row;
    if (is_sorted(list))
        qsort_r(list->order, list->shown, sizeof *list->order, compare_places, list);
}

static void note_selected(struct list *list)
{
    if (list->selected >= list->shown)
        list->selected = list->shown ? list->shown - 1 : 0;
    if (list->shown)
        list->identity = identity_of(list, row_at(list, list->selected));
}

static void select_identity(struct list *list, uint64_t identity)
{
    size_t most = list->shown < LIST_INDEX_MAX ? list->shown : LIST_INDEX_MAX;
    for (size_t place = 0; place < most; place++)
        if (identity_of(list, row_at(list, place)) == identity) {
            list->selected = place;
            break;
        }
    note_selected(list);
}

void list_select(struct list *list, uint64_t identity)
{
    list->chosen = true;
    select_identity(list, identity);
}

void list_reload(struct list *list)
{
    size_t place = list->chosen ? list->selected : 0;
    list->total = list->type->count(list->context);
    build_order(list);
    list->selected = place;
    if (!list->chosen)
        note_selected(list);
    else if (place >= list->shown || identity_of(list, row_at(list, place)) != list->identity)
        select_identity(list, list->identity);
    else
        note_selected(list);
}

bool list_selected(const struct list *list, size_t *row)
{
    if (!list->shown)
        return false;
    *row = row_at(list, list->selected);
    return true;
}

static size_t mark_place(const struct list *list, uint64_t identity, bool *found)
{
    size_t low = 0;
    size_t high = list->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->marks[middle] < identity)
            low = middle + 1;
        else
            high = middle;
    }
    *found = low < list->mark_count && list->marks[low] == identity;
    return low;
}

static void set_mark(struct list *list, uint64_t identity, bool on)
{
    bool found;
    size_t place = mark_place(list, identity, &found);
    size_t behind = list->mark_count - place;
    if (found == on || (on && list->mark_count == LIST_MARKS_MAX))
        return;
    if (on) {
        list->marks =
                mem_room(list->marks, list->mark_count, &list->mark_capacity, sizeof *list->marks);
        memmove(list->marks + place + 1, list->marks + place, behind * sizeof *list->marks);
        list->marks[place] = identity;
        list->mark_count++;
    } else {
        memmove(list->marks + place, list->marks + place + 1, (behind - 1) * sizeof *list->marks);
        list->mark_count--;
    }
}

bool list_is_marked(const struct list *list, size_t row)
{
    bool found = false;
    if (list->mark_count)
        mark_place(list, identity_of(list, row), &found);
    return found;
}

size_t list_mark_count(const struct list *list)
{
    return list->mark_count;
}

void list_clear_marks(struct list *list)
{
    list->mark_count = 0;
}

size_t list_chosen(const struct list *list, size_t *rows, size_t max)
{
    size_t count = 0;
    size_t most = list->total < LIST_INDEX_MAX ? list->total : LIST_INDEX_MAX;
    for (size_t row = 0; list->mark_count && row < most && count < max; row++)
        if (list_is_marked(list, row))
            rows[count++] = row;
    if (!count && max && list_selected(list, &rows[0]))
        count = 1;
    return count;
}

static void mark_all(struct list *list)
{
    bool every = true;
    size_t most = list->shown < LIST_MARKS_MAX ? list->shown : LIST_MARKS_MAX;
    for (size_t place = 0; place < most && every; place++)
        every = list_is_marked(list, row_at(list, place));
    for (size_t place = 0; place < most; place++)
        set_mark(list, identity_of(list, row_at(list, place)), !every);
}

static void step(struct list *list, bool down, size_t count)
{
    list->chosen = true;
    if (down)
        list->selected =
                list->shown - list->selected > count ? list->selected + count : list->shown - 1;
    else
        list->selected = list->selected > count ? list->selected - count : 0;
    if (!list->shown)
        list->selected = 0;
    note_selected(list);
}

void list_set_sort(struct list *list, int column, bool descending)
{
    list->sort_column = column;
    list->descending = descending;
    list_reload(list);
}

static void next_sort(struct list *list)
{
    int next = list->sort_column + 1;
    if (list->type->compare)
        list_set_sort(list, next < (int)list->type->column_count ? next : -1, false);
}

static void filter_changed(struct list *list)
{
    if (list->type->filter)
        list->type->filter(list->context, line_text(&list->filter));
    list_reload(list);
}

void list_set_filter(struct list *list, const char *filter)
{
    line_set(&list->filter, filter);
    filter_changed(list);
}

static bool act(struct list *list, int action)
{
    size_t half = list->page > 2 ? (size_t)list->page / 2 : 1;
    size_t row;
    switch (action) {
    case LIST_UP: step(list, false, 1); return true;
    case LIST_DOWN: step(list, true, 1); return true;
    case LIST_PAGE_UP: step(list, false, half); return true;
    case LIST_PAGE_DOWN: step(list, true, half); return true;
    case LIST_FIRST: step(list, false, list->shown); return true;
    case LIST_LAST: step(list, true, list->shown); return true;
    case LIST_FILTER: list->filtering = true; return true;
    case LIST_SORT: next_sort(list); return list->type->compare;
    case LIST_REVERSE:
        list_set_sort(list, list->sort_column, !list->descending);
        return list->type->compare;
    case LIST_NEXT_SET: list->set++; return list->set_count > 1;
    case LIST_PREVIOUS_SET:
        list->set = list->set ? list->set - 1 : list->set_count - 1;
        return list->set_count > 1;
    case LIST_MARK_ALL:
        if (list->type->marks)
            mark_all(list);
        return list->type->marks;
    case LIST_MARK:
        if (!list->type->marks || !list_selected(list, &row))
            return false;
        set_mark(list, identity_of(list, row), !list_is_marked(list, row));
        step(list, true, 1);
        return true;
    default: return false;
    }
}

static bool filter_key(struct list *list, const struct key *key)
{
    bool changed = false;
    if (key->code == CODE_ENTER || key->code == CODE_TAB) {
        list->filtering = false;
    } else if (key->code == CODE_ESC) {
        list->filtering = false;
        list_set_filter(list, "");
    } else if (key->code == CODE_UP || key->code == CODE_DOWN) {
        step(list, key->code == CODE_DOWN, 1);
    } else {
        bool used = line_key(&list->filter, key, &changed);
        if (changed)
            filter_changed(list);
        return used;
    }
    return true;
}

static bool click(struct list *list, const struct key *key)
{
    size_t place = list->top + (size_t)(key->y - list->rows_area.y);
    if (!area_holds(list->rows_area, key->y, key->x) || place >= list->shown)
        return false;
    list->selected = place;
    list->chosen = true;
    note_selected(list);
    return true;
}

bool list_key(struct list *list, const struct key *key)
{
    if (key->code == CODE_MOUSE)
        return click(list, key);
    if (list->filtering)
        return filter_key(list, key);
    const struct keybind *bind = keymap_find(&list_keymap, key->code, false);
    return bind && act(list, bind->action);
}

bool list_typing(const struct list *list)
{
    return list->filtering;
}

const struct keymap *list_mode(const struct list *list)
{
    return list->filtering ? &filter_keymap : NULL;
}

bool list_back(struct list *list)
{
    if (!list->filtering && !list->filter.text.size)
        return false;
    list->filtering = false;
    list_set_filter(list, "");
    return true;
}

static void add_count(const struct list *list, struct buf *out)
{
    struct buf shown = {0};
    struct buf total = {0};
    text_add_number(&shown, (int64_t)list->shown);
    text_add_number(&total, (int64_t)list->total);
    if (list->shown == list->total)
        buf_add_text(out, buf_text(&total));
    else
        buf_add_format(out, _("%s of %s"), buf_text(&shown), buf_text(&total));
    buf_release(&shown);
    buf_release(&total);
}

void list_add_status(const struct list *list, struct buf *out)
{
    const char *dot = glyph(GLYPH_DOT);
    add_count(list, out);
    if (list->filter.text.size) {
        buf_add_format(out, " %s ", dot);
        buf_add_format(out, _("filter: %s"), line_text(&list->filter));
    }
    if (list->mark_count) {
        buf_add_format(out, " %s ", dot);
        buf_add_format(
                out, count_text("%zu marked", "%zu marked", list->mark_count), list->mark_count);
    }
    if (list->shown > (size_t)list->page)
        buf_add_format(out, " %s %zu/%zu", dot, list->selected + 1, list->shown);
    if (list->set_count > 1) {
        buf_add_format(out, " %s ", dot);
        buf_add_format(out, _("columns %zu/%zu"), list->set + 1, list->set_count);
    }
}
