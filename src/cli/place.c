#include "cli/place.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define CONFIG        "campanile/config"
#define CONFIG_SYSTEM "/etc/" CONFIG

static char *home_folder(void)
{
    const char *home = getenv("HOME");
    char room[4096];
    struct passwd entry, *found = NULL;
    if (home && home[0] == '/')
        return mem_string(home);
    if (getpwuid_r(getuid(), &entry, room, sizeof room, &found) == 0 && found)
        return mem_string(found->pw_dir);
    return mem_string("/");
}

/* $VARIABLE where it is an absolute path (others are to be ignored), else below the home. */
static char *xdg_path(const char *variable, const char *below_home, const char *name)
{
    const char *base = getenv(variable);
    if (base && base[0] == '/')
        return mem_format("%s/%s", base, name);
    char *home = home_folder();
    char *path = mem_format("%s/%s/%s", home, below_home, name);
    mem_free(home);
    return path;
}

static char *trim(char *text)
{
    text += strspn(text, " \t\r\n");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \t\r\n", text[size - 1]))
        text[--size] = 0;
    return text;
}

static int read_line(char *line, const char *path, int number, char **database, struct error *err)
{
    char *text = trim(line), *equals = strchr(text, '=');
    if (!text[0] || text[0] == '#')
        return 0;
    if (!equals)
        return error_set(
                err, ERROR_USAGE, "%s:%d: expected 'db = /path/to/database'", path, number);
    *equals = 0;
    char *key = trim(text), *value = trim(equals + 1);
    if (strcmp(key, "db") != 0)
        return error_set(
                err, ERROR_USAGE, "%s:%d: there is no key '%s' here, only 'db'", path, number, key);
    if (value[0] != '/')
        return error_set(err, ERROR_USAGE, "%s:%d: 'db' takes a path from / on", path, number);
    mem_free(*database);
    *database = mem_string(value);
    return 0;
}

/* *database stays NULL where there is no such file. */
static int read_config(const char *path, char **database, struct error *err)
{
    char line[8192];
    int status = 0;
    FILE *file = fopen(path, "re");
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (!file)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot read %s", path);
    for (int number = 1; status == 0 && fgets(line, sizeof line, file); number++)
        status = read_line(line, path, number, database, err);
    fclose(file);
    return status;
}

char *place_find(const char *given, struct error *err)
{
    char *database = NULL;
    if (!given || !given[0])
        given = getenv("CAMPANILE_DB");
    if (given && given[0])
        return mem_string(given);
    char *config = xdg_path("XDG_CONFIG_HOME", ".config", CONFIG);
    int status = read_config(config, &database, err);
    mem_free(config);
    if (status == 0 && !database)
        status = read_config(CONFIG_SYSTEM, &database, err);
    if (status != 0) {
        mem_free(database);
        return NULL;
    }
    if (!database)
        database = xdg_path("XDG_DATA_HOME", ".local/share", "campanile/campanile.db");
    return database;
}

int place_make_folder(const char *path, struct error *err)
{
    char *usual = xdg_path("XDG_DATA_HOME", ".local/share", "campanile/campanile.db");
    int number = 0;
    if (!strcmp(usual, path))
        for (char *at = strchr(usual + 1, '/'); at && number == 0; at = strchr(at + 1, '/')) {
            *at = 0;
            if (mkdir(usual, 0700) != 0 && errno != EEXIST)
                number = errno;
            *at = '/';
        }
    mem_free(usual);
    if (number)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, number, "cannot make the folder of %s", path);
    return 0;
}
