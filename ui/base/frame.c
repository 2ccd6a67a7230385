/* The lines around the body: name, tabs and clock; path and status; message; keys. */
#include <string.h>

#include "base/alloc.h"
#include "base/app_private.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/term.h"
#include "base/text.h"

enum { TAB_LETTERS = 3 };

static struct area screen(void)
{
    struct area area = {0};
    term_size(&area.height, &area.width);
    return area;
}

bool app_is_small(void)
{
    struct area area = screen();
    return area.height < APP_HEIGHT_MIN || area.width < APP_WIDTH_MIN;
}

static int text_width(const char *text)
{
    return text_cells(text, strlen(text));
}

/* How much of the tabs that are not active there is room for. */
enum tab_names { TABS_FULL, TABS_LETTERS, TABS_NUMBERS };

static void add_tab(struct app *app, size_t tab, enum tab_names names, struct buf *out)
{
    const char *title = i18n_text(app->options.tabs[tab].title);
    /* While characters are text, a tab is reached by a function key alone. */
    if (app_is_typing(app))
        buf_add_format(out, " F%d ", (int)tab + 2);
    else
        buf_add_format(out, " %d ", (int)tab + 1);
    if (names == TABS_FULL || tab == app->tab) {
        buf_add_text(out, title);
    } else if (names == TABS_LETTERS) {
        size_t size = strlen(title);
        size_t at = 0;
        uint32_t character;
        for (int i = 0; i < TAB_LETTERS && at < size; i++)
            at += text_decode(title + at, size - at, &character);
        buf_add(out, title, at);
    }
    if (tab == app->tab)
        buf_add_char(out, ' ');
}

static int tabs_width(struct app *app, enum tab_names names)
{
    struct buf text = {0};
    for (size_t tab = 0; tab < app->options.tab_count; tab++)
        add_tab(app, tab, names, &text);
    int cells = text_cells(buf_text(&text), text.size);
    buf_release(&text);
    return cells;
}

/* What line 1 has room for, from the best on. */
struct top {
    enum tab_names names;
    const struct buf *clock; /* NULL: none */
};

static int clock_width(const struct buf *clock)
{
    return clock && clock->size ? text_cells(buf_text(clock), clock->size) + 2 : 0;
}

static struct top top_for(struct app *app, int width)
{
    const struct top tops[] = {
            {TABS_FULL, &app->clock},
            {TABS_FULL, &app->clock_short},
            {TABS_LETTERS, &app->clock},
            {TABS_LETTERS, &app->clock_short},
            {TABS_NUMBERS, &app->clock_short},
            {TABS_NUMBERS, NULL},
    };
    int room = width - text_width(app->options.name) - 2;
    size_t at = 0;
    while (at + 1 < ARRAY_COUNT(tops) &&
            tabs_width(app, tops[at].names) + clock_width(tops[at].clock) > room)
        at++;
    return tops[at];
}

/* Calls `each` for every tab of the line with its columns. */
struct tab_walk {
    struct area line;
    int at_x; /* a wanted column; the tab there is `found` */
    int found;
};

static void walk_tabs(struct app *app, struct tab_walk *walk, bool paint)
{
    enum tab_names names = top_for(app, walk->line.width).names;
    int x = text_width(app->options.name) + 2;
    for (size_t tab = 0; tab < app->options.tab_count; tab++) {
        struct buf text = {0};
        add_tab(app, tab, names, &text);
        int cells = text_cells(buf_text(&text), text.size);
        if (walk->at_x >= x && walk->at_x < x + cells)
            walk->found = (int)tab;
        if (paint)
            draw_text(walk->line, 0, x, tab == app->tab ? STYLE_TAB : STYLE_BAR, buf_text(&text));
        x += cells;
        buf_release(&text);
    }
}

static void paint_top(struct app *app, struct area line)
{
    struct tab_walk walk = {.line = line, .at_x = -1};
    const struct buf *clock = top_for(app, line.width).clock;
    draw_fill(line, STYLE_BAR);
    draw_format(line, 0, 0, STYLE_BAR_KEY, " %s", app->options.name);
    walk_tabs(app, &walk, true);
    if (clock && clock->size)
        draw_format(line, 0, line.width - clock_width(clock), STYLE_BAR, " %s ", buf_text(clock));
}

int frame_tab_at(struct app *app, int x)
{
    struct tab_walk walk = {.line = area_rows(screen(), 0, 1), .at_x = x, .found = -1};
    walk_tabs(app, &walk, false);
    return walk.found;
}

enum { CRUMB_GAP = 3 };

static size_t read_crumbs(struct app *app, struct buf *crumbs)
{
    struct stack *stack = &app->stacks[app->tab];
    size_t count = 0;
    for (size_t i = 0; i < stack->count; i++)
        if (stack->views[i]->type->title)
            stack->views[i]->type->title(stack->views[i], &crumbs[count++]);
    return count;
}

/* Where there is no room for all, the first ones give way: the last one says where one is. */
static size_t first_crumb(const struct buf *crumbs, size_t count, int room)
{
    size_t first = count;
    while (first > 0) {
        room -= text_width(buf_text(&crumbs[first - 1])) + CRUMB_GAP;
        if (room < 0 && first < count)
            break;
        first--;
    }
    return first;
}

static void paint_crumbs(struct app *app, struct area line)
{
    struct buf crumbs[APP_DEPTH_MAX] = {0};
    size_t count = read_crumbs(app, crumbs);
    size_t first = first_crumb(crumbs, count, line.width - 1);
    int x = 1;
    if (first > 0)
        x += draw_text(line, 0, x, STYLE_DIM, glyph_is_ascii() ? "..." : "…");
    for (size_t i = first; i < count; i++) {
        const char *crumb = buf_text(&crumbs[i]);
        if (x > 1)
            x += draw_format(line, 0, x, STYLE_DIM, " %s ", glyph(GLYPH_CRUMB));
        int width = text_width(crumb) < line.width - x ? text_width(crumb) : line.width - x;
        draw_fit(line, 0, x, width, i + 1 == count ? STYLE_STRONG : STYLE_TEXT, crumb);
        x += width;
    }
    for (size_t i = 0; i < count; i++)
        buf_release(&crumbs[i]);
}

static void paint_second(struct app *app, struct area line)
{
    struct view_status status = {0};
    struct view *top = app_top(app);
    if (top && top->type->status)
        top->type->status(top, &status);
    int badge = status.badge ? text_width(status.badge) + 3 : 0;
    int width = text_width(buf_text(&status.text));
    width = width < line.width - badge - 20 ? width : line.width - badge - 20;
    struct area right = area_take_right(&line, width + badge + 1);
    if (badge)
        draw_badge(right, 0, 0, status.badge_style, status.badge);
    draw_fit(right, 0, badge, width, STYLE_TEXT, buf_text(&status.text));
    line.width -= line.width > 0;
    paint_crumbs(app, line);
    buf_release(&status.text);
}

/* The keys of the last line, in order, as far as they fit. */
struct key_walk {
    struct app *app;
    struct area line;
    int x;
    int end; /* the columns in front of '? all keys' */
    bool typing;
    bool paint;
    int at_x;
    uint32_t found;
};

static void walk_key(struct key_walk *walk, uint32_t code, const char *label, int end)
{
    struct buf name = {0};
    key_add_name(&name, code);
    int cells = text_width(buf_text(&name)) + 1 + text_width(label);
    if (walk->x + cells <= end) {
        if (walk->at_x >= walk->x && walk->at_x < walk->x + cells)
            walk->found = code;
        if (walk->paint) {
            int used = draw_text(walk->line, 0, walk->x, STYLE_BAR_KEY, buf_text(&name));
            draw_text(walk->line, 0, walk->x + used + 1, STYLE_BAR, label);
        }
        walk->x += cells + 2;
    }
    buf_release(&name);
}

static void walk_keymap(struct key_walk *walk, const struct keymap *keymap)
{
    for (size_t i = 0; keymap && i < keymap->count; i++) {
        const struct keybind *bind = &keymap->binds[i];
        struct buf why = {0};
        bool here = bind->label && keybind_works(bind, walk->typing) &&
                    !keybind_refused(bind, app_top(walk->app), &why);
        buf_release(&why);
        if (here)
            walk_key(walk, keybind_key(bind, walk->typing), i18n_text(bind->label), walk->end);
    }
}

/* The keys of the widgets and of the application. */
static void walk_common(struct key_walk *walk, const struct view_type *type)
{
    for (size_t i = 0; i < KEYMAP_LAYERS_MAX; i++)
        walk_keymap(walk, type->layers[i]);
    if (!(type->flags & VIEW_MODAL))
        walk_keymap(walk, walk->app->options.keymap);
}

/* The view's own keys from the left, what is the same everywhere at the right: the one changes with
 * the selected row, and does not move the other. */
static void walk_keys(struct key_walk *walk)
{
    struct view *top = app_top(walk->app);
    const char *last = walk->typing ? _("help") : _("all keys");
    int last_width = text_width(last) + (walk->typing ? 3 : 2);
    const struct keymap *mode = top && top->type->mode ? top->type->mode(top) : NULL;
    walk->x = 1;
    walk->end = walk->line.width - last_width - 3;
    walk_keymap(walk, mode ? mode : top ? top->type->keymap : NULL);
    if (top && !mode) {
        struct key_walk measure = *walk;
        measure.paint = false;
        walk_common(&measure, top->type);
        walk->x = walk->end + 2 - (measure.x - walk->x);
        walk_common(walk, top->type);
    }
    walk->x = walk->line.width - last_width - 1;
    walk_key(walk, walk->typing ? CODE_F1 : '?', last, walk->line.width);
}

uint32_t frame_key_at(struct app *app, int x)
{
    struct key_walk walk = {.app = app,
            .line = screen(),
            .typing = app_is_typing(app),
            .at_x = x,
            .found = CODE_NONE};
    walk_keys(&walk);
    return walk.found;
}

static void paint_views(struct app *app, struct area body)
{
    struct stack *stack = &app->stacks[app->tab];
    size_t from = stack->count ? stack->count - 1 : 0;
    while (from > 0 && (stack->views[from]->type->flags & VIEW_OVERLAY))
        from--;
    for (size_t i = from; i < stack->count; i++)
        if (stack->views[i]->type->draw)
            stack->views[i]->type->draw(stack->views[i], body);
}

static void paint_small(struct app *app, struct area area)
{
    struct buf text = {0};
    buf_add_format(&text,
            _("%s needs a window of %dx%d, this one has %dx%d. Everything is kept; make it "
              "larger to go on. Q leaves."),
            app->options.name, APP_WIDTH_MIN, APP_HEIGHT_MIN, area.width, area.height);
    draw_wrapped(area, 0, STYLE_TEXT, buf_text(&text));
    buf_release(&text);
}

/* Only as wide as its words: a line of colour would shout, and cost bytes. */
static void paint_message(struct app *app, struct area row)
{
    const char *text = buf_text(&app->message);
    bool plain = app->message_style == STYLE_TEXT || app->message_style == STYLE_DIM;
    int width = text_width(text);
    width = width < row.width - 2 ? width : row.width - 2;
    if (!plain)
        draw_fit(row, 0, 0, width + 2, app->message_style, "");
    draw_fit(row, 0, 1, width, app->message_style, text);
}

void frame_paint(struct app *app)
{
    struct area area = screen();
    if (app_is_small()) {
        paint_small(app, area);
        return;
    }
    struct area top = area_take_top(&area, 1);
    struct area second = area_take_top(&area, 1);
    struct area keys = area_take_bottom(&area, 1);
    struct area message = area_take_bottom(&area, 1);
    struct key_walk walk = {.app = app, .line = keys, .paint = true, .at_x = -1};
    paint_top(app, top);
    paint_views(app, area);
    paint_second(app, second);
    if (app->message.size)
        paint_message(app, message);
    draw_fill(keys, STYLE_BAR);
    walk.typing = app_is_typing(app);
    walk_keys(&walk);
}
