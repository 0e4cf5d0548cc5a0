//===- RunRandomPrograms.cpp - random programs, fast path against f64 -----===//
//
//   run-random-programs [--count=N] [--seed=S] [--first=I] [--keep=DIR] [--jobs=J]
//
// Every program runs on the fast path at each level of this machine. Outputs of x86-64-v3 and
// x86-64-v4 have the same bits; each output is within 10 × the error of the f32 reference form,
// measured against the f64 one, plus 1e-6; the greatest error of eight where one is too strict.
// Programs that fail are left in DIR.
//
//===----------------------------------------------------------------------===//

#include "CheckProgram.h"
#include "RandomProgram.h"

#include "vitc/Support/Errors.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <atomic>
#include <mutex>
#include <thread>

using namespace llvm;
using namespace vitc;
using namespace vitc::test;

namespace {
struct Options {
  uint64_t count = 20, seed = 1, first = 0, jobs = 2;
  std::string keep;
};

class Campaign {
public:
  explicit Campaign(Options options) : options(std::move(options)) {}

  /// How many programs failed.
  uint64_t run();

private:
  void work();
  Error runOne(uint64_t index, const std::string &folder);
  void report(uint64_t index, const std::string &folder, Error error);

  Options options;
  std::atomic<uint64_t> next{0}, failures{0};
  std::mutex printing;
};
} // namespace

static bool parse(ArrayRef<char *> args, Options &options) {
  for (StringRef arg : args) {
    auto [name, value] = arg.split('=');
    uint64_t *number = name == "--count"   ? &options.count
                       : name == "--seed"  ? &options.seed
                       : name == "--first" ? &options.first
                       : name == "--jobs"  ? &options.jobs
                                           : nullptr;
    if (name == "--keep")
      options.keep = value.str();
    else if (!number || value.getAsInteger(10, *number))
      return false;
  }
  return true;
}

Error Campaign::runOne(uint64_t index, const std::string &folder) {
  uint64_t seed = options.seed * 1000003 + index;
  Expected<std::string> path = makeRandomProgram(seed).write(folder);
  if (!path)
    return path.takeError();
  // What costs much and seldom finds more is not done for each.
  CheckOptions check;
  check.baseline = index % 8 == 0;
  check.everyPrepare = index % 8 == 4;
  check.verify = index % 8 == 2;
  return checkProgram(*path, seed, check);
}

void Campaign::report(uint64_t index, const std::string &folder, Error error) {
  ++failures;
  std::lock_guard<std::mutex> lock(printing);
  errs() << "program --seed=" << options.seed << " --first=" << index
         << " --count=1: " << toString(std::move(error)) << "\n  kept in " << folder << "\n";
}

void Campaign::work() {
  for (uint64_t each; (each = next++) < options.count;) {
    uint64_t index = options.first + each;
    SmallString<128> folder;
    if (options.keep.empty()) {
      if (sys::fs::createUniqueDirectory("vitc-program", folder))
        report_fatal_error("cannot make a temporary directory");
    } else {
      folder = options.keep + "/" + std::to_string(options.seed) + "-" + std::to_string(index);
      if (sys::fs::create_directories(folder))
        report_fatal_error("cannot make the directory of --keep");
    }
    if (Error error = runOne(index, folder.str().str()))
      report(index, folder.str().str(), std::move(error));
    else
      sys::fs::remove_directories(folder);
  }
}

uint64_t Campaign::run() {
  std::vector<std::thread> workers;
  for (uint64_t i = 0; i < options.jobs; ++i)
    workers.emplace_back([this] { work(); });
  for (std::thread &worker : workers)
    worker.join();
  return failures;
}

int main(int argc, char **argv) {
  Options options;
  if (!parse(ArrayRef<char *>(argv, argc).drop_front(), options)) {
    errs() << "usage: run-random-programs [--count=N] [--seed=S] [--first=I] [--keep=DIR]"
              " [--jobs=J]\n";
    return 2;
  }
  outs() << options.count << " programs from --first=" << options.first
         << ", --seed=" << options.seed << "\n";
  outs().flush();
  uint64_t failures = Campaign(options).run();
  outs() << failures << " of " << options.count << " programs failed\n";
  return failures == 0 ? 0 : 1;
}
