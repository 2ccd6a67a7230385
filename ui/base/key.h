/* Keys: what the terminal sends, as one number each.
 *
 * A printable key is its Unicode character; ^A to ^Z are CODE_CTRL('A') to CODE_CTRL('Z'), apart
 * from those that are keys of their own (Tab, Enter, Backspace, Esc); the rest are codes above
 * every character. Only keys that every terminal and tmux pass on have a code here. */
#ifndef UI_BASE_KEY_H
#define UI_BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define CODE_CTRL(letter) ((uint32_t)(letter)&31u)
#define CODE_F(number)    (CODE_F1 + (uint32_t)(number)-1u)

enum key_code {
    CODE_NONE = 0x110000,
    CODE_UP,
    CODE_DOWN,
    CODE_LEFT,
    CODE_RIGHT,
    CODE_HOME,
    CODE_END,
    CODE_PAGE_UP,
    CODE_PAGE_DOWN,
    CODE_ENTER,
    CODE_ESC,
    CODE_TAB,
    CODE_BACKTAB,
    CODE_BACKSPACE,
    CODE_DELETE,
    CODE_PASTE, /* key.text holds what was pasted */
    CODE_MOUSE, /* key.y, key.x, key.mouse */
    CODE_F1,
    CODE_F12 = CODE_F1 + 11,
};

enum key_mouse { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct key {
    uint32_t code;
    const char *text; /* of a paste: UTF-8 or not, as it came; valid until the next key */
    size_t size;
    int y; /* of a mouse event: cell of the screen */
    int x;
    enum key_mouse mouse;
};

enum { KEY_PASTE_MAX = 1 << 20 };

/* True for characters that a text field takes. */
bool key_is_text(const struct key *key);

/* 'Enter', 'Down', '^D', 'F2', 'Space', 'j': as shown on the key line, never translated. */
void key_add_name(struct buf *out, uint32_t code);
/* The code of such a name, or of a single character; CODE_NONE where it is none. */
uint32_t key_from_name(const char *name, size_t size);

/* Turns what wgetch returns (bytes and KEY_ numbers) into keys: joins UTF-8, swallows escape
 * sequences nobody knows, collects bracketed pastes. Any sequence of numbers is fine.
 *
 *     key_decoder_put(d, raw) for everything that is there now; key_decoder_idle(d);
 *     while (key_decoder_take(d, &key)) ...
 */
struct key_decoder {
    enum { DECODE_PLAIN, DECODE_ESC, DECODE_SEQUENCE } state;
    unsigned char bytes[4]; /* of an unfinished character */
    size_t byte_count;
    char sequence[32]; /* behind Esc [ */
    size_t sequence_size;
    bool pasting;
    struct buf paste;
    struct key queue[8];
    size_t queued;
};

void key_decoder_release(struct key_decoder *decoder);
/* The queue must have been emptied with key_decoder_take before the next put. */
void key_decoder_put(struct key_decoder *decoder, int raw);
/* Nothing more is there for now: an Esc that waited for a sequence is an Esc. */
void key_decoder_idle(struct key_decoder *decoder);
/* Ends a paste whose end mark never came. */
void key_decoder_end_paste(struct key_decoder *decoder);
bool key_decoder_take(struct key_decoder *decoder, struct key *key);

#endif
