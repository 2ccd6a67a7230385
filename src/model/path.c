#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "model/condition.h"

enum { PATH_KEY_SIZE_MAX = 255, PATH_INDEX_DIGITS_MAX = 6 };

struct path_reader {
    const char *text;
    size_t size;
    size_t at;
    struct error *err;
};

static int fail(const struct path_reader *reader, const char *what)
{
    return error_set(reader->err, ERROR_USAGE,
            "%s at character %zu of the path; write name.part, list[0], list[] or \"a.b\"", what,
            reader->at + 1);
}

static bool more(const struct path_reader *reader)
{
    return reader->at < reader->size;
}

static int add_step(struct path *path, const struct path_reader *reader, struct path_step step)
{
    if (path->count == PATH_STEPS_MAX) {
        mem_free(step.key);
        return fail(reader, "more than 32 steps");
    }
    path->steps[path->count++] = step;
    return 0;
}

static int add_key(struct path *path, const struct path_reader *reader, struct buf *key)
{
    size_t size = key->size;
    if (size > PATH_KEY_SIZE_MAX) {
        buf_release(key);
        return fail(reader, "a name of more than 255 bytes");
    }
    char *bytes = mem_string_of(buf_text(key), size);
    buf_release(key);
    return add_step(
            path, reader, (struct path_step){.kind = PATH_KEY, .key = bytes, .key_size = size});
}

static int read_quoted(struct path *path, struct path_reader *reader)
{
    struct buf key = {0};
    for (reader->at++; more(reader); reader->at++) {
        char c = reader->text[reader->at];
        if (c == '"') {
            reader->at++;
            return add_key(path, reader, &key);
        }
        if (c == '\\') {
            reader->at++;
            if (!more(reader) ||
                    (reader->text[reader->at] != '"' && reader->text[reader->at] != '\\'))
                break;
            c = reader->text[reader->at];
        }
        buf_add_char(&key, c);
    }
    buf_release(&key);
    return fail(
            reader, more(reader) ? "only \\\" and \\\\ can be escaped" : "a quote is not closed");
}

static int read_plain(struct path *path, struct path_reader *reader)
{
    struct buf key = {0};
    for (; more(reader) && !strchr(".[]\"", reader->text[reader->at]); reader->at++)
        buf_add_char(&key, reader->text[reader->at]);
    if (key.size == 0)
        return fail(reader, "a name is missing");
    return add_key(path, reader, &key);
}

static int read_brackets(struct path *path, struct path_reader *reader)
{
    struct path_step step = {.kind = PATH_ANY};
    reader->at++;
    for (int digits = 0; more(reader); reader->at++, digits++) {
        char c = reader->text[reader->at];
        if (c == ']') {
            reader->at++;
            return add_step(path, reader, step);
        }
        if (c < '0' || c > '9' || digits == PATH_INDEX_DIGITS_MAX)
            return fail(reader, "the number of an element (0 to 999999) or ] is missing");
        step.kind = PATH_INDEX;
        step.index = step.index * 10 + (uint32_t)(c - '0');
    }
    return fail(reader, "a bracket is not closed");
}

static int read_steps(struct path *path, struct path_reader *reader)
{
    bool name_follows = true;
    while (name_follows || more(reader)) {
        char c = more(reader) ? reader->text[reader->at] : '\0';
        int rc;
        if (name_follows) {
            rc = c == '"' ? read_quoted(path, reader) : read_plain(path, reader);
            name_follows = false;
        } else if (c == '[') {
            rc = read_brackets(path, reader);
        } else if (c == '.') {
            reader->at++;
            rc = 0;
            name_follows = true;
        } else {
            rc = fail(reader, "a dot or a bracket is missing");
        }
        if (rc != 0)
            return rc;
    }
    return 0;
}

int path_parse(struct path *path, const char *text, size_t size, struct error *err)
{
    memset(path, 0, sizeof *path);
    if (size == 0 || size > PATH_SIZE_MAX)
        return error_set(err, ERROR_USAGE, "a path has 1 to 1024 bytes; this one has %zu", size);
    path->steps = mem_array(PATH_STEPS_MAX, sizeof *path->steps);
    struct path_reader reader = {.text = text, .size = size, .err = err};
    if (read_steps(path, &reader) != 0) {
        path_release(path);
        return -1;
    }
    path->text = mem_string_of(text, size);
    path->steps = mem_resize(path->steps, path->count, sizeof *path->steps);
    return 0;
}

void path_copy(struct path *to, const struct path *from)
{
    memset(to, 0, sizeof *to);
    if (!from->text)
        return;
    to->text = mem_string(from->text);
    to->count = from->count;
    to->steps = mem_copy(from->steps, from->count * sizeof *from->steps);
    for (size_t i = 0; i < from->count; i++) {
        if (from->steps[i].key)
            to->steps[i].key = mem_copy(from->steps[i].key, from->steps[i].key_size + 1);
    }
}

void path_release(struct path *path)
{
    for (size_t i = 0; i < path->count; i++)
        mem_free(path->steps[i].key);
    mem_free(path->steps);
    mem_free(path->text);
    memset(path, 0, sizeof *path);
}
