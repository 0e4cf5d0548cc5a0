//===- ParseInvocation.cpp - from words to an Invocation ------------------===//

#include "Failure.h"
#include "Options.h"

#include "vitc/Support/Spelling.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace vitc::driver {

namespace {
class Parser {
public:
  explicit Parser(ArrayRef<StringRef> args) : args(args) {}

  Expected<Invocation> parse();

private:
  Error parseCommand();
  Error parseHelpTopic();
  Error parseWord(StringRef word);
  Error parseOption(StringRef word);
  Error unknownOption(StringRef name) const;
  Error takePositionals();
  Error check() const;

  const Option *findOption(StringRef name) const {
    for (const Option &option : allOptions())
      if (option.name == name && (option.commands & forCommand(invocation.command)))
        return &option;
    return nullptr;
  }

  ArrayRef<StringRef> args;
  size_t next = 0;
  bool onlyFiles = false; ///< After `--`.
  SmallVector<StringRef> positionals;
  SmallVector<StringRef> seen; ///< Options given, for duplicates.
  Invocation invocation;
};
} // namespace

static SmallVector<StringRef> commandNames() {
  return map_to_vector(allCommands(),
                       [](const CommandInfo &info) -> StringRef { return info.name; });
}

static const CommandInfo *findCommand(StringRef name) {
  for (const CommandInfo &info : allCommands())
    if (info.name == name)
      return &info;
  return nullptr;
}

Error Parser::parseCommand() {
  if (args.empty())
    return usageError("found no command, expected one of " + join(commandNames(), ", "),
                      "'vitc help' says what they do");
  StringRef word = args[next++];
  if (word == "--help" || word == "-h") {
    invocation.command = Command::Help;
    return Error::success();
  }
  if (word == "--version") {
    invocation.command = Command::Version;
    return Error::success();
  }
  const CommandInfo *info = findCommand(word);
  if (!info)
    return usageError("found " + inQuotes(word) + ", expected a command",
                      spellingHint(word, commandNames()));
  invocation.command = info->command;
  return Error::success();
}

Error Parser::parseHelpTopic() {
  if (next == args.size())
    return Error::success();
  static constexpr std::pair<StringLiteral, HelpForm> forms[] = {
      {"--man", HelpForm::ManPage},
      {"--completion=bash", HelpForm::BashCompletion},
      {"--completion=zsh", HelpForm::ZshCompletion},
      {"--completion=fish", HelpForm::FishCompletion}};
  for (auto [word, form] : forms)
    if (args[next] == word) {
      invocation.helpForm = form;
      return Error::success();
    }
  if (StringRef(args[next]).starts_with("--completion"))
    return usageError("help: found " + inQuotes(args[next]) +
                      ", expected --completion=bash, --completion=zsh or --completion=fish");
  const CommandInfo *info = findCommand(args[next]);
  if (!info)
    return usageError("help: found " + inQuotes(args[next]) + ", expected a command",
                      spellingHint(args[next], commandNames()));
  invocation.helpTopic = info->command;
  return Error::success();
}

Error Parser::unknownOption(StringRef name) const {
  SmallVector<StringRef> names;
  for (const Option &option : allOptions()) {
    if (option.commands & forCommand(invocation.command))
      names.push_back(option.name);
    else if (option.name == name)
      return usageError("'vitc " + commandInfo(invocation.command).name + "' has no option " +
                            option.name,
                        "other commands have; 'vitc help " + commandInfo(invocation.command).name +
                            "' lists its own");
  }
  StringRef nearest = nearestSpelling(name, names);
  std::string command = commandInfo(invocation.command).name.str();
  return usageError("found unknown option " + inQuotes(name),
                    nearest.empty() ? "'vitc help " + Twine(command) + "' lists the options"
                                    : "did you mean '" + nearest + "'?");
}

Error Parser::parseOption(StringRef word) {
  if (word == "-h")
    word = "--help";
  else if (word == "-q")
    word = "--quiet";
  auto [name, value] = word.split('=');
  bool hasValue = word.contains('=');
  const Option *option = findOption(name);
  if (!option)
    return unknownOption(name);
  if (option->value.empty()) {
    if (hasValue)
      return usageError(option->name + ": found " + inQuotes(value) + ", expected no value");
    return option->apply(invocation, *option, "");
  }
  if (!hasValue && next < args.size()) {
    value = args[next++];
    hasValue = true;
  }
  if (!hasValue || value.empty())
    return usageError(option->name + ": found nothing, expected " + option->value);
  if (option->name != "--image" && is_contained(seen, option->name))
    return usageError(option->name + ": found twice, expected once");
  seen.push_back(option->name);
  return option->apply(invocation, *option, value);
}

Error Parser::parseWord(StringRef word) {
  if (!onlyFiles && word == "--") {
    onlyFiles = true;
    return Error::success();
  }
  if (!onlyFiles && word.size() > 1 && word.front() == '-')
    return parseOption(word);
  positionals.push_back(word);
  return Error::success();
}

/// The first is the model; those behind it are pictures when --image began a list of them.
Error Parser::takePositionals() {
  if (positionals.empty())
    return usageError("'vitc " + commandInfo(invocation.command).name +
                          "': found no MODEL, expected one",
                      "a Hugging Face directory, a config.json or an .mlir file");
  invocation.model = positionals.front().str();
  if (invocation.model.empty())
    return usageError("MODEL: found an empty word, expected a path");
  ArrayRef<StringRef> rest = ArrayRef(positionals).drop_front();
  bool pictures = invocation.command == Command::Run && !invocation.images.empty();
  if (!rest.empty() && !pictures)
    return usageError("found a second MODEL " + inQuotes(rest.front()) + ", expected one",
                      invocation.command == Command::Run ? "pictures follow --image" : "");
  for (StringRef picture : rest)
    invocation.images.push_back(picture.str());
  return Error::success();
}

/// Options that contradict each other.
Error Parser::check() const {
  if (!invocation.images.empty() && !invocation.input.empty())
    return usageError("found --image and --input, expected one of them");
  bool isReference = invocation.reference || invocation.emit == OutputKind::Linalg;
  if (invocation.precision != "f32" && isReference)
    return usageError("found --precision=" + invocation.precision +
                          " with the reference form, expected one of them",
                      "the reference form is in f32 or f64");
  if (invocation.gemm != "classical" && (invocation.precision != "f32" || isReference))
    return usageError(
        "found --gemm=" + invocation.gemm + " with " +
            (isReference ? "the reference form" : "--precision=" + invocation.precision) +
            ", expected one of them",
        "seven products instead of eight are for --precision=f32 alone");
  if (!invocation.calibrate.empty() && isReference)
    return usageError("found --calibrate with the reference form, expected one of them",
                      "the reference form has nothing to decide");
  if (invocation.maxError && invocation.precision == "f32")
    return usageError("found --max-error with --precision=f32, expected bf16 or int8",
                      "f32 is the most exact there is");
  if (invocation.shares && invocation.precision == "f32")
    return usageError("found --shares with --precision=f32, expected bf16 or int8",
                      "'vitc verify' alone compares f32 with f64");
  bool program = StringRef(invocation.model).ends_with(".mlir");
  if (invocation.command == Command::Run && !program && invocation.images.empty() &&
      invocation.input.empty())
    return usageError("'vitc run': found no input, expected --image FILE or --input FILE");
  return Error::success();
}

Expected<Invocation> Parser::parse() {
  if (Error error = parseCommand())
    return std::move(error);
  if (invocation.command == Command::Help) {
    if (Error error = parseHelpTopic())
      return std::move(error);
    return std::move(invocation);
  }
  if (invocation.command == Command::Version)
    return std::move(invocation);
  while (next < args.size())
    if (Error error = parseWord(args[next++]))
      return std::move(error);
  if (invocation.helpTopic) {
    invocation.command = Command::Help;
    return std::move(invocation);
  }
  if (Error error = takePositionals())
    return std::move(error);
  if (Error error = check())
    return std::move(error);
  return std::move(invocation);
}

Expected<Invocation> parseInvocation(ArrayRef<StringRef> args) { return Parser(args).parse(); }

} // namespace vitc::driver
