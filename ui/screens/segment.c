/* The editor of a segment: its name above, its filter below, the exact size of every branch beside
 * it. */
#include "screens/segment_screen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "model/words.h"
#include "report/changelog.h"
#include "screens/badge.h"
#include "screens/id_propose.h"
#include "screens/world.h"
#include "widgets/dialog.h"

enum { FIELD_NAME = 1, FIELD_ID, FIELD_DESCRIPTION, FIELD_TAGS };
enum { WORDS_ROWS = 4, WORDS_FROM_HEIGHT = 17 };

static void choose_tags(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    const struct segment_screen *screen = context;
    (void)form;
    (void)field;
    suggest_tags(screen->suggest, typed, out);
}

static enum field_verdict check_id(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const struct segment_screen *screen = context;
    const char *id = field_text(field);
    (void)form;
    if (*id == '\0')
        return FIELD_OK;
    if (!id_is_valid(id))
        buf_add_text(why, _("An id has 1 to 64 of the characters a-z 0-9 . _ - and nothing else."));
    else if (segment_draft_is_new(&screen->draft) && suggest_has_segment(screen->suggest, id))
        buf_add_text(why, _("There is a segment with this id already: choose another one."));
    else
        return FIELD_OK;
    return FIELD_ERROR;
}

static const struct field_type fields[] = {
        {.id = FIELD_NAME,
                .kind = FIELD_TEXT,
                .label = N_("Name"),
                .required = true,
                .size_max = CAMPAIGN_TITLE_MAX,
                .help = N_("What your colleagues see in lists, such as 'Active in the last 14 "
                           "days'.")},
        {.id = FIELD_ID,
                .kind = FIELD_TEXT,
                .label = N_("Id"),
                .required = true,
                .size_max = CAMPAIGN_ID_MAX,
                .check = check_id,
                .help = N_("The name in files, in campaigns and on the command line, made from "
                           "the name. It stays for good once the segment was saved.")},
        {.id = FIELD_DESCRIPTION,
                .kind = FIELD_LONG,
                .label = N_("Description"),
                .size_max = CAMPAIGN_DESCRIPTION_MAX,
                .hint = N_("Space"),
                .help = N_("What the segment is for, for colleagues who read it in a year. Space "
                           "opens the editor.")},
        {.id = FIELD_TAGS,
                .kind = FIELD_MULTI,
                .label = N_("Tags"),
                .free = true,
                .size_max = NAME_SIZE_MAX,
                .choices = choose_tags,
                .hint = N_("Space: the list; or type"),
                .help = N_("Words to find segments by. Type a new one and press Enter, or take one "
                           "that is in use.")},
};

static struct field *field_of(struct segment_screen *screen, int id)
{
    return form_find(&screen->form, id, 0);
}

static bool is_taken(const void *context, const char *id)
{
    return suggest_has_segment(context, id);
}

static void set_text(char **text, const char *value)
{
    mem_free(*text);
    *text = *value != '\0' ? mem_string(value) : NULL;
}

static void propose_id(struct segment_screen *screen)
{
    const char *name = field_text(field_of(screen, FIELD_NAME));
    char *id = id_propose(name, is_taken, screen->suggest);
    field_set_text(field_of(screen, FIELD_ID), id);
    set_text(&screen->draft.segment->id, id);
    mem_free(id);
}

static void take_tags(struct segment *segment, const struct field *field)
{
    for (size_t i = 0; i < segment->tag_count; i++)
        mem_free(segment->tags[i]);
    mem_free(segment->tags);
    segment->tag_count = field->chosen_count;
    segment->tags = NULL;
    if (segment->tag_count > 0)
        segment->tags = mem_array(segment->tag_count, sizeof *segment->tags);
    for (size_t i = 0; i < segment->tag_count; i++)
        segment->tags[i] = mem_string(field->chosen[i]);
}

static void form_changed(void *context, struct form *form, struct field *field)
{
    struct segment_screen *screen = context;
    struct segment *segment = screen->draft.segment;
    (void)form;
    switch (field->type->id) {
    case FIELD_NAME:
        set_text(&segment->name, field_text(field));
        if (segment_draft_is_new(&screen->draft) && !screen->id_typed)
            propose_id(screen);
        break;
    case FIELD_ID:
        set_text(&segment->id, field_text(field));
        screen->id_typed = segment->id != NULL;
        break;
    case FIELD_DESCRIPTION: set_text(&segment->description, field_text(field)); break;
    default: take_tags(segment, field); break;
    }
}

/* Taken over at once, so that nothing is lost whatever happens. */
static void filter_changed(void *context)
{
    struct segment_screen *screen = context;
    struct segment *segment = screen->draft.segment;
    const struct filter *filter = filter_tree_get(&screen->tree);
    struct error err = {0};
    filter_release(&segment->filter);
    segment->filter = (struct filter){.kind = FILTER_EVERYONE};
    if (filter != NULL)
        filter_copy(&segment->filter, filter);
    if (segment_draft_keep(&screen->draft, &err) != 0)
        app_message_error(screen->view->app, &err);
}

void segment_screen_fill(struct segment_screen *screen)
{
    const struct segment *segment = screen->draft.segment;
    form_clear(&screen->form);
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++)
        form_add(&screen->form, &fields[i], 0);
    field_set_text(field_of(screen, FIELD_NAME), segment->name != NULL ? segment->name : "");
    field_set_text(field_of(screen, FIELD_ID), segment->id != NULL ? segment->id : "");
    field_set_text(field_of(screen, FIELD_DESCRIPTION),
            segment->description != NULL ? segment->description : "");
    for (size_t i = 0; i < segment->tag_count; i++)
        field_choose(field_of(screen, FIELD_TAGS), segment->tags[i], true);
    if (!segment_draft_is_new(&screen->draft))
        field_set_disabled(field_of(screen, FIELD_ID),
                _("The id of a saved segment stays: clone it to have it under another one"));
    filter_tree_set(
            &screen->tree, segment->filter.kind == FILTER_EVERYONE ? NULL : &segment->filter);
}

static int read_uses(struct segment_screen *screen, struct error *err)
{
    struct segment_list list = {0};
    screen->size_before = -1;
    if (segment_draft_is_new(&screen->draft))
        return 0;
    if (segments_list(screen->world->store, &list, err) != 0)
        return -1;
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].id, screen->draft.copy_id) == 0)
            screen->size_before = list.items[i].size;
    segment_list_release(&list);
    return segment_uses(
            screen->world->store, screen->draft.copy_id, &screen->uses, &screen->use_count, err);
}

static void say_resumed(struct segment_screen *screen)
{
    struct buf when = {0};
    if (screen->draft.resumed_ms == WHEN_NONE)
        return;
    add_instant(&when, screen->draft.resumed_ms, suggest_company_zone(screen->suggest));
    app_message_format(screen->view->app, STYLE_TEXT,
            _("Taken up as you left it on %s; ^F begins anew"), buf_text(&when));
    buf_release(&when);
}

static int segment_open(struct view *view, void *argument, struct error *err)
{
    struct segment_screen *screen = mem_new(sizeof *screen);
    view->state = screen;
    screen->view = view;
    screen->world = world_of(view->app);
    if (segment_draft_open(&screen->draft, screen->world, argument, err) != 0 ||
            read_uses(screen, err) != 0)
        return -1;
    screen->suggest = suggest_open(screen->world, err);
    if (screen->suggest == NULL)
        return -1;
    screen->in_tree = !segment_draft_is_new(&screen->draft);
    screen->id_typed = screen->draft.segment->id != NULL;
    form_init(&screen->form, view, screen, form_changed);
    filter_tree_init(&screen->tree, view, screen->suggest, filter_changed, screen);
    screen->ready = true;
    segment_screen_fill(screen);
    say_resumed(screen);
    return 0;
}

static void segment_close(struct view *view)
{
    struct segment_screen *screen = view->state;
    job_cancel(screen->saving);
    if (screen->ready) {
        filter_tree_release(&screen->tree);
        form_release(&screen->form);
    }
    suggest_free(screen->suggest);
    segment_uses_free(screen->uses, screen->use_count);
    segment_draft_release(&screen->draft);
    mem_free(screen);
}

static void segment_title(struct view *view, struct buf *out)
{
    const struct segment_screen *screen = view->state;
    const struct segment *segment = screen->draft.segment;
    buf_add_text(out, segment->name != NULL                  ? segment->name
                      : segment_draft_is_new(&screen->draft) ? _("New segment")
                                                             : screen->draft.copy_id);
}

static void segment_status(struct view *view, struct view_status *out)
{
    const struct segment_screen *screen = view->state;
    if (screen->saving != NULL)
        buf_add_text(&out->text, _("saving ..."));
    else if (segment_draft_is_new(&screen->draft))
        buf_add_text(&out->text, _("new, kept as you type"));
    else if (segment_draft_is_changed(&screen->draft))
        buf_add_format(&out->text, _("edit of version %u"), screen->draft.base_version);
    else
        buf_add_format(&out->text, _("version %u"), screen->draft.base_version);
}

static void draw_words(struct segment_screen *screen, struct area area)
{
    const struct filter *filter = filter_tree_get(&screen->tree);
    struct buf words = {0};
    if (filter != NULL)
        filter_add_words(&words, filter);
    else
        buf_add_text(&words, _("Everyone"));
    draw_rule(area, 0, _("In words"));
    draw_wrapped(
            area_inset(area_rows(area, 1, area.height - 1), 0, 1), 0, STYLE_TEXT, buf_text(&words));
    buf_release(&words);
}

static void segment_draw(struct view *view, struct area area)
{
    struct segment_screen *screen = view->state;
    struct buf size = {0};
    struct area whole = area;
    area_take_top(&area, form_height(&screen->form, area.width));
    filter_tree_add_size(&screen->tree, &size);
    draw_rule(area_take_top(&area, 1), 0, buf_text(&size));
    buf_release(&size);
    if (whole.height >= WORDS_FROM_HEIGHT)
        draw_words(screen, area_take_bottom(&area, WORDS_ROWS));
    filter_tree_draw(&screen->tree, area, screen->in_tree);
    /* Above the rest, since its lists open over it. */
    form_draw(&screen->form, whole, !screen->in_tree);
}

static bool segment_typing(struct view *view)
{
    const struct segment_screen *screen = view->state;
    return !screen->in_tree && form_typing(&screen->form);
}

static bool at_last_field(const struct segment_screen *screen)
{
    return form_focused(&screen->form) == form_find(&screen->form, FIELD_TAGS, 0);
}

static bool form_gets_key(struct segment_screen *screen, const struct key *key)
{
    bool onward = key->code == CODE_TAB || key->code == CODE_DOWN || key->code == CODE_ENTER;
    if (onward && at_last_field(screen) && !screen->form.open) {
        screen->in_tree = true;
        return true;
    }
    return form_walk_key(&screen->walk, &screen->form, key);
}

static bool segment_key(struct view *view, const struct key *key)
{
    struct segment_screen *screen = view->state;
    if (!screen->in_tree)
        return form_gets_key(screen, key);
    if (key->code == CODE_BACKTAB || key->code == CODE_TAB ||
            (key->code == CODE_UP && screen->tree.tree.selected == 0)) {
        screen->in_tree = false;
        form_focus(
                &screen->form, field_of(screen, key->code == CODE_TAB ? FIELD_NAME : FIELD_TAGS));
        return true;
    }
    return filter_tree_key(&screen->tree, key);
}

enum { DO_SAVE = 1, DO_RESET, DO_LOG };

static void reset_answered(struct view *view, void *context, int answer)
{
    struct segment_screen *screen = context;
    struct error err = {0};
    (void)view;
    if (answer != DIALOG_YES)
        return;
    segment_draft_reset(&screen->draft);
    screen->id_typed = !segment_draft_is_new(&screen->draft);
    segment_screen_fill(screen);
    if (segment_draft_keep(&screen->draft, &err) != 0)
        app_message_error(screen->view->app, &err);
}

static void segment_action(struct view *view, int action)
{
    struct segment_screen *screen = view->state;
    if (action == DO_SAVE)
        segment_screen_save(screen);
    else if (action == DO_LOG)
        app_open(view->app, &changelog_view,
                &(struct log_query){.object = OBJECT_SEGMENT,
                        .id = screen->draft.copy_id,
                        .since_ms = WHEN_NONE,
                        .until_ms = WHEN_NEVER});
    else
        dialog_confirm(view->app, &(struct dialog){.title = _("Begin anew?"),
                                          .text = _("What you changed here goes, for good."),
                                          .yes = _("Begin anew"),
                                          .done = reset_answered,
                                          .context = screen});
}

static bool segment_back(struct view *view)
{
    struct segment_screen *screen = view->state;
    struct error err = {0};
    if (!screen->in_tree && form_back(&screen->form))
        return true;
    if (segment_draft_keep(&screen->draft, &err) != 0) {
        app_message_error(view->app, &err);
        return true;
    }
    if (segment_draft_is_changed(&screen->draft))
        app_message(view->app, STYLE_GOOD,
                _("Not saved, but kept as your working copy: open it again to go on"));
    return false;
}

static int segment_keep(struct view *view, struct error *err)
{
    struct segment_screen *screen = view->state;
    return screen->ready ? segment_draft_keep(&screen->draft, err) : 0;
}

static void segment_tick(struct view *view, int64_t now_ms)
{
    struct segment_screen *screen = view->state;
    (void)now_ms;
    if (screen->tree.job != NULL)
        app_redraw(view->app);
}

static bool refuse_save(struct view *view, struct buf *why)
{
    const struct segment_screen *screen = view->state;
    if (screen->saving != NULL)
        buf_add_text(why, _("It is being saved; the engine may keep it waiting for a moment"));
    else if (!segment_draft_is_new(&screen->draft) && !segment_draft_is_changed(&screen->draft))
        buf_add_text(why, _("There is nothing to save: it is as it was"));
    else
        return false;
    return true;
}

static bool refuse_reset(struct view *view, struct buf *why)
{
    const struct segment_screen *screen = view->state;
    if (segment_draft_is_changed(&screen->draft))
        return false;
    buf_add_text(why, _("There is nothing to take back: it is as it was"));
    return true;
}

static bool refuse_log(struct view *view, struct buf *why)
{
    const struct segment_screen *screen = view->state;
    if (!segment_draft_is_new(&screen->draft))
        return false;
    buf_add_text(why, _("Nothing was saved yet"));
    return true;
}

static const struct keybind binds[] = {
        {DO_SAVE, {CODE_CTRL('O')}, N_("save"), N_("Save it as a new version"), refuse_save},
        {DO_LOG, {CODE_CTRL('G'), 'v'}, NULL, N_("Who changed it"), refuse_log},
        {DO_RESET, {CODE_CTRL('F')}, NULL, N_("Begin anew, from the saved version or nothing"),
                refuse_reset},
};
static const struct keymap keymap = KEYMAP(N_("Segment"), binds);

/* The keys of what has the focus stand on the key line. */
static const struct keybind tree_binds[] = {
        {DO_SAVE, {CODE_CTRL('O')}, N_("save"), N_("Save it as a new version"), refuse_save},
        {100, {'a'}, N_("add"), N_("Add a condition here"), NULL},
        {101, {CODE_ENTER}, N_("edit"), N_("Edit the condition"), NULL},
        {102, {'b'}, N_("branch"), N_("Add a group of conditions here"), NULL},
        {103, {'t'}, N_("all/any"), N_("All conditions of the group, or any of them"), NULL},
        {104, {'n'}, N_("not"), N_("The opposite of this row, or no longer"), NULL},
        {105, {'d'}, N_("delete"), N_("Delete the row and what is below it"), NULL},
        {106, {'u'}, N_("undo"), N_("Take back the last change"), NULL},
        {107, {CODE_TAB}, N_("name"), N_("To the fields above"), NULL},
};
static const struct keymap tree_line = KEYMAP(N_("Filter"), tree_binds);

static const struct keybind form_binds[] = {
        {DO_SAVE, {CODE_CTRL('O')}, N_("save"), N_("Save it as a new version"), refuse_save},
        {100, {CODE_TAB}, N_("next"), N_("Next field, then the filter"), NULL},
        {101, {CODE_CTRL('F')}, N_("begin anew"), N_("From the saved version or nothing"),
                refuse_reset},
};
static const struct keymap form_line = KEYMAP(N_("Fields"), form_binds);

static const struct keymap *segment_mode(struct view *view)
{
    const struct segment_screen *screen = view->state;
    return screen->in_tree ? &tree_line : &form_line;
}

const struct view_type segment_view = {
        .name = "segment",
        .help = N_("A segment: users for whom its filter holds at the moment somebody asks. "
                   "Conditions are joined by all, any and not; beside each stands how many users "
                   "it holds for. What you change is kept as your working copy; ^O saves it for "
                   "everybody."),
        .keymap = &keymap,
        .layers = {&tree_keymap, &form_keymap},
        .mode = segment_mode,
        .open = segment_open,
        .close = segment_close,
        .title = segment_title,
        .status = segment_status,
        .draw = segment_draw,
        .typing = segment_typing,
        .key = segment_key,
        .action = segment_action,
        .back = segment_back,
        .save = segment_keep,
        .tick = segment_tick,
};
