/* The commands, one file a noun: see struct command for what they return. */
#ifndef CLI_HANDLERS_H
#define CLI_HANDLERS_H

#include "cli/cli.h"

int settings_get_run(struct cli *cli, struct error *err);
int settings_set_run(struct cli *cli, struct error *err);

int campaign_import_run(struct cli *cli, struct error *err);
int campaign_export_run(struct cli *cli, struct error *err);
int campaign_show_run(struct cli *cli, struct error *err);
int campaign_edit_run(struct cli *cli, struct error *err);
int campaign_list_run(struct cli *cli, struct error *err);
int campaign_check_run(struct cli *cli, struct error *err);
int campaign_act_run(struct cli *cli, struct error *err); /* activate ... delete: by its verb */
int campaign_clone_run(struct cli *cli, struct error *err);
int campaign_diff_run(struct cli *cli, struct error *err);
int campaign_log_run(struct cli *cli, struct error *err);

int segment_import_run(struct cli *cli, struct error *err);
int segment_export_run(struct cli *cli, struct error *err);
int segment_show_run(struct cli *cli, struct error *err);
int segment_list_run(struct cli *cli, struct error *err);
int segment_size_run(struct cli *cli, struct error *err);
int segment_members_run(struct cli *cli, struct error *err);
int segment_delete_run(struct cli *cli, struct error *err);
int segment_clone_run(struct cli *cli, struct error *err);
int segment_diff_run(struct cli *cli, struct error *err);
int segment_log_run(struct cli *cli, struct error *err);

int ingest_run(struct cli *cli, struct error *err);
int user_show_run(struct cli *cli, struct error *err);
int user_find_run(struct cli *cli, struct error *err);
int deliveries_run(struct cli *cli, struct error *err);
int refusals_run(struct cli *cli, struct error *err);
int stats_run(struct cli *cli, struct error *err);
int events_run(struct cli *cli, struct error *err);
int changelog_run(struct cli *cli, struct error *err);
int rejects_run(struct cli *cli, struct error *err);
int demo_run(struct cli *cli, struct error *err);
int backup_run(struct cli *cli, struct error *err);
int verify_run(struct cli *cli, struct error *err);

#endif
