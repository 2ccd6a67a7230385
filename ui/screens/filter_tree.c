#include "screens/filter_tree.h"

#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/words.h"
#include "report/sizes.h"
#include "screens/filter_edit.h"
#include "screens/filter_form.h"
#include "screens/badge.h"
#include "screens/world.h"
#include "store/store.h"

static size_t rows_count(void *context)
{
    const struct filter_tree *tree = context;
    return tree->root ? filter_node_count(tree->root) : 0;
}

static void add_node_words(const struct filter *node, struct buf *out)
{
    switch (node->kind) {
    case FILTER_ALL: buf_add_text(out, _("all of")); break;
    case FILTER_ANY: buf_add_text(out, _("any of")); break;
    case FILTER_NOT: buf_add_text(out, _("not")); break;
    default: filter_add_words(out, node); break;
    }
}

static void rows_row(void *context, size_t number, struct tree_row *row)
{
    struct filter_tree *tree = context;
    struct filter_spot spot;
    if (!filter_spot_find(tree->root, number, &spot))
        return;
    row->depth = spot.depth;
    row->group = filter_is_group(spot.node);
    row->share = -1;
    add_node_words(spot.node, &row->text);
    if (number < tree->size_count)
        text_add_number(&row->figure, tree->sizes[number]);
    else
        buf_add_text(&row->figure, tree->failed ? "?" : "...");
}

static struct filter *copy_of(const struct filter *filter)
{
    if (!filter)
        return NULL;
    struct filter *copy = mem_new(sizeof *copy);
    filter_copy(copy, filter);
    return copy;
}

static void free_filter(struct filter *filter)
{
    if (filter)
        filter_release(filter);
    mem_free(filter);
}

static void remember(struct filter_tree *tree)
{
    if (tree->past_count == FILTER_TREE_UNDO_MAX) {
        free_filter(tree->past[0]);
        memmove(tree->past, tree->past + 1, --tree->past_count * sizeof *tree->past);
    }
    tree->past = mem_room(tree->past, tree->past_count, &tree->past_capacity, sizeof *tree->past);
    tree->past[tree->past_count++] = copy_of(tree->root);
}

static void tell(struct filter_tree *tree)
{
    filter_tree_count(tree);
    if (tree->changed)
        tree->changed(tree->context);
}

bool filter_tree_undo(struct filter_tree *tree)
{
    if (!tree->past_count)
        return false;
    free_filter(tree->root);
    tree->root = tree->past[--tree->past_count];
    tell(tree);
    return true;
}

/* The leaf that was asked for came back. */
static void leaf_done(struct view *view, void *context, const struct filter *leaf)
{
    struct filter_tree *tree = context;
    (void)view;
    remember(tree);
    if (tree->editing == TREE_EDIT)
        tree->tree.selected = filter_edit_replace(tree->root, tree->edited, leaf);
    else
        tree->tree.selected =
                filter_edit_add(&tree->root, tree->edited, leaf, tree->editing == TREE_ADD_GROUP);
    tell(tree);
}

static void open_leaf(struct filter_tree *tree, size_t row, enum tree_action action)
{
    struct filter_spot spot = {0};
    bool edit = action == TREE_EDIT && filter_spot_find(tree->root, row, &spot);
    tree->edited = row;
    tree->editing = action;
    filter_form_open(
            tree->view->app, &(struct filter_form_request){
                                     .title = edit ? _("Edit a condition") : _("New condition"),
                                     .leaf = edit ? spot.node : NULL,
                                     .suggest = tree->suggest,
                                     .done = leaf_done,
                                     .context = tree});
}

static bool needs_leaf(const struct filter_tree *tree, size_t row, enum tree_action action)
{
    struct filter_spot spot;
    bool there = filter_spot_find(tree->root, row, &spot);
    if (action == TREE_ADD || (action == TREE_EDIT && there && !filter_is_group(spot.node)))
        return true;
    return action == TREE_ADD_GROUP && (!there || filter_is_group(spot.node));
}

static size_t rows_act(void *context, size_t row, enum tree_action action)
{
    struct filter_tree *tree = context;
    if (action == TREE_UNDO) {
        filter_tree_undo(tree);
        return row;
    }
    if (needs_leaf(tree, row, action)) {
        open_leaf(tree, row, action);
        return row;
    }
    remember(tree);
    if (action == TREE_DELETE)
        row = filter_edit_delete(&tree->root, row);
    else if (action == TREE_NOT)
        row = filter_edit_not(tree->root, row);
    else if (action == TREE_ADD_GROUP)
        row = filter_edit_wrap(tree->root, row);
    else if (action == TREE_MOVE_UP || action == TREE_MOVE_DOWN)
        row = filter_edit_move(tree->root, row, action == TREE_MOVE_DOWN);
    else
        filter_edit_turn(tree->root, row);
    tell(tree);
    return row;
}

static bool rows_refuse(void *context, size_t row, enum tree_action action, struct buf *why)
{
    const struct filter_tree *tree = context;
    struct filter_spot spot;
    bool there = filter_spot_find(tree->root, row, &spot);
    bool adds = action == TREE_ADD || action == TREE_ADD_GROUP || action == TREE_NOT;
    if (action == TREE_UNDO && !tree->past_count)
        buf_add_text(why, _("There is nothing to take back"));
    else if (!there && action != TREE_ADD && action != TREE_ADD_GROUP && action != TREE_UNDO)
        buf_add_text(why, _("There is nothing here yet: a adds a condition"));
    else if (there && action == TREE_TURN && !filter_is_group(spot.node))
        buf_add_text(why, _("Only a group turns between all and any; b makes one of this row"));
    else if (there && action == TREE_TURN && spot.node->kind == FILTER_NOT)
        buf_add_text(why, _("A not stays a not; n takes it away"));
    else if (there && adds && filter_edit_is_full(tree->root, row, action == TREE_ADD))
        buf_add_format(why, _("A filter has at most %d conditions, %d groups deep"),
                FILTER_LEAVES_MAX, FILTER_DEPTH_MAX);
    else
        return false;
    return true;
}

static const struct tree_type rows_type = {
        .empty = N_("Everyone. Press a to add a condition."),
        .count = rows_count,
        .row = rows_row,
        .act = rows_act,
        .refuse = rows_refuse,
};

void filter_tree_init(struct filter_tree *tree, struct view *view, struct suggest *suggest,
        void (*changed)(void *context), void *context)
{
    memset(tree, 0, sizeof *tree);
    tree->view = view;
    tree->suggest = suggest;
    tree->changed = changed;
    tree->context = context;
    tree_init(&tree->tree, &rows_type, tree);
}

void filter_tree_release(struct filter_tree *tree)
{
    job_cancel(tree->job);
    tree_release(&tree->tree);
    free_filter(tree->root);
    for (size_t i = 0; i < tree->past_count; i++)
        free_filter(tree->past[i]);
    mem_free(tree->past);
    mem_free(tree->sizes);
    memset(tree, 0, sizeof *tree);
}

void filter_tree_set(struct filter_tree *tree, const struct filter *filter)
{
    free_filter(tree->root);
    tree->root = copy_of(filter);
    filter_tree_count(tree);
}

const struct filter *filter_tree_get(const struct filter_tree *tree)
{
    return tree->root;
}

struct tree_count {
    const struct world *world;
    struct filter_tree *tree; /* for the thread of the interface alone */
    struct filter *filter;
    struct job *job;
    int64_t *sizes;
    size_t count;
    int64_t size_ms;
    bool failed;
};

static int step(void *context, int64_t done, int64_t total)
{
    const struct tree_count *count = context;
    job_progress(count->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(count->job);
}

static void count_run(struct job *job, void *data)
{
    struct tree_count *count = data;
    struct error err;
    struct scan scan = {.step = step, .context = count};
    count->job = job;
    struct store *store = world_open_store(count->world, &err);
    count->failed = !store || filter_count(store, count->filter, count->sizes, count->count,
                                      &count->size_ms, &scan, &err) < 0;
    store_close(store);
}

static void count_done(struct view *view, struct job *job, void *data)
{
    struct tree_count *count = data;
    struct filter_tree *tree = count->tree;
    (void)job;
    tree->job = NULL;
    tree->failed = count->failed;
    if (!count->failed) {
        mem_free(tree->sizes);
        tree->sizes = count->sizes;
        tree->size_count = count->count;
        tree->size_ms = count->size_ms;
        count->sizes = NULL;
    }
    app_redraw(view->app);
}

static void count_free(void *data)
{
    struct tree_count *count = data;
    free_filter(count->filter);
    mem_free(count->sizes);
    mem_free(count);
}

static const struct job_type count_job = {count_run, count_done, count_free};

void filter_tree_count(struct filter_tree *tree)
{
    job_cancel(tree->job);
    tree->job = NULL;
    tree->failed = false;
    tree->size_count = 0;
    if (!tree->root)
        return;
    struct tree_count *count = mem_new(sizeof *count);
    count->world = world_of(tree->view->app);
    count->tree = tree;
    count->filter = copy_of(tree->root);
    count->count = filter_node_count(tree->root);
    count->sizes = mem_array(count->count, sizeof *count->sizes);
    tree->job = job_start(tree->view->app, tree->view, &count_job, count);
}

void filter_tree_add_size(const struct filter_tree *tree, struct buf *out)
{
    struct buf number = {0};
    struct buf when = {0};
    int percent = tree->job ? job_percent(tree->job) : -1;
    if (!tree->root) {
        buf_add_text(out, _("Everyone"));
    } else if (tree->size_count) {
        text_add_number(&number, tree->sizes[0]);
        add_instant(&when, tree->size_ms, suggest_company_zone(tree->suggest));
        buf_add_format(out, count_text("%s user, as of %s", "%s users, as of %s", tree->sizes[0]),
                buf_text(&number), buf_text(&when));
    } else if (tree->failed) {
        buf_add_text(out, _("cannot be counted: something that it names is missing"));
    } else if (percent > 0) {
        buf_add_format(out, _("counting ... %d %%"), percent);
    } else {
        buf_add_text(out, _("counting ..."));
    }
    buf_release(&number);
    buf_release(&when);
}

void filter_tree_draw(struct filter_tree *tree, struct area area, bool focus)
{
    tree_draw(&tree->tree, area, focus);
}

bool filter_tree_key(struct filter_tree *tree, const struct key *key)
{
    return tree_key(&tree->tree, key);
}
