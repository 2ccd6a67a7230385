/* Keys, bytes, sizes and ticks by chance, at all widgets: what must not happen is a crash, a paint
 * that does not end, or a character on the screen that has no business there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/term.h"
#include "base/text.h"
#include "demo.h"

static uint32_t any_key(void)
{
    static const uint32_t common[] = {CODE_UP, CODE_DOWN, CODE_LEFT, CODE_RIGHT, CODE_TAB,
            CODE_BACKTAB, CODE_ENTER, CODE_ESC, CODE_BACKSPACE, CODE_DELETE, CODE_HOME, CODE_END,
            CODE_PAGE_UP, CODE_PAGE_DOWN, CODE_F1, CODE_F(10), ' ', '/', ':', '?', 'y', 'n', 'x',
            'd', 't', 'j', 'k', 0xe9, 0x65b0, 0x301, 0x202e, 0x1f600, 0x10ffff};
    long chance = random() % 10;
    if (chance < 5)
        return common[(size_t)random() % ARRAY_COUNT(common)];
    if (chance < 6)
        return CODE_F(2 + random() % 6);
    if (chance < 7)
        return '1' + (uint32_t)(random() % 6);
    /* ^X would start an editor. */
    uint32_t control = (uint32_t)(random() % 32);
    if (chance < 8)
        return control == CODE_CTRL('X') ? 'a' : control;
    return ' ' + (uint32_t)(random() % 95);
}

static void press_key(struct app *app)
{
    char junk[200];
    struct key key = {.code = any_key()};
    long chance = random() % 100;
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)random();
    if (chance < 2)
        key = (struct key){.code = CODE_PASTE, .text = junk, .size = (size_t)random() % 200};
    else if (chance < 4)
        key = (struct key){.code = CODE_MOUSE,
                .y = (int)(random() % 60),
                .x = (int)(random() % 200),
                .mouse = (enum key_mouse)(random() % 3)};
    else if (chance < 6) {
        term_feed(junk, (size_t)random() % 8);
        while (term_read(&key))
            if (key.code != CODE_CTRL('X'))
                app_key(app, &key);
        return;
    }
    app_key(app, &key);
}

static bool screen_is_clean(void)
{
    struct buf screen = {0};
    term_add_screen(&screen);
    bool clean = text_is_utf8(buf_text(&screen), screen.size);
    for (size_t i = 0; i < screen.size; i++)
        clean = clean && ((unsigned char)screen.bytes[i] >= ' ' || screen.bytes[i] == '\n');
    clean = clean && !strstr(buf_text(&screen), "\xe2\x80\xae");
    buf_release(&screen);
    return clean;
}

int demo_fuzz(struct app *(*make)(void), long steps, long seed)
{
    struct app *app = make();
    srandom((unsigned)seed);
    for (long step = 0; step < steps; step++) {
        if (random() % 50 == 0)
            term_resize((int)(random() % 50) + 1, (int)(random() % 150) + 1);
        if (random() % 20 == 0) {
            app_advance(app, random() % 3000);
            app_tick(app);
        }
        press_key(app);
        app_work(app);
        app_redraw(app);
        app_paint(app);
        if (step % 16 == 0 && !screen_is_clean()) {
            fprintf(stderr, "step %ld: the screen is not clean\n", step);
            app_free(app);
            return -1;
        }
        if (app_ended(app) != APP_RUNNING || step % 5000 == 4999) {
            app_free(app);
            app = make();
        }
    }
    app_free(app);
    return 0;
}
