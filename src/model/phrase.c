#include "model/phrase.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "model/shown.h"

void phrase_add(
        struct buf *out, const char *sentence, const char *one, const char *two, const char *three)
{
    const char *pieces[] = {one, two, three};
    const char *place;
    while ((place = strchr(sentence, '{')) != NULL) {
        buf_add(out, sentence, (size_t)(place - sentence));
        size_t number = (size_t)(place[1] - '1');
        if (number < ARRAY_COUNT(pieces) && pieces[number])
            buf_add_text(out, pieces[number]);
        sentence = place + strlen("{1}");
    }
    buf_add_text(out, sentence);
}

/* What a reader would take for a number, a truth, nothing, or a part of the sentence. */
static bool needs_quotes(const char *text, size_t size)
{
    if (size == 0 || text[0] == ' ' || text[size - 1] == ' ')
        return true;
    if (strchr("+-.0123456789\"", text[0]))
        return true;
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        if (size == strlen(words[i]) && memcmp(text, words[i], size) == 0)
            return true;
    }
    return memchr(text, ',', size) != NULL;
}

void phrase_add_name(struct buf *out, const char *name)
{
    struct buf shown = {0};
    if (!name || !*name) {
        buf_add_text(out, "...");
        return;
    }
    text_add_shown(&shown, name, strlen(name));
    buf_add(out, shown.bytes + 1, shown.size - 2);
    buf_release(&shown);
}

char *phrase_name(const char *name)
{
    struct buf text = {0};
    phrase_add_name(&text, name);
    return buf_take(&text);
}

void phrase_add_value(struct buf *out, struct value value)
{
    size_t size = 0;
    const char *text = value_string(value, &size);
    if (!value.at) {
        buf_add_text(out, "...");
    } else if (text && !needs_quotes(text, size)) {
        char *name = mem_string_of(text, size);
        phrase_add_name(out, name);
        mem_free(name);
    } else {
        value_add_shown(out, value);
    }
}

void pieces_add(struct pieces *pieces, struct buf *piece)
{
    pieces->items =
            mem_room(pieces->items, pieces->count, &pieces->capacity, sizeof *pieces->items);
    pieces->items[pieces->count++] = buf_take(piece);
}

void pieces_join(struct pieces *pieces, struct buf *out, const char *last)
{
    size_t shown = pieces->count > PIECES_SHOWN_MAX ? PIECES_SHOWN_MAX : pieces->count;
    size_t listed = shown == pieces->count && shown > 0 ? shown - 1 : shown;
    struct buf all = {0};
    for (size_t i = 0; i < listed; i++)
        buf_add_format(&all, "%s%s", i ? ", " : "", pieces->items[i]);
    if (shown < pieces->count) {
        char *more = mem_format("%zu", pieces->count - shown);
        phrase_add(out, "{1} and {2} more", buf_text(&all), more, NULL);
        mem_free(more);
    } else if (pieces->count == 1) {
        buf_add_text(out, pieces->items[0]);
    } else if (pieces->count > 1) {
        phrase_add(out, last, buf_text(&all), pieces->items[listed], NULL);
    }
    buf_release(&all);
    for (size_t i = 0; i < pieces->count; i++)
        mem_free(pieces->items[i]);
    mem_free(pieces->items);
    memset(pieces, 0, sizeof *pieces);
}

void phrase_add_clock(struct buf *out, int64_t ms)
{
    buf_add_format(out, "%02d:%02d", (int)(ms / HOUR_MS), (int)(ms % HOUR_MS / MINUTE_MS));
}

void phrase_add_wall(struct buf *out, int64_t day, int64_t ms)
{
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    buf_add_format(out, "%04d-%02d-%02d ", year, month, day_of_month);
    phrase_add_clock(out, ms);
}
