#include "screens/page.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "widgets/textview.h"

struct page {
    char *title;
    char *copy; /* of the text as it came */
    struct textview text;
};

struct page_request {
    const char *title;
    const char *text;
};

static void add_paragraphs(struct textview *view, const char *text)
{
    for (const char *end; *text != '\0'; text = *end != '\0' ? end + 1 : end) {
        end = strchrnul(text, '\n');
        char *line = mem_string_of(text, (size_t)(end - text));
        textview_add(view, STYLE_TEXT, 2, line);
        mem_free(line);
    }
}

static int open_page(struct view *view, void *argument, struct error *err)
{
    const struct page_request *request = argument;
    struct page *state = mem_new(sizeof *state);
    (void)err;
    view->state = state;
    state->title = mem_string(request->title);
    state->copy = mem_string(request->text);
    add_paragraphs(&state->text, request->text);
    return 0;
}

static void page_close(struct view *view)
{
    struct page *state = view->state;
    textview_release(&state->text);
    mem_free(state->title);
    mem_free(state->copy);
    mem_free(state);
}

static void page_title(struct view *view, struct buf *out)
{
    struct page *state = view->state;
    buf_add_text(out, state->title);
}

static void page_status(struct view *view, struct view_status *out)
{
    struct page *state = view->state;
    textview_add_status(&state->text, &out->text);
}

static void page_draw(struct view *view, struct area area)
{
    struct page *state = view->state;
    textview_draw(&state->text, area_inset(area, 0, 1));
}

static bool page_key(struct view *view, const struct key *key)
{
    struct page *state = view->state;
    return textview_key(&state->text, key);
}

static bool page_typing(struct view *view)
{
    struct page *state = view->state;
    return textview_typing(&state->text);
}

static bool page_back(struct view *view)
{
    struct page *state = view->state;
    return textview_back(&state->text);
}

static const struct keymap *page_mode(struct view *view)
{
    struct page *state = view->state;
    return textview_mode(&state->text);
}

static void page_action(struct view *view, int action)
{
    struct page *state = view->state;
    (void)action;
    app_copy(view->app, state->copy, _("the text"));
}

static const struct keybind binds[] = {
        {1, {'y'}, N_("copy"), N_("Copy the text to your clipboard"), NULL},
};
static const struct keymap keymap = KEYMAP(N_("Texts to read"), binds);

static const struct view_type page_view = {
        .name = "page",
        .help = N_("Something to read. / looks for a word."),
        .keymap = &keymap,
        .layers = {&textview_keymap},
        .action = page_action,
        .open = open_page,
        .close = page_close,
        .title = page_title,
        .status = page_status,
        .draw = page_draw,
        .key = page_key,
        .typing = page_typing,
        .back = page_back,
        .mode = page_mode,
};

int page_open(struct app *app, const char *title, const char *text)
{
    struct page_request request = {title, text};
    return app_open(app, &page_view, &request);
}
