/* Fields and members of the campaign: tables in place of code. */
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "screens/wizard_screen.h"

struct field *step_field(struct form *form, int id)
{
    return form_find(form, id, 0);
}

void step_hide(struct form *form, int id, bool hidden)
{
    struct field *field = step_field(form, id);
    if (field)
        field->hidden = hidden;
}

static void fill_list(struct field *field, char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        field_choose(field, items[i], true);
}

static void fill_clock(struct field *field, int64_t ms)
{
    char *text = mem_format("%02d:%02d", (int)(ms / HOUR_MS), (int)(ms % HOUR_MS / MINUTE_MS));
    field_set_text(field, text);
    mem_free(text);
}

static void fill_wall(struct field *field, const struct wall_time *wall)
{
    int year, month, day;
    if (!wall->set) {
        field_set_text(field, "");
        return;
    }
    day_to_civil(wall->day, &year, &month, &day);
    char *text = mem_format("%04d-%02d-%02d %02d:%02d", year, month, day, (int)(wall->ms / HOUR_MS),
            (int)(wall->ms % HOUR_MS / MINUTE_MS));
    field_set_text(field, text);
    mem_free(text);
}

static void fill_span(struct field *field, const struct span *span)
{
    if (span->amount)
        field_set_duration(field, span->amount, (enum field_unit)span->unit);
    else
        field_set_text(field, "");
}

static void fill_choice(struct field *field, size_t place)
{
    if (place < field->type->option_count)
        field_set_text(field, field->type->options[place].value);
}

static void fill(struct field *field, const struct binding *binding, struct campaign *campaign)
{
    char *at = (char *)campaign + binding->at;
    switch (binding->kind) {
    case BIND_TEXT: field_set_text(field, *(char **)(void *)at); break;
    case BIND_LIST:
        fill_list(field, *(char ***)(void *)at,
                *(size_t *)(void *)((char *)campaign + binding->count_at));
        break;
    case BIND_FLAG: field->on = *(bool *)at; break;
    case BIND_CHOICE: fill_choice(field, (size_t) * (int *)(void *)at); break;
    case BIND_CHOICE_FLAG: fill_choice(field, *(bool *)at); break;
    case BIND_WHOLE: field_set_integer(field, *(int *)(void *)at); break;
    case BIND_SPAN: fill_span(field, (struct span *)(void *)at); break;
    case BIND_CLOCK: fill_clock(field, *(int64_t *)(void *)at); break;
    case BIND_WALL: fill_wall(field, (struct wall_time *)(void *)at); break;
    case BIND_OWN: break;
    }
}

static void apply_text(char **text, const char *typed)
{
    char *copy = *typed ? mem_string(typed) : NULL;
    mem_free(*text);
    *text = copy;
}

static void apply_list(char ***items, size_t *count, const struct field *field)
{
    for (size_t i = 0; i < *count; i++)
        mem_free((*items)[i]);
    mem_free(*items);
    *count = 0;
    *items = field->chosen_count ? mem_array(field->chosen_count, sizeof **items) : NULL;
    for (size_t i = 0; i < field->chosen_count && *count < TAGS_MAX; i++)
        if (strlen(field->chosen[i]) <= NAME_SIZE_MAX)
            (*items)[(*count)++] = mem_string(field->chosen[i]);
}

static size_t chosen_option(const struct field *field)
{
    size_t i = 0;
    while (i < field->type->option_count &&
            strcmp(field->type->options[i].value, field_text(field)) != 0)
        i++;
    return i < field->type->option_count ? i : 0;
}

static void apply_span(struct span *span, const struct field *field)
{
    enum field_unit unit;
    struct span typed = {0};
    if (!field_duration(field, &typed.amount, &unit)) {
        *span = (struct span){0};
        return;
    }
    typed.unit = (enum time_unit)unit;
    /* What cannot stand in a document is shown as wrong and not taken over. */
    if (span_is_valid(typed))
        *span = typed;
}

static void apply_wall(struct wall_time *wall, const struct field *field)
{
    struct wall_time typed = {.set = true};
    if (!*field_text(field))
        *wall = (struct wall_time){0};
    else if (field_date_time(field, &typed.day, &typed.ms))
        *wall = typed;
}

static void apply_whole(int *number, const struct field *field)
{
    int64_t typed;
    if (field_integer(field, &typed) && typed >= field->type->min && typed <= field->type->max)
        *number = (int)typed;
}

static void apply(
        const struct field *field, const struct binding *binding, struct campaign *campaign)
{
    char *at = (char *)campaign + binding->at;
    switch (binding->kind) {
    case BIND_TEXT: apply_text((char **)(void *)at, field_text(field)); break;
    case BIND_LIST:
        apply_list((char ***)(void *)at, (size_t *)(void *)((char *)campaign + binding->count_at),
                field);
        break;
    case BIND_FLAG: *(bool *)at = field->on; break;
    case BIND_CHOICE: *(int *)(void *)at = (int)chosen_option(field); break;
    case BIND_CHOICE_FLAG: *(bool *)at = chosen_option(field) == 1; break;
    case BIND_WHOLE: apply_whole((int *)(void *)at, field); break;
    case BIND_SPAN: apply_span((struct span *)(void *)at, field); break;
    case BIND_CLOCK: field_clock(field, (int64_t *)(void *)at); break;
    case BIND_WALL: apply_wall((struct wall_time *)(void *)at, field); break;
    case BIND_OWN: break;
    }
}

void step_form_enter(struct wizard_screen *screen, const struct step_form *step, struct form *form)
{
    for (size_t i = 0; i < step->field_count; i++)
        form_add(form, &step->fields[i], 0);
    for (size_t i = 0; i < step->binding_count; i++)
        fill(step_field(form, step->bindings[i].id), &step->bindings[i], screen->draft.campaign);
    if (step->fill)
        step->fill(screen, form);
    if (step->show)
        step->show(screen, form);
}

void step_form_apply(struct wizard_screen *screen, const struct step_form *step, struct form *form,
        struct field *field)
{
    for (size_t i = 0; i < step->binding_count; i++)
        if (step->bindings[i].id == field->type->id)
            apply(field, &step->bindings[i], screen->draft.campaign);
    if (step->apply)
        step->apply(screen, form, field);
    if (step->show)
        step->show(screen, form);
}
