/* What the files of the application share: app.c, frame.c, job.c. */
#ifndef UI_BASE_APP_PRIVATE_H
#define UI_BASE_APP_PRIVATE_H

#include "base/app.h"

struct stack {
    struct view *views[APP_DEPTH_MAX];
    size_t count;
};

struct app {
    struct app_options options;
    struct stack stacks[APP_TABS_MAX];
    size_t tab;
    /* First closed first; freed when no function of theirs can be running. */
    struct view *closed;
    bool closing; /* all of it: nothing is opened any more */
    struct buf message;
    enum style message_style;
    struct buf clock;
    struct buf clock_short;
    bool dirty;
    bool quit_refused; /* a draft could not be saved: the next Q leaves */
    uint32_t last_code;
    enum app_end end;
    bool frozen;
    int64_t frozen_ms;
    int64_t ticked_ms;
    struct job *jobs;
};

bool app_is_small(void);
void app_free_closed(struct app *app);

void frame_paint(struct app *app);
/* The tab under a cell of line 1, or -1; the key under a cell of the key line, or CODE_NONE. */
int frame_tab_at(struct app *app, int x);
uint32_t frame_key_at(struct app *app, int x);

void job_forget_view(struct app *app, struct view *view);
bool job_deliver(struct app *app); /* true where some are left */
void job_end_all(struct app *app);

#endif
