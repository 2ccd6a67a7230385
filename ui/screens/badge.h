/* Words and roles of what several screens show. */
#ifndef UI_SCREENS_BADGE_H
#define UI_SCREENS_BADGE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/style.h"
#include "base/zone.h"
#include "model/terms.h"

/* DRAFT, LIVE, ...: translated. */
const char *status_badge(enum status status);
enum style status_style(enum status status);
/* The stored status behind a shown one: scheduled and ended are live. */
enum status status_stored(enum status shown);
/* 'e-mail', 'push', 'in-app message', ...: translated. */
const char *channel_words(enum channel channel);

/* '2026-11-20 14:03' in a zone; '-' for WHEN_NONE and WHEN_NEVER. */
void add_instant(struct buf *out, int64_t instant_ms, zone_id zone);
/* 'just now', '5 min ago', '3 days ago'. */
void add_ago(struct buf *out, int64_t instant_ms, int64_t now_ms);

#endif
