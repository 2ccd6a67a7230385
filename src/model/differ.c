#include "model/differ.h"

#include <string.h>

#include "base/alloc.h"
#include "model/phrase.h"

size_t differ_enter(struct differ *differ, const char *key)
{
    size_t mark = differ->path.size;
    buf_add_format(&differ->path, "%s%s", mark > 0 ? "." : "", key);
    return mark;
}

size_t differ_enter_element(struct differ *differ, size_t index)
{
    size_t mark = differ->path.size;
    buf_add_format(&differ->path, "[%zu]", index);
    return mark;
}

void differ_leave(struct differ *differ, size_t mark)
{
    buf_cut(&differ->path, mark);
}

void differ_add(struct differ *differ, char *before, char *after, const char *sentence,
        const char *what, const char *was, const char *is)
{
    struct change_list *out = differ->out;
    struct buf words = {0};
    phrase_add(&words, sentence, what, was, is);
    out->items = mem_room(out->items, out->count, &out->capacity, sizeof *out->items);
    out->items[out->count++] = (struct change){.path = mem_string(buf_text(&differ->path)),
            .before = before,
            .after = after,
            .words = buf_take(&words)};
}

static bool same_at(const struct field *field, const void *before, const void *after)
{
    return field_same(
            field, (const char *)before + field->offset, (const char *)after + field->offset);
}

/* The only member in which two objects differ, or NULL. */
static const struct field *only_difference(
        const struct shape *shape, const void *before, const void *after)
{
    const struct field *only = NULL;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (same_at(field, before, after))
            continue;
        if (only)
            return NULL;
        only = field;
    }
    return only;
}

void differ_add_narrowed(struct differ *differ, const struct field *field, const void *before,
        const void *after, const char *sentence, const char *what, const char *was, const char *is)
{
    size_t mark = differ->path.size;
    for (;;) {
        const struct shape *shape = field_shape(field, before);
        if (!shape || field_shape(field, after) != shape)
            break;
        const struct field *inner = only_difference(shape, before, after);
        if (!inner)
            break;
        field = inner;
        before = (const char *)before + field->offset;
        after = (const char *)after + field->offset;
        differ_enter(differ, field->key);
    }
    differ_add(
            differ, field_json(field, before), field_json(field, after), sentence, what, was, is);
    differ_leave(differ, mark);
}

int shape_similar(const struct shape *shape, const void *before, const void *after)
{
    int common = 0, all = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        bool missing = field->codec->absent(field, (const char *)before + field->offset) &&
                       field->codec->absent(field, (const char *)after + field->offset);
        int weight = i == 0 ? (int)shape->count : missing ? 0 : 1;
        all += weight;
        common += same_at(field, before, after) ? weight : 0;
    }
    return all ? SIMILAR_SAME * common / all : 0;
}

static const void *element_at(const void *elements, const struct list_difference *list, size_t i)
{
    return (const char *)elements + i * list->size;
}

static char **element_texts(const void *elements, size_t count, const struct list_difference *list)
{
    char **texts = mem_array(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        char *text = field_json(list->element, element_at(elements, list, i));
        texts[i] = text ? text : mem_string("null");
    }
    return texts;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(texts[i]);
    mem_free(texts);
}

static char *element_name(const struct list_difference *list, size_t index)
{
    return list->numbered ? mem_format("%s %zu", list->what, index + 1) : mem_string(list->what);
}

static char *element_words(const struct list_difference *list, const void *elements, size_t index)
{
    struct buf words = {0};
    if (index != ALIGN_NONE)
        list->add_words(&words, element_at(elements, list, index));
    return buf_take(&words);
}

static void tell_moved(struct differ *differ, const struct list_difference *list,
        const struct aligned *one, const char *text, const char *what, const char *is)
{
    char *old_name = element_name(list, one->before);
    const char *sentence = list->numbered ? "{1} was {2}: {3}" : "{1} moved: {3}";
    differ_add(differ, mem_string(text), mem_string(text), list->moved ? list->moved : sentence,
            what, old_name, is);
    mem_free(old_name);
}

static void tell(struct differ *differ, const struct list_difference *list,
        const struct aligned *one, char *const *before, char *const *after)
{
    size_t index = one->after == ALIGN_NONE ? one->before : one->after;
    size_t mark = differ_enter_element(differ, index);
    char *what = element_name(list, index);
    char *was = element_words(list, list->before, one->before);
    char *is = element_words(list, list->after, one->after);
    if (one->after == ALIGN_NONE)
        differ_add(differ, mem_string(before[one->before]), NULL,
                list->removed ? list->removed : "{1} removed: {2}", what, was, is);
    else if (one->before == ALIGN_NONE)
        differ_add(differ, NULL, mem_string(after[one->after]),
                list->added ? list->added : "{1} added: {3}", what, was, is);
    else if (one->similar == SIMILAR_SAME)
        tell_moved(differ, list, one, after[one->after], what, is);
    else if (list->changed)
        list->changed(differ, list, one->before, one->after);
    else
        differ_add_narrowed(differ, list->element, element_at(list->before, list, one->before),
                element_at(list->after, list, one->after), "{1}: {2} -> {3}", what, was, is);
    mem_free(what);
    mem_free(was);
    mem_free(is);
    differ_leave(differ, mark);
}

void differ_list(struct differ *differ, const struct list_difference *list)
{
    size_t count;
    char **before = element_texts(list->before, list->before_count, list);
    char **after = element_texts(list->after, list->after_count, list);
    struct aligned *all = align(
            before, list->before_count, after, list->after_count, list->similar, list, &count);
    for (size_t i = 0; i < count; i++)
        tell(differ, list, &all[i], before, after);
    mem_free(all);
    free_texts(before, list->before_count);
    free_texts(after, list->after_count);
}
