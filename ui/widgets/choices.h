/* What can be chosen or is suggested: a value for the program, a label and a note for the person.
 * Owned by whoever declared it; `struct choices c = {0}` is an empty one. */
#ifndef UI_WIDGETS_CHOICES_H
#define UI_WIDGETS_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

enum { CHOICES_MAX = 500 };

struct choice {
    char *value;
    char *label; /* what is shown */
    char *note;  /* at the right: a count, a status; may be "" */
};

struct choices {
    struct choice *items;
    size_t count;
    size_t capacity;
    size_t left_off; /* more than CHOICES_MAX were added */
};

/* Copies all three; label NULL: the value; note NULL: none. */
void choices_add(struct choices *choices, const char *value, const char *label, const char *note);
/* Only where label or value contains `typed`, case and accents folded; "" takes all. */
void choices_add_matching(struct choices *choices, const char *typed, const char *value,
        const char *label, const char *note);
void choices_clear(struct choices *choices);
void choices_release(struct choices *choices);
const struct choice *choices_find(const struct choices *choices, const char *value);

#endif
