# make          build/campanile               make demo      a demo database and the interface on it
# make test     all tests, summed up          make lint      layout, layers, static analysis
# make deps     install what is missing       make install   DESTDIR= PREFIX=/usr/local
# make asan ubsan valgrind clang              the tests under other eyes, each in a folder of its own
BUILD ?= build
PREFIX ?= /usr/local
OPT ?= -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
SAN ?=
PYTHON ?= python3
# V=1 shows the commands, -s nothing.
say = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo "  $(1)	$@";))

PKGS = ncursesw sqlite3 jansson simdjson glib-2.0 libpcre2-8 zlib libzstd libxxhash

# Both compilers know all of these.
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef -Wcast-qual \
	-Wpointer-arith -Wwrite-strings -Wdouble-promotion -Wredundant-decls -Walloca -Wvla
WARN_C = $(WARN) -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wnested-externs
ALL_CPPFLAGS = -D_GNU_SOURCE -Isrc -Iui $(PKG_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=c17 -include src/base/banned.h $(WARN_C) $(OPT) $(SAN) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 $(WARN) -fno-exceptions -fno-rtti $(OPT) $(SAN) $(CXXFLAGS)
ALL_LDFLAGS = -Wl,--as-needed -Wl,-z,relro,-z,now $(OPT) $(SAN) $(LDFLAGS)
LDLIBS = $(PKG_LIBS) -lroaring -lm -lpthread

# Compiled in; embed_find("schema.sql") gives data/schema.sql.
EMBED := $(sort $(wildcard data/*.sql data/demo/*.json data/demo/*/*.json data/demo/*.in))

LIB_C := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c)) $(wildcard ui/*/*.c)
LIB_CXX := $(wildcard src/*/*.cpp)
LIB_O := $(LIB_C:%.c=$(BUILD)/%.o) $(LIB_CXX:%.cpp=$(BUILD)/%.o) $(BUILD)/gen/embed.o
LIB := $(BUILD)/libcampanile.a
MAIN_O := $(BUILD)/src/main.o
UNIT_O := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/test_*.c))
UNIT := $(UNIT_O:.o=)
# The widgets without the product behind them, for tests/screens.
SCREENS_O := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/screens/*.c))
SCREENS := $(if $(SCREENS_O),$(BUILD)/tests/screens/demo)
# What several unit tests stand on.
RIG_O := $(patsubst %.c,$(BUILD)/%.o,$(filter-out tests/unit/test_%.c,$(wildcard tests/unit/*.c)))
BIN := $(if $(wildcard src/main.c),$(BUILD)/campanile)

all: $(BIN) $(LIB)

# Compiler flags of the libraries, after `tests/deps` has seen to it that they are there: make reads
# this file anew once it is made.
ifneq ($(filter-out clean deps lint,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/packages.mk
endif

$(BUILD)/packages.mk: Makefile tests/deps
	@tests/deps build
	@mkdir -p $(@D)
	@pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g; s/^/PKG_CFLAGS := /' >$@.new
	@pkg-config --libs $(PKGS) | sed 's/^/PKG_LIBS := /' >>$@.new
	@mv $@.new $@

deps:
	@tests/deps all

$(BUILD)/campanile: $(MAIN_O) $(LIB)
	$(call say,LD)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(LIB_O) $(BUILD)/LIB_O.list
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $(LIB_O)

$(BUILD)/%.o: %.c src/base/banned.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.cpp
	@mkdir -p $(@D)
	$(call say,CXX)$(CXX) $(ALL_CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/gen/embed.c: data/embed $(EMBED) $(BUILD)/EMBED.list
	@mkdir -p $(@D)
	$(call say,EMBED)data/embed $(EMBED) >$@.new
	@mv $@.new $@

# What a variable listed when it was last used, so that a removed file is noticed.
$(BUILD)/%.list: FORCE
	@mkdir -p $(@D)
	@echo '$($*)' | cmp -s - $@ || echo '$($*)' >$@

$(BUILD)/gen/embed.o: $(BUILD)/gen/embed.c
	$(call say,CC)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -Wno-overlength-strings -MMD -MP -c -o $@ $<

$(UNIT): %: %.o $(RIG_O) $(LIB)
	$(call say,LD)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(SCREENS): $(SCREENS_O) $(LIB)
	$(call say,LD)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

# SUITES: which folders of tests/ are run; by default every one that has a `run`.
unit: $(UNIT)
	@tests/run $(BUILD) unit

test: $(UNIT) $(BIN) $(SCREENS)
	@tests/run $(BUILD) $(SUITES)

# Benchmarks are built like the tests but never part of them.
BENCH := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/bench_*.c))
BENCH_CXX_O := $(patsubst %.cpp,$(BUILD)/%.o,$(wildcard tests/bench/*.cpp))
bench: $(BENCH)
$(BENCH): %: %.o $(BENCH_CXX_O) $(LIB)
	$(call say,LD)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

# Half a minute for each parser; FUZZ=900 for longer.
FUZZ ?= 30
fuzz:
	+tests/fuzz/run $(FUZZ)

asan: SAN = -fsanitize=address -fno-omit-frame-pointer
ubsan: SAN = -fsanitize=undefined -fno-sanitize-recover=all
asan ubsan:
	+$(MAKE) BUILD=$(BUILD)/$@ OPT='-O1 -g' SAN='$(SAN)' SUITES='unit conformance screens' test

valgrind:
	+$(MAKE) BUILD=$(BUILD)/$@ OPT='-O1 -g' SUITES='unit conformance' UNDER=tests/under-valgrind test

clang:
	+$(MAKE) BUILD=$(BUILD)/$@ CC=clang CXX=clang++ CFLAGS=-Werror CXXFLAGS=-Werror SUITES=unit test

export UNDER PYTHON

lint:
	@tests/lint/run

# Slow, so not part of lint.
tidy:
	git ls-files 'src/*.c' 'ui/*.c' | xargs -P2 -n8 clang-tidy --quiet --warnings-as-errors='*' -- \
		-std=c17 $(ALL_CPPFLAGS) 2>&1 | grep -v 'warnings generated'

# Made once; `make clean` or removing the folder makes it anew.
DEMO = $(BUILD)/demo
demo: $(BIN) $(DEMO)/loaded
	@exec $(BUILD)/campanile --db $(DEMO)/demo.db

$(DEMO)/loaded: | $(BIN)
	data/demo/load $(BUILD)/campanile $(DEMO) --end "$$(date -u +%Y-%m-%dT%H:00:00Z)"
	@touch $@

install: $(BIN)
	install -Dm755 $(BUILD)/campanile $(DESTDIR)$(PREFIX)/bin/campanile
	$(call install_data,data/campanile.1,share/man/man1/campanile.1)
	$(call install_data,data/campanile.bash,share/bash-completion/completions/campanile)
	$(call install_data,data/campanile.service,lib/systemd/system/campanile.service)
install_data = $(if $(wildcard $(1)),install -Dm644 $(1) $(DESTDIR)$(PREFIX)/$(2))

clean:
	rm -rf $(BUILD)

.PHONY: all deps unit test bench fuzz asan ubsan valgrind clang lint tidy demo install clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(LIB_O:.o=.d) $(MAIN_O:.o=.d) $(UNIT_O:.o=.d) $(BENCH:=.d) $(FUZZ:=.d) $(RIG_O:.o=.d) $(SCREENS_O:.o=.d)
