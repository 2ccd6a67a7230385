#include "base/key.h"

#include <string.h>
#include <strings.h>

#include <curses.h>

#include "base/alloc.h"
#include "base/text.h"

static const struct {
    const char *name;
    uint32_t code;
} names[] = {
        {"Up", CODE_UP},
        {"Down", CODE_DOWN},
        {"Left", CODE_LEFT},
        {"Right", CODE_RIGHT},
        {"Home", CODE_HOME},
        {"End", CODE_END},
        {"PgUp", CODE_PAGE_UP},
        {"PgDn", CODE_PAGE_DOWN},
        {"Enter", CODE_ENTER},
        {"Esc", CODE_ESC},
        {"Tab", CODE_TAB},
        {"S-Tab", CODE_BACKTAB},
        {"Backspace", CODE_BACKSPACE},
        {"Del", CODE_DELETE},
        {"Space", ' '},
};

static const struct {
    int raw;
    uint32_t code;
} raw_codes[] = {
        {KEY_UP, CODE_UP},
        {KEY_DOWN, CODE_DOWN},
        {KEY_LEFT, CODE_LEFT},
        {KEY_RIGHT, CODE_RIGHT},
        {KEY_HOME, CODE_HOME},
        {KEY_END, CODE_END},
        {KEY_PPAGE, CODE_PAGE_UP},
        {KEY_NPAGE, CODE_PAGE_DOWN},
        {KEY_ENTER, CODE_ENTER},
        {KEY_BTAB, CODE_BACKTAB},
        {KEY_BACKSPACE, CODE_BACKSPACE},
        {KEY_DC, CODE_DELETE},
        {'\r', CODE_ENTER},
        {'\n', CODE_ENTER},
        {'\t', CODE_TAB},
        {'\b', CODE_BACKSPACE},
        {127, CODE_BACKSPACE},
};

/* Behind Esc [ or Esc O, for terminals that send other sequences than their description says.
 * Modifiers (1;5A) are left aside. */
static const struct {
    const char *sequence;
    uint32_t code;
} sequences[] = {
        {"A", CODE_UP},
        {"B", CODE_DOWN},
        {"C", CODE_RIGHT},
        {"D", CODE_LEFT},
        {"H", CODE_HOME},
        {"F", CODE_END},
        {"Z", CODE_BACKTAB},
        {"M", CODE_ENTER},
        {"1~", CODE_HOME},
        {"3~", CODE_DELETE},
        {"4~", CODE_END},
        {"5~", CODE_PAGE_UP},
        {"6~", CODE_PAGE_DOWN},
        {"7~", CODE_HOME},
        {"8~", CODE_END},
        {"P", CODE_F1},
        {"Q", CODE_F1 + 1},
        {"R", CODE_F1 + 2},
        {"S", CODE_F1 + 3},
        {"11~", CODE_F1},
        {"12~", CODE_F1 + 1},
        {"13~", CODE_F1 + 2},
        {"14~", CODE_F1 + 3},
        {"15~", CODE_F1 + 4},
        {"17~", CODE_F1 + 5},
        {"18~", CODE_F1 + 6},
        {"19~", CODE_F1 + 7},
        {"20~", CODE_F1 + 8},
        {"21~", CODE_F1 + 9},
};

bool key_is_text(const struct key *key)
{
    return key->code >= ' ' && key->code < CODE_NONE && (key->code < 0x7f || key->code >= 0xa0);
}

void key_add_name(struct buf *out, uint32_t code)
{
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (names[i].code == code) {
            buf_add_text(out, names[i].name);
            return;
        }
    if (code >= CODE_F1 && code <= CODE_F12) {
        buf_add_format(out, "F%u", (unsigned)(code - CODE_F1 + 1));
    } else if (code < ' ') {
        buf_add_format(out, "^%c", (int)code + '@');
    } else if (code < CODE_NONE) {
        char bytes[4];
        buf_add(out, bytes, text_encode(code, bytes));
    }
}

static uint32_t function_key(const char *name, size_t size)
{
    unsigned number = 0;
    if (size < 2 || size > 3 || (name[0] != 'F' && name[0] != 'f'))
        return CODE_NONE;
    for (size_t i = 1; i < size; i++) {
        if (name[i] < '0' || name[i] > '9')
            return CODE_NONE;
        number = number * 10 + (unsigned)(name[i] - '0');
    }
    return number >= 1 && number <= 12 ? CODE_F(number) : CODE_NONE;
}

uint32_t key_from_name(const char *name, size_t size)
{
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (strlen(names[i].name) == size && strncasecmp(names[i].name, name, size) == 0)
            return names[i].code;
    uint32_t code = CODE_NONE;
    if (size > 0 && text_decode(name, size, &code) == size)
        return code;
    if (size == 2 && name[0] == '^' && (name[1] & 0x40))
        return CODE_CTRL(name[1]);
    return function_key(name, size);
}

static void emit(struct key_decoder *decoder, struct key key)
{
    if (decoder->queued < ARRAY_COUNT(decoder->queue))
        decoder->queue[decoder->queued++] = key;
}

static void emit_code(struct key_decoder *decoder, uint32_t code)
{
    emit(decoder, (struct key){.code = code});
}

void key_decoder_release(struct key_decoder *decoder)
{
    buf_release(&decoder->paste);
    memset(decoder, 0, sizeof *decoder);
}

static void paste_add(struct key_decoder *decoder, const char *bytes, size_t size)
{
    if (decoder->paste.size + size <= KEY_PASTE_MAX)
        buf_add(&decoder->paste, bytes, size);
}

static size_t utf8_length(unsigned char lead)
{
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}

/* Broken characters are dropped: nobody typed them. */
static void put_byte(struct key_decoder *decoder, unsigned char byte)
{
    if (decoder->byte_count && (byte & 0xc0) != 0x80)
        decoder->byte_count = 0;
    if (decoder->byte_count == 0 && utf8_length(byte) == 1)
        return;
    decoder->bytes[decoder->byte_count++] = byte;
    size_t length = utf8_length(decoder->bytes[0]);
    if (decoder->byte_count < length)
        return;
    uint32_t character;
    if (text_decode((const char *)decoder->bytes, length, &character) == length &&
            character >= 0xa0)
        emit_code(decoder, character);
    decoder->byte_count = 0;
}

static void put_plain(struct key_decoder *decoder, int raw)
{
    if (raw >= 0x80 && raw <= 0xff) {
        put_byte(decoder, (unsigned char)raw);
        return;
    }
    decoder->byte_count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(raw_codes); i++)
        if (raw_codes[i].raw == raw) {
            emit_code(decoder, raw_codes[i].code);
            return;
        }
    if (raw >= KEY_F(1) && raw <= KEY_F(12))
        emit_code(decoder, CODE_F(raw - KEY_F0));
    else if (raw > 0 && raw < 0x7f)
        emit_code(decoder, (uint32_t)raw);
}

/* '1;5A' is 'A', '3;2~' is '3~'. */
static void drop_modifiers(char *sequence)
{
    char *semicolon = strchr(sequence, ';');
    if (!semicolon)
        return;
    char last = sequence[strlen(sequence) - 1];
    char *end = last == '~' ? semicolon : sequence;
    end[0] = last;
    end[1] = 0;
}

static void emit_sequence(struct key_decoder *decoder)
{
    char sequence[sizeof decoder->sequence + 1];
    memcpy(sequence, decoder->sequence, decoder->sequence_size);
    sequence[decoder->sequence_size] = 0;
    drop_modifiers(sequence);
    for (size_t i = 0; i < ARRAY_COUNT(sequences); i++)
        if (strcmp(sequences[i].sequence, sequence) == 0)
            emit_code(decoder, sequences[i].code);
}

static void sequence_ended(struct key_decoder *decoder)
{
    decoder->state = DECODE_PLAIN;
    bool begins = decoder->sequence_size == 4 && memcmp(decoder->sequence, "200~", 4) == 0;
    bool ends = decoder->sequence_size == 4 && memcmp(decoder->sequence, "201~", 4) == 0;
    if (ends && decoder->pasting) {
        key_decoder_end_paste(decoder);
    } else if (decoder->pasting) {
        paste_add(decoder, "\033[", 2);
        paste_add(decoder, decoder->sequence, decoder->sequence_size);
    } else if (begins) {
        decoder->pasting = true;
        buf_clear(&decoder->paste);
    } else {
        emit_sequence(decoder);
    }
}

static void put_sequence(struct key_decoder *decoder, int raw)
{
    if (raw < ' ' || raw > '~' || decoder->sequence_size == sizeof decoder->sequence) {
        decoder->state = DECODE_PLAIN;
        key_decoder_put(decoder, raw);
        return;
    }
    decoder->sequence[decoder->sequence_size++] = (char)raw;
    if (raw >= '@' && raw <= '~')
        sequence_ended(decoder);
}

/* Behind an Esc: either a sequence that curses does not know, or a person who pressed Esc and then
 * something else on a slow line. */
static void put_after_esc(struct key_decoder *decoder, int raw)
{
    if (raw == '[' || (raw == 'O' && !decoder->pasting)) {
        decoder->state = DECODE_SEQUENCE;
        decoder->sequence_size = 0;
        return;
    }
    decoder->state = DECODE_PLAIN;
    if (decoder->pasting)
        paste_add(decoder, "\033", 1);
    else
        emit_code(decoder, CODE_ESC);
    key_decoder_put(decoder, raw);
}

void key_decoder_put(struct key_decoder *decoder, int raw)
{
    if (decoder->state == DECODE_SEQUENCE) {
        put_sequence(decoder, raw);
    } else if (decoder->state == DECODE_ESC) {
        put_after_esc(decoder, raw);
    } else if (raw == 27) {
        decoder->byte_count = 0;
        decoder->state = DECODE_ESC;
    } else if (decoder->pasting) {
        char byte = (char)raw;
        if (raw >= 0 && raw <= 0xff)
            paste_add(decoder, &byte, 1);
    } else {
        put_plain(decoder, raw);
    }
}

void key_decoder_idle(struct key_decoder *decoder)
{
    if (decoder->pasting)
        return;
    if (decoder->state == DECODE_ESC || decoder->state == DECODE_SEQUENCE) {
        bool bare = decoder->state == DECODE_SEQUENCE && decoder->sequence_size == 0;
        emit_code(decoder, CODE_ESC);
        if (bare)
            emit_code(decoder, '[');
    }
    decoder->state = DECODE_PLAIN;
}

void key_decoder_end_paste(struct key_decoder *decoder)
{
    if (!decoder->pasting)
        return;
    decoder->pasting = false;
    decoder->state = DECODE_PLAIN;
    emit(decoder, (struct key){.code = CODE_PASTE,
                          .text = buf_text(&decoder->paste),
                          .size = decoder->paste.size});
}

bool key_decoder_take(struct key_decoder *decoder, struct key *key)
{
    if (!decoder->queued)
        return false;
    *key = decoder->queue[0];
    decoder->queued--;
    memmove(decoder->queue, decoder->queue + 1, decoder->queued * sizeof *decoder->queue);
    return true;
}
