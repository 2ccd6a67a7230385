#include "model/names.h"

#include <string.h>

#include "base/text.h"

/* Further words are not compared: they are no slip of a known one. */
enum { NEAR_WORD_MAX = 64 };

const char *names_word(const struct names *names, int number)
{
    return number >= 0 && number < names->count ? names->words[number] : "";
}

int names_find(const struct names *names, const char *word)
{
    for (int i = 0; i < names->count; i++) {
        if (strcmp(names->words[i], word) == 0)
            return i;
    }
    return -1;
}

const char *names_nearest(const struct names *names, const char *word)
{
    char lower[NEAR_WORD_MAX + 1];
    size_t size = strlen(word);
    if (size > NEAR_WORD_MAX)
        return NULL;
    for (size_t i = 0; i <= size; i++)
        lower[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] - 'A' + 'a' : word[i]);
    const char *nearest = NULL;
    int least = size < 4 ? 2 : (int)size / 3 + 1;
    for (int i = 0; i < names->count; i++) {
        int distance = text_distance(names->words[i], lower);
        if (distance < least) {
            least = distance;
            nearest = names->words[i];
        }
    }
    return nearest;
}
