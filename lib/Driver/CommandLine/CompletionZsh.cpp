//===- CompletionZsh.cpp - the table of options for zsh -------------------===//
//
// _arguments does the work: an option that ends in `=` takes its value behind `=` or as the next
// word.
//
//===----------------------------------------------------------------------===//

#include "Options.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

/// Text between single quotes, in a part of a specification that `:`, `[` or `]` would end.
static std::string escaped(StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '\'')
      result += "'\\'"; // and the quote itself
    else if (StringRef(":[]\\").contains(c))
      result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

/// What zsh offers as the value: words, files, folders, or nothing it could know.
static std::string actionOf(const Option &option) {
  if (!option.words.empty())
    return "(" + join(option.words, " ") + ")";
  if (option.value.starts_with("FILE") || option.value == "OUT")
    return "_files";
  return option.value == "DIR" ? "_files -/" : " ";
}

static void printCommand(raw_ostream &os, const CommandInfo &info) {
  os << "      " << info.name << ")\n        _arguments \\\n";
  for (const Option &option : allOptions()) {
    if (!(option.commands & forCommand(info.command)))
      continue;
    bool isLong = option.name.starts_with("--"), isMany = option.value.ends_with("...");
    os << "          '" << (isMany ? "*" : "") << option.name
       << (isLong && !option.value.empty() ? "=" : "") << "[" << escaped(option.help) << "]";
    if (!option.value.empty())
      os << ":" << escaped(option.value) << ":" << actionOf(option);
    os << "' \\\n";
  }
  os << "          '*:MODEL:_files' ;;\n";
}

static void printCommandNames(raw_ostream &os) {
  os << "  commands=(\n";
  for (const CommandInfo &info : allCommands())
    os << "    '" << info.name << ":" << escaped(info.help) << "'\n";
  os << "    '--help:list the commands'\n    '--version:vitc, LLVM, commit, targets'\n  )\n";
}

void printZshCompletion(raw_ostream &os) {
  os << "#compdef vitc\n# zsh completion for vitc, written by 'vitc help --completion=zsh'\n"
     << "_vitc() {\n"
     << "  local -a commands\n  local state line context\n  typeset -A opt_args\n";
  printCommandNames(os);
  os << "  _arguments -C '1: :->command' '*:: :->rest'\n  case $state in\n"
     << "  command) _describe command commands ;;\n  rest)\n    case $line[1] in\n";
  for (const CommandInfo &info : allCommands())
    if (info.command != Command::Help)
      printCommand(os, info);
  os << "      help) _describe command commands ;;\n"
     << "    esac ;;\n  esac\n}\n"
     << "# Read by compinit, it completes; sourced, it is registered.\n"
     << "if [[ $funcstack[1] == _vitc ]]; then\n  _vitc \"$@\"\nelse\n  compdef _vitc vitc\nfi\n";
}

} // namespace vitc::driver
