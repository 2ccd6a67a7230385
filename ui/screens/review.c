#include "screens/review.h"

#include <string.h>

#include "actions/lifecycle.h"
#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "base/wrap.h"
#include "report/check.h"
#include "screens/badge.h"
#include "screens/review_rows.h"
#include "screens/wizard_screen.h"
#include "screens/world.h"
#include "store/store.h"

enum { TEXT_X = 18, MARGIN = 2 };

enum {
    REVIEW_OPEN = 1,
    REVIEW_ACCEPT,
    REVIEW_ACTIVATE,
    REVIEW_SAVE,
    REVIEW_AGAIN,
    REVIEW_UP,
    REVIEW_DOWN,
    REVIEW_FIRST,
    REVIEW_LAST,
};

void review_init(struct review *review, struct view *view, struct draft *draft, void *context)
{
    memset(review, 0, sizeof *review);
    review->view = view;
    review->world = world_of(view->app);
    review->draft = draft;
    review->context = context;
}

void review_release(struct review *review)
{
    job_cancel(review->job);
    review_clear_rows(review);
    finding_list_release(&review->findings);
    for (size_t i = 0; i < review->seen_count; i++)
        mem_free(review->seen[i]);
    mem_free(review->seen);
    mem_free(review->rows);
    mem_free(review->document);
    memset(review, 0, sizeof *review);
}

/* The check goes through all users, so it is a job. */
struct check_work {
    const struct world *world;
    struct campaign *campaign;
    struct job *job;
    struct finding_list findings;
    bool failed;
    struct error err;
};

static int step(void *context, int64_t done, int64_t total)
{
    const struct check_work *work = context;
    job_progress(work->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(work->job);
}

static void check_run(struct job *job, void *data)
{
    struct check_work *work = data;
    struct check_query query = {
            .action_ms = WHEN_NONE, .count = true, .scan = {.step = step, .context = work}};
    work->job = job;
    work->failed = true;
    struct store *store = world_open_store(work->world, &work->err);
    if (store && check_campaign(store, work->campaign, &query, &work->findings, &work->err) == 0)
        work->failed = false;
    store_close(store);
}

static struct review *review_of(struct view *view)
{
    if (view->type == &wizard_view)
        return &((struct wizard_screen *)view->state)->review;
    return review_view_review(view);
}

static void check_done(struct view *view, struct job *job, void *data)
{
    struct review *review = review_of(view);
    struct check_work *work = data;
    (void)job;
    review->job = NULL;
    review->checked = !work->failed;
    if (work->failed)
        review->failed = work->err;
    finding_list_release(&review->findings);
    review->findings = work->findings;
    work->findings = (struct finding_list){0};
    review_make_rows(review);
    app_redraw(view->app);
}

static void check_free(void *data)
{
    struct check_work *work = data;
    campaign_free(work->campaign);
    finding_list_release(&work->findings);
    mem_free(work);
}

static const struct job_type check_job = {check_run, check_done, check_free};

static char *document_of(const struct review *review)
{
    struct buf json = {0};
    campaign_write(review->draft->campaign, 0, &json);
    buf_add_format(&json, " %u %d", review->draft->base_version, (int)review->draft->status);
    return buf_take(&json);
}

void review_renew(struct review *review)
{
    char *now = document_of(review);
    bool same = review->document && strcmp(now, review->document) == 0;
    mem_free(now);
    if (!same)
        review_refresh(review);
}

void review_refresh(struct review *review)
{
    struct error err;
    if (review->acting)
        return;
    mem_free(review->document);
    review->document = document_of(review);
    job_cancel(review->job);
    review->job = NULL;
    review->checked = false;
    review->failed = (struct error){0};
    finding_list_release(&review->findings);
    review_make_rows(review);
    /* What is not whole yet says so by its fields; the rest is found once it is. */
    if (review->count && review->rows[0].severity == SEVERITY_ERROR)
        return;
    struct campaign *whole = draft_whole(review->draft, &err);
    if (!whole) {
        review->failed = err;
        review_make_rows(review);
        return;
    }
    struct check_work *work = mem_new(sizeof *work);
    work->world = review->world;
    work->campaign = whole;
    review->job = job_start(review->view->app, review->view, &check_job, work);
}

static size_t count_rows(const struct review *review, int severity, bool unseen)
{
    size_t count = 0;
    for (size_t i = 0; i < review->count; i++)
        count += review->rows[i].severity == severity && !(unseen && review->rows[i].seen);
    return count;
}

static void select_first(struct review *review, int severity)
{
    for (size_t i = 0; i < review->count; i++)
        if (review->rows[i].severity == severity && !review->rows[i].seen) {
            review->selected = i;
            return;
        }
}

bool review_is_held(struct review *review, struct buf *why)
{
    size_t errors = count_rows(review, SEVERITY_ERROR, false);
    size_t warnings = count_rows(review, SEVERITY_WARNING, true);
    if (errors) {
        select_first(review, SEVERITY_ERROR);
        buf_add_format(why,
                count_text("%zu error stands in the way: Enter goes to the field",
                        "%zu errors stand in the way: Enter goes to the field", errors),
                errors);
    } else if (review->job) {
        buf_add_text(why, _("It is still being checked: one moment"));
    } else if (!review->checked) {
        buf_add_text(why, _("It could not be checked: r tries again"));
    } else if (warnings) {
        select_first(review, SEVERITY_WARNING);
        buf_add_format(why,
                count_text("%zu warning needs a second look: Space accepts it, Enter goes to the "
                           "field",
                        "%zu warnings need a second look: Space accepts one, Enter goes to its "
                        "field",
                        warnings),
                warnings);
    } else {
        return false;
    }
    return true;
}

static void add_state(struct review *review, struct buf *out)
{
    bool live = status_stored(review->draft->status) == STATUS_LIVE;
    int percent = review->job ? job_percent(review->job) : -1;
    size_t selected = review->selected;
    if (review->job && percent > 0)
        buf_add_format(out, _("Checking ... %d %%"), percent);
    else if (review->job)
        buf_add_text(out, _("Checking ..."));
    else if (!review_is_held(review, out))
        buf_add_text(out, live ? _("Ready. s shows what the edit changes and saves it.")
                               : _("Ready. a activates it, s keeps it as a draft."));
    review->selected = selected;
}

static const struct {
    enum style style;
    const char *word;
} badges[] = {
        [SEVERITY_ERROR] = {STYLE_ERROR, N_("ERROR")},
        [SEVERITY_WARNING] = {STYLE_WARNING, N_("WARNING")},
        [SEVERITY_HINT] = {STYLE_INFO, N_("HINT")},
};

static int text_width(const struct area *area)
{
    int width = area->width - TEXT_X - 1;
    return width > 10 ? width : 10;
}

static int row_height(const struct review_row *row, int width)
{
    int rows = (int)wrap_count(row->text, strlen(row->text), width);
    return row->severity < 0 && rows > 3 ? 3 : rows;
}

static void draw_row(const struct review_row *row, struct area area, bool selected)
{
    enum style style = selected ? STYLE_STRONG : STYLE_TEXT;
    if (selected) {
        draw_glyph(area, 0, 0, STYLE_STRONG, GLYPH_SELECT);
        draw_focus(area, 0, 0);
    }
    if (row->seen)
        draw_badge(area, 0, MARGIN, STYLE_GOOD, _("SEEN"));
    else if (row->severity >= 0)
        draw_badge(area, 0, MARGIN, badges[row->severity].style,
                i18n_text(badges[row->severity].word));
    else
        draw_fit(area, 0, MARGIN, TEXT_X - MARGIN - 1, STYLE_DIM, row->heading);
    draw_wrapped(area_columns(area, TEXT_X, text_width(&area)), 0, style, row->text);
}

/* Scrolls so that the selected row is wholly there. */
static void follow(struct review *review, const struct area *area)
{
    int height = 0;
    if (review->selected < review->top)
        review->top = review->selected;
    for (size_t i = review->selected + 1; i-- > review->top;) {
        height += row_height(&review->rows[i], text_width(area));
        if (height > area->height) {
            review->top = i < review->selected ? i + 1 : i;
            return;
        }
    }
}

void review_draw(struct review *review, struct area area)
{
    struct buf state = {0};
    struct area top = area_take_top(&area, 2);
    add_state(review, &state);
    draw_fit(top, 0, MARGIN, top.width - MARGIN - 1, STYLE_STRONG, buf_text(&state));
    buf_release(&state);
    follow(review, &area);
    int y = 0;
    for (size_t i = review->top; i < review->count && y < area.height; i++) {
        const struct review_row *row = &review->rows[i];
        int height = row_height(row, text_width(&area));
        draw_row(row, area_rows(area, y, height), i == review->selected);
        y += height;
    }
}

static void accept(struct review *review)
{
    struct review_row *row = &review->rows[review->selected];
    if (row->severity != SEVERITY_WARNING) {
        app_message(review->view->app, STYLE_TEXT, _("Only warnings are accepted"));
        return;
    }
    row->seen = !row->seen;
    review_remember_seen(review, row);
    if (row->seen && count_rows(review, SEVERITY_WARNING, true))
        select_first(review, SEVERITY_WARNING);
}

static void open_row(struct review *review)
{
    /* Jumping makes the rows anew. */
    char *path = mem_string(review->rows[review->selected].path);
    review->jump(review->context, path);
    mem_free(path);
}

static void act(struct review *review, int action)
{
    struct buf why = {0};
    if (action == REVIEW_OPEN && review->count)
        open_row(review);
    else if (action == REVIEW_ACCEPT && review->count)
        accept(review);
    else if (action == REVIEW_AGAIN)
        review_refresh(review);
    else if (action == REVIEW_SAVE)
        review_save(review);
    else if (review_is_held(review, &why))
        app_message(review->view->app, STYLE_WARNING, buf_text(&why));
    else
        review_activate(review);
    buf_release(&why);
}

static bool refuse_activate(struct view *view, struct buf *why)
{
    const char *reason;
    const struct review *review = review_of(view);
    enum status status = status_stored(review->draft->status);
    if (status == STATUS_LIVE) {
        buf_add_text(why, _("It is live already: s shows what the edit changes and saves it"));
        return true;
    }
    if (lifecycle_allows(VERB_ACTIVATE, status, &reason))
        return false;
    buf_add_text(why, reason);
    return true;
}

static bool refuse_accept(struct view *view, struct buf *why)
{
    const struct review *review = review_of(view);
    if (review->count && review->rows[review->selected].severity == SEVERITY_WARNING)
        return false;
    buf_add_text(why, _("Only warnings are accepted"));
    return true;
}

/* In the other steps of the wizard Enter is the fields'. */
static bool refuse_elsewhere(struct view *view, struct buf *why)
{
    bool typing = view->type->typing && view->type->typing(view);
    if (typing)
        buf_add_text(why, _("This is for the last step; here Enter goes to the next field"));
    return typing;
}

static const struct keybind binds[] = {
        {REVIEW_ACTIVATE, {'a'}, N_("activate"),
                N_("See who will be reached, then activate the campaign"), refuse_activate},
        {REVIEW_SAVE, {'s'}, N_("save"),
                N_("Save it as a version; an edit of a live campaign shows the difference first"),
                NULL},
        {REVIEW_OPEN, {CODE_ENTER}, N_("go to field"), N_("Go to the field of the selected row"),
                refuse_elsewhere},
        {REVIEW_ACCEPT, {' '}, N_("accept"), N_("Accept the selected warning"), refuse_accept},
        {REVIEW_AGAIN, {'r'}, N_("check again"), N_("Check everything again"), NULL},
        {REVIEW_UP, {CODE_UP, 'k'}, NULL, N_("Up"), NULL},
        {REVIEW_DOWN, {CODE_DOWN, 'j', CODE_TAB}, NULL, N_("Down"), NULL},
        {REVIEW_FIRST, {'g', CODE_HOME}, NULL, N_("First row"), NULL},
        {REVIEW_LAST, {'G', CODE_END}, NULL, N_("Last row"), NULL},
};
const struct keymap review_keymap = KEYMAP(N_("Review"), binds);

static bool move(struct review *review, int action)
{
    size_t last = review->count ? review->count - 1 : 0;
    switch (action) {
    case REVIEW_UP: review->selected -= review->selected > 0; break;
    case REVIEW_DOWN: review->selected += review->selected < last; break;
    case REVIEW_FIRST: review->selected = 0; break;
    case REVIEW_LAST: review->selected = last; break;
    default: return false;
    }
    return true;
}

bool review_key(struct review *review, const struct key *key)
{
    struct buf why = {0};
    const struct keybind *bind = keymap_find(&review_keymap, key->code, false);
    if (!bind)
        return false;
    if (keybind_refused(bind, review->view, &why))
        app_message(review->view->app, STYLE_WARNING, buf_text(&why));
    else if (!move(review, bind->action))
        act(review, bind->action);
    buf_release(&why);
    return true;
}
