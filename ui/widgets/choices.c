#include "widgets/choices.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

void choices_add(struct choices *choices, const char *value, const char *label, const char *note)
{
    if (choices->count == CHOICES_MAX) {
        choices->left_off++;
        return;
    }
    choices->items =
            mem_room(choices->items, choices->count, &choices->capacity, sizeof *choices->items);
    choices->items[choices->count++] = (struct choice){.value = mem_string(value),
            .label = mem_string(label ? label : value),
            .note = mem_string(note ? note : "")};
}

void choices_add_matching(struct choices *choices, const char *typed, const char *value,
        const char *label, const char *note)
{
    if (!*typed || text_contains_folded(value, typed) ||
            (label && text_contains_folded(label, typed)))
        choices_add(choices, value, label, note);
}

void choices_clear(struct choices *choices)
{
    for (size_t i = 0; i < choices->count; i++) {
        mem_free(choices->items[i].value);
        mem_free(choices->items[i].label);
        mem_free(choices->items[i].note);
    }
    choices->count = 0;
    choices->left_off = 0;
}

void choices_release(struct choices *choices)
{
    choices_clear(choices);
    mem_free(choices->items);
    memset(choices, 0, sizeof *choices);
}

const struct choice *choices_find(const struct choices *choices, const char *value)
{
    for (size_t i = 0; i < choices->count; i++)
        if (strcmp(choices->items[i].value, value) == 0)
            return &choices->items[i];
    return NULL;
}
