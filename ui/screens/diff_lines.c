#include "screens/diff_lines.h"

#include <string.h>

#include "base/alloc.h"
#include "base/glyph.h"
#include "base/text.h"
#include "base/wrap.h"

/* Longer texts are compared from both ends only: what is between is all of it another one. */
enum { COMPARED_MAX = 600, CONTEXT = 1, INDENT = 4, GAP = 2 };

struct lines {
    char *text; /* safe, its lines ended by NUL */
    const char **items;
    size_t count, capacity;
};

struct pair {
    const char *before; /* NULL: there is none */
    const char *after;
    bool same;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

int diff_half(int width)
{
    return (width - INDENT - GAP - 1) / 2;
}

static void split(struct lines *lines, const char *text)
{
    struct buf safe = {0};
    if (text == NULL)
        return;
    text_add_safe(&safe, text, strlen(text), true);
    lines->text = mem_string(buf_text(&safe));
    buf_release(&safe);
    for (char *at = lines->text, *end;; at = end + 1) {
        end = strchrnul(at, '\n');
        bool last = *end == '\0';
        *end = '\0';
        lines->items = mem_room(lines->items, lines->count, &lines->capacity, sizeof *lines->items);
        lines->items[lines->count++] = at;
        if (last)
            return;
    }
}

static void lines_release(struct lines *lines)
{
    mem_free(lines->text);
    mem_free(lines->items);
}

static void add_pair(struct pairs *pairs, const char *before, const char *after, bool same)
{
    pairs->items = mem_room(pairs->items, pairs->count, &pairs->capacity, sizeof *pairs->items);
    pairs->items[pairs->count++] = (struct pair){before, after, same};
}

/* What was there and what came in its place, beside each other. */
static void add_changed(struct pairs *pairs, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count)
{
    size_t count = before_count > after_count ? before_count : after_count;
    for (size_t i = 0; i < count; i++)
        add_pair(pairs, i < before_count ? before[i] : NULL, i < after_count ? after[i] : NULL,
                false);
}

/* The longest common subsequence of what is between equal beginnings and ends. */
static void pair_middle(struct pairs *pairs, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count)
{
    size_t width = after_count + 1, i = 0, j = 0, i_begun = 0, j_begun = 0;
    uint16_t *longest;
    if (before_count > COMPARED_MAX || after_count > COMPARED_MAX) {
        add_changed(pairs, before, before_count, after, after_count);
        return;
    }
    longest = mem_array((before_count + 1) * width, sizeof *longest);
    for (size_t b = before_count; b-- > 0;)
        for (size_t a = after_count; a-- > 0;) {
            uint16_t down = longest[(b + 1) * width + a], right = longest[b * width + a + 1];
            uint16_t best = down > right ? down : right;
            if (strcmp(before[b], after[a]) == 0)
                best = (uint16_t)(longest[(b + 1) * width + a + 1] + 1);
            longest[b * width + a] = best;
        }
    while (i < before_count && j < after_count) {
        if (strcmp(before[i], after[j]) == 0) {
            add_changed(pairs, before + i_begun, i - i_begun, after + j_begun, j - j_begun);
            add_pair(pairs, before[i++], after[j++], true);
            i_begun = i;
            j_begun = j;
        } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    add_changed(pairs, before + i_begun, before_count - i_begun, after + j_begun,
            after_count - j_begun);
    mem_free(longest);
}

static void pair_lines(struct pairs *pairs, const struct lines *before, const struct lines *after)
{
    size_t least = before->count < after->count ? before->count : after->count;
    size_t head = 0, tail = 0;
    while (head < least && strcmp(before->items[head], after->items[head]) == 0) {
        add_pair(pairs, before->items[head], after->items[head], true);
        head++;
    }
    while (tail < least - head && strcmp(before->items[before->count - 1 - tail],
                                          after->items[after->count - 1 - tail]) == 0)
        tail++;
    pair_middle(pairs, before->items + head, before->count - head - tail, after->items + head,
            after->count - head - tail);
    for (; tail > 0; tail--)
        add_pair(pairs, before->items[before->count - tail], after->items[after->count - tail],
                true);
}

/* Whether something differs within a few lines. */
static bool is_near(const struct pairs *pairs, size_t place)
{
    size_t from = place > CONTEXT ? place - CONTEXT : 0;
    for (size_t i = from; i <= place + CONTEXT && i < pairs->count; i++)
        if (!pairs->items[i].same)
            return true;
    return false;
}

/* The next row of a line that is wrapped; blanks at its end. */
static void add_cell(
        struct textview *out, enum style style, const char **at, size_t *left, int width)
{
    struct buf cell = {0};
    size_t next = 0;
    size_t size = *left > 0 ? wrap_row(*at, *left, width, &next) : 0;
    char *row = mem_string_of(*at, size);
    text_add_cut(&cell, row, width, true, glyph_is_ascii());
    textview_span(out, style, buf_text(&cell));
    mem_free(row);
    buf_release(&cell);
    *at += next;
    *left -= next;
}

static void add_beside(struct textview *out, const struct pair *pair, int half)
{
    const char *before = pair->before != NULL ? pair->before : "";
    const char *after = pair->after != NULL ? pair->after : "";
    size_t before_left = strlen(before), after_left = strlen(after);
    enum style removed = pair->same || pair->before == NULL ? STYLE_TEXT : STYLE_REMOVED;
    enum style added = pair->same || pair->after == NULL ? STYLE_TEXT : STYLE_ADDED;
    do {
        textview_begin(out, 0);
        textview_span(out, STYLE_TEXT, pair->same ? "    " : "  ! ");
        add_cell(out, removed, &before, &before_left, half);
        textview_span(out, STYLE_TEXT, "  ");
        add_cell(out, added, &after, &after_left, half);
    } while (before_left > 0 || after_left > 0);
}

static void add_line(struct textview *out, enum style style, const char *sign, const char *line)
{
    textview_begin(out, INDENT + 2);
    textview_span(out, STYLE_TEXT, "    ");
    textview_span(out, style, sign);
    textview_span(out, style, line);
}

/* A run of changes: all that went, then all that came. Returns where it ends. */
static size_t add_below(struct textview *out, const struct pairs *pairs, size_t from)
{
    size_t to = from;
    while (to < pairs->count && !pairs->items[to].same)
        to++;
    for (size_t i = from; i < to; i++)
        if (pairs->items[i].before != NULL)
            add_line(out, STYLE_REMOVED, "- ", pairs->items[i].before);
    for (size_t i = from; i < to; i++)
        if (pairs->items[i].after != NULL)
            add_line(out, STYLE_ADDED, "+ ", pairs->items[i].after);
    return to;
}

static void add_pairs(struct textview *out, const struct pairs *pairs, int width)
{
    bool beside = width >= DIFF_SIDE_WIDTH_MIN;
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        if (pair->same && !is_near(pairs, i)) {
            if (i == 0 || is_near(pairs, i - 1))
                add_line(out, STYLE_DIM, "  ", "...");
        } else if (beside) {
            add_beside(out, pair, diff_half(width));
        } else if (pair->same) {
            add_line(out, STYLE_TEXT, "  ", pair->before);
        } else {
            i = add_below(out, pairs, i) - 1;
        }
    }
}

void diff_add_lines(struct textview *out, const char *before, const char *after, int width)
{
    struct lines old = {0}, new = {0};
    struct pairs pairs = {0};
    split(&old, before);
    split(&new, after);
    pair_lines(&pairs, &old, &new);
    add_pairs(out, &pairs, width);
    mem_free(pairs.items);
    lines_release(&old);
    lines_release(&new);
}
