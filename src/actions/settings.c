#include "actions/settings.h"

#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "store/settings.h"

void setting_list_release(struct setting_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        mem_free(list->items[i].value);
    mem_free(list->items);
    *list = (struct setting_list){0};
}

int list_settings(struct store *store, struct setting_list *out, struct error *err)
{
    size_t count;
    const struct setting_kind *kinds = setting_kinds(&count);
    *out = (struct setting_list){.items = mem_array(count, sizeof *out->items)};
    for (size_t i = 0; i < count; i++) {
        struct setting_row *row = &out->items[out->count++];
        struct buf value = {0};
        int answer = settings_get(store, kinds[i].key, &value, err);
        *row = (struct setting_row){.key = kinds[i].key,
                .value = buf_take(&value),
                .fallback = *kinds[i].fallback == '\0' ? NULL : kinds[i].fallback,
                .words = kinds[i].words};
        row->is_default = strcmp(row->value, kinds[i].fallback) == 0;
        if (answer < 0) {
            setting_list_release(out);
            return -1;
        }
    }
    return 0;
}

static int setting_same(
        struct store *store, const char *key, const char *value, bool *same, struct error *err)
{
    const struct setting_kind *kind = setting_kind_find(key);
    struct buf there = {0};
    int answer = settings_get(store, key, &there, err);
    if (answer == 0 && kind != NULL)
        *same = strcmp(buf_text(&there), *value == '\0' ? kind->fallback : value) == 0;
    buf_release(&there);
    return answer;
}

int change_setting(struct store *store, const char *key, const char *value,
        const struct act_request *request, struct act_result *out, struct error *err)
{
    struct act act = act_of(request->actor, request->at_ms);
    struct buf now = {0};
    bool same = false;
    int answer = -1;
    *out = (struct act_result){.id = mem_string(key)};
    if (value == NULL)
        value = "";
    if (setting_same(store, key, value, &same, err) < 0)
        goto out;
    if (!same && settings_put(store, &act, key, value, err) < 0)
        goto out;
    if (settings_get(store, key, &now, err) < 0)
        goto out;
    out->done = true;
    out->sentence = mem_format(
            "%s is %s%s.", key, same ? "already " : "", now.size == 0 ? "not set" : buf_text(&now));
    answer = 0;
out:
    buf_release(&now);
    if (answer < 0)
        act_result_release(out);
    return answer;
}
