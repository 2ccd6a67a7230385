/* A page of text to read: a campaign in words, the answer of a command. */
#ifndef UI_SCREENS_PAGE_H
#define UI_SCREENS_PAGE_H

#include "base/app.h"

/* Opens it; copies both, newlines make paragraphs. The title stands in the breadcrumb. */
int page_open(struct app *app, const char *title, const char *text);

#endif
