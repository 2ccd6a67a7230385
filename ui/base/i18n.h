/* Every sentence the interface shows, translatable.
 *
 * _("text") translates now; N_("text") marks a text of a table, which is translated with
 * i18n_text() where it is drawn; count_text("%d user", "%d users", n) chooses the plural. No
 * sentence is glued from parts: a whole sentence with %s is one text, since other languages order
 * words in their own way. Sources are in English, catalogues in UTF-8. */
#ifndef UI_BASE_I18N_H
#define UI_BASE_I18N_H

#include <libintl.h>

#define I18N_DOMAIN "campanile"

#define _(text)                      dgettext(I18N_DOMAIN, text)
#define N_(text)                     text
#define count_text(one, many, count) dngettext(I18N_DOMAIN, one, many, (unsigned long)(count))

/* Takes the locale of the environment and the catalogue of `folder` (NULL: the system's). Call once
 * before threads start. */
void i18n_start(const char *folder);

/* The translation of a text marked with N_; "" stays "", NULL becomes "". */
const char *i18n_text(const char *text);

#endif
