#include "base/keymap.h"

#include "base/i18n.h"
#include "base/key.h"

static bool is_character(uint32_t code)
{
    return code >= ' ' && code < CODE_NONE;
}

const struct keybind *keymap_find(const struct keymap *keymap, uint32_t code, bool typing)
{
    if (!keymap || code == CODE_NONE || (typing && is_character(code)))
        return NULL;
    for (size_t i = 0; i < keymap->count; i++)
        for (size_t k = 0; k < KEYBIND_KEYS_MAX && keymap->binds[i].keys[k]; k++)
            if (keymap->binds[i].keys[k] == code)
                return &keymap->binds[i];
    return NULL;
}

const struct keybind *keymap_action(const struct keymap *keymap, int action)
{
    for (size_t i = 0; keymap && i < keymap->count; i++)
        if (keymap->binds[i].action == action)
            return &keymap->binds[i];
    return NULL;
}

bool keybind_refused(const struct keybind *bind, struct view *view, struct buf *why)
{
    return bind->refuse && bind->refuse(view, why);
}

uint32_t keybind_key(const struct keybind *bind, bool typing)
{
    for (size_t k = 0; k < KEYBIND_KEYS_MAX && bind->keys[k]; k++)
        if (!typing || !is_character(bind->keys[k]))
            return bind->keys[k];
    return CODE_NONE;
}

bool keybind_works(const struct keybind *bind, bool typing)
{
    return keybind_key(bind, typing) != CODE_NONE;
}

void keybind_add_keys(struct buf *out, const struct keybind *bind)
{
    for (size_t k = 0; k < KEYBIND_KEYS_MAX && bind->keys[k]; k++) {
        if (k)
            buf_add_text(out, ", ");
        key_add_name(out, bind->keys[k]);
    }
}

static void add_markdown_key(struct buf *out, uint32_t code)
{
    buf_add_text(out, "`");
    /* A bar would end the column, even inside quotes. */
    if (code == '|')
        buf_add_text(out, "\\|");
    else
        key_add_name(out, code);
    buf_add_text(out, "`");
}

void keymap_add_markdown(struct buf *out, const struct keymap *keymap)
{
    buf_add_format(out, "| %s | |\n|---|---|\n", i18n_text(keymap->title));
    for (size_t i = 0; i < keymap->count; i++) {
        const struct keybind *bind = &keymap->binds[i];
        buf_add_text(out, "| ");
        for (size_t k = 0; k < KEYBIND_KEYS_MAX && bind->keys[k]; k++) {
            if (k)
                buf_add_char(out, ' ');
            add_markdown_key(out, bind->keys[k]);
        }
        buf_add_format(out, " | %s |\n", i18n_text(bind->help));
    }
}
