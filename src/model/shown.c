#include "model/shown.h"

#include "base/text.h"

void text_add_shown(struct buf *out, const char *text, size_t size)
{
    struct buf safe = {0};
    /* A cell takes at least one byte; four bytes a cell leave room for what takes none. */
    text_add_safe(&safe, text, text_cut_bytes(text, size, SHOWN_CELLS_MAX * 4), false);
    buf_add_char(out, '"');
    text_add_cut(out, buf_text(&safe), SHOWN_CELLS_MAX, false, true);
    buf_add_char(out, '"');
    buf_release(&safe);
}

void value_add_shown(struct buf *out, struct value value)
{
    size_t size = 0;
    const char *text = value_string(value, &size);
    if (text)
        text_add_shown(out, text, size);
    else if (value_type(value) == VALUE_ARRAY)
        buf_add_text(out, value_count(value) == 0 ? "an empty list" : "a list");
    else if (value_type(value) == VALUE_OBJECT)
        buf_add_text(out, "an object");
    else
        value_add_json(out, value);
}
