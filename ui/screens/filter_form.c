#include "screens/filter_form.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "screens/filter_form_private.h"
#include "widgets/dialog.h"

enum { KEEP = 1 };

static void build(struct filter_form *state);

static void set_number(struct field *field, double number)
{
    struct buf text = {0};
    text_add_double(&text, number);
    field_set_text(field, buf_text(&text));
    buf_release(&text);
}

static void fill_time(struct filter_form *state, struct field *field)
{
    struct wall wall =
            zone_wall(suggest_company_zone(state->editing.suggest), state->leaf.instant_ms);
    int year, month, day;
    if (!state->leaf.instant_text)
        return;
    day_to_civil(wall.day, &year, &month, &day);
    char *text = mem_format("%04d-%02d-%02d %02d:%02d", year, month, day, (int)(wall.ms / HOUR_MS),
            (int)(wall.ms % HOUR_MS / MINUTE_MS));
    field_set_text(field, text);
    mem_free(text);
}

static void fill(struct filter_form *state, struct field *field)
{
    const struct filter *leaf = &state->leaf;
    switch (field->type->id) {
    case FILTER_NAME_EVENT:
    case FILTER_NAME_CAMPAIGN:
    case FILTER_NAME_SEGMENT: field_set_text(field, leaf->name); break;
    case FILTER_COUNT_OP: field_set_text(field, count_op_name(leaf->count_op)); break;
    case FILTER_TIME_OP: field_set_text(field, time_op_name(leaf->time_op)); break;
    case FILTER_WHICH: field_set_text(field, leaf->last ? "last" : "first"); break;
    case FILTER_COUNT:
    case FILTER_MONEY:
    case FILTER_DAYS_AGO: set_number(field, leaf->number); break;
    case FILTER_DAYS:
        if (leaf->days)
            field_set_integer(field, leaf->days);
        break;
    case FILTER_TIME: fill_time(state, field); break;
    case FILTER_INTERACTION: field_set_text(field, interaction_name(leaf->interaction)); break;
    case FILTER_FROM: field_set_integer(field, leaf->bucket_from); break;
    case FILTER_TO: field_set_integer(field, leaf->bucket_to); break;
    case FILTER_USERS:
        for (size_t i = 0; i < leaf->user_count; i++)
            field_choose(field, leaf->users[i], true);
        break;
    default: break;
    }
}

static void set_text(char **text, const char *typed)
{
    mem_free(*text);
    *text = *typed ? mem_string(typed) : NULL;
}

static void apply_time(struct filter_form *state, const struct field *field)
{
    char text[WHEN_TEXT_MAX];
    struct wall wall;
    struct filter *leaf = &state->leaf;
    mem_free(leaf->instant_text);
    leaf->instant_text = NULL;
    if (!field_date_time(field, &wall.day, &wall.ms))
        return;
    leaf->instant_ms = zone_instant(suggest_company_zone(state->editing.suggest), wall);
    leaf->instant_text = mem_string(when_format(leaf->instant_ms, text));
}

static void apply_users(struct filter *leaf, const struct field *field)
{
    for (size_t i = 0; i < leaf->user_count; i++)
        mem_free(leaf->users[i]);
    mem_free(leaf->users);
    leaf->user_count = field->chosen_count;
    leaf->users = field->chosen_count ? mem_array(field->chosen_count, sizeof *leaf->users) : NULL;
    for (size_t i = 0; i < field->chosen_count; i++)
        leaf->users[i] = mem_string(field->chosen[i]);
}

static int whole_number(const struct field *field)
{
    int64_t number;
    return field_integer(field, &number) && number >= 0 && number <= FILTER_COUNT_MAX ? (int)number
                                                                                      : 0;
}

static void apply_word(struct filter *leaf, const struct field *field)
{
    const char *word = field_text(field);
    int found;
    if (field->type->id == FILTER_COUNT_OP && (found = count_op_find(word)) >= 0)
        leaf->count_op = (enum count_op)found;
    if (field->type->id == FILTER_TIME_OP && (found = time_op_find(word)) >= 0)
        leaf->time_op = (enum time_op)found;
    if (field->type->id == FILTER_INTERACTION && (found = interaction_find(word)) >= 0)
        leaf->interaction = (enum interaction)found;
    if (field->type->id == FILTER_WHICH)
        leaf->last = strcmp(word, "last") == 0;
}

static void apply(struct filter_form *state, const struct field *field)
{
    struct filter *leaf = &state->leaf;
    double number;
    switch (field->type->id) {
    case FILTER_NAME_EVENT:
    case FILTER_NAME_CAMPAIGN:
    case FILTER_NAME_SEGMENT: set_text(&leaf->name, field_text(field)); break;
    case FILTER_COUNT:
    case FILTER_MONEY:
    case FILTER_DAYS_AGO:
        if (field_number(field, &number))
            leaf->number = number;
        break;
    case FILTER_DAYS: leaf->days = whole_number(field); break;
    case FILTER_FROM: leaf->bucket_from = whole_number(field); break;
    case FILTER_TO: leaf->bucket_to = whole_number(field); break;
    case FILTER_TIME: apply_time(state, field); break;
    case FILTER_USERS: apply_users(leaf, field); break;
    default: apply_word(leaf, field); break;
    }
}

static void change_kind(struct filter_form *state, const char *name)
{
    int kind = filter_kind_find(name);
    if (kind < 0 || (enum filter_kind)kind == state->leaf.kind)
        return;
    filter_release(&state->leaf);
    memset(&state->leaf, 0, sizeof state->leaf);
    filter_leaf_usual(&state->leaf, (enum filter_kind)kind);
    build(state);
}

static void changed(void *context, struct form *form, struct field *field)
{
    struct filter_form *state = context;
    state->changed = true;
    if (field->type->id == FILTER_KIND) {
        change_kind(state, field_text(field));
    } else if (condition_owns(field)) {
        if (condition_form_apply(form, &state->editing, field, &state->leaf.condition))
            build(state);
    } else {
        apply(state, field);
        if (field->type->id == FILTER_TIME_OP)
            build(state);
    }
}

static bool shown(const struct filter *leaf, const struct filter_part *part)
{
    bool ago = leaf->time_op == TIME_MORE_THAN_DAYS_AGO || leaf->time_op == TIME_LESS_THAN_DAYS_AGO;
    if (!(part->kinds & (1u << leaf->kind)))
        return false;
    if (part->type.id == FILTER_TIME)
        return !ago;
    return part->type.id != FILTER_DAYS_AGO || ago;
}

static void build(struct filter_form *state)
{
    struct form *form = &state->form;
    form_clear(form);
    struct field *kind = form_add(form, &filter_kind_type, 0);
    field_set_text(kind, filter_kind_name(state->leaf.kind));
    for (size_t i = 0; i < filter_part_count; i++)
        if (shown(&state->leaf, &filter_parts[i]))
            fill(state, form_add(form, &filter_parts[i].type, 0));
    if (state->leaf.kind == FILTER_TRAIT)
        condition_form_add(form, &state->editing, &state->leaf.condition, 0, NULL);
}

static const char *no_event(const struct editing *editing, int row)
{
    (void)editing;
    (void)row;
    return NULL;
}

static const struct condition *own_condition(const struct editing *editing, int row)
{
    const struct filter_form *state = (const struct filter_form *)(const void *)editing;
    (void)row;
    return &state->leaf.condition;
}

static int form_view_open(struct view *view, void *argument, struct error *err)
{
    const struct filter_form_request *request = argument;
    struct filter_form *state = mem_new(sizeof *state);
    (void)err;
    view->state = state;
    state->title = mem_string(request->title);
    state->done = request->done;
    state->context = request->context;
    state->editing = (struct editing){
            .suggest = request->suggest, .event_of = no_event, .condition_of = own_condition};
    if (request->leaf)
        filter_copy(&state->leaf, request->leaf);
    else
        filter_leaf_usual(&state->leaf, FILTER_TRAIT);
    form_init(&state->form, view, state, changed);
    build(state);
    return 0;
}

static void form_view_close(struct view *view)
{
    struct filter_form *state = view->state;
    form_release(&state->form);
    filter_release(&state->leaf);
    mem_free(state->title);
    mem_free(state);
}

static void form_view_title(struct view *view, struct buf *out)
{
    const struct filter_form *state = view->state;
    buf_add_text(out, state->title);
}

static void form_view_draw(struct view *view, struct area area)
{
    struct filter_form *state = view->state;
    form_draw(&state->form, area, true);
}

static bool form_view_typing(struct view *view)
{
    struct filter_form *state = view->state;
    return form_typing(&state->form);
}

static void keep(struct view *view)
{
    struct filter_form *state = view->state;
    struct app *app = view->app;
    if (!form_check(&state->form))
        return;
    if (!filter_leaf_is_whole(&state->leaf)) {
        app_message(app, STYLE_ERROR, _("Something is missing here: fill in the empty fields"));
        return;
    }
    /* The view is freed only after the key; until then the leaf is there. */
    app_back(app);
    state->done(app_top(app), state->context, &state->leaf);
}

static bool form_view_key(struct view *view, const struct key *key)
{
    struct filter_form *state = view->state;
    return form_walk_key(&state->walk, &state->form, key);
}

static void form_view_action(struct view *view, int action)
{
    if (action == KEEP)
        keep(view);
}

static void leave_answered(struct view *view, void *context, int answer)
{
    (void)context;
    if (answer == DIALOG_YES)
        app_back(view->app);
}

static bool form_view_back(struct view *view)
{
    struct filter_form *state = view->state;
    if (form_back(&state->form))
        return true;
    if (!state->changed)
        return false;
    dialog_confirm(view->app,
            &(struct dialog){.title = _("Leave without keeping it?"),
                    .text = _("What you changed in this condition would be lost. ^O keeps it."),
                    .yes = _("Leave"),
                    .done = leave_answered});
    return true;
}

static const struct keybind binds[] = {
        {KEEP, {CODE_ENTER, CODE_CTRL('O')}, N_("keep it"), N_("Keep this condition and go back"),
                NULL},
};
static const struct keymap keymap = KEYMAP(N_("Condition"), binds);

static const struct view_type filter_form_view = {
        .name = "filter-form",
        .help = N_("One condition on users: what they are, did, spent or got."),
        .keymap = &keymap,
        .layers = {&form_keymap},
        .open = form_view_open,
        .close = form_view_close,
        .title = form_view_title,
        .draw = form_view_draw,
        .typing = form_view_typing,
        .key = form_view_key,
        .action = form_view_action,
        .back = form_view_back,
};

void filter_form_open(struct app *app, const struct filter_form_request *request)
{
    struct filter_form_request copy = *request;
    app_open(app, &filter_form_view, &copy);
}
