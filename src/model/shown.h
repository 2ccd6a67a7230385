/* A value of a document inside a sentence: safe on a terminal and short (private to model/). */
#ifndef MODEL_SHOWN_H
#define MODEL_SHOWN_H

#include "base/value.h"

enum { SHOWN_CELLS_MAX = 60 };

/* Texts in quotes, numbers as they are; lists and objects as such. */
void value_add_shown(struct buf *out, struct value value);
/* A text in quotes, cut at SHOWN_CELLS_MAX. */
void text_add_shown(struct buf *out, const char *text, size_t size);

#endif
