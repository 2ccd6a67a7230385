/* What the fields of the steps say of themselves: for the marks of the step bar and the review. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/rule_form_private.h"
#include "screens/wizard_screen.h"

bool screen_shows(const struct wizard_screen *screen, const struct form *form)
{
    return form == &screen->wizard.form;
}

void screen_fill(struct wizard_screen *screen, size_t place, struct form *form)
{
    const struct step_form *step = step_form_of(place);
    int list = rules_list_of(place);
    screen->place = place;
    if (step)
        step_form_enter(screen, step, form);
    else if (list >= 0)
        rules_enter(screen, (enum rule_list)list, form);
}

/* '.where[1].op' or '.event'. */
static void add_rule_path(const struct field *field, struct buf *out)
{
    if (condition_owns(field))
        buf_add_format(out, ".where[%zu].%s", rule_form_condition(field),
                field->type->id == CONDITION_PATH ? "property"
                : field->type->id == CONDITION_OP ? "op"
                                                  : "value");
    for (size_t i = 0; i < rule_part_count; i++)
        if (rule_parts[i].type.id == field->type->id) {
            buf_add_format(out, ".%s", rule_parts[i].key);
            return;
        }
}

static void add_path(size_t place, const struct field *field, struct buf *out)
{
    static const char *const lists[] = {"triggers", "exceptions", "conversions"};
    const struct step_form *step = step_form_of(place);
    int list = rules_list_of(place);
    for (size_t i = 0; step && i < step->binding_count; i++)
        if (step->bindings[i].id == field->type->id)
            buf_add_text(out, step->bindings[i].path);
    if (list >= 0) {
        buf_add_format(out, "%s[%d]", lists[list], field->row / RULE_ROWS);
        add_rule_path(field, out);
    }
}

struct gathering {
    struct wizard_screen *screen;
    struct review *review; /* NULL: only the mark */
};

static enum wizard_mark check_field(
        const struct gathering *gathering, struct form *form, struct field *field, size_t place)
{
    static const enum wizard_mark marks[] = {WIZARD_DONE, WIZARD_WARNING, WIZARD_ERROR};
    struct buf path = {0};
    if (field->hidden)
        return WIZARD_DONE;
    enum field_verdict verdict = field_check(field, gathering->screen, form);
    if (verdict == FIELD_ERROR && gathering->review) {
        add_path(place, field, &path);
        review_add_fault(gathering->review, buf_text(&path), place_title(place), field->why);
    }
    buf_release(&path);
    return marks[verdict];
}

/* All rows of a list are checked, so each is opened once. */
static enum wizard_mark check_place(const struct gathering *gathering, size_t place)
{
    struct wizard_screen *screen = gathering->screen;
    int list = rules_list_of(place);
    size_t rows = list < 0 ? 1 : rules_count(screen->draft.campaign, (enum rule_list)list);
    size_t open = list < 0 ? 0 : screen->open_rule[list];
    enum wizard_mark worst = WIZARD_DONE;
    for (size_t row = 0; row < (rows ? rows : 1); row++) {
        struct form form;
        form_init(&form, NULL, screen, NULL);
        if (list >= 0)
            screen->open_rule[list] = row;
        screen_fill(screen, place, &form);
        for (size_t i = 0; i < form.count; i++) {
            enum wizard_mark mark = check_field(gathering, &form, form.fields[i], place);
            worst = mark > worst ? mark : worst;
        }
        form_release(&form);
    }
    if (list >= 0)
        screen->open_rule[list] = open;
    if (list == RULES_TRIGGERS && !screen->draft.campaign->trigger_count) {
        worst = WIZARD_ERROR;
        if (gathering->review)
            review_add_fault(gathering->review, "triggers[0]", place_title(place),
                    _("A trigger is needed: what someone does to get the message."));
    }
    return worst;
}

void screen_check(struct wizard_screen *screen)
{
    struct gathering gathering = {.screen = screen};
    size_t place = screen->place;
    for (size_t i = 0; i < PLACE_REVIEW; i++)
        screen->marks[i] = screen->visited[i] ? check_place(&gathering, i) : WIZARD_TODO;
    screen->place = place;
}

void screen_faults(void *context, struct review *review)
{
    struct gathering gathering = {.screen = context, .review = review};
    size_t place = gathering.screen->place;
    for (size_t i = 0; i < PLACE_REVIEW; i++) {
        gathering.screen->visited[i] = true;
        gathering.screen->marks[i] = check_place(&gathering, i);
    }
    gathering.screen->place = place;
}
