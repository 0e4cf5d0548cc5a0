//===- PanelUnits.cpp - panels, or equal parts of them, as units of work --===//

#include "PanelUnits.h"

using namespace vitc;
using namespace vitc::cpu;

Value PanelUnits::panelOf(Emitter &e, Value unit) const {
  return ofPanel() == 1 ? unit : e.div(unit, ofPanel());
}

Value PanelUnits::firstOf(Emitter &e, Value unit) const {
  return ofPanel() == 1 ? e.index(0) : e.mul(e.rem(unit, ofPanel()), columns);
}

Value PanelUnits::flatOf(Emitter &e, Value unit, Value line) const {
  if (ofPanel() == 1)
    return e.mul(line, kLanes);
  int64_t linesOfStep = columns / kLanes;
  Value step = e.div(line, linesOfStep), inStep = e.mul(e.rem(line, linesOfStep), kLanes);
  return e.add(e.mul(step, width), e.add(firstOf(e, unit), inStep));
}
