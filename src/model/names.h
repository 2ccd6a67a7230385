/* A list of words that stand for the numbers 0 up: what terms, operators and rules are in documents
 * (private to model/). */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include <stddef.h>

struct names {
    const char *what; /* 'a channel', for errors */
    const char *const *words;
    int count;
};

#define NAMES(text, list)                                                                          \
    {                                                                                              \
        .what = (text), .words = (list), .count = (int)ARRAY_COUNT(list)                           \
    }

/* "" outside the list. */
const char *names_word(const struct names *names, int number);
int names_find(const struct names *names, const char *word); /* -1 where it is none of them */
/* The word that `word` was probably meant to be, or NULL where none is near. */
const char *names_nearest(const struct names *names, const char *word);

extern const struct names channel_names, interaction_names, time_unit_names, weekday_names;
extern const struct names op_names, count_op_names, time_op_names;
extern const struct names rule_type_names;

#endif
