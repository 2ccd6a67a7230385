/* Paths into properties and traits. */
#include <string.h>

#include "fuzz.h"
#include "model/condition.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error err = {0};
    struct path path, copy;
    if (path_parse(&path, (const char *)bytes, size, &err) != 0) {
        HOLDS(err.text[0] && !path.steps && path.count == 0);
        return 0;
    }
    HOLDS(path.count >= 1 && path.count <= PATH_STEPS_MAX);
    HOLDS(path.steps[0].kind == PATH_KEY);
    path_copy(&copy, &path);
    HOLDS(copy.count == path.count && strcmp(copy.text, path.text) == 0);
    path_release(&path);
    path_release(&copy);
    return 0;
}
