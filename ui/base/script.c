#include "base/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/fuzz.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"

enum { LINE_SIZE_MAX = 4096, WAIT_MAX_MS = 60000, WAIT_STEP_MS = 20, WINDOW_MAX = 1000 };

struct script {
    struct app *app;
    const char *snap_folder;
};

static bool parse_size(const char *text, int *height, int *width)
{
    char *end;
    long w = strtol(text, &end, 10);
    if (*end != 'x' || w < 1 || w > WINDOW_MAX)
        return false;
    long h = strtol(end + 1, &end, 10);
    if (*end || h < 1 || h > WINDOW_MAX)
        return false;
    *width = (int)w;
    *height = (int)h;
    return true;
}

static bool parse_depth(const char *text, enum style_depth *depth)
{
    static const struct {
        const char *name;
        enum style_depth depth;
    } depths[] = {{"mono", STYLE_MONO}, {"8", STYLE_8}, {"256", STYLE_256}, {"auto", STYLE_AUTO}};
    for (size_t i = 0; i < ARRAY_COUNT(depths); i++)
        if (strcmp(depths[i].name, text) == 0) {
            *depth = depths[i].depth;
            return true;
        }
    return false;
}

/* The value of an option, or NULL where argv[*at] is another one or has none. */
static const char *option_value(const char *name, int argc, char **argv, int *at)
{
    size_t size = strlen(name);
    if (strncmp(argv[*at], name, size) != 0)
        return NULL;
    if (argv[*at][size] == '=')
        return argv[(*at)++] + size + 1;
    if (argv[*at][size] || *at + 1 >= argc)
        return NULL;
    *at += 2;
    return argv[*at - 1];
}

int script_parse_option(
        struct script_options *options, int argc, char **argv, int *at, struct error *err)
{
    const char *value;
    if ((value = option_value("--script", argc, argv, at))) {
        options->file = value;
        options->term.headless = true;
        if (!options->term.height)
            parse_size("80x24", &options->term.height, &options->term.width);
    } else if ((value = option_value("--snap-dir", argc, argv, at))) {
        options->snap_folder = value;
    } else if ((value = option_value("--size", argc, argv, at))) {
        if (!parse_size(value, &options->term.height, &options->term.width))
            return error_set(err, ERROR_USAGE, "--size: '%s' is not like 80x24", value);
    } else if ((value = option_value("--depth", argc, argv, at))) {
        if (!parse_depth(value, &options->term.depth))
            return error_set(err, ERROR_USAGE, "--depth: '%s' is not mono, 8 or 256", value);
    } else if (strcmp(argv[*at], "--ascii") == 0) {
        options->term.ascii = true;
        ++*at;
    } else if (strcmp(argv[*at], "--mouse") == 0) {
        options->term.mouse = true;
        ++*at;
    } else {
        return 0;
    }
    return 1;
}

static void settle(struct script *script)
{
    app_work(script->app);
    app_paint(script->app);
}

static bool shows(struct script *script, const char *text)
{
    struct buf screen = {0};
    settle(script);
    term_add_screen(&screen);
    bool found = strstr(buf_text(&screen), text);
    buf_release(&screen);
    return found;
}

static void press(struct script *script, const struct key *key)
{
    if (app_ended(script->app) == APP_RUNNING)
        app_key(script->app, key);
    settle(script);
}

static int do_key(struct script *script, const char *text, struct error *err)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        struct key key = {.code = key_from_name(text, size)};
        if (size && key.code == CODE_NONE)
            return error_set(err, ERROR_USAGE, "no key is called '%.*s'", (int)size, text);
        if (size)
            press(script, &key);
        text += size + (text[size] == ' ');
    }
    return 0;
}

static int do_type(struct script *script, const char *text, struct error *err)
{
    size_t size = strlen(text);
    (void)err;
    for (size_t at = 0; at < size;) {
        struct key key = {0};
        at += text_decode(text + at, size - at, &key.code);
        press(script, &key);
    }
    return 0;
}

static int do_paste(struct script *script, const char *text, struct error *err)
{
    struct buf pasted = {0};
    (void)err;
    for (; *text; text++) {
        bool newline = text[0] == '\\' && text[1] == 'n';
        buf_add_char(&pasted, newline ? '\n' : *text);
        text += newline;
    }
    struct key key = {.code = CODE_PASTE, .text = buf_text(&pasted), .size = pasted.size};
    press(script, &key);
    buf_release(&pasted);
    return 0;
}

static int do_bytes(struct script *script, const char *text, struct error *err)
{
    struct key key;
    struct buf bytes = {0};
    for (; text[0] && text[1]; text += 2) {
        char pair[3] = {text[0], text[1], 0};
        char *end;
        buf_add_char(&bytes, (char)strtoul(pair, &end, 16));
        if (*end) {
            buf_release(&bytes);
            return error_set(err, ERROR_USAGE, "'%s' is not hexadecimal", pair);
        }
    }
    /* All at once, as a terminal sends a sequence. */
    term_feed(buf_text(&bytes), bytes.size);
    buf_release(&bytes);
    while (term_read(&key))
        press(script, &key);
    return 0;
}

static int do_size(struct script *script, const char *text, struct error *err)
{
    int height;
    int width;
    if (!parse_size(text, &height, &width))
        return error_set(err, ERROR_USAGE, "'%s' is not like 80x24", text);
    term_resize(height, width);
    app_redraw(script->app);
    settle(script);
    return 0;
}

static int do_tick(struct script *script, const char *text, struct error *err)
{
    char *end;
    long ms = strtol(text, &end, 10);
    if (*end || end == text || ms < 0)
        return error_set(err, ERROR_USAGE, "'%s' is not a number of milliseconds", text);
    app_advance(script->app, ms);
    app_tick(script->app);
    settle(script);
    return 0;
}

static int do_wait(struct script *script, const char *text, struct error *err)
{
    int64_t begun_ms = when_monotonic_ms();
    while (!shows(script, text)) {
        if (when_monotonic_ms() - begun_ms > WAIT_MAX_MS)
            return error_set(err, ERROR_REFUSED, "waited a minute in vain for '%s'", text);
        term_wait(WAIT_STEP_MS);
    }
    return 0;
}

static int do_expect(struct script *script, const char *text, struct error *err)
{
    if (shows(script, text))
        return 0;
    return error_set(err, ERROR_REFUSED, "the screen does not show '%s'", text);
}

static int do_refuse(struct script *script, const char *text, struct error *err)
{
    if (!shows(script, text))
        return 0;
    return error_set(err, ERROR_REFUSED, "the screen shows '%s'", text);
}

static int do_snap(struct script *script, const char *name, struct error *err)
{
    struct buf screen = {0};
    int64_t begun_ms = when_monotonic_ms();
    if (!script->snap_folder)
        return 0;
    while (app_work(script->app) && when_monotonic_ms() - begun_ms < WAIT_MAX_MS)
        term_wait(WAIT_STEP_MS);
    settle(script);
    term_add_screen(&screen);
    char *path = mem_format("%s/%s.txt", script->snap_folder, name);
    FILE *file = fopen(path, "w");
    int result = 0;
    if (!file || fwrite(buf_text(&screen), 1, screen.size, file) != screen.size)
        result = error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot write %s", path);
    if (file && fclose(file) != 0 && result == 0)
        result = error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot write %s", path);
    mem_free(path);
    buf_release(&screen);
    return result;
}

static int do_ended(struct script *script, const char *text, struct error *err)
{
    (void)text;
    if (app_ended(script->app) != APP_RUNNING)
        return 0;
    return error_set(err, ERROR_REFUSED, "the application is still running");
}

static int do_random(struct script *script, const char *text, struct error *err)
{
    char *end;
    unsigned long long seed = strtoull(text, &end, 10);
    long steps = strtol(end, &end, 10);
    if (*end || steps <= 0)
        return error_set(err, ERROR_USAGE, "'%s' is not a seed and a number of steps", text);
    return fuzz_run(script->app, seed, steps, err);
}

static const struct {
    const char *name;
    int (*run)(struct script *script, const char *text, struct error *err);
} commands[] = {
        {"key", do_key},
        {"type", do_type},
        {"paste", do_paste},
        {"bytes", do_bytes},
        {"size", do_size},
        {"tick", do_tick},
        {"wait", do_wait},
        {"expect", do_expect},
        {"refuse", do_refuse},
        {"snap", do_snap},
        {"ended", do_ended},
        {"random", do_random},
};

static int run_line(struct script *script, char *line, struct error *err)
{
    size_t size = strcspn(line, " ");
    if (!*line || *line == '#')
        return 0;
    for (size_t i = 0; i < ARRAY_COUNT(commands); i++)
        if (strlen(commands[i].name) == size && memcmp(commands[i].name, line, size) == 0)
            return commands[i].run(script, line + size + (line[size] == ' '), err);
    return error_set(err, ERROR_USAGE, "no command is called '%.*s'", (int)size, line);
}

static void show_screen(void)
{
    struct buf screen = {0};
    term_add_screen(&screen);
    fputs(buf_text(&screen), stderr);
    buf_release(&screen);
}

int script_run(struct app *app, const struct script_options *options, struct error *err)
{
    struct script script = {.app = app, .snap_folder = options->snap_folder};
    char line[LINE_SIZE_MAX];
    int number = 0;
    int result = 0;
    FILE *file = fopen(options->file, "r");
    if (!file)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot open %s"), options->file);
    app_freeze(app, app_now(app));
    settle(&script);
    while (result == 0 && fgets(line, sizeof line, file)) {
        number++;
        line[strcspn(line, "\n")] = 0;
        result = run_line(&script, line, err);
    }
    fclose(file);
    if (result < 0) {
        error_prefix(err, "%s:%d", options->file, number);
        show_screen();
    }
    return result;
}
