#include "screens/condition_form.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"

static const struct editing *editing_of(void *context)
{
    return context;
}

static void suggest_paths(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    const struct editing *editing = editing_of(context);
    (void)form;
    suggest_properties(editing->suggest, editing->event_of(editing, field->row), typed, out);
}

static const char *path_typed(const struct form *form, int row)
{
    const struct field *field = form_find(form, CONDITION_PATH, row);
    return field ? field_text(field) : "";
}

static void suggest_operands(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    const struct editing *editing = editing_of(context);
    suggest_values(editing->suggest, editing->event_of(editing, field->row),
            path_typed(form, field->row), typed, out);
}

static enum field_verdict check_path(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    struct path path = {0};
    struct error err = {0};
    const char *text = field_text(field);
    (void)context;
    (void)form;
    if (!*text)
        return FIELD_OK;
    if (path_parse(&path, text, strlen(text), &err) < 0) {
        buf_add_format(why, _("This names no property: %s."), err.text);
        return FIELD_ERROR;
    }
    path_release(&path);
    return FIELD_OK;
}

/* The sentence of the operator about what stands in the field; empty where it takes it. */
static void try_operand(const struct condition *condition, const char *typed, struct error *err)
{
    struct condition probe = {.op = condition->op};
    struct buf operand = {0};
    value_put_string(&operand, typed, strlen(typed));
    condition_set_operand(&probe, (struct value){(const unsigned char *)operand.bytes}, err);
    buf_release(&operand);
    condition_release(&probe);
}

/* What is typed and was not taken over says why: an expression with a fault, ends the wrong way
 * round. The lower end of a range waits for the upper one. */
static enum field_verdict check_operand(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct editing *editing = editing_of(context);
    const struct condition *now = editing->condition_of(editing, field->row);
    struct error err = {0};
    (void)form;
    if (!now || now->operand || (!*field_text(field) && !field->chosen_count))
        return FIELD_OK;
    if (field->type->id == CONDITION_NUMBER && op_operand(now->op) == OPERAND_RANGE)
        return FIELD_OK;
    if (field->type->id == CONDITION_HIGH) {
        buf_add_text(why, _("The first number must not be above the second."));
        return FIELD_ERROR;
    }
    try_operand(now, field_text(field), &err);
    buf_add_format(why, _("This cannot be compared with: %s."),
            *err.text ? err.text : _("it is not what the operator takes"));
    return FIELD_ERROR;
}

static const struct field_option ops[OP_COUNT] = {
        [OP_EQUALS] = {"equals", N_("is")},
        [OP_NOT_EQUALS] = {"not_equals", N_("is not")},
        [OP_ANY_OF] = {"any_of", N_("is one of")},
        [OP_NONE_OF] = {"none_of", N_("is none of")},
        [OP_CONTAINS] = {"contains", N_("contains the text")},
        [OP_NOT_CONTAINS] = {"not_contains", N_("does not contain the text")},
        [OP_MATCHES] = {"matches", N_("matches the expression")},
        [OP_NOT_MATCHES] = {"not_matches", N_("does not match the expression")},
        [OP_GT] = {"gt", N_("is more than")},
        [OP_GE] = {"ge", N_("is at least")},
        [OP_LT] = {"lt", N_("is less than")},
        [OP_LE] = {"le", N_("is at most")},
        [OP_BETWEEN] = {"between", N_("is between")},
        [OP_BEFORE] = {"before", N_("is a time before")},
        [OP_AFTER] = {"after", N_("is a time after")},
        [OP_IN_LAST] = {"in_last", N_("is a time in the last")},
        [OP_EXISTS] = {"exists", N_("is there")},
        [OP_MISSING] = {"missing", N_("is missing")},
        [OP_INCLUDES] = {"includes", N_("is a list with")},
        [OP_NOT_INCLUDES] = {"not_includes", N_("is a list without")},
};

static const struct field_type path_type = {.id = CONDITION_PATH,
        .kind = FIELD_TEXT,
        .label = N_("where"),
        .size_max = PATH_SIZE_MAX,
        .choices = suggest_paths,
        .check = check_path,
        .hint = N_("a property; empty: any"),
        .width = 28,
        .help = N_("The property to look at. Those seen so far are suggested with how often they "
                   "came. Inside objects write product.price, in lists items[0].price for the "
                   "first one or items[].price for any of them; a name with a dot in it goes in "
                   "quotes: \"a.b\".\nLeave it empty to ask for nothing more. ^X removes a "
                   "condition.")};
static const struct field_type trait_type = {.id = CONDITION_PATH,
        .kind = FIELD_TEXT,
        .label = N_("trait"),
        .required = true,
        .size_max = PATH_SIZE_MAX,
        .choices = suggest_paths,
        .check = check_path,
        .hint = N_("type a part of its name"),
        .width = 28,
        .help = N_("What is known of the user by identify, such as plan. Inside objects write "
                   "address.city, in lists tags[] for any element; a name with a dot in it goes in "
                   "quotes: \"a.b\".")};
static const struct field_type op_type = {.id = CONDITION_OP,
        .kind = FIELD_CHOICE,
        .label = N_("  how"),
        .required = true,
        .options = ops,
        .option_count = OP_COUNT,
        .help = N_("How the property is compared. The negative ones (is not, is none of, does not "
                   "contain, does not match, is a list without) also hold where the property is "
                   "missing.")};
static const struct field_type operand_types[] = {
        {.id = CONDITION_TEXT,
                .kind = FIELD_TEXT,
                .label = N_("  value"),
                .required = true,
                .size_max = OPERAND_SIZE_MAX,
                .choices = suggest_operands,
                .check = check_operand,
                .width = 28,
                .help = N_("What it is compared with; the values seen most often are suggested. "
                           "100 is a number and true a yes, anything else a text. Put a number in "
                           "double quotes to compare it as a text: \"100\".")},
        {.id = CONDITION_LIST,
                .kind = FIELD_MULTI,
                .label = N_("  values"),
                .required = true,
                .free = true,
                .choices = suggest_operands,
                .check = check_operand,
                .help = N_("The values, up to 256: type one and press Enter, as often as you like. "
                           "100 is a number, \"100\" in double quotes a text.")},
        {.id = CONDITION_NUMBER,
                .kind = FIELD_NUMBER,
                .label = N_("  number"),
                .required = true,
                .check = check_operand,
                .help = N_("A number. With 'is between' the lower end, which belongs to the "
                           "range.")},
        {.id = CONDITION_HIGH,
                .kind = FIELD_NUMBER,
                .label = N_("  to"),
                .required = true,
                .check = check_operand,
                .help = N_("The upper end, which belongs to the range.")},
        {.id = CONDITION_TIME,
                .kind = FIELD_DATE_TIME,
                .label = N_("  when"),
                .required = true,
                .hint = N_("company time"),
                .help = N_("A day and a time, on the clock of the company.")},
        {.id = CONDITION_SPAN,
                .kind = FIELD_DURATION,
                .label = N_("  last"),
                .required = true,
                .min = 1,
                .max = INT64_C(720) * 24 * 3600,
                .help = N_("Up to 720 days. Type 2h for two hours, 3d for three days.")},
};

bool condition_owns(const struct field *field)
{
    return field->type->id >= CONDITION_PATH && field->type->id < CONDITION_END;
}

static void fill_list(
        const struct editing *editing, const struct condition *condition, struct field *field)
{
    struct value_iter iter = value_iterate((struct value){condition->operand});
    struct value element;
    enum value_type seen = condition_seen_type(editing, condition, field->row);
    while (value_next(&iter, NULL, NULL, &element)) {
        struct buf text = {0};
        scalar_add_typed(&text, element, seen);
        field_choose(field, buf_text(&text), true);
        buf_release(&text);
    }
}

static void set_number(struct field *field, double number)
{
    struct buf text = {0};
    text_add_double(&text, number);
    field_set_text(field, buf_text(&text));
    buf_release(&text);
}

static void fill_time(
        const struct editing *editing, const struct condition *condition, struct field *field)
{
    struct wall wall = zone_wall(suggest_company_zone(editing->suggest), condition->instant_ms);
    int year, month, day;
    day_to_civil(wall.day, &year, &month, &day);
    char *text = mem_format("%04d-%02d-%02d %02d:%02d", year, month, day, (int)(wall.ms / HOUR_MS),
            (int)(wall.ms % HOUR_MS / MINUTE_MS));
    field_set_text(field, text);
    mem_free(text);
}

static void fill_text(
        const struct editing *editing, const struct condition *condition, struct field *field)
{
    struct buf text = {0};
    size_t size = 0;
    struct value value = {condition->operand};
    const char *string = value_string(value, &size);
    if (op_operand(condition->op) == OPERAND_SCALAR)
        scalar_add_typed(&text, value, condition_seen_type(editing, condition, field->row));
    else if (string)
        buf_add(&text, string, size);
    field_set_text(field, buf_text(&text));
    buf_release(&text);
}

static void fill_operand(
        const struct editing *editing, const struct condition *condition, struct field *field)
{
    if (!condition->operand)
        return;
    switch (field->type->id) {
    case CONDITION_TEXT: fill_text(editing, condition, field); break;
    case CONDITION_LIST: fill_list(editing, condition, field); break;
    case CONDITION_NUMBER: set_number(field, condition->low); break;
    case CONDITION_HIGH: set_number(field, condition->high); break;
    case CONDITION_TIME: fill_time(editing, condition, field); break;
    default:
        field_set_duration(field, condition->span.amount, (enum field_unit)condition->span.unit);
        break;
    }
}

/* Fields of the operand kinds, as bits of (id - CONDITION_TEXT). */
static bool operand_has(enum operand_kind kind, int id)
{
    static const int ids[][2] = {
            [OPERAND_NONE] = {0, 0},
            [OPERAND_SCALAR] = {CONDITION_TEXT, 0},
            [OPERAND_LIST] = {CONDITION_LIST, 0},
            [OPERAND_NUMBER] = {CONDITION_NUMBER, 0},
            [OPERAND_RANGE] = {CONDITION_NUMBER, CONDITION_HIGH},
            [OPERAND_TIME] = {CONDITION_TIME, 0},
            [OPERAND_SPAN] = {CONDITION_SPAN, 0},
            [OPERAND_TEXT] = {CONDITION_TEXT, 0},
            [OPERAND_REGEX] = {CONDITION_TEXT, 0},
    };
    return ids[kind][0] == id || ids[kind][1] == id;
}

void condition_form_add(struct form *form, const struct editing *editing,
        const struct condition *condition, int row, const char *label)
{
    enum op op = condition ? condition->op : OP_EQUALS;
    bool trait = !editing->event_of(editing, row);
    struct field *path = form_add(form, trait ? &trait_type : &path_type, row);
    if (label)
        field_set_label(path, label);
    if (condition && condition->path.text)
        field_set_text(path, condition->path.text);
    struct field *how = form_add(form, &op_type, row);
    field_set_text(how, op_name(op));
    how->hidden = !condition;
    for (size_t i = 0; i < ARRAY_COUNT(operand_types); i++) {
        if (!operand_has(op_operand(op), operand_types[i].id))
            continue;
        struct field *field = form_add(form, &operand_types[i], row);
        field->hidden = !condition;
        if (condition)
            fill_operand(editing, condition, field);
        if (op_operand(op) == OPERAND_RANGE && field->type->id == CONDITION_NUMBER)
            field_set_label(field, _("  from"));
    }
}

static bool apply_op(struct condition *condition, const char *name)
{
    int op = op_find(name);
    if (op < 0 || (enum op)op == condition->op)
        return false;
    struct condition before = *condition;
    unsigned char *operand = before.operand;
    memset(condition, 0, sizeof *condition);
    condition->path = before.path;
    condition->op = (enum op)op;
    /* A value that suits the new operator too stays. */
    if (operand)
        condition_set_operand(condition, (struct value){operand}, NULL);
    before.path = (struct path){0};
    condition_release(&before);
    return true;
}

static void apply_path(struct condition *condition, const char *text)
{
    struct path path = {0};
    if (*text && path_parse(&path, text, strlen(text), NULL) < 0)
        return;
    path_release(&condition->path);
    condition->path = path;
}

bool condition_form_apply(struct form *form, const struct editing *editing,
        const struct field *field, struct condition *condition)
{
    struct buf operand = {0};
    if (field->type->id == CONDITION_OP)
        return apply_op(condition, field_text(field));
    if (field->type->id == CONDITION_PATH) {
        apply_path(condition, field_text(field));
        return false;
    }
    bool there = condition_put_operand(form, editing, field, condition, &operand);
    struct value value = {there ? (const unsigned char *)operand.bytes : NULL};
    condition_set_operand(condition, value, NULL);
    buf_release(&operand);
    return false;
}
