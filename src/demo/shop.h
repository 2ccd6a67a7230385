/* What the demo shop sells. */
#ifndef DEMO_SHOP_H
#define DEMO_SHOP_H

#include <stdint.h>

struct product {
    const char *id;
    const char *name;
    const char *category;
    uint32_t price_cents;
};

extern const struct product products[];
extern const uint32_t product_count;

#endif
