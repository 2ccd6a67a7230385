#include "report/say.h"

#include <string.h>

#include "base/text.h"
#include "base/when.h"

void say_instant(struct buf *out, int64_t instant_ms, zone_id zone)
{
    struct wall wall = zone_wall(zone, instant_ms);
    int year, month, day;
    int64_t seconds = wall.ms / SECOND_MS;
    day_to_civil(wall.day, &year, &month, &day);
    buf_add_format(out, "%04d-%02d-%02d %02d:%02d", year, month, day, (int)(seconds / 3600),
            (int)(seconds / 60 % 60));
    if (seconds % 60 != 0)
        buf_add_format(out, ":%02d", (int)(seconds % 60));
}

void say_count(struct buf *out, int64_t count, const char *one, const char *many)
{
    text_add_number(out, count);
    buf_add_char(out, ' ');
    buf_add_text(out, count == 1 ? one : many);
}

void say_names(struct buf *out, const char *const *names, size_t count, size_t shown)
{
    size_t last = count > shown ? shown : count;
    for (size_t i = 0; i < last; i++) {
        if (i > 0)
            buf_add_text(out, i + 1 == count ? " and " : ", ");
        buf_add_text(out, names[i]);
    }
    if (count > last)
        buf_add_format(out, " and %zu more", count - last);
}

enum { QUOTED_CELLS_MAX = 60 };

void say_quoted(struct buf *out, const char *text)
{
    struct buf safe = {0};
    text_add_safe(&safe, text, text_cut_bytes(text, strlen(text), QUOTED_CELLS_MAX * 4), false);
    buf_add_char(out, '"');
    text_add_cut(out, buf_text(&safe), QUOTED_CELLS_MAX, false, true);
    buf_add_char(out, '"');
    buf_release(&safe);
}

void say_event(struct buf *out, const char *name)
{
    if (strcmp(name, "$purchase") == 0)
        buf_add_text(out, "a purchase");
    else if (strcmp(name, "$session") == 0)
        buf_add_text(out, "the start of a session");
    else
        say_quoted(out, name);
}

void say_share(struct buf *out, int64_t part, int64_t whole)
{
    double percent = 100.0 * (double)part / (double)whole;
    if (part > 0 && percent < 0.1)
        buf_add_text(out, "under 0.1 %");
    else if (percent < 9.95 && part > 0)
        buf_add_format(out, "%.1f %%", percent);
    else
        buf_add_format(out, "%.0f %%", percent);
}
