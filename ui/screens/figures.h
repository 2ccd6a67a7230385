/* What a campaign did, as a ladder: what matched, what was refused and why, what became of the
 * entries, what the gateway and people did with them. Each figure explains itself. */
#ifndef UI_SCREENS_FIGURES_H
#define UI_SCREENS_FIGURES_H

#include "base/buf.h"
#include "report/stats.h"

enum figure_kind {
    FIGURE_MATCHES,
    FIGURE_REFUSED, /* all of them */
    FIGURE_REFUSAL, /* code: enum refusal */
    FIGURE_ENTRIES,
    FIGURE_OUTCOME,     /* code: enum outcome */
    FIGURE_REPORT,      /* code: enum report_kind */
    FIGURE_INTERACTION, /* code: enum interaction */
    FIGURE_UNTRACKED,   /* opens or clicks that nobody asked the gateway for; code: interaction */
    FIGURE_CONVERSION,  /* code: place in the document */
    FIGURE_CONTROL,     /* the same of the control group */
    FIGURE_REVENUE,
    FIGURE_KIND_COUNT,
};

struct figure {
    enum figure_kind kind;
    int code;
    int level; /* how far it is set in */
    int64_t count;
    int64_t unique; /* users; -1: not counted apart */
    int64_t whole;  /* what its share is of; 0: it has none */
    double money;   /* FIGURE_REVENUE */
};

enum { FIGURES_MAX = 100 };

struct figures {
    struct figure items[FIGURES_MAX];
    size_t count;
    char *names[CAMPAIGN_CONVERSIONS_MAX]; /* of the conversion events, in words */
    struct stats_row stats;                /* without its texts */
};

/* What is zero is left out, but for the rungs themselves. */
void figures_make(
        struct figures *figures, const struct stats_row *stats, const struct campaign *campaign);
void figures_release(struct figures *figures);

void figure_add_label(struct buf *out, const struct figures *figures, const struct figure *figure);
void figure_add_value(struct buf *out, const struct figure *figure);
/* Between 0 and 1, or -1. */
double figure_share(const struct figure *figure);
/* '34 %'; nothing where it has no share. */
void figure_add_share(struct buf *out, const struct figure *figure);
/* What it is, of what, and how it adds up. */
void figure_add_words(struct buf *out, const struct figures *figures, const struct figure *figure);
/* What one would change to get another figure; nothing where there is no such thing. */
void figure_add_advice(struct buf *out, const struct figure *figure);

#endif
