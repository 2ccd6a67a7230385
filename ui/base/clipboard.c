#include "base/clipboard.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/term.h"
#include "base/text.h"

static void add_base64(struct buf *out, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (left > 1)
            three |= (uint32_t)bytes[i + 1] << 8;
        if (left > 2)
            three |= bytes[i + 2];
        buf_add_char(out, digits[three >> 18]);
        buf_add_char(out, digits[three >> 12 & 63]);
        buf_add_char(out, left > 1 ? digits[three >> 6 & 63] : '=');
        buf_add_char(out, left > 2 ? digits[three & 63] : '=');
    }
}

void clipboard_add_sequence(struct buf *out, const char *bytes, size_t size, bool tmux)
{
    size = text_cut_bytes(bytes, size, CLIPBOARD_MAX);
    for (int wrapped = 0; wrapped <= tmux; wrapped++) {
        buf_add_text(out, wrapped ? "\033Ptmux;\033\033]52;c;" : "\033]52;c;");
        add_base64(out, (const unsigned char *)bytes, size);
        buf_add_text(out, wrapped ? "\a\033\\" : "\a");
    }
}

void clipboard_copy(const char *bytes, size_t size)
{
    struct buf out = {0};
    const char *tmux = getenv("TMUX");
    clipboard_add_sequence(&out, bytes, size, tmux && *tmux);
    term_write(buf_text(&out), out.size);
    buf_release(&out);
}
