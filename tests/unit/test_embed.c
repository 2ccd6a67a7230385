#include "base/embed.h"

#include <stdio.h>

#include "base/alloc.h"
#include "unit.h"

/* Tests run in the project's folder, so that the files themselves are there to compare. */
static void every_file_is_there_byte_by_byte(void **state)
{
    (void)state;
    for (const struct embed_file *file = embed_files; file->name; file++) {
        char *path = mem_format("data/%s", file->name);
        FILE *stream = fopen(path, "rb");
        if (!stream)
            fail_msg("%s cannot be opened", path);
        char *bytes = mem_array(file->size + 2, 1);
        assert_int_equal(fread(bytes, 1, file->size + 2, stream), file->size);
        assert_memory_equal(bytes, file->bytes, file->size + 1);
        fclose(stream);
        mem_free(bytes);
        mem_free(path);

        size_t size;
        assert_ptr_equal(embed_find(file->name, &size), file->bytes);
        assert_int_equal(size, file->size);
    }
    assert_null(embed_find("no such file", NULL));
    assert_null(embed_find("", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_file_is_there_byte_by_byte)};
    return cmocka_run_group_tests_name("embed", tests, NULL, NULL);
}
