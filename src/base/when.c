#include "base/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { YEAR_MIN = 1970, YEAR_MAX = 2199 };

/* Howard Hinnant's algorithms: 400-year eras that begin on 1 March. */
int64_t day_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void day_to_civil(int64_t day, int *year, int *month, int *day_of_month)
{
    int64_t shifted = day + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int64_t floor_mod(int64_t value, int64_t modulus)
{
    int64_t rest = value % modulus;
    return rest < 0 ? rest + modulus : rest;
}

int day_weekday(int64_t day)
{
    return (int)floor_mod(floor_mod(day, 7) + 4, 7);
}

int64_t when_day(int64_t instant_ms)
{
    return instant_ms / DAY_MS - (instant_ms % DAY_MS < 0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads exactly `count` digits; the caller has checked that they are there. */
static bool digits(const char *at, size_t count, int *number)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(at[i]))
            return false;
        value = value * 10 + (at[i] - '0');
    }
    *number = value;
    return true;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool day_parse(const char *bytes, size_t size, int64_t *day)
{
    int year, month, day_of_month;
    if (size != 10 || bytes[4] != '-' || bytes[7] != '-' || !digits(bytes, 4, &year) ||
            !digits(bytes + 5, 2, &month) || !digits(bytes + 8, 2, &day_of_month))
        return false;
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day_of_month < 1 ||
            day_of_month > month_days(year, month))
        return false;
    *day = day_from_civil(year, month, day_of_month);
    return true;
}

bool clock_parse(const char *bytes, size_t size, int64_t *ms_of_day)
{
    int hour, minute;
    if (size != 5 || bytes[2] != ':' || !digits(bytes, 2, &hour) || !digits(bytes + 3, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *ms_of_day = hour * HOUR_MS + minute * MINUTE_MS;
    return true;
}

bool wall_parse(const char *bytes, size_t size, int64_t *day, int64_t *ms_of_day)
{
    return size == 16 && bytes[10] == 'T' && day_parse(bytes, 10, day) &&
           clock_parse(bytes + 11, 5, ms_of_day);
}

/* '.digits' after the seconds, if any: the milliseconds, further digits cut. Returns the bytes
 * used, or SIZE_MAX where a point has no digits. */
static size_t parse_fraction(const char *bytes, size_t size, int64_t *ms)
{
    *ms = 0;
    if (size == 0 || bytes[0] != '.')
        return 0;
    size_t used = 1;
    for (int64_t unit = 100; used < size && is_digit(bytes[used]); used++, unit /= 10)
        *ms += (bytes[used] - '0') * unit;
    return used > 1 ? used : SIZE_MAX;
}

/* 'Z', '+HH:MM' or '-HH:MM'. */
static bool parse_offset(const char *bytes, size_t size, int64_t *offset_ms)
{
    *offset_ms = 0;
    if (size == 1)
        return bytes[0] == 'Z';
    if (size != 6 || (bytes[0] != '+' && bytes[0] != '-') || !clock_parse(bytes + 1, 5, offset_ms))
        return false;
    if (bytes[0] == '-')
        *offset_ms = -*offset_ms;
    return true;
}

/* The date of one line of events is mostly that of the line before. */
static bool day_parse_again(const char bytes[10], int64_t *day)
{
    static _Thread_local char last_bytes[10] = {'1', '9', '7', '0', '-', '0', '1', '-', '0', '1'};
    static _Thread_local int64_t last_day;

    if (memcmp(bytes, last_bytes, sizeof last_bytes) == 0) {
        *day = last_day;
        return true;
    }
    if (!day_parse(bytes, sizeof last_bytes, day))
        return false;
    memcpy(last_bytes, bytes, sizeof last_bytes);
    last_day = *day;
    return true;
}

bool when_parse(const char *bytes, size_t size, int64_t *instant_ms)
{
    int64_t day, ms_of_day, fraction_ms, offset_ms;
    int second;
    if (size < 20 || bytes[10] != 'T' || bytes[16] != ':' || !day_parse_again(bytes, &day) ||
            !clock_parse(bytes + 11, 5, &ms_of_day) || !digits(bytes + 17, 2, &second) ||
            second > 59)
        return false;
    size_t used = parse_fraction(bytes + 19, size - 19, &fraction_ms);
    if (used == SIZE_MAX || !parse_offset(bytes + 19 + used, size - 19 - used, &offset_ms))
        return false;
    *instant_ms = day * DAY_MS + ms_of_day + second * SECOND_MS + fraction_ms - offset_ms;
    return true;
}

const char *when_format(int64_t instant_ms, char out[WHEN_TEXT_MAX])
{
    int year, month, day_of_month;
    int64_t day = when_day(instant_ms);
    int64_t ms = floor_mod(instant_ms, DAY_MS);
    day_to_civil(day, &year, &month, &day_of_month);
    snprintf(out, WHEN_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day_of_month,
            (int)(ms / HOUR_MS), (int)(ms / MINUTE_MS % 60), (int)(ms / SECOND_MS % 60),
            (int)(ms % SECOND_MS));
    return out;
}

bool duration_parse(const char *text, bool allow_off, int64_t *ms)
{
    static const struct {
        char letter;
        int64_t ms;
    } units[] = {{'s', SECOND_MS}, {'m', MINUTE_MS}, {'h', HOUR_MS}, {'d', DAY_MS}, {'w', WEEK_MS}};

    if (allow_off && strcmp(text, "off") == 0) {
        *ms = -1;
        return true;
    }
    size_t count = strspn(text, "0123456789");
    int amount;
    if (count < 1 || count > 9 || text[count] == '\0' || text[count + 1] != '\0')
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (text[count] == units[i].letter && digits(text, count, &amount)) {
            *ms = amount * units[i].ms;
            return true;
        }
    return false;
}

void duration_add_words(struct buf *out, int64_t ms)
{
    static const struct {
        int64_t ms;
        const char *one, *many;
    } units[] = {{DAY_MS, "day", "days"}, {HOUR_MS, "h", "h"}, {MINUTE_MS, "min", "min"},
            {SECOND_MS, "s", "s"}};
    enum { UNITS = sizeof units / sizeof units[0] };

    uint64_t rest = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
    if (ms < 0)
        buf_add_char(out, '-');
    if (rest < (uint64_t)MINUTE_MS && rest % (uint64_t)SECOND_MS != 0) {
        uint64_t tenths = rest / 100;
        buf_add_format(out, tenths % 10 ? "%u.%u s" : "%u s", (unsigned)(tenths / 10),
                (unsigned)(tenths % 10));
        return;
    }
    size_t first = 0;
    while (first + 1 < UNITS && rest < (uint64_t)units[first].ms)
        first++;
    for (size_t i = first; i < UNITS && i < first + 2; i++) {
        uint64_t amount = rest / (uint64_t)units[i].ms;
        rest %= (uint64_t)units[i].ms;
        if (i == first || amount > 0)
            buf_add_format(out, "%s%llu %s", i == first ? "" : " ", (unsigned long long)amount,
                    amount == 1 ? units[i].one : units[i].many);
    }
}

int64_t when_now(void)
{
    const char *held = getenv("CAMPANILE_NOW");
    int64_t instant_ms;
    if (held && when_parse(held, strlen(held), &instant_ms))
        return instant_ms;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t when_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
