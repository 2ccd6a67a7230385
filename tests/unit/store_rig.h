/* A database in the test's folder, and documents in it. */
#ifndef STORE_RIG_H
#define STORE_RIG_H

#include "files.h"
#include "base/when.h"
#include "base/zone.h"
#include "store/documents.h"

static struct error rig_err;

/* Fails the test with the sentence of the error. */
#define assert_done(call)                                                                          \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s: %s", #call, rig_err.text);                                               \
    } while (0)

#define assert_fails(call, wanted_code, wanted_text)                                               \
    do {                                                                                           \
        assert_true(call);                                                                         \
        assert_int_equal(rig_err.code, wanted_code);                                               \
        assert_contains(rig_err.text, wanted_text);                                                \
    } while (0)

static const struct act RIG_ACT = {.by = "ana", .login = "alm", .at_ms = 1000};

static inline struct store *rig_open(const char *name)
{
    struct store *store = store_open(file_path(name), STORE_CREATE, &rig_err);

    if (!store)
        fail_msg("store_open: %s", rig_err.text);
    return store;
}

static inline struct campaign *rig_campaign(const char *json)
{
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &rig_err);

    if (!campaign)
        fail_msg("campaign_read: %s", rig_err.text);
    return campaign;
}

static inline struct stored rig_save(struct store *store, const char *json, int64_t base)
{
    struct campaign *campaign = rig_campaign(json);
    struct stored stored;

    assert_done(documents_save_campaign(store, &RIG_ACT, campaign, base, NULL, &stored, &rig_err));
    campaign_free(campaign);
    return stored;
}

static inline struct stored rig_save_segment(struct store *store, const char *json)
{
    struct segment *segment = segment_read(json, strlen(json), DOCUMENT_WHOLE, &rig_err);
    struct stored stored;

    if (!segment)
        fail_msg("segment_read: %s", rig_err.text);
    assert_done(documents_save_segment(store, &RIG_ACT, segment, -1, NULL, &stored, &rig_err));
    segment_free(segment);
    return stored;
}

static inline void rig_activate(struct store *store, const char *id, int64_t at_ms)
{
    struct status_change change = {.id = id,
            .from = STATUS_DRAFT,
            .to = STATUS_LIVE,
            .action = "activate",
            .activated_ms = at_ms,
            .resumed_ms = WHEN_NONE,
            .live_from_ms = at_ms};

    assert_done(documents_set_status(store, &RIG_ACT, &change, &rig_err));
}

static inline int rig_setup(void **state)
{
    (void)state;
    folder_make();
    return zone_start(&rig_err);
}

static inline int rig_teardown(void **state)
{
    (void)state;
    folder_remove();
    return 0;
}

#define rig_test(function) cmocka_unit_test_setup_teardown(function, rig_setup, rig_teardown)

#endif
