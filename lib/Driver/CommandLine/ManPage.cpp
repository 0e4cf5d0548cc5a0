//===- ManPage.cpp - the table of options for man(1) ----------------------===//

#include "Options.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

/// Text as roff takes it: no word of ours is a request, a hyphen is a minus, lines join.
static std::string roff(StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\n')
      result += ' ';
    else
      result += c;
  }
  if (StringRef(result).starts_with(".") || StringRef(result).starts_with("'"))
    result.insert(0, "\\&");
  return result;
}

static void printOption(raw_ostream &os, const Option &option) {
  os << ".TP\n.B " << roff(option.name);
  if (!option.value.empty())
    os << (option.name.starts_with("--") ? "=" : " ") << "\\fI" << roff(option.value) << "\\fR";
  os << '\n' << roff(option.help) << ".\n";
}

static void printCommand(raw_ostream &os, const CommandInfo &info) {
  os << ".SS vitc " << info.name << ' ' << roff(info.arguments) << '\n' << roff(info.help) << ".\n";
  for (OptionGroup group : {OptionGroup::Model, OptionGroup::Input, OptionGroup::Output,
                            OptionGroup::Code, OptionGroup::General})
    for (const Option &option : allOptions())
      if (option.group == group && (option.commands & forCommand(info.command)))
        printOption(os, option);
}

static constexpr StringLiteral environment = R"(.SH ENVIRONMENT
.TP
.BR HF_HUB_CACHE ", " HF_HOME ", " XDG_CACHE_HOME
Where models named by an id are looked for; without them in ~/.cache/huggingface/hub. Nothing is
downloaded.
.TP
.B TMPDIR
Where reproducers of internal errors and random weights are written.
.TP
.B VITC_ISA
x86\-64, x86\-64\-v3, x86\-64\-v4 or x86\-64\-v4\-bf16: makes compiled models run on a lower level
than the processor has.
)";

void printManPage(raw_ostream &os) {
  os << ".\\\" Written by 'vitc help --man'.\n"
     << ".TH VITC 1 \"\" \"vitc " VITC_VERSION "\" \"User Commands\"\n"
     << ".SH NAME\nvitc \\- compile vision transformers to executables and libraries\n"
     << ".SH SYNOPSIS\n.B vitc\n.I COMMAND MODEL\n.RI [ options ]\n.br\n"
     << ".B vitc help\n.RI [ COMMAND ]\n.br\n.B vitc \\-\\-version\n"
     << ".SH DESCRIPTION\n"
     << roff(modelHelp) << "\n.SH COMMANDS\n";
  for (const CommandInfo &info : allCommands())
    if (info.command != Command::Help)
      printCommand(os, info);
  os << ".SS vitc help [COMMAND]\nPrint the options of a command; with \\fB\\-\\-man\\fR this "
        "page, "
        "with \\fB\\-\\-completion\\fR=\\fISHELL\\fR a completion for bash, zsh or fish.\n"
     << environment << ".SH EXIT STATUS\n"
     << roff(exitCodesHelp) << "\n.SH SEE ALSO\n"
     << "The runtime's headers in include/vitc/Runtime, and find_package(Vitc) for CMake.\n";
}

} // namespace vitc::driver
