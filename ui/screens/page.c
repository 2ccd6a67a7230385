#include "screens/page.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/text_screen.h"

struct page {
    struct textview text;
    char *title;
    char *copy; /* of the text as it came */
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
        .open = open_page,
        .close = page_close,
        .title = page_title,
        .action = page_action,
        TEXT_SCREEN_FUNCTIONS,
};

int page_open(struct app *app, const char *title, const char *text)
{
    struct page_request request = {title, text};
    return app_open(app, &page_view, &request);
}
