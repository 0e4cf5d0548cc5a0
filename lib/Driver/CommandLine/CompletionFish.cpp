//===- CompletionFish.cpp - the table of options for fish -----------------===//

#include "Options.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

/// Text in single quotes, in which fish knows two escapes.
static std::string quoted(StringRef text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\')
      result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result + "'";
}

/// What fish offers as the value: words, files, folders, or nothing it could know.
static std::string valueOf(const Option &option) {
  if (option.value.empty())
    return "";
  if (!option.words.empty())
    return " -x -a " + quoted(join(option.words, " "));
  if (option.value.starts_with("FILE") || option.value == "OUT")
    return " -r -F";
  return option.value == "DIR" ? " -x -a '(__fish_complete_directories)'" : " -x";
}

static void printCommand(raw_ostream &os, const CommandInfo &info) {
  std::string condition = " -n '__fish_seen_subcommand_from " + info.name.str() + "'";
  for (const Option &option : allOptions()) {
    if (!(option.commands & forCommand(info.command)))
      continue;
    StringRef name = option.name;
    os << "complete -c vitc" << condition << (name.consume_front("--") ? " -l " : " -s ")
       << name.ltrim('-') << valueOf(option) << " -d " << quoted(option.help) << "\n";
  }
}

void printFishCompletion(raw_ostream &os) {
  os << "# fish completion for vitc, written by 'vitc help --completion=fish'\n";
  for (const CommandInfo &info : allCommands())
    os << "complete -c vitc -n __fish_use_subcommand -f -a " << info.name << " -d "
       << quoted(info.help) << "\n";
  os << "complete -c vitc -n __fish_use_subcommand -f -l help -d 'list the commands'\n"
     << "complete -c vitc -n __fish_use_subcommand -f -l version -d 'vitc, LLVM, commit, "
        "targets'\n";
  os << "complete -c vitc -n '__fish_seen_subcommand_from help' -f -a '";
  interleave(allCommands().drop_back(), os, [&](const CommandInfo &info) { os << info.name; }, " ");
  os << "'\n"; // all but help itself
  for (const CommandInfo &info : allCommands())
    if (info.command != Command::Help)
      printCommand(os, info);
}

} // namespace vitc::driver
