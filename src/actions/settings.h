/* Settings: the rows of `settings`, and changing one. */
#ifndef ACTIONS_SETTINGS_H
#define ACTIONS_SETTINGS_H

#include <stdbool.h>

#include "actions/lifecycle.h"

struct setting_row {
    const char *key;
    char *value; /* as it would be typed; the default where none was set */
    bool is_default;
    const char *fallback; /* the default, NULL: none */
    const char *words;    /* what it does, and what it takes: a sentence or two */
};

struct setting_list {
    struct setting_row *items; /* all there are, in the order of FORMATS 4 */
    size_t count;
};

int list_settings(struct store *store, struct setting_list *out, struct error *err);
void setting_list_release(struct setting_list *list);

/* Validated; a row of the changelog; nothing where it is that value already. `value` NULL or "":
 * back to the default. Refused with a sentence that says what it takes; an unknown key is
 * ERROR_USAGE and names the nearest. */
int change_setting(struct store *store, const char *key, const char *value,
        const struct act_request *request, struct act_result *out, struct error *err);

#endif
