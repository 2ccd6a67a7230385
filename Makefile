# make        builds build/campanile        make demo   a demo database and the interface on it
# make test   builds and runs all tests     make lint   layout, layers, static analysis
BUILD ?= build
CC ?= cc
CXX ?= c++
PKGS = ncursesw sqlite3 jansson simdjson glib-2.0 libpcre2-8 zlib libzstd libxxhash

WARN_COMMON = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef -Wcast-qual \
	-Wpointer-arith -Wwrite-strings -Wdouble-promotion
WARN_C = $(WARN_COMMON) -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla
OPT ?= -O2 -g
SAN ?=
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lroaring
CPPFLAGS += -D_GNU_SOURCE -Isrc -Iui -I$(BUILD)/gen
CFLAGS_ALL = -std=c17 $(WARN_C) $(OPT) $(SAN) $(CFLAGS)
CXXFLAGS_ALL = -std=c++17 $(WARN_COMMON) -fno-exceptions -fno-rtti $(OPT) $(SAN) $(CXXFLAGS)
LDLIBS = $(PKG_LIBS) -lstdc++ -lm -lpthread

LIB_C := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c)) $(wildcard ui/*/*.c)
LIB_CXX := $(wildcard src/*/*.cpp)
LIB_O := $(LIB_C:%.c=$(BUILD)/%.o) $(LIB_CXX:%.cpp=$(BUILD)/%.o)
LIB := $(BUILD)/libcampanile.a
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))

all: $(if $(wildcard src/main.c),$(BUILD)/campanile,$(LIB))

$(BUILD)/campanile: $(BUILD)/src/main.o $(LIB)
	$(CXX) $(OPT) $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(LIB_O)
	@rm -f $@
	$(AR) qcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(PKG_CFLAGS) $(CXXFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	$(CXX) $(OPT) $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

unit: $(UNIT)
	@set -e; for t in $(UNIT); do $$t; done

clean:
	rm -rf build build-*

.PHONY: all unit clean
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
