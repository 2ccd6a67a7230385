#include "widgets/line.h"

#include <string.h>

#include "base/draw.h"
#include "base/text.h"

void line_release(struct line *line)
{
    buf_release(&line->text);
    memset(line, 0, sizeof *line);
}

const char *line_text(const struct line *line)
{
    return buf_text(&line->text);
}

static size_t size_max(const struct line *line)
{
    return line->size_max ? line->size_max : LINE_SIZE_MAX_DEFAULT;
}

void line_set(struct line *line, const char *text)
{
    size_t size = text_cut_bytes(text, strlen(text), size_max(line));
    buf_clear(&line->text);
    buf_add(&line->text, text, size);
    line->cursor = size;
    line->scroll = 0;
}

size_t line_next_sign(const char *text, size_t size, size_t at)
{
    uint32_t character;
    if (at >= size)
        return size;
    at += text_decode(text + at, size - at, &character);
    while (at < size) {
        size_t used = text_decode(text + at, size - at, &character);
        if (text_char_cells(character) != 0)
            break;
        at += used;
    }
    return at;
}

size_t line_previous_sign(const char *text, size_t at)
{
    while (at > 0) {
        uint32_t character;
        at--;
        while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
            at--;
        text_decode(text + at, strlen(text + at), &character);
        if (text_char_cells(character) != 0)
            break;
    }
    return at;
}

size_t line_word_start(const char *text, size_t at)
{
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n'))
        at--;
    while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n')
        at--;
    return at;
}

static bool erase(struct line *line, size_t from, size_t to)
{
    if (from >= to)
        return false;
    memmove(line->text.bytes + from, line->text.bytes + to, line->text.size - to + 1);
    line->text.size -= to - from;
    line->cursor = from;
    return true;
}

static bool insert(struct line *line, const char *bytes, size_t size)
{
    if (line->text.size + size > size_max(line))
        size = text_cut_bytes(bytes, size, size_max(line) - line->text.size);
    if (!size)
        return false;
    buf_room(&line->text, size + 1);
    memmove(line->text.bytes + line->cursor + size, line->text.bytes + line->cursor,
            line->text.size - line->cursor);
    memcpy(line->text.bytes + line->cursor, bytes, size);
    line->text.size += size;
    line->text.bytes[line->text.size] = 0;
    line->cursor += size;
    return true;
}

static bool paste(struct line *line, const struct key *key)
{
    struct buf safe = {0};
    struct buf kept = {0};
    text_add_safe(&safe, key->text, key->size, false);
    for (size_t at = 0; at < safe.size;) {
        uint32_t character;
        size_t used = text_decode(safe.bytes + at, safe.size - at, &character);
        if (character != 0xfffd)
            buf_add(&kept, safe.bytes + at, used);
        at += used;
    }
    bool changed = insert(line, buf_text(&kept), kept.size);
    buf_release(&safe);
    buf_release(&kept);
    return changed;
}

static bool move(struct line *line, uint32_t code)
{
    const char *text = line_text(line);
    if (code == CODE_LEFT)
        line->cursor = line_previous_sign(text, line->cursor);
    else if (code == CODE_RIGHT)
        line->cursor = line_next_sign(text, line->text.size, line->cursor);
    else if (code == CODE_HOME || code == CODE_CTRL('A'))
        line->cursor = 0;
    else if (code == CODE_END || code == CODE_CTRL('E'))
        line->cursor = line->text.size;
    else
        return false;
    return true;
}

/* The bytes a key takes away: from, to. */
static bool erased_by(struct line *line, uint32_t code, size_t *from, size_t *to)
{
    const char *text = line_text(line);
    *from = *to = line->cursor;
    if (code == CODE_BACKSPACE)
        *from = line_previous_sign(text, line->cursor);
    else if (code == CODE_DELETE || code == CODE_CTRL('D'))
        *to = line_next_sign(text, line->text.size, line->cursor);
    else if (code == CODE_CTRL('W'))
        *from = line_word_start(text, line->cursor);
    else if (code == CODE_CTRL('U'))
        *from = 0;
    else if (code == CODE_CTRL('K'))
        *to = line->text.size;
    else
        return false;
    return true;
}

bool line_key(struct line *line, const struct key *key, bool *changed)
{
    size_t from;
    size_t to;
    bool other = false;
    bool used = true;
    if (key_is_text(key)) {
        char bytes[4];
        other = insert(line, bytes, text_encode(key->code, bytes));
    } else if (key->code == CODE_PASTE) {
        other = paste(line, key);
    } else if (erased_by(line, key->code, &from, &to)) {
        other = erase(line, from, to);
    } else {
        used = move(line, key->code);
    }
    if (changed)
        *changed = other;
    return used;
}

static void follow_cursor(struct line *line, int width)
{
    const char *text = line_text(line);
    if (text_cells(text, line->text.size) < width)
        line->scroll = 0;
    if (line->cursor < line->scroll)
        line->scroll = line->cursor;
    while (text_cells(text + line->scroll, line->cursor - line->scroll) >= width &&
            line->scroll < line->cursor)
        line->scroll = line_next_sign(text, line->text.size, line->scroll);
}

void line_draw(struct line *line, struct area area, enum style style, bool focus)
{
    const char *text = line_text(line);
    follow_cursor(line, area.width);
    struct area row = area_rows(area, 0, 1);
    draw_fill(row, style);
    draw_bytes(row, 0, 0, style, text + line->scroll, line->text.size - line->scroll);
    if (focus)
        draw_cursor(row, 0, text_cells(text + line->scroll, line->cursor - line->scroll));
}
