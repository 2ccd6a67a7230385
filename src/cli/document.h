/* What campaigns and segments have in common: saving, differences, logs. */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "actions/save.h"
#include "cli/cli.h"
#include "store/documents.h"

/* The whole of a file, '-' being standard input; at most a few MiB. */
int input_read(const char *path, struct buf *text, struct error *err);

/* Saves the text as that kind of document, and says what came of it. */
int document_import(struct cli *cli, enum object object, const struct buf *text, int64_t base,
        struct save_answer *answer, struct error *err);
/* The answer in words or as a row. 0 where it was saved, -1 with the sentence where it was not. */
int document_answer(struct cli *cli, const struct save_answer *answer, struct error *err);

int document_import_run(struct cli *cli, enum object object, struct error *err);
int document_diff_run(struct cli *cli, enum object object, struct error *err);
int document_log_run(struct cli *cli, enum object object, struct error *err);

struct log_query;
/* Rows of the changelog. */
int log_show(struct cli *cli, const struct log_query *query, struct error *err);

/* Findings for people, a line each. */
void findings_say(struct cli *cli, const struct finding_list *list);
void findings_add_json(struct buf *to, const struct finding_list *list);
void changes_show(struct cli *cli, const struct change_list *changes, const char *nothing);
void json_add_member(struct buf *to, const char *key, const char *text); /* "key":"text" or null */

#endif
