/* From a path of the document, as findings name it, to the field that holds it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "screens/wizard_screen.h"

const struct step_form *step_form_of(size_t place)
{
    static const struct step_form *const forms[PLACE_COUNT] = {
            [PLACE_BASICS] = &basics_form,
            [PLACE_MESSAGE] = &message_form,
            [PLACE_DELAY] = &delay_form,
            [PLACE_DURATION] = &duration_form,
            [PLACE_WINDOW] = &window_form,
            [PLACE_REELIGIBILITY] = &reeligibility_form,
            [PLACE_AUDIENCE_STEP] = &audience_form,
    };
    return place < PLACE_COUNT ? forms[place] : NULL;
}

/* 'delay' for delay and delay.at, not for delays. */
static bool is_below(const char *path, const char *field)
{
    size_t size = strlen(field);
    return strncmp(path, field, size) == 0 && strchr(".[", path[size]);
}

static struct field_place place_of_rule(const char *path, size_t place, const char *behind)
{
    char *end;
    size_t condition;
    unsigned long index = strtoul(behind, &end, 10);
    (void)path;
    const char *rest = *end == ']' ? end + 1 : end;
    if (strncmp(rest, ".event", 6) == 0 && place == PLACE_CONVERSIONS_STEP)
        rest += 6;
    int id = rule_form_field_of(rest, &condition);
    if (index >= CAMPAIGN_TRIGGERS_MAX || condition >= WHERE_MAX)
        return (struct field_place){.place = place};
    return (struct field_place){
            .place = place, .id = id, .row = (int)index * RULE_ROWS + (int)condition};
}

struct field_place field_place_of(const char *path)
{
    static const struct {
        const char *path;
        size_t place;
    } lists[] = {
            {"triggers", PLACE_TRIGGER},
            {"exceptions", PLACE_EXCEPTIONS_STEP},
            {"conversions", PLACE_CONVERSIONS_STEP},
            {"message", PLACE_MESSAGE},
            {"tracking", PLACE_BASICS},
            {"duration", PLACE_DURATION},
    };
    struct field_place found = {.place = PLACE_BASICS};
    size_t best = 0;
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        size_t size = strlen(lists[i].path);
        if (is_below(path, lists[i].path) && path[size] == '[')
            return place_of_rule(path, lists[i].place, path + size + 1);
        if (is_below(path, lists[i].path))
            found = (struct field_place){.place = lists[i].place};
    }
    for (size_t place = 0; place < PLACE_COUNT; place++) {
        const struct step_form *step = step_form_of(place);
        for (size_t i = 0; step && i < step->binding_count; i++) {
            const struct binding *binding = &step->bindings[i];
            if (!is_below(path, binding->path) || strlen(binding->path) <= best)
                continue;
            best = strlen(binding->path);
            found = (struct field_place){.place = place, .id = binding->id};
        }
    }
    return found;
}

void screen_jump(struct wizard_screen *screen, const char *path)
{
    struct field_place at = field_place_of(path);
    int list = rules_list_of(at.place);
    if (list >= 0)
        screen->open_rule[list] = (size_t)(at.row / RULE_ROWS);
    wizard_go(&screen->wizard, at.place);
    struct form *form = &screen->wizard.form;
    struct field *field = at.id ? form_find(form, at.id, at.row) : NULL;
    /* A path may name a value whose field has another kind. */
    if (!field && at.id == CONDITION_TEXT)
        field = form_find(form, CONDITION_OP, at.row);
    if (!field && list >= 0)
        field = form_find(form, RULE_TYPE, at.row / RULE_ROWS * RULE_ROWS);
    if (field && !field->hidden)
        form_focus(form, field);
}
