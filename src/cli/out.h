/* Rows on standard output: NDJSON, CSV, or aligned text for people.
 *
 * A table is begun with its columns; each row is as many cells in their order. Text for people is
 * measured over the first rows and then streamed, so that a list may have millions. Once standard
 * output is closed everything is dropped in silence, and out_closed says so. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/zone.h"

enum out_form { OUT_PEOPLE, OUT_JSON, OUT_CSV };

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER, /* integers and reals: to the right */
    COLUMN_INSTANT,
    COLUMN_NESTED, /* JSON text, and words for people */
};

struct column {
    const char *key;   /* of FORMATS 4; NULL: only for people */
    const char *title; /* for people; NULL: not shown to them */
    enum column_kind kind;
    enum { CUT, FIRM, SPARE } where_narrow; /* cut, kept whole, or left out */
};

enum { COLUMNS_MAX = 32, MEASURED_ROWS = 500 };

struct out_cell {
    size_t at; /* of its text in `held` */
};

struct out {
    enum out_form form;
    zone_id zone; /* of instants for people */
    int cells;    /* the terminal's width */
    bool ascii;
    bool closed;
    int failed; /* errno of a write that failed otherwise */
    struct column columns[COLUMNS_MAX];
    size_t column_count, at; /* at: the column of the next cell */
    size_t row_count;
    struct buf bytes; /* not yet written */
    struct buf cell;
    struct buf held; /* texts of rows that wait to be measured */
    struct out_cell *held_cells;
    size_t held_count, held_capacity;
    int widths[COLUMNS_MAX];
    bool measured;
};

void out_init(struct out *out, enum out_form form);
void out_release(struct out *out);

void out_begin(struct out *out, const struct column *columns, size_t count);
void out_text(struct out *out, const char *text);                /* NULL: null */
void out_bytes(struct out *out, const char *bytes, size_t size); /* any bytes */
void out_number(struct out *out, int64_t number);
void out_real(struct out *out, double number);
void out_instant(struct out *out, int64_t ms); /* WHEN_NONE: null */
void out_bool(struct out *out, bool yes);
void out_nested(struct out *out, const struct buf *json, const char *words);
void out_null(struct out *out);
/* After the last row. `nothing` is said to people where there was none; may be NULL. */
void out_end(struct out *out, const char *nothing);

/* 31 546.60 */
void out_add_money(struct buf *to, double amount);

/* Bytes as they are: documents. */
void out_raw(struct out *out, const char *bytes, size_t size);
/* A line of text for people, made safe. */
void out_line(struct out *out, const char *text);
/* Nobody reads any more: whatever lists may stop. */
bool out_closed(const struct out *out);
/* Writes what is left. Fails where standard output failed, but not where it was closed. */
int out_finish(struct out *out, struct error *err);

#endif
