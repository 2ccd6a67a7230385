/* Writing JSON piece by piece into a buf (private to model/). */
#ifndef MODEL_JSON_WRITE_H
#define MODEL_JSON_WRITE_H

#include <stdbool.h>

#include "base/value.h"

struct json_writer {
    struct buf *out;
    int indent; /* blanks a level; 0: one line */
    int depth;
    bool begun; /* nothing stands in the innermost container yet */
};

void json_begin(struct json_writer *writer, char bracket); /* '{' or '[' */
void json_end(struct json_writer *writer, char bracket);   /* '}' or ']' */
void json_key(struct json_writer *writer, const char *key);
void json_element(struct json_writer *writer);                /* before each element of a list */
void json_text(struct json_writer *writer, const char *text); /* NULL: null */

/* Where there is indentation, people read it: what fits stays in one line. Begin by writing with
 * json_in_line, then json_fits(writer, mark), where mark was the size of the text before. False
 * takes back what was written since, so that the caller writes it again line by line. */
struct json_writer json_in_line(const struct json_writer *writer);
bool json_fits(struct json_writer *writer, size_t mark);

/* Numbers, texts, and lists and objects of them, in one line. */
void json_value(struct json_writer *writer, struct value value);

#endif
