#include "demo/person.h"

#include "base/alloc.h"

const struct demo_city demo_cities[] = {
        {"Europe/Berlin", "Berlin", "DE", "+4930555", "store-berlin", 52.5200, 13.4050, 20},
        {"Europe/Paris", "Paris", "FR", "+331555", "store-paris", 48.8566, 2.3522, 16},
        {"Europe/London", "London", "GB", "+4420555", "store-london", 51.5072, -0.1276, 14},
        {"Europe/Madrid", "Madrid", "ES", "+3491555", NULL, 40.4168, -3.7038, 8},
        {"Europe/Rome", "Roma", "IT", "+396555", NULL, 41.9028, 12.4964, 6},
        {"Europe/Warsaw", "Warszawa", "PL", "+4822555", NULL, 52.2297, 21.0122, 5},
        {"Europe/Amsterdam", "Amsterdam", "NL", "+3120555", "store-amsterdam", 52.3676, 4.9041, 4},
        {"Europe/Lisbon", "Lisboa", "PT", "+35121555", NULL, 38.7223, -9.1393, 3},
        {"Europe/Helsinki", "Helsinki", "FI", "+3589555", NULL, 60.1699, 24.9384, 2},
        {"Europe/Athens", "Athína", "GR", "+30210555", NULL, 37.9838, 23.7275, 2},
        {"Africa/Casablanca", "Casablanca", "MA", "+212522555", NULL, 33.5731, -7.5898, 1},
        {"Africa/Lagos", "Lagos", "NG", "+2341555", NULL, 6.5244, 3.3792, 1},
        {"America/New_York", "New York", "US", "+1212555", "store-new-york", 40.7128, -74.0060, 8},
        {"America/Chicago", "Chicago", "US", "+1312555", NULL, 41.8781, -87.6298, 3},
        {"America/Los_Angeles", "Los Angeles", "US", "+1213555", NULL, 34.0522, -118.2437, 4},
        {"America/Sao_Paulo", "São Paulo", "BR", "+5511555", NULL, -23.5558, -46.6396, 3},
        {"America/St_Johns", "St. John's", "CA", "+1709555", NULL, 47.5615, -52.7126, 1},
        {"Asia/Dubai", "Dubai", "AE", "+9714555", NULL, 25.2048, 55.2708, 1},
        {"Asia/Kolkata", "Kolkata", "IN", "+9133555", NULL, 22.5726, 88.3639, 3},
        {"Asia/Kathmandu", "Kathmandu", "NP", "+9771555", NULL, 27.7172, 85.3240, 1},
        {"Asia/Tokyo", "東京", "JP", "+813555", NULL, 35.6762, 139.6503, 3},
        {"Asia/Singapore", "Singapore", "SG", "+65555", NULL, 1.3521, 103.8198, 1},
        {"Australia/Sydney", "Sydney", "AU", "+612555", NULL, -33.8688, 151.2093, 2},
        {"Pacific/Auckland", "Auckland", "NZ", "+649555", NULL, -36.8509, 174.7645, 1},
};
const uint32_t demo_city_count = ARRAY_COUNT(demo_cities);

/* As written, and as it stands in an e-mail address. */
struct name {
    const char *text;
    const char *plain;
};

static const struct name first_names[] = {{"Anna", "anna"}, {"Ben", "ben"}, {"Chloé", "chloe"},
        {"David", "david"}, {"Elena", "elena"}, {"Finn", "finn"}, {"Giulia", "giulia"},
        {"Hugo", "hugo"}, {"Inès", "ines"}, {"Jonas", "jonas"}, {"Katarzyna", "katarzyna"},
        {"Łukasz", "lukasz"}, {"Mara", "mara"}, {"Noah", "noah"}, {"Olivia", "olivia"},
        {"Paul", "paul"}, {"Renée", "renee"}, {"Sofía", "sofia"}, {"Tomás", "tomas"},
        {"Uma", "uma"}, {"Victor", "victor"}, {"Wanjiru", "wanjiru"}, {"美咲", "misaki"},
        {"Yusuf", "yusuf"}, {"Zoë", "zoe"}, {"Γιώργος", "giorgos"}, {"Ananya", "ananya"},
        {"Liam", "liam"}, {"Emma", "emma"}, {"João", "joao"}, {"Aino", "aino"}, {"Sean", "sean"}};

static const struct name last_names[] = {{"Müller", "mueller"}, {"Martin", "martin"},
        {"Smith", "smith"}, {"García", "garcia"}, {"Rossi", "rossi"}, {"Nowak", "nowak"},
        {"de Vries", "devries"}, {"Silva", "silva"}, {"Virtanen", "virtanen"}, {"Παππάς", "pappas"},
        {"Okafor", "okafor"}, {"Johnson", "johnson"}, {"Chen", "chen"}, {"佐藤", "sato"},
        {"Sharma", "sharma"}, {"O'Brien", "obrien"}, {"Lefèvre", "lefevre"},
        {"Schäfer", "schaefer"}, {"Wiśniewska", "wisniewska"}, {"Costa", "costa"},
        {"Brown", "brown"}, {"Jansen", "jansen"}, {"Kim", "kim"}, {"Wilson", "wilson"}};

/* Apart from gmail.com only names that are kept for examples. */
static const struct {
    const char *name;
    uint32_t weight;
} domains[] = {{"gmail.com", 41}, {"example.com", 24}, {"example.org", 19}, {"mail.example", 16}};

const char *demo_plan_name(enum demo_plan plan)
{
    static const char *const names[] = {"free", "plus", "pro"};
    return names[plan];
}

static uint32_t draw_city(struct rng *rng)
{
    uint32_t total = 0, city = 0;
    for (uint32_t i = 0; i < demo_city_count; i++)
        total += demo_cities[i].weight;
    uint32_t drawn = rng_below(rng, total);
    while (drawn >= demo_cities[city].weight)
        drawn -= demo_cities[city++].weight;
    return city;
}

static uint8_t draw_domain(struct rng *rng)
{
    uint32_t drawn = rng_below(rng, 100);
    uint8_t domain = 0;
    while (drawn >= domains[domain].weight)
        drawn -= domains[domain++].weight;
    return domain;
}

/* Few people come often, many come rarely. */
static uint32_t draw_sessions(struct rng *rng)
{
    static const uint32_t classes[10] = {400, 500, 600, 900, 1800, 2200, 2600, 5200, 7200, 16000};
    return classes[rng_below(rng, 10)];
}

struct person person_of(uint64_t seed, uint32_t number, uint32_t days)
{
    struct rng rng = rng_of(seed, number, UINT64_C(0x70656f706c65));
    struct person person = {.number = number};
    person.joins_day = rng_chance(&rng, 7500) ? -1 : (int32_t)rng_below(&rng, days);
    person.sessions = draw_sessions(&rng);
    person.city = draw_city(&rng);
    person.first = rng_below(&rng, ARRAY_COUNT(first_names));
    person.last = rng_below(&rng, ARRAY_COUNT(last_names));
    person.domain = draw_domain(&rng);
    uint32_t plan = rng_below(&rng, 100);
    person.plan = person.joins_day >= 0 || plan < 68 ? PLAN_FREE : plan < 91 ? PLAN_PLUS : PLAN_PRO;
    person.has_email = rng_chance(&rng, 9300);
    person.has_phone = rng_chance(&rng, 5500);
    person.mobile = rng_chance(&rng, 6200);
    person.push = person.mobile && rng_chance(&rng, 7800);
    person.tells_zone = rng_chance(&rng, 4000);
    person.sms_offers = person.has_phone && rng_chance(&rng, 4500);
    return person;
}

void person_id(uint32_t number, char out[PERSON_ID_SIZE])
{
    out[PERSON_ID_SIZE - 1] = 0;
    for (int i = PERSON_ID_SIZE - 2; i > 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    out[0] = 'u';
}

bool person_has_gmail(const struct person *person)
{
    return person->domain == 0;
}

static void add_email(const struct person *person, struct buf *out)
{
    char id[PERSON_ID_SIZE];
    person_id(person->number, id);
    buf_add_text(out, ",\"email\":\"");
    buf_add_text(out, first_names[person->first].plain);
    buf_add_char(out, '.');
    buf_add_text(out, last_names[person->last].plain);
    buf_add_char(out, '.');
    buf_add_text(out, id);
    buf_add_char(out, '@');
    buf_add_text(out, domains[person->domain].name);
    buf_add_char(out, '"');
}

static void add_phone(const struct person *person, struct buf *out)
{
    char id[PERSON_ID_SIZE];
    person_id(person->number, id);
    buf_add_text(out, ",\"phone\":\"");
    buf_add_text(out, demo_cities[person->city].dial);
    buf_add(out, id + PERSON_ID_SIZE - 7, 6);
    buf_add_char(out, '"');
}

void person_add_traits(const struct person *person, bool with_email, struct buf *out)
{
    const struct demo_city *city = &demo_cities[person->city];
    buf_add_text(out, "{\"first_name\":\"");
    buf_add_text(out, first_names[person->first].text);
    buf_add_text(out, "\",\"last_name\":\"");
    buf_add_text(out, last_names[person->last].text);
    buf_add_char(out, '"');
    if (with_email && person->has_email)
        add_email(person, out);
    if (person->has_phone)
        add_phone(person, out);
    buf_add_text(out, ",\"plan\":\"");
    buf_add_text(out, demo_plan_name(person->plan));
    buf_add_text(out, "\",\"address\":{\"city\":\"");
    buf_add_text(out, city->name);
    buf_add_text(out, "\",\"country\":\"");
    buf_add_text(out, city->country);
    buf_add_text(out, "\"}");
    if (person->tells_zone) {
        buf_add_text(out, ",\"timezone\":\"");
        buf_add_text(out, city->zone);
        buf_add_char(out, '"');
    }
    buf_add_text(out, person->push ? ",\"pushSubscription\":\"opted_in\"" : "");
    buf_add_text(out, ",\"subscriptionGroups\":{\"newsletter\":\"subscribed\",\"sms_offers\":\"");
    buf_add_text(out, person->sms_offers ? "subscribed\"}}" : "unsubscribed\"}}");
}
