/* The way of a key through the views (view.h tells it). */
#include <signal.h>

#include "base/alloc.h"
#include "base/app_private.h"
#include "base/i18n.h"
#include "base/term.h"

enum { DO_BACK = 1, DO_QUIT, DO_HELP, DO_REPAINT, DO_STOP, DO_TAB };

static const struct keybind binds[] = {
        {DO_HELP, {'?', CODE_F1}, NULL, N_("All keys of this screen; F1 explains a field"), NULL},
        {DO_BACK, {CODE_ESC, 'q'}, NULL, N_("One level up, or close what is open"), NULL},
        {DO_QUIT, {'Q', CODE_CTRL('C')}, NULL, N_("Leave; drafts are saved first"), NULL},
        {DO_TAB, {CODE_F(2)}, NULL,
                N_("F2 to F9, or digits outside of fields: the tabs from left to right"), NULL},
        {DO_REPAINT, {CODE_CTRL('L')}, NULL, N_("Paint the screen anew"), NULL},
        {DO_STOP, {CODE_CTRL('Z')}, NULL, N_("Back to the shell; fg returns"), NULL},
};

const struct keymap app_keymap = KEYMAP(N_("Everywhere"), binds);

bool app_is_typing(struct app *app)
{
    struct view *top = app_top(app);
    return top && top->type->typing && top->type->typing(top);
}

static bool is_modal(struct app *app)
{
    struct view *top = app_top(app);
    return top && (top->type->flags & VIEW_MODAL);
}

static void go_back(struct app *app, uint32_t code)
{
    struct view *top = app_top(app);
    if (top && top->type->back && top->type->back(top))
        return;
    if (app->stacks[app->tab].count > 1)
        app_back(app);
    else if (code == 'q')
        app_message(app, STYLE_TEXT, _("This is the top. Q leaves"));
}

static void open_help(struct app *app)
{
    struct view *top = app_top(app);
    if (app->options.help && top && top->type != app->options.help)
        app_open(app, app->options.help, top);
}

static void stop_process(void)
{
    if (term_is_headless())
        return;
    term_suspend();
    raise(SIGSTOP);
    term_resume();
}

static void run_global(struct app *app, int action, uint32_t code)
{
    if (action == DO_BACK)
        go_back(app, code);
    else if (action == DO_QUIT)
        app_quit(app);
    else if (action == DO_HELP)
        open_help(app);
    else if (action == DO_REPAINT)
        term_repaint();
    else if (action == DO_STOP)
        stop_process();
}

static bool refused(struct app *app, const struct keybind *bind)
{
    struct buf why = {0};
    bool no = keybind_refused(bind, app_top(app), &why);
    if (no)
        app_message(app, STYLE_WARNING, buf_text(&why));
    buf_release(&why);
    return no;
}

static bool try_keymap(struct app *app, uint32_t code, bool typing)
{
    struct view *top = app_top(app);
    const struct keybind *bind = top ? keymap_find(top->type->keymap, code, typing) : NULL;
    if (!bind)
        return false;
    if (!refused(app, bind) && top->type->action)
        top->type->action(top, bind->action);
    return true;
}

static bool try_view(struct app *app, const struct key *key)
{
    struct view *top = app_top(app);
    return top && top->type->key && top->type->key(top, key);
}

static bool try_options(struct app *app, uint32_t code, bool typing)
{
    const struct keybind *bind = keymap_find(app->options.keymap, code, typing);
    if (!bind || is_modal(app))
        return false;
    if (!refused(app, bind) && app->options.action)
        app->options.action(app, bind->action);
    return true;
}

static bool try_tab(struct app *app, uint32_t code, bool typing)
{
    size_t tab = APP_TABS_MAX;
    if (!typing && code >= '1' && code <= '9')
        tab = code - '1';
    else if (code >= CODE_F(2) && code <= CODE_F(9))
        tab = code - CODE_F(2);
    if (tab >= app->options.tab_count || is_modal(app))
        return false;
    app_show_tab(app, tab);
    return true;
}

static bool try_global(struct app *app, uint32_t code, bool typing)
{
    const struct keybind *bind = keymap_find(&app_keymap, code, typing);
    if (!bind || bind->action == DO_TAB)
        return false;
    run_global(app, bind->action, code);
    return true;
}

static void say_unknown(struct app *app, const struct key *key)
{
    struct buf name = {0};
    if (key->code == CODE_PASTE || key->code == CODE_MOUSE || is_modal(app))
        return;
    key_add_name(&name, key->code);
    app_message_format(
            app, STYLE_DIM, _("%s does nothing here; ? shows all keys"), buf_text(&name));
    buf_release(&name);
}

static void dispatch(struct app *app, const struct key *key)
{
    bool typing = app_is_typing(app);
    if (typing && try_view(app, key))
        return;
    if (try_keymap(app, key->code, typing))
        return;
    if (!typing && try_view(app, key))
        return;
    if (try_options(app, key->code, typing) || try_tab(app, key->code, typing) ||
            try_global(app, key->code, typing))
        return;
    if (!typing)
        say_unknown(app, key);
}

static void click(struct app *app, const struct key *key)
{
    int height;
    int width;
    struct key pressed = {.code = CODE_NONE};
    term_size(&height, &width);
    if (key->mouse == MOUSE_WHEEL_UP)
        pressed.code = CODE_UP;
    else if (key->mouse == MOUSE_WHEEL_DOWN)
        pressed.code = CODE_DOWN;
    else if (key->y == height - 1)
        pressed.code = frame_key_at(app, key->x);
    if (key->mouse == MOUSE_CLICK && key->y == 0 && !is_modal(app) &&
            frame_tab_at(app, key->x) >= 0)
        app_show_tab(app, (size_t)frame_tab_at(app, key->x));
    else if (pressed.code != CODE_NONE)
        dispatch(app, &pressed);
    else
        try_view(app, key);
}

void app_key(struct app *app, const struct key *key)
{
    bool small = app_is_small();
    app->dirty = true;
    app->last_code = key->code;
    buf_clear(&app->message);
    if (key->code == CODE_NONE)
        return;
    /* Where nothing can be seen nothing is done, except leaving. */
    if (small && key->code != 'Q' && key->code != CODE_CTRL('C') && key->code != CODE_CTRL('Z'))
        return;
    bool again = app->quit_refused;
    if (small)
        try_global(app, key->code, false);
    else if (key->code == CODE_MOUSE)
        click(app, key);
    else
        dispatch(app, key);
    if (again)
        app->quit_refused = false;
    app_free_closed(app);
}
