#include "cli/out.h"

#include <errno.h>
#include <inttypes.h>
#include <langinfo.h>
#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "cli/layout.h"
#include "report/say.h"

enum { WRITE_AT = 1 << 16, CELLS_DEFAULT = 80, CELLS_LEAST = 20 };

static int terminal_cells(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return CELLS_DEFAULT;
    return size.ws_col < CELLS_LEAST ? CELLS_LEAST : size.ws_col;
}

void out_init(struct out *out, enum out_form form)
{
    *out = (struct out){.form = form, .zone = ZONE_UTC, .cells = terminal_cells()};
    out->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

void out_release(struct out *out)
{
    buf_release(&out->bytes);
    buf_release(&out->cell);
    buf_release(&out->held);
    mem_free(out->held_cells);
    out->held_cells = NULL;
}

static void write_bytes(struct out *out)
{
    size_t done = 0;
    while (done < out->bytes.size && !out_closed(out)) {
        ssize_t written = write(STDOUT_FILENO, out->bytes.bytes + done, out->bytes.size - done);
        if (written >= 0)
            done += (size_t)written;
        else if (errno == EPIPE)
            out->closed = true;
        else if (errno != EINTR)
            out->failed = errno;
    }
    buf_clear(&out->bytes);
}

static void maybe_write(struct out *out)
{
    if (out->bytes.size >= WRITE_AT)
        write_bytes(out);
}

bool out_closed(const struct out *out)
{
    return out->closed || out->failed;
}

int out_finish(struct out *out, struct error *err)
{
    write_bytes(out);
    if (out->failed)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, out->failed, "cannot write to standard output");
    return 0;
}

void out_raw(struct out *out, const char *bytes, size_t size)
{
    buf_add(&out->bytes, bytes, size);
    maybe_write(out);
}

void out_line(struct out *out, const char *text)
{
    text_add_safe(&out->bytes, text, strlen(text), true);
    buf_add_char(&out->bytes, '\n');
    maybe_write(out);
}

/* RFC 4180. */
static void add_csv(struct buf *to, const char *text, size_t size)
{
    size_t plain = 0;
    while (plain < size && !strchr(",\"\r\n", text[plain]))
        plain++;
    if (plain == size) {
        buf_add(to, text, size);
        return;
    }
    buf_add_char(to, '"');
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"')
            buf_add_char(to, '"');
        buf_add_char(to, text[i]);
    }
    buf_add_char(to, '"');
}

void out_begin(struct out *out, const struct column *columns, size_t count)
{
    out->column_count = count < COLUMNS_MAX ? count : COLUMNS_MAX;
    memcpy(out->columns, columns, out->column_count * sizeof *columns);
    out->at = out->row_count = 0;
    out->measured = false;
    if (out->form != OUT_CSV)
        return;
    const char *comma = "";
    for (size_t i = 0; i < out->column_count; i++)
        if (columns[i].key) {
            buf_add_text(&out->bytes, comma);
            buf_add_text(&out->bytes, columns[i].key);
            comma = ",";
        }
    buf_add_text(&out->bytes, "\r\n");
}

/* A machine's cell: JSON text for --json, the bare value for --csv. */
static void put_for_machine(struct out *out, const char *text, size_t size)
{
    const char *key = out->columns[out->at].key;
    bool json = out->form == OUT_JSON;
    if (key) {
        buf_add_text(&out->bytes, out->at ? "," : json ? "{" : "");
        if (json) {
            json_add_string(&out->bytes, key, strlen(key));
            buf_add_char(&out->bytes, ':');
            buf_add(&out->bytes, text, size);
        } else {
            add_csv(&out->bytes, text, size);
        }
    }
    if (out->at + 1 == out->column_count)
        buf_add_text(&out->bytes, json ? "}\n" : "\r\n");
}

static void put(struct out *out, const char *text, size_t size)
{
    if (out->form == OUT_PEOPLE)
        layout_cell(out, text, size);
    else
        put_for_machine(out, text, size);
    if (++out->at == out->column_count) {
        out->at = 0;
        out->row_count++;
    }
    maybe_write(out);
}

static void put_cell(struct out *out)
{
    put(out, buf_text(&out->cell), out->cell.size);
}

void out_null(struct out *out)
{
    put(out, out->form == OUT_JSON ? "null" : "", out->form == OUT_JSON ? 4 : 0);
}

void out_bytes(struct out *out, const char *bytes, size_t size)
{
    if (!bytes) {
        out_null(out);
        return;
    }
    buf_clear(&out->cell);
    if (out->form == OUT_JSON)
        json_add_string(&out->cell, bytes, size);
    else if (out->form == OUT_PEOPLE)
        text_add_safe(&out->cell, bytes, size, false);
    else
        buf_add(&out->cell, bytes, size);
    put_cell(out);
}

void out_text(struct out *out, const char *text)
{
    out_bytes(out, text, text ? strlen(text) : 0);
}

void out_number(struct out *out, int64_t number)
{
    buf_clear(&out->cell);
    if (out->form == OUT_PEOPLE)
        text_add_number(&out->cell, number);
    else
        buf_add_format(&out->cell, "%" PRId64, number);
    put_cell(out);
}

void out_add_money(struct buf *to, double amount)
{
    double rounded = round(amount * 100);
    if (!(fabs(rounded) < 1e15)) {
        buf_add_format(to, "%.2f", amount);
        return;
    }
    int64_t hundredths = (int64_t)fabs(rounded);
    if (rounded < 0)
        buf_add_char(to, '-');
    text_add_number(to, hundredths / 100);
    buf_add_format(to, ".%02d", (int)(hundredths % 100));
}

void out_real(struct out *out, double number)
{
    buf_clear(&out->cell);
    if (out->form == OUT_PEOPLE)
        out_add_money(&out->cell, number);
    else
        text_add_double(&out->cell, number);
    put_cell(out);
}

void out_instant(struct out *out, int64_t ms)
{
    char text[WHEN_TEXT_MAX];
    if (ms == WHEN_NONE) {
        out_null(out);
        return;
    }
    buf_clear(&out->cell);
    if (out->form == OUT_PEOPLE)
        say_instant(&out->cell, ms - ms % MINUTE_MS, out->zone); /* a column is no stop-watch */
    else if (out->form == OUT_CSV)
        buf_add_text(&out->cell, when_format(ms, text));
    else
        buf_add_format(&out->cell, "\"%s\"", when_format(ms, text));
    put_cell(out);
}

void out_bool(struct out *out, bool yes)
{
    bool people = out->form == OUT_PEOPLE;
    const char *text = yes ? (people ? "yes" : "true") : (people ? "no" : "false");
    put(out, text, strlen(text));
}

void out_nested(struct out *out, const struct buf *json, const char *words)
{
    if (out->form == OUT_PEOPLE)
        out_text(out, words ? words : "");
    else
        put(out, buf_text(json), json->size);
}

void out_end(struct out *out, const char *nothing)
{
    if (out->form != OUT_PEOPLE)
        return;
    if (out->row_count > 0)
        layout_flush(out);
    else if (nothing)
        out_line(out, nothing);
}
