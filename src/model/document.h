/* Reading and writing documents by tables of their keys (private to model/).
 *
 * An object of a document is a `shape`: its keys in the order of FORMATS.md, each with the codec
 * that reads and writes the member it stands for. Reading is strict and names the path; writing
 * leaves out what is missing or is the default. */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H

#include <jansson.h>

#include "model/campaign.h"
#include "model/json_write.h"
#include "model/names.h"

struct reader {
    enum document_mode mode;
    const char *whole; /* 'the document': what an empty path is */
    struct error *err;
    struct buf path;
    uint32_t leaf_count;
    int group_depth;
};

struct field;

struct codec {
    /* `at` is the member: the object plus field->offset. */
    int (*read)(struct reader *reader, json_t *json, const struct field *field, void *at);
    void (*write)(struct json_writer *writer, const struct field *field, const void *at);
    /* Nothing to be written: missing, or the default. */
    bool (*absent)(const struct field *field, const void *at);
};

struct shape {
    const struct field *fields;
    size_t count;
    /* What no single key shows; called where all keys were read. May be NULL. */
    int (*check)(struct reader *reader, void *object);
};

/* A list of elements of one kind, kept as pointer (the field's offset) and count. */
struct list {
    const struct field *element;
    size_t size;
    size_t count_offset; /* from the pointer, in bytes */
    bool needed;         /* a whole document has at least one */
};

/* An object whose `tag` key says which keys it has. */
struct tagged {
    const struct field *tag;
    const struct shape *shapes; /* as many as the tag has names; without fields: not allowed here */
    const char *place;          /* 'a conversion event', where some are not allowed */
};

struct field {
    const char *key;
    const struct codec *codec;
    size_t offset;
    bool required; /* in a whole document */
    bool always;   /* written even where it is missing or the default */
    int64_t min, max;
    int64_t usual; /* the default */
    const struct names *names;
    const struct shape *shape;
    const struct list *list;
    const struct tagged *tagged;
};

#define SHAPE(list)                                                                                \
    {                                                                                              \
        .fields = (list), .count = ARRAY_COUNT(list)                                               \
    }
#define SHAPE_CHECKED(list, check_all)                                                             \
    {                                                                                              \
        .fields = (list), .count = ARRAY_COUNT(list), .check = (check_all)                         \
    }

/* Parses `json` strictly and reads it by the codec of `field` into `object`. */
int document_read(struct reader *reader, const char *json, size_t size, const struct field *field,
        void *object);

int reader_fail(struct reader *reader, const char *format, ...)
        __attribute__((format(printf, 2, 3)));
/* Prefixes the path to an error that is already set. */
int reader_fail_here(struct reader *reader);
/* 'VALUE is not WANTED', with the value made safe. */
int reader_fail_value(struct reader *reader, json_t *json, const char *wanted);
/* A word that is none of the names: what was meant, or what there is. */
int reader_fail_name(struct reader *reader, const struct names *names, const char *word);
/* Extends the path; give the result to reader_leave. */
size_t reader_enter(struct reader *reader, const char *key);
size_t reader_enter_element(struct reader *reader, size_t index);
void reader_leave(struct reader *reader, size_t mark);

/* Reads the member of `json` that the field names into `object`. */
int field_read(struct reader *reader, json_t *json, const struct field *field, void *object);
int shape_read(struct reader *reader, json_t *json, const struct shape *shape, void *object);
void shape_write(struct json_writer *writer, const struct shape *shape, const void *object);
bool shape_is_absent(const struct shape *shape, const void *object);
/* The keys of the object that a member is, or NULL where it is none. */
const struct shape *field_shape(const struct field *field, const void *at);
const struct shape *filter_shape(const struct filter *filter);
/* The member in normal form, to be freed; NULL where nothing would be written. */
char *field_json(const struct field *field, const void *at);
bool field_same(const struct field *field, const void *a, const void *b);
/* Appends the packed form; what lies deeper than two levels is left out. */
void json_to_value(struct buf *out, json_t *json);

extern const struct codec codec_text;    /* char *; min to max bytes */
extern const struct codec codec_id;      /* char *; max 1: `*` too */
extern const struct codec codec_flag;    /* bool */
extern const struct codec codec_term;    /* an enum or int of `names` */
extern const struct codec codec_choice;  /* bool: false the first, true the second of `names` */
extern const struct codec codec_whole;   /* int, min to max */
extern const struct codec codec_amount;  /* int64_t, checked by its shape */
extern const struct codec codec_number;  /* double, min to max */
extern const struct codec codec_clock;   /* int64_t: time of day */
extern const struct codec codec_wall;    /* struct wall_time */
extern const struct codec codec_span;    /* struct span; max: in days */
extern const struct codec codec_list;    /* list */
extern const struct codec codec_object;  /* members of the same struct under a key of their own */
extern const struct codec codec_tagged;  /* tagged */
extern const struct codec codec_path;    /* struct path */
extern const struct codec codec_operand; /* struct condition */
extern const struct codec codec_filter;  /* struct filter */

extern const struct shape campaign_shape, segment_shape;
extern const struct shape conversion_shape;
extern const struct shape condition_shape; /* with `property`: rows of `where` */
extern const struct tagged rule_tagged, conversion_rule_tagged;

/* The place of a path's first key among the keys of a campaign, for sorting. */
int campaign_key_order(const char *path);

int span_check(struct reader *reader, struct span span, int64_t days_max);
int condition_check(struct reader *reader, void *object);
#endif
