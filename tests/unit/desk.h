/* A database in a folder of its own, for tests of answers and actions. Documents and events are
 * written with ' in place of ". */
#ifndef DESK_H
#define DESK_H

#include "unit.h"

#include "actions/lifecycle.h"
#include "actions/save.h"
#include "store/store.h"

#define AT_START "2026-11-01T00:00:00Z"

struct desk {
    char folder[64];
    struct store *store;
    struct actor actor;
    int files;
};

/* For cmocka: *state is the desk. */
int desk_setup(void **state);
int desk_teardown(void **state);

int64_t desk_when(const char *text);
struct act_request desk_act(struct desk *desk, const char *at);
struct save_request desk_request(struct desk *desk, int64_t base);

/* Saved, whatever is there; the test fails where it is not. `members` is what stands beside id and
 * title (name). */
void desk_campaign(struct desk *desk, const char *id, const char *members);
void desk_segment(struct desk *desk, const char *id, const char *filter);
struct campaign *desk_read_campaign(const char *id, const char *members);
/* Done; the test fails where it is refused. */
void desk_do(struct desk *desk, enum lifecycle_verb verb, const char *id, const char *at);
/* Lines of events, separated by newlines; `until` NULL: the clock stays at the last event. */
void desk_ingest(struct desk *desk, const char *lines, const char *until);
void desk_set(struct desk *desk, const char *key, const char *value);

/* What every campaign needs: an e-mail that starts with the event 'go'. */
#define EMAIL                                                                                      \
    "'channel': 'email', 'message': {'subject': 'Hi', 'body': 'Hello. To unsubscribe, answer.'}"
#define ON(event) "'triggers': [{'type': 'custom_event', 'event': '" event "'}]"

#endif
