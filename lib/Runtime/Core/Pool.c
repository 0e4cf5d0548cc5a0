//===- Pool.c - the process's helper threads --------------------------------===//
//
// Each helper has one 32-bit word: a ticket (counts the tasks it was offered) and a state. A caller
// claims an idle helper, writes the task and posts it; when the caller's own part is done, it takes
// back what no helper has begun and waits for the rest:
//
//   idle ⇄ parked      the helper has nothing to do: it spins, then sleeps
//   idle | parked ─▶ claimed ─▶ posted     by the caller
//   posted ─▶ running ─▶ idle              by the helper
//   posted ─▶ idle                         by the caller: the work was done without this helper
//   running ─▶ awaited ─▶ idle             the caller sleeps until the helper is through
//
//===----------------------------------------------------------------------===//
#define _GNU_SOURCE
#include "Pool.h"

#include "Processors.h"

#include <fenv.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// How long a thread that waits keeps its processor: longer than the serial parts between two
/// parallel loops of a model, shorter than anybody notices.
#define SPIN_NANOSECONDS 100000

enum { IDLE, PARKED, CLAIMED, POSTED, RUNNING, AWAITED, QUIT, STATES = 8 };

typedef struct helper {
  _Alignas(64) _Atomic uint32_t word; // ticket × STATES + state
  void (*task)(void *argument, uint32_t worker);
  void *argument;
  uint32_t worker;
  pthread_t thread;
} helper;

static struct {
  pthread_mutex_t lock;      // guards models, slots and starting and stopping helpers
  _Atomic pid_t process;     // whose threads these are; 0: none yet, -1: being renewed after a fork
  uint32_t models;           // that live
  uint64_t slots;            // sum of (threads - 1) over them
  _Atomic uint32_t capacity; // threads that may be busy at once
  _Atomic uint32_t callers;  // host threads inside a run
  _Atomic uint32_t count;    // helpers started
  _Atomic bool spin;         // waiting threads spin before they sleep
  helper *helpers[VITC_MAX_THREADS];
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static uint32_t with_state(uint32_t word, uint32_t state) { return word / STATES * STATES + state; }

static void sleep_while(_Atomic uint32_t *word, uint32_t value) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void wake(_Atomic uint32_t *word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

static inline void pause_briefly(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Spins while *word is `value`; returns the word when it has changed or the patience is over.
static uint32_t spin_while(_Atomic uint32_t *word, uint32_t value) {
  uint32_t seen = atomic_load_explicit(word, memory_order_acquire);
  if (!atomic_load_explicit(&pool.spin, memory_order_relaxed))
    return seen;
  for (int64_t end = 0; seen == value;) {
    for (int i = 0; i < 64 && seen == value; ++i) {
      pause_briefly();
      seen = atomic_load_explicit(word, memory_order_acquire);
    }
    int64_t time = now(); // once in 64 pauses: 25 ns against some 2 µs
    if (end == 0)
      end = time + SPIN_NANOSECONDS;
    else if (time > end)
      break;
  }
  return seen;
}

//===----------------------------------------------------------------------===//
// A helper's life
//===----------------------------------------------------------------------===//

/// Waits until somebody posts a task or tells the helper to quit; returns the word that says so.
static uint32_t await_post(helper *self) {
  for (;;) {
    uint32_t word = atomic_load_explicit(&self->word, memory_order_acquire);
    switch (word % STATES) {
    case POSTED:
    case QUIT:
      return word;
    case IDLE:
      if (spin_while(&self->word, word) == word)
        atomic_compare_exchange_strong(&self->word, &word, with_state(word, PARKED));
      break;
    case PARKED:
      sleep_while(&self->word, word);
      break;
    default: // CLAIMED: the post is a few instructions away, unless its caller was preempted
      if (spin_while(&self->word, word) == word)
        sched_yield();
    }
  }
}

static void *live(void *argument) {
  helper *self = argument;
  fesetenv(FE_DFL_ENV); // a thread inherits its creator's rounding mode: the bits must not
  for (;;) {
    uint32_t word = await_post(self);
    if (word % STATES == QUIT)
      return NULL;
    if (!atomic_compare_exchange_strong(&self->word, &word, with_state(word, RUNNING)))
      continue; // taken back in the last moment
    self->task(self->argument, self->worker);
    uint32_t last = atomic_exchange(&self->word, with_state(word, IDLE));
    if (last % STATES == AWAITED)
      wake(&self->word);
  }
}

/// Starts helpers until there are `wanted`. The lock is held, or nobody else knows the pool.
static void start_helpers(uint32_t wanted) {
  sigset_t all, before;
  sigfillset(&all); // the host's signals are delivered to the host's threads
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (uint32_t count = atomic_load(&pool.count); count < wanted; ++count) {
    helper *next = aligned_alloc(_Alignof(helper), sizeof(helper));
    if (!next)
      break;
    atomic_init(&next->word, IDLE);
    if (pthread_create(&next->thread, NULL, live, next) != 0) {
      free(next);
      break;
    }
    pthread_setname_np(next->thread, "vitc");
    pool.helpers[count] = next;
    atomic_store(&pool.count, count + 1);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/// The lock is held and no run is under way.
static void stop_helpers(void) {
  for (uint32_t i = 0, count = atomic_load(&pool.count); i < count; ++i) {
    helper *each = pool.helpers[i];
    uint32_t last = atomic_exchange(&each->word, QUIT);
    if (last % STATES == PARKED)
      wake(&each->word);
    pthread_join(each->thread, NULL);
    free(each);
  }
  atomic_store(&pool.count, 0);
}

/// Helpers that the living models can use: what they ask for together, but never more than the
/// processors can serve, unless one model alone asks for more.
static uint32_t wanted_helpers(void) {
  uint32_t most = atomic_load(&pool.capacity) - 1;
  return pool.slots < most ? (uint32_t)pool.slots : most;
}

/// Threads do not survive a fork. In the child, the first who comes here starts new ones; the lock
/// may be held by a thread that no longer exists, so it is made anew too.
static void renew_after_fork(void) {
  pid_t self = getpid();
  pid_t owner = atomic_load(&pool.process);
  if (owner == self || (owner == 0 && atomic_compare_exchange_strong(&pool.process, &owner, self)))
    return;
  if (owner > 0 && atomic_compare_exchange_strong(&pool.process, &owner, -1)) {
    pthread_mutex_init(&pool.lock, NULL);
    atomic_store(&pool.callers, 0);
    for (uint32_t i = 0, count = atomic_load(&pool.count); i < count; ++i)
      free(pool.helpers[i]);
    atomic_store(&pool.count, 0);
    if (pool.models > 0)
      start_helpers(wanted_helpers());
    atomic_store(&pool.process, self);
  }
  while (atomic_load(&pool.process) != self)
    sched_yield();
}

//===----------------------------------------------------------------------===//
// What models and runs call
//===----------------------------------------------------------------------===//

void vitc_pool_acquire(uint32_t threads) {
  renew_after_fork();
  pthread_mutex_lock(&pool.lock);
  uint32_t processors = vitc_processors();
  uint32_t capacity = pool.models++ > 0 ? atomic_load(&pool.capacity) : processors;
  if (capacity < threads)
    capacity = threads;
  atomic_store(&pool.capacity, capacity);
  // More threads than processors: who spins keeps somebody else from working.
  atomic_store(&pool.spin, processors > 1 && capacity <= processors);
  pool.slots += threads - 1;
  start_helpers(wanted_helpers());
  pthread_mutex_unlock(&pool.lock);
}

void vitc_pool_release(uint32_t threads) {
  renew_after_fork();
  pthread_mutex_lock(&pool.lock);
  pool.slots -= threads - 1;
  if (--pool.models == 0)
    stop_helpers();
  pthread_mutex_unlock(&pool.lock);
}

void vitc_pool_enter(void) {
  renew_after_fork();
  atomic_fetch_add(&pool.callers, 1);
}

void vitc_pool_leave(void) { atomic_fetch_sub(&pool.callers, 1); }

/// Offers a task to a helper. Returns its word once posted, or 0 when the helper is busy.
static uint32_t post(helper *to, void (*task)(void *, uint32_t), void *argument, uint32_t worker) {
  uint32_t word = atomic_load_explicit(&to->word, memory_order_relaxed);
  uint32_t state = word % STATES;
  if ((state != IDLE && state != PARKED) ||
      !atomic_compare_exchange_strong(&to->word, &word, with_state(word, CLAIMED)))
    return 0;
  to->task = task;
  to->argument = argument;
  to->worker = worker;
  uint32_t posted = with_state(word + STATES, POSTED);
  atomic_store_explicit(&to->word, posted, memory_order_release);
  if (state == PARKED)
    wake(&to->word);
  return posted;
}

/// Takes the task back if the helper has not begun, else waits until it is through.
static void settle(helper *with, uint32_t posted) {
  uint32_t word = posted;
  if (atomic_compare_exchange_strong(&with->word, &word, with_state(posted, IDLE)))
    return;
  uint32_t running = with_state(posted, RUNNING), awaited = with_state(posted, AWAITED);
  if (spin_while(&with->word, running) != running ||
      !atomic_compare_exchange_strong(&with->word, &running, awaited))
    return;
  while (atomic_load_explicit(&with->word, memory_order_acquire) == awaited)
    sleep_while(&with->word, awaited);
}

void vitc_pool_run(uint32_t workers, void (*task)(void *, uint32_t), void *argument) {
  uint16_t who[VITC_MAX_THREADS];
  uint32_t posted[VITC_MAX_THREADS];
  uint32_t helping = 0;
  // Every caller in a run takes a processor of its own; the first `limit` helpers share the others.
  uint32_t capacity = atomic_load_explicit(&pool.capacity, memory_order_relaxed);
  uint32_t callers = atomic_load_explicit(&pool.callers, memory_order_relaxed);
  uint32_t limit = callers < capacity ? capacity - callers : 0;
  uint32_t count = atomic_load_explicit(&pool.count, memory_order_acquire);
  if (limit > count)
    limit = count;
  // In the same order each time: a helper keeps its share of the data from loop to loop.
  for (uint32_t i = 0; i < limit && helping + 1 < workers; ++i) {
    uint32_t word = post(pool.helpers[i], task, argument, helping + 1);
    if (!word)
      continue;
    who[helping] = (uint16_t)i;
    posted[helping++] = word;
  }
  task(argument, 0);
  for (uint32_t i = 0; i < helping; ++i)
    settle(pool.helpers[who[i]], posted[i]);
}
