#include "base/fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/term.h"
#include "base/text.h"

enum { JUNK_SIZE = 200, SIZE_EVERY = 50, TICK_EVERY = 20, LOOK_EVERY = 16 };

struct fuzz {
    struct app *app;
    uint64_t state;
};

/* splitmix64: the same everywhere for the same seed. */
static size_t chance(struct fuzz *fuzz, size_t below)
{
    uint64_t z = fuzz->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (size_t)(z ^ z >> 31) % below;
}

/* Keys that leave are left out, so that it goes on. */
static bool leaves(uint32_t code)
{
    return code == 'Q' || code == CODE_CTRL('C');
}

static uint32_t any_key(struct fuzz *fuzz)
{
    static const uint32_t common[] = {CODE_UP, CODE_DOWN, CODE_LEFT, CODE_RIGHT, CODE_TAB,
            CODE_BACKTAB, CODE_ENTER, CODE_ESC, CODE_BACKSPACE, CODE_DELETE, CODE_HOME, CODE_END,
            CODE_PAGE_UP, CODE_PAGE_DOWN, CODE_F1, CODE_F(10), ' ', '/', ':', '?', 'y', 'n', 'x',
            'd', 't', 'j', 'k', 'q', 0xe9, 0x65b0, 0x301, 0x202e, 0x1f600, 0x10ffff};
    switch (chance(fuzz, 10)) {
    case 0: return CODE_F(2 + chance(fuzz, 8));
    case 1: return '1' + (uint32_t)chance(fuzz, 9);
    case 2: return (uint32_t)chance(fuzz, 32);
    case 3:
    case 4: return ' ' + (uint32_t)chance(fuzz, 95);
    default: return common[chance(fuzz, ARRAY_COUNT(common))];
    }
}

static void press(struct fuzz *fuzz, const struct key *key)
{
    if (!leaves(key->code))
        app_key(fuzz->app, key);
}

static void press_bytes(struct fuzz *fuzz, const char *bytes, size_t size)
{
    struct key key;
    for (size_t i = 0; i < size; i++) {
        term_feed(bytes + i, 1);
        while (term_read(&key))
            press(fuzz, &key);
    }
}

static void press_something(struct fuzz *fuzz)
{
    char junk[JUNK_SIZE];
    struct key key = {.code = CODE_PASTE, .text = junk};
    size_t kind = chance(fuzz, 50);
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)chance(fuzz, 256);
    if (kind == 0) {
        key.size = chance(fuzz, sizeof junk);
        press(fuzz, &key);
    } else if (kind == 1) {
        press(fuzz, &(struct key){.code = CODE_MOUSE,
                            .y = (int)chance(fuzz, 60),
                            .x = (int)chance(fuzz, 200),
                            .mouse = (enum key_mouse)chance(fuzz, 3)});
    } else if (kind == 2) {
        press_bytes(fuzz, junk, chance(fuzz, 8));
    } else {
        press(fuzz, &(struct key){.code = any_key(fuzz)});
    }
}

static bool screen_is_clean(void)
{
    struct buf screen = {0};
    term_add_screen(&screen);
    bool clean = text_is_utf8(buf_text(&screen), screen.size);
    for (size_t i = 0; i < screen.size; i++)
        clean = clean && ((unsigned char)screen.bytes[i] >= ' ' || screen.bytes[i] == '\n');
    /* The control that turns the direction of writing. */
    clean = clean && !strstr(buf_text(&screen), "\xe2\x80\xae");
    buf_release(&screen);
    return clean;
}

int fuzz_run(struct app *app, uint64_t seed, long steps, struct error *err)
{
    struct fuzz fuzz = {.app = app, .state = seed};
    for (long step = 0; step < steps && app_ended(app) == APP_RUNNING; step++) {
        if (chance(&fuzz, SIZE_EVERY) == 0)
            term_resize((int)chance(&fuzz, 50) + 1, (int)chance(&fuzz, 150) + 1);
        if (chance(&fuzz, TICK_EVERY) == 0) {
            app_advance(app, (int64_t)chance(&fuzz, 3000));
            app_tick(app);
        }
        press_something(&fuzz);
        app_work(app);
        app_redraw(app);
        app_paint(app);
        if (step % LOOK_EVERY == 0 && !screen_is_clean())
            return error_set(err, ERROR_REFUSED, "garbled screen at step %ld", step);
    }
    return 0;
}
