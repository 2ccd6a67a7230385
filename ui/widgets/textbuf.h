/* Text of several lines being edited, with undo: the part of the editor that knows no screen.
 *
 * Rows are what the text takes when wrapped at a width; the cursor is a byte offset. */
#ifndef UI_WIDGETS_TEXTBUF_H
#define UI_WIDGETS_TEXTBUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { TEXTBUF_UNDO_MAX = 500, TEXTBUF_UNDO_BYTES_MAX = 4 << 20 };

/* One change: at `at`, `removed` was replaced by `added`. */
struct textbuf_edit {
    size_t at;
    struct buf removed;
    struct buf added;
};

struct textbuf {
    struct buf text;
    size_t cursor;
    size_t size_max; /* bytes; 0: 64 KiB */
    struct textbuf_edit *edits;
    size_t edit_count; /* done ones */
    size_t edit_total; /* with those that were undone */
    size_t edit_capacity;
    size_t edit_bytes;
    bool typing; /* the last edit may still grow */
};

void textbuf_release(struct textbuf *buffer);
void textbuf_set(struct textbuf *buffer, const char *text); /* forgets the history */
const char *textbuf_text(const struct textbuf *buffer);

/* Replaces [from, to) and puts the cursor behind the new text. False where nothing changed, or it
 * would be too long. Consecutive typing is one step of the history. */
bool textbuf_replace(
        struct textbuf *buffer, size_t from, size_t to, const char *bytes, size_t size);
/* A paste: CR LF and CR become newlines, other control characters are left out, it is cut where the
 * text would become too long. */
bool textbuf_paste(struct textbuf *buffer, const char *bytes, size_t size);
bool textbuf_undo(struct textbuf *buffer);
bool textbuf_redo(struct textbuf *buffer);
void textbuf_pause(struct textbuf *buffer); /* the next typing is a step of its own */

/* Where the cursor stands when wrapped: row, and cells from the left. */
void textbuf_place(const struct textbuf *buffer, int width, size_t *row, int *column);
/* The byte offset of a row and column, or of what is nearest. */
size_t textbuf_offset(const struct textbuf *buffer, int width, size_t row, int column);
size_t textbuf_rows(const struct textbuf *buffer, int width);

/* One row after the other; begin with {0}. False behind the last one. */
struct textbuf_walk {
    size_t row;
    size_t at; /* offset and bytes of the row */
    size_t size;
    size_t next;
    bool begun;
};
bool textbuf_walk(const struct textbuf *buffer, int width, struct textbuf_walk *walk);

#endif
