/* The command line of the interface: words of a line, and what is kept of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "screens/commands_parts.h"
#include "screens/history.h"
#include "widgets/prompt.h"

static void split(const char *text, size_t count, const char *const *wanted)
{
    char *line = mem_string(text);
    char *words[COMMAND_WORDS_MAX];
    assert_int_equal(command_words(line, words), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(words[i], wanted[i]);
    mem_free(line);
}

static void words_are_split(void **state)
{
    (void)state;
    split("", 0, NULL);
    split("  \t ", 0, NULL);
    split(" campaign  stop cart ", 3, (const char *const[]){"campaign", "stop", "cart"});
    split("events \"Added To Cart\"", 2, (const char *const[]){"events", "Added To Cart"});
    split("a 'b \"c' d\"e f\"", 3, (const char *const[]){"a", "b \"c", "de f"});
    split("settings set inbox ''", 4, (const char *const[]){"settings", "set", "inbox", ""});
    split("\"never closed", 1, (const char *const[]){"never closed"});
}

static void words_have_a_limit(void **state)
{
    char line[1024] = "";
    char *words[COMMAND_WORDS_MAX];
    (void)state;
    for (size_t i = 0; i + 2 < sizeof line; i += 2)
        memcpy(line + i, "x ", 3);
    assert_int_equal(command_words(line, words), COMMAND_WORDS_MAX);
}

static void every_verb_is_a_command(void **state)
{
    (void)state;
    for (size_t i = 0; i < command_verb_count; i++) {
        const struct command_verb *verb = &command_verbs[i];
        size_t found = 0;
        for (size_t k = 0; k < command_count; k++)
            if (command_verb_of(&commands[k]) == verb) {
                found++;
                for (enum option_id option = 0; option < OPTION_COUNT; option++)
                    if (verb->options >> option & 1)
                        assert_true(command_takes(&commands[k], option));
            }
        assert_int_equal(found, 1);
    }
}

static void history_is_kept(void **state)
{
    char folder[] = "/tmp/campanile-history-XXXXXX";
    char *inner, *file;
    struct stat st;
    (void)state;
    assert_non_null(mkdtemp(folder));
    inner = mem_format("%s/a/b", folder);
    file = mem_format("%s/history", inner);
    prompt_history_clear();
    history_keep("before it was opened");
    history_open(inner);
    assert_int_equal(prompt_history_count(), 0);
    history_keep("campaign list");
    history_keep("campaign show cart");
    history_close();
    history_keep("after it was closed");
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_mode & 077, 0);
    history_open(inner);
    assert_int_equal(prompt_history_count(), 2);
    assert_string_equal(prompt_history_at(1), "campaign show cart");
    history_close();
    prompt_history_clear();
    unlink(file);
    rmdir(inner);
    inner[strlen(inner) - 2] = '\0';
    rmdir(inner);
    rmdir(folder);
    mem_free(file);
    mem_free(inner);
}

static void broken_history_is_left_out(void **state)
{
    char folder[] = "/tmp/campanile-history-XXXXXX";
    static const char text[] = "good\n\xff\xfe bad\n\0behind a NUL\nlast";
    char *file;
    (void)state;
    assert_non_null(mkdtemp(folder));
    file = mem_format("%s/history", folder);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, sizeof text - 1, out), sizeof text - 1);
    fclose(out);
    prompt_history_clear();
    history_open(folder);
    assert_int_equal(prompt_history_count(), 1);
    assert_string_equal(prompt_history_at(0), "good");
    history_close();
    prompt_history_clear();
    unlink(file);
    rmdir(folder);
    mem_free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(words_are_split),
            cmocka_unit_test(words_have_a_limit),
            cmocka_unit_test(every_verb_is_a_command),
            cmocka_unit_test(history_is_kept),
            cmocka_unit_test(broken_history_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
