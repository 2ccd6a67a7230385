/* What `check` finds (SEMANTICS 11). Here: the list, and the findings that need only the document.
 * Those that need facts (other campaigns, the catalogue, sizes) are added by report/check. */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "model/campaign.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_HINT };
const char *severity_name(enum severity severity);

struct finding {
    enum severity severity;
    const char *code; /* a static text of section 11 */
    char *path;       /* where in the document, for jumping to the field */
    char *message;    /* a sentence that says what to do */
};

struct finding_list {
    struct finding *items;
    size_t count;
    size_t capacity;
};

void finding_list_release(struct finding_list *list);
void finding_add(struct finding_list *list, enum severity severity, const char *code,
        const char *path, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Errors first, then warnings, then hints; within these in the order of the document's fields. */
void finding_list_sort(struct finding_list *list);

/* Everything of section 11 that the document alone shows; `action_ms` is the instant of the action,
 * and `company` the company zone (end_in_past, start_in_past, delay_longer_than_duration). */
void campaign_findings(const struct campaign *campaign, int64_t action_ms, uint16_t company,
        struct finding_list *out);

#endif
