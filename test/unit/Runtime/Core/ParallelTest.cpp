//===- ParallelTest.cpp - loops, helpers, executors ---------------------------===//
#include "FakeModel.h"

#include <cfenv>
#include <chrono>
#include <gtest/gtest.h>
#include <mutex>
#include <numeric>
#include <pthread.h>
#include <sched.h>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

vitc_model *create(const vitc_model_desc &desc, uint32_t threads,
                   const vitc_executor *executor = nullptr) {
  vitc_model_options options{sizeof(options), threads, executor, nullptr};
  vitc_model *model = nullptr;
  EXPECT_EQ(vitc_model_create(&desc, &options, &model), VITC_OK);
  return model;
}

/// A loop that counts how often it saw each item, and sees through scratch memory when two workers
/// share it.
struct Counter {
  std::vector<std::atomic<int>> seen;
  std::atomic<int> collisions{0};
  vitc_run *run = nullptr;
  int64_t inner = 0;
  explicit Counter(int64_t count) : seen(count) {}
};

void count(void *context, int64_t begin, int64_t end, void *scratch) {
  auto *counter = static_cast<Counter *>(context);
  auto *owner = static_cast<int64_t *>(scratch);
  for (int64_t i = begin; i < end; ++i) {
    *owner = i;
    counter->seen[i]++;
    if (*owner != i)
      counter->collisions++;
  }
}

/// Runs `function` as the forward of a model with `threads` workers.
void inRun(uint32_t threads, void (*function)(vitc_run *),
           const vitc_executor *executor = nullptr) {
  static thread_local void (*current)(vitc_run *);
  current = function;
  fake::Model fake;
  fake.variants = {fake::variant(VITC_ISA_X86_64, 1,
                                 [](void **args) { current(static_cast<vitc_run *>(args[4])); })};
  fake.desc.num_variants = 1;
  fake.desc.variants = fake.variants.data();
  vitc_model *model = create(fake.desc, threads, executor);
  fake::run(model, 1, fake::pixels(1));
  vitc_model_destroy(model);
}

void everyItemOnce(vitc_run *run) {
  for (int64_t size : {0, 1, 2, 3, 5, 16, 17, 63, 64, 65, 1000, 4099}) {
    Counter counter(size);
    vitc_parallel_for(run, count, &counter, size);
    for (auto &seen : counter.seen)
      EXPECT_EQ(seen, 1);
    EXPECT_EQ(counter.collisions, 0);
  }
}

TEST(Parallel, EveryItemOnceOnAnyNumberOfThreads) {
  for (uint32_t threads : {1u, 2u, 3u, 7u, 16u})
    inRun(threads, everyItemOnce);
}

TEST(Parallel, NegativeCountDoesNothing) {
  inRun(2, [](vitc_run *run) {
    vitc_parallel_for(run, [](void *, int64_t, int64_t, void *) { FAIL(); }, nullptr, -5);
  });
}

TEST(Parallel, NestedLoopsRunInline) {
  for (uint32_t threads : {1u, 2u, 8u})
    inRun(threads, [](vitc_run *run) {
      Counter counter(40 * 25);
      counter.run = run;
      auto outer = [](void *context, int64_t begin, int64_t end, void *scratch) {
        auto *counter = static_cast<Counter *>(context);
        auto *own = static_cast<int64_t *>(scratch);
        for (int64_t i = begin; i < end; ++i) {
          *own = i;
          struct Row {
            Counter *counter;
            int64_t row;
          } row{counter, i};
          auto inner = [](void *context, int64_t begin, int64_t end, void *scratch) {
            auto *row = static_cast<Row *>(context);
            *static_cast<int64_t *>(scratch) = -1;
            for (int64_t j = begin; j < end; ++j)
              row->counter->seen[row->row * 25 + j]++;
          };
          vitc_parallel_for(counter->run, inner, &row, 25);
          if (*own != i) // the inner loop must not get the outer one's scratch memory
            counter->collisions++;
        }
      };
      vitc_parallel_for(run, outer, &counter, 40);
      for (auto &seen : counter.seen)
        EXPECT_EQ(seen, 1);
      EXPECT_EQ(counter.collisions, 0);
    });
}

/// Which threads work in loops that give each time to come: at most `loops`, or until there are
/// `enough` of them.
std::set<std::thread::id> whoWorks(vitc_run *run, int loops, size_t enough) {
  struct Names {
    std::mutex mutex;
    std::set<std::thread::id> ids;
  } names;
  auto body = [](void *context, int64_t, int64_t, void *) {
    auto *names = static_cast<Names *>(context);
    {
      std::lock_guard<std::mutex> guard(names->mutex);
      names->ids.insert(std::this_thread::get_id());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  };
  for (int i = 0; i < loops && names.ids.size() < enough; ++i)
    vitc_parallel_for(run, body, &names, 12);
  return names.ids;
}

TEST(Parallel, HelpersReallyHelp) {
  inRun(3, [](vitc_run *run) { EXPECT_EQ(whoWorks(run, 20, 3).size(), 3u); });
}

/// Lets this thread and those it creates run on at most `processors`, as long as it lives.
class Pinned {
public:
  explicit Pinned(int processors) {
    EXPECT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
    cpu_set_t some = before;
    for (int cpu = CPU_SETSIZE - 1; cpu >= 0 && CPU_COUNT(&some) > processors; --cpu)
      CPU_CLR(cpu, &some);
    EXPECT_EQ(sched_setaffinity(0, sizeof(some), &some), 0);
  }
  ~Pinned() { sched_setaffinity(0, sizeof(before), &before); }

private:
  cpu_set_t before;
};

constexpr int kCallers = 4;

/// All callers are inside of their runs while the loops go on.
void workBesideOthers(vitc_run *run) {
  static pthread_barrier_t barrier;
  static int ready = pthread_barrier_init(&barrier, nullptr, kCallers);
  ASSERT_EQ(ready, 0);
  pthread_barrier_wait(&barrier);
  std::set<std::thread::id> alone = {std::this_thread::get_id()};
  EXPECT_EQ(whoWorks(run, 2, 2), alone);
  pthread_barrier_wait(&barrier);
}

TEST(Parallel, CallersOfSeveralModelsTakeProcessorsFromHelpers) {
  Pinned pinned(2);
  fake::Model fake;
  vitc_model *longest = create(fake.desc, 2); // the pool lives on between the runs below
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i)
    callers.emplace_back([] { inRun(2, workBesideOthers); });
  for (std::thread &caller : callers)
    caller.join();
  // Left alone, a caller is helped again.
  inRun(2, [](vitc_run *run) { EXPECT_EQ(whoWorks(run, 20, 2).size(), 2u); });
  vitc_model_destroy(longest);
}

TEST(Parallel, HelpersComeBackAfterSleeping) {
  inRun(2, [](vitc_run *run) {
    for (int i = 0; i < 50; ++i) {
      std::this_thread::sleep_for(std::chrono::microseconds(i % 2 ? 400 : 50));
      Counter counter(64);
      vitc_parallel_for(run, count, &counter, 64);
      EXPECT_EQ(std::accumulate(counter.seen.begin(), counter.seen.end(), 0), 64);
    }
  });
}

TEST(Parallel, WorkersComputeInTheDefaultRoundingMode) {
  std::fesetround(FE_UPWARD);
  inRun(2, [](vitc_run *run) {
    std::atomic<int> wrong{0};
    auto body = [](void *context, int64_t, int64_t, void *) {
      if (std::fegetround() != FE_TONEAREST)
        ++*static_cast<std::atomic<int> *>(context);
    };
    vitc_parallel_for(run, body, &wrong, 64);
    EXPECT_EQ(wrong, 0);
  });
  EXPECT_EQ(std::fegetround(), FE_UPWARD);
  std::fesetround(FE_TONEAREST);
}

struct HostThreads {
  std::atomic<int> loops{0};
  static void run(void *self, uint32_t workers, void (*task)(void *, uint32_t), void *argument) {
    static_cast<HostThreads *>(self)->loops++;
    std::vector<std::thread> threads;
    for (uint32_t i = 1; i < workers; ++i)
      threads.emplace_back(task, argument, i);
    task(argument, 0);
    for (auto &thread : threads)
      thread.join();
  }
};

TEST(Parallel, HostExecutorDoesTheWork) {
  HostThreads host;
  vitc_executor executor{sizeof(executor), 3, &host, HostThreads::run};
  inRun(0, everyItemOnce, &executor);
  EXPECT_GT(host.loops, 5);
}

TEST(Parallel, HostExecutorAndPoolGiveTheSameBits) {
  fake::Model fake;
  HostThreads host;
  vitc_executor executor{sizeof(executor), 4, &host, HostThreads::run};
  vitc_model *one = create(fake.desc, 1), *other = create(fake.desc, 2, &executor);
  EXPECT_EQ(vitc_model_threads(other), 2u);
  EXPECT_EQ(fake::run(one, 17, fake::pixels(17)), fake::run(other, 17, fake::pixels(17)));
  vitc_model_destroy(one);
  vitc_model_destroy(other);
}

TEST(Parallel, ChildOfAForkRuns) {
  fake::Model fake;
  vitc_model *model = create(fake.desc, 3);
  std::vector<float> expected = fake::run(model, 17, fake::pixels(17));
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    alarm(60); // a child that hangs must not hang the test
    bool same = fake::run(model, 17, fake::pixels(17)) == expected;
    vitc_model_destroy(model);
    _exit(same ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(fake::run(model, 17, fake::pixels(17)), expected);
  vitc_model_destroy(model);
}

} // namespace
