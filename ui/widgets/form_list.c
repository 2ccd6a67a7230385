/* The list under a field: choices to pick from, or suggestions while one types. */
#include <string.h>

#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/form.h"

enum { LIST_ROWS = 8, LIST_WIDTH_MIN = 20, LIST_WIDTH_MAX = 60 };

static bool is_suggestion(const struct field *field)
{
    return field->type->kind == FIELD_TEXT;
}

static const char *narrowing(const struct form *form, const struct field *field)
{
    return is_suggestion(field) ? field_text(field) : line_text(&form->typed);
}

/* What was chosen and is not on the list can still be taken away. */
static void add_chosen(struct form *form, const struct field *field, const char *typed)
{
    for (size_t i = 0; i < field->chosen_count; i++)
        if (!choices_find(&form->choices, field->chosen[i]))
            choices_add_matching(&form->choices, typed, field->chosen[i], NULL, NULL);
}

void form_refresh_list(struct form *form)
{
    struct field *field = form_focused(form);
    const char *typed = narrowing(form, field);
    choices_clear(&form->choices);
    choices_clear(&field->labels);
    for (size_t i = 0; i < field->type->option_count; i++)
        choices_add_matching(&form->choices, typed, field->type->options[i].value,
                i18n_text(field->type->options[i].label), NULL);
    if (field->type->choices)
        field->type->choices(form->context, form, field, typed, &form->choices);
    if (field->type->kind == FIELD_MULTI) {
        add_chosen(form, field, typed);
        if (field->type->free && *typed && !choices_find(&form->choices, typed))
            choices_add(&form->choices, typed, NULL, _("add this"));
    }
    if (form->pick >= form->choices.count)
        form->pick = form->choices.count ? form->choices.count - 1 : 0;
}

void form_open_list(struct form *form)
{
    struct field *field = form_focused(form);
    if (!form->open) {
        form->pick = 0;
        form->pick_top = 0;
        form->inside = !is_suggestion(field);
        line_set(&form->typed, "");
    }
    form_refresh_list(form);
    form->open = form->choices.count || !is_suggestion(field);
    for (size_t i = 0; i < form->choices.count && !is_suggestion(field); i++)
        if (strcmp(form->choices.items[i].value, field_text(field)) == 0)
            form->pick = i;
}

void form_close_list(struct form *form)
{
    form->open = false;
    form->inside = false;
}

static bool pick(struct form *form, struct field *field, bool stay)
{
    if (!form->inside || form->pick >= form->choices.count)
        return false;
    const char *value = form->choices.items[form->pick].value;
    if (field->type->kind == FIELD_MULTI) {
        field_choose(field, value, !field_is_chosen(field, value));
        line_set(&form->typed, "");
        form_refresh_list(form);
    } else {
        field_set_text(field, value);
    }
    if (!stay)
        form_close_list(form);
    form_tell(form, field);
    return true;
}

static bool step(struct form *form, uint32_t code)
{
    if (code == CODE_DOWN) {
        if (!form->inside)
            form->inside = true;
        else if (form->pick + 1 < form->choices.count)
            form->pick++;
    } else if (code == CODE_UP && form->inside) {
        if (form->pick)
            form->pick--;
        else if (is_suggestion(form_focused(form)))
            form->inside = false;
    } else {
        return false;
    }
    return true;
}

static bool narrow(struct form *form, const struct key *key)
{
    bool changed = false;
    if (!line_key(&form->typed, key, &changed))
        return false;
    if (changed) {
        form->pick = 0;
        form_refresh_list(form);
    }
    return true;
}

bool form_list_key(struct form *form, const struct key *key)
{
    struct field *field = form_focused(form);
    bool multi = field->type->kind == FIELD_MULTI;
    if (key->code == CODE_ESC) {
        form_close_list(form);
        return true;
    }
    if (step(form, key->code))
        return true;
    if (key->code == CODE_ENTER && multi) {
        /* With something typed Enter takes it; on the bare list it ends the choosing. */
        bool typed = form->typed.text.size > 0;
        if (!typed || !pick(form, field, true))
            form_close_list(form);
        return true;
    }
    if (key->code == ' ' && multi)
        return pick(form, field, true) || narrow(form, key);
    if (key->code == CODE_ENTER && pick(form, field, false))
        return true;
    if (key->code == CODE_TAB) {
        if (!multi)
            pick(form, field, false);
        form_close_list(form);
        return false;
    }
    return !is_suggestion(field) && key->code != CODE_F1 && key->code != CODE_BACKTAB &&
           narrow(form, key);
}

static int list_width(const struct form *form)
{
    int widest = LIST_WIDTH_MIN;
    for (size_t i = 0; i < form->choices.count; i++) {
        const struct choice *choice = &form->choices.items[i];
        int cells = text_cells(choice->label, strlen(choice->label)) +
                    text_cells(choice->note, strlen(choice->note)) + 7;
        widest = cells > widest ? cells : widest;
    }
    return widest < LIST_WIDTH_MAX ? widest : LIST_WIDTH_MAX;
}

static void draw_choice(struct form *form, struct area row, size_t place)
{
    const struct choice *choice = &form->choices.items[place];
    const struct field *field = form_focused(form);
    bool selected = form->inside && place == form->pick;
    enum style style = selected ? STYLE_SELECTED : STYLE_BAR;
    int note = text_cells(choice->note, strlen(choice->note));
    draw_fill(row, style);
    if (selected)
        draw_glyph(row, 0, 0, style, GLYPH_SELECT);
    if (field_is_chosen(field, choice->value))
        draw_glyph(row, 0, 1, style, GLYPH_DONE);
    note = note < row.width / 2 ? note : row.width / 2;
    draw_fit(row, 0, 3, row.width - note - 5, style, choice->label);
    draw_fit_right(row, 0, row.width - note - 1, note, style, choice->note);
}

static void draw_typed(struct form *form, struct area *area)
{
    struct area row = area_take_top(area, 1);
    draw_fill(row, STYLE_BAR);
    line_draw(&form->typed, area_inset(row, 0, 1), STYLE_FIELD, true);
}

void form_draw_list(struct form *form, struct area area, int y, int x)
{
    bool typed = form->typed.text.size > 0;
    size_t count = form->choices.count;
    int rows = (count < LIST_ROWS ? (int)count : LIST_ROWS) + typed;
    int below = area.height - y - 1;
    bool up = below < rows && y > below;
    int room = up ? y : below;
    rows = rows < room ? rows : room;
    rows = rows > 1 ? rows : 1;
    struct area box =
            area_columns(area_rows(area, up ? y - rows : y + 1, rows), x, list_width(form));
    if (typed)
        draw_typed(form, &box);
    if (!count) {
        draw_fill(box, STYLE_BAR);
        draw_text(box, 0, 3, STYLE_BAR, _("Nothing of that name"));
    }
    if (form->pick < form->pick_top)
        form->pick_top = form->pick;
    if (form->pick >= form->pick_top + (size_t)box.height)
        form->pick_top = form->pick - (size_t)box.height + (box.height > 0);
    for (int i = 0; i < box.height && form->pick_top + (size_t)i < count; i++)
        draw_choice(form, area_rows(box, i, 1), form->pick_top + (size_t)i);
}
