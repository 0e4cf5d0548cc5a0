//===- Options.h - the table of flags -------------------------------------===//
#ifndef VITC_LIB_DRIVER_OPTIONS_H
#define VITC_LIB_DRIVER_OPTIONS_H

#include "vitc/Driver/Invocation.h"

namespace vitc::driver {

/// Where help shows an option.
enum class OptionGroup { Model, Input, Output, Code, General };

/// One flag. The table is the only place that knows its name.
struct Option {
  StringLiteral name;  ///< With the dashes.
  StringLiteral value; ///< As help shows it; empty: a flag without a value.
  StringLiteral help;
  OptionGroup group;
  unsigned commands; ///< Bits of forCommand.
  /// Writes the value; `option` is for messages.
  Error (*apply)(Invocation &invocation, const Option &option, StringRef value);
};

constexpr unsigned forCommand(Command command) { return 1u << static_cast<unsigned>(command); }

ArrayRef<Option> allOptions();

/// Commands in the order of help: name, arguments, what it does.
struct CommandInfo {
  Command command;
  StringLiteral name, arguments, help;
};
ArrayRef<CommandInfo> allCommands();
const CommandInfo &commandInfo(Command command);

/// Words of `--emit`, in the order of the phases.
ArrayRef<StringRef> outputKindNames();

/// Prints help: of one command, or the list of commands.
void printHelp(raw_ostream &os, std::optional<Command> topic);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_OPTIONS_H
