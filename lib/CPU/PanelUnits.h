//===- PanelUnits.h - panels, or equal parts of them, as units of work ----===//
//
// A panel is as wide as the largest level's register tile. Where the tile is narrower, a part of
// the panel as wide as a few tiles is what all rows pass before the next: less has to stay in L2.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_PANELUNITS_H
#define VITC_LIB_CPU_PANELUNITS_H

#include "Emitter.h"

namespace vitc::cpu {

/// Panels of `width` columns cut in units of `columns`, which divides it; units are counted through
/// all panels.
struct PanelUnits {
  int64_t width, columns;

  int64_t ofPanel() const { return width / columns; }
  Value panelOf(Emitter &e, Value unit) const;
  /// The unit's first column inside its panel.
  Value firstOf(Emitter &e, Value unit) const;
  /// Where line `line` of 16 columns of the unit begins, as if its panel's steps of k stood side by
  /// side.
  Value flatOf(Emitter &e, Value unit, Value line) const;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_PANELUNITS_H
