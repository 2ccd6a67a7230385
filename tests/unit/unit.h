/* cmocka with what it wants before it, and the lines every unit test would repeat. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

/* The text of a buf that is thereby done with: compared, then released. */
#define assert_buf(buf, wanted)                                                                    \
    do {                                                                                           \
        assert_string_equal(buf_text(buf), wanted);                                                \
        buf_release(buf);                                                                          \
    } while (0)

#define assert_contains(text, wanted)                                                              \
    do {                                                                                           \
        if (!strstr(text, wanted))                                                                 \
            fail_msg("'%s' does not contain '%s'", text, wanted);                                  \
    } while (0)

#endif
