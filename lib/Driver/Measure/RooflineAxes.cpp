//===- RooflineAxes.cpp - the frame of a roofline -------------------------===//

#include "RooflineAxes.h"

#include "vitc/Support/Format.h"

#include <cmath>

using namespace llvm;

namespace vitc::driver {

double LogAxis::at(double value) const {
  double part = std::log(value / least) / std::log(most / least);
  return from + part * (to - from);
}

std::string escapeXml(StringRef text) {
  std::string result;
  for (char each : text) {
    switch (each) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    default:
      // What XML cannot hold at all, or only in a known encoding.
      result += static_cast<unsigned char>(each) < 0x20 ? ' ' : each;
    }
  }
  return result;
}

void printLabel(raw_ostream &os, double x, double y, const Twine &text, StringRef attributes) {
  os << formatted("<text x=\"{:.1f}\" y=\"{:.1f}\"{}{}>", x, y, attributes.empty() ? "" : " ",
                  attributes)
     << escapeXml(text.str()) << "</text>\n";
}

/// A grid line, and the number where it meets its axis.
static void printTick(raw_ostream &os, const RooflineAxes &axes, bool vertical, double value,
                      bool numbered) {
  double place = vertical ? axes.x.at(value) : axes.y.at(value);
  const char *colour = numbered ? "#d8d8d8" : "#f0f0f0";
  if (vertical)
    os << formatted("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"{3}\"/>\n", place, axes.y.from,
                    axes.y.to, colour);
  else
    os << formatted("<path d=\"M{1:.1f} {0:.1f}H{2:.1f}\" stroke=\"{3}\"/>\n", place, axes.x.from,
                    axes.x.to, colour);
  if (!numbered)
    return;
  std::string number = formatted("{:g}", value);
  if (vertical)
    printLabel(os, place, axes.y.from + 18, number, "text-anchor=\"middle\"");
  else
    printLabel(os, axes.x.from - 8, place + 4, number, "text-anchor=\"end\"");
}

static void printTicks(raw_ostream &os, const RooflineAxes &axes, bool vertical) {
  const LogAxis &axis = vertical ? axes.x : axes.y;
  for (int power = -6; power < 12; ++power)
    for (int digit = 1; digit < 10; ++digit) {
      double value = digit * std::pow(10.0, power);
      if (value >= axis.least && value <= axis.most)
        printTick(os, axes, vertical, value, digit == 1);
    }
}

void RooflineAxes::print(raw_ostream &os) const {
  for (bool vertical : {true, false})
    printTicks(os, *this, vertical);
  os << formatted("<path d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\" fill=\"none\" stroke=\"#404040\"/>\n",
                  x.from, y.to, y.from, x.to);
  printLabel(os, (x.from + x.to) / 2, y.from + 40, "FLOP for each byte of the operands",
             "text-anchor=\"middle\"");
  printLabel(os, 0, 0, "GFLOP/s",
             formatted("text-anchor=\"middle\" transform=\"translate({:.1f} {:.1f}) rotate(-90)\"",
                       x.from - 52, (y.from + y.to) / 2));
}

} // namespace vitc::driver
