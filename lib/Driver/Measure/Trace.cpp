//===- Trace.cpp - forwards for trace viewers -----------------------------===//
//
// Chrome's trace format: complete events ("ph": "X"), times in microseconds. Perfetto and
// chrome://tracing open it.
//
//===----------------------------------------------------------------------===//

#include "BenchReport.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

#include <algorithm>

using namespace llvm;
using vitc::execution::LoopTrace;

namespace vitc::driver {

/// The names that viewers show for the process and its threads.
static void writeNames(json::OStream &json, StringRef model, unsigned threads) {
  auto name = [&](StringRef kind, unsigned thread, const Twine &text) {
    json.object([&] {
      json.attribute("name", kind);
      json.attribute("ph", "M");
      json.attribute("pid", 1);
      json.attribute("tid", thread);
      json.attributeObject("args", [&] { json.attribute("name", text.str()); });
    });
  };
  name("process_name", 0, model);
  for (unsigned thread = 0; thread < threads; ++thread)
    name("thread_name", thread, thread == 0 ? "caller" : "worker " + Twine(thread));
}

static void writeEvent(json::OStream &json, StringRef name, StringRef category,
                       const LoopTrace::Event &event, function_ref<void()> arguments) {
  json.object([&] {
    json.attribute("name", name);
    json.attribute("cat", category);
    json.attribute("ph", "X");
    json.attribute("pid", 1);
    json.attribute("tid", event.thread);
    json.attribute("ts", event.begin * 1e6);
    json.attribute("dur", (event.end - event.begin) * 1e6);
    json.attributeObject("args", arguments);
  });
}

static void writeLoop(json::OStream &json, const LoopWork &work, uint64_t number,
                      const LoopTrace::Event &event) {
  writeEvent(json, work.kernel + " " + work.name, work.kernel, event, [&] {
    json.attribute("shape", work.shape);
    json.attribute("run", static_cast<int64_t>(number));
    json.attribute("flops", work.flops);
    json.attribute("bytes", work.bytes);
  });
}

void printTrace(raw_ostream &os, const BenchReport &report) {
  const LoopTrace &trace = report.trace;
  unsigned threads = 1;
  for (const LoopTrace::Event &event : trace.loops)
    threads = std::max(threads, event.thread + 1);
  json::OStream json(os, /*IndentSize=*/1);
  json.object([&] {
    json.attribute("displayTimeUnit", "ms");
    json.attributeArray("traceEvents", [&] {
      writeNames(json, report.model, threads);
      for (const LoopTrace::Event &event : trace.forwards)
        writeEvent(json, "forward", "forward", event, [&] {
          json.attribute("batch", report.measurements.front().batch);
          json.attribute("run", static_cast<int64_t>(event.call));
        });
      // Loops of a layer have one name: their number tells the layers apart.
      std::vector<std::vector<uint64_t>> calls(report.ops.size());
      for (const LoopTrace::Event &event : trace.loops) {
        std::vector<uint64_t> &seen = calls[event.loop];
        if (!is_contained(seen, event.call))
          seen.push_back(event.call);
        auto place = static_cast<uint64_t>(find(seen, event.call) - seen.begin());
        const LoopWork &work = report.ops[event.loop].work;
        writeLoop(json, work, place % static_cast<uint64_t>(work.runs), event);
      }
    });
  });
  os << '\n';
}

} // namespace vitc::driver
