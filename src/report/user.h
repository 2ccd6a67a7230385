/* What is known of one user; and who has an e-mail address. */
#ifndef REPORT_USER_H
#define REPORT_USER_H

#include "base/error.h"
#include "model/campaign.h"
#include "report/scan.h"

struct store;

struct user_trait {
    char *name;
    char *json;
};

struct user_event {
    char *name; /* with $session and $purchase */
    int64_t count;
    int64_t first_ms, last_ms;
    int64_t recent; /* in the last `days` of the query */
};

/* A user and a campaign: what became of it. */
struct user_campaign {
    char *campaign;
    bool received;   /* ever a receipt */
    bool in_control; /* ever enrolled in the control group */
    int64_t last_ms; /* of the latest receipt or enrolment, WHEN_NONE without */
    bool last_is_control;
    bool interactions[INTERACTION_COUNT]; /* ever */
    enum refusal refusal;                 /* the last one, REFUSAL_NONE without */
    int64_t refusal_ms;
    char *refusal_detail;
};

struct user_entry {
    uint64_t seq;
    char *campaign;
    uint32_t version;
    int64_t trigger_ms, due_ms, decided_ms;
    enum outcome outcome;
    char *detail;
};

struct user_answer {
    char *id;
    char *zone; /* NULL: none known, the company's counts */
    char *company_zone;
    char *email;               /* NULL without */
    struct user_trait *traits; /* in order of name */
    size_t trait_count;
    struct user_event *events; /* in order of name */
    size_t event_count;
    double spent;
    int best_hour; /* -1 while there was no session */
    bool has_place;
    double latitude, longitude;
    struct user_campaign *campaigns; /* in order of id */
    size_t campaign_count;
    struct user_entry *entries; /* newest trigger first, pending ones among them */
    size_t entry_count;
    char **segments; /* member of, at the engine clock; in order of id */
    size_t segment_count;
    int64_t clock_ms;
};

enum { USER_ENTRIES_MAX = 200, USER_FOUND_MAX = 1000 };

struct user_query {
    const char *id;
    const char *event; /* only this event; NULL: all */
    int days;          /* 1 to 90, for `recent`; 0: 90 */
};

/* Refused where there is no such user. */
int user_show(struct store *store, const struct user_query *query, struct user_answer *out,
        struct error *err);
void user_answer_release(struct user_answer *answer);

struct user_found {
    char *user;
    char *email;     /* NULL without */
    char *zone;      /* NULL: none known */
    int64_t last_ms; /* of the latest event, WHEN_NONE without */
    double spent;
};

struct user_found_list {
    struct user_found *items; /* exact spelling first */
    size_t count;
    bool more; /* than USER_FOUND_MAX */
};

/* Users whose trait `email` is that address, upper and lower case ignored. Goes through all users.
 */
int user_find_email(struct store *store, const char *email, const struct scan *scan,
        struct user_found_list *out, struct error *err);
/* Users whose id begins with the text, for lists and completion; at most `limit`, bytewise. */
int user_find_prefix(struct store *store, const char *prefix, size_t limit,
        struct user_found_list *out, struct error *err);
void user_found_list_release(struct user_found_list *list);

#endif
