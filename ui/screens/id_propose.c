#include "screens/id_propose.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/campaign.h"

static char plain_letter(const char *bytes, size_t size)
{
    char *sign = mem_string_of(bytes, size);
    char letter = 'a';
    char text[2] = {0};
    for (; letter <= 'z'; letter++) {
        text[0] = letter;
        if (text_compare_folded(sign, text) == 0)
            break;
    }
    mem_free(sign);
    return letter <= 'z' ? letter : '-';
}

static char *id_from_title(const char *title)
{
    struct buf id = {0};
    size_t size = strlen(title);
    uint32_t character;
    for (size_t at = 0; at < size && id.size < CAMPAIGN_ID_MAX;) {
        size_t step = text_decode(title + at, size - at, &character);
        bool digit = character >= '0' && character <= '9';
        char c = digit ? (char)character : plain_letter(title + at, step);
        bool dash = id.size && id.bytes[id.size - 1] == '-';
        if (c != '-' || (id.size && !dash))
            buf_add_char(&id, c);
        at += step;
    }
    while (id.size && id.bytes[id.size - 1] == '-')
        buf_cut(&id, id.size - 1);
    return buf_take(&id);
}

char *id_propose(
        const char *title, bool (*taken)(const void *context, const char *id), const void *context)
{
    char *made = id_from_title(title);
    char *base = made != NULL ? made : mem_string("");
    char *id = mem_string(base);
    for (int number = 2; *id && taken(context, id) && number < 100; number++) {
        size_t room = text_cut_bytes(base, strlen(base), CAMPAIGN_ID_MAX - 3);
        mem_free(id);
        id = mem_format("%.*s-%d", (int)room, base, number);
    }
    mem_free(base);
    return id;
}
