#include "report/user.h"

#include "base/alloc.h"

void user_answer_release(struct user_answer *answer)
{
    for (size_t i = 0; i < answer->trait_count; i++) {
        mem_free(answer->traits[i].name);
        mem_free(answer->traits[i].json);
    }
    for (size_t i = 0; i < answer->event_count; i++)
        mem_free(answer->events[i].name);
    for (size_t i = 0; i < answer->campaign_count; i++) {
        mem_free(answer->campaigns[i].campaign);
        mem_free(answer->campaigns[i].refusal_detail);
    }
    for (size_t i = 0; i < answer->entry_count; i++) {
        mem_free(answer->entries[i].campaign);
        mem_free(answer->entries[i].detail);
    }
    for (size_t i = 0; i < answer->segment_count; i++)
        mem_free(answer->segments[i]);
    mem_free(answer->traits);
    mem_free(answer->events);
    mem_free(answer->campaigns);
    mem_free(answer->entries);
    mem_free(answer->segments);
    mem_free(answer->id);
    mem_free(answer->zone);
    mem_free(answer->company_zone);
    mem_free(answer->email);
    *answer = (struct user_answer){0};
}
