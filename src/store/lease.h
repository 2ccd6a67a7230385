/* Who may write the state of the engine: one process at a time (DESIGN 2). A lock on FILE-lease
 * that dies with its holder, and a row with an epoch that every flush checks, so that a holder that
 * was replaced while it hung cannot write any more. */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "store/store.h"

struct lease_holder {
    uint64_t epoch;
    int64_t pid;
    char login[64];
    char what[16];                  /* ingest, run, act */
    char where[512];                /* the inbox, or the first file */
    int64_t since_ms, heartbeat_ms; /* wall clock */
};

struct lease_claim {
    const char *what;  /* ingest, run */
    const char *where; /* the inbox, or the first file; NULL: nothing */
    const char *login; /* NULL: not said */
    /* A holder whose last sign of life is older is replaced; 0: never while its lock is held. */
    int64_t takeover_ms;
};
/* Takes the lease, or fails with ERROR_UNAVAILABLE, naming the holder, what it does and where. An
 * act of another process (lease_take_for_act) is waited for, for up to ten seconds. */
int lease_take(struct store *store, const struct lease_claim *claim, struct error *err);
/* For one save or action: the lock alone, so that it costs no transaction. */
int lease_take_for_act(struct store *store, struct error *err);
bool lease_held(const struct store *store);
uint64_t lease_epoch(const struct store *store);
/* Inside a transaction: ERROR_UNAVAILABLE where somebody else took it meanwhile; else a sign of
 * life. */
int lease_check(struct store *store, struct error *err);
void lease_give_back(struct store *store); /* nothing where it is not held */

/* 1 and the holder where somebody holds it now, 0 where nobody does, -1 with an error. */
int lease_look(struct store *store, struct lease_holder *holder, struct error *err);

#endif
