/* The size of the audience while it is written: a job for every change, the old one cancelled. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "report/sizes.h"
#include "screens/badge.h"
#include "screens/wizard_screen.h"
#include "screens/world.h"
#include "store/store.h"

struct count {
    const struct world *world;
    struct campaign *campaign; /* a copy: the original changes meanwhile */
    struct job *job;
    int64_t size, size_ms;
    bool failed;
    struct error err;
};

static int step(void *context, int64_t done, int64_t total)
{
    const struct count *count = context;
    job_progress(count->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(count->job);
}

static void count_run(struct job *job, void *data)
{
    struct count *count = data;
    struct scan scan = {.step = step, .context = count};
    count->job = job;
    count->failed = true;
    struct store *store = world_open_store(count->world, &count->err);
    if (store && audience_count(store, count->campaign, &count->size, &count->size_ms, &scan,
                         &count->err) == 0)
        count->failed = false;
    store_close(store);
}

static void refresh_note(struct wizard_screen *screen)
{
    /* The note of the step is made anew by its own function. */
    if (screen->wizard.step == PLACE_AUDIENCE_STEP)
        audience_form.show(screen, &screen->wizard.form);
    app_redraw(screen->view->app);
}

static void count_done(struct view *view, struct job *job, void *data)
{
    struct wizard_screen *screen = view->state;
    const struct count *count = data;
    (void)job;
    screen->count = NULL;
    screen->size = count->failed ? -2 : count->size;
    screen->size_ms = count->size_ms;
    refresh_note(screen);
}

static void count_free(void *data)
{
    struct count *count = data;
    campaign_free(count->campaign);
    mem_free(count);
}

static const struct job_type count_job = {count_run, count_done, count_free};

/* The audience alone, as a document: what a size is for. */
static char *audience_of(const struct campaign *campaign)
{
    struct buf text = {0};
    for (size_t i = 0; i < campaign->segment_count; i++)
        buf_add_format(&text, "%s ", campaign->segments[i]);
    if (campaign->filter)
        filter_write(campaign->filter, 0, &text);
    return buf_take(&text);
}

void count_stop(struct wizard_screen *screen)
{
    job_cancel(screen->count);
    screen->count = NULL;
}

void count_start(struct wizard_screen *screen)
{
    const struct campaign *campaign = screen->draft.campaign;
    char *wanted = audience_of(campaign);
    if (screen->counted && strcmp(wanted, screen->counted) == 0) {
        mem_free(wanted);
        return;
    }
    mem_free(screen->counted);
    screen->counted = wanted;
    screen->size = -1;
    count_stop(screen);
    struct count *count = mem_new(sizeof *count);
    count->world = screen->world;
    count->campaign = campaign_copy(campaign);
    screen->count = job_start(screen->view->app, screen->view, &count_job, count);
}

void count_add_words(struct wizard_screen *screen, struct buf *out)
{
    struct buf number = {0};
    struct buf when = {0};
    int percent = screen->count ? job_percent(screen->count) : -1;
    if (screen->size >= 0) {
        text_add_number(&number, screen->size);
        add_instant(&when, screen->size_ms, suggest_company_zone(screen->editing.suggest));
        buf_add_format(out,
                count_text("In the audience: %s user, as of %s.",
                        "In the audience: %s users, as of %s.", screen->size),
                buf_text(&number), buf_text(&when));
    } else if (screen->size == -2) {
        buf_add_text(out, _("In the audience: cannot be counted, since something in it is "
                            "missing."));
    } else if (percent > 0) {
        buf_add_format(out, _("In the audience: counting ... %d %%"), percent);
    } else {
        buf_add_text(out, _("In the audience: counting ..."));
    }
    buf_release(&number);
    buf_release(&when);
}
