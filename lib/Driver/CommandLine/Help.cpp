//===- Help.cpp - help that fits a screen ---------------------------------===//

#include "Options.h"

#include "vitc/Support/Format.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

static constexpr size_t textColumn = 27;

static void printEntry(raw_ostream &os, std::string head, StringRef text) {
  os << formatted("  {:<{}}", head, textColumn - 2);
  for (auto [first, rest] = text.split('\n');; std::tie(first, rest) = rest.split('\n')) {
    os << first << '\n';
    if (rest.empty())
      return;
    os.indent(textColumn);
  }
}

static void printOption(raw_ostream &os, const Option &option) {
  std::string head = option.name.str();
  if (!option.value.empty())
    head += (option.name.starts_with("--") ? "=" : " ") + option.value.str();
  printEntry(os, std::move(head), option.help);
}

static void printGroup(raw_ostream &os, StringRef title, OptionGroup group, Command command) {
  bool any = false;
  for (const Option &option : allOptions()) {
    if (option.group != group || !(option.commands & forCommand(command)))
      continue;
    if (!any)
      os << '\n' << title << ":\n";
    any = true;
    printOption(os, option);
  }
}

static void printCommandHelp(raw_ostream &os, const CommandInfo &info) {
  os << "usage: vitc " << info.name << ' ' << info.arguments << " [options]\n\n";
  os << modelHelp << '\n';
  printGroup(os, "Model", OptionGroup::Model, info.command);
  printGroup(os, "Input", OptionGroup::Input, info.command);
  printGroup(os, "Output", OptionGroup::Output, info.command);
  printGroup(os, "Code", OptionGroup::Code, info.command);
  printGroup(os, "General", OptionGroup::General, info.command);
}

void printHelp(raw_ostream &os, std::optional<Command> topic) {
  if (topic && *topic != Command::Help) {
    printCommandHelp(os, commandInfo(*topic));
    return;
  }
  os << "usage: vitc COMMAND MODEL [options]\n\n"
        "Compiles vision transformers to executables and libraries for processors.\n\n"
        "Commands:\n";
  for (const CommandInfo &info : allCommands())
    printEntry(os, info.name.str(), info.help);
  os << "\nExamples:\n"
        "  vitc compile vit-base/ -o classify && ./classify cat.jpg\n"
        "  vitc run vit-base/ --image cat.jpg --top-k 3\n"
        "\n'vitc help COMMAND' lists options; 'vitc --version' prints versions.\n"
        "Exit codes: "
     << exitCodesHelp << '\n';
}

} // namespace vitc::driver
