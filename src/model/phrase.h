/* Sentences filled with pieces (private to model/). */
#ifndef MODEL_PHRASE_H
#define MODEL_PHRASE_H

#include "base/buf.h"
#include "base/value.h"

/* Appends `sentence` with {1}, {2}, {3} replaced by the pieces: places have numbers, since other
 * languages order words in their own way. Pieces that the sentence does not name may be NULL. */
void phrase_add(
        struct buf *out, const char *sentence, const char *one, const char *two, const char *three);

/* A name or value of a document as people write it, safe on a terminal: without quotes, unless it
 * could be mistaken for something else. NULL and "" (not filled in yet) are `...`. */
void phrase_add_name(struct buf *out, const char *name);
void phrase_add_value(struct buf *out, struct value value);
/* As one text, to be freed. */
char *phrase_name(const char *name);

/* Pieces to be joined: `a`, `a or b`, `a, b or c`. */
struct pieces {
    char **items;
    size_t count;
    size_t capacity;
};
enum { PIECES_SHOWN_MAX = 12 };
void pieces_add(struct pieces *pieces, struct buf *piece); /* takes the text; piece is empty */
/* Appends the pieces and releases them; `last` joins the last one, as in '{1} or {2}'. Of more than
 * PIECES_SHOWN_MAX the rest is only counted. */
void pieces_join(struct pieces *pieces, struct buf *out, const char *last);

/* '09:00', and '2026-11-01 09:00' in the document's own clock. */
void phrase_add_clock(struct buf *out, int64_t ms);
void phrase_add_wall(struct buf *out, int64_t day, int64_t ms);

#endif
