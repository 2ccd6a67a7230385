#include "base/i18n.h"

#include <locale.h>
#include <stddef.h>

void i18n_start(const char *folder)
{
    setlocale(LC_ALL, "");
    /* Numbers in fields and files are written with a point in every language. */
    setlocale(LC_NUMERIC, "C");
    if (folder)
        bindtextdomain(I18N_DOMAIN, folder);
    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8");
}

const char *i18n_text(const char *text)
{
    /* The empty text is the catalogue's own header. */
    return text && *text ? dgettext(I18N_DOMAIN, text) : "";
}
