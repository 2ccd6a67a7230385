/* The message as its channel would show it, in lines of text. */
#ifndef UI_SCREENS_PREVIEW_H
#define UI_SCREENS_PREVIEW_H

#include "base/buf.h"
#include "model/campaign.h"

void preview_add(struct buf *out, const struct campaign *campaign);

#endif
