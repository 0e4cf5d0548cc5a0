//===- Options.h - the table of flags -------------------------------------===//
#ifndef VITC_LIB_DRIVER_COMMANDLINE_OPTIONS_H
#define VITC_LIB_DRIVER_COMMANDLINE_OPTIONS_H

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
  ArrayRef<StringRef> words = {}; ///< What a value may be, when that is one of a few words.
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

/// What every form of help says of models and of exit codes.
inline constexpr StringLiteral modelHelp =
    "MODEL: a Hugging Face directory, an id in the local cache (owner/name),\n"
    "a config.json alone (random weights), or an .mlir file.";
inline constexpr StringLiteral exitCodesHelp =
    "0 done, 1 bad input, 2 wrong usage, 70 a fault of vitc.";

/// Prints help: of one command, or the list of commands.
void printHelp(raw_ostream &os, std::optional<Command> topic);

/// Prints the whole table as a page for man(1), as a completion for a shell.
void printManPage(raw_ostream &os);
void printBashCompletion(raw_ostream &os);
void printZshCompletion(raw_ostream &os);
void printFishCompletion(raw_ostream &os);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_COMMANDLINE_OPTIONS_H
