#include "widgets/textbuf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/wrap.h"

enum { SIZE_MAX_DEFAULT = 64 << 10 };

static void edit_release(struct textbuf *buffer, struct textbuf_edit *edit)
{
    buffer->edit_bytes -= edit->removed.size + edit->added.size;
    buf_release(&edit->removed);
    buf_release(&edit->added);
}

static void forget_from(struct textbuf *buffer, size_t from)
{
    while (buffer->edit_total > from)
        edit_release(buffer, &buffer->edits[--buffer->edit_total]);
    if (buffer->edit_count > from)
        buffer->edit_count = from;
}

void textbuf_release(struct textbuf *buffer)
{
    forget_from(buffer, 0);
    mem_free(buffer->edits);
    buf_release(&buffer->text);
    memset(buffer, 0, sizeof *buffer);
}

static size_t size_max(const struct textbuf *buffer)
{
    return buffer->size_max ? buffer->size_max : SIZE_MAX_DEFAULT;
}

void textbuf_set(struct textbuf *buffer, const char *text)
{
    forget_from(buffer, 0);
    buf_clear(&buffer->text);
    buf_add(&buffer->text, text, text_cut_bytes(text, strlen(text), size_max(buffer)));
    buffer->cursor = 0;
    buffer->typing = false;
}

const char *textbuf_text(const struct textbuf *buffer)
{
    return buf_text(&buffer->text);
}

/* Puts `bytes` in place of [from, to) without any history. */
static void splice(struct textbuf *buffer, size_t from, size_t to, const char *bytes, size_t size)
{
    struct buf *text = &buffer->text;
    buf_room(text, size + 1);
    memmove(text->bytes + from + size, text->bytes + to, text->size - to);
    memcpy(text->bytes + from, bytes, size);
    text->size = text->size - (to - from) + size;
    text->bytes[text->size] = 0;
    buffer->cursor = from + size;
}

static void forget_oldest(struct textbuf *buffer)
{
    edit_release(buffer, &buffer->edits[0]);
    buffer->edit_total--;
    buffer->edit_count--;
    memmove(buffer->edits, buffer->edits + 1, buffer->edit_total * sizeof *buffer->edits);
}

static bool continues(const struct textbuf *buffer, size_t from, size_t to, size_t size)
{
    if (!buffer->typing || !buffer->edit_count || from != to || size > 4)
        return false;
    const struct textbuf_edit *last = &buffer->edits[buffer->edit_count - 1];
    return !last->removed.size && last->at + last->added.size == from;
}

static void remember(struct textbuf *buffer, size_t from, size_t to, const char *bytes, size_t size)
{
    forget_from(buffer, buffer->edit_count);
    if (continues(buffer, from, to, size)) {
        buf_add(&buffer->edits[buffer->edit_count - 1].added, bytes, size);
    } else {
        buffer->edits = mem_room(
                buffer->edits, buffer->edit_total, &buffer->edit_capacity, sizeof *buffer->edits);
        struct textbuf_edit *edit = &buffer->edits[buffer->edit_total++];
        *edit = (struct textbuf_edit){.at = from};
        buf_add(&edit->removed, textbuf_text(buffer) + from, to - from);
        buf_add(&edit->added, bytes, size);
        buffer->edit_count = buffer->edit_total;
    }
    buffer->edit_bytes += to - from + size;
    buffer->typing = from == to && size <= 4;
    while (buffer->edit_total > 1 &&
            (buffer->edit_total > TEXTBUF_UNDO_MAX || buffer->edit_bytes > TEXTBUF_UNDO_BYTES_MAX))
        forget_oldest(buffer);
}

bool textbuf_replace(struct textbuf *buffer, size_t from, size_t to, const char *bytes, size_t size)
{
    if ((from == to && !size) || buffer->text.size - (to - from) + size > size_max(buffer))
        return false;
    remember(buffer, from, to, bytes, size);
    splice(buffer, from, to, bytes, size);
    return true;
}

bool textbuf_paste(struct textbuf *buffer, const char *bytes, size_t size)
{
    struct buf lines = {0};
    struct buf safe = {0};
    struct buf kept = {0};
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != '\r')
            buf_add_char(&lines, bytes[i]);
        else if (i + 1 == size || bytes[i + 1] != '\n')
            buf_add_char(&lines, '\n');
    text_add_safe(&safe, buf_text(&lines), lines.size, true);
    for (size_t at = 0, used; at < safe.size; at += used) {
        uint32_t character;
        used = text_decode(safe.bytes + at, safe.size - at, &character);
        if (character != 0xfffd)
            buf_add(&kept, safe.bytes + at, used);
    }
    size_t fits = text_cut_bytes(buf_text(&kept), kept.size, size_max(buffer) - buffer->text.size);
    textbuf_pause(buffer);
    bool changed = textbuf_replace(buffer, buffer->cursor, buffer->cursor, buf_text(&kept), fits);
    textbuf_pause(buffer);
    buf_release(&lines);
    buf_release(&safe);
    buf_release(&kept);
    return changed;
}

bool textbuf_undo(struct textbuf *buffer)
{
    if (!buffer->edit_count)
        return false;
    const struct textbuf_edit *edit = &buffer->edits[--buffer->edit_count];
    splice(buffer, edit->at, edit->at + edit->added.size, buf_text(&edit->removed),
            edit->removed.size);
    buffer->typing = false;
    return true;
}

bool textbuf_redo(struct textbuf *buffer)
{
    if (buffer->edit_count == buffer->edit_total)
        return false;
    const struct textbuf_edit *edit = &buffer->edits[buffer->edit_count++];
    splice(buffer, edit->at, edit->at + edit->removed.size, buf_text(&edit->added),
            edit->added.size);
    buffer->typing = false;
    return true;
}

void textbuf_pause(struct textbuf *buffer)
{
    buffer->typing = false;
}

bool textbuf_walk(const struct textbuf *buffer, int width, struct textbuf_walk *walk)
{
    const char *text = textbuf_text(buffer);
    size_t total = buffer->text.size;
    size_t next;
    if (walk->begun && walk->next >= total) {
        /* A final newline begins one more, empty row. */
        if (!total || text[total - 1] != '\n' || walk->at >= total)
            return false;
    }
    walk->row += walk->begun;
    walk->begun = true;
    walk->at = walk->next;
    walk->size = wrap_row(text + walk->at, total - walk->at, width, &next);
    walk->next = walk->at + next;
    return true;
}

size_t textbuf_rows(const struct textbuf *buffer, int width)
{
    return wrap_count(textbuf_text(buffer), buffer->text.size, width);
}

void textbuf_place(const struct textbuf *buffer, int width, size_t *row, int *column)
{
    struct textbuf_walk walk = {0};
    size_t at = 0;
    *row = 0;
    while (textbuf_walk(buffer, width, &walk) && walk.at <= buffer->cursor) {
        *row = walk.row;
        at = walk.at;
    }
    *column = text_cells(textbuf_text(buffer) + at, buffer->cursor - at);
}

size_t textbuf_offset(const struct textbuf *buffer, int width, size_t row, int column)
{
    struct textbuf_walk walk = {0};
    const char *text = textbuf_text(buffer);
    int cells = 0;
    do
        if (!textbuf_walk(buffer, width, &walk))
            return buffer->text.size;
    while (walk.row < row);
    size_t at = walk.at;
    for (size_t end = walk.at + walk.size, used; at < end; at += used) {
        uint32_t character;
        used = text_decode(text + at, end - at, &character);
        cells += text_char_cells(character);
        if (cells > column)
            break;
    }
    return at;
}
