//===- Completion.cpp - the table of options for bash ---------------------===//
//
// One function, no package needed: it works where bash-completion is and where it is not. Bash cuts
// `--emit=so` at the `=`, so both spellings of a value arrive as words of their own.
//
//===----------------------------------------------------------------------===//

#include "Options.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

static constexpr StringLiteral head =
    R"(# bash completion for vitc, written by 'vitc help --completion=bash'
_vitc() {
  local current=${COMP_WORDS[COMP_CWORD]} previous= option= words= kind=
  ((COMP_CWORD > 0)) && previous=${COMP_WORDS[COMP_CWORD - 1]}
  if [[ $current == = ]]; then
    option=$previous current=
  elif [[ $previous == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $previous == -* ]]; then
    option=$previous
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
)";

static constexpr StringLiteral tail = R"(  case $kind in
  words) COMPREPLY=($(compgen -W "$words" -- "$current")); return ;;
  value) return ;;
  esac
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  if [[ $kind == folder ]]; then
    COMPREPLY=($(compgen -d -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _vitc vitc
)";

/// What the shell offers after an option: words, files, folders, or nothing it could know.
static std::string valueOf(const Option &option) {
  if (!option.words.empty())
    return "kind=words words='" + join(option.words, " ") + "'";
  if (option.value.starts_with("FILE") || option.value == "OUT")
    return "kind=file";
  return option.value == "DIR" ? "kind=folder" : "kind=value";
}

static void printCommand(raw_ostream &os, const CommandInfo &info) {
  SmallVector<StringRef> names;
  os << "  " << info.name << ")\n    case $option in\n";
  for (const Option &option : allOptions()) {
    if (!(option.commands & forCommand(info.command)))
      continue;
    names.push_back(option.name);
    if (!option.value.empty())
      os << "    " << option.name << ") " << valueOf(option) << " ;;\n";
  }
  os << "    esac\n"
     << "    [[ -z $kind && $current == -* ]] && kind=words words='" << join(names, " ") << "'\n"
     << "    ;;\n";
}

void printBashCompletion(raw_ostream &os) {
  auto commands =
      map_to_vector(allCommands(), [](const CommandInfo &info) -> StringRef { return info.name; });
  os << head << "    COMPREPLY=($(compgen -W '" << join(commands, " ")
     << " --help --version' -- \"$current\"))\n    return\n  fi\n"
     << "  case ${COMP_WORDS[1]} in\n";
  for (const CommandInfo &info : allCommands())
    if (info.command != Command::Help)
      printCommand(os, info);
  commands.pop_back(); // help itself
  os << "  help) kind=words words='" << join(commands, " ") << "' ;;\n  esac\n" << tail;
}

} // namespace vitc::driver
