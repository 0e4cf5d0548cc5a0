//===- Roofline.cpp - ops under the machine's ceilings, as a picture ------===//
//
// Dots of a model lie close together, so their names stand in a column beside the plot, in the
// order of their speed, each tied to its dot by a line.
//
//===----------------------------------------------------------------------===//

#include "BenchReport.h"
#include "RooflineAxes.h"

#include "vitc/Support/Format.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace llvm;

namespace vitc::driver {

namespace {
constexpr double width = 1280, left = 80, right = 700, top = 70, bottom = 600;
constexpr double columnX = 752, rowHeight = 34;
/// Lines that cross a text stay behind it.
constexpr StringRef halo = "paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"4\"";

/// A horizontal limit.
struct Ceiling {
  std::string name;
  double gflops;
};

/// One op with arithmetic.
struct Dot {
  const OpMeasurement *op;
  double intensity, gflops; ///< FLOP for a byte, GFLOP/s.
};

class Roofline {
public:
  Roofline(raw_ostream &os, const BenchReport &report);
  void print();

private:
  void layOut();
  void printFrame();
  void printBandwidths();
  void printCeilings();
  void printDots();
  void printNames();

  raw_ostream &os;
  const BenchReport &report;
  std::vector<Ceiling> ceilings;             ///< f32 first.
  std::vector<Dot> dots;                     ///< Fastest first.
  std::vector<const OpMeasurement *> others; ///< Without arithmetic.
  RooflineAxes axes;
};
} // namespace

/// Far enough from all other hues for each kernel of a model.
static StringRef colourOf(StringRef kernel) {
  if (kernel == "gemm")
    return "#2f6db5";
  if (kernel == "attention")
    return "#c8552b";
  return "#4d8a3d";
}

Roofline::Roofline(raw_ostream &os, const BenchReport &report) : os(os), report(report) {
  const Measurement &whole = report.measurements.front();
  ceilings.push_back({"f32 multiply-adds", whole.peak});
  if (whole.bf16 > 0)
    ceilings.push_back({"bf16 dot products", whole.peak * whole.bf16});
  if (whole.int8 > 0)
    ceilings.push_back({"int8 dot products", whole.peak * whole.int8});
  for (const OpMeasurement &op : report.ops) {
    if (op.work.flops > 0 && op.work.bytes > 0)
      dots.push_back({&op, double(op.work.flops) / op.work.bytes, op.gflops()});
    else
      others.push_back(&op);
  }
  llvm::sort(dots, [](const Dot &a, const Dot &b) { return a.gflops > b.gflops; });
  layOut();
}

/// Every dot, every ceiling and the corners where bandwidths meet the f32 peak are in sight.
void Roofline::layOut() {
  double peak = ceilings.front().gflops;
  double leastX = 1, mostX = 100, leastY = peak / 20, mostY = peak;
  for (const Dot &dot : dots) {
    leastX = std::min(leastX, dot.intensity / 1.5);
    mostX = std::max(mostX, dot.intensity * 2);
    leastY = std::min(leastY, dot.gflops / 2);
  }
  for (const Bandwidth &memory : report.bandwidths)
    mostX = std::max(mostX, peak / memory.gigabytesPerSecond * 2);
  for (const Ceiling &ceiling : ceilings)
    mostY = std::max(mostY, ceiling.gflops);
  axes = {{leastX, mostX, left, right}, {leastY, mostY * 1.6, bottom, top}};
}

void Roofline::printFrame() {
  const Measurement &whole = report.measurements.front();
  printLabel(os, left, 30, report.model + ", batch " + Twine(whole.batch) + ", " + whole.isa,
             "font-size=\"18\" font-weight=\"bold\"");
  printLabel(os, left, 52,
             formatted("{} {}, median {:.2f} ms, {:.1f} GFLOP/s = {:.3f} of the f32 peak measured "
                       "beside; areas by share of time",
                       whole.threads, whole.threads == 1 ? "thread" : "threads", whole.median,
                       whole.gflops, whole.gflops / whole.peak));
  axes.print(os);
}

/// From the left or lower edge to the highest ceiling. Names follow the lines, each further to the
/// right than the one before, as the lines themselves may nearly meet.
void Roofline::printBandwidths() {
  double most = 0;
  for (const Ceiling &ceiling : ceilings)
    most = std::max(most, ceiling.gflops);
  double slopeX = axes.x.at(10) - axes.x.at(1), slopeY = axes.y.at(10) - axes.y.at(1);
  double angle = std::atan2(slopeY, slopeX) * 180 / M_PI, along = 24;
  for (const Bandwidth &memory : report.bandwidths) {
    double speed = memory.gigabytesPerSecond;
    double begin = std::max(axes.x.least, axes.y.least / speed);
    double end = std::min(axes.x.most, most / speed);
    if (begin >= end)
      continue;
    os << formatted("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"#8a6d1f\" "
                    "stroke-dasharray=\"6 4\"/>\n",
                    axes.x.at(begin), axes.y.at(begin * speed), axes.x.at(end),
                    axes.y.at(end * speed));
    std::string name = formatted("{} {:.0f} GB/s", memory.name, speed);
    printLabel(os, 0, 0, name,
               formatted("{} fill=\"#8a6d1f\" transform=\"translate({:.1f} {:.1f}) rotate({:.1f}) "
                         "translate({:.1f} -5)\"",
                         halo, axes.x.at(begin), axes.y.at(begin * speed), angle, along));
    along += 8.0 * name.size();
  }
}

void Roofline::printCeilings() {
  for (const Ceiling &ceiling : ceilings) {
    double y = axes.y.at(ceiling.gflops);
    os << formatted("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#404040\" "
                    "stroke-width=\"1.5\"/>\n",
                    left, y, right);
    printLabel(os, left + 8, y - 6, formatted("{} {:.0f} GFLOP/s", ceiling.name, ceiling.gflops),
               halo);
  }
}

/// The largest first: a small dot is never hidden.
void Roofline::printDots() {
  std::vector<Dot> order = dots;
  llvm::sort(order, [](const Dot &a, const Dot &b) { return a.op->share > b.op->share; });
  for (const Dot &dot : order) {
    StringRef colour = colourOf(dot.op->work.kernel);
    os << formatted("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\" "
                    "fill-opacity=\"0.4\" stroke=\"{}\"/>\n",
                    axes.x.at(dot.intensity), axes.y.at(dot.gflops),
                    3 + 30 * std::sqrt(dot.op->share), colour, colour);
  }
}

/// What `work` is called after the names that all ops of a model share.
static std::string title(const LoopWork &work) {
  return work.kernel + " " + work.shape + (work.runs > 1 ? formatted(" ({}×)", work.runs) : "");
}

/// One row for each dot, and a line to it.
void Roofline::printNames() {
  double peak = ceilings.front().gflops, y = top + 10;
  for (const Dot &dot : dots) {
    os << formatted("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}H{:.1f}\" fill=\"none\" "
                    "stroke=\"#a0a0a0\" stroke-width=\"0.7\"/>\n",
                    axes.x.at(dot.intensity), axes.y.at(dot.gflops), right + 26, y, columnX - 6);
    const LoopWork &work = dot.op->work;
    printLabel(os, columnX, y - 1,
               title(work) + formatted(": {:.0f} GFLOP/s, {:.2f} of peak, {:.1f} % of time",
                                       dot.gflops, dot.gflops / peak, 100 * dot.op->share),
               formatted("fill=\"{}\"", colourOf(work.kernel)));
    printLabel(os, columnX, y + 13, work.name, "fill=\"#606060\"");
    y += rowHeight;
  }
  if (others.empty())
    return;
  printLabel(os, columnX, y + 6, "Without products, not drawn:");
  for (const OpMeasurement *op : others)
    printLabel(os, columnX, y += 22,
               title(op->work) + formatted(": {:.1f} % of time ", 100 * op->share),
               "fill=\"#606060\"");
}

void Roofline::print() {
  double rows = top + rowHeight * dots.size() + 22.0 * others.size() + 60;
  double height = std::max(bottom + 60, rows);
  os << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
     << formatted("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" "
                  "height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
                  "font-family=\"sans-serif\" font-size=\"12\" fill=\"#202020\">\n",
                  width, height)
     << "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  printFrame();
  printNames();
  printBandwidths();
  printCeilings();
  printDots();
  os << "</svg>\n";
}

void printRoofline(raw_ostream &os, const BenchReport &report) { Roofline(os, report).print(); }

} // namespace vitc::driver
