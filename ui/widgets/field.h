/* Fields of a form: what can be entered, how it is read, what is wrong with it.
 *
 * A kind of field is a row of a table in the screen (`struct field_type`); fields are made of it by
 * form_add. Values are asked for by the functions below once form_check said yes, or at any time by
 * who can live with half a value. */
#ifndef UI_WIDGETS_FIELD_H
#define UI_WIDGETS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "widgets/choices.h"
#include "widgets/line.h"

struct form;
struct field;

enum field_kind {
    FIELD_TEXT,      /* one line; suggestions under it where `choices` is set */
    FIELD_INTEGER,   /* between min and max */
    FIELD_NUMBER,    /* any finite number */
    FIELD_CHOICE,    /* one of a list */
    FIELD_MULTI,     /* several of a list; `free`: also what is not on it */
    FIELD_TOGGLE,    /* yes or no */
    FIELD_DURATION,  /* amount and unit: typing '2h' does both */
    FIELD_CLOCK,     /* HH:MM; 9, 930 and 9h30 are understood */
    FIELD_DATE,      /* YYYY-MM-DD; 30.11.2026 is understood */
    FIELD_DATE_TIME, /* YYYY-MM-DD HH:MM */
    FIELD_LONG,      /* several lines; Enter opens the editor */
    FIELD_BUTTON,    /* Enter or Space: pressed */
    FIELD_NOTE,      /* text between fields; never has the focus */
    FIELD_HEADING,
};

enum field_verdict { FIELD_OK = 0, FIELD_WARNING, FIELD_ERROR };

/* Units of FIELD_DURATION, in the order of the documents' own. */
enum field_unit {
    FIELD_SECONDS,
    FIELD_MINUTES,
    FIELD_HOURS,
    FIELD_DAYS,
    FIELD_WEEKS,
    FIELD_MONTHS
};
enum { FIELD_UNITS = 6 };

struct field_option {
    const char *value;
    const char *label; /* N_() */
};

struct field_type {
    int id; /* the screen's own, from 1 */
    enum field_kind kind;
    const char *label; /* N_() */
    const char *help;  /* N_(): what F1 explains, whole sentences */
    const char *hint;  /* N_(): dim in the empty field, or behind a short one */
    bool required;
    bool free;       /* FIELD_MULTI */
    size_t size_max; /* bytes of text; 0: 1024, of FIELD_LONG 64 KiB */
    int width;       /* cells of the field; 0: by kind */
    int64_t min;     /* FIELD_INTEGER, and the amount of FIELD_DURATION; both 0: any */
    int64_t max;
    /* Fixed choices, or a function that knows them (values, labels, counts), asked at every key
     * with what was typed; it has at most a few ms. */
    const struct field_option *options;
    size_t option_count;
    void (*choices)(void *context, struct form *form, struct field *field, const char *typed,
            struct choices *out);
    /* What is wrong beyond the kind's own rules: a whole sentence with the remedy. */
    enum field_verdict (*check)(
            void *context, struct form *form, struct field *field, struct buf *why);
    void (*pressed)(void *context, struct form *form, struct field *field); /* FIELD_BUTTON */
};

struct field {
    const struct field_type *type;
    int row;        /* which of several of one type */
    char *label;    /* NULL: the type's */
    char *disabled; /* NULL: it can be used; else why not and what to do */
    bool hidden;
    struct line line; /* the text; of a choice the value */
    bool on;          /* FIELD_TOGGLE */
    enum field_unit unit;
    char **chosen; /* FIELD_MULTI */
    size_t chosen_count;
    size_t chosen_capacity;
    struct choices labels; /* of values that were shown, so that drawing asks only once */
    enum field_verdict verdict;
    char *why;
    int y; /* for form_draw.c: first row, and how many */
    int height;
};

enum { FIELD_CHOSEN_MAX = 256 };

struct field *field_new(const struct field_type *type, int row);
void field_free(struct field *field);

const char *field_label(const struct field *field); /* translated */
const char *field_text(const struct field *field);  /* of text kinds; of a choice its value */
void field_set_text(struct field *field, const char *text);
void field_set_label(struct field *field, const char *label);
void field_set_disabled(struct field *field, const char *why); /* NULL: enabled */

bool field_integer(const struct field *field, int64_t *number); /* false: empty or broken */
bool field_number(const struct field *field, double *number);
void field_set_integer(struct field *field, int64_t number);
bool field_duration(const struct field *field, int64_t *amount, enum field_unit *unit);
void field_set_duration(struct field *field, int64_t amount, enum field_unit unit);
bool field_clock(const struct field *field, int64_t *ms_of_day);
bool field_date(const struct field *field, int64_t *day);
bool field_date_time(const struct field *field, int64_t *day, int64_t *ms_of_day);
bool field_is_chosen(const struct field *field, const char *value);
void field_choose(struct field *field, const char *value, bool on);

/* True for kinds whose keys are characters. */
bool field_takes_text(const struct field *field);
const char *field_unit_name(enum field_unit unit, int64_t amount); /* translated */

/* Writes what was understood in the usual form: 9 -> 09:00. */
void field_tidy(struct field *field);
/* The rules of the kind, then the type's own `check`. Sets verdict and why. */
enum field_verdict field_check(struct field *field, void *context, struct form *form);
void field_set_verdict(struct field *field, enum field_verdict verdict, const char *why);

#endif
