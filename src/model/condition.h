/* One comparison of a value found by a path with an operand: the `where` rows of triggers and the
 * trait leaves of filters (SEMANTICS 9, FORMATS 2). */
#ifndef MODEL_CONDITION_H
#define MODEL_CONDITION_H

#include "base/error.h"
#include "base/regex.h"
#include "base/value.h"
#include "model/terms.h"

enum { PATH_STEPS_MAX = 32, PATH_SIZE_MAX = 1024, OPERAND_LIST_MAX = 256, OPERAND_SIZE_MAX = 4096 };

enum path_step_kind { PATH_KEY, PATH_INDEX, PATH_ANY };

struct path_step {
    enum path_step_kind kind;
    uint32_t index;
    size_t key_size;
    char *key;
};

/* `a.b`, `a[0]`, `a[]`, `"a.b"` (SEMANTICS 9.3); in quotes \" and \\ stand for themselves. A path
 * begins with a name. */
struct path {
    char *text; /* as written; NULL in a working copy that has none yet */
    struct path_step *steps;
    size_t count;
};

/* Fails with the place of the fault. `path_release` leaves an empty path. */
int path_parse(struct path *path, const char *text, size_t size, struct error *err);
void path_release(struct path *path);
void path_copy(struct path *to, const struct path *from);

enum op {
    OP_EQUALS,
    OP_NOT_EQUALS,
    OP_ANY_OF,
    OP_NONE_OF,
    OP_CONTAINS,
    OP_NOT_CONTAINS,
    OP_MATCHES,
    OP_NOT_MATCHES,
    OP_GT,
    OP_GE,
    OP_LT,
    OP_LE,
    OP_BETWEEN,
    OP_BEFORE,
    OP_AFTER,
    OP_IN_LAST,
    OP_EXISTS,
    OP_MISSING,
    OP_INCLUDES,
    OP_NOT_INCLUDES,
    OP_COUNT,
};

const char *op_name(enum op op);
int op_find(const char *name);
/* The operator whose opposite this one is, for the five that are true on a missing value
 * (`not_equals` -> `equals`, ...); -1 for the others. */
int op_positive(enum op op);

/* What an operator takes as its value: for reading documents, for forms and for help. */
enum operand_kind {
    OPERAND_NONE,
    OPERAND_SCALAR,
    OPERAND_LIST,
    OPERAND_NUMBER,
    OPERAND_RANGE,
    OPERAND_TIME,
    OPERAND_SPAN,
    OPERAND_TEXT, /* contains */
    OPERAND_REGEX,
};
enum operand_kind op_operand(enum op op);

struct condition {
    struct path path;
    enum op op;
    unsigned char
            *operand; /* packed value as the document has it; NULL where the operator takes none */
    double low, high; /* gt ge lt le: low; between: both */
    int64_t instant_ms;  /* before, after */
    struct span span;    /* in_last */
    struct regex *regex; /* matches, not_matches */
};

void condition_release(struct condition *condition); /* leaves an empty one */
void condition_copy(struct condition *to, const struct condition *from);

/* Takes a copy of `operand` as the value of `condition->op` and works out low, high, instant_ms,
 * span and regex. Fails, leaving the condition without a value, where the operator does not take it
 * (FORMATS 2). A missing operand clears the value; whether one is needed is the caller's question.
 */
int condition_set_operand(struct condition *condition, struct value operand, struct error *err);

#endif
