/* Spans and conditions in words. */
#include "model/words.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/phrase.h"

void span_add_words(struct buf *out, struct span span)
{
    static const struct {
        const char *one, *many;
    } units[] = {
            [UNIT_SECONDS] = {"{1} second", "{1} seconds"},
            [UNIT_MINUTES] = {"{1} minute", "{1} minutes"},
            [UNIT_HOURS] = {"{1} hour", "{1} hours"},
            [UNIT_DAYS] = {"{1} day", "{1} days"},
            [UNIT_WEEKS] = {"{1} week", "{1} weeks"},
            [UNIT_MONTHS] = {"{1} month", "{1} months"},
    };
    char *amount = mem_format("%" PRId64, span.amount);
    phrase_add(out, span.amount == 1 ? units[span.unit].one : units[span.unit].many, amount, NULL,
            NULL);
    mem_free(amount);
}

static void add_list(struct buf *out, struct value list)
{
    struct pieces pieces = {0};
    struct value_iter iter = value_iterate(list);
    struct value element;
    while (value_next(&iter, NULL, NULL, &element)) {
        struct buf piece = {0};
        phrase_add_value(&piece, element);
        pieces_add(&pieces, &piece);
    }
    pieces_join(&pieces, out, "{1} or {2}");
}

static void add_operand(struct buf *out, const struct condition *condition)
{
    struct value operand = {condition->operand};
    size_t size = 0;
    const char *text = value_string(operand, &size);
    if (!condition->operand)
        buf_add_text(out, "...");
    else if (op_operand(condition->op) == OPERAND_SPAN)
        span_add_words(out, condition->span);
    else if (op_operand(condition->op) == OPERAND_LIST)
        add_list(out, operand);
    else if (op_operand(condition->op) == OPERAND_TIME)
        text_add_safe(out, text, size, false);
    else
        phrase_add_value(out, operand);
}

static const char *const op_sentences[] = {
        [OP_EQUALS] = "{1} is {2}",
        [OP_NOT_EQUALS] = "{1} is not {2}",
        [OP_ANY_OF] = "{1} is one of {2}",
        [OP_NONE_OF] = "{1} is none of {2}",
        [OP_CONTAINS] = "{1} contains {2}",
        [OP_NOT_CONTAINS] = "{1} does not contain {2}",
        [OP_MATCHES] = "{1} matches {2}",
        [OP_NOT_MATCHES] = "{1} does not match {2}",
        [OP_GT] = "{1} is over {2}",
        [OP_GE] = "{1} is at least {2}",
        [OP_LT] = "{1} is under {2}",
        [OP_LE] = "{1} is at most {2}",
        [OP_BETWEEN] = "{1} is {2} to {3}",
        [OP_BEFORE] = "{1} is before {2}",
        [OP_AFTER] = "{1} is after {2}",
        [OP_IN_LAST] = "{1} is in the last {2}",
        [OP_EXISTS] = "{1} is there",
        [OP_MISSING] = "{1} is missing",
        [OP_INCLUDES] = "{1} includes {2}",
        [OP_NOT_INCLUDES] = "{1} does not include {2}",
};

void condition_add_words(struct buf *out, const struct condition *condition)
{
    struct buf first = {0}, second = {0};
    char *path = phrase_name(condition->path.text);
    if (op_operand(condition->op) == OPERAND_RANGE && condition->operand) {
        text_add_double(&first, condition->low);
        text_add_double(&second, condition->high);
    } else {
        add_operand(&first, condition);
        buf_add_text(&second, "...");
    }
    phrase_add(out, op_sentences[condition->op], path, buf_text(&first), buf_text(&second));
    mem_free(path);
    buf_release(&first);
    buf_release(&second);
}
