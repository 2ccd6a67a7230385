/* What the findings of the document share (private to model/). */
#ifndef MODEL_FINDING_CHECK_H
#define MODEL_FINDING_CHECK_H

#include "base/zone.h"
#include "model/finding.h"

struct check {
    const struct campaign *campaign;
    int64_t action_ms;
    zone_id company;
    struct finding_list *out;
};

void check_error(struct check *check, const char *code, const char *path, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
void check_warning(struct check *check, const char *code, const char *path, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
void check_hint(struct check *check, const char *code, const char *path, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/* Message, triggers and exceptions, audience (finding_rows.c). */
void check_message(struct check *check);
void check_rows(struct check *check);
void check_audience(struct check *check);
/* Delay, duration, window, re-eligibility (finding_time.c). */
void check_delay(struct check *check);
void check_duration(struct check *check);
void check_window(struct check *check);
void check_reeligibility(struct check *check);

#endif
