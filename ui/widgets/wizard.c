#include "widgets/wizard.h"

#include <string.h>

#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/dialog.h"

enum { PANEL_FROM = 100, PANEL_WIDTH_MAX = 44, WORDS_ROWS = 3, EXAMPLES_ROWS = 8 };
enum { WIZARD_NEXT = 1, WIZARD_PREVIOUS, WIZARD_STEPS, WIZARD_EXAMPLES };

static const struct keybind binds[] = {
        {WIZARD_NEXT, {CODE_CTRL('N'), CODE_PAGE_DOWN}, N_("next step"),
                N_("Next step; the fields are checked, a second time goes on all the same"), NULL},
        {WIZARD_PREVIOUS, {CODE_CTRL('P'), CODE_PAGE_UP}, N_("step before"),
                N_("Step before, without a check"), NULL},
        {WIZARD_STEPS, {CODE_CTRL('G')}, N_("steps"), N_("Go to any step"), NULL},
        {WIZARD_EXAMPLES, {CODE_CTRL('T')}, N_("examples"),
                N_("Examples for this step, or the words so far"), NULL},
};

const struct keymap wizard_keymap = KEYMAP(N_("Steps"), binds);

static const struct wizard_step *step_of(const struct wizard *wizard)
{
    return &wizard->type->steps[wizard->step];
}

static void fill(struct wizard *wizard)
{
    form_clear(&wizard->form);
    if (step_of(wizard)->enter)
        step_of(wizard)->enter(wizard->context, &wizard->form);
}

static void enter(struct wizard *wizard)
{
    form_clear(&wizard->form);
    wizard->form.focus_id = 0;
    wizard->form.scroll = 0;
    wizard->held = false;
    wizard->panel.top = 0;
    fill(wizard);
}

void wizard_init(
        struct wizard *wizard, struct view *view, const struct wizard_type *type, void *context)
{
    memset(wizard, 0, sizeof *wizard);
    wizard->view = view;
    wizard->type = type;
    wizard->context = context;
    form_init(&wizard->form, view, context, type->changed);
    enter(wizard);
}

void wizard_release(struct wizard *wizard)
{
    form_release(&wizard->form);
    textview_release(&wizard->panel);
}

void wizard_keep(struct wizard *wizard)
{
    if (step_of(wizard)->leave)
        step_of(wizard)->leave(wizard->context, &wizard->form);
    if (wizard->type->store)
        wizard->type->store(wizard->context);
}

void wizard_go(struct wizard *wizard, size_t step)
{
    if (step >= wizard->type->step_count)
        return;
    wizard_keep(wizard);
    wizard->step = step;
    enter(wizard);
}

void wizard_refresh(struct wizard *wizard)
{
    fill(wizard);
}

static void next(struct wizard *wizard)
{
    bool last = wizard->step + 1 == wizard->type->step_count;
    bool good = form_check(&wizard->form);
    if (last) {
        app_message(wizard->view->app, STYLE_TEXT, _("This is the last step"));
    } else if (good || wizard->held) {
        wizard_go(wizard, wizard->step + 1);
    } else {
        size_t count = form_count(&wizard->form, FIELD_ERROR);
        wizard->held = true;
        app_message_format(wizard->view->app, STYLE_WARNING,
                count_text("%zu field needs another look; ^N again goes on all the same",
                        "%zu fields need another look; ^N again goes on all the same", count),
                count);
    }
}

static void chosen(struct view *view, void *context, int answer)
{
    (void)view;
    if (answer != DIALOG_CANCEL)
        wizard_go(context, (size_t)answer);
}

static const char *mark_word(enum wizard_mark mark)
{
    switch (mark) {
    case WIZARD_DONE: return _("done");
    case WIZARD_WARNING: return _("warning");
    case WIZARD_ERROR: return _("error");
    default: return "";
    }
}

static enum wizard_mark mark_of(const struct wizard *wizard, size_t step)
{
    return wizard->type->mark ? wizard->type->mark(wizard->context, step) : WIZARD_TODO;
}

static void choose_step(struct wizard *wizard)
{
    struct choices choices = {0};
    wizard_keep(wizard);
    for (size_t i = 0; i < wizard->type->step_count; i++) {
        const char *title = i18n_text(wizard->type->steps[i].title);
        choices_add(&choices, title, NULL, mark_word(mark_of(wizard, i)));
    }
    dialog_choose(wizard->view->app,
            &(struct dialog){.title = _("Go to"), .done = chosen, .context = wizard}, &choices);
    choices_release(&choices);
}

static void act(struct wizard *wizard, int action)
{
    if (action == WIZARD_NEXT)
        next(wizard);
    else if (action == WIZARD_PREVIOUS && wizard->step > 0)
        wizard_go(wizard, wizard->step - 1);
    else if (action == WIZARD_STEPS)
        choose_step(wizard);
    else if (action == WIZARD_EXAMPLES)
        wizard->examples = !wizard->examples;
}

bool wizard_key(struct wizard *wizard, const struct key *key)
{
    const struct keybind *bind = keymap_find(&wizard_keymap, key->code, true);
    if (bind) {
        act(wizard, bind->action);
        return true;
    }
    if (step_of(wizard)->key && step_of(wizard)->key(wizard->context, key))
        return true;
    if (step_of(wizard)->draw)
        return false;
    /* What was seen once is seen again where something was typed since. */
    if (key_is_text(key) || key->code == CODE_BACKSPACE)
        wizard->held = false;
    return form_key(&wizard->form, key);
}

bool wizard_typing(struct wizard *wizard)
{
    const struct wizard_step *step = step_of(wizard);
    if (step->draw)
        return step->typing && step->typing(wizard->context);
    return form_typing(&wizard->form);
}

bool wizard_back(struct wizard *wizard)
{
    if (step_of(wizard)->back && step_of(wizard)->back(wizard->context))
        return true;
    return form_back(&wizard->form);
}

static enum glyph mark_glyph(const struct wizard *wizard, size_t step)
{
    switch (mark_of(wizard, step)) {
    case WIZARD_DONE: return GLYPH_DONE;
    case WIZARD_WARNING:
    case WIZARD_ERROR: return GLYPH_FAULT;
    default: return GLYPH_TODO;
    }
}

static enum style mark_style(const struct wizard *wizard, size_t step)
{
    if (step == wizard->step)
        return STYLE_SELECTED;
    switch (mark_of(wizard, step)) {
    case WIZARD_WARNING: return STYLE_WARNING;
    case WIZARD_ERROR: return STYLE_ERROR;
    default: return STYLE_TEXT;
    }
}

/* All names with a blank on both sides, or close together; else only their marks. */
enum bar { BAR_WIDE, BAR_CLOSE, BAR_MARKS };

static enum bar bar_for(const struct wizard *wizard, int width)
{
    int names = 1;
    int count = (int)wizard->type->step_count;
    for (int i = 0; i < count; i++) {
        const char *title = i18n_text(wizard->type->steps[i].title);
        names += text_cells(title, strlen(title));
    }
    if (names + 5 * count <= width)
        return BAR_WIDE;
    return names + 2 * count <= width ? BAR_CLOSE : BAR_MARKS;
}

static void draw_bar(const struct wizard *wizard, struct area row)
{
    enum bar bar = bar_for(wizard, row.width);
    int count = (int)wizard->type->step_count;
    int x = 1;
    if (bar == BAR_MARKS) {
        x += 2 + draw_format(row, 0, x, STYLE_STRONG, _("Step %zu of %zu  %s"), wizard->step + 1,
                         wizard->type->step_count, i18n_text(step_of(wizard)->title));
        x = row.width - 2 * count > x ? row.width - 2 * count : x;
    }
    for (size_t i = 0; i < wizard->type->step_count; i++) {
        const char *title = i18n_text(wizard->type->steps[i].title);
        const char *sign = glyph(mark_glyph(wizard, i));
        enum style style = mark_style(wizard, i);
        if (bar == BAR_WIDE)
            x += draw_format(row, 0, x, style, " %s %s ", sign, title) + 1;
        else if (bar == BAR_CLOSE)
            x += draw_format(row, 0, x, style, "%s%s", sign, title) + 1;
        else
            x += draw_text(row, 0, x, style, sign) + 1;
    }
}

static void fill_panel(struct wizard *wizard)
{
    struct buf text = {0};
    if (wizard->examples) {
        buf_add_text(&text, i18n_text(step_of(wizard)->examples));
        if (text.size && wizard->type->examples)
            buf_add_char(&text, '\n');
        if (wizard->type->examples)
            wizard->type->examples(wizard->context, wizard->step, &text);
    } else if (wizard->type->words) {
        wizard->type->words(wizard->context, wizard->step, &text);
    }
    textview_clear(&wizard->panel);
    textview_add(&wizard->panel, STYLE_TEXT, 0, buf_text(&text));
    buf_release(&text);
}

static void draw_panel(struct wizard *wizard, struct area *area)
{
    const char *title = wizard->examples ? _("Examples") : _("So far");
    fill_panel(wizard);
    if (area->width >= PANEL_FROM) {
        int width = area->width * 2 / 5;
        struct area panel =
                area_take_right(area, width < PANEL_WIDTH_MAX ? width : PANEL_WIDTH_MAX);
        draw_upright(panel, 0);
        struct area inner = area_inset(panel, 0, 2);
        draw_text(inner, 0, 0, STYLE_STRONG, title);
        textview_draw(&wizard->panel, area_rows(inner, 2, inner.height));
        return;
    }
    int rows = wizard->examples ? EXAMPLES_ROWS : WORDS_ROWS;
    if (rows > area->height / 3)
        rows = area->height / 3;
    struct area panel = area_take_bottom(area, rows + 1);
    draw_rule(panel, 0, title);
    textview_draw(&wizard->panel, area_inset(area_rows(panel, 1, rows), 0, 1));
}

void wizard_draw(struct wizard *wizard, struct area area)
{
    struct area bar = area_take_top(&area, 1);
    area_take_top(&area, area.height > 14);
    draw_bar(wizard, bar);
    if (!step_of(wizard)->bare)
        draw_panel(wizard, &area);
    if (step_of(wizard)->draw)
        step_of(wizard)->draw(wizard->context, area);
    else
        form_draw(&wizard->form, area, true);
}
